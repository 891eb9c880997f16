//! Alerts handed to `notify.command`: whoever tries one claims it in a transaction, so that no two processes send
//! the same; what failed comes back after a while.

use rusqlite::params;

use super::error::StoreError;
use super::summary::{AFTER_CLOCK, CLOCK_COLUMNS, read_clock, word};
use super::waiting;
use super::{Records, Snapshot};
use crate::domain::ids::UnitId;
use crate::domain::limit::clock::Clock;
use crate::domain::time::Moment;
use crate::domain::town::waits::WaitsFor;
use crate::domain::words::AlertLevel;

/// Until when a reminder is claimed at the moment `?2`: a minute at first, an hour at most.
pub(super) const CLAIMED_UNTIL: &str = "?2 + min(3600, 60 << min(notify_attempts, 6))";

/// An alert claimed for sending.
#[derive(Debug, Clone)]
pub struct ClaimedAlert {
    pub alert: i64,
    pub level: AlertLevel,
    pub case_no: String,
    pub clock: Clock,
    pub next_step: Option<String>,
    pub unit: Option<UnitId>,
    pub waits_for: Option<WaitsFor>,
}

impl Snapshot<'_> {
    /// Whether something waits to be sent now; reads one entry of an index.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn has_unsent_alert(&self, now: Moment) -> Result<bool, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM alerts WHERE notified_at IS NULL AND acknowledged_at IS NULL
                 AND ended = 0 AND notify_after <= ?1)",
        )?;
        Ok(statement.query_row([now.unix()], |row| row.get(0))?)
    }
}

impl Records<'_> {
    /// Claims at most so many open alerts that nobody has sent. A claim lasts longer each time, one minute first and
    /// an hour at most: when it runs out without [`Self::mark_notified`], the alert can be claimed again.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn claim_alerts(&self, now: Moment, at_most: u32) -> Result<Vec<ClaimedAlert>, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {CLOCK_COLUMNS}, a.alert_id, a.level, c.case_no, c.next_step, c.unit_id, {}
             FROM alerts a JOIN cases c USING (case_id) JOIN clocks k USING (case_id, clock_id)
             WHERE a.notified_at IS NULL AND a.acknowledged_at IS NULL AND a.ended = 0 AND a.notify_after <= ?1
             ORDER BY a.notify_after, a.alert_id LIMIT {at_most}",
            waiting::COLUMNS
        ))?;
        let mut rows = statement.query([now.unix()])?;
        let mut claimed = Vec::new();
        while let Some(row) = rows.next()? {
            claimed.push(ClaimedAlert {
                alert: row.get(AFTER_CLOCK)?,
                level: word(&row.get::<_, String>(AFTER_CLOCK + 1)?)?,
                case_no: row.get(AFTER_CLOCK + 2)?,
                clock: read_clock(row)?,
                next_step: row.get(AFTER_CLOCK + 3)?,
                unit: row.get::<_, Option<i64>>(AFTER_CLOCK + 4)?.map(UnitId),
                waits_for: waiting::read(row, AFTER_CLOCK + 5)?,
            });
        }
        let mut claim = self.connection.prepare_cached(&format!(
            "UPDATE alerts SET notify_after = {CLAIMED_UNTIL}, notify_attempts = notify_attempts + 1
             WHERE alert_id = ?1"
        ))?;
        for found in &claimed {
            claim.execute(params![found.alert, now.unix()])?;
        }
        Ok(claimed)
    }

    /// Notes that an alert was sent; it is never sent again.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn mark_notified(&self, alert: i64, now: Moment) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("UPDATE alerts SET notified_at = ?2 WHERE alert_id = ?1 AND notified_at IS NULL")?
            .execute(params![alert, now.to_string()])?;
        Ok(())
    }
}
