//! Reminders of records of disclosure: raised once for each level and due day, shown until somebody says that they know.

use rusqlite::params;

use super::disclosures::{COLUMNS, OPEN, read_row};
use super::error::StoreError;
use super::summary::word;
use super::{Records, Snapshot};
use crate::domain::code::Coded as _;
use crate::domain::ids::PersonId;
use crate::domain::time::Moment;
use crate::domain::view::beside::DisclosureReminder;
use crate::domain::view::disclosure::DisclosureRow;
use crate::domain::words::ClockLevel;

/// How many columns stand before those of a reminder of its own.
const AFTER_RECORD: usize = 12;

impl Snapshot<'_> {
    /// Reminders that nobody said they know, of records that are still open and due on the same day; of each record the
    /// newest, which is the most urgent. The oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn disclosure_reminders(&self) -> Result<Vec<DisclosureReminder>, StoreError> {
        let columns = COLUMNS.replace("due_on", "d.due_on").replacen("disclosure_id", "d.disclosure_id", 1);
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {columns}, a.alert_id, a.level
             FROM disclosure_alerts a INDEXED BY disclosure_alerts_open
                 JOIN disclosures d ON d.disclosure_id = a.disclosure_id AND d.due_on = a.due_on
             WHERE a.acknowledged_at IS NULL AND {OPEN} AND NOT EXISTS (
                 SELECT 1 FROM disclosure_alerts later WHERE later.disclosure_id = a.disclosure_id
                     AND later.due_on = a.due_on AND later.alert_id > a.alert_id)
             ORDER BY a.alert_id"
        ))?;
        let rows = statement.query_map([], |row| {
            let level: ClockLevel = word(&row.get::<_, String>(AFTER_RECORD + 1)?)?;
            Ok(DisclosureReminder::of(row.get(AFTER_RECORD)?, level, &read_row(row)?))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Records<'_> {
    /// Raises a reminder unless it was raised before; says whether it is new.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn remind_of_disclosure(
        &self,
        row: &DisclosureRow,
        level: ClockLevel,
        now: Moment,
    ) -> Result<bool, StoreError> {
        let made = self
            .connection
            .prepare_cached(&format!(
                "INSERT OR IGNORE INTO disclosure_alerts (disclosure_id, level, due_on, raised_at)
                 SELECT disclosure_id, ?2, due_on, ?4 FROM disclosures
                 WHERE disclosure_id = ?1 AND due_on = ?3 AND {OPEN}"
            ))?
            .execute(params![row.id.0, level.code(), row.due_on.to_string(), now.to_string()])?;
        Ok(made == 1)
    }

    /// Notes that somebody knows of a reminder, and with it of the milder ones about the same record.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn acknowledge_disclosure(&self, alert: i64, by: PersonId, now: Moment) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "UPDATE disclosure_alerts SET acknowledged_at = ?2, acknowledged_by = ?3
                 WHERE acknowledged_at IS NULL AND alert_id <= ?1 AND disclosure_id =
                     (SELECT disclosure_id FROM disclosure_alerts WHERE alert_id = ?1)",
            )?
            .execute(params![alert, now.to_string(), by.0])?;
        Ok(())
    }
}
