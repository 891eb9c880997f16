//! What waits for the actor beside the cases: how much of disclosure, which record after the one just signed, records of
//! meetings, and reminders.

use super::disclosure::sight_of;
use super::{Office, OfficeError};
use crate::actions::{Act, acknowledge_alert, disclosure_step};
use crate::domain::context::Brought;
use crate::domain::desk::Desk;
use crate::domain::disclosure::{DisclosureTally, Duty, code_of, no_of};
use crate::domain::ids::DisclosureId;
use crate::domain::recurring::level;
use crate::domain::refusal::RefusalCode;
use crate::domain::time::Moment;
use crate::domain::view::beside::{Beside, DisclosureReminder};
use crate::domain::words::{ClockLevel, Position};
use crate::store::{Snapshot, StoreError};

impl Office {
    /// What waits for the actor beside the cases, of one moment.
    ///
    /// # Errors
    /// A store failure.
    pub fn beside(&self, now: Moment) -> Result<Beside, OfficeError> {
        let (records, mut reminders) = self.read(|snapshot| {
            Ok((self.count_records_to_sign(snapshot, now)?, snapshot.disclosure_reminders()?))
        })?;
        let desk = self.desk(now);
        reminders.retain(|reminder| is_reminded(reminder, &desk));
        let today = self.settings.limit_day(now);
        let chased = if desk.sight().is_some() {
            self.read_as(today, |snapshot, reader| Ok(snapshot.count_chased(reader)?))?
        } else {
            0
        };
        Ok(Beside { records, chased, disclosure: self.disclosure_tally(now)?, reminders })
    }

    /// Records that the actor knows of these reminders; of those that are not theirs nothing is recorded.
    ///
    /// # Errors
    /// A store failure.
    pub fn acknowledge_disclosures(&mut self, alerts: &[i64], now: Moment) -> Result<(), OfficeError> {
        let shown = self.beside(now)?.reminders;
        for reminder in shown.iter().filter(|reminder| alerts.contains(&reminder.alert)) {
            let answers = acknowledge_alert::of_disclosure(&reminder.code);
            let act = format!("disclosure-alert-{}", reminder.alert);
            match self.perform_town(&act, &acknowledge_alert::ACT, &answers, now) {
                // Somebody was faster, or the record is settled.
                Err(OfficeError::Refused(refusal)) if refusal.code == RefusalCode::NothingToDo => {}
                other => drop(other?),
            }
        }
        Ok(())
    }

    /// How many records wait for the actor by what they have to do, and how many are late of all that they may see.
    ///
    /// # Errors
    /// A store failure.
    pub fn disclosure_tally(&self, now: Moment) -> Result<DisclosureTally, OfficeError> {
        let desk = self.desk(now);
        let sight = sight_of(&desk);
        let today = self.settings.limit_day(now);
        let mut tally = DisclosureTally::default();
        for open in self.read(|snapshot| Ok(snapshot.count_open_disclosures()?))? {
            if !sight.covers(open.unit) {
                continue;
            }
            match level(&self.calendar, today, open.due_on) {
                ClockLevel::Overdue => tally.overdue += open.count,
                ClockLevel::DueToday => tally.due_today += open.count,
                ClockLevel::Approaching | ClockLevel::Ok => {}
            }
            let duty = Duty::of(open.state);
            if let Some(duty) = duty.filter(|duty| {
                duty.is_for(open.unit, &open.submitters, (&desk.actor, &desk.org), desk.today())
            }) {
                tally.add(duty, open.count);
            }
        }
        Ok(tally)
    }

    /// The record that waits longest for the same of the actor as the one just done to, where one goes from paper to
    /// paper.
    ///
    /// # Errors
    /// A store failure.
    pub fn next_like(
        &self,
        done: DisclosureId,
        act: &Act,
        now: Moment,
    ) -> Result<Option<DisclosureId>, OfficeError> {
        let Some(duty) = disclosure_step::goes_on_after(act) else { return Ok(None) };
        let desk = self.desk(now);
        let rows = self.read(|snapshot| Ok(snapshot.open_disclosures()?))?;
        let next = rows.iter().find(|row| {
            row.id != done
                && Duty::of(row.state) == Some(duty)
                && duty.is_for(row.unit, &row.submitters, (&desk.actor, &desk.org), desk.today())
        });
        Ok(next.map(|row| row.id))
    }
}

/// The reminder of the record with this code, where the actor is reminded of it and nobody acknowledged it.
pub(super) fn reminder_of(
    snapshot: &Snapshot<'_>,
    code: &str,
    desk: &Desk,
) -> Result<Option<Brought>, StoreError> {
    let code = no_of(code).map(code_of);
    let is_it = |it: &DisclosureReminder| Some(&it.code) == code.as_ref() && is_reminded(it, desk);
    let found = snapshot.disclosure_reminders()?.into_iter().find(is_it);
    Ok(found.map(|it| Brought::DisclosureAlert { id: it.alert, disclosure: it.code }))
}

/// Whether the actor is reminded: whoever has to act, and whoever follows up what others leave undone.
fn is_reminded(reminder: &DisclosureReminder, desk: &Desk) -> bool {
    const FOLLOW_UP: [Position; 2] = [Position::CommissionOperator, Position::DisciplineSecretary];
    let follows = FOLLOW_UP.iter().any(|position| desk.actor.holds(*position));
    let acts = Duty::of(reminder.state).is_some_and(|duty| {
        duty.is_for(reminder.unit, &reminder.submitters, (&desk.actor, &desk.org), desk.today())
    });
    follows || acts
}
