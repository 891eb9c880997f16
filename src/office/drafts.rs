//! Unfinished text: kept while somebody types, offered again, forgotten when committed.

use std::collections::BTreeMap;

use super::{Office, OfficeError};
use crate::actions::Answers;
use crate::domain::time::Moment;
use crate::store::StoreError;

impl Office {
    /// Keeps the fields of a form under a key.
    ///
    /// # Errors
    /// A store failure.
    pub fn keep_draft(&mut self, key: &str, answers: &Answers, now: Moment) -> Result<(), OfficeError> {
        let fields: BTreeMap<&str, &str> = answers.iter().collect();
        let body = serde_json::to_string(&fields).map_err(|error| StoreError::Other(error.to_string()))?;
        let person = self.actor.id;
        self.store.write(|records| Ok(records.keep_draft(person, key, &body, now)?))
    }

    /// The fields kept under a key and when.
    ///
    /// # Errors
    /// A store failure.
    pub fn draft(&self, key: &str) -> Result<Option<(Answers, Moment)>, OfficeError> {
        let kept = self.store.records().draft(self.actor.id, key)?;
        Ok(kept.and_then(|(body, at)| {
            let fields: BTreeMap<String, String> = serde_json::from_str(&body).ok()?;
            let mut answers = Answers::none();
            for (name, value) in fields {
                answers.set(&name, value);
            }
            Some((answers, at))
        }))
    }

    /// Forgets the fields kept under a key.
    ///
    /// # Errors
    /// A store failure.
    pub fn drop_draft(&mut self, key: &str) -> Result<(), OfficeError> {
        let person = self.actor.id;
        self.store.write(|records| Ok(records.drop_draft(person, key)?))
    }
}
