//! Everybody a complaint names, so that it is hidden from each of them and found beside others about the same people.
//! Kept by name: the reader's own name is what lists are asked with.

use rusqlite::{Connection, params};

use super::error::StoreError;
use crate::domain::case::Case;
use crate::domain::case::respondents::Register;

/// Names the respondents of a case.
pub fn write(connection: &Connection, case: &Case, register: &Register) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM respondents WHERE case_id = ?1")?.execute([case.id.0])?;
    insert(connection, case.id.0, &case.respondent_names(register))
}

fn insert(connection: &Connection, case: i64, names: &[String]) -> Result<(), StoreError> {
    let mut insert = connection.prepare_cached("INSERT INTO respondents (name, case_id) VALUES (?1, ?2)")?;
    for name in names {
        insert.execute(params![name, case])?;
    }
    Ok(())
}

/// Names the respondents of every row anew, after the names that are looked for have changed.
pub fn rename(connection: &Connection, register: &Register) -> Result<(), StoreError> {
    connection.execute("DELETE FROM respondents", [])?;
    let mut statement = connection.prepare(
        "SELECT case_id, coalesce(respondent, ''), coalesce(respondent_position, '') FROM cases
         WHERE respondent IS NOT NULL OR respondent_position IS NOT NULL",
    )?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let (line, position): (String, String) = (row.get(1)?, row.get(2)?);
        insert(connection, row.get(0)?, &register.names_in(&line, &position))?;
    }
    Ok(())
}
