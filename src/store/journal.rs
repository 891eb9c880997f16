//! The journal of events: appending with the hash chain, reading back, and the erasable texts beside it.

use hmac::{Hmac, KeyInit as _, Mac as _};
use rusqlite::{Connection, OptionalExtension as _, params};
use sha2::{Digest as _, Sha256};

use super::error::StoreError;
use super::stream_facts;
use super::streams::{self, StreamId};
use crate::domain::case::Case;
use crate::domain::document::hash::{hex, keyed_hash};
use crate::domain::event::evolve;
use crate::domain::event::{CaseEvent, Recorded};
use crate::domain::ids::{CaseId, ChainPlace, PersonId};
use crate::domain::sealable::{SealClass, Sealable};
use crate::domain::time::Moment;
use crate::domain::words::StreamKind;

/// Who did it, when, where: what is the same for all events of one act.
#[derive(Debug, Clone)]
pub struct Stamp {
    pub at: Moment,
    pub actor: PersonId,
    /// For whom (代办).
    pub on_behalf_of: Option<PersonId>,
    /// Code of the action.
    pub action: String,
    /// Client-made id of the act.
    pub act: String,
    /// Machine and terminal.
    pub origin: String,
}

/// The end of the chain: how many events there are and the hash of the last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Number of events.
    pub count: u64,
    /// Hash of the last, lower-case hexadecimal; 64 zeros before the first.
    pub hash: String,
}

/// One row of the journal as its hash covers it.
pub struct Entry<'a> {
    /// Place in the chain.
    pub position: i64,
    /// Whose event it is.
    pub stream_id: i64,
    /// Place in the stream.
    pub seq: i64,
    pub at: &'a str,
    pub actor: i64,
    pub on_behalf_of: Option<i64>,
    pub action: &'a str,
    pub act: &'a str,
    /// Machine and terminal.
    pub origin: &'a str,
    /// The event's JSON, byte for byte.
    pub body: &'a str,
}

impl Entry<'_> {
    /// SHA-256 over the previous hash and every column, each with its length so that nothing can shift.
    #[must_use]
    pub fn hash(&self, previous: &[u8]) -> [u8; 32] {
        let mut digest = Sha256::new();
        digest.update(previous);
        for number in [self.position, self.stream_id, self.seq, self.actor, self.on_behalf_of.unwrap_or(0)] {
            digest.update(number.to_be_bytes());
        }
        for text in [self.at, self.action, self.act, self.origin, self.body] {
            digest.update((text.len() as u64).to_be_bytes());
            digest.update(text.as_bytes());
        }
        digest.finalize().into()
    }
}

/// The present end of the chain.
///
/// # Errors
/// When the database cannot be read.
pub fn head(connection: &Connection) -> Result<Head, StoreError> {
    let (count, hash) = raw_head(connection)?;
    let count = u64::try_from(count).map_err(|_| StoreError::Damaged("记录的序号".to_owned()))?;
    Ok(Head { count, hash: hex(&hash) })
}

/// The place that the next event of the whole file will have.
///
/// # Errors
/// When the database cannot be read.
pub fn next_place(connection: &Connection) -> Result<ChainPlace, StoreError> {
    Ok(ChainPlace(raw_head(connection)?.0 + 1))
}

fn raw_head(connection: &Connection) -> Result<(i64, Vec<u8>), StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT position, hash FROM events ORDER BY position DESC LIMIT 1")?;
    let last = statement.query_row([], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    Ok(last.unwrap_or_else(|| (0, vec![0; 32])))
}

/// Appends one body to the chain and says its place and hash; the caller holds an IMMEDIATE transaction.
///
/// # Errors
/// `Conflict` when the place in the stream is taken.
pub fn append_body(
    connection: &Connection,
    stream: StreamId,
    seq: u32,
    stamp: &Stamp,
    body: &str,
) -> Result<(ChainPlace, String), StoreError> {
    let (last, previous) = raw_head(connection)?;
    let at = stamp.at.to_string();
    let entry = Entry {
        position: last + 1,
        stream_id: stream.0,
        seq: i64::from(seq),
        at: &at,
        actor: stamp.actor.0,
        on_behalf_of: stamp.on_behalf_of.map(|person| person.0),
        action: &stamp.action,
        act: &stamp.act,
        origin: &stamp.origin,
        body,
    };
    let hash = entry.hash(&previous);
    let mut statement = connection.prepare_cached(
        "INSERT INTO events (stream_id, seq, position, at, actor, on_behalf_of, action, act, origin, body, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
    )?;
    statement
        .execute(params![
            entry.stream_id,
            entry.seq,
            entry.position,
            entry.at,
            entry.actor,
            entry.on_behalf_of,
            entry.action,
            entry.act,
            entry.origin,
            entry.body,
            hash
        ])
        .map_err(|error| match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::ConstraintViolation) => StoreError::Conflict,
            _ => error.into(),
        })?;
    Ok((ChainPlace(entry.position), hex(&hash)))
}

/// Records events on a case and folds them into it.
///
/// # Errors
/// `Conflict` when the case got further events since it was read.
pub fn append(
    connection: &Connection,
    case: &mut Case,
    events: Vec<CaseEvent>,
    stamp: &Stamp,
) -> Result<(), StoreError> {
    let mut events = events;
    key_hashes(connection, &mut events)?;
    if case.seq == 0 {
        streams::begin(connection, case.id.into(), StreamKind::Case)?;
    }
    for mut event in events {
        let seq = case.seq + 1;
        for (place, class, text) in event.sealables_mut() {
            keep_text(connection, case.id.into(), (seq, place, class), text)?;
        }
        let body = serde_json::to_string(&event).map_err(|error| StoreError::Other(error.to_string()))?;
        let (place, hash) = append_body(connection, case.id.into(), seq, stamp, &body)?;
        let recorded = Recorded {
            seq,
            place,
            at: stamp.at,
            actor: stamp.actor,
            on_behalf_of: stamp.on_behalf_of,
            action: stamp.action.clone(),
            origin: stamp.origin.clone(),
            hash,
            event,
        };
        evolve(case, &recorded);
    }
    Ok(())
}

/// Puts digests made with the town's key in the place of plain ones, from which a short text could be guessed when it
/// has been erased. A document may be submitted in the act that wrote it, by the digest it was written with.
fn key_hashes(connection: &Connection, events: &mut [CaseEvent]) -> Result<(), StoreError> {
    let mut keyed: Vec<(String, String)> = Vec::new();
    for event in events {
        if let CaseEvent::DocumentDrafted(drafted) = event {
            let Some(text) = drafted.text.body() else { continue };
            let secret = super::Snapshot { connection }.secret()?;
            let hash = keyed_hash(&digest(secret.as_bytes(), text)?);
            keyed.push((std::mem::replace(&mut drafted.hash, hash.clone()), hash));
        } else if let CaseEvent::DocumentSubmitted(submitted) = event
            && let Some((_, hash)) = keyed.iter().find(|(plain, _)| *plain == submitted.hash)
        {
            submitted.hash.clone_from(hash);
        }
    }
    Ok(())
}

/// The table that texts of a class stand in, of whichever stream.
const fn table_of(class: SealClass) -> &'static str {
    match class {
        SealClass::Identity => "identity_texts",
        SealClass::Text => "case_texts",
    }
}

/// Stores an erasable text of an event and puts its digest into it.
///
/// # Errors
/// When the database cannot be written.
pub fn keep_text(
    connection: &Connection,
    stream: StreamId,
    (seq, place, class): (u32, &str, SealClass),
    text: &mut Sealable,
) -> Result<(), StoreError> {
    let Some(body) = text.body() else { return Ok(()) };
    let mut key = [0_u8; 16];
    getrandom::fill(&mut key).map_err(|error| StoreError::Other(error.to_string()))?;
    let mac = digest(&key, body)?;
    let table = table_of(class);
    let sql = format!("INSERT INTO {table} (case_id, seq, place, key, body) VALUES (?1, ?2, ?3, ?4, ?5)");
    connection.prepare_cached(&sql)?.execute(params![stream.0, seq, place, key, body])?;
    text.set_mac(mac);
    Ok(())
}

/// HMAC-SHA-256 of a text under a key, lower-case hexadecimal.
///
/// # Errors
/// `Damaged` for a key without a byte, with which anybody could compute it.
pub fn digest(key: &[u8], body: &str) -> Result<String, StoreError> {
    let no_key = || StoreError::Damaged("校验用的密钥不见了".to_owned());
    if key.is_empty() {
        return Err(no_key());
    }
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(|_| no_key())?;
    mac.update(body.as_bytes());
    Ok(hex(&mac.finalize().into_bytes()))
}

/// The recorded events of a case, oldest first, with what texts are left.
///
/// # Errors
/// `Damaged` when an event cannot be read.
pub fn read(connection: &Connection, case: CaseId) -> Result<Vec<Recorded>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT seq, at, actor, on_behalf_of, action, origin, hash, body, position FROM events
         WHERE stream_id = ?1 ORDER BY seq",
    )?;
    let mut rows = statement.query([case.0])?;
    let mut history = Vec::new();
    while let Some(row) = rows.next()? {
        let seq: u32 = row.get(0)?;
        let damaged = |what: &str| StoreError::Damaged(format!("第{}件第{seq}条记录的{what}", case.0));
        let at: String = row.get(1)?;
        let hash: Vec<u8> = row.get(6)?;
        let body: String = row.get(7)?;
        history.push(Recorded {
            seq,
            place: ChainPlace(row.get(8)?),
            at: Moment::parse(&at).ok_or_else(|| damaged("时间"))?,
            actor: PersonId(row.get(2)?),
            on_behalf_of: row.get::<_, Option<i64>>(3)?.map(PersonId),
            action: row.get(4)?,
            origin: row.get(5)?,
            hash: hex(&hash),
            event: serde_json::from_str(&body).map_err(|_| damaged("内容"))?,
        });
    }
    put_texts_back(connection, case, &mut history)?;
    Ok(history)
}

fn put_texts_back(connection: &Connection, case: CaseId, history: &mut [Recorded]) -> Result<(), StoreError> {
    for class in [SealClass::Identity, SealClass::Text] {
        each_text(connection, case.into(), class, |seq, place, body| {
            let Some(recorded) = history.iter_mut().find(|recorded| recorded.seq == seq) else { return };
            let mut places = recorded.event.sealables_mut();
            if let Some((_, _, text)) = places.iter_mut().find(|(name, _, _)| *name == place) {
                text.set_body(Some(body));
            }
        })?;
    }
    Ok(())
}

/// Tells every text of a class that is left of a stream, with the place of its event and the name it has there.
///
/// # Errors
/// When the database cannot be read.
pub fn each_text(
    connection: &Connection,
    stream: StreamId,
    class: SealClass,
    mut tell: impl FnMut(u32, &str, String),
) -> Result<(), StoreError> {
    let table = table_of(class);
    let mut statement = connection
        .prepare_cached(&format!("SELECT seq, place, body FROM {table} WHERE case_id = ?1 ORDER BY seq"))?;
    let mut rows = statement.query([stream.0])?;
    while let Some(row) = rows.next()? {
        let place: String = row.get(1)?;
        tell(row.get(0)?, &place, row.get(2)?);
    }
    Ok(())
}

/// The case as the fold of its events; `None` when it has none.
#[must_use]
pub fn fold(case: CaseId, history: &[Recorded]) -> Option<Case> {
    let mut state = Case::unborn(case, "");
    for recorded in history {
        evolve(&mut state, recorded);
    }
    (!history.is_empty()).then_some(state)
}

/// The case that an act was done to, when the act was recorded before: a doubled key press is one act.
///
/// # Errors
/// When the database cannot be read.
pub fn case_of_act(connection: &Connection, act: &str) -> Result<Option<CaseId>, StoreError> {
    let stream = stream_facts::of_act(connection, act, StreamKind::Case)?;
    Ok(stream.map(|stream| CaseId(stream.0)))
}
