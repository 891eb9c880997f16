//! The record itself, in one reading: every event's hash, the town's facts, and the cases one after the other, each
//! with its texts, compared with its rows as soon as its last event was read.

use std::collections::BTreeMap;

use rusqlite::{Connection, Row};

use super::super::Outlook;
use super::super::error::StoreError;
use super::super::journal::{Entry, Head};
use super::super::streams::{self, Kinds, StreamId, TOWN};
use super::own::{DisclosureReplay, MeetingReplay};
use super::rows::{Statements, Tables};
use super::texts::{self, IN_ORDER, Texts};
use super::town::Town;
use super::{FirstBad, Found};
use crate::domain::case::Case;
use crate::domain::document::hash::hex;
use crate::domain::event::{CaseEvent, Recorded, TextPlace, evolve};
use crate::domain::ids::{CaseId, ChainPlace, PersonId};
use crate::domain::sealable::SealClass;
use crate::domain::time::Moment;
use crate::domain::words::StreamKind;

/// A hash in the chain.
type Hash = [u8; 32];

/// What the reading brought to light.
#[derive(Default)]
pub struct Findings {
    /// The first broken link.
    pub chain: Found,
    /// The first case that is not what its events say.
    pub case: Found,
    /// The town as its events say.
    pub town: Town,
    /// The last number of each year that a case got.
    pub serials: BTreeMap<i64, i64>,
}

impl Findings {
    /// Keeps the first fault of what follows from the record.
    fn note(&mut self, fault: Found) {
        if self.case.is_none() {
            self.case = fault;
        }
    }

    /// Keeps the broken link that comes first in the chain, whatever order they are found in.
    fn broken(&mut self, position: i64, reason: &str) {
        let place = u64::try_from(position).unwrap_or(0);
        if self.chain.as_ref().is_none_or(|known| place < known.seq) {
            self.chain = Some(FirstBad::at(position, reason));
        }
    }
}

/// Whose events are being read.
enum Open {
    Town,
    Case(Box<Replay>),
    Meeting(Box<MeetingReplay>),
    Disclosure(Box<DisclosureReplay>),
}

/// Begins with the first event of a stream that is said to be of this kind.
fn begin(entry: &Entry<'_>, said: Option<StreamKind>, found: &mut Findings) -> Open {
    let is_town = entry.stream_id == TOWN.0;
    if said.is_none() || (said == Some(StreamKind::Town)) != is_town {
        found.note(Some(FirstBad::at(entry.position, "记录属于谁与登记不符")));
    }
    match said {
        _ if is_town => Open::Town,
        Some(StreamKind::Meeting) => Open::Meeting(Box::new(MeetingReplay::of(entry))),
        Some(StreamKind::Disclosure) => Open::Disclosure(Box::new(DisclosureReplay::of(entry))),
        Some(StreamKind::Case | StreamKind::Town) | None => Open::Case(Box::new(Replay::of(entry))),
    }
}

/// Reads all events twice: their hashes, then everything.
pub fn read(
    connection: &Connection,
    anchor: Option<&Head>,
    outlook: &Outlook<'_>,
    found: &mut Findings,
) -> Result<(), StoreError> {
    let hashes = hashes(connection, found)?;
    let mut statement = connection.prepare(
        "SELECT position, stream_id, seq, at, actor, on_behalf_of, action, act, origin, body
         FROM events ORDER BY stream_id, seq",
    )?;
    let mut rows = statement.query([])?;
    let mut of_identity = connection.prepare(&IN_ORDER.replace("{}", "identity_texts"))?;
    let mut of_matter = connection.prepare(&IN_ORDER.replace("{}", "case_texts"))?;
    let mut identities = Texts::over(of_identity.query([])?, SealClass::Identity);
    let mut texts = Texts::over(of_matter.query([])?, SealClass::Text);
    let mut in_streams = connection.prepare(streams::IN_ORDER)?;
    let mut kinds = Kinds::over(in_streams.query([])?);
    let mut beside = Statements::prepare(connection)?;
    let mut tables = Tables::of(&mut beside)?;
    let mut stream = None;
    let mut open: Option<Open> = None;
    while let Some(row) = rows.next()? {
        let position: i64 = row.get(0)?;
        let Some(entry) = entry(row, position) else {
            found.broken(position, "这一条记录读不出来");
            continue;
        };
        check_link(&entry, &hashes, found);
        if stream != Some(entry.stream_id) {
            stream = Some(entry.stream_id);
            close(open.take(), connection, &mut tables, outlook, found)?;
            open = Some(begin(&entry, kinds.of(StreamId(entry.stream_id))?, found));
        }
        match &mut open {
            Some(Open::Case(replay)) => {
                replay.take(&entry, [&mut identities, &mut texts], connection, found)?;
            }
            Some(Open::Meeting(replay)) => found.note(replay.take(&entry, [&mut identities, &mut texts])?),
            Some(Open::Disclosure(replay)) => {
                found.note(replay.take(&entry, [&mut identities, &mut texts])?);
            }
            Some(Open::Town) | None => found.town.take(&entry),
        }
    }
    close(open, connection, &mut tables, outlook, found)?;
    if found.case.is_none() && found.chain.is_none() {
        found.case = tables.strays()?.map(|reason| FirstBad::at(0, reason));
    }
    if kinds.has_more()? {
        found.case.get_or_insert_with(|| FirstBad::at(0, "登记了一种记录，却没有任何一条"));
    }
    for kind in [&mut identities, &mut texts] {
        if found.case.is_none() && kind.has_more()? {
            found.case = Some(FirstBad::at(0, "有的文本不属于任何记录"));
        }
    }
    if let Some(anchor) = anchor {
        check_anchor(anchor, &hashes, found);
    }
    Ok(())
}

/// The stored hashes in the order of the chain; a place that is missing has none.
fn hashes(connection: &Connection, found: &mut Findings) -> Result<Vec<Option<Hash>>, StoreError> {
    let count: i64 = connection.query_row("SELECT count(*) FROM events", [], |row| row.get(0))?;
    let mut hashes = vec![None; usize::try_from(count).unwrap_or(0)];
    let mut statement = connection.prepare("SELECT position, hash FROM events")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let position: i64 = row.get(0)?;
        let place = usize::try_from(position - 1).ok().and_then(|place| hashes.get_mut(place));
        let hash = row.get_ref(1)?.as_blob().ok().and_then(|bytes| Hash::try_from(bytes).ok());
        if let (Some(place), Some(hash)) = (place, hash) {
            *place = Some(hash);
        }
    }
    if let Some(missing) = hashes.iter().position(Option::is_none) {
        found.broken(i64::try_from(missing).unwrap_or(0) + 1, "这一条记录不见了");
    }
    Ok(hashes)
}

fn entry<'a>(row: &'a Row<'_>, position: i64) -> Option<Entry<'a>> {
    let text = |column: usize| row.get_ref(column).ok()?.as_str().ok();
    Some(Entry {
        position,
        stream_id: row.get(1).ok()?,
        seq: row.get(2).ok()?,
        at: text(3)?,
        actor: row.get(4).ok()?,
        on_behalf_of: row.get(5).ok()?,
        action: text(6)?,
        act: text(7)?,
        origin: text(8)?,
        body: text(9)?,
    })
}

fn check_link(entry: &Entry<'_>, hashes: &[Option<Hash>], found: &mut Findings) {
    let at = |position: i64| {
        usize::try_from(position - 1).ok().and_then(|place| hashes.get(place).copied().flatten())
    };
    let previous = if entry.position == 1 { Some([0; 32]) } else { at(entry.position - 1) };
    let is_right = previous.is_some_and(|previous| at(entry.position) == Some(entry.hash(&previous)));
    // Nobody has the number 0, but the hash cannot tell it from nobody.
    if !is_right || entry.on_behalf_of == Some(0) {
        found.broken(entry.position, "这一条记录被改动过，与它的校验值不符");
    }
}

fn check_anchor(anchor: &Head, hashes: &[Option<Hash>], found: &mut Findings) {
    if anchor.count == 0 || found.chain.is_some() {
        return;
    }
    let place = usize::try_from(anchor.count - 1).ok();
    match place.and_then(|place| hashes.get(place).copied().flatten()) {
        Some(hash) if hex(&hash) == anchor.hash => {}
        Some(_) => {
            let position = i64::try_from(anchor.count).unwrap_or(0);
            found.broken(position, "与给出的校验锚不符：这之前的记录被整体替换过");
        }
        None => {
            let position = i64::try_from(hashes.len()).unwrap_or(0) + 1;
            found.broken(position, "记录比给出的校验锚少：末尾被截掉，或这是较旧的副本");
        }
    }
}

/// A text that is not there, and where it was.
struct Missing {
    position: i64,
    seq: u32,
    place: &'static str,
    class: SealClass,
}

/// A case on its way through its events.
struct Replay {
    case: Case,
    first: i64,
    missing: Vec<Missing>,
    /// Places in the case of the events that erase, with the classes of texts they take.
    erasures: Vec<(u32, &'static [SealClass])>,
    /// Single texts that they took besides.
    erased_texts: Vec<TextPlace>,
}

impl Replay {
    fn of(entry: &Entry<'_>) -> Self {
        Self {
            case: Case::unborn(CaseId(entry.stream_id), ""),
            first: entry.position,
            missing: Vec::new(),
            erasures: Vec::new(),
            erased_texts: Vec::new(),
        }
    }

    fn take(
        &mut self,
        entry: &Entry<'_>,
        beside: [&mut Texts<'_>; 2],
        connection: &Connection,
        found: &mut Findings,
    ) -> Result<(), StoreError> {
        let parts = (serde_json::from_str::<CaseEvent>(entry.body), Moment::parse(entry.at));
        let (Ok(mut event), Some(at), Ok(seq)) = (parts.0, parts.1, u32::try_from(entry.seq)) else {
            found.case.get_or_insert_with(|| FirstBad::at(entry.position, "这一条记录的内容读不出来"));
            return Ok(());
        };
        for kind in beside {
            if let Some(reason) = kind.put_back(self.case.id.into(), seq, &mut event.sealables_mut())? {
                found.case.get_or_insert_with(|| FirstBad::at(entry.position, reason));
            }
        }
        for (place, class, text) in event.sealables_mut() {
            if text.body().is_none() && !text.mac().is_empty() {
                self.missing.push(Missing { position: entry.position, seq, place, class });
            }
        }
        if !texts::is_bound(connection, &event)? {
            let reason = "这一条文书与它的校验值不符";
            found.case.get_or_insert_with(|| FirstBad::at(entry.position, reason));
        }
        if let CaseEvent::Registered(first) = &event {
            note_serial(&first.case_no, &mut found.serials);
        }
        if !event.erases().is_empty() {
            self.erasures.push((seq, event.erases()));
            self.erased_texts.extend(event.erased_texts().iter().filter(|text| text.seq < seq).cloned());
        }
        let recorded = Recorded {
            seq,
            place: ChainPlace(entry.position),
            at,
            actor: PersonId(entry.actor),
            on_behalf_of: entry.on_behalf_of.map(PersonId),
            action: entry.action.to_owned(),
            origin: String::new(),
            hash: String::new(),
            event,
        };
        evolve(&mut self.case, &recorded);
        Ok(())
    }

    /// A text is missing rightly when an event of the case took its class after it was written. Of a case whose texts
    /// were all taken nothing that is written later is kept either.
    fn wrongly_missing(&self) -> Option<&Missing> {
        let is_covered = |missing: &&Missing| {
            let is_of_class = |(seq, classes): &(u32, &[SealClass])| {
                classes.contains(&missing.class) && (*seq > missing.seq || self.case.sealed)
            };
            let is_named = |text: &TextPlace| text.seq == missing.seq && text.place == missing.place;
            !self.erasures.iter().any(is_of_class) && !self.erased_texts.iter().any(is_named)
        };
        self.missing.iter().find(is_covered)
    }
}

/// Notes a number that was given.
pub(super) fn note_serial(case_no: &str, serials: &mut BTreeMap<i64, i64>) {
    let parts = case_no.split_once('-').map(|(year, serial)| (year.parse::<i64>(), serial.parse::<i64>()));
    if let Some((Ok(year), Ok(serial))) = parts {
        let last = serials.entry(year).or_default();
        *last = serial.max(*last);
    }
}

/// Compares what was replayed with its rows once all its events were read.
fn close(
    open: Option<Open>,
    connection: &Connection,
    tables: &mut Tables<'_>,
    outlook: &Outlook<'_>,
    found: &mut Findings,
) -> Result<(), StoreError> {
    let Some(open) = open.filter(|_| found.case.is_none() && found.chain.is_none()) else {
        return Ok(());
    };
    let replay = match open {
        Open::Town => return Ok(()),
        Open::Meeting(replay) => {
            found.note(replay.close(connection)?);
            return Ok(());
        }
        Open::Disclosure(replay) => {
            found.note(replay.close(connection)?);
            return Ok(());
        }
        Open::Case(replay) => replay,
    };
    if let Some(Missing { position, place, .. }) = replay.wrongly_missing() {
        let reason = format!("这一条记录的文本（{place}）不见了，也没有密封或清除的记录");
        found.case = Some(FirstBad::at(*position, reason));
    } else if let Some(wrong) = tables.differ(&replay.case, outlook)? {
        let reason = format!("{}的{wrong}与记录重放的结果不符", replay.case.case_no);
        found.case = Some(FirstBad::at(replay.first, reason));
    }
    Ok(())
}
