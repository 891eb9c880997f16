//! Notices that a case was looked up by somebody who may not see it: by import, registration or correction. Nothing was
//! written into it; whoever may see it finds it among what is to do, until somebody acts on it.

use rusqlite::{Connection, params, params_from_iter};

use super::conditions::sight_condition;
use super::error::StoreError;
use super::{Records, Snapshot};
use crate::domain::ids::CaseId;
use crate::domain::sight::Sight;
use crate::domain::time::Moment;
use crate::domain::view::unsettled::LeftToTheDistrict;

/// Cases with a notice that nobody has answered, as a condition on `cases c`.
pub const IS_NOTICED: &str = "c.case_id IN (SELECT case_id FROM case_notices)";

impl Snapshot<'_> {
    /// Our numbers of the noticed cases that the sight covers, with the moment of the last notice, in order.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn notices(&self, sight: &Sight) -> Result<Vec<(String, Moment)>, StoreError> {
        let condition = sight_condition(sight);
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT c.case_no, n.raised_at FROM case_notices n JOIN cases c USING (case_id) WHERE {}
             ORDER BY c.case_id",
            condition.text()
        ))?;
        let mut rows = statement.query(params_from_iter(condition.values))?;
        let mut notices = Vec::new();
        while let Some(row) = rows.next()? {
            let at: String = row.get(1)?;
            notices.push((row.get(0)?, Moment::parse(&at).ok_or(rusqlite::Error::InvalidQuery)?));
        }
        Ok(notices)
    }

    /// The open cases that nobody here may see, in order: they are the district's to handle.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn left_to_the_district(&self) -> Result<Vec<LeftToTheDistrict>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT c.case_id, c.case_no, c.received_at, c.seq FROM cases c
             WHERE c.ended = 0 AND (SELECT count(*) FROM recused r WHERE r.case_id = c.case_id)
                 = (SELECT count(*) FROM people)
             ORDER BY c.case_id",
        )?;
        let rows = statement.query_map([], |row| {
            Ok(LeftToTheDistrict {
                case: CaseId(row.get(0)?),
                case_no: row.get(1)?,
                received_on: super::summary::moment(row.get(2)?)?.date(),
                seq: row.get(3)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Records<'_> {
    /// Puts a notice on a case.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn put_notice(&self, case: CaseId, now: Moment) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO case_notices (case_id, raised_at) VALUES (?1, ?2)
                 ON CONFLICT (case_id) DO UPDATE SET raised_at = excluded.raised_at",
            )?
            .execute(params![case.0, now.to_string()])?;
        Ok(())
    }
}

/// Takes the notice off a case on which somebody acted.
pub(super) fn answer(connection: &Connection, case: CaseId) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM case_notices WHERE case_id = ?1")?.execute([case.0])?;
    Ok(())
}
