//! The stretch of time that one record is about: a month, a quarter, half a year, a year, or the day of an event.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::cycle::CycleKind;
use crate::domain::time::Date;

/// A period, written `2026-11`, `2026-Q4`, `2026-H2`, `2026`, or `2026-11-05` for an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Period {
    /// First day; of an event, its day.
    first: Date,
    kind: CycleKind,
}

impl Period {
    /// The period of this kind that holds the day.
    #[must_use]
    pub fn holding(kind: CycleKind, day: Date) -> Self {
        let month = match months(kind) {
            Some(length) => (day.month() - 1) / length * length + 1,
            None => return Self { first: day, kind },
        };
        Self { first: Date::new(day.year(), month, 1).unwrap_or(day), kind }
    }

    /// Which cycle it belongs to.
    #[must_use]
    pub const fn kind(self) -> CycleKind {
        self.kind
    }

    /// Its first day; of an event, its day.
    #[must_use]
    pub const fn first(self) -> Date {
        self.first
    }

    /// Its last day.
    #[must_use]
    pub fn last(self) -> Date {
        match months(self.kind) {
            Some(length) => {
                let last_month = self.first.month() + length - 1;
                Date::new(self.first.year(), last_month, 1).unwrap_or(self.first).last_of_month()
            }
            None => self.first,
        }
    }

    /// The one after it; none after an event, and none after the last day that can be written.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        months(self.kind)?;
        Some(Self::holding(self.kind, self.last().tomorrow()?))
    }

    /// The one before it (环比); of an event, the day before.
    #[must_use]
    pub fn before(self) -> Self {
        Self::holding(self.kind, self.first.yesterday().unwrap_or(self.first))
    }

    /// The same one a year earlier (同比).
    #[must_use]
    pub fn year_before(self) -> Self {
        Self::holding(self.kind, self.first.minus_years(1))
    }

    /// Those of one kind whose last day lies in `from..until`, in order: the ones that have to be opened when the days
    /// from `from` on have gone by and `until` has come. None for events, which happen when they happen.
    pub fn ended_between(kind: CycleKind, from: Date, until: Date) -> impl Iterator<Item = Self> {
        let first = months(kind).map(|_| Self::holding(kind, from));
        std::iter::successors(first, |period| period.next()).take_while(move |period| period.last() < until)
    }

    /// What was written, if it is a period.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let day = match text.len() {
            4 => format!("{text}-01-01"),
            7 => match text.split_once('-')? {
                (year, part) if part.starts_with('Q') || part.starts_with('H') => {
                    let number: u8 = part.get(1..)?.parse().ok()?;
                    let length = if part.starts_with('Q') { 3 } else { 6 };
                    format!("{year}-{:02}-01", number.checked_sub(1)?.checked_mul(length)? + 1)
                }
                _ => format!("{text}-01"),
            },
            10 => text.to_owned(),
            _ => return None,
        };
        let day: Date = day.parse().ok()?;
        CYCLES.into_iter().map(|kind| Self::holding(kind, day)).find(|period| period.to_string() == text)
    }

    /// As people write it: 2026年11月, 2026年第4季度, 2026年下半年, 2026年, 2026-11-05.
    #[must_use]
    pub fn words(self) -> String {
        let (year, month) = (self.first.year(), self.first.month());
        match self.kind {
            CycleKind::Monthly => format!("{year}年{month}月"),
            CycleKind::Quarterly => format!("{year}年第{}季度", quarter(month)),
            CycleKind::HalfYearly => format!("{year}年{}半年", if month > 6 { "下" } else { "上" }),
            CycleKind::Yearly => format!("{year}年"),
            CycleKind::PerEvent => self.first.to_string(),
        }
    }
}

/// The first day of the month so many before the one that holds this day.
#[must_use]
pub fn months_before(day: Date, months: u8) -> Date {
    let mut first = Period::holding(CycleKind::Monthly, day).first();
    for _ in 0..months {
        let before = first.yesterday().unwrap_or(first);
        first = Period::holding(CycleKind::Monthly, before).first();
    }
    first
}

const CYCLES: [CycleKind; 5] =
    [CycleKind::Monthly, CycleKind::Quarterly, CycleKind::HalfYearly, CycleKind::Yearly, CycleKind::PerEvent];

/// How many months a period of this kind has; `None` for an event.
const fn months(kind: CycleKind) -> Option<u8> {
    match kind {
        CycleKind::Monthly => Some(1),
        CycleKind::Quarterly => Some(3),
        CycleKind::HalfYearly => Some(6),
        CycleKind::Yearly => Some(12),
        CycleKind::PerEvent => None,
    }
}

/// 1 to 4.
const fn quarter(month: u8) -> u8 {
    (month - 1) / 3 + 1
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month) = (self.first.year(), self.first.month());
        let code = match self.kind {
            CycleKind::Monthly => format!("{year:04}-{month:02}"),
            CycleKind::Quarterly => format!("{year:04}-Q{}", quarter(month)),
            CycleKind::HalfYearly => format!("{year:04}-H{}", if month > 6 { 2 } else { 1 }),
            CycleKind::Yearly => format!("{year:04}"),
            CycleKind::PerEvent => self.first.to_string(),
        };
        f.pad(&code)
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("没有“{text}”这一期")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    #[test]
    fn a_period_is_read_as_it_is_written_and_knows_its_first_and_last_day() {
        for (text, first, last, words) in [
            ("2026-11", "2026-11-01", "2026-11-30", "2026年11月"),
            ("2028-02", "2028-02-01", "2028-02-29", "2028年2月"),
            ("2026-Q1", "2026-01-01", "2026-03-31", "2026年第1季度"),
            ("2026-Q4", "2026-10-01", "2026-12-31", "2026年第4季度"),
            ("2026-H1", "2026-01-01", "2026-06-30", "2026年上半年"),
            ("2026-H2", "2026-07-01", "2026-12-31", "2026年下半年"),
            ("2026", "2026-01-01", "2026-12-31", "2026年"),
            ("2026-11-05", "2026-11-05", "2026-11-05", "2026-11-05"),
        ] {
            let period = Period::parse(text).unwrap();
            assert_eq!(period.to_string(), text);
            assert_eq!((period.first(), period.last()), (day(first), day(last)), "{text}");
            assert_eq!(period.words(), words);
            let stored = serde_json::to_string(&period).unwrap();
            assert_eq!(serde_json::from_str::<Period>(&stored).unwrap(), period);
        }
        for text in [
            "",
            "2026-13",
            "2026-00",
            "2026-Q5",
            "2026-Q0",
            "2026-H3",
            "2026-02-30",
            "26-1",
            "2026-1",
            "二〇二六",
            "2026-Qx",
            "2026-٣Q",
        ] {
            assert_eq!(Period::parse(text), None, "{text}");
        }
    }

    #[test]
    fn each_day_of_some_years_lies_in_exactly_one_period_of_each_kind() {
        for kind in [CycleKind::Monthly, CycleKind::Quarterly, CycleKind::HalfYearly, CycleKind::Yearly] {
            let mut period = Period::holding(kind, day("2023-12-31"));
            let mut today = period.first();
            while today < day("2029-03-01") {
                if today > period.last() {
                    period = period.next().unwrap();
                }
                assert_eq!(Period::holding(kind, today), period, "{today}");
                assert!(period.first() <= today && today <= period.last());
                today = today.tomorrow().unwrap();
            }
        }
    }

    #[test]
    fn periods_in_which_nothing_ran_are_named_all_when_the_program_runs_again() {
        let codes = |kind, from, until| -> Vec<String> {
            Period::ended_between(kind, day(from), day(until)).map(|period| period.to_string()).collect()
        };
        assert_eq!(codes(CycleKind::Monthly, "2026-09-15", "2026-12-01"), ["2026-09", "2026-10", "2026-11"]);
        assert_eq!(codes(CycleKind::Monthly, "2026-11-01", "2026-11-30"), Vec::<String>::new());
        assert_eq!(codes(CycleKind::Quarterly, "2026-08-01", "2027-01-01"), ["2026-Q3", "2026-Q4"]);
        assert_eq!(codes(CycleKind::Yearly, "2026-08-01", "2027-01-01"), ["2026"]);
        assert_eq!(codes(CycleKind::PerEvent, "2026-08-01", "2027-01-01"), Vec::<String>::new());
        assert_eq!(Period::parse("9999-12").unwrap().next(), None);
    }
}
