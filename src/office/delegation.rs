//! Naming a deputy (授权代签): a fact of the town, in force for every session at once.

use super::{Office, OfficeError};
use crate::domain::ids::PersonId;
use crate::domain::time::{Date, Moment};
use crate::domain::town::delegation;
use crate::domain::town::org::Delegation;
use crate::domain::town::town_event::TownEvent;

impl Office {
    /// Lets somebody sign in the actor's name from one day to another, both included.
    ///
    /// # Errors
    /// `not_permitted` for people who sign nothing, and refusals of an impossible deputy or impossible days; a store
    /// failure.
    pub fn delegate(
        &mut self,
        deputy: PersonId,
        from: Date,
        until: Date,
        now: Moment,
    ) -> Result<Delegation, OfficeError> {
        let stamp = self.stamp(&self.town_act("delegate", now)?, "delegate", now);
        self.change(now, |records, desk| {
            let given = delegation::named(&desk.org, &desk.actor, deputy, (from, until), desk.today())?;
            records.add_delegation(&given)?;
            let event = TownEvent::Delegated { leader: given.leader, deputy, from, until };
            records.append_town(&event, &stamp)?;
            Ok(given)
        })
    }
}
