//! The working-day calendar of the State Council's yearly notices (N§三(二)2; `domain.md` §4).
//!
//! A date is looked up in the union of all notices, never in "the notice of its year": the notice for 2019 names
//! 2018-12-29. A date that no notice names follows its weekday. There is no clock and no file here; the notices
//! of 2016-2026 are compiled in, later ones are handed over ([`Calendar::with`]).

mod count;
mod diff;
mod explain;
mod fault;
mod notice;

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use crate::domain::time::Date;

pub use count::{Due, LONGEST_LIMIT};
pub use diff::ChangedDay;
pub use explain::ExplainedDay;
pub use fault::CalendarFault;
pub use notice::{LONGEST_NAME, NamedDay, YearNotice};

coded! {
    /// In what a limit is measured: working days unless an override says calendar days (另有规定的从其规定).
    pub enum LimitUnit {
        /// Days on which the town works.
        WorkingDays = "working_days" "工作日",
        /// Every day of the year.
        CalendarDays = "calendar_days" "自然日",
    }
}

/// What kind of day a date is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum DayKind {
    /// Monday to Friday, and no notice gives it off.
    Working,
    /// A Saturday or Sunday that is worked for the holiday named (调休上班).
    MakeUp(Arc<str>),
    /// A Saturday or Sunday that no notice names.
    Weekend,
    /// A day that a notice gives off, whatever its weekday, with the holiday's name.
    Holiday(Arc<str>),
}

impl DayKind {
    /// Whether the day counts as a working day.
    #[must_use]
    pub const fn is_working(&self) -> bool {
        match self {
            Self::Working | Self::MakeUp(_) => true,
            Self::Weekend | Self::Holiday(_) => false,
        }
    }

    /// The mark of printed calendars, for days that differ from their weekday or are named: 休 or 班.
    #[must_use]
    pub const fn mark(&self) -> Option<&'static str> {
        match self {
            Self::MakeUp(_) => Some("班"),
            Self::Holiday(_) => Some("休"),
            Self::Working | Self::Weekend => None,
        }
    }

    /// The stable code for machine output.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Working => "working",
            Self::MakeUp(_) => "make_up",
            Self::Weekend => "weekend",
            Self::Holiday(_) => "holiday",
        }
    }

    /// The holiday for which the day is off or worked.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::MakeUp(name) | Self::Holiday(name) => Some(name),
            Self::Working | Self::Weekend => None,
        }
    }
}

impl std::fmt::Display for DayKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Working => f.write_str("工作日"),
            Self::MakeUp(name) => write!(f, "班（{name}调休）"),
            Self::Weekend => f.write_str("休（周末）"),
            Self::Holiday(name) => write!(f, "休（{name}）"),
        }
    }
}

/// All known notices and the look-up of days in their union.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Calendar {
    notices: BTreeMap<i16, YearNotice>,
    /// Only days whose kind differs from what their weekday says, or that carry a holiday's name.
    named: BTreeMap<Date, DayKind>,
}

const EMBEDDED_TEXTS: [&str; 11] = [
    include_str!("../../../assets/calendar/2016.json"),
    include_str!("../../../assets/calendar/2017.json"),
    include_str!("../../../assets/calendar/2018.json"),
    include_str!("../../../assets/calendar/2019.json"),
    include_str!("../../../assets/calendar/2020.json"),
    include_str!("../../../assets/calendar/2021.json"),
    include_str!("../../../assets/calendar/2022.json"),
    include_str!("../../../assets/calendar/2023.json"),
    include_str!("../../../assets/calendar/2024.json"),
    include_str!("../../../assets/calendar/2025.json"),
    include_str!("../../../assets/calendar/2026.json"),
];

/// Read once; every caller gets a copy to extend with loaded notices.
static EMBEDDED: LazyLock<Calendar> = LazyLock::new(|| {
    // A text that did not parse would leave its year unpublished, which every screen shows; a test proves all parse.
    Calendar::from_notices(EMBEDDED_TEXTS.iter().filter_map(|text| serde_json::from_str(text).ok()))
});

impl Calendar {
    /// The notices of 2016-2026 as they stood in the end, compiled into the program.
    #[must_use]
    pub fn embedded() -> Self {
        EMBEDDED.clone()
    }

    /// A calendar of these notices only. Of two notices for one year the last counts; a day named by the notices
    /// of two years is what the later year's notice says, because that one was published later.
    #[must_use]
    pub fn from_notices(notices: impl IntoIterator<Item = YearNotice>) -> Self {
        let notices: BTreeMap<i16, YearNotice> =
            notices.into_iter().map(|notice| (notice.year, notice)).collect();
        let mut named = BTreeMap::new();
        for day in notices.values().flat_map(|notice| &notice.days) {
            match named_kind(day) {
                Some(kind) => named.insert(day.date, kind),
                None => named.remove(&day.date),
            };
        }
        Self { notices, named }
    }

    /// This calendar with one notice added, or put in the place of the former notice of its year.
    #[must_use]
    pub fn with(&self, notice: YearNotice) -> Self {
        Self::from_notices(self.notices.values().cloned().chain([notice]))
    }

    /// The notice that arranges this year, if it is known.
    #[must_use]
    pub fn notice(&self, year: i16) -> Option<&YearNotice> {
        self.notices.get(&year)
    }

    /// All known notices by year.
    pub fn notices(&self) -> impl Iterator<Item = &YearNotice> {
        self.notices.values()
    }

    /// What kind of day this is. In a year without a notice the weekday decides.
    #[must_use]
    pub fn day(&self, date: Date) -> DayKind {
        match self.named.get(&date) {
            Some(kind) => kind.clone(),
            None if date.is_weekend() => DayKind::Weekend,
            None => DayKind::Working,
        }
    }

    /// Whether the town works on this date.
    #[must_use]
    pub fn is_working(&self, date: Date) -> bool {
        self.named.get(&date).map_or_else(|| !date.is_weekend(), DayKind::is_working)
    }

    /// Whether the notice arranging this year is known. A notice without days is not a published year.
    #[must_use]
    pub fn is_published(&self, year: i16) -> bool {
        self.notices.get(&year).is_some_and(|notice| !notice.days.is_empty())
    }

    /// Whether this day's kind rests on a notice rather than on its weekday alone (otherwise: 暂定).
    ///
    /// The rule looks at the date's own year only. Strictly, the last days of December stay open until the notice
    /// of the next year is known, for it can name them; they are not called provisional here, and a later
    /// notice that touches them shows up in [`Calendar::diff`].
    #[must_use]
    pub fn is_final(&self, date: Date) -> bool {
        self.is_published(date.year())
    }

    /// The years whose notice should be loaded: the present one at any time, the next one from 1 December.
    #[must_use]
    pub fn missing_years(&self, today: Date) -> Vec<i16> {
        let next = if today.month() == 12 { today.year().checked_add(1) } else { None };
        [Some(today.year()), next].into_iter().flatten().filter(|year| !self.is_published(*year)).collect()
    }
}

/// What a named day says beyond its weekday. A worked Monday to Friday says nothing: holiday-cn lists 2020-02-03.
fn named_kind(day: &NamedDay) -> Option<DayKind> {
    let name = || Arc::from(day.name.as_str());
    match (day.rest, day.date.is_weekend()) {
        (true, _) => Some(DayKind::Holiday(name())),
        (false, true) => Some(DayKind::MakeUp(name())),
        (false, false) => None,
    }
}

#[cfg(test)]
mod tests;
