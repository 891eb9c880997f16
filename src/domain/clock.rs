//! Clocks: the triage limit and the handling limit of a case (N§三(二)2, N§三(二)3), their due days and levels.
//!
//! A clock records when it started, what it allows and when it is due; how late it is is computed from the
//! calendar and the day each time it is asked, and only the verdict of a stopped clock is a fact.

use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, Due, LimitUnit};
use super::settings::Settings;
use super::time::Date;
use super::words::{CaseKind, ClockKind, ClockLevel, Verdict};

/// One limit running, stopped or cancelled on one case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// Which limit.
    pub clock: ClockKind,
    /// Round of handling it belongs to, from 1; the triage clock is of round 1.
    pub round: u32,
    /// Day of receipt, which is not counted.
    pub started_on: Date,
    /// How many days.
    pub limit: u32,
    /// Of which sort.
    pub unit: LimitUnit,
    /// Last day within the limit, extensions included.
    pub due_on: Date,
    /// Last day without extensions.
    pub original_due_on: Date,
    /// Whether the due day rests on a year whose holidays are not published yet (暂定).
    pub provisional: bool,
    /// How many extensions were granted.
    pub extensions: u32,
    /// The day it stopped.
    pub stopped_on: Option<Date>,
    /// What it said then.
    pub verdict: Option<Verdict>,
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
            clock,
            round,
            started_on,
            limit,
            unit,
            due_on: on,
            original_due_on: on,
            provisional,
            extensions: 0,
            stopped_on: None,
            verdict: None,
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

    /// The handling clock of a case received by its unit on this day (N§三(二)3: 3 or 10 working days).
    #[must_use]
    pub fn handling(
        kind: CaseKind,
        round: u32,
        received_on: Date,
        settings: &Settings,
        calendar: &Calendar,
    ) -> Self {
        let limit = settings.handling_limit_working_days(kind);
        Self::start(ClockKind::Handling, round, received_on, limit, LimitUnit::WorkingDays, calendar)
    }

    /// Whether it is still running.
    #[must_use]
    pub const fn is_running(&self) -> bool {
        self.stopped_on.is_none()
    }

    /// What it would say if it stopped on this day.
    #[must_use]
    pub fn verdict_on(&self, day: Date) -> Verdict {
        if day <= self.due_on { Verdict::OnTime } else { Verdict::Late }
    }

    /// Working days (or calendar days) after `today` up to and including the due day; 0 is today, negative is past.
    #[must_use]
    pub fn remaining(&self, today: Date, calendar: &Calendar) -> i32 {
        match self.unit {
            LimitUnit::WorkingDays => calendar.remaining(today, self.due_on),
            LimitUnit::CalendarDays => {
                i32::try_from(today.duration_until(self.due_on).as_hours() / 24).unwrap_or(i32::MAX)
            }
        }
    }

    /// How close it is; a stopped clock is `Ok` or `Overdue` by its verdict.
    #[must_use]
    pub fn level(&self, today: Date, settings: &Settings, calendar: &Calendar) -> ClockLevel {
        match self.verdict {
            Some(Verdict::OnTime) => return ClockLevel::Ok,
            Some(Verdict::Late) => return ClockLevel::Overdue,
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

    /// First day on which the clock is `approaching`, found backwards from the due day.
    ///
    /// The sweep reads only clocks whose day has come, so this day is what the summary row is indexed by.
    #[must_use]
    pub fn approaching_from(&self, settings: &Settings, calendar: &Calendar) -> Date {
        let within = settings.approaching_within(self.limit);
        let mut day = self.due_on;
        while day > self.started_on {
            let Ok(before) = day.yesterday() else { break };
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
