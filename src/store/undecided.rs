//! Old cases that somebody has to look at after an upgrade, as the program found them when it wrote the rows anew.

use rusqlite::{Connection, params, params_from_iter};

use super::Snapshot;
use super::conditions::sight_condition;
use super::error::StoreError;
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::ids::CaseId;
use crate::domain::sight::Sight;
use crate::domain::town::org::Org;

/// So many are told at once; the rest follow as these are settled.
const AT_MOST: u32 = 200;

impl Snapshot<'_> {
    /// Cases that were noted and that the sight covers, in order. Whether there is still something to look at is for
    /// whoever reads the case to say.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn undecided(&self, sight: &Sight) -> Result<Vec<CaseId>, StoreError> {
        let condition = sight_condition(sight);
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT c.case_id FROM cases c WHERE c.ended = 0
                 AND c.case_id IN (SELECT case_id FROM undecided) AND {}
             ORDER BY c.case_id LIMIT {AT_MOST}",
            condition.text()
        ))?;
        let rows = statement.query_map(params_from_iter(condition.values), |row| row.get(0).map(CaseId))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

/// Notes what is undecided in a case.
pub(super) fn note(connection: &Connection, case: &Case, org: &Org) -> Result<(), StoreError> {
    let mut insert =
        connection.prepare_cached("INSERT OR IGNORE INTO undecided (case_id, why) VALUES (?1, ?2)")?;
    for why in case.undecided(org) {
        insert.execute(params![case.id.0, why.code()])?;
    }
    Ok(())
}
