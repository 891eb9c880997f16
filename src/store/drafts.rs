//! Unfinished text, kept per person, case and action until it is committed or thrown away.

use rusqlite::{OptionalExtension as _, params};

use super::Records;
use super::error::StoreError;
use crate::domain::ids::PersonId;
use crate::domain::time::Moment;

impl Records<'_> {
    /// Keeps the text under a key, in place of what was kept there.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn keep_draft(&self, person: PersonId, key: &str, body: &str, now: Moment) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO drafts (person_id, key, body, kept_at) VALUES (?1, ?2, ?3, ?4)
                 ON CONFLICT (person_id, key) DO UPDATE SET body = excluded.body, kept_at = excluded.kept_at",
            )?
            .execute(params![person.0, key, body, now.to_string()])?;
        Ok(())
    }

    /// The text under a key and when it was kept.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn draft(&self, person: PersonId, key: &str) -> Result<Option<(String, Moment)>, StoreError> {
        let kept: Option<(String, String)> = self
            .connection
            .prepare_cached("SELECT body, kept_at FROM drafts WHERE person_id = ?1 AND key = ?2")?
            .query_row(params![person.0, key], |row| Ok((row.get(0)?, row.get(1)?)))
            .optional()?;
        Ok(kept.and_then(|(body, at)| Moment::parse(&at).map(|at| (body, at))))
    }

    /// Forgets the text under a key.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn drop_draft(&self, person: PersonId, key: &str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("DELETE FROM drafts WHERE person_id = ?1 AND key = ?2")?
            .execute(params![person.0, key])?;
        Ok(())
    }
}
