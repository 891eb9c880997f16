//! Clocks out of their rows.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::error::StoreError;
use crate::domain::ids::{CaseId, ClockId};
use crate::domain::limit::clock::{Clock, KindLimits, Overridden};
use crate::domain::time::{Date, Moment};

/// What [`read_clock`] reads, from the table `clocks k`.
pub const CLOCK_COLUMNS: &str = "k.clock, k.round, k.started_on, k.limit_days, k.limit_unit, k.due_on, \
    k.original_due_on, k.provisional, k.extensions, k.stopped_on, k.verdict, k.due_by_calendar, k.clock_id, k.turn, \
    k.granted, k.limits, k.notice_limit, k.ends_on_working_day, k.overridden_after_expiry, k.own_due_on, \
    k.was_late";

/// How many columns these are: what else a statement selects begins here.
pub const AFTER_CLOCK: usize = 21;

/// The clocks of a case as their rows hold them, oldest first.
pub fn clocks(connection: &Connection, case_id: i64) -> Result<Vec<Clock>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {CLOCK_COLUMNS} FROM clocks k WHERE case_id = ?1 ORDER BY clock_id"
    ))?;
    let mut rows = statement.query([case_id])?;
    let mut clocks = Vec::new();
    while let Some(row) = rows.next()? {
        clocks.push(read_clock(row).map_err(|_| StoreError::Damaged(format!("第{case_id}件的时限")))?);
    }
    Ok(clocks)
}

/// The clocks of several cases, each case's oldest first, in one statement.
pub fn clocks_of(
    connection: &Connection,
    cases: &[CaseId],
) -> Result<BTreeMap<CaseId, Vec<Clock>>, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {CLOCK_COLUMNS}, k.case_id FROM clocks k WHERE k.case_id IN (SELECT value FROM json_each(?1))
         ORDER BY k.case_id, k.clock_id"
    ))?;
    let mut rows = statement.query([id_array(cases)])?;
    let mut clocks: BTreeMap<CaseId, Vec<Clock>> = BTreeMap::new();
    while let Some(row) = rows.next()? {
        let case = CaseId(row.get(AFTER_CLOCK)?);
        let clock = read_clock(row).map_err(|_| StoreError::Damaged(format!("第{}件的时限", case.0)))?;
        clocks.entry(case).or_default().push(clock);
    }
    Ok(clocks)
}

/// Every clock in the order of cases and clocks, to be read beside them: behind what [`read_clock`] reads stand the case
/// and what the calendar says of the clock.
pub fn clocks_in_order() -> String {
    format!(
        "SELECT {CLOCK_COLUMNS}, k.case_id, k.approaching_from, k.remind_from, k.leads
         FROM clocks k ORDER BY k.case_id, k.clock_id"
    )
}

/// Numbers of cases as one value, so that a statement about a page is prepared once, however long the page.
pub fn id_array(cases: &[CaseId]) -> String {
    let ids: Vec<String> = cases.iter().map(|case| case.0.to_string()).collect();
    format!("[{}]", ids.join(","))
}

/// A clock out of the first columns of a row.
pub fn read_clock(row: &rusqlite::Row<'_>) -> rusqlite::Result<Clock> {
    let date = |text: String| text.parse::<Date>().map_err(|_| rusqlite::Error::InvalidQuery);
    let stopped_on: Option<String> = row.get(9)?;
    let due_by_calendar: Option<String> = row.get(11)?;
    Ok(Clock {
        id: ClockId(row.get(12)?),
        clock: word(&row.get::<_, String>(0)?)?,
        round: row.get(1)?,
        turn: row.get(13)?,
        started_on: date(row.get(2)?)?,
        limit: row.get(3)?,
        unit: word(&row.get::<_, String>(4)?)?,
        due_on: date(row.get(5)?)?,
        original_due_on: date(row.get(6)?)?,
        provisional: row.get(7)?,
        extensions: row.get(8)?,
        stopped_on: stopped_on.map(date).transpose()?,
        verdict: row.get::<_, Option<String>>(10)?.map(|code| word(&code)).transpose()?,
        due_by_calendar: due_by_calendar.map(date).transpose()?,
        granted: numbers(&row.get::<_, String>(14)?)?,
        limits: row.get::<_, Option<String>>(15)?.map(|text| kind_limits(&text)).transpose()?,
        overridden: overridden(row)?,
        own_due_on: row.get::<_, Option<String>>(19)?.map(date).transpose()?,
        was_late: row.get(20)?,
    })
}

/// Numbers as they stand in one column, separated by commas.
pub fn joined(numbers: &[u32]) -> String {
    numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(",")
}

fn numbers(text: &str) -> rusqlite::Result<Vec<u32>> {
    let parts = text.split(',').filter(|part| !part.is_empty());
    parts.map(|part| part.parse().map_err(|_| rusqlite::Error::InvalidQuery)).collect()
}

fn kind_limits(text: &str) -> rusqlite::Result<KindLimits> {
    match numbers(text)?.as_slice() {
        [consultation, non_consultation] => {
            Ok(KindLimits { consultation: *consultation, non_consultation: *non_consultation })
        }
        _ => Err(rusqlite::Error::InvalidQuery),
    }
}

/// All of its columns hold something, or none.
fn overridden(row: &rusqlite::Row<'_>) -> rusqlite::Result<Option<Overridden>> {
    let columns: (Option<u32>, Option<bool>, Option<bool>) = (row.get(16)?, row.get(17)?, row.get(18)?);
    match columns {
        (None, None, None) => Ok(None),
        (Some(notice_limit), Some(ends_on_working_day), Some(after_expiry)) => {
            Ok(Some(Overridden { notice_limit, ends_on_working_day, after_expiry }))
        }
        (_, _, _) => Err(rusqlite::Error::InvalidQuery),
    }
}

/// A coded word out of a column.
pub fn word<T: crate::domain::code::Coded>(code: &str) -> rusqlite::Result<T> {
    T::from_code(code).ok_or(rusqlite::Error::InvalidQuery)
}

/// A moment out of a column that holds seconds since 1970.
pub fn moment(seconds: i64) -> rusqlite::Result<Moment> {
    Moment::from_unix(seconds).ok_or(rusqlite::Error::InvalidQuery)
}
