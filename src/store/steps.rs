//! The steps of cases as rows, and how often finished ones took how many working days: what says how long a step usually
//! takes here. Written with the events of a case, compared with the replay by `verify`.

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params};

use super::error::StoreError;
use super::summary::{day_number, word};
use super::{Outlook, Records, Snapshot};
use crate::domain::calendar::Calendar;
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::document::hash::text_hash;
use crate::domain::figures::safe::{DaysTaken, Pace};
use crate::domain::figures::step::{CaseStep, StepTaken};
use crate::domain::ids::CaseId;
use crate::domain::time::Date;

/// The rows of `case_steps` in the order of cases; behind the case's number [`is_step`] reads the others.
pub const IN_ORDER: &str = "SELECT case_id, place, step, kind, turn, round, from_day, until_day, days
    FROM case_steps ORDER BY case_id, place";

/// The step that a case of `cases c` waits in; its rows are few and lie together.
pub const PRESENT: &str = "(SELECT s.step FROM case_steps s WHERE s.case_id = c.case_id AND s.days IS NULL)";

/// Counts that differ from the rows that they count; none.
pub const MISCOUNTED: &str = "SELECT count(*) FROM (
    SELECT * FROM (
        SELECT step, kind, days, count(*) FROM case_steps WHERE days IS NOT NULL GROUP BY step, kind, days
        EXCEPT SELECT step, kind, days, n FROM step_days)
    UNION ALL SELECT * FROM (
        SELECT step, kind, days, n FROM step_days
        EXCEPT SELECT step, kind, days, count(*) FROM case_steps WHERE days IS NOT NULL GROUP BY step, kind, days))";

/// A row of `case_steps` behind the case's number.
pub type StepRow = (u32, &'static str, &'static str, u32, u32, i64, Option<i64>, Option<u32>);

/// The rows of a case.
pub fn rows_of(case: &Case, calendar: &Calendar) -> Vec<StepRow> {
    let kind = case.kind.map_or("", |kind| kind.code());
    let row = |(place, taken): (u32, StepTaken)| {
        let StepTaken { step, turn, round, from, until } = taken;
        let days = until.map(|until| taken.working_days(until, calendar));
        (place, step.code(), kind, turn, round, day_number(from), until.map(day_number), days)
    };
    (0..).zip(case.steps_taken()).map(row).collect()
}

/// Whether a row of [`IN_ORDER`] is this one.
pub fn is_step(row: &Row<'_>, expected: &StepRow) -> rusqlite::Result<bool> {
    let (place, step, kind, turn, round, from, until, days) = *expected;
    Ok(row.get_ref(2)?.as_str()? == step
        && row.get_ref(3)?.as_str()? == kind
        && (row.get::<_, u32>(1)?, row.get::<_, u32>(4)?, row.get::<_, u32>(5)?) == (place, turn, round)
        && (row.get::<_, i64>(6)?, row.get::<_, Option<i64>>(7)?, row.get::<_, Option<u32>>(8)?)
            == (from, until, days))
}

/// Writes the steps of a case, where they are others than those that stand there: most acts end none.
pub fn write(connection: &Connection, case: &Case, outlook: &Outlook<'_>) -> Result<(), StoreError> {
    let rows = rows_of(case, outlook.calendar);
    if stand_there(connection, case.id, &rows)? {
        return Ok(());
    }
    connection.prepare_cached("DELETE FROM case_steps WHERE case_id = ?1")?.execute([case.id.0])?;
    let mut insert = connection.prepare_cached(
        "INSERT INTO case_steps (case_id, place, step, kind, turn, round, from_day, until_day, days)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    for (place, step, kind, turn, round, from, until, days) in rows {
        insert.execute(params![case.id.0, place, step, kind, turn, round, from, until, days])?;
    }
    Ok(())
}

fn stand_there(connection: &Connection, case: CaseId, expected: &[StepRow]) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT case_id, place, step, kind, turn, round, from_day, until_day, days
         FROM case_steps WHERE case_id = ?1 ORDER BY place",
    )?;
    let mut rows = statement.query([case.0])?;
    for one in expected {
        let is_same = rows.next()?.map(|row| is_step(row, one)).transpose()?;
        if is_same != Some(true) {
            return Ok(false);
        }
    }
    Ok(rows.next()?.is_none())
}

/// Under which word of the database stands by which calendar the days of steps were counted.
const MARK: &str = "steps_of";

impl Snapshot<'_> {
    /// How long steps usually take. Reads one row for each number of days that a step of a kind ever took, some hundreds
    /// at most however many cases there are.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn pace(&self) -> Result<Pace, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT step, kind, days, n FROM step_days")?;
        let rows = statement.query_map([], |row| {
            let kind = row.get::<_, String>(1)?;
            Ok(DaysTaken {
                step: word(&row.get::<_, String>(0)?)?,
                kind: if kind.is_empty() { None } else { Some(word(&kind)?) },
                days: row.get(2)?,
                times: row.get(3)?,
            })
        })?;
        Ok(Pace::of(rows.collect::<rusqlite::Result<Vec<_>>>()?))
    }
}

impl Records<'_> {
    /// Counts the days of finished steps by this calendar, unless that was done.
    pub(super) fn count_steps_anew(&self, calendar: &Calendar) -> Result<(), StoreError> {
        let notices: Vec<_> = calendar.notices().collect();
        let text = serde_json::to_string(&notices).map_err(|error| StoreError::Other(error.to_string()))?;
        let wanted = text_hash(&text);
        if self.meta(MARK)?.as_deref() == Some(wanted.as_str()) {
            return Ok(());
        }
        for (case, place, days) in self.miscounted(calendar)? {
            // Taken out and put in again, so that the counts follow.
            let row: Vec<Value> = self
                .connection
                .prepare_cached(
                    "DELETE FROM case_steps WHERE case_id = ?1 AND place = ?2
                     RETURNING case_id, place, step, kind, turn, round, from_day, until_day",
                )?
                .query_row([case, place], |row| (0..8).map(|column| row.get(column)).collect())?;
            let row = row.into_iter().chain([Value::Integer(days)]);
            self.connection
                .prepare_cached("INSERT INTO case_steps VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)")?
                .execute(rusqlite::params_from_iter(row))?;
        }
        self.set_meta(MARK, &wanted)
    }

    /// Finished steps that took another number of days by this calendar: case, place and the right number.
    fn miscounted(&self, calendar: &Calendar) -> Result<Vec<(i64, i64, i64)>, StoreError> {
        let mut statement = self.connection.prepare(
            "SELECT case_id, place, from_day, until_day, days FROM case_steps WHERE days IS NOT NULL",
        )?;
        let mut rows = statement.query([])?;
        let mut wrong = Vec::new();
        while let Some(row) = rows.next()? {
            let on = |column: usize| -> rusqlite::Result<Date> {
                Date::UNIX_EPOCH.plus_days(row.get(column)?).ok_or(rusqlite::Error::InvalidQuery)
            };
            let days = i64::from(calendar.working_days_between(on(2)?, on(3)?).max(0));
            if days != row.get::<_, i64>(4)? {
                wrong.push((row.get(0)?, row.get(1)?, days));
            }
        }
        Ok(wrong)
    }
}

/// A step out of a column of [`PRESENT`].
pub fn read(code: Option<String>) -> rusqlite::Result<Option<CaseStep>> {
    code.map(|code| word(&code)).transpose()
}
