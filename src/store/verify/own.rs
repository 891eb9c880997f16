//! Records that are neither the town's nor a case's, each replayed by itself and compared with its rows.

use rusqlite::Connection;

use super::super::error::StoreError;
use super::super::journal::Entry;
use super::super::{disclosures, meetings};
use super::{FirstBad, Found};
use crate::domain::disclosure::Disclosure;
use crate::domain::disclosure::event::DisclosureEvent;
use crate::domain::ids::{DisclosureId, MeetingId, PersonId};
use crate::domain::meeting::Meeting;
use crate::domain::meeting::event::MeetingEvent;
use crate::domain::stream::Stamped;
use crate::domain::time::Moment;

/// A fact with what a fold may know of it; `None` where it cannot be read.
fn fact_of<E: serde::de::DeserializeOwned>(entry: &Entry<'_>) -> Option<(E, Stamped)> {
    let seq = u32::try_from(entry.seq).ok()?;
    let at = Moment::parse(entry.at)?;
    Some((serde_json::from_str(entry.body).ok()?, Stamped { seq, at, actor: PersonId(entry.actor) }))
}

/// A meeting on its way through its facts.
pub struct MeetingReplay {
    meeting: Meeting,
    first: i64,
}

impl MeetingReplay {
    pub fn of(entry: &Entry<'_>) -> Self {
        Self { meeting: Meeting::unborn(MeetingId(entry.stream_id), 0), first: entry.position }
    }

    /// The next fact; a fault where it cannot be read.
    pub fn take(&mut self, entry: &Entry<'_>) -> Found {
        let Some((event, stamped)) = fact_of::<MeetingEvent>(entry) else {
            return Some(FirstBad::at(entry.position, "这一条记录的内容读不出来"));
        };
        self.meeting.evolve(&event, &stamped);
        None
    }

    /// Compares it with its rows once all its facts were read.
    pub fn close(&self, connection: &Connection) -> Result<Found, StoreError> {
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
}

impl DisclosureReplay {
    pub fn of(entry: &Entry<'_>) -> Self {
        Self { disclosure: Disclosure::unborn(DisclosureId(entry.stream_id), 0), first: entry.position }
    }

    /// The next fact; a fault where it cannot be read.
    pub fn take(&mut self, entry: &Entry<'_>) -> Found {
        let Some((event, stamped)) = fact_of::<DisclosureEvent>(entry) else {
            return Some(FirstBad::at(entry.position, "这一条记录的内容读不出来"));
        };
        self.disclosure.evolve(&event, &stamped);
        None
    }

    /// Compares it with its row once all its facts were read.
    pub fn close(&self, connection: &Connection) -> Result<Found, StoreError> {
        let is_same = disclosures::row_matches(connection, &self.disclosure)?;
        Ok((!is_same).then(|| {
            let told = self.disclosure.told();
            FirstBad::at(self.first, format!("公示记录{told}的当前状态与记录重放的结果不符"))
        }))
    }
}
