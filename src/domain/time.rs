//! Moments and civil dates. The town counts in civil dates at UTC+8 whatever zone its server is set to
//! (`domain.md` §4), so the offset is a constant here and no time-zone data is ever consulted.

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

pub use jiff::civil::Date;

/// The only offset the program knows: Beijing time.
const BEIJING: Offset = Offset::constant(8);

/// A point in time, to the second, read and written as RFC 3339 with `+08:00`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

impl Moment {
    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn from_unix(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn unix(self) -> i64 {
        self.0
    }

    /// The moment at which clocks in the town show this civil date and time; `None` out of jiff's range.
    #[must_use]
    pub fn from_local(local: DateTime) -> Option<Self> {
        BEIJING.to_timestamp(local).ok().map(|stamp| Self(stamp.as_second()))
    }

    /// Midnight at the beginning of a civil date.
    #[must_use]
    pub fn start_of(date: Date) -> Self {
        Self::from_local(date.at(0, 0, 0, 0)).unwrap_or(Self(0))
    }

    /// The civil date and time in the town.
    #[must_use]
    pub fn local(self) -> DateTime {
        jiff::Timestamp::from_second(self.0).map_or(DateTime::MIN, |stamp| BEIJING.to_datetime(stamp))
    }

    /// The civil date in the town.
    #[must_use]
    pub fn date(self) -> Date {
        self.local().date()
    }

    /// This moment moved by whole seconds.
    #[must_use]
    pub const fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0 + seconds)
    }

    /// Reads RFC 3339 with any offset, or a civil `YYYY-MM-DD[ T]HH:MM[:SS]` or `YYYY-MM-DD` taken as UTC+8.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        if let Ok(stamp) = text.parse::<jiff::Timestamp>() {
            return Some(Self(stamp.as_second()));
        }
        if let Ok(local) = text.parse::<DateTime>() {
            return Self::from_local(local);
        }
        text.parse::<Date>().ok().and_then(|date| Self::from_local(date.at(0, 0, 0, 0)))
    }

    /// `2026-03-05 14:20`, as people read it.
    #[must_use]
    pub fn minute(self) -> String {
        self.local().strftime("%Y-%m-%d %H:%M").to_string()
    }
}

impl std::fmt::Display for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}+08:00", self.local().strftime("%Y-%m-%dT%H:%M:%S"))
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
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("“{text}”不是一个时间")))
    }
}

/// The fixed zone, for the few places that hand a zoned time to a library.
#[must_use]
pub fn zone() -> TimeZone {
    BEIJING.to_time_zone()
}

/// `11-03`, for lists in which the year goes without saying.
#[must_use]
pub fn month_day(date: Date) -> String {
    date.strftime("%m-%d").to_string()
}

/// `2026年3月5日`, for letters: Arabic numerals without leading zeros (GB/T 9704-2012).
#[must_use]
pub fn long_date(date: Date) -> String {
    format!("{}年{}月{}日", date.year(), date.month(), date.day())
}

#[must_use]
pub fn weekday_label(date: Date) -> &'static str {
    match date.weekday() {
        jiff::civil::Weekday::Monday => "周一",
        jiff::civil::Weekday::Tuesday => "周二",
        jiff::civil::Weekday::Wednesday => "周三",
        jiff::civil::Weekday::Thursday => "周四",
        jiff::civil::Weekday::Friday => "周五",
        jiff::civil::Weekday::Saturday => "周六",
        jiff::civil::Weekday::Sunday => "周日",
    }
}

#[cfg(test)]
mod tests;
