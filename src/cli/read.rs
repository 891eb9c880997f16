//! Values on the command line, read with Chinese reasons when they cannot be.

use std::str::FromStr as _;

use tracing::level_filters::LevelFilter;

use crate::domain::code::Coded as _;
use crate::domain::figures::grouping::By;
use crate::domain::time::{Date, Moment};
use crate::domain::town::setting_key::SettingKey;
use crate::domain::view::listing::View;
use crate::intake::Encoding;

pub(super) fn date(text: &str) -> Result<Date, String> {
    text.trim()
        .parse::<Date>()
        .ok()
        .filter(|date| (1900..=2200).contains(&date.year()))
        .ok_or_else(|| "不是日期，请写成 2026-02-11 这样".to_owned())
}

/// The first day of a month, written `2026-11`.
pub(super) fn month(text: &str) -> Result<Date, String> {
    let written = text.trim();
    let whole = written.chars().count() == 7;
    let day = format!("{written}-01").parse::<Date>().ok().filter(|_| whole);
    day.ok_or_else(|| "不是月份，请写成 2026-11 这样".to_owned())
}

pub(super) fn count(text: &str) -> Result<u32, String> {
    let text = text.trim();
    let plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten().ok_or_else(|| "不是整数，请写 0、3、10 这样的数".to_owned())
}

/// How many of something are kept: none would take away what was just made.
pub(super) fn kept(text: &str) -> Result<u32, String> {
    match count(text)? {
        0 => Err("至少写 1，否则刚做好的也删去了".to_owned()),
        kept => Ok(kept),
    }
}

pub(super) fn year(text: &str) -> Result<i16, String> {
    text.trim()
        .parse()
        .ok()
        .filter(|year| (1900..=2200).contains(year))
        .ok_or_else(|| "不是年份，请写成 2026 这样".to_owned())
}

pub(super) fn moment(text: &str) -> Result<Moment, String> {
    Moment::parse(text)
        .filter(|at| (2000..=2100).contains(&at.date().year()))
        .ok_or_else(|| "不是时间，请写成 2026-11-23T09:00 这样".to_owned())
}

pub(super) fn view(text: &str) -> Result<View, String> {
    View::from_code(text).or_else(|| View::from_label(text)).ok_or_else(|| {
        let known: Vec<String> =
            View::ALL.iter().map(|view| format!("{}（{}）", view.code(), view.label())).collect();
        format!("没有这个视图，可写 {}", known.join("、"))
    })
}

pub(super) fn by(text: &str) -> Result<By, String> {
    By::from_code(text).or_else(|| By::from_label(text)).ok_or_else(|| {
        let known: Vec<String> =
            By::ALL.iter().map(|by| format!("{}（{}）", by.code(), by.label())).collect();
        format!("没有这种分组，可写 {}", known.join("、"))
    })
}

pub(super) fn setting(text: &str) -> Result<SettingKey, String> {
    SettingKey::from_code(text)
        .or_else(|| SettingKey::from_label(text))
        .ok_or_else(|| "没有这项设置；全部设置见 ydt settings list".to_owned())
}

pub(super) fn encoding(text: &str) -> Result<Encoding, String> {
    Encoding::parse(text).map_err(|_| "不认识这种编码，可写 utf-8、gb18030、utf-16le、utf-16be".to_owned())
}

pub(super) fn log_level(text: &str) -> Result<LevelFilter, String> {
    let known = ["off", "error", "warn", "info", "debug", "trace"];
    let level = known.contains(&text).then(|| LevelFilter::from_str(text).ok()).flatten();
    level.ok_or_else(|| format!("没有这个级别，可写 {}", known.join("、")))
}

pub(super) fn shell(text: &str) -> Result<clap_complete::Shell, String> {
    clap_complete::Shell::from_str(text)
        .map_err(|_| "没有这种 shell，可写 bash、zsh、fish、elvish、powershell".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_dates_and_counts_are_taken() {
        assert_eq!(date("2026-02-11"), Ok(Date::constant(2026, 2, 11)));
        for odd in ["2026-02-30", "20260211", "2026-2-11", "2026-02-11T00:00", "", "１２"] {
            assert!(date(odd).is_err(), "{odd}");
        }
        assert_eq!(count("10"), Ok(10));
        for odd in ["-1", "+3", "3.0", "", "三", "99999999999"] {
            assert!(count(odd).is_err(), "{odd}");
        }
    }

    #[test]
    fn a_view_is_known_by_code_and_by_label() {
        assert_eq!(view("triage"), Ok(View::Triage));
        assert_eq!(view("待研判"), Ok(View::Triage));
        assert!(view("x").unwrap_err().contains("overdue（超期）"));
    }
}
