//! The chain for outsiders: every event as its hash covers it, without the texts and identities that lie beside the
//! events and that the events hold only digests of.

use sha2::{Digest as _, Sha256};

use super::Snapshot;
use super::error::StoreError;
use super::journal::Entry;
use crate::domain::document::hash::hex;

impl Snapshot<'_> {
    /// The SHA-256 of each loaded notice of days off as it is stored, by year.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn notice_digests(&self) -> Result<Vec<(i16, Vec<u8>)>, StoreError> {
        let mut statement = self.connection.prepare("SELECT year, body FROM notices ORDER BY year")?;
        let notices = statement.query_map([], |row| Ok((row.get::<_, i16>(0)?, row.get::<_, String>(1)?)))?;
        let digests = notices.map(|row| row.map(|(year, body)| (year, Sha256::digest(body).to_vec())));
        Ok(digests.collect::<rusqlite::Result<_>>()?)
    }

    /// Gives each event with its stored hash, in the order of the chain.
    ///
    /// # Errors
    /// What `taken` returns; when an event cannot be read.
    pub fn each_event(
        &self,
        mut taken: impl FnMut(&Entry<'_>, &str) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut statement = self.connection.prepare(
            "SELECT position, stream_id, seq, at, actor, on_behalf_of, action, act, origin, body, hash
             FROM events ORDER BY position",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let (entry, hash) = read(row)?;
            taken(&entry, &hash)?;
        }
        Ok(())
    }
}

fn read<'a>(row: &'a rusqlite::Row<'_>) -> rusqlite::Result<(Entry<'a>, String)> {
    let text = |index| -> rusqlite::Result<&'a str> { Ok(row.get_ref(index)?.as_str()?) };
    let hash: Vec<u8> = row.get(10)?;
    let entry = Entry {
        position: row.get(0)?,
        stream_id: row.get(1)?,
        seq: row.get(2)?,
        at: text(3)?,
        actor: row.get(4)?,
        on_behalf_of: row.get(5)?,
        action: text(6)?,
        act: text(7)?,
        origin: text(8)?,
        body: text(9)?,
    };
    Ok((entry, hex(&hash)))
}
