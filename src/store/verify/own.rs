//! Records that are neither the town's nor a case's, each replayed by itself and compared with its rows.

use rusqlite::Connection;

use super::super::error::StoreError;
use super::super::journal::Entry;
use super::super::streams::StreamId;
use super::super::{disclosures, meetings};
use super::texts::Texts;
use super::{FirstBad, Found};
use crate::domain::disclosure::Disclosure;
use crate::domain::disclosure::event::DisclosureEvent;
use crate::domain::ids::{ChainPlace, DisclosureId, MeetingId, PersonId};
use crate::domain::meeting::Meeting;
use crate::domain::meeting::event::MeetingEvent;
use crate::domain::stream::{Stamped, StreamEvent};
use crate::domain::time::Moment;

/// A fact with what a fold may know of it; `None` where it cannot be read.
fn fact_of<E: serde::de::DeserializeOwned>(entry: &Entry<'_>) -> Option<(E, Stamped)> {
    let seq = u32::try_from(entry.seq).ok()?;
    let at = Moment::parse(entry.at)?;
    let (place, actor) = (ChainPlace(entry.position), PersonId(entry.actor));
    Some((serde_json::from_str(entry.body).ok()?, Stamped { seq, place, at, actor }))
}

/// The texts outside the chain that the facts of one record name, and which of them facts took away.
#[derive(Default)]
struct TextsOfRecord {
    /// Place in the chain, place in the record and name of what is not there.
    missing: Vec<(i64, u32, &'static str)>,
    /// Places in the record of the facts whose texts were taken away, each by a later one.
    erased: Vec<u32>,
}

impl TextsOfRecord {
    /// Puts the texts of a fact into it; a fault where one of them is not what was recorded.
    fn take<E: StreamEvent>(
        &mut self,
        (event, stamped): (&mut E, &Stamped),
        stream: StreamId,
        beside: [&mut Texts<'_>; 2],
    ) -> Result<Found, StoreError> {
        let mut found = None;
        for kind in beside {
            if let Some(reason) = kind.put_back(stream, stamped.seq, &mut event.sealables_mut())? {
                found.get_or_insert_with(|| FirstBad::at(stamped.place.0, reason));
            }
        }
        for (place, _, text) in event.sealables_mut() {
            if text.body().is_none() && !text.mac().is_empty() {
                self.missing.push((stamped.place.0, stamped.seq, place));
            }
        }
        self.erased.extend(event.erases().filter(|seq| *seq < stamped.seq));
        Ok(found)
    }

    /// The first text that is missing although no fact took it away.
    fn wrongly_missing(&self) -> Found {
        let (position, _, place) = self.missing.iter().find(|(_, seq, _)| !self.erased.contains(seq))?;
        Some(FirstBad::at(*position, format!("这一条记录的文本（{place}）不见了，也没有抹去的记录")))
    }
}

/// A meeting on its way through its facts.
pub struct MeetingReplay {
    meeting: Meeting,
    first: i64,
    texts: TextsOfRecord,
}

impl MeetingReplay {
    pub fn of(entry: &Entry<'_>) -> Self {
        Self {
            meeting: Meeting::unborn(MeetingId(entry.stream_id), 0),
            first: entry.position,
            texts: TextsOfRecord::default(),
        }
    }

    /// The next fact; a fault where it cannot be read.
    pub fn take(&mut self, entry: &Entry<'_>, beside: [&mut Texts<'_>; 2]) -> Result<Found, StoreError> {
        let Some((mut event, stamped)) = fact_of::<MeetingEvent>(entry) else {
            return Ok(Some(FirstBad::at(entry.position, "这一条记录的内容读不出来")));
        };
        let found = self.texts.take((&mut event, &stamped), StreamId(entry.stream_id), beside)?;
        self.meeting.evolve(&event, &stamped);
        Ok(found)
    }

    /// Compares it with its rows once all its facts were read.
    pub fn close(&self, connection: &Connection) -> Result<Found, StoreError> {
        if let Some(missing) = self.texts.wrongly_missing() {
            return Ok(Some(missing));
        }
        let is_same = meetings::rows_match(connection, &self.meeting)?;
        Ok((!is_same).then(|| {
            FirstBad::at(self.first, format!("{}的当前状态与记录重放的结果不符", self.meeting.told()))
        }))
    }
}

/// A record of disclosure on its way through its facts.
pub struct DisclosureReplay {
    disclosure: Disclosure,
    first: i64,
    texts: TextsOfRecord,
}

impl DisclosureReplay {
    pub fn of(entry: &Entry<'_>) -> Self {
        Self {
            disclosure: Disclosure::unborn(DisclosureId(entry.stream_id), 0),
            first: entry.position,
            texts: TextsOfRecord::default(),
        }
    }

    /// The next fact; a fault where it cannot be read.
    pub fn take(&mut self, entry: &Entry<'_>, beside: [&mut Texts<'_>; 2]) -> Result<Found, StoreError> {
        let Some((mut event, stamped)) = fact_of::<DisclosureEvent>(entry) else {
            return Ok(Some(FirstBad::at(entry.position, "这一条记录的内容读不出来")));
        };
        let found = self.texts.take((&mut event, &stamped), StreamId(entry.stream_id), beside)?;
        self.disclosure.evolve(&event, &stamped);
        Ok(found)
    }

    /// Compares it with its row once all its facts were read.
    pub fn close(&self, connection: &Connection) -> Result<Found, StoreError> {
        if let Some(missing) = self.texts.wrongly_missing() {
            return Ok(Some(missing));
        }
        let is_same = disclosures::row_matches(connection, &self.disclosure)?;
        Ok((!is_same).then(|| {
            let told = self.disclosure.told();
            FirstBad::at(self.first, format!("公示记录{told}的当前状态与记录重放的结果不符"))
        }))
    }
}
