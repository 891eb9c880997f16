//! Deputies' rows (授权代签).

use rusqlite::params;

use super::error::StoreError;
use super::{Records, Snapshot};
use crate::domain::ids::PersonId;
use crate::domain::time::Date;
use crate::domain::town::org::Delegation;

impl Snapshot<'_> {
    /// Every delegation, those of the past included, in the order they were given.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn delegations(&self) -> Result<Vec<Delegation>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT leader_id, deputy_id, from_on, until_on, revoked_on FROM delegations ORDER BY delegation_id",
        )?;
        let mut rows = statement.query([])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let read = |text: String| -> Result<Date, StoreError> {
                text.parse().map_err(|_| StoreError::Damaged("授权代签的日期".to_owned()))
            };
            let day = |column: usize| read(row.get(column)?);
            found.push(Delegation {
                leader: PersonId(row.get(0)?),
                deputy: PersonId(row.get(1)?),
                from: day(2)?,
                until: day(3)?,
                revoked_on: row.get::<_, Option<String>>(4)?.map(read).transpose()?,
            });
        }
        Ok(found)
    }
}

impl Records<'_> {
    /// Adds one.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn add_delegation(&self, given: &Delegation) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO delegations (leader_id, deputy_id, from_on, until_on) VALUES (?1, ?2, ?3, ?4)",
            )?
            .execute(params![
                given.leader.0,
                given.deputy.0,
                given.from.to_string(),
                given.until.to_string()
            ])?;
        self.bump_revision()
    }

    /// Takes back what a leader gave a deputy from this day on.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn revoke_delegation(
        &self,
        (leader, deputy): (PersonId, PersonId),
        from: Date,
        revoked_on: Date,
    ) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "UPDATE delegations SET revoked_on = ?4
                 WHERE leader_id = ?1 AND deputy_id = ?2 AND from_on = ?3 AND revoked_on IS NULL",
            )?
            .execute(params![leader.0, deputy.0, from.to_string(), revoked_on.to_string()])?;
        self.bump_revision()
    }
}
