//! Reminders of records of disclosure: raised once for each level and due day, shown until somebody says that they know.

use rusqlite::params;

use super::disclosures::{COLUMNS, OPEN, read_row};
use super::error::StoreError;
use super::notify::CLAIMED_UNTIL;
use super::summary::word;
use super::{Records, Snapshot};
use crate::domain::code::Coded as _;
use crate::domain::ids::PersonId;
use crate::domain::time::Moment;
use crate::domain::view::beside::DisclosureReminder;
use crate::domain::view::disclosure::DisclosureRow;
use crate::domain::words::ClockLevel;

/// How many columns stand before those of a reminder of its own.
const AFTER_RECORD: usize = 13;
/// Nobody sent it, and no claim on it holds at the moment `?1`.
const UNSENT: &str = "a.notified_at IS NULL AND a.notify_after <= ?1";

impl Snapshot<'_> {
    /// Reminders that nobody said they know, of records that are still open and due on the same day; of each record the
    /// newest, which is the most urgent. The oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn disclosure_reminders(&self) -> Result<Vec<DisclosureReminder>, StoreError> {
        self.read_reminders("?1 = 0", "", 0)
    }

    /// Whether a reminder waits to be sent now.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn has_unsent_disclosure(&self, now: Moment) -> Result<bool, StoreError> {
        Ok(!self.read_reminders(UNSENT, "LIMIT 1", now.unix())?.is_empty())
    }

    /// Those of them for which this holds, where `?1` is this number. Begins with the records that are open, because
    /// reminders of settled ones stay for ever.
    fn read_reminders(
        &self,
        condition: &str,
        limit: &str,
        number: i64,
    ) -> Result<Vec<DisclosureReminder>, StoreError> {
        let columns = COLUMNS.replace("due_on", "d.due_on").replacen("disclosure_id", "d.disclosure_id", 1);
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {columns}, a.alert_id, a.level
             FROM disclosures d INDEXED BY disclosures_open
                 CROSS JOIN disclosure_alerts a ON a.disclosure_id = d.disclosure_id AND a.due_on = d.due_on
             WHERE a.acknowledged_at IS NULL AND {OPEN} AND ({condition}) AND NOT EXISTS (
                 SELECT 1 FROM disclosure_alerts later WHERE later.disclosure_id = a.disclosure_id
                     AND later.due_on = a.due_on AND later.alert_id > a.alert_id)
             ORDER BY a.alert_id {limit}"
        ))?;
        let rows = statement.query_map([number], |row| {
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

    /// Claims at most so many reminders that nobody has sent, for as long as alerts of cases are claimed.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn claim_disclosure_reminders(
        &self,
        now: Moment,
        at_most: u32,
    ) -> Result<Vec<DisclosureReminder>, StoreError> {
        let claimed = self.read_reminders(UNSENT, &format!("LIMIT {at_most}"), now.unix())?;
        let mut claim = self.connection.prepare_cached(&format!(
            "UPDATE disclosure_alerts SET notify_after = {CLAIMED_UNTIL}, notify_attempts = notify_attempts + 1
             WHERE alert_id = ?1"
        ))?;
        for reminder in &claimed {
            claim.execute(params![reminder.alert, now.unix()])?;
        }
        Ok(claimed)
    }

    /// Notes that a reminder was sent; it is never sent again.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn mark_disclosure_notified(&self, alert: i64, now: Moment) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "UPDATE disclosure_alerts SET notified_at = ?2 WHERE alert_id = ?1 AND notified_at IS NULL",
            )?
            .execute(params![alert, now.to_string()])?;
        Ok(())
    }
}
