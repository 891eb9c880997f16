//! Proof of the record: the file is sound, the chain unbroken, every erasable text is there and the one its digest
//! names, and everything else in the file is what the record says. Two readings of the events: one for the hashes in
//! their order, one that joins events and texts case by case.

mod beside;
mod file;
mod frozen;
mod own;
mod record;
mod reminders;
mod rows;
mod schema;
mod texts;
mod town;

use rusqlite::Connection;

use super::Outlook;
use super::error::StoreError;
use super::journal::{self, Head};
pub use file::{FileLook, sound};
pub use schema::digest as schema_digest;
pub use town::Town as TownReplay;

/// What the proof says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The end of the chain as found.
    pub head: Head,
    /// The first fault, if any.
    pub first_bad: Option<FirstBad>,
    /// From which place in the chain on the schema and the town's key, name and kind are in the record too; `None`
    /// before a version that records them has written.
    pub attested_from: Option<u64>,
}

/// The first fault found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstBad {
    /// Place in the chain; 0 when the fault is not in one event.
    pub seq: u64,
    /// What is wrong, in Chinese.
    pub reason: String,
}

impl FirstBad {
    fn at(position: i64, reason: impl Into<String>) -> Self {
        Self { seq: u64::try_from(position).unwrap_or(0), reason: reason.into() }
    }
}

/// A fault, or nothing.
type Found = Option<FirstBad>;

/// Looks for the first fault: in the chain, the file, the town, the cases, and what stands beside them. `looked` says what
/// somebody else found who looked meanwhile whether the file is sound; where that failed, it is looked here.
pub fn verify(
    connection: &Connection,
    anchor: Option<&Head>,
    outlook: &Outlook<'_>,
    looked: impl FnOnce() -> Result<Found, StoreError>,
) -> Result<Verdict, StoreError> {
    let mut found = record::Findings::default();
    record::read(connection, anchor, outlook, &mut found)?;
    let attested_from = found.town.attested_from();
    let first_bad = first(connection, found, || looked().or_else(|_| sound(connection)))?;
    Ok(Verdict { head: journal::head(connection)?, first_bad, attested_from })
}

/// The chain goes first: an edited event is named by its place, whatever else it has upset.
fn first(
    connection: &Connection,
    found: record::Findings,
    file: impl FnOnce() -> Result<Found, StoreError>,
) -> Result<Found, StoreError> {
    if found.chain.is_some() {
        return Ok(found.chain);
    }
    if let Some(bad) = file()? {
        return Ok(Some(bad));
    }
    if let Some(bad) = schema::compare(connection)? {
        return Ok(Some(bad));
    }
    if let Some(bad) = found.town.compare(connection)? {
        return Ok(Some(bad));
    }
    if found.case.is_some() {
        return Ok(found.case);
    }
    beside::compare(connection, &found)
}
