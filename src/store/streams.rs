//! Streams: what has a record of its own. Every event belongs to one, and a new kind of record begins here.

use rusqlite::{Connection, OptionalExtension as _, Rows, params};

use super::Snapshot;
use super::error::StoreError;
use super::summary::word;
use crate::domain::code::Coded as _;
use crate::domain::ids::CaseId;
use crate::domain::words::StreamKind;

/// A stream's number in the database; a case's is its own number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct StreamId(pub i64);

/// The town's own stream.
pub const TOWN: StreamId = StreamId(0);

impl From<CaseId> for StreamId {
    fn from(case: CaseId) -> Self {
        Self(case.0)
    }
}

/// Begins a stream; its first event follows in the same transaction.
///
/// # Errors
/// `Conflict` when the number was taken meanwhile.
pub fn begin(connection: &Connection, stream: StreamId, kind: StreamKind) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached("INSERT INTO streams (stream_id, kind) VALUES (?1, ?2)")?;
    match statement.execute(params![stream.0, kind.code()]) {
        Ok(_) => Ok(()),
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) => {
            Err(StoreError::Conflict)
        }
        Err(error) => Err(error.into()),
    }
}

/// The number for a stream about to begin.
///
/// # Errors
/// When the database cannot be read.
pub fn next(connection: &Connection) -> Result<StreamId, StoreError> {
    let mut statement = connection.prepare_cached("SELECT coalesce(max(stream_id), 0) + 1 FROM streams")?;
    Ok(StreamId(statement.query_row([], |row| row.get(0))?))
}

/// The kinds of streams in the order of their numbers, read beside their events in the same order.
pub struct Kinds<'a> {
    rows: Rows<'a>,
    /// Whether there is a stream without an event.
    pub skipped: bool,
}

/// The statement whose rows [`Kinds`] reads.
pub const IN_ORDER: &str = "SELECT stream_id, kind FROM streams ORDER BY stream_id";

impl<'a> Kinds<'a> {
    pub const fn over(rows: Rows<'a>) -> Self {
        Self { rows, skipped: false }
    }

    /// The kind of the next stream that has events; `None` where it has none that this program knows. Asked once a
    /// stream, by rising numbers.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn of(&mut self, stream: StreamId) -> Result<Option<StreamKind>, StoreError> {
        while let Some(row) = self.rows.next()? {
            let id: i64 = row.get(0)?;
            if id == stream.0 {
                return Ok(word(&row.get::<_, String>(1)?).ok());
            }
            self.skipped = true;
            if id > stream.0 {
                return Ok(None);
            }
        }
        Ok(None)
    }

    /// Whether streams are left over.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn has_more(&mut self) -> Result<bool, StoreError> {
        Ok(self.skipped || self.rows.next()?.is_some())
    }
}

impl Snapshot<'_> {
    /// Who recorded the newest event of a case, by which action and when.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn newest_event_of(&self, case: CaseId) -> Result<Option<(i64, String, String)>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT actor, action, at FROM events WHERE stream_id = ?1 ORDER BY seq DESC LIMIT 1",
        )?;
        let newest = statement
            .query_row(params![case.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        Ok(newest)
    }
}
