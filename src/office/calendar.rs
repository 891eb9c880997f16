//! Loading a newly published calendar: what it would change first, then one event for each limit that it moves.

use super::town_act::decide_in;
use super::{Office, OfficeError};
use crate::actions::{Answers, calendar_load};
use crate::domain::calendar::{Calendar, YearNotice};
use crate::domain::context::Brought;
use crate::domain::desk::Desk;
use crate::domain::ids::PersonId;
use crate::domain::limit::calendar_change::{CalendarChange, MovedClock};
use crate::domain::refusal::RefusalCode;
use crate::domain::time::Moment;
use crate::store::Snapshot;

impl Office {
    /// The calendar in force.
    #[must_use]
    pub fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    /// What loading this notice would change, for whoever has to confirm it. A case against the actor is left
    /// out here, though it moves too.
    ///
    /// # Errors
    /// `not_permitted` unless the actor is administrator; a store failure.
    pub fn calendar_preview(&self, notice: &YearNotice, now: Moment) -> Result<CalendarChange, OfficeError> {
        self.require_administrator("节假日安排")?;
        let desk = self.desk(now);
        self.read(|snapshot| Ok(change(snapshot, notice, &desk, Some(self.actor.id))?))
    }

    /// Loads the notice: the calendar becomes another for every session, each open limit that moves gets an event,
    /// a stopped one keeps its verdict. Nothing is recorded when the notice says nothing new.
    ///
    /// # Errors
    /// `not_permitted` unless the actor is administrator; a store failure, which keeps nothing.
    pub fn load_calendar(&mut self, notice: &YearNotice, now: Moment) -> Result<CalendarChange, OfficeError> {
        let stamp = self.stamp(&self.town_act("calendar", now)?, calendar_load::ACT.code, now);
        self.change(now, |records, desk| {
            calendar_load::ACT.allowed_in_town(&desk.context())?;
            let change = change(records, notice, desk, None)?;
            let brought = Brought::Calendar { notice: notice.clone(), change: change.clone() };
            let act = &calendar_load::ACT;
            match decide_in(records, act, &Answers::none(), Some(&brought), desk, &stamp) {
                Err(OfficeError::Refused(refusal)) if refusal.code == RefusalCode::NothingToDo => Ok(change),
                other => other.map(|_| change),
            }
        })
    }
}

/// The difference in days and in open limits; limits of cases against `hidden_from` are left out.
pub(super) fn change(
    snapshot: &Snapshot<'_>,
    notice: &YearNotice,
    desk: &Desk,
    hidden_from: Option<PersonId>,
) -> Result<CalendarChange, crate::store::StoreError> {
    let calendar = desk.calendar.with(notice.clone());
    let mut change = CalendarChange::of_days(&desk.calendar, &calendar, notice);
    if change.is_nothing() {
        return Ok(change);
    }
    let today = desk.settings.limit_day(desk.now);
    for running in snapshot.running_clocks(hidden_from)? {
        let new = running.clock.recounted(&desk.calendar, &calendar, today);
        if new != running.clock {
            let (case, case_no) = (running.case, running.case_no);
            change.clocks.push(MovedClock { case, case_no, old: running.clock, new });
        }
    }
    Ok(change)
}
