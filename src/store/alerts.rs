//! Alerts: raised exactly once for each clock, level and due day, whatever the number of sessions; the database's
//! unique key is what makes it once.

use std::collections::BTreeSet;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, Row, params, params_from_iter};

use super::conditions::sight_condition;
use super::error::StoreError;
use super::summary::{AFTER_CLOCK, CLOCK_COLUMNS, read_clock, word};
use super::{Records, Snapshot};
use super::{steps, waiting};
use crate::domain::code::Coded as _;
use crate::domain::figures::step::CaseStep;
use crate::domain::ids::{CaseId, PersonId, UnitId};
use crate::domain::limit::clock::Clock;
use crate::domain::sight::Sight;
use crate::domain::time::{Date, Moment};
use crate::domain::town::waits::WaitsFor;
use crate::domain::view::listing::Alert;
use crate::domain::words::{AlertLevel, CaseKind};

/// A running clock with something to remind of.
#[derive(Debug, Clone)]
pub struct DueClock {
    pub case_id: CaseId,
    pub case_no: String,
    pub clock: Clock,
    /// The most urgent level that was raised of this clock and due day.
    pub raised: Option<AlertLevel>,
}

/// What a case waits for, and who holds it.
#[derive(Debug, Clone)]
pub struct Missing {
    /// Code of the act that brings the case on.
    pub next_step: Option<String>,
    pub waits_for: Option<WaitsFor>,
    /// Whether an application for an extension waits for its signatures (延期审批中).
    pub asks_extension: bool,
    /// The step that it waits in, with the kind of case and the unit on which its usual time depends.
    pub step: Option<CaseStep>,
    pub kind: Option<CaseKind>,
    pub unit: Option<UnitId>,
}

impl Snapshot<'_> {
    /// What a case waits for.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn missing(&self, case: CaseId) -> Result<Missing, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT c.next_step,
                 EXISTS (SELECT 1 FROM pending_steps p WHERE p.case_id = c.case_id AND p.document = 'extension'),
                 {}, {}, c.kind, c.unit_id
             FROM cases c WHERE c.case_id = ?1",
            waiting::COLUMNS,
            steps::PRESENT
        ))?;
        Ok(statement.query_row([case.0], |row| {
            Ok(Missing {
                next_step: row.get(0)?,
                asks_extension: row.get(1)?,
                waits_for: waiting::read(row, 2)?,
                step: steps::read(row.get(5)?)?,
                kind: row.get::<_, Option<String>>(6)?.map(|code| word(&code)).transpose()?,
                unit: row.get::<_, Option<i64>>(7)?.map(UnitId),
            })
        })?)
    }

    /// Running clocks whose first reminder has come by this day, most urgent first; with a sight, only those of
    /// cases that it covers. Reads only those: the index holds running clocks by the day of their first reminder.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn due_clocks(&self, today: Date, sight: Option<&Sight>) -> Result<Vec<DueClock>, StoreError> {
        let condition = sight.map(sight_condition).unwrap_or_default();
        let values = std::iter::once(Value::Text(today.to_string())).chain(condition.values.iter().cloned());
        self.read_due(&due_clocks_sql(&condition.text()), values)
    }

    /// The same of one case, whatever else is due.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn due_clocks_of(&self, case: CaseId, today: Date) -> Result<Vec<DueClock>, StoreError> {
        self.read_due(&due_clocks_of_case_sql(), [Value::Text(today.to_string()), Value::Integer(case.0)])
    }

    fn read_due(
        &self,
        sql: &str,
        values: impl IntoIterator<Item = Value>,
    ) -> Result<Vec<DueClock>, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut due = Vec::new();
        while let Some(row) = rows.next()? {
            let (case_id, case_no) = (CaseId(row.get(AFTER_CLOCK)?), row.get(AFTER_CLOCK + 1)?);
            let raised: Option<String> = row.get(AFTER_CLOCK + 2)?;
            let levels = raised.iter().flat_map(|levels| levels.split(',')).map(word);
            let levels = levels.collect::<rusqlite::Result<Vec<AlertLevel>>>()?;
            due.push(DueClock {
                case_id,
                case_no,
                clock: read_clock(row)?,
                raised: levels.into_iter().max(),
            });
        }
        Ok(due)
    }

    /// Whether this alert, or a more urgent one of the same clock and due day, was raised before: a clock of the
    /// machine that was set back raises nothing anew.
    fn alert_exists(&self, due: &DueClock, level: AlertLevel) -> Result<bool, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT level FROM alerts WHERE case_id = ?1 AND clock_id = ?2 AND due_on = ?3",
        )?;
        let key = params![due.case_id.0, due.clock.id.0, due.clock.due_on.to_string()];
        let mut rows = statement.query(key)?;
        while let Some(row) = rows.next()? {
            let raised: AlertLevel = word(&row.get::<_, String>(0)?)?;
            if raised >= level {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Alerts that nobody has acknowledged and about which there is still something to do, of cases that the sight
    /// covers, oldest first, at most so many.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn open_alerts(&self, sight: &Sight, at_most: u32) -> Result<Vec<Alert>, StoreError> {
        let condition = sight_condition(sight);
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT a.alert_id, a.case_id, c.case_no, c.title, k.clock, a.level, a.due_on, a.raised_at
             FROM alerts a JOIN cases c USING (case_id) JOIN clocks k USING (case_id, clock_id)
             WHERE a.acknowledged_at IS NULL AND a.ended = 0 AND {} ORDER BY a.alert_id LIMIT {at_most}",
            condition.text()
        ))?;
        let mut rows = statement.query(params_from_iter(condition.values))?;
        let mut alerts = Vec::new();
        while let Some(row) = rows.next()? {
            alerts.push(read_alert(row)?);
        }
        Ok(alerts)
    }
}

impl Snapshot<'_> {
    /// Which of these alerts are about cases that the sight covers.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn alerts_in_sight(&self, alerts: &[i64], sight: &Sight) -> Result<BTreeSet<i64>, StoreError> {
        if alerts.is_empty() {
            return Ok(BTreeSet::new());
        }
        let condition = sight_condition(sight);
        let ids: Vec<String> = alerts.iter().map(i64::to_string).collect();
        let mut statement = self.connection.prepare(&format!(
            "SELECT a.alert_id FROM alerts a JOIN cases c USING (case_id) WHERE a.alert_id IN ({}) AND {}",
            ids.join(","),
            condition.text()
        ))?;
        let mut rows = statement.query(params_from_iter(condition.values))?;
        let mut seen = BTreeSet::new();
        while let Some(row) = rows.next()? {
            seen.insert(row.get(0)?);
        }
        Ok(seen)
    }
}

impl Records<'_> {
    /// Raises an alert unless it was raised before, or its clock stopped or moved since it was looked at; says
    /// whether it is new. The less urgent ones of the same clock end with it.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn raise_alert(&self, due: &DueClock, level: AlertLevel, now: Moment) -> Result<bool, StoreError> {
        if self.alert_exists(due, level)? {
            return Ok(false);
        }
        let made = self
            .connection
            .prepare_cached(
                "INSERT OR IGNORE INTO alerts (case_id, clock_id, level, due_on, raised_at)
                 SELECT case_id, clock_id, ?3, due_on, ?5 FROM clocks
                 WHERE case_id = ?1 AND clock_id = ?2 AND due_on = ?4 AND stopped_on IS NULL",
            )?
            .execute(params![
                due.case_id.0,
                due.clock.id.0,
                level.code(),
                due.clock.due_on.to_string(),
                now.to_string()
            ])?;
        if made == 1 {
            settle(self.connection, due.case_id)?;
        }
        Ok(made == 1)
    }

    /// Number of the case that an alert is about, where nobody acknowledged it yet and the sight covers the case.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn alert_case(&self, alert: i64, sight: Option<&Sight>) -> Result<Option<String>, StoreError> {
        let Some(sight) = sight else { return Ok(None) };
        let condition = sight_condition(sight);
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT c.case_no FROM alerts a JOIN cases c USING (case_id)
             WHERE a.alert_id = ? AND a.acknowledged_at IS NULL AND {}",
            condition.text()
        ))?;
        let mut values = vec![Value::Integer(alert)];
        values.extend(condition.values);
        Ok(statement.query_row(params_from_iter(values), |row| row.get(0)).optional()?)
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

/// What a sweep looks at of a clock: itself, its case, and the levels that were raised of it.
fn due_columns() -> String {
    format!(
        "SELECT {CLOCK_COLUMNS}, k.case_id, c.case_no, (
             SELECT group_concat(a.level) FROM alerts a WHERE a.case_id = k.case_id
                 AND a.clock_id = k.clock_id AND a.due_on = k.due_on)
         FROM clocks k JOIN cases c USING (case_id)
         WHERE k.stopped_on IS NULL AND k.remind_from <= ? AND c.ended = 0"
    )
}

/// The statement of the sweep; its first parameter is the day.
fn due_clocks_sql(sight: &str) -> String {
    format!("{} AND {sight} ORDER BY k.due_on, k.case_id", due_columns())
}

/// The statement of the sweep after an act; the day and the case.
fn due_clocks_of_case_sql() -> String {
    // The plus keeps the index of what is due out of it: the clocks of one case are found by the case.
    format!("{} AND k.case_id = ?", due_columns().replace("k.remind_from <=", "+k.remind_from <="))
}

/// Ends the alerts of a case about which there is nothing to do any more and revives those of a clock that runs on
/// again: an alert is open while its clock runs with the same due day and nothing more urgent was raised of it.
pub(super) fn settle(connection: &Connection, case: CaseId) -> Result<(), StoreError> {
    connection
        .prepare_cached(
            "UPDATE alerts SET ended = is_over FROM (
                 SELECT a.alert_id AS id, NOT EXISTS (
                     SELECT 1 FROM clocks k WHERE k.case_id = a.case_id
                         AND k.clock_id = a.clock_id AND k.stopped_on IS NULL AND k.due_on = a.due_on
                 ) OR EXISTS (
                     SELECT 1 FROM alerts later WHERE later.case_id = a.case_id
                         AND later.clock_id = a.clock_id AND later.due_on = a.due_on AND later.alert_id > a.alert_id
                 ) AS is_over
                 FROM alerts a WHERE a.case_id = ?1
             ) WHERE alert_id = id AND ended <> is_over",
        )?
        .execute([case.0])?;
    Ok(())
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

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus;

    use super::*;
    use crate::store::open;

    /// Steps of the database's machine that one statement takes, its rows read to the end. A step is no row, but every
    /// row looked at takes some.
    fn steps(connection: &Connection, sql: &str, value: impl rusqlite::ToSql) -> (usize, i32) {
        let mut statement = connection.prepare(sql).unwrap();
        let rows = statement.query_map([value], |_| Ok(())).unwrap().count();
        (rows, statement.get_status(StatementStatus::VmStep))
    }

    /// So many cases, twenty of which have something to remind of; of the rest half run and half have ended.
    fn town_of(cases: i64) -> (tempfile::TempDir, Connection) {
        let folder = tempfile::tempdir().unwrap();
        let connection = open::create(&folder.path().join("data/ydt.db")).unwrap();
        connection
            .execute_batch(&format!(
                "BEGIN;
                 CREATE TEMP TABLE n AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {cases})
                     SELECT i FROM n;
                 INSERT INTO cases (case_id, case_no, seq, stage, bucket, key_matters, title, complained_at,
                     received_at, urgency, ended)
                 SELECT i, '2026-' || i, 1, 'complaint', 'triage', '', '题', 0, 0, 20000, i > 20 AND i % 2 FROM n;
                 INSERT INTO clocks (case_id, clock_id, clock, round, started_on, limit_days, limit_unit, due_on, original_due_on,
                     approaching_from, provisional, extensions, stopped_on, verdict, remind_from, leads)
                 SELECT i, 1, 'triage', 1, '2026-11-02', 3, 'working_days', '2026-11-05', '2026-11-05', '2026-11-04', 0, 0,
                     CASE WHEN i > 20 AND i % 2 THEN '2026-11-03' END, CASE WHEN i > 20 AND i % 2 THEN 'on_time' END,
                     CASE WHEN i <= 20 THEN '2026-11-04' ELSE '2026-12-04' END, 1 FROM n;
                 INSERT INTO alerts (case_id, clock_id, level, due_on, raised_at, ended)
                 SELECT i, 1, 'approaching', '2026-11-05', '', i > 20 FROM n;
                 COMMIT; ANALYZE;"
            ))
            .unwrap();
        (folder, connection)
    }

    #[test]
    fn the_sweep_after_an_act_costs_the_same_however_many_cases_are_due() {
        let (_folder, connection) = town_of(40_000);
        let due = |until: i64| {
            connection
                .execute(
                    "UPDATE clocks SET remind_from = iif(case_id <= ?1, '2026-11-04', '2026-12-04')",
                    [until],
                )
                .unwrap();
            let count_due = steps(&connection, &due_clocks_sql("1"), "2026-11-04").0;
            let sql =
                due_clocks_of_case_sql().replacen('?', "?1", 1).replace("k.case_id = ?", "k.case_id = 7");
            let of_one = steps(&connection, &sql, "2026-11-04");
            (count_due, of_one)
        };
        let (few, many) = (due(10), due(40_000));
        assert_eq!((few.0, many.0 >= 20_000), (10, true));
        assert_eq!(few.1.0, 1);
        assert_eq!(few.1, many.1);
    }

    #[test]
    fn the_sweep_reads_as_much_among_a_hundred_times_as_many_cases() {
        let statements = [
            due_clocks_sql("1"),
            "SELECT alert_id FROM alerts WHERE notified_at IS NULL AND acknowledged_at IS NULL AND ended = 0
                 AND notify_after <= 1 AND ?1 IS NOT NULL"
                .to_owned(),
            "SELECT alert_id FROM alerts a WHERE a.acknowledged_at IS NULL AND a.ended = 0 AND ?1 IS NOT NULL
                 ORDER BY a.alert_id LIMIT 200"
                .to_owned(),
        ];
        let (_small_folder, small) = town_of(1_000);
        let (_large_folder, large) = town_of(100_000);
        for sql in statements {
            let (few, many) = (steps(&small, &sql, "2026-11-04"), steps(&large, &sql, "2026-11-04"));
            assert_eq!(few.0, 20, "{sql}");
            assert_eq!(few, many, "{sql}");
            assert!(few.1 < 2_000, "{few:?}");
        }
    }
}
