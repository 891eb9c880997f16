//! The deadline sweep: looks at running clocks whose warning has begun and raises each alert once. Costs what is
//! due, not how many cases there are.

use super::{Office, OfficeError};
use crate::domain::listing::Alert;
use crate::domain::sight::Sight;
use crate::domain::time::{Date, Moment};
use crate::domain::town_event::TownEvent;
use crate::domain::words::{ClockKind, ClockLevel};
use crate::store::alerts::DueClock;

/// How many alerts a session shows at once; the rest follow as these are acknowledged.
const ALERTS_SHOWN: u32 = 200;

/// What a sweep found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckReport {
    /// What is approaching, due or overdue, most urgent first; only what the actor may see.
    pub due: Vec<DueLine>,
    /// Alerts that this sweep raised.
    pub new_alerts: u32,
    /// Years whose holidays are needed and not published.
    pub missing_calendar_years: Vec<i16>,
}

/// One limit that needs attention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DueLine {
    /// The case.
    pub case_no: String,
    /// Which limit.
    pub clock: ClockKind,
    /// How close.
    pub level: ClockLevel,
    /// When it ends.
    pub due_on: Date,
    /// Working days left; negative is past.
    pub remaining: i32,
}

impl Office {
    /// Looks at what is due, raises what was not raised before, and reports what the actor may see.
    ///
    /// # Errors
    /// A store failure.
    pub fn check(&mut self, now: Moment) -> Result<CheckReport, OfficeError> {
        let today = now.date();
        let clocks = self.store.records().due_clocks(today)?;
        let new_alerts = self.raise(&clocks, now)?;
        let mut due = Vec::new();
        let sight = self.sight().ok();
        for found in clocks {
            if !self.may_see(sight.as_ref(), &found)? {
                continue;
            }
            let reading = self.reading(found.clock, today);
            due.push(DueLine {
                case_no: found.case_no,
                clock: reading.clock.clock,
                level: reading.level,
                due_on: reading.clock.due_on,
                remaining: reading.remaining,
            });
        }
        Ok(CheckReport { due, new_alerts, missing_calendar_years: self.calendar.missing_years(today) })
    }

    /// Raises what was not raised before; says how many.
    ///
    /// # Errors
    /// A store failure.
    pub fn sweep(&mut self, now: Moment) -> Result<u32, OfficeError> {
        let clocks = self.store.records().due_clocks(now.date())?;
        self.raise(&clocks, now)
    }

    fn raise(&mut self, clocks: &[DueClock], now: Moment) -> Result<u32, OfficeError> {
        let level = |due: &DueClock| due.clock.level(now.date(), &self.settings, &self.calendar);
        let mut fresh = Vec::new();
        for due in clocks {
            let level = level(due);
            if level != ClockLevel::Ok && !self.store.records().alert_exists(due, level)? {
                fresh.push((due, level));
            }
        }
        if fresh.is_empty() {
            return Ok(0);
        }
        self.store.write(|records| {
            let mut raised = 0;
            for (due, level) in fresh {
                raised += u32::from(records.raise_alert(due, level, now)?);
            }
            Ok(raised)
        })
    }

    fn may_see(&self, sight: Option<&Sight>, due: &DueClock) -> Result<bool, OfficeError> {
        let Some(sight) = sight else { return Ok(false) };
        let case = self.store.records().case(due.case_id)?;
        Ok(case.is_some_and(|(case, _)| sight.covers(&case)))
    }

    /// Alerts that nobody acknowledged yet, of cases the actor may see.
    ///
    /// # Errors
    /// A store failure.
    pub fn alerts(&self) -> Result<Vec<Alert>, OfficeError> {
        let Ok(sight) = self.sight() else { return Ok(Vec::new()) };
        let mut alerts = Vec::new();
        for (alert, respondent) in self.store.records().open_alerts(ALERTS_SHOWN)? {
            let visible = if sight.all {
                respondent.as_deref() != Some(sight.respondent.as_str())
            } else {
                self.store.records().case(alert.case_id)?.is_some_and(|(case, _)| sight.covers(&case))
            };
            if visible {
                alerts.push(alert);
            }
        }
        Ok(alerts)
    }

    /// Notes that the actor saw an alert.
    ///
    /// # Errors
    /// A store failure.
    pub fn acknowledge_alert(&mut self, alert: i64, now: Moment) -> Result<(), OfficeError> {
        let stamp = self.stamp(&format!("alert-{alert}"), "acknowledge_alert", now);
        let actor = self.actor.id;
        self.store.write(|records| {
            if let Some(case_no) = records.acknowledge_alert(alert, actor, now)? {
                records.append_town(&TownEvent::AlertAcknowledged { alert, case_no }, &stamp)?;
            }
            Ok(())
        })
    }
}
