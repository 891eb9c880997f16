//! Times in every form that platform exports write them; no zone means town time.

use crate::domain::text::signs::half_width;
use crate::domain::time::{Date, Moment};

/// Serial day 0 of Excel's usual calendar; right from March 1900 on, and nothing older than 2000 is taken.
pub(super) const EPOCH_1900: Date = Date::constant(1899, 12, 30);
/// Serial day 0 of workbooks in the 1904 calendar.
pub(super) const EPOCH_1904: Date = Date::constant(1904, 1, 1);

/// Reads one of: RFC 3339; `2026-03-05 14:20[:30]` with `-`, `/` or `.`; `2026年3月5日 14时20分[30秒]`; a date alone
/// (00:00); an Excel serial number. `None` for anything else; the range is not judged here.
pub(super) fn parse(text: &str, epoch: Date) -> Option<Moment> {
    let text = text.trim();
    if let Some(moment) = Moment::parse_nearest(text).or_else(|| civil(text)) {
        return Some(moment);
    }
    let digits = text.chars().all(|c| c.is_ascii_digit() || c == '.');
    if digits { text.parse().ok().and_then(|days| serial(days, epoch)) } else { None }
}

/// An Excel serial number as a moment in the town, rounded to the second; `None` outside 2000 to 2199, where a number
/// in a time column is more likely something else.
pub(super) fn serial(days: f64, epoch: Date) -> Option<Moment> {
    if !(30_000.0..120_000.0).contains(&days) {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "at most 120,000 days of seconds")]
    let seconds = (days * 86_400.0).round() as i64;
    let moment = Moment::start_of(epoch).plus_seconds(seconds);
    (2000..2200).contains(&moment.date().year()).then_some(moment)
}

fn civil(text: &str) -> Option<Moment> {
    let plain: String = text.replace('\u{a0}', " ").chars().map(half_width).collect();
    let (date, time) = match plain.split_once('日') {
        Some((date, time)) => (date.replace(['年', '月'], "-"), time),
        None => match plain.split_once([' ', 'T']) {
            Some((date, time)) => (date.to_owned(), time),
            None => (plain.clone(), ""),
        },
    };
    let date = calendar_day(&date.replace(['/', '.'], "-"))?;
    let time = time.trim();
    if time.is_empty() {
        return Some(Moment::start_of(date));
    }
    let ((hour, minute, second), carry) = time_of_day(time)?;
    Some(Moment::at(date, hour, minute, second)?.plus_seconds(carry))
}

fn calendar_day(text: &str) -> Option<Date> {
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?.trim(), parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    Date::new(number(year)?, u8::try_from(number(month)?).ok()?, u8::try_from(number(day)?).ok()?)
}

/// Hour, minute and second, and a second to carry where a fraction rounds up.
fn time_of_day(text: &str) -> Option<((u8, u8, u8), i64)> {
    let plain = if text.contains('时') {
        text.replace(['时', '分'], ":").replace('秒', "").trim_end_matches(':').to_owned()
    } else {
        text.to_owned()
    };
    let mut parts = plain.split(':');
    let hour = number(parts.next()?)?;
    let minute = match parts.next() {
        Some(minute) => number(minute)?,
        // `14时` is a time, a bare `14` is not.
        None if text.contains('时') => 0,
        None => return None,
    };
    let (second, carry) = match parts.next() {
        Some(second) => seconds(second)?,
        None => (0, 0),
    };
    if parts.next().is_some() {
        return None;
    }
    let small = |value: i16| u8::try_from(value).ok();
    Some(((small(hour)?, small(minute)?, small(second)?), carry))
}

fn seconds(text: &str) -> Option<(i16, i64)> {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, "0"));
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let carry = i64::from(fraction.bytes().next().is_some_and(|digit| digit >= b'5'));
    Some((number(whole)?, carry))
}

fn number(text: &str) -> Option<i16> {
    let text = text.trim();
    let plausible = !text.is_empty() && text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    if plausible { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_form_is_read_as_town_time() {
        for (text, expected) in [
            ("2026-03-05 14:20", "2026-03-05T14:20:00+08:00"),
            ("2026-03-05 14:20:30", "2026-03-05T14:20:30+08:00"),
            (" 2026/3/5 ", "2026-03-05T00:00:00+08:00"),
            ("2026/9/1 1:56", "2026-09-01T01:56:00+08:00"),
            ("2026.3.5 7:05", "2026-03-05T07:05:00+08:00"),
            ("2026年3月5日 14时20分", "2026-03-05T14:20:00+08:00"),
            ("2026年3月5日14时20分7秒", "2026-03-05T14:20:07+08:00"),
            ("2026年11月10日 8时", "2026-11-10T08:00:00+08:00"),
            ("2026年3月5日", "2026-03-05T00:00:00+08:00"),
            ("2026年3月5日 14:20", "2026-03-05T14:20:00+08:00"),
            ("２０２６-０３-０５　１４：２０", "2026-03-05T14:20:00+08:00"),
            ("2026-03-05T06:20:00Z", "2026-03-05T14:20:00+08:00"),
            ("2026-03-05T14:20:29.6+08:00", "2026-03-05T14:20:30+08:00"),
            ("2026-03-05 23:59:59.5", "2026-03-06T00:00:00+08:00"),
            ("2026-03-05T14:20:00", "2026-03-05T14:20:00+08:00"),
            ("46086", "2026-03-05T00:00:00+08:00"),
            ("46086.5972222", "2026-03-05T14:20:00+08:00"),
        ] {
            assert_eq!(parse(text, EPOCH_1900).map(|at| at.to_string()).as_deref(), Some(expected), "{text}");
        }
    }

    #[test]
    fn impossible_or_ambiguous_times_are_not_guessed() {
        for text in [
            "",
            "2026-02-30",
            "2026-13-01",
            "26-3-5",
            "2026-03-05 25:00",
            "2026-03-05 14:60",
            "3月5日",
            "昨天",
            "20260305",
            "5/3/2026",
            "2026-03-05 14",
            "2026-03-05 14:20:30:1",
            "2026-03-05-1",
            "1e5",
            "12",
            "-46086",
            "2026-+3-05",
            "2026-03-05 24:00",
        ] {
            assert_eq!(parse(text, EPOCH_1900), None, "{text}");
        }
    }

    #[test]
    fn a_serial_of_the_1904_calendar_counts_from_its_own_day_nought() {
        assert_eq!(serial(44_624.5, EPOCH_1904), serial(46_086.5, EPOCH_1900));
    }
}
