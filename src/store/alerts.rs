//! Alerts: raised exactly once for each clock, level and due day, whatever the number of sessions; the database's
//! unique key is what makes it once.

use rusqlite::{OptionalExtension as _, Row, params};

use super::Records;
use super::error::StoreError;
use super::summary::{clocks, word};
use crate::domain::case::CaseId;
use crate::domain::clock::Clock;
use crate::domain::code::Coded as _;
use crate::domain::listing::Alert;
use crate::domain::org::PersonId;
use crate::domain::time::{Date, Moment};
use crate::domain::words::ClockLevel;

/// A running clock whose first warning day has come.
#[derive(Debug, Clone)]
pub struct DueClock {
    pub case_id: CaseId,
    pub case_no: String,
    pub clock: Clock,
}

impl Records<'_> {
    /// Running clocks whose warning has begun on this day, most urgent first. Reads only those: the index holds
    /// running clocks by their first warning day.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn due_clocks(&self, today: Date) -> Result<Vec<DueClock>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT k.case_id, c.case_no, k.clock, k.round FROM clocks k JOIN cases c USING (case_id)
             WHERE k.stopped_on IS NULL AND k.approaching_from <= ?1 AND c.ended = 0 ORDER BY k.due_on, k.case_id",
        )?;
        let mut rows = statement.query([today.to_string()])?;
        let mut due = Vec::new();
        while let Some(row) = rows.next()? {
            let case_id: i64 = row.get(0)?;
            let (kind, round): (String, u32) = (row.get(2)?, row.get(3)?);
            let clock = clocks(self.connection, case_id)?
                .into_iter()
                .find(|clock| clock.clock.code() == kind && clock.round == round);
            if let Some(clock) = clock {
                due.push(DueClock { case_id: CaseId(case_id), case_no: row.get(1)?, clock });
            }
        }
        Ok(due)
    }

    /// Whether this alert was raised before.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn alert_exists(&self, due: &DueClock, level: ClockLevel) -> Result<bool, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT 1 FROM alerts WHERE case_id = ?1 AND clock = ?2 AND round = ?3 AND level = ?4 AND due_on = ?5",
        )?;
        let found = statement
            .query_row(
                params![
                    due.case_id.0,
                    due.clock.clock.code(),
                    due.clock.round,
                    level.code(),
                    due.clock.due_on.to_string()
                ],
                |_| Ok(()),
            )
            .optional()?;
        Ok(found.is_some())
    }

    /// Raises an alert unless it was raised before; says whether it is new.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn raise_alert(&self, due: &DueClock, level: ClockLevel, now: Moment) -> Result<bool, StoreError> {
        // A higher level makes the lower ones of the same clock moot.
        self.connection
            .prepare_cached(
                "UPDATE alerts SET acknowledged_at = ?1
                 WHERE case_id = ?2 AND clock = ?3 AND round = ?4 AND acknowledged_at IS NULL AND level <> ?5",
            )?
            .execute(params![
                now.to_string(),
                due.case_id.0,
                due.clock.clock.code(),
                due.clock.round,
                level.code()
            ])?;
        let made = self
            .connection
            .prepare_cached(
                "INSERT OR IGNORE INTO alerts (case_id, clock, round, level, due_on, raised_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                due.case_id.0,
                due.clock.clock.code(),
                due.clock.round,
                level.code(),
                due.clock.due_on.to_string(),
                now.to_string()
            ])?;
        Ok(made == 1)
    }

    /// Alerts that nobody has acknowledged and whose clock still runs, oldest first, at most so many.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn open_alerts(&self, at_most: u32) -> Result<Vec<(Alert, Option<String>)>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT a.alert_id, a.case_id, c.case_no, c.title, a.clock, a.level, a.due_on, a.raised_at, c.respondent
             FROM alerts a JOIN cases c USING (case_id)
             JOIN clocks k ON k.case_id = a.case_id AND k.clock = a.clock AND k.round = a.round
                 AND k.stopped_on IS NULL AND k.due_on = a.due_on
             WHERE a.acknowledged_at IS NULL ORDER BY a.alert_id LIMIT ?1",
        )?;
        let mut rows = statement.query([at_most])?;
        let mut alerts = Vec::new();
        while let Some(row) = rows.next()? {
            alerts.push((read_alert(row)?, row.get(8)?));
        }
        Ok(alerts)
    }

    /// Notes that somebody saw an alert; says which case it was about, `None` when it was seen before.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn acknowledge_alert(
        &self,
        alert: i64,
        by: PersonId,
        now: Moment,
    ) -> Result<Option<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "UPDATE alerts SET acknowledged_at = ?2, acknowledged_by = ?3
             WHERE alert_id = ?1 AND acknowledged_at IS NULL
             RETURNING (SELECT case_no FROM cases WHERE cases.case_id = alerts.case_id)",
        )?;
        Ok(statement.query_row(params![alert, now.to_string(), by.0], |row| row.get(0)).optional()?)
    }
}

fn read_alert(row: &Row<'_>) -> rusqlite::Result<Alert> {
    let due_on: String = row.get(6)?;
    let raised_at: String = row.get(7)?;
    Ok(Alert {
        id: row.get(0)?,
        case_id: CaseId(row.get(1)?),
        case_no: row.get(2)?,
        title: row.get(3)?,
        clock: word(&row.get::<_, String>(4)?)?,
        level: word(&row.get::<_, String>(5)?)?,
        due_on: due_on.parse().map_err(|_| rusqlite::Error::InvalidQuery)?,
        raised_at: Moment::parse(&raised_at).ok_or(rusqlite::Error::InvalidQuery)?,
    })
}
