//! What changes when a notice is loaded or replaced: shown before it is confirmed (`domain.md` §4).

use std::collections::BTreeSet;

use crate::domain::time::{Date, weekday_label};

use super::{Calendar, DayKind};

/// One day that two calendars judge differently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedDay {
    pub date: Date,
    /// What it was.
    pub before: DayKind,
    /// What it becomes.
    pub after: DayKind,
}

/// `2020-01-31 周五 工作日 → 休（春节）`
impl std::fmt::Display for ChangedDay {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} {} → {}", self.date, weekday_label(self.date), self.before, self.after)
    }
}

impl Calendar {
    /// The days that `other` judges differently, in order of date.
    ///
    /// A notice whose days change nothing still makes its year published and its due days firm; compare
    /// [`Calendar::is_published`] for that.
    #[must_use]
    pub fn diff(&self, other: &Self) -> Vec<ChangedDay> {
        let dates: BTreeSet<Date> = self.named.keys().chain(other.named.keys()).copied().collect();
        dates
            .into_iter()
            .map(|date| ChangedDay { date, before: self.day(date), after: other.day(date) })
            .filter(|changed| changed.before != changed.after)
            .collect()
    }
}
