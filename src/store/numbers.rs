//! Cases by their numbers: our own, and the platform's by what it is compared with.

use rusqlite::{OptionalExtension as _, params, params_from_iter};

use super::conditions::sight_condition;
use super::error::StoreError;
use super::{Records, Snapshot};
use crate::domain::case::platform_no;
use crate::domain::ids::CaseId;
use crate::domain::sight::Sight;

/// More old cases with a doubled number are not listed at once.
const DOUBLES_LISTED: u32 = 200;

impl Snapshot<'_> {
    /// The last number given in a year; 0 before the first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn last_serial(&self, year: i16) -> Result<i64, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT last FROM serials WHERE year = ?1")?;
        Ok(statement.query_row([year], |row| row.get(0)).optional()?.unwrap_or(0))
    }

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

impl Records<'_> {
    /// Notes up to which number those of a year are given.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn set_last_serial(&self, year: i16, last: i64) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO serials (year, last) VALUES (?1, ?2) ON CONFLICT (year) DO UPDATE SET last = ?2",
            )?
            .execute(params![year, last])?;
        Ok(())
    }

    /// The next number of a year, `2026-0001`, given once and never again.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn next_case_no(&self, year: i16) -> Result<String, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "INSERT INTO serials (year, last) VALUES (?1, 1) ON CONFLICT (year) DO UPDATE SET last = last + 1
             RETURNING last",
        )?;
        let serial: i64 = statement.query_row([year], |row| row.get(0))?;
        Ok(case_no(year, serial))
    }
}

/// Our number of a case: its year and its serial in it.
#[must_use]
pub(crate) fn case_no(year: i16, serial: i64) -> String {
    format!("{year}-{serial:04}")
}
