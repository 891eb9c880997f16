//! The list of matters: few rows, read whole.

use rusqlite::params;

use super::error::StoreError;
use super::{Records, Snapshot};
use crate::domain::town::matter::Matter;

impl Snapshot<'_> {
    /// Whether a list of matters was ever made.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn has_matters(&self) -> Result<bool, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM matters)")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    /// The list of matters by number, ended ones too.
    ///
    /// # Errors
    /// `Damaged` when an entry cannot be read.
    pub fn matters(&self) -> Result<Vec<Matter>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT matter_id, body FROM matters ORDER BY matter_id")?;
        let mut rows = statement.query([])?;
        let mut matters = Vec::new();
        while let Some(row) = rows.next()? {
            let (id, body): (i64, String) = (row.get(0)?, row.get(1)?);
            let damaged = || StoreError::Damaged(format!("监督事项清单第{id}项"));
            let matter: Matter = serde_json::from_str(&body).map_err(|_| damaged())?;
            if matter.id.0 != id {
                return Err(damaged());
            }
            matters.push(matter);
        }
        Ok(matters)
    }
}

impl Records<'_> {
    /// Keeps entries of the list in the place of what they were; sessions notice by the revision.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn write_matters(&self, matters: &[Matter]) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare_cached(
            "INSERT INTO matters (matter_id, body) VALUES (?1, ?2)
             ON CONFLICT (matter_id) DO UPDATE SET body = excluded.body",
        )?;
        for matter in matters {
            let body = serde_json::to_string(matter).map_err(|error| StoreError::Other(error.to_string()))?;
            statement.execute(params![matter.id.0, body])?;
        }
        self.bump_revision()
    }
}
