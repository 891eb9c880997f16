//! What figures know of each case, a row each: written with the events of the case, so that a year's figures need not
//! replay them.

use std::collections::BTreeSet;

use rusqlite::{Connection, params, params_from_iter};

use super::Snapshot;
use super::conditions::{Reader, sight_condition};
use super::error::StoreError;
use crate::domain::case::Case;
use crate::domain::figures::disclosing::DisclosureFacts;
use crate::domain::figures::facts::CaseFacts;
use crate::domain::sight::Sight;
use crate::domain::time::Date;

/// The rows in the order of cases.
pub const IN_ORDER: &str = "SELECT case_id, body FROM figure_facts ORDER BY case_id";

/// The row that a case implies.
pub fn row(case: &Case) -> Result<String, StoreError> {
    serde_json::to_string(&CaseFacts::of(case)).map_err(|error| StoreError::Other(error.to_string()))
}

/// Writes the row of a case.
pub fn write(connection: &Connection, case: &Case) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "INSERT INTO figure_facts (case_id, body) VALUES (?1, ?2)
             ON CONFLICT (case_id) DO UPDATE SET body = excluded.body WHERE body <> excluded.body",
        )?
        .execute(params![case.id.0, row(case)?])?;
    Ok(())
}

impl Snapshot<'_> {
    /// What figures know of every case that the reader may see, by number.
    ///
    /// # Errors
    /// `Damaged` when a row cannot be read.
    pub fn figure_facts(&self, sight: &Sight) -> Result<Vec<CaseFacts>, StoreError> {
        let condition = sight_condition(sight);
        let sql = format!(
            "SELECT f.body, EXISTS (
                 SELECT 1 FROM repeat_hints h WHERE h.case_id = c.case_id
                 AND h.other_id NOT IN (SELECT case_id FROM recused WHERE person_id = {})
             ) FROM cases c JOIN figure_facts f USING (case_id) WHERE {} ORDER BY c.case_id",
            sight.person.0,
            condition.text()
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(condition.values))?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let read = row.get_ref(0)?.as_str().ok().and_then(|body| serde_json::from_str(body).ok());
            let facts: CaseFacts = read.ok_or_else(|| StoreError::Damaged("统计用的行".to_owned()))?;
            found.push(CaseFacts { is_repeat: row.get(1)?, ..facts });
        }
        Ok(found)
    }

    /// The numbers of the cases that the reader may not see, for texts that were written for the whole town.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn hidden_numbers(&self, reader: &Reader<'_>) -> Result<BTreeSet<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT c.case_no FROM recused r JOIN cases c USING (case_id) WHERE r.person_id = ?1",
        )?;
        let found = statement.query_map([reader.sight.person.0], |row| row.get(0))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }

    /// What figures know of every record of disclosure, the earliest due first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn disclosure_facts(&self) -> Result<Vec<DisclosureFacts>, StoreError> {
        let rows = self.disclosures(Date::UNIX_EPOCH, Date::LAST)?;
        let facts = rows.into_iter().map(|row| DisclosureFacts {
            code: row.code.into(),
            unit: row.unit,
            due_on: row.due_on,
            state: row.state,
            verdict: row.verdict,
        });
        Ok(facts.collect())
    }
}
