//! Loading a newly published calendar: what it would change first, then one event for each limit that it moves.

use super::{Office, OfficeError};
use crate::domain::calendar::{Calendar, YearNotice};
use crate::domain::case::recusal;
use crate::domain::desk::Desk;
use crate::domain::event::{CaseEvent, ClockMoved};
use crate::domain::limit::calendar_change::{CalendarChange, MovedClock};
use crate::domain::time::Moment;
use crate::domain::town::town_event::TownEvent;
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
        self.read(|snapshot| Ok(change(snapshot, notice, &desk, Some(&self.actor.name))?))
    }

    /// Loads the notice: the calendar becomes another for every session, each open limit that moves gets an event,
    /// a stopped one keeps its verdict. Nothing is recorded when the notice says nothing new.
    ///
    /// # Errors
    /// `not_permitted` unless the actor is administrator; a store failure, which keeps nothing.
    pub fn load_calendar(&mut self, notice: &YearNotice, now: Moment) -> Result<CalendarChange, OfficeError> {
        self.require_administrator("节假日安排")?;
        let stamp = self.stamp(&self.town_act("calendar", now)?, "load_calendar", now);
        self.change(now, |records, desk| {
            let change = change(records, notice, desk, None)?;
            if change.is_nothing() {
                return Ok(change);
            }
            let calendar = desk.calendar.with(notice.clone());
            let outlook = super::outlook(&desk.settings, &calendar);
            records.write_notice(notice)?;
            for moved in &change.clocks {
                let Some((mut case, _)) = records.case(moved.case)? else { continue };
                let event = CaseEvent::ClockMoved(ClockMoved {
                    clock: moved.new.clone(),
                    because: change.because(moved),
                });
                records.append(&mut case, vec![event], &stamp, &outlook)?;
            }
            records.renew_warnings(&outlook)?;
            let event = TownEvent::CalendarLoaded {
                notice: notice.clone(),
                changed_days: change.days.len() as u64,
                moved_clocks: change.clocks.len() as u64,
            };
            records.append_town(&event, &stamp)?;
            Ok(change)
        })
    }
}

/// The difference in days and in open limits; limits of cases against `hidden_from` are left out.
fn change(
    snapshot: &Snapshot<'_>,
    notice: &YearNotice,
    desk: &Desk,
    hidden_from: Option<&str>,
) -> Result<CalendarChange, crate::store::StoreError> {
    let calendar = desk.calendar.with(notice.clone());
    let mut change = CalendarChange::of_days(&desk.calendar, &calendar, notice);
    if change.is_nothing() {
        return Ok(change);
    }
    let today = desk.settings.limit_day(desk.now);
    for running in snapshot.running_clocks()? {
        let new = running.clock.recounted(&desk.calendar, &calendar, today);
        let named = running.respondent.as_deref().map_or(Vec::new(), recusal::names);
        let is_hidden = named.iter().any(|name| Some(name.as_str()) == hidden_from);
        if new != running.clock && !is_hidden {
            let (case, case_no) = (running.case, running.case_no);
            change.clocks.push(MovedClock { case, case_no, old: running.clock, new });
        }
    }
    Ok(change)
}
