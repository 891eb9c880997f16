//! Reports that were frozen: the bodies that the town's facts name by their digests.

use rusqlite::{OptionalExtension as _, Row, params};
use sha2::{Digest as _, Sha256};

use super::error::StoreError;
use super::summary::word;
use super::{Records, Snapshot};
use crate::domain::code::Coded as _;
use crate::domain::document::hash::hex;
use crate::domain::ids::PersonId;
use crate::domain::time::{Date, Moment};
use crate::domain::town::frozen::Frozen;

/// The digest of a frozen body.
#[must_use]
pub fn body_digest(body: &str) -> String {
    hex(&Sha256::digest(body.as_bytes()))
}

const COLUMNS: &str = "name, kind, from_day, to_day, frozen_at, frozen_by, sha256, body";

impl Snapshot<'_> {
    /// What was frozen under this name, proven by its digest.
    ///
    /// # Errors
    /// `Damaged` when it is not the one that was frozen.
    pub fn frozen(&self, name: &str) -> Result<Option<Frozen>, StoreError> {
        let mut statement =
            self.connection.prepare_cached(&format!("SELECT {COLUMNS} FROM reports WHERE name = ?1"))?;
        let found = statement.query_row([name], |row| Ok(read(row))).optional()?.transpose()?;
        match found {
            Some(frozen) if body_digest(&frozen.body) != frozen.sha256 => Err(damaged()),
            Some(frozen) => Ok(Some(frozen)),
            None => Ok(None),
        }
    }

    /// Everything that was frozen, in the order of the names; bodies are not proven here.
    ///
    /// # Errors
    /// `Damaged` when a row cannot be read.
    pub fn all_frozen(&self) -> Result<Vec<Frozen>, StoreError> {
        let mut statement =
            self.connection.prepare_cached(&format!("SELECT {COLUMNS} FROM reports ORDER BY name"))?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            found.push(read(row)?);
        }
        Ok(found)
    }
}

fn damaged() -> StoreError {
    StoreError::Damaged("封存的统计".to_owned())
}

fn read(row: &Row<'_>) -> Result<Frozen, StoreError> {
    let day =
        |at: usize| -> Result<Date, StoreError> { row.get::<_, String>(at)?.parse().map_err(|_| damaged()) };
    Ok(Frozen {
        name: row.get(0)?,
        kind: word(&row.get::<_, String>(1)?)?,
        from: day(2)?,
        to: day(3)?,
        at: Moment::parse(&row.get::<_, String>(4)?).ok_or_else(damaged)?,
        by: PersonId(row.get(5)?),
        sha256: row.get(6)?,
        body: row.get(7)?,
    })
}

impl Records<'_> {
    /// Keeps what was frozen. Its name is new.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn keep_frozen(&self, frozen: &Frozen) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(&format!(
                "INSERT INTO reports ({COLUMNS}) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
            ))?
            .execute(params![
                frozen.name,
                frozen.kind.code(),
                frozen.from.to_string(),
                frozen.to.to_string(),
                frozen.at.to_string(),
                frozen.by.0,
                frozen.sha256,
                frozen.body,
            ])?;
        Ok(())
    }
}
