//! Moments and civil dates. The town counts in civil dates at UTC+8 whatever zone its server is set to
//! (`domain.md` §4), so the offset is a constant here and no time-zone data is ever consulted.
//!
//! This is the only file that names chrono. Its own readers accept `2026-3-5` and years of six digits; what is stored
//! has one spelling, so dates and times are taken apart here and chrono only judges whether they exist.

use chrono::{
    DateTime, Datelike as _, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike as _, Utc,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// How far clocks in the town are ahead of UTC.
const BEIJING: TimeDelta = TimeDelta::hours(8);

/// A day of the calendar, from the year 0 to the year 9999; read and written as `2026-03-05` and not otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(NaiveDate);

/// A text that is no date in the one form that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoDate;

impl Date {
    /// The first day that can be written with four digits of a year.
    pub const FIRST: Self = Self::constant(0, 1, 1);
    /// The last day that can be written with four digits of a year.
    pub const LAST: Self = Self::constant(9999, 12, 31);
    /// The day from which the database counts days.
    pub const UNIX_EPOCH: Self = Self::constant(1970, 1, 1);

    /// The day of these numbers, if there is one.
    #[must_use]
    pub const fn new(year: i16, month: u8, day: u8) -> Option<Self> {
        if year < 0 || year > 9999 {
            return None;
        }
        match NaiveDate::from_ymd_opt(year as i32, month as u32, day as u32) {
            Some(date) => Some(Self(date)),
            None => None,
        }
    }

    /// The same for constants.
    ///
    /// # Panics
    /// If there is no such day; in a constant that is an error of the compiler.
    #[must_use]
    #[expect(clippy::panic, reason = "outside tests it is evaluated by the compiler")]
    pub const fn constant(year: i16, month: u8, day: u8) -> Self {
        match Self::new(year, month, day) {
            Some(date) => date,
            None => panic!("there is no such day"),
        }
    }

    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "no date lies outside 0 to 9999")]
    pub fn year(self) -> i16 {
        self.0.year() as i16
    }

    /// 1 to 12.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "there are twelve months")]
    pub fn month(self) -> u8 {
        self.0.month() as u8
    }

    /// 1 to 31.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "no month is longer than 31 days")]
    pub fn day(self) -> u8 {
        self.0.day() as u8
    }

    /// The next day; none after the last.
    #[must_use]
    pub fn tomorrow(self) -> Option<Self> {
        self.plus_days(1)
    }

    /// The day before; none before the first.
    #[must_use]
    pub fn yesterday(self) -> Option<Self> {
        self.plus_days(-1)
    }

    /// The same day so many years later; of a leap day the day before.
    #[must_use]
    pub fn plus_years(self, years: u32) -> Self {
        self.0
            .checked_add_months(Months::new(years.saturating_mul(12)))
            .map_or(Self::LAST, |day| Self(day).min(Self::LAST))
    }

    /// The same day so many years before.
    #[must_use]
    pub fn minus_years(self, years: u32) -> Self {
        self.0.checked_sub_months(Months::new(years.saturating_mul(12))).map_or(self, Self)
    }

    /// This day moved by so many, if that is still a day that can be written.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Option<Self> {
        let distance = Days::new(days.unsigned_abs());
        let moved =
            if days < 0 { self.0.checked_sub_days(distance) } else { self.0.checked_add_days(distance) };
        moved.map(Self).filter(|date| (Self::FIRST..=Self::LAST).contains(date))
    }

    /// Days from this one to another, negative when the other is earlier.
    #[must_use]
    pub fn days_until(self, other: Self) -> i64 {
        other.0.signed_duration_since(self.0).num_days()
    }

    #[must_use]
    pub fn first_of_month(self) -> Self {
        self.plus_days(1 - i64::from(self.day())).unwrap_or(Self::FIRST)
    }

    #[must_use]
    pub fn last_of_month(self) -> Self {
        let length = i64::from(self.0.num_days_in_month());
        self.plus_days(length - i64::from(self.day())).unwrap_or(Self::LAST)
    }

    /// 0 on Mondays to 6 on Sundays.
    #[must_use]
    pub fn days_since_monday(self) -> u8 {
        match self.0.weekday() {
            chrono::Weekday::Mon => 0,
            chrono::Weekday::Tue => 1,
            chrono::Weekday::Wed => 2,
            chrono::Weekday::Thu => 3,
            chrono::Weekday::Fri => 4,
            chrono::Weekday::Sat => 5,
            chrono::Weekday::Sun => 6,
        }
    }

    /// Saturday or Sunday, whatever a notice says about it.
    #[must_use]
    pub fn is_weekend(self) -> bool {
        self.days_since_monday() >= 5
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // Padded as a whole, so that columns can be made of it.
        f.pad(&format!("{:04}-{:02}-{:02}", self.year(), self.month(), self.day()))
    }
}

impl std::str::FromStr for Date {
    type Err = NoDate;

    fn from_str(text: &str) -> Result<Self, NoDate> {
        let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = text.as_bytes() else { return Err(NoDate) };
        let date = || {
            let year = i16::from(two_digits(*y1, *y2)?) * 100 + i16::from(two_digits(*y3, *y4)?);
            Self::new(year, two_digits(*m1, *m2)?, two_digits(*d1, *d2)?)
        };
        date().ok_or(NoDate)
    }
}

impl std::fmt::Display for NoDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("不是日期，应写成 2026-03-05 的样子")
    }
}

impl std::error::Error for NoDate {}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A point in time, to the second, whose date in the town can be written; read and written as RFC 3339 with `+08:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(DateTime<Utc>);

impl Moment {
    /// The moment from which computers count, 1970-01-01T00:00:00Z.
    pub const UNIX_EPOCH: Self = Self(DateTime::UNIX_EPOCH);

    /// So many seconds since 1970-01-01T00:00:00Z; `None` before the year 0 and after 9999.
    #[must_use]
    pub fn from_unix(seconds: i64) -> Option<Self> {
        DateTime::from_timestamp(seconds, 0).and_then(|time| Self::cut(time.naive_utc()))
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn unix(self) -> i64 {
        self.0.timestamp()
    }

    /// The moment at which clocks in the town show this date and time; `None` for an hour that no clock shows.
    #[must_use]
    pub fn at(date: Date, hour: u8, minute: u8, second: u8) -> Option<Self> {
        let local = date.0.and_hms_opt(hour.into(), minute.into(), second.into())?;
        Self::cut(local.checked_sub_signed(BEIJING)?)
    }

    /// Midnight at the beginning of a civil date.
    #[must_use]
    pub fn start_of(date: Date) -> Self {
        // Eight hours before a date that can be written there is always a time that chrono can hold.
        Self((date.0.and_time(NaiveTime::MIN) - BEIJING).and_utc())
    }

    /// A time with its fraction of a second cut off, if its date in the town can be written.
    fn cut(utc: NaiveDateTime) -> Option<Self> {
        let moment = Self(utc.with_nanosecond(0)?.and_utc());
        (0..=9999).contains(&utc.checked_add_signed(BEIJING)?.year()).then_some(moment)
    }

    /// What the clocks in the town show.
    fn local(self) -> NaiveDateTime {
        self.0.naive_utc() + BEIJING
    }

    /// The civil date in the town.
    #[must_use]
    pub fn date(self) -> Date {
        Date(self.local().date())
    }

    /// Minutes since midnight in the town, 0 to 1439, its seconds cut off.
    #[must_use]
    #[expect(clippy::cast_possible_truncation, reason = "a day has 1440 minutes")]
    pub fn minutes_of_day(self) -> u16 {
        (self.local().num_seconds_from_midnight() / 60) as u16
    }

    /// This moment moved by whole seconds, at most to the ends of the calendar.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        let last = || Self(Self::start_of(Date::LAST).0 + TimeDelta::seconds(86_399));
        let moved = Self::from_unix(self.unix().saturating_add(seconds));
        moved.unwrap_or_else(|| if seconds < 0 { Self::start_of(Date::FIRST) } else { last() })
    }

    /// Reads RFC 3339 with any offset, or a civil `YYYY-MM-DD[ T]HH:MM[:SS]` or `YYYY-MM-DD` taken as UTC+8. A
    /// fraction of a second is cut off.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::cut(utc_of(text.trim())?)
    }

    /// The same, to the nearest second.
    #[must_use]
    pub fn parse_nearest(text: &str) -> Option<Self> {
        Self::cut(utc_of(text.trim())?.checked_add_signed(TimeDelta::milliseconds(500))?)
    }

    /// `2026-03-05 14:20`, as people read it.
    #[must_use]
    pub fn minute(self) -> String {
        self.local().format("%Y-%m-%d %H:%M").to_string()
    }

    /// `2026-03-05 14:20:07`.
    #[must_use]
    pub fn second(self) -> String {
        self.local().format("%Y-%m-%d %H:%M:%S").to_string()
    }
}

impl std::fmt::Display for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}+08:00", self.local().format("%Y-%m-%dT%H:%M:%S"))
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        // What is stored was written by this program: whoever reads it needs none of the forms that people write.
        let stored = DateTime::parse_from_rfc3339(&text).ok().and_then(|time| Self::cut(time.naive_utc()));
        stored.ok_or_else(|| serde::de::Error::custom(format!("“{text}”不是一个时间")))
    }
}

/// The UTC time meant by a date and, behind a `T` or a space, a time and the offset it is in.
fn utc_of(text: &str) -> Option<NaiveDateTime> {
    let (date, rest) = text.split_at_checked("2026-03-05".len())?;
    let date: Date = date.parse().ok()?;
    let mut chars = rest.chars();
    let (time, offset) = match chars.next() {
        None => (NaiveTime::MIN, BEIJING),
        Some('T' | 't' | ' ') => {
            let rest = chars.as_str();
            let (time, offset) = rest.split_at(rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len()));
            (time_of(time)?, offset_of(offset)?)
        }
        Some(_) => return None,
    };
    date.0.and_time(time).checked_sub_signed(offset)
}

/// `14:20`, `14:20:07` or `14:20:07.5`; a leap second is taken for the one before it.
fn time_of(text: &str) -> Option<NaiveTime> {
    let (whole, nanos) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(nanos_of(fraction)?)),
        None => (text, None),
    };
    let number = |tens: u8, ones: u8| two_digits(tens, ones).map(u32::from);
    match whole.as_bytes() {
        [h1, h2, b':', m1, m2] if nanos.is_none() => {
            NaiveTime::from_hms_opt(number(*h1, *h2)?, number(*m1, *m2)?, 0)
        }
        [h1, h2, b':', m1, m2, b':', s1, s2] => {
            let second = number(*s1, *s2)?;
            let second = if second == 60 { 59 } else { second };
            NaiveTime::from_hms_nano_opt(number(*h1, *h2)?, number(*m1, *m2)?, second, nanos.unwrap_or(0))
        }
        _ => None,
    }
}

/// The digits behind the point, at most nine, as nanoseconds.
fn nanos_of(fraction: &str) -> Option<u32> {
    let is_number = (1..=9).contains(&fraction.len()) && fraction.bytes().all(|byte| byte.is_ascii_digit());
    if is_number { format!("{fraction:0<9}").parse().ok() } else { None }
}

/// Nothing for town time, `Z`, or `+08:00` with or without its colon and minutes.
fn offset_of(text: &str) -> Option<TimeDelta> {
    let (sign, hours, minutes) = match text.as_bytes() {
        [] => return Some(BEIJING),
        [b'Z' | b'z'] => return Some(TimeDelta::zero()),
        [sign, h1, h2] => (sign, two_digits(*h1, *h2)?, 0),
        [sign, h1, h2, b':', m1, m2] | [sign, h1, h2, m1, m2] => {
            (sign, two_digits(*h1, *h2)?, two_digits(*m1, *m2)?)
        }
        _ => return None,
    };
    if hours > 23 || minutes > 59 {
        return None;
    }
    let offset = TimeDelta::minutes(i64::from(hours) * 60 + i64::from(minutes));
    Some(if *sign == b'-' { -offset } else { offset })
}

fn two_digits(tens: u8, ones: u8) -> Option<u8> {
    let digit = |byte: u8| byte.is_ascii_digit().then(|| byte - b'0');
    Some(digit(tens)? * 10 + digit(ones)?)
}

/// `11-03`, for lists in which the year goes without saying.
#[must_use]
pub fn month_day(date: Date) -> String {
    format!("{:02}-{:02}", date.month(), date.day())
}

#[must_use]
pub fn weekday_label(date: Date) -> &'static str {
    match date.0.weekday() {
        chrono::Weekday::Mon => "周一",
        chrono::Weekday::Tue => "周二",
        chrono::Weekday::Wed => "周三",
        chrono::Weekday::Thu => "周四",
        chrono::Weekday::Fri => "周五",
        chrono::Weekday::Sat => "周六",
        chrono::Weekday::Sun => "周日",
    }
}

#[cfg(test)]
mod tests;
