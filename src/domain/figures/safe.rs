//! The latest safe day (最迟安全日, ours): until when the step that a case waits in has to be done, if the steps after it
//! are to take as long as they usually do in this office and the limit is still to be kept.
//!
//! What is usual is the median of the working days that finished steps took. Where fewer than [`LEAST`] were finished the
//! step gets its share of the limit that the notice gives: of the triage limit two thirds for the assessment and one for
//! the transfer; of the handling limit four tenths for the unit, two for the signatures, one for the delivery and three
//! for the complainant's word. The steps of the handling limit are counted apart for consultations and for the rest,
//! because their limits differ. That only the steps still ahead are counted back makes a slow office no late one from the
//! first day: the present step may take all the time that is left.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::domain::calendar::{Calendar, LimitUnit};
use crate::domain::figures::step::CaseStep;
use crate::domain::limit::clock::Clock;
use crate::domain::time::{Date, month_day};
use crate::domain::town::org::Org;
use crate::domain::town::settings::{HandlingStop, Settings};
use crate::domain::town::waits::WaitsFor;
use crate::domain::words::{CaseKind, ClockKind};

/// From so many finished steps on their median says what is usual.
pub const LEAST: u32 = 10;

/// Who has to do the step where it is nobody of the office.
const COMPLAINANT: &str = "投诉人";

/// Finished steps of a kind of case that took so many working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DaysTaken {
    pub step: CaseStep,
    pub kind: Option<CaseKind>,
    pub days: u32,
    /// How many took so long.
    pub times: u32,
}

/// How long steps usually take in this office.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pace {
    /// For each step and kind how often which number of days was taken.
    taken: BTreeMap<(CaseStep, Option<CaseKind>), BTreeMap<u32, u32>>,
}

impl Pace {
    /// What these finished steps say.
    #[must_use]
    pub fn of(taken: impl IntoIterator<Item = DaysTaken>) -> Self {
        let mut pace = Self::default();
        for DaysTaken { step, kind, days, times } in taken {
            let key = (step, kind.filter(|_| is_of_kind(step)));
            *pace.taken.entry(key).or_default().entry(days).or_default() += times;
        }
        pace
    }

    /// The median of a step, of two in the middle the longer one; `None` where too few were finished.
    #[must_use]
    pub fn median(&self, step: CaseStep, kind: Option<CaseKind>) -> Option<u32> {
        let taken = self.taken.get(&(step, kind.filter(|_| is_of_kind(step))))?;
        let times: u32 = taken.values().sum();
        if times < LEAST {
            return None;
        }
        let mut before = 0;
        taken.iter().find_map(|(days, times_of_day)| {
            before += times_of_day;
            (before > times / 2).then_some(*days)
        })
    }
}

/// Whether its usual time depends on the kind of case: the handling limits differ.
const fn is_of_kind(step: CaseStep) -> bool {
    match clock_of(step) {
        ClockKind::Handling => true,
        ClockKind::Triage => false,
    }
}

/// The limit that a step is part of.
const fn clock_of(step: CaseStep) -> ClockKind {
    match step {
        CaseStep::Assessment | CaseStep::Transfer => ClockKind::Triage,
        CaseStep::Handling
        | CaseStep::Review
        | CaseStep::Reply
        | CaseStep::Evaluation
        | CaseStep::Closure => ClockKind::Handling,
    }
}

/// The steps of a limit in their order, each with its parts of the notice's days.
const fn shares(clock: ClockKind, stop: HandlingStop) -> &'static [(CaseStep, u32)] {
    const TRIAGE: &[(CaseStep, u32)] = &[(CaseStep::Assessment, 2), (CaseStep::Transfer, 1)];
    const UNTIL_REPLY: &[(CaseStep, u32)] =
        &[(CaseStep::Handling, 4), (CaseStep::Review, 2), (CaseStep::Reply, 1)];
    const UNTIL_CLOSURE: &[(CaseStep, u32)] = &[
        (CaseStep::Handling, 4),
        (CaseStep::Review, 2),
        (CaseStep::Reply, 1),
        (CaseStep::Evaluation, 3),
        (CaseStep::Closure, 0),
    ];
    match (clock, stop) {
        (ClockKind::Triage, _) => TRIAGE,
        (ClockKind::Handling, HandlingStop::Reply) => UNTIL_REPLY,
        (ClockKind::Handling, HandlingStop::Closure) => UNTIL_CLOSURE,
    }
}

/// What is usual, by the settings and the calendar of a day.
#[derive(Clone, Copy)]
pub struct Usual<'a> {
    pub pace: &'a Pace,
    pub settings: &'a Settings,
    pub calendar: &'a Calendar,
}

impl Usual<'_> {
    /// How many working days the steps after this one usually take until its limit ends. A case whose kind is not known
    /// yet is counted as no consultation.
    #[must_use]
    pub fn days_ahead(&self, step: CaseStep, kind: Option<CaseKind>) -> u32 {
        let clock = clock_of(step);
        let steps = shares(clock, self.settings.handling_clock_stops_at);
        let limit = match clock {
            ClockKind::Triage => self.settings.triage_limit_working_days,
            ClockKind::Handling => {
                self.settings.handling_limit_working_days(kind.unwrap_or(CaseKind::NonConsultation))
            }
        };
        let parts: u32 = steps.iter().map(|(_, part)| part).sum();
        let (mut known, mut estimated) = (0, 0);
        for (ahead, part) in steps.iter().skip_while(|(other, _)| *other != step).skip(1) {
            match self.pace.median(*ahead, kind) {
                Some(days) => known += days,
                None => estimated += part,
            }
        }
        // Rounded once over all of them, half a day up.
        let estimated = (2 * estimated * limit + parts).checked_div(2 * parts).unwrap_or(0);
        known + estimated
    }

    /// Until when the step has to be done for this running limit; `None` where the step is not part of it.
    #[must_use]
    pub fn safe_day(&self, step: CaseStep, kind: Option<CaseKind>, clock: &Clock) -> Option<SafeDay> {
        let steps = shares(clock.clock, self.settings.handling_clock_stops_at);
        if !clock.is_running() || steps.iter().all(|(other, _)| *other != step) {
            return None;
        }
        let back = |day: Date| self.calendar.previous_working_day(day).unwrap_or(day);
        let last = if self.calendar.is_working(clock.due_on) { clock.due_on } else { back(clock.due_on) };
        let until = (0..self.days_ahead(step, kind)).fold(last, |day, _| back(day));
        Some(SafeDay { step, until, due_on: clock.due_on })
    }

    /// The last due day for which the safe day of this step has come by today.
    #[must_use]
    pub fn comes_by(&self, step: CaseStep, kind: Option<CaseKind>, today: Date) -> Date {
        let ahead = self.days_ahead(step, kind);
        let first_safe = self.calendar.due(today, ahead + 1, LimitUnit::WorkingDays).on;
        first_safe.yesterday().unwrap_or(first_safe)
    }
}

/// Until when a step has to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SafeDay {
    /// The step that the case waits in.
    pub step: CaseStep,
    /// The last working day on which the steps after it still fit into the limit.
    pub until: Date,
    /// The end of the limit that it was counted back from.
    pub due_on: Date,
}

impl SafeDay {
    /// Whether the case will be late unless it goes faster than usual: the safe day has come, and the limit has not.
    #[must_use]
    pub fn is_pressing(&self, today: Date) -> bool {
        self.until <= today && today < self.due_on
    }

    /// `余忠涛审签最迟11-20，否则按常将超期`
    #[must_use]
    pub fn told(&self, who: &str, today: Date) -> String {
        let named = self.named(who, today);
        if self.until < today {
            format!("{named}，按常将超期")
        } else {
            format!("{named}，否则按常将超期")
        }
    }

    /// The same where it is said already what follows: `余忠涛审签最迟11-20`.
    #[must_use]
    pub fn named(&self, who: &str, today: Date) -> String {
        let act = match self.step {
            CaseStep::Assessment => "研判受理",
            CaseStep::Transfer => "转办",
            CaseStep::Handling => "送审答复",
            CaseStep::Review => "审签",
            CaseStep::Reply => "答复投诉人",
            CaseStep::Evaluation => "评价",
            CaseStep::Closure => "办结",
        };
        let day = month_day(self.until);
        match self.until.cmp(&today) {
            Ordering::Less => format!("{who}{act}已过最迟安全日{day}"),
            Ordering::Equal => format!("{who}今天须{act}"),
            Ordering::Greater => format!("{who}{act}最迟{day}"),
        }
    }

    /// Who has to do the step: the unit writes its reply whoever signs beside it, and the word is the complainant's.
    #[must_use]
    pub fn who(&self, unit: Option<&str>, waits_for: Option<&WaitsFor>, org: &Org) -> String {
        let awaited = || match waits_for {
            Some(WaitsFor::Role(role)) => crate::domain::code::Coded::label(*role).to_owned(),
            Some(WaitsFor::Unit(unit)) => org.unit_name(*unit).to_owned(),
            Some(people @ (WaitsFor::People(_) | WaitsFor::StandIn { .. })) => {
                people.people_named(org).unwrap_or_default()
            }
            None => String::new(),
        };
        match self.step {
            CaseStep::Evaluation => COMPLAINANT.to_owned(),
            CaseStep::Handling => unit.map_or_else(awaited, str::to_owned),
            CaseStep::Assessment
            | CaseStep::Transfer
            | CaseStep::Review
            | CaseStep::Reply
            | CaseStep::Closure => awaited(),
        }
    }
}

#[cfg(test)]
mod tests;
