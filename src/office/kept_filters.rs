//! Filters that the actor keeps under names of their own.

use super::{Office, OfficeError};
use crate::domain::time::Moment;
use crate::domain::view::kept_filter::{KeptFilter, name_beside};

impl Office {
    /// Those of the actor.
    ///
    /// # Errors
    /// A store failure.
    pub fn kept_filters(&self) -> Result<Vec<KeptFilter>, OfficeError> {
        let actor = self.actor.id;
        self.read(|snapshot| Ok(snapshot.kept_filters(actor)?))
    }

    /// Keeps a filter under a name that is not taken.
    ///
    /// # Errors
    /// A refusal of the name; a store failure.
    pub fn keep_filter(&mut self, filter: &KeptFilter, now: Moment) -> Result<(), OfficeError> {
        let actor = self.actor.id;
        self.change(now, |records, _| {
            let name = name_beside(&filter.name, &records.kept_filters(actor)?)?;
            Ok(records.keep_filter(actor, &KeptFilter { name, ..filter.clone() })?)
        })
    }

    /// Gives a filter another name that is not taken.
    ///
    /// # Errors
    /// A refusal of the name; a store failure.
    pub fn rename_filter(&mut self, from: &str, to: &str, now: Moment) -> Result<(), OfficeError> {
        let actor = self.actor.id;
        self.change(now, |records, _| {
            let mut others = records.kept_filters(actor)?;
            others.retain(|other| other.name != from);
            let to = name_beside(to, &others)?;
            Ok(records.rename_filter(actor, from, &to)?)
        })
    }

    /// Deletes a filter.
    ///
    /// # Errors
    /// A store failure.
    pub fn drop_filter(&mut self, name: &str, now: Moment) -> Result<(), OfficeError> {
        let actor = self.actor.id;
        self.change(now, |records, _| Ok(records.drop_filter(actor, name)?))
    }
}
