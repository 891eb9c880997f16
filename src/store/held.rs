//! What units and people hold of the open cases: asked before a unit is dissolved or somebody leaves.

use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::Snapshot;
use super::conditions::sight_condition;
use super::error::StoreError;
use crate::domain::code::Coded as _;
use crate::domain::ids::{CaseId, PersonId, UnitId};
use crate::domain::sight::Sight;
use crate::domain::town::org_plan::Cases;
use crate::domain::words::Position;

impl Snapshot<'_> {
    /// The open cases that were transferred to a unit.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn open_cases_of(&self, unit: UnitId) -> Result<Vec<CaseId>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT case_id FROM cases WHERE holding_unit_id = ?1 AND ended = 0 ORDER BY case_id",
        )?;
        let ids = statement.query_map([unit.0], |row| row.get(0).map(CaseId))?;
        Ok(ids.collect::<rusqlite::Result<_>>()?)
    }

    /// The same in numbers, as far as they may be seen.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn held_by_unit(&self, unit: UnitId, sight: Option<&Sight>) -> Result<Cases, StoreError> {
        self.cases_where("c.holding_unit_id = ? AND c.ended = 0", unit.0.into(), sight)
    }

    /// The cases in which a document waits for somebody's signature, as far as they may be seen.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn awaiting_signature_of(
        &self,
        person: PersonId,
        sight: Option<&Sight>,
    ) -> Result<Cases, StoreError> {
        self.cases_where(
            "c.case_id IN (SELECT case_id FROM pending_steps WHERE person_id = ?)",
            person.0.into(),
            sight,
        )
    }

    /// The open cases that wait for whoever holds a position, as far as they may be seen.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn waiting_for(&self, position: Position, sight: Option<&Sight>) -> Result<Cases, StoreError> {
        let position = position.code().to_owned().into();
        self.cases_where("c.waits_for_role = ? AND c.ended = 0", position, sight)
    }

    fn cases_where(&self, held: &str, holder: Value, sight: Option<&Sight>) -> Result<Cases, StoreError> {
        let all: u32 = self
            .connection
            .prepare_cached(&format!("SELECT count(*) FROM cases c WHERE {held}"))?
            .query_row([&holder], |row| row.get(0))?;
        let Some(sight) = sight else { return Ok(Cases { seen: Vec::new(), unseen: all }) };
        let condition = sight_condition(sight);
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT c.case_no FROM cases c WHERE {held} AND {} ORDER BY c.case_id",
            condition.text()
        ))?;
        let values = [holder].into_iter().chain(condition.values);
        let seen = statement.query_map(params_from_iter(values), |row| row.get(0))?;
        let seen = seen.collect::<rusqlite::Result<Vec<String>>>()?;
        let unseen = all.saturating_sub(u32::try_from(seen.len()).unwrap_or(all));
        Ok(Cases { seen, unseen })
    }
}
