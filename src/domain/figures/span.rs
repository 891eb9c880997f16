//! The days that figures are about, and how a case stood at the end of one of them.

use super::facts::{CaseFacts, ClockFacts};
use crate::domain::case::course::Happening;
use crate::domain::time::Date;
use crate::domain::words::Verdict;

/// From one day through another. What lies behind the day on which the figures were taken is not known yet, so they are
/// about the days through the earlier of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    pub from: Date,
    /// The last day that counts.
    pub through: Date,
}

/// How a case had ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    Closed,
    ReportedUp,
    Merged,
    Withdrawn,
    Sealed,
}

/// When a limit was judged, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judged {
    /// Kept: the day on which it stopped. Missed: the first day after the last one within the limit.
    pub on: Date,
    pub in_time: bool,
}

impl Span {
    /// The days from one through another, as far as they had come on the day the figures are taken.
    #[must_use]
    pub fn new(from: Date, to: Date, taken_on: Date) -> Self {
        Self { from, through: to.min(taken_on) }
    }

    #[must_use]
    pub fn holds(self, day: Date) -> bool {
        self.from <= day && day <= self.through
    }
}

impl CaseFacts {
    /// How the case had ended by the end of this day; `None` while it went on.
    #[must_use]
    pub fn end_on(&self, day: Date) -> Option<End> {
        let mut end = None;
        // In the order of their recording: an act proven for an earlier day was still recorded in its turn.
        for one in self.happened.iter().filter(|one| one.on <= day) {
            end = match one.what {
                Happening::Closed => Some(End::Closed),
                Happening::ReportedUp => Some(End::ReportedUp),
                // A closed case stays closed by what it may no longer say.
                Happening::Sealed => end.filter(|end| *end == End::Closed).or(Some(End::Sealed)),
                Happening::Withdrawn => Some(End::Withdrawn),
                Happening::Merged => Some(End::Merged),
                Happening::Reopened | Happening::WithdrawalUndone | Happening::Unmerged => None,
                Happening::Transferred | Happening::Delivered | Happening::Urged | Happening::Rehandled => {
                    end
                }
            };
        }
        end
    }

    /// Whether it was received by the end of this day and went on.
    #[must_use]
    pub fn is_open_on(&self, day: Date) -> bool {
        self.received_on <= day && self.end_on(day).is_none()
    }

    /// Whether it was open at the end of the day before.
    #[must_use]
    pub fn is_carried_into(&self, day: Date) -> bool {
        day.yesterday().is_some_and(|before| self.is_open_on(before))
    }
}

impl ClockFacts {
    /// When and how the limit was judged, as far as that is known at the end of a day. Every limit is judged once: when it
    /// is kept, on the day it stops; when it is missed, on the day after its last one, however long it then runs on.
    /// Limits that ended without judging anybody never are.
    #[must_use]
    pub fn judged(&self, through: Date) -> Option<Judged> {
        let is_late = match self.verdict {
            Some(Verdict::OnTime) => false,
            Some(Verdict::Late) => true,
            None if self.was_late || through > self.due_on => true,
            None | Some(Verdict::Merged | Verdict::Withdrawn | Verdict::Sealed | Verdict::Cancelled) => {
                return None;
            }
        };
        self.judged_by(self.due_on, is_late).filter(|judged| judged.on <= through)
    }

    /// The same by the limit that was given first, whatever it was extended to since.
    #[must_use]
    pub fn judged_originally(&self, through: Date) -> Option<Judged> {
        let ended_unjudged = self.verdict.is_some_and(|verdict| !verdict.counts_in_rates());
        let last = self.stopped_on.unwrap_or(through);
        let is_late = last > self.original_due_on || self.was_late || self.is_changed_after_expiry;
        // A limit that was missed before its case was merged, withdrawn or sealed is judged late by its own verdict.
        if ended_unjudged || (self.stopped_on.is_none() && !is_late) {
            return None;
        }
        self.judged_by(self.original_due_on, is_late).filter(|judged| judged.on <= through)
    }

    fn judged_by(&self, due_on: Date, is_late: bool) -> Option<Judged> {
        if !is_late {
            return self.stopped_on.map(|on| Judged { on, in_time: true });
        }
        let missed = due_on.tomorrow().unwrap_or(due_on);
        // Late though it stopped within the limit that stands now: it had been late by an earlier one.
        let on = self.stopped_on.map_or(missed, |stopped| stopped.min(missed));
        Some(Judged { on, in_time: false })
    }

    /// Whether it runs at the end of this day behind its last one.
    #[must_use]
    pub fn is_overdue_on(&self, day: Date) -> bool {
        let runs = self.started_on <= day && self.stopped_on.is_none_or(|stopped| stopped > day);
        runs && day > self.due_on
    }
}
