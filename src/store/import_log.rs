//! What the platform last said of each of its numbers, so that the same push is known when it comes again.

use rusqlite::{OptionalExtension as _, params};

use super::Records;
use super::error::StoreError;
use crate::domain::ids::CaseId;

impl Records<'_> {
    /// The case of a platform number and the digest of the row seen last.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn platform_row(&self, platform_no: &str) -> Result<Option<(CaseId, Vec<u8>)>, StoreError> {
        Ok(self
            .connection
            .prepare_cached("SELECT case_id, digest FROM platform_rows WHERE platform_no = ?1")?
            .query_row([platform_no], |row| Ok((CaseId(row.get(0)?), row.get(1)?)))
            .optional()?)
    }

    /// Remembers the digest of the row seen last.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn remember_platform_row(
        &self,
        platform_no: &str,
        case: CaseId,
        digest: &[u8],
    ) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO platform_rows (platform_no, case_id, digest) VALUES (?1, ?2, ?3)
                 ON CONFLICT (platform_no) DO UPDATE SET digest = excluded.digest",
            )?
            .execute(params![platform_no, case.0, digest])?;
        Ok(())
    }
}
