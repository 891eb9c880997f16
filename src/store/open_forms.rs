//! Who has which form of which case open: a small table that proves nothing and holds no text. Whoever leaves without
//! a word is forgotten after two minutes.

use rusqlite::params;

use super::error::StoreError;
use super::{Records, Snapshot};
use crate::domain::ids::{CaseId, PersonId};
use crate::domain::time::Moment;

/// A form that was not renewed for so many seconds is no longer open.
const OVER_AFTER: i64 = 120;

impl Snapshot<'_> {
    /// Who else has the form open and since when, whoever opened it first before the others.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn form_holders(
        &self,
        case: CaseId,
        form: &str,
        but: PersonId,
        now: Moment,
    ) -> Result<Vec<(PersonId, Moment)>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT person_id, opened_at FROM open_forms
             WHERE case_id = ?1 AND form = ?2 AND person_id <> ?3 AND renewed_at > ?4 ORDER BY opened_at",
        )?;
        let mut rows = statement.query(params![case.0, form, but.0, now.unix() - OVER_AFTER])?;
        let mut holders = Vec::new();
        while let Some(row) = rows.next()? {
            let opened_at: String = row.get(1)?;
            let person = PersonId(row.get(0)?);
            holders.extend(Moment::parse(&opened_at).map(|at| (person, at)));
        }
        Ok(holders)
    }
}

impl Records<'_> {
    /// Notes that somebody has the form open, from now on if they had not, and forgets forms that are over.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn hold_form(
        &self,
        case: CaseId,
        form: &str,
        person: PersonId,
        now: Moment,
    ) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("DELETE FROM open_forms WHERE renewed_at <= ?1")?
            .execute([now.unix() - OVER_AFTER])?;
        self.connection
            .prepare_cached(
                "INSERT INTO open_forms (case_id, form, person_id, opened_at, renewed_at) VALUES (?1, ?2, ?3, ?4, ?5)
                 ON CONFLICT (case_id, form, person_id) DO UPDATE SET renewed_at = excluded.renewed_at",
            )?
            .execute(params![case.0, form, person.0, now.to_string(), now.unix()])?;
        Ok(())
    }

    /// The form was left.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn leave_form(&self, case: CaseId, form: &str, person: PersonId) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("DELETE FROM open_forms WHERE case_id = ?1 AND form = ?2 AND person_id = ?3")?
            .execute(params![case.0, form, person.0])?;
        Ok(())
    }
}
