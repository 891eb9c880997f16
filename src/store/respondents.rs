//! Everybody a complaint names, by name, so that it is found beside others about the same people; and by person from
//! whom it is hidden.

use rusqlite::{Connection, params};

use super::Snapshot;
use super::error::StoreError;
use crate::domain::case::Case;
use crate::domain::case::respondents::Register;
use crate::domain::ids::{CaseId, PersonId};

/// Names the respondents of a case.
pub fn write(connection: &Connection, case: &Case, register: &Register) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM respondents WHERE case_id = ?1")?.execute([case.id.0])?;
    insert(connection, case.id.0, &case.respondent_names(register))?;
    connection.prepare_cached("DELETE FROM recused WHERE case_id = ?1")?.execute([case.id.0])?;
    let mut insert = connection.prepare_cached("INSERT INTO recused (person_id, case_id) VALUES (?1, ?2)")?;
    for person in case.hidden_from(register) {
        insert.execute(params![person.0, case.id.0])?;
    }
    Ok(())
}

fn insert(connection: &Connection, case: i64, names: &[String]) -> Result<(), StoreError> {
    let mut insert = connection.prepare_cached("INSERT INTO respondents (name, case_id) VALUES (?1, ?2)")?;
    for name in names {
        insert.execute(params![name, case])?;
    }
    Ok(())
}

impl Snapshot<'_> {
    /// Whether a case is hidden from this person, who would see it otherwise.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn is_hidden(&self, case: CaseId, person: PersonId) -> Result<bool, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT 1 FROM recused WHERE person_id = ?1 AND case_id = ?2")?;
        Ok(statement.exists([person.0, case.0])?)
    }

    /// Cases for which another organisation may mean something: those that are open, and those that name somebody
    /// registered or are hidden from somebody.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn cases_of_people(&self, register: &Register) -> Result<Vec<CaseId>, StoreError> {
        let mut statement = self.connection.prepare(
            "SELECT case_id, ended, coalesce(respondent, ''), coalesce(respondent_position, ''),
                 EXISTS (SELECT 1 FROM recused r WHERE r.case_id = cases.case_id)
             FROM cases ORDER BY case_id",
        )?;
        let mut rows = statement.query([])?;
        let mut cases = Vec::new();
        while let Some(row) = rows.next()? {
            let (line, position): (String, String) = (row.get(2)?, row.get(3)?);
            let is_open = !row.get::<_, bool>(1)?;
            if is_open || row.get(4)? || !register.people(&[&line, &position]).is_empty() {
                cases.push(CaseId(row.get(0)?));
            }
        }
        Ok(cases)
    }
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
