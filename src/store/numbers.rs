//! Cases by their numbers: our own, and the platform's by what it is compared with.

use rusqlite::{OptionalExtension as _, params_from_iter};

use super::Snapshot;
use super::conditions::sight_condition;
use super::error::StoreError;
use crate::domain::case::platform_no;
use crate::domain::ids::CaseId;
use crate::domain::sight::Sight;

/// More old cases with a doubled number are not listed at once.
const DOUBLES_LISTED: u32 = 200;

impl Snapshot<'_> {
    /// The case with this number of our own, in whatever width it is typed.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn case_of_town(&self, number: &str) -> Result<Option<CaseId>, StoreError> {
        let Some(key) = platform_no::key(number) else { return Ok(None) };
        let mut statement = self.connection.prepare_cached("SELECT case_id FROM cases WHERE case_no = ?1")?;
        Ok(statement.query_row([key], |row| row.get(0)).optional()?.map(CaseId))
    }

    /// The case with this number of the platform; of two old ones with the same key the first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn case_of_platform(&self, number: &str) -> Result<Option<CaseId>, StoreError> {
        let Some(key) = platform_no::key(number) else { return Ok(None) };
        let mut statement = self
            .connection
            .prepare_cached("SELECT case_id FROM cases WHERE platform_key = ?1 ORDER BY case_id LIMIT 1")?;
        Ok(statement.query_row([key], |row| row.get(0)).optional()?.map(CaseId))
    }

    /// Our numbers of old cases whose platform numbers are one and the same, first and further of each key, as far as
    /// both may be seen.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn doubled_platform_numbers(&self, sight: &Sight) -> Result<Vec<(String, String)>, StoreError> {
        let seen = sight_condition(sight);
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT c.platform_key, c.case_no FROM cases c
             WHERE c.platform_key IN (
                 SELECT platform_key FROM cases WHERE platform_key IS NOT NULL
                 GROUP BY platform_key HAVING count(*) > 1)
                 AND {}
             ORDER BY c.platform_key, c.case_id LIMIT {DOUBLES_LISTED}",
            seen.sql.join(" AND ")
        ))?;
        let rows = statement.query_map(params_from_iter(seen.values), |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?))
        })?;
        let rows = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        let neighbours = rows.iter().zip(rows.iter().skip(1));
        let doubles = neighbours.filter(|((key, _), (next, _))| key == next);
        Ok(doubles.map(|((_, first), (_, further))| (first.clone(), further.clone())).collect())
    }
}
