//! Further rows that follow from a case as the summary row does: what waits for a signature, what has still to be done on
//! the provincial platform, and how the case was assessed. Written with its events, compared with the replay by `verify`.

use rusqlite::{Connection, Row, params};

use super::error::StoreError;
use super::open::newest_schema;
use super::{Outlook, Records, Snapshot, attachments, figure_facts, journal, papers, summary, undecided};
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::ids::CaseId;

/// A row of `pending_steps`: document, place among those who may sign, version, person, position, moment of submission.
pub type Pending = (String, u32, u32, i64, String, i64);

/// Writes the rows of a case.
pub fn write(connection: &Connection, case: &Case) -> Result<(), StoreError> {
    papers::write(connection, case.id.0, &papers::rows_of_case(case))?;
    figure_facts::write(connection, case)?;
    connection.prepare_cached("DELETE FROM pending_steps WHERE case_id = ?1")?.execute([case.id.0])?;
    let mut insert = connection.prepare_cached(
        "INSERT INTO pending_steps (case_id, document, place, version, person_id, position, submitted_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?;
    for (document, place, version, person, position, submitted_at) in pending(case) {
        insert.execute(params![case.id.0, document, place, version, person, position, submitted_at])?;
    }
    let (mirrored, missing) = mirroring(case);
    connection
        .prepare_cached(
            "INSERT INTO mirroring (case_id, mirrored, missing) VALUES (?1, ?2, ?3)
             ON CONFLICT (case_id) DO UPDATE SET mirrored = excluded.mirrored, missing = excluded.missing
             WHERE mirrored <> excluded.mirrored OR missing IS NOT excluded.missing",
        )?
        .execute(params![case.id.0, mirrored, missing])?;
    attachments::write(connection, case.id.into(), &attachments::rows_of(&case.files))?;
    match decided_by(case) {
        Some(decided_by) => connection
            .prepare_cached(
                "INSERT INTO assessments (case_id, decided_by) VALUES (?1, ?2)
                 ON CONFLICT (case_id) DO UPDATE SET decided_by = excluded.decided_by
                 WHERE decided_by <> excluded.decided_by",
            )?
            .execute(params![case.id.0, decided_by])?,
        None => {
            connection.prepare_cached("DELETE FROM assessments WHERE case_id = ?1")?.execute([case.id.0])?
        }
    };
    Ok(())
}

/// Under which word of the database stands for which schema its rows were written last.
const MARK: &str = "rows_of_schema";

impl Snapshot<'_> {
    /// Whether the rows that follow from the record were written for this schema.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn rows_are_current(&self) -> Result<bool, StoreError> {
        Ok(self.meta(MARK)?.as_deref() == Some(newest_schema().to_string().as_str()))
    }

    /// How many cases there are in all, whoever may see them.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn case_count(&self) -> Result<u32, StoreError> {
        Ok(self.connection.query_row("SELECT count(*) FROM cases", [], |row| row.get(0))?)
    }
}

impl Records<'_> {
    /// Writes every row that follows from the record anew, after a migration that changed what they hold; nothing
    /// when that was done. A migration itself cannot: it knows neither settings nor calendar.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn renew_rows(&self, outlook: &Outlook<'_>) -> Result<(), StoreError> {
        if self.rows_are_current()? {
            return Ok(());
        }
        let connection = self.connection;
        let mut statement = connection.prepare("SELECT case_id FROM cases ORDER BY case_id")?;
        let ids = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
        for id in ids.into_iter().map(CaseId) {
            if let Some(case) = journal::fold(id, &journal::read(connection, id)?) {
                summary::write(connection, &case, outlook)?;
                write(connection, &case)?;
                undecided::note(connection, &case, outlook.register.org())?;
            }
        }
        self.set_meta(MARK, &newest_schema().to_string())
    }
}

impl Records<'_> {
    /// Writes the rows of a case anew that follow from who is registered; its own events stay as they are.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn renew_rows_of(&self, case: &Case, outlook: &Outlook<'_>) -> Result<(), StoreError> {
        summary::write_rows(self.connection, case, outlook)
    }
}

/// The rows of `pending_steps` in the order of cases, documents and signers.
pub const PENDING_IN_ORDER: &str =
    "SELECT case_id, document, place, version, person_id, position, submitted_at
    FROM pending_steps ORDER BY case_id, document, place";

/// The rows of `mirroring` in the order of cases.
pub const MIRRORING_IN_ORDER: &str = "SELECT case_id, mirrored, missing FROM mirroring ORDER BY case_id";

/// The rows of `assessments` in the order of cases.
pub const ASSESSMENTS_IN_ORDER: &str = "SELECT case_id, decided_by FROM assessments ORDER BY case_id";

/// How the case was assessed, as far as that was recorded.
pub fn decided_by(case: &Case) -> Option<&'static str> {
    case.decided.as_ref().map(|decided| decided.by.code())
}

/// Whether a row of [`PENDING_IN_ORDER`] is this one.
pub fn is_pending(row: &Row<'_>, expected: &Pending) -> rusqlite::Result<bool> {
    let stored: Pending = (row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?, row.get(5)?, row.get(6)?);
    Ok(stored == *expected)
}

/// Whether a row of [`MIRRORING_IN_ORDER`] says this.
pub fn is_mirroring(
    row: &Row<'_>,
    (mirrored, missing): &(String, Option<&'static str>),
) -> rusqlite::Result<bool> {
    Ok(row.get_ref(1)?.as_str()? == mirrored && row.get_ref(2)?.as_str_or_null()? == *missing)
}

/// What waits for a signature, with a row for everybody who may give it.
pub fn pending(case: &Case) -> Vec<Pending> {
    case.pending_steps()
        .flat_map(|(document, _, step)| {
            let submitted_at = document.submitted_at.unwrap_or(document.drafted_at).unix();
            step.people.iter().zip(0_u32..).map(move |(person, place)| {
                let (kind, position) = (document.kind.code().to_owned(), step.position.code().to_owned());
                (kind, place, document.version, person.0, position, submitted_at)
            })
        })
        .collect()
}

/// The steps done on the platform as often as here by code, separated by commas, and the first one that is missing.
pub fn mirroring(case: &Case) -> (String, Option<&'static str>) {
    let codes: Vec<&str> = case.mirrored_steps().into_iter().map(crate::domain::code::Coded::code).collect();
    (codes.join(","), case.unmirrored().map(crate::domain::code::Coded::code))
}
