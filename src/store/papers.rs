//! The register of papers: the numbers that were given, by kind and year, and which papers a case or a meeting has. Its
//! rows follow from the cases and meetings.

use rusqlite::{Connection, Row, params, params_from_iter};

use super::Snapshot;
use super::conditions::sight_condition;
use super::error::StoreError;
use super::summary::word;
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::ids::MeetingId;
use crate::domain::meeting::Meeting;
use crate::domain::paper::PaperKind;
use crate::domain::sight::Sight;
use crate::domain::time::Date;
use crate::domain::view::paper::{PaperOf, Registered};

/// The rows of cases in their order.
pub const IN_ORDER: &str = "SELECT stream_id, number, kind, year, serial, issued_on, copies, void
    FROM papers WHERE kind <> 'meeting' ORDER BY stream_id, place";

const OF_MEETING: &str = "SELECT stream_id, number, kind, year, serial, issued_on, copies, void
    FROM papers WHERE stream_id = ?1 ORDER BY place";

/// Rows of papers that no record knows.
pub const STRAYS: &str = "SELECT count(*) FROM papers
    WHERE kind = 'meeting' AND stream_id NOT IN (SELECT meeting_id FROM meetings)";

/// A row without its key.
#[derive(Debug)]
pub struct PaperRow<'a> {
    place: i64,
    number: &'a str,
    kind: PaperKind,
    year: i16,
    serial: u32,
    on: Date,
    copies: u32,
    is_void: bool,
}

/// The rows that follow from a case.
pub fn rows_of_case(case: &Case) -> Vec<PaperRow<'_>> {
    let papers = case.papers.iter();
    papers
        .map(|paper| PaperRow {
            place: paper.place.0,
            number: &paper.number,
            kind: paper.kind,
            year: paper.year,
            serial: paper.serial,
            on: paper.on,
            copies: paper.copies,
            is_void: paper.void.is_some(),
        })
        .collect()
}

/// The rows that follow from a meeting.
pub fn rows_of_meeting(meeting: &Meeting) -> Vec<PaperRow<'_>> {
    let papers = meeting.papers.iter();
    papers
        .map(|paper| PaperRow {
            place: i64::from(paper.seq),
            number: &paper.number,
            kind: PaperKind::Meeting,
            year: paper.year,
            serial: paper.serial,
            on: paper.on,
            copies: paper.copies,
            is_void: paper.void.is_some(),
        })
        .collect()
}

/// Writes the rows of a case or a meeting.
pub fn write(connection: &Connection, stream: i64, rows: &[PaperRow<'_>]) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    connection.prepare_cached("DELETE FROM papers WHERE stream_id = ?1")?.execute([stream])?;
    let mut insert = connection.prepare_cached(
        "INSERT INTO papers (stream_id, place, number, kind, year, serial, issued_on, copies, void)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for row in rows {
        insert.execute(params![
            stream,
            row.place,
            row.number,
            row.kind.code(),
            row.year,
            row.serial,
            row.on.to_string(),
            row.copies,
            row.is_void,
        ])?;
    }
    Ok(())
}

/// Whether a row of [`IN_ORDER`] is this paper's.
pub fn is_paper(row: &Row<'_>, paper: &PaperRow<'_>) -> rusqlite::Result<bool> {
    Ok(row.get_ref(1)?.as_str()? == paper.number
        && row.get_ref(2)?.as_str()? == paper.kind.code()
        && row.get::<_, i16>(3)? == paper.year
        && row.get::<_, u32>(4)? == paper.serial
        && row.get_ref(5)?.as_str()? == paper.on.to_string()
        && row.get::<_, u32>(6)? == paper.copies
        && row.get::<_, bool>(7)? == paper.is_void)
}

/// Whether the rows of a meeting are what its facts imply.
pub fn are_meetings(connection: &Connection, meeting: &Meeting) -> Result<bool, StoreError> {
    let expected = rows_of_meeting(meeting);
    let mut statement = connection.prepare_cached(OF_MEETING)?;
    let mut rows = statement.query([meeting.id.0])?;
    for paper in &expected {
        match rows.next()? {
            Some(row) if is_paper(row, paper)? => {}
            Some(_) | None => return Ok(false),
        }
    }
    Ok(rows.next()?.is_none())
}

impl Snapshot<'_> {
    /// The next number of this kind in the year; void ones stay taken.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn next_paper_serial(&self, kind: PaperKind, year: i16) -> Result<u32, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT coalesce(max(serial), 0) + 1 FROM papers WHERE kind = ?1 AND year = ?2",
        )?;
        Ok(statement.query_row(params![kind.code(), year], |row| row.get(0))?)
    }

    /// The register of a year, by kind and number, as far as the cases may be seen.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn paper_register(&self, year: i16, sight: &Sight) -> Result<Vec<Registered>, StoreError> {
        let seen = sight_condition(sight);
        let sql = format!(
            "SELECT p.number, p.kind, p.issued_on, p.copies, p.void, c.case_no
             FROM papers p JOIN cases c ON c.case_id = p.stream_id
             WHERE p.year = ? AND {} ORDER BY p.kind, p.serial",
            seen.sql.join(" AND ")
        );
        let values = std::iter::once(rusqlite::types::Value::Integer(year.into())).chain(seen.values);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut register = Vec::new();
        while let Some(row) = rows.next()? {
            register.push(registered(row, PaperOf::Case(row.get(5)?))?);
        }
        Ok(register)
    }

    /// The records of meetings that took a number in a year, each with its meeting.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn meeting_paper_register(&self, year: i16) -> Result<Vec<(MeetingId, Registered)>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT p.number, p.kind, p.issued_on, p.copies, p.void, m.no, m.meeting_id
             FROM papers p JOIN meetings m ON m.meeting_id = p.stream_id
             WHERE p.year = ?1 ORDER BY p.serial",
        )?;
        let mut rows = statement.query([year])?;
        let mut register = Vec::new();
        while let Some(row) = rows.next()? {
            register.push((MeetingId(row.get(6)?), registered(row, PaperOf::Meeting(row.get(5)?))?));
        }
        Ok(register)
    }
}

fn registered(row: &Row<'_>, of: PaperOf) -> Result<Registered, StoreError> {
    Ok(Registered {
        number: row.get(0)?,
        kind: word(&row.get::<_, String>(1)?)?,
        of,
        issued_on: row.get(2)?,
        copies: row.get(3)?,
        is_void: row.get(4)?,
    })
}
