//! Naming a deputy (授权代签): a fact of the town, in force for every session at once.

use super::{Office, OfficeError};
use crate::actions::{delegate, revoke_delegation};
use crate::domain::ids::PersonId;
use crate::domain::refusal::Refusal;
use crate::domain::time::{Date, Moment};
use crate::domain::town::org::Delegation;

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
        let person = self.org().person(deputy).ok_or_else(|| Refusal::missing("deputy", "代签人"))?;
        let answers = delegate::answers(person, from, until);
        self.perform_town(&self.town_act(delegate::ACT.code, now)?, &delegate::ACT, &answers, now)?;
        Ok(Delegation { leader: self.actor.id, deputy, from, until, revoked_on: None })
    }

    /// Takes back what a leader, by default the actor, gave from this day on; what was signed under it stays.
    ///
    /// # Errors
    /// The refusals of the act; a store failure.
    pub fn revoke_delegation(
        &mut self,
        leader: Option<&str>,
        from: Date,
        now: Moment,
    ) -> Result<String, OfficeError> {
        let own = self.actor.login.clone().unwrap_or_else(|| self.actor.name.clone());
        let answers = revoke_delegation::answers(leader.unwrap_or(&own), from);
        let id = self.town_act(revoke_delegation::ACT.code, now)?;
        let events = self.perform_town(&id, &revoke_delegation::ACT, &answers, now)?;
        let said: Vec<String> = events.iter().map(|event| event.sentence(self.org())).collect();
        Ok(said.join("，"))
    }
}
