//! Naming a deputy (授权代签): a fact of the town, in force for every session at once.

use std::sync::Arc;

use super::{Office, OfficeError};
use crate::domain::delegation;
use crate::domain::org::{Delegation, PersonId};
use crate::domain::time::{Date, Moment};
use crate::domain::town_event::TownEvent;

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
        let (leader, today) = (self.actor.clone(), now.date());
        let act = format!("delegate-{}-{}-{from}-{until}", leader.id.0, deputy.0);
        let stamp = self.stamp(&act, "delegate", now);
        let given = self.store.write(|records| {
            // Read anew: the deputy may have left meanwhile.
            let org = records.org()?;
            let given = delegation::named(&org, &leader, deputy, (from, until), today)?;
            records.add_delegation(&given)?;
            let event = TownEvent::Delegated { leader: given.leader, deputy, from, until };
            records.append_town(&event, &stamp)?;
            Ok::<_, OfficeError>(given)
        })?;
        self.org = Arc::new(self.store.records().org()?);
        Ok(given)
    }
}
