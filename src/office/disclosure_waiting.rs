//! What of disclosure waits for the actor: how much, and which record after the one just signed.

use super::disclosure::sight_of;
use super::{Office, OfficeError};
use crate::actions::{Act, disclosure_step};
use crate::domain::disclosure::{DisclosureTally, Duty};
use crate::domain::ids::DisclosureId;
use crate::domain::recurring::level;
use crate::domain::time::Moment;
use crate::domain::words::ClockLevel;

impl Office {
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
            if let Some(duty) =
                duty.filter(|duty| duty.is_for(open.unit, &desk.actor, &desk.org, desk.today()))
            {
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
                && duty.is_for(row.unit, &desk.actor, &desk.org, desk.today())
        });
        Ok(next.map(|row| row.id))
    }
}
