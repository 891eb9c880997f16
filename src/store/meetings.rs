//! Meetings: their facts in the chain, and the rows by which they are listed and their cases found.

use std::collections::BTreeMap;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, params, params_from_iter};

use super::conditions::sight_condition;
use super::error::StoreError;
use super::journal::Stamp;
use super::streams::{self, StreamId};
use super::{Records, Snapshot, attachments, papers, stream_facts};
use crate::domain::code::Coded as _;
use crate::domain::ids::{CaseId, MeetingId, PersonId};
use crate::domain::meeting::event::MeetingEvent;
use crate::domain::meeting::{Item, Meeting, MeetingState};
use crate::domain::sight::Sight;
use crate::domain::stream::RecordedFact;
use crate::domain::time::Moment;
use crate::domain::words::StreamKind;

/// A meeting with everything recorded of it, oldest first.
pub struct MeetingOnRecord {
    pub meeting: Meeting,
    pub history: Vec<RecordedFact<MeetingEvent>>,
}

/// In which order a meeting looks at cases: what one has deferred, then what waits for assessment, then what one person
/// decided alone; the most urgent of each first.
const IN_TURN: &str =
    "NOT EXISTS (SELECT 1 FROM meeting_items i WHERE i.case_id = c.case_id AND i.deferred = 1),
     scope IS NOT NULL, urgency, case_id";

const fn stream(id: MeetingId) -> (StreamId, StreamKind) {
    (StreamId(id.0), StreamKind::Meeting)
}

impl Snapshot<'_> {
    /// The titles of the cases on the agenda that the sight covers; they were masked when they were written.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn titles_on_agenda(
        &self,
        id: MeetingId,
        sight: &Sight,
    ) -> Result<BTreeMap<CaseId, String>, StoreError> {
        let condition = sight_condition(sight);
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT c.case_id, c.title FROM meeting_items m JOIN cases c USING (case_id)
             WHERE m.meeting_id = ? AND {}",
            condition.text()
        ))?;
        let values = std::iter::once(Value::Integer(id.0)).chain(condition.values);
        let rows = statement
            .query_map(params_from_iter(values), |row| Ok((CaseId(row.get(0)?), row.get::<_, String>(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The meeting with its history; `None` when there is no such meeting.
    ///
    /// # Errors
    /// `Damaged` when a fact cannot be read.
    pub fn meeting(&self, id: MeetingId) -> Result<Option<MeetingOnRecord>, StoreError> {
        let history: Vec<RecordedFact<MeetingEvent>> = stream_facts::all(self.connection, stream(id))?;
        if history.is_empty() {
            return Ok(None);
        }
        let mut meeting = Meeting::unborn(id, 0);
        for fact in &history {
            meeting.evolve(&fact.event, &fact.stamped());
        }
        Ok(Some(MeetingOnRecord { meeting, history }))
    }

    /// The meeting with the town's own number.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn meeting_numbered(&self, no: u32) -> Result<Option<MeetingId>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT meeting_id FROM meetings WHERE no = ?1")?;
        Ok(statement.query_row([no], |row| row.get(0)).optional()?.map(MeetingId))
    }

    /// The meeting that an act was done to, when it was recorded before.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn meeting_of_act(&self, act: &str) -> Result<Option<MeetingId>, StoreError> {
        let stream = stream_facts::of_act(self.connection, act, StreamKind::Meeting)?;
        Ok(stream.map(|stream| MeetingId(stream.0)))
    }

    /// The newest meetings, the newest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn newest_meetings(&self, at_most: u32) -> Result<Vec<MeetingId>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT meeting_id FROM meetings ORDER BY no DESC LIMIT ?1")?;
        let ids = statement.query_map([at_most], |row| row.get(0).map(MeetingId))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// The meetings whose record waits for the signature of one of these people.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn records_to_sign(&self, people: &[PersonId]) -> Result<Vec<MeetingId>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT meeting_id FROM meeting_signers WHERE person_id = ?1 ORDER BY submitted_at, meeting_id",
        )?;
        let mut found = Vec::new();
        for person in people {
            let ids = statement.query_map([person.0], |row| row.get(0).map(MeetingId))?;
            found.extend(ids.collect::<rusqlite::Result<Vec<_>>>()?);
        }
        found.dedup();
        Ok(found)
    }

    /// The numbers for a meeting about to be prepared: that in the database and the town's own.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn next_meeting(&self) -> Result<(MeetingId, u32), StoreError> {
        let no: u32 =
            self.connection
                .query_row("SELECT coalesce(max(no), 0) + 1 FROM meetings", [], |row| row.get(0))?;
        Ok((MeetingId(streams::next(self.connection)?.0), no))
    }

    /// The cases that the next meeting looks at: those waiting for assessment, and those that one person decided alone
    /// and no meeting has looked at since; what a meeting deferred goes first, then the most urgent.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn cases_for_meeting(&self, at_most: u32) -> Result<Vec<CaseId>, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT case_id FROM cases c
             WHERE ended = 0 AND ((stage = 'complaint' AND scope IS NULL)
                OR EXISTS (SELECT 1 FROM assessments a WHERE a.case_id = c.case_id AND a.decided_by = 'operator'))
             ORDER BY {IN_TURN} LIMIT ?1",
        ))?;
        let ids = statement.query_map([at_most], |row| row.get(0).map(CaseId))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// These cases in the order in which a meeting looks at them.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn in_turn_for_meeting(&self, cases: &[CaseId]) -> Result<Vec<CaseId>, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT case_id FROM cases c WHERE case_id IN (SELECT value FROM json_each(?1)) ORDER BY {IN_TURN}"
        ))?;
        let numbers: Vec<i64> = cases.iter().map(|case| case.0).collect();
        let numbers =
            serde_json::to_string(&numbers).map_err(|error| StoreError::Other(error.to_string()))?;
        let ids = statement.query_map([numbers], |row| row.get(0).map(CaseId))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }
}

impl Records<'_> {
    /// Records facts about a meeting with the rows they imply.
    ///
    /// # Errors
    /// `Conflict` when somebody was faster; nothing is kept then.
    pub fn append_meeting(
        &self,
        meeting: &mut Meeting,
        events: &[MeetingEvent],
        stamp: &Stamp,
    ) -> Result<(), StoreError> {
        let recorded = stream_facts::append(self.connection, stream(meeting.id), meeting.seq, events, stamp)?;
        for (event, stamped) in &recorded {
            meeting.evolve(event, stamped);
        }
        write(self.connection, meeting)?;
        self.erase_files(stream(meeting.id).0, &recorded, stamp)
    }
}

/// A row of `meetings` without its key.
type MeetingRow = (u32, u32, String, String, String);

fn row_of(meeting: &Meeting) -> MeetingRow {
    let heading = &meeting.heading;
    let state = meeting.state.code().to_owned();
    (meeting.no, meeting.seq, state, heading.name.clone(), heading.at.to_string())
}

/// The cases on the agenda by place, and whether each was deferred.
fn items_of(meeting: &Meeting) -> Vec<(i64, u32, bool)> {
    let row = |(item, place): (&Item, u32)| (item.case.0, place, item.decision.deferred);
    meeting.agenda.iter().zip(1_u32..).map(row).collect()
}

/// Whose signature its record waits for, and since when.
fn signers_of(meeting: &Meeting) -> Vec<(i64, i64)> {
    let Some(record) = meeting.record.as_ref().filter(|_| meeting.state == MeetingState::UnderReview) else {
        return Vec::new();
    };
    let since = record.submitted_at.map_or(0, Moment::unix);
    let mut signers: Vec<(i64, i64)> =
        record.open_steps().filter_map(|(_, step)| Some((step.person?.0, since))).collect();
    signers.sort_unstable();
    signers.dedup();
    signers
}

fn write(connection: &Connection, meeting: &Meeting) -> Result<(), StoreError> {
    papers::write(connection, meeting.id.0, &papers::rows_of_meeting(meeting))?;
    attachments::write(connection, stream(meeting.id).0, &attachments::rows_of(&meeting.files))?;
    let (no, seq, state, name, held_at) = row_of(meeting);
    connection
        .prepare_cached(
            "INSERT INTO meetings (meeting_id, no, seq, state, name, held_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (meeting_id) DO UPDATE SET seq = ?3, state = ?4, name = ?5, held_at = ?6",
        )?
        .execute(params![meeting.id.0, no, seq, state, name, held_at])?;
    connection.prepare_cached("DELETE FROM meeting_items WHERE meeting_id = ?1")?.execute([meeting.id.0])?;
    let mut insert = connection.prepare_cached(
        "INSERT INTO meeting_items (meeting_id, place, case_id, deferred) VALUES (?1, ?2, ?3, ?4)",
    )?;
    for (case, place, deferred) in items_of(meeting) {
        insert.execute(params![meeting.id.0, place, case, deferred])?;
    }
    connection
        .prepare_cached("DELETE FROM meeting_signers WHERE meeting_id = ?1")?
        .execute([meeting.id.0])?;
    let mut insert = connection.prepare_cached(
        "INSERT INTO meeting_signers (meeting_id, person_id, submitted_at) VALUES (?1, ?2, ?3)",
    )?;
    for (person, since) in signers_of(meeting) {
        insert.execute(params![meeting.id.0, person, since])?;
    }
    Ok(())
}

/// Whether the rows of a meeting are what its facts imply.
pub fn rows_match(connection: &Connection, meeting: &Meeting) -> Result<bool, StoreError> {
    let mut statement = connection
        .prepare_cached("SELECT no, seq, state, name, held_at FROM meetings WHERE meeting_id = ?1")?;
    let stored: Option<MeetingRow> = statement
        .query_row([meeting.id.0], |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
        })
        .optional()?;
    let mut statement = connection.prepare_cached(
        "SELECT case_id, place, deferred FROM meeting_items WHERE meeting_id = ?1 ORDER BY place",
    )?;
    let items = statement.query_map([meeting.id.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let items = items.collect::<rusqlite::Result<Vec<(i64, u32, bool)>>>()?;
    let mut statement = connection.prepare_cached(
        "SELECT person_id, submitted_at FROM meeting_signers WHERE meeting_id = ?1 ORDER BY person_id",
    )?;
    let signers = statement.query_map([meeting.id.0], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let signers = signers.collect::<rusqlite::Result<Vec<(i64, i64)>>>()?;
    let rows =
        stored == Some(row_of(meeting)) && items == items_of(meeting) && signers == signers_of(meeting);
    Ok(rows
        && papers::are_meetings(connection, meeting)?
        && attachments::are_rows(connection, stream(meeting.id).0, &meeting.files)?)
}

/// Rows of meetings that no record knows.
pub const STRAYS: &str = "SELECT (SELECT count(*) FROM meetings WHERE meeting_id NOT IN
         (SELECT stream_id FROM streams WHERE kind = 'meeting'))
     + (SELECT count(*) FROM meeting_signers WHERE meeting_id NOT IN (SELECT meeting_id FROM meetings))
     + (SELECT count(*) FROM meeting_items WHERE meeting_id NOT IN (SELECT meeting_id FROM meetings))";
