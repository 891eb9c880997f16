//! The month or the year that a bulletin is about, and what it is compared with.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::time::Date;

/// A month or a year, written `2026-11` or `2026`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Stretch {
    year: i16,
    /// Absent for a whole year.
    month: Option<u8>,
}

impl Stretch {
    /// A month; `None` where there is no such one.
    #[must_use]
    pub fn month(year: i16, month: u8) -> Option<Self> {
        Date::new(year, month, 1).map(|_| Self { year, month: Some(month) })
    }

    /// A whole year.
    #[must_use]
    pub fn year(year: i16) -> Option<Self> {
        Date::new(year, 1, 1).map(|_| Self { year, month: None })
    }

    /// The month that a day lies in.
    #[must_use]
    pub fn month_of(day: Date) -> Self {
        Self { year: day.year(), month: Some(day.month()) }
    }

    /// `2026-11` or `2026`, as it is typed; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = crate::domain::text::fold::fold(text);
        match text.split_once('-') {
            Some((year, month)) if year.chars().count() == 4 => {
                Self::month(year.parse().ok()?, month.parse().ok()?)
            }
            None if text.chars().count() == 4 => Self::year(text.parse().ok()?),
            Some(_) | None => None,
        }
    }

    /// Whether it is a month and no year.
    #[must_use]
    pub const fn is_month(self) -> bool {
        self.month.is_some()
    }

    /// Its first day.
    #[must_use]
    pub fn first(self) -> Date {
        Date::new(self.year, self.month.unwrap_or(1), 1).unwrap_or(Date::UNIX_EPOCH)
    }

    /// Its last day.
    #[must_use]
    pub fn last(self) -> Date {
        Date::new(self.year, self.month.unwrap_or(12), 1).unwrap_or(Date::UNIX_EPOCH).last_of_month()
    }

    /// The month or the year before it (环比).
    #[must_use]
    pub fn before(self) -> Option<Self> {
        match self.month {
            Some(1) => Self::month(self.year - 1, 12),
            Some(month) => Self::month(self.year, month - 1),
            None => Self::year(self.year - 1),
        }
    }

    /// The same month of the year before (同比); a year has no other than the one before.
    #[must_use]
    pub fn year_before(self) -> Option<Self> {
        self.month.and_then(|month| Self::month(self.year - 1, month))
    }

    /// As it stands in a title: 2026年11月, 2026年.
    #[must_use]
    pub fn words(self) -> String {
        self.month.map_or_else(|| format!("{}年", self.year), |month| format!("{}年{month}月", self.year))
    }

    /// As it is called in its own bulletin: 本月, 本年.
    #[must_use]
    pub const fn this(self) -> &'static str {
        if self.month.is_some() { "本月" } else { "本年" }
    }

    /// What its last day is called: 月末, 年末.
    #[must_use]
    pub const fn end(self) -> &'static str {
        if self.month.is_some() { "月末" } else { "年末" }
    }

    /// What the one before it is called: 上月, 上年.
    #[must_use]
    pub const fn last_one(self) -> &'static str {
        if self.month.is_some() { "上月" } else { "上年" }
    }
}

impl fmt::Display for Stretch {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.month {
            Some(month) => write!(formatter, "{:04}-{month:02}", self.year),
            None => write!(formatter, "{:04}", self.year),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_years_are_read_as_they_are_typed_and_nothing_else_is() {
        for (typed, written) in
            [("2026-11", "2026-11"), ("２０２６－１１", "2026-11"), ("2026-1", "2026-01"), ("2026", "2026")]
        {
            assert_eq!(Stretch::parse(typed).map(|stretch| stretch.to_string()).as_deref(), Some(written));
        }
        for wrong in ["", "2026-13", "2026-0", "26-11", "2026-11-01", "202611", "十一月", "2026-"] {
            assert_eq!(Stretch::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn january_is_compared_with_december_and_a_year_with_the_one_before_alone() {
        let january = Stretch::month(2026, 1).unwrap();
        assert_eq!(january.before(), Stretch::month(2025, 12));
        assert_eq!(january.year_before(), Stretch::month(2025, 1));
        assert_eq!(january.last(), Date::constant(2026, 1, 31));
        let year = Stretch::year(2026).unwrap();
        assert_eq!((year.before(), year.year_before()), (Stretch::year(2025), None));
        assert_eq!((year.first(), year.last()), (Date::constant(2026, 1, 1), Date::constant(2026, 12, 31)));
        assert_eq!((year.words(), january.words()), ("2026年".to_owned(), "2026年1月".to_owned()));
    }
}
