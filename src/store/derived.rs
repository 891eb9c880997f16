//! Further rows that follow from a case as the summary row does: what waits for a signature, and what has still to be
//! done on the provincial platform. Written with its events, compared with the replay by `verify`.

use rusqlite::{Connection, params};

use super::error::StoreError;
use super::journal;
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::ids::CaseId;

/// A row of `pending_steps`: document, version, person, position, moment of submission.
type Pending = (String, u32, i64, String, i64);

/// Writes the rows of a case.
pub fn write(connection: &Connection, case: &Case) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM pending_steps WHERE case_id = ?1")?.execute([case.id.0])?;
    let mut insert = connection.prepare_cached(
        "INSERT INTO pending_steps (case_id, document, version, person_id, position, submitted_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    for (document, version, person, position, submitted_at) in pending(case) {
        insert.execute(params![case.id.0, document, version, person, position, submitted_at])?;
    }
    let (mirrored, missing) = mirroring(case);
    connection
        .prepare_cached(
            "INSERT INTO mirroring (case_id, mirrored, missing) VALUES (?1, ?2, ?3)
             ON CONFLICT (case_id) DO UPDATE SET mirrored = excluded.mirrored, missing = excluded.missing
             WHERE mirrored <> excluded.mirrored OR missing IS NOT excluded.missing",
        )?
        .execute(params![case.id.0, mirrored, missing])?;
    Ok(())
}

/// Whether the rows stored are what the replay implies.
pub fn matches(connection: &Connection, case: &Case) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT document, version, person_id, position, submitted_at FROM pending_steps WHERE case_id = ?1",
    )?;
    let stored = statement.query_map([case.id.0], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?))
    })?;
    let mut stored = stored.collect::<rusqlite::Result<Vec<Pending>>>()?;
    let mut expected = pending(case);
    stored.sort();
    expected.sort();
    let (mirrored, missing) = mirroring(case);
    let same: i64 = connection
        .prepare_cached(
            "SELECT count(*) FROM mirroring WHERE case_id = ?1 AND mirrored = ?2 AND missing IS ?3",
        )?
        .query_row(params![case.id.0, mirrored, missing], |row| row.get(0))?;
    Ok(stored == expected && same == 1)
}

/// Writes the rows of every case, for the migration that brought the tables.
pub fn refill(connection: &Connection) -> Result<(), StoreError> {
    let mut statement = connection.prepare("SELECT case_id FROM cases ORDER BY case_id")?;
    let ids = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<i64>>>()?;
    for id in ids.into_iter().map(CaseId) {
        if let Some(case) = journal::fold(id, &journal::read_before_streams(connection, id)?) {
            write(connection, &case)?;
        }
    }
    Ok(())
}

fn pending(case: &Case) -> Vec<Pending> {
    case.pending_steps()
        .map(|(document, _, step)| {
            let submitted_at = document.submitted_at.unwrap_or(document.drafted_at).unix();
            let (kind, position) = (document.kind.code().to_owned(), step.position.code().to_owned());
            (kind, document.version, step.person.0, position, submitted_at)
        })
        .collect()
}

/// The ticked steps by code, separated by commas, and the first one that is missing.
fn mirroring(case: &Case) -> (String, Option<&'static str>) {
    let mut ticked: Vec<_> = case.mirrored.iter().map(|(step, _)| *step).collect();
    ticked.sort_unstable();
    let codes: Vec<&str> = ticked.iter().map(|step| step.code()).collect();
    (codes.join(","), case.unmirrored().map(crate::domain::code::Coded::code))
}
