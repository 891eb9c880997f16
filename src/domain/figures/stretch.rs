//! The month or the year that a bulletin is about, and what it is compared with.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::recurring::{CycleKind, Period};
use crate::domain::time::Date;

/// A period that is a month or a year, written `2026-11` or `2026`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "Stored")]
pub struct Stretch(Period);

/// As it stands in what was frozen: an older version wrote year and month apart.
#[derive(Deserialize)]
#[serde(untagged)]
enum Stored {
    Period(Period),
    Apart { year: i16, month: Option<u8> },
}

impl TryFrom<Stored> for Stretch {
    type Error = &'static str;

    fn try_from(stored: Stored) -> Result<Self, &'static str> {
        let stretch = match stored {
            Stored::Period(period) => Self::of(period),
            Stored::Apart { year, month: Some(month) } => Self::parse(&format!("{year:04}-{month:02}")),
            Stored::Apart { year, month: None } => Self::parse(&format!("{year:04}")),
        };
        stretch.ok_or("neither a month nor a year")
    }
}

impl Stretch {
    /// The period, if it is a month or a year.
    #[must_use]
    pub fn of(period: Period) -> Option<Self> {
        match period.kind() {
            CycleKind::Monthly | CycleKind::Yearly => Some(Self(period)),
            CycleKind::Quarterly | CycleKind::HalfYearly | CycleKind::PerEvent => None,
        }
    }

    /// The month that a day lies in.
    #[must_use]
    pub fn month_of(day: Date) -> Self {
        Self(Period::holding(CycleKind::Monthly, day))
    }

    /// What was typed, full-width digits too; `None` for anything that is no month and no year.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::of(Period::parse(&crate::domain::text::fold::fold(text))?)
    }

    /// Whether it is a month and no year.
    #[must_use]
    pub fn is_month(self) -> bool {
        self.0.kind() == CycleKind::Monthly
    }

    /// Its first day.
    #[must_use]
    pub const fn first(self) -> Date {
        self.0.first()
    }

    /// Its last day.
    #[must_use]
    pub fn last(self) -> Date {
        self.0.last()
    }

    /// The month or the year before it (环比).
    #[must_use]
    pub fn before(self) -> Self {
        Self(self.0.before())
    }

    /// The month or the year after it; none behind the last day that can be written.
    #[must_use]
    pub fn next(self) -> Option<Self> {
        self.0.next().map(Self)
    }

    /// The same month of the year before (同比); a year has no other than the one before.
    #[must_use]
    pub fn year_before(self) -> Option<Self> {
        self.is_month().then(|| Self(self.0.year_before()))
    }

    /// As it stands in a title: 2026年11月, 2026年.
    #[must_use]
    pub fn words(self) -> String {
        self.0.words()
    }

    /// As it is called in its own bulletin: 本月, 本年.
    #[must_use]
    pub fn this(self) -> &'static str {
        if self.is_month() { "本月" } else { "本年" }
    }

    /// What its last day is called: 月末, 年末.
    #[must_use]
    pub fn end(self) -> &'static str {
        if self.is_month() { "月末" } else { "年末" }
    }

    /// What the one before it is called: 上月, 上年.
    #[must_use]
    pub fn last_one(self) -> &'static str {
        if self.is_month() { "上月" } else { "上年" }
    }
}

impl fmt::Display for Stretch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretch(text: &str) -> Stretch {
        Stretch::parse(text).unwrap()
    }

    #[test]
    fn months_and_years_are_read_as_they_are_typed_and_nothing_else_is() {
        for (typed, written) in [("2026-11", "2026-11"), ("２０２６－１１", "2026-11"), ("2026", "2026")]
        {
            assert_eq!(stretch(typed).to_string(), written);
        }
        for wrong in ["", "2026-13", "2026-0", "26-11", "2026-11-01", "2026-Q4", "202611", "十一月", "2026-"]
        {
            assert_eq!(Stretch::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn january_is_compared_with_december_and_a_year_with_the_one_before_alone() {
        let january = stretch("2026-01");
        assert_eq!((january.before(), january.next()), (stretch("2025-12"), Some(stretch("2026-02"))));
        assert_eq!(january.year_before(), Some(stretch("2025-01")));
        assert_eq!(january.last(), Date::constant(2026, 1, 31));
        let year = stretch("2026");
        assert_eq!((year.before(), year.year_before()), (stretch("2025"), None));
        assert_eq!((year.first(), year.last()), (Date::constant(2026, 1, 1), Date::constant(2026, 12, 31)));
        assert_eq!((year.words(), january.words()), ("2026年".to_owned(), "2026年1月".to_owned()));
    }
}
