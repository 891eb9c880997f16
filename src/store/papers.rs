//! The register of papers: the numbers that were given, by kind and year, and which papers a case has. Its rows follow
//! from the cases.

use rusqlite::{Connection, Row, params, params_from_iter};

use super::Snapshot;
use super::conditions::sight_condition;
use super::error::StoreError;
use super::summary::word;
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::paper::{Issued, PaperKind};
use crate::domain::sight::Sight;
use crate::domain::view::paper::Registered;

/// The rows of `papers` in the order of cases.
pub const IN_ORDER: &str = "SELECT stream_id, number, kind, year, serial, issued_on, copies, void
    FROM papers ORDER BY stream_id, place";

/// Writes the rows of a case.
pub fn write(connection: &Connection, case: &Case) -> Result<(), StoreError> {
    if case.papers.is_empty() {
        return Ok(());
    }
    connection.prepare_cached("DELETE FROM papers WHERE stream_id = ?1")?.execute([case.id.0])?;
    let mut insert = connection.prepare_cached(
        "INSERT INTO papers (stream_id, place, number, kind, year, serial, issued_on, copies, void)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for paper in &case.papers {
        insert.execute(params![
            case.id.0,
            paper.place.0,
            paper.number,
            paper.kind.code(),
            paper.year,
            paper.serial,
            paper.on.to_string(),
            paper.copies,
            paper.void.is_some(),
        ])?;
    }
    Ok(())
}

/// Whether a row of [`IN_ORDER`] is this paper's.
pub fn is_paper(row: &Row<'_>, paper: &Issued) -> rusqlite::Result<bool> {
    Ok(row.get_ref(1)?.as_str()? == paper.number
        && row.get_ref(2)?.as_str()? == paper.kind.code()
        && row.get::<_, i16>(3)? == paper.year
        && row.get::<_, u32>(4)? == paper.serial
        && row.get_ref(5)?.as_str()? == paper.on.to_string()
        && row.get::<_, u32>(6)? == paper.copies
        && row.get::<_, bool>(7)? == paper.void.is_some())
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
            "SELECT p.number, p.kind, c.case_no, p.issued_on, p.copies, p.void
             FROM papers p JOIN cases c ON c.case_id = p.stream_id
             WHERE p.year = ? AND {} ORDER BY p.kind, p.serial",
            seen.sql.join(" AND ")
        );
        let values = std::iter::once(rusqlite::types::Value::Integer(year.into())).chain(seen.values);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut register = Vec::new();
        while let Some(row) = rows.next()? {
            register.push(Registered {
                number: row.get(0)?,
                kind: word(&row.get::<_, String>(1)?)?,
                case_no: row.get(2)?,
                issued_on: row.get(3)?,
                copies: row.get(4)?,
                is_void: row.get(5)?,
            });
        }
        Ok(register)
    }
}
