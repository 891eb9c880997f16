//! Rows of rights that wait to be confirmed: few, read and written whole.

use std::collections::BTreeMap;

use rusqlite::params;

use super::error::StoreError;
use super::{Records, Snapshot};
use crate::domain::case::Case;
use crate::domain::ids::PersonId;
use crate::domain::town::hand_over::HandOver;
use crate::domain::town::rights::{Phase, Proposal, Waiting};

impl Snapshot<'_> {
    /// Rights that somebody has still to confirm, and what a change of rights needs now.
    ///
    /// # Errors
    /// `Damaged` when a row cannot be read.
    pub fn rights_waiting(&self) -> Result<Waiting, StoreError> {
        let mut waiting = Waiting { phase: self.phase()?, ..Waiting::default() };
        let mut statement = self.connection.prepare_cached(
            "SELECT person_id, unconfirmed, proposal, proposed_by, proposed_on FROM rights_waiting",
        )?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let person = PersonId(row.get(0)?);
            let damaged = || StoreError::Damaged(format!("人员{}待确认的岗位", person.0));
            if row.get(1)? {
                waiting.unconfirmed.insert(person);
            }
            let Some(rights) = row.get::<_, Option<String>>(2)? else { continue };
            let proposal = Proposal {
                rights: serde_json::from_str(&rights).map_err(|_| damaged())?,
                proposed_by: PersonId(row.get::<_, Option<i64>>(3)?.ok_or_else(damaged)?),
                proposed_on: row
                    .get::<_, Option<String>>(4)?
                    .and_then(|day| day.parse().ok())
                    .ok_or_else(damaged)?,
            };
            waiting.proposals.insert(person, proposal);
        }
        waiting.hand_overs = self.hand_overs()?;
        Ok(waiting)
    }

    fn hand_overs(&self) -> Result<BTreeMap<PersonId, HandOver>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT from_id, to_id, listed_on, sheet, first_signed, second_signed FROM hand_overs",
        )?;
        let mut rows = statement.query([])?;
        let mut found = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let day: String = row.get(2)?;
            let signed = [row.get::<_, Option<i64>>(4)?, row.get(5)?];
            let listed = HandOver {
                to: PersonId(row.get(1)?),
                listed_on: day.parse().map_err(|_| StoreError::Damaged("岗位交接的日期".to_owned()))?,
                sheet: row.get(3)?,
                signed: signed.into_iter().flatten().map(PersonId).collect(),
            };
            found.insert(PersonId(row.get(0)?), listed);
        }
        Ok(found)
    }

    /// A practice town, one that is being set up, or one with a complaint.
    fn phase(&self) -> Result<Phase, StoreError> {
        if self.meta("sandbox")?.as_deref() == Some("1") {
            return Ok(Phase::Practice);
        }
        let mut statement = self.connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM cases)")?;
        let has_cases: bool = statement.query_row([], |row| row.get(0))?;
        Ok(if has_cases { Phase::AtWork } else { Phase::SetUp })
    }
}

impl Records<'_> {
    /// From the first complaint on rights are changed by two people together, which every session has to notice.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub(super) fn note_first_case(&self, case: &Case) -> Result<(), StoreError> {
        if case.seq > 0 {
            return Ok(());
        }
        let mut statement = self.connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM cases)")?;
        let has_cases: bool = statement.query_row([], |row| row.get(0))?;
        if has_cases { Ok(()) } else { self.bump_revision() }
    }

    /// Makes the rows what waits now; sessions notice by the revision.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn write_rights_waiting(&self, waiting: &Waiting) -> Result<(), StoreError> {
        self.connection.execute("DELETE FROM rights_waiting", [])?;
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO rights_waiting (person_id, unconfirmed, proposal, proposed_by, proposed_on)
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for person in waiting.people() {
            let proposal = waiting.proposals.get(&person);
            let rights = proposal.map(|proposal| serde_json::to_string(&proposal.rights)).transpose();
            insert.execute(params![
                person.0,
                waiting.unconfirmed.contains(&person),
                rights.map_err(|error| StoreError::Other(error.to_string()))?,
                proposal.map(|proposal| proposal.proposed_by.0),
                proposal.map(|proposal| proposal.proposed_on.to_string()),
            ])?;
        }
        self.connection.execute("DELETE FROM hand_overs", [])?;
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO hand_overs (from_id, to_id, listed_on, sheet, first_signed, second_signed)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?;
        for (from, listed) in &waiting.hand_overs {
            let HandOver { to, listed_on, sheet, signed } = listed;
            let signed = |place: usize| signed.get(place).map(|person: &PersonId| person.0);
            insert.execute(params![from.0, to.0, listed_on.to_string(), sheet, signed(0), signed(1)])?;
        }
        self.bump_revision()
    }
}
