//! Clocks: the triage limit and the handling limit of a case (N§三(二)2, N§三(二)3), their due days and levels.
//!
//! A clock records when it started, what it allows and when it is due; how late it is is computed from the
//! calendar and the day each time it is asked, and only the verdict of a stopped clock is a fact.

use serde::{Deserialize, Serialize};

use crate::domain::calendar::{Calendar, Due, LimitUnit};
use crate::domain::code::Coded as _;
use crate::domain::ids::ClockId;
use crate::domain::time::Date;
use crate::domain::town::settings::Settings;
use crate::domain::words::{AlertLevel, CaseKind, ClockKind, ClockLevel, Verdict};

/// One limit running, stopped or cancelled on one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// Its number in the case, given when its start is recorded; 0 before. A fact that moves a clock names it by this
    /// number, because another turn of the case can have clocks of the same sort and round.
    #[serde(default, skip_serializing_if = "ClockId::is_unset")]
    pub id: ClockId,
    pub clock: ClockKind,
    /// Round of handling it belongs to, from 1.
    pub round: u32,
    /// Turn it belongs to, given when its start is recorded; recorded only from the second turn on.
    #[serde(default, skip_serializing_if = "is_unsaid")]
    pub turn: u32,
    /// Day of receipt, which is not counted.
    pub started_on: Date,
    /// How many days.
    pub limit: u32,
    /// Of which sort.
    pub unit: LimitUnit,
    /// Last day within the limit, extensions included.
    pub due_on: Date,
    /// Last day that the notice's own limit gives: it follows a corrected day of receipt, a corrected kind and the
    /// calendar, and nothing else moves it.
    pub original_due_on: Date,
    /// Whether the due day rests on a year whose holidays are not published yet (暂定).
    pub provisional: bool,
    /// How many extensions were granted.
    pub extensions: u32,
    /// The day it stopped.
    pub stopped_on: Option<Date>,
    /// What it said then.
    pub verdict: Option<Verdict>,
    /// The due day by the calendar in force, where that day was already past when the calendar was loaded: the
    /// clock keeps being judged by `due_on`, and both are shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_by_calendar: Option<Date>,
    /// Working days of each extension, oldest first; empty on a clock extended before they were kept one by one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub granted: Vec<u32>,
    /// The limits of both kinds of case when it started, so that a kind corrected later takes the one of that day;
    /// absent on triage clocks and on older ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<KindLimits>,
    /// What another limit laid down elsewhere has put aside (另有规定的从其规定).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overridden: Option<Overridden>,
    /// Its own due day, while it takes the earlier one of a case merged into its case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_due_on: Option<Date>,
    /// It was judged late, and runs on since what had stopped it was undone: it stays late whatever becomes of it, unless a
    /// ruled correction moves it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub was_late: bool,
}

/// The handling limits in force on one day, in working days (N§三(二)3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindLimits {
    pub consultation: u32,
    pub non_consultation: u32,
}

impl KindLimits {
    /// The limit of a kind of case.
    #[must_use]
    pub const fn of(self, kind: CaseKind) -> u32 {
        match kind {
            CaseKind::Consultation => self.consultation,
            CaseKind::NonConsultation => self.non_consultation,
        }
    }
}

/// An earlier due day that a clock of the leading case takes from a clock of the same sort and round of the case merged
/// into it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenLimit {
    /// The leading case's clock.
    pub clock: ClockId,
    pub due_on: Date,
}

/// What stays of the notice's own limit on a clock that runs by another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overridden {
    /// The notice's own limit, in working days.
    pub notice_limit: u32,
    /// Whether a last day in calendar days that is a rest day moves to the next working day, as it was set then.
    pub ends_on_working_day: bool,
    /// Whether the limit had run out before it was changed (超期后变更); the rates by the original limit remember.
    pub after_expiry: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
const fn is_unsaid(turn: &u32) -> bool {
    *turn <= 1
}

impl Clock {
    /// A clock that starts on the day of receipt.
    #[must_use]
    pub fn start(
        clock: ClockKind,
        round: u32,
        started_on: Date,
        limit: u32,
        unit: LimitUnit,
        calendar: &Calendar,
    ) -> Self {
        let Due { on, provisional } = calendar.due(started_on, limit, unit);
        Self {
            id: ClockId::default(),
            clock,
            round,
            turn: 0,
            started_on,
            limit,
            unit,
            due_on: on,
            original_due_on: on,
            provisional,
            extensions: 0,
            stopped_on: None,
            verdict: None,
            due_by_calendar: None,
            granted: Vec::new(),
            limits: None,
            overridden: None,
            own_due_on: None,
            was_late: false,
        }
    }

    /// The triage clock of a case received on this day (N§三(二)2: 3 working days).
    #[must_use]
    pub fn triage(received_on: Date, settings: &Settings, calendar: &Calendar) -> Self {
        Self::start(
            ClockKind::Triage,
            1,
            received_on,
            settings.triage_limit_working_days,
            LimitUnit::WorkingDays,
            calendar,
        )
    }

    /// The triage clock of a case that was taken back on this day and must be transferred again (ours).
    #[must_use]
    pub fn transfer_again(
        case_turn: u32,
        round: u32,
        from: Date,
        settings: &Settings,
        calendar: &Calendar,
    ) -> Self {
        let limit = settings.transfer_again_limit_working_days;
        let clock = Self::start(ClockKind::Triage, round, from, limit, LimitUnit::WorkingDays, calendar);
        Self { turn: case_turn, ..clock }
    }

    /// The handling clock of a case received by its unit on this day (N§三(二)3: 3 or 10 working days).
    #[must_use]
    pub fn handling(
        kind: CaseKind,
        round: u32,
        received_on: Date,
        settings: &Settings,
        calendar: &Calendar,
    ) -> Self {
        let limits = KindLimits {
            consultation: settings.handling_limit_working_days(CaseKind::Consultation),
            non_consultation: settings.handling_limit_working_days(CaseKind::NonConsultation),
        };
        let unit = LimitUnit::WorkingDays;
        let clock = Self::start(ClockKind::Handling, round, received_on, limits.of(kind), unit, calendar);
        Self { limits: Some(limits), ..clock }
    }

    /// What people call it; the limit to transfer a case again has a name of its own.
    #[must_use]
    pub fn label(&self) -> &'static str {
        match self.clock {
            ClockKind::Triage if self.turn > 1 => "改办转办时限",
            ClockKind::Triage | ClockKind::Handling => self.clock.label(),
        }
    }

    /// Whether it is still running.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        self.stopped_on.is_none()
    }

    /// What it would say if it stopped on this day.
    #[must_use]
    pub fn verdict_on(&self, day: Date) -> Verdict {
        if self.is_late_on(day) { Verdict::Late } else { Verdict::OnTime }
    }

    fn is_late_on(&self, day: Date) -> bool {
        self.was_late || day > self.due_on
    }

    /// The clock running on, because what had stopped it was undone: its verdict is taken back, and remembered when that
    /// was late.
    #[must_use]
    pub fn resumed(&self) -> Self {
        let was_late = self.was_late || self.verdict == Some(Verdict::Late);
        Self { stopped_on: None, verdict: None, was_late, ..self.clone() }
    }

    /// What it says when something ends it that judges nobody: an end within the limit is told by its own name, a
    /// limit that had run out is late all the same (`domain.md` §10 Days, Merge).
    #[must_use]
    pub fn verdict_of_end(&self, day: Date, end: Verdict) -> Verdict {
        if self.is_late_on(day) { Verdict::Late } else { end }
    }

    /// Whether it was taken back: it stays in the record and judges nothing any more.
    #[must_use]
    pub const fn is_cancelled(&self) -> bool {
        matches!(self.verdict, Some(Verdict::Cancelled))
    }

    /// Working days (or calendar days) after `today` up to and including the due day; 0 is today, negative is past.
    #[must_use]
    pub fn remaining(&self, today: Date, calendar: &Calendar) -> i32 {
        match self.unit {
            LimitUnit::WorkingDays => calendar.remaining(today, self.due_on),
            LimitUnit::CalendarDays => i32::try_from(today.days_until(self.due_on)).unwrap_or(i32::MAX),
        }
    }

    /// How close it is; a stopped clock is `Overdue` when its verdict is late and `Ok` otherwise.
    #[must_use]
    pub fn level(&self, today: Date, settings: &Settings, calendar: &Calendar) -> ClockLevel {
        match self.verdict {
            Some(Verdict::Late) => return ClockLevel::Overdue,
            Some(
                Verdict::OnTime | Verdict::Merged | Verdict::Withdrawn | Verdict::Sealed | Verdict::Cancelled,
            ) => return ClockLevel::Ok,
            None => {}
        }
        if today > self.due_on {
            ClockLevel::Overdue
        } else if today == self.due_on {
            ClockLevel::DueToday
        } else if self.remaining(today, calendar) <= settings.approaching_within(self.limit) {
            ClockLevel::Approaching
        } else {
            ClockLevel::Ok
        }
    }

    /// First day on which the clock is `approaching`.
    #[must_use]
    pub fn approaching_from(&self, settings: &Settings, calendar: &Calendar) -> Date {
        self.first_day_within(settings.approaching_within(self.limit), calendar)
    }

    /// First day on which there is something to remind of. The sweep reads only clocks whose day has come, so this
    /// is the day that running clocks are indexed by.
    #[must_use]
    pub fn reminders_from(&self, settings: &Settings, calendar: &Calendar) -> Date {
        let approaching = settings.approaching_within(self.limit);
        let half = if settings.reminds_half(self.clock, self.limit) { self.half(calendar) } else { 0 };
        self.first_day_within(approaching.max(half), calendar)
    }

    /// What is to be reminded of on this day; nothing once the clock has stopped.
    #[must_use]
    pub fn alert_level(&self, today: Date, settings: &Settings, calendar: &Calendar) -> Option<AlertLevel> {
        if !self.is_running() {
            return None;
        }
        match self.level(today, settings, calendar) {
            ClockLevel::Overdue => Some(AlertLevel::Overdue),
            ClockLevel::DueToday => Some(AlertLevel::DueToday),
            ClockLevel::Approaching => Some(AlertLevel::Approaching),
            ClockLevel::Ok => {
                let is_half = settings.reminds_half(self.clock, self.limit)
                    && self.remaining(today, calendar) <= self.half(calendar);
                is_half.then_some(AlertLevel::Half)
            }
        }
    }

    /// How many remaining days are half of the limit or less, extensions included.
    fn half(&self, calendar: &Calendar) -> i32 {
        self.remaining(self.started_on, calendar) / 2
    }

    /// First day on which so many days or fewer remain, found backwards from the due day.
    fn first_day_within(&self, within: i32, calendar: &Calendar) -> Date {
        let mut day = self.due_on;
        while day > self.started_on {
            let Some(before) = day.yesterday() else { break };
            if self.remaining(before, calendar) > within {
                break;
            }
            day = before;
        }
        day
    }
}

/// "超期2天", "今日到期", "3天": the first column of every list.
#[must_use]
pub fn remaining_label(level: ClockLevel, remaining: i32) -> String {
    match level {
        ClockLevel::Overdue => format!("超期{}天", remaining.unsigned_abs().max(1)),
        ClockLevel::DueToday => "今日到期".to_owned(),
        ClockLevel::Approaching | ClockLevel::Ok => format!("{remaining}天"),
    }
}

mod moving;

#[cfg(test)]
mod tests;
