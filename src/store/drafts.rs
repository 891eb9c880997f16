//! The table in which older versions kept unfinished text. Drafts are files of the session now; what the table still
//! holds is handed over once and erased.

use super::Snapshot;
use super::error::StoreError;
use crate::domain::ids::PersonId;
use crate::domain::time::Moment;

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftDraft {
    pub person: PersonId,
    /// Person, case and form, as `7/12/supplement`.
    pub key: String,
    /// The fields as a JSON object of texts.
    pub body: String,
    pub kept_at: Moment,
}

impl Snapshot<'_> {
    /// What the table still holds. A row whose time cannot be read was written by nobody's program and is left out.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn left_drafts(&self) -> Result<Vec<LeftDraft>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT person_id, key, body, kept_at FROM drafts")?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            if let Some(kept_at) = Moment::parse(&row.get::<_, String>(3)?) {
                let (person, key, body) = (PersonId(row.get(0)?), row.get(1)?, row.get(2)?);
                found.push(LeftDraft { person, key, body, kept_at });
            }
        }
        Ok(found)
    }
}
