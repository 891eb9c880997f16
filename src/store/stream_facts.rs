//! Facts of a record of its own, whatever it is about: appended to the chain and read back.

use rusqlite::{Connection, OptionalExtension as _, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

use super::error::StoreError;
use super::journal::{self, Stamp};
use super::streams::{self, StreamId};
use crate::domain::code::Coded as _;
use crate::domain::document::hash::hex;
use crate::domain::ids::{ChainPlace, PersonId};
use crate::domain::sealable::SealClass;
use crate::domain::stream::{RecordedFact, Stamped, StreamEvent};
use crate::domain::time::Moment;
use crate::domain::words::StreamKind;

/// Appends facts behind the `seq` that the stream has, beginning it where it has none; their texts go outside the chain.
/// They come back as they were recorded, with what a fold may know of each, in their order.
///
/// # Errors
/// `Conflict` when the stream got further facts since it was read.
pub fn append<E: StreamEvent + Serialize + Clone>(
    connection: &Connection,
    (stream, kind): (StreamId, StreamKind),
    seq: u32,
    events: &[E],
    stamp: &Stamp,
) -> Result<Vec<(E, Stamped)>, StoreError> {
    if seq == 0 {
        streams::begin(connection, stream, kind)?;
    }
    let mut recorded = Vec::with_capacity(events.len());
    for (event, seq) in events.iter().zip(seq + 1..) {
        let mut event = event.clone();
        for (place, class, text) in event.sealables_mut() {
            journal::keep_text(connection, stream, (seq, place, class), text)?;
        }
        let body = serde_json::to_string(&event).map_err(|error| StoreError::Other(error.to_string()))?;
        let (place, _) = journal::append_body(connection, stream, seq, stamp, &body)?;
        recorded.push((event, Stamped { seq, place, at: stamp.at, actor: stamp.actor }));
    }
    Ok(recorded)
}

/// All facts of a stream, oldest first, with what texts are left.
///
/// # Errors
/// `Damaged` when a fact cannot be read.
pub fn all<E: StreamEvent + DeserializeOwned>(
    connection: &Connection,
    (stream, kind): (StreamId, StreamKind),
) -> Result<Vec<RecordedFact<E>>, StoreError> {
    let mut facts: Vec<RecordedFact<E>> = newest(connection, (stream, kind), None, u32::MAX)?;
    facts.reverse();
    for class in [SealClass::Identity, SealClass::Text] {
        journal::each_text(connection, stream, class, |seq, place, body| {
            let Some(fact) = facts.iter_mut().find(|fact| fact.seq == seq) else { return };
            let mut places = fact.event.sealables_mut();
            if let Some((_, _, text)) = places.iter_mut().find(|(name, _, _)| *name == place) {
                text.set_body(Some(body));
            }
        })?;
    }
    Ok(facts)
}

/// Facts before this place in the stream, or the newest; the newest first, at most so many.
///
/// # Errors
/// `Damaged` when a fact cannot be read.
pub fn newest<E: DeserializeOwned>(
    connection: &Connection,
    (stream, kind): (StreamId, StreamKind),
    before: Option<u32>,
    at_most: u32,
) -> Result<Vec<RecordedFact<E>>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT seq, at, actor, action, hash, body, position FROM events
         WHERE stream_id = ?1 AND seq < ?2 ORDER BY seq DESC LIMIT ?3",
    )?;
    let before = before.map_or(i64::MAX, i64::from);
    let mut rows = statement.query(params![stream.0, before, at_most])?;
    let mut facts = Vec::new();
    while let Some(row) = rows.next()? {
        let seq: u32 = row.get(0)?;
        let damaged = |what: &str| StoreError::Damaged(format!("{}第{seq}条记录的{what}", kind.label()));
        let (at, hash, body): (String, Vec<u8>, String) = (row.get(1)?, row.get(4)?, row.get(5)?);
        facts.push(RecordedFact {
            seq,
            place: ChainPlace(row.get(6)?),
            at: Moment::parse(&at).ok_or_else(|| damaged("时间"))?,
            actor: PersonId(row.get(2)?),
            action: row.get(3)?,
            hash: hex(&hash),
            event: serde_json::from_str(&body).map_err(|_| damaged("内容"))?,
        });
    }
    Ok(facts)
}

/// The stream of this kind that an act was done to, when the act was recorded before: a doubled key press is one act.
///
/// # Errors
/// When the database cannot be read.
pub fn of_act(connection: &Connection, act: &str, kind: StreamKind) -> Result<Option<StreamId>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT e.stream_id FROM events e JOIN streams s USING (stream_id)
         WHERE e.act = ?1 AND s.kind = ?2 ORDER BY e.position LIMIT 1",
    )?;
    Ok(statement.query_row(params![act, kind.code()], |row| row.get(0)).optional()?.map(StreamId))
}
