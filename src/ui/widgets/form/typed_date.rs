//! Dates and times as people type them: `11-20`, `1120`, `2026年3月5日`, `11.20 9:30`, full-width digits.

use crate::domain::calendar::Calendar;
use crate::domain::time::{Date, Moment, weekday_label};
use crate::ui::keys::twin;

/// A date without a year further ahead than this is taken for last year's.
const HALF_A_YEAR_DAYS: i64 = 183;

/// The date meant, in `YYYY-MM-DD`; a text that is no date stays as it is.
pub(super) fn date(text: &str, today: Date) -> String {
    read(text, today).map_or_else(|| text.trim().to_owned(), |(date, _)| date.to_string())
}

/// The moment meant, in `YYYY-MM-DD HH:MM`; a text that is none stays as it is.
pub(super) fn moment(text: &str, today: Date) -> String {
    match read(text, today) {
        Some((date, time)) => minute(date, time.unwrap_or((0, 0))),
        None => Moment::parse(text).map_or_else(|| text.trim().to_owned(), Moment::minute),
    }
}

/// The same text with its date moved by whole days; an empty or unreadable one becomes today's.
pub(super) fn step(text: &str, days: i32, today: Date) -> String {
    let Some((date, time)) = read(text, today) else { return today.to_string() };
    let date = date.plus_days(days.into()).unwrap_or(date);
    time.map_or_else(|| date.to_string(), |time| minute(date, time))
}

/// What kind of day it is, for the line beside the field: `周日 休（周末）`.
pub(super) fn day_note(text: &str, today: Date, calendar: &Calendar) -> Option<String> {
    let (date, _) = read(text, today)?;
    let provisional = if calendar.is_final(date) { "" } else { " 暂定" };
    Some(format!("{} {}{provisional}", weekday_label(date), calendar.day(date)))
}

fn minute(date: Date, (hour, minute): (u8, u8)) -> String {
    format!("{date} {hour:02}:{minute:02}")
}

/// Groups of digits, read as year, month, day, hour, minute; the year may be missing, and groups may be joined.
fn read(text: &str, today: Date) -> Option<(Date, Option<(u8, u8)>)> {
    let text: String = text.chars().map(twin).collect();
    if text.contains(['T', '+', 'Z']) {
        let moment = Moment::parse(&text)?;
        let (hour, minute) = (moment.minutes_of_day() / 60, moment.minutes_of_day() % 60);
        return Some((moment.date(), Some((u8::try_from(hour).ok()?, u8::try_from(minute).ok()?))));
    }
    let separates = |c: char| {
        c.is_whitespace()
            || matches!(c, '-' | '/' | '.' | ':' | '年' | '月' | '日' | '号' | '时' | '点' | '分')
    };
    if !text.chars().all(|c| c.is_ascii_digit() || separates(c)) {
        return None;
    }
    let groups: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let (first, rest) = groups.split_first()?;
    let number = first.parse::<i32>().ok()?;
    let (year, month, day, rest) = match (first.len(), rest) {
        (8, rest) => (Some(number / 10_000), number / 100 % 100, number % 100, rest),
        (4, [month, day, rest @ ..]) if !text.contains(':') || rest.len() >= 2 => {
            (Some(number), month.parse().ok()?, day.parse().ok()?, rest)
        }
        (4, rest) => (None, number / 100, number % 100, rest),
        (1 | 2, [day, rest @ ..]) => (None, number, day.parse().ok()?, rest),
        _ => return None,
    };
    let date = in_year(year, month, day, today)?;
    let time = match rest {
        [] => None,
        [joined] if joined.len() == 4 => Some(split_time(joined)?),
        [hour, minute] | [hour, minute, _] => Some((hour.parse().ok()?, minute.parse().ok()?)),
        _ => return None,
    };
    if let Some((hour, minute)) = time {
        Moment::at(date, hour, minute, 0)?;
    }
    Some((date, time))
}

/// `0930` as hour and minute.
fn split_time(joined: &str) -> Option<(u8, u8)> {
    let number = joined.parse::<u16>().ok()?;
    Some((u8::try_from(number / 100).ok()?, u8::try_from(number % 100).ok()?))
}

fn in_year(year: Option<i32>, month: i32, day: i32, today: Date) -> Option<Date> {
    let (month, day) = (u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    if let Some(year) = year {
        return Date::new(i16::try_from(year).ok()?, month, day);
    }
    let this_year = Date::new(today.year(), month, day)?;
    let latest = today.plus_days(HALF_A_YEAR_DAYS)?;
    if this_year > latest { Date::new(today.year() - 1, month, day) } else { Some(this_year) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = Date::constant(2026, 11, 22);

    #[test]
    fn dates_are_read_as_people_type_them() {
        let table = [
            ("2026-11-20", "2026-11-20"),
            ("11-20", "2026-11-20"),
            ("1120", "2026-11-20"),
            ("20261120", "2026-11-20"),
            ("2026/3/5", "2026-03-05"),
            ("2026年3月5日", "2026-03-05"),
            ("３．５", "2026-03-05"),
            ("１１－２０", "2026-11-20"),
            ("13-40", "13-40"),
            ("三月五日", "三月五日"),
            ("2026-11-20x", "2026-11-20x"),
            ("", ""),
            ("99999999999999999999", "99999999999999999999"),
        ];
        for (typed, meant) in table {
            assert_eq!(date(typed, TODAY), meant, "{typed}");
        }
        assert_eq!(date("12-30", Date::constant(2027, 1, 4)), "2026-12-30");
    }

    #[test]
    fn moments_are_read_as_people_type_them() {
        let table = [
            ("2026-11-18 09:30", "2026-11-18 09:30"),
            ("11-18 9:30", "2026-11-18 09:30"),
            ("1118 0930", "2026-11-18 09:30"),
            ("1118 9:30", "2026-11-18 09:30"),
            ("11-18", "2026-11-18 00:00"),
            ("2026-11-18T01:30:00Z", "2026-11-18 09:30"),
            ("11-18 25:00", "11-18 25:00"),
            ("昨天", "昨天"),
        ];
        for (typed, meant) in table {
            assert_eq!(moment(typed, TODAY), meant, "{typed}");
        }
    }

    #[test]
    fn a_day_is_stepped_over_month_ends_and_keeps_its_time() {
        assert_eq!(step("2026-11-30", 1, TODAY), "2026-12-01");
        assert_eq!(step("2026-12-01 09:30", -1, TODAY), "2026-11-30 09:30");
        assert_eq!(step("", 1, TODAY), "2026-11-22");
    }

    #[test]
    fn the_day_is_named_with_its_weekday_and_what_the_notices_say() {
        let calendar = Calendar::embedded();
        assert_eq!(day_note("2026-11-22", TODAY, &calendar).unwrap(), "周日 休（周末）");
        assert_eq!(day_note("2026-10-01", TODAY, &calendar).unwrap(), "周四 休（国庆节）");
        assert_eq!(day_note("2027-03-01", TODAY, &calendar).unwrap(), "周一 工作日 暂定");
        assert_eq!(day_note("明天", TODAY, &calendar), None);
    }
}
