//! What holds for the whole file, put into the record: its schema, the town's name, kind and key. Done when a town is
//! founded and by the first act of a version with another schema, so that `verify` can judge it from there on.

use rusqlite::OptionalExtension as _;
use sha2::{Digest as _, Sha256};

use super::error::StoreError;
use super::journal::Stamp;
use super::{Records, Snapshot, open, verify};
use crate::domain::document::hash::hex;
use crate::domain::town::event::Attested;

impl Snapshot<'_> {
    /// Whether the present schema is in the record.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn is_attested(&self) -> Result<bool, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT 1 FROM events WHERE act = ?1 LIMIT 1")?;
        Ok(statement.query_row([act()], |_| Ok(())).optional()?.is_some())
    }
}

impl Records<'_> {
    /// Puts it there, by whoever acts first.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn attest(&self, stamp: &Stamp) -> Result<(), StoreError> {
        let attested = Attested {
            schema_version: open::newest_schema(),
            schema: verify::schema_digest(self.connection)?,
            town: self.known_meta("town")?,
            district: self.known_meta("district")?,
            secret: of_secret(&self.secret()?),
        };
        let stamp = Stamp { act: act(), action: "attest".to_owned(), on_behalf_of: None, ..stamp.clone() };
        self.append_town(&attested.into(), &stamp)
    }
}

/// The digest by which the key is known; the key is long and random, so nobody finds it from this.
pub fn of_secret(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

fn act() -> String {
    format!("attest-{}", open::newest_schema())
}
