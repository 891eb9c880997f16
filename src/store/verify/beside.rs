//! What stands beside the cases and follows from them: numbers given, figures kept, alerts, and rows about no case.

use rusqlite::Connection;

use super::super::error::StoreError;
use super::super::{disclosures, meetings, papers, steps};
use super::record::{Findings, note_serial};
use super::{FirstBad, Found};
use crate::domain::code::Coded as _;
use crate::domain::words::AlertLevel;

/// Each a count that has to be nought, and what is wrong otherwise.
const NONE_OF_THESE: &[(&str, &str)] = &[
    (
        "SELECT count(*) FROM (
             SELECT bucket, n FROM tallies WHERE n <> 0
             EXCEPT SELECT bucket, count(*) FROM cases GROUP BY bucket)",
        "各类件数与投诉件不符",
    ),
    (
        "SELECT count(*) FROM (
             SELECT bucket, count(*) FROM cases GROUP BY bucket EXCEPT SELECT bucket, n FROM tallies)",
        "各类件数与投诉件不符",
    ),
    ("SELECT count(*) FROM erasure", "有一次清除没有做完就停下了"),
    (
        "SELECT count(*) FROM search_docsize WHERE id NOT IN (SELECT case_id FROM cases)",
        "检索索引中有不存在的投诉件",
    ),
    (
        "SELECT count(*) FROM cases WHERE case_id NOT IN (SELECT id FROM search_docsize)",
        "有的投诉件不在检索索引中",
    ),
    (
        // An alert is open while its clock runs with the same due day and nothing more urgent was raised of it.
        "SELECT count(*) FROM alerts a WHERE ended <> (NOT EXISTS (
             SELECT 1 FROM clocks k WHERE k.case_id = a.case_id AND k.clock_id = a.clock_id
                 AND k.stopped_on IS NULL AND k.due_on = a.due_on
         ) OR EXISTS (
             SELECT 1 FROM alerts later WHERE later.case_id = a.case_id AND later.clock_id = a.clock_id
                 AND later.due_on = a.due_on AND later.alert_id > a.alert_id))",
        "有的提醒是否结束与时限不符",
    ),
    (
        "SELECT count(*) FROM clocks WHERE stopped_on IS NOT NULL AND leads <> 0",
        "有的时限已停止，却仍被当作在走的时限",
    ),
    (steps::MISCOUNTED, "各环节用时的件数与投诉件不符"),
    (disclosures::STRAYS, "有的公示记录没有任何记录"),
    (meetings::STRAYS, "有的研判会没有任何记录"),
    (papers::STRAYS, "有的会议记录文号不属于任何研判会"),
];

/// The first thing that does not follow from the cases.
pub fn compare(connection: &Connection, found: &Findings) -> Result<Found, StoreError> {
    for (sql, reason) in NONE_OF_THESE {
        if connection.query_row(sql, [], |row| row.get::<_, i64>(0))? > 0 {
            return Ok(Some(FirstBad::at(0, *reason)));
        }
    }
    if let Some(bad) = serials(connection, found)? {
        return Ok(Some(bad));
    }
    alerts(connection)
}

fn serials(connection: &Connection, found: &Findings) -> Result<Found, StoreError> {
    let mut statement = connection.prepare("SELECT year, last FROM serials ORDER BY year")?;
    let stored = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let stored = stored.collect::<rusqlite::Result<Vec<(i64, i64)>>>()?;
    let mut given = found.serials.clone();
    for number in found.town.given_before() {
        note_serial(number, &mut given);
    }
    let given: Vec<(i64, i64)> = given.into_iter().collect();
    Ok((stored != given).then(|| FirstBad::at(0, "下一个编号与已经给出的编号不符")))
}

/// Words of alerts that nobody's program wrote.
fn alerts(connection: &Connection) -> Result<Found, StoreError> {
    let mut statement = connection.prepare("SELECT DISTINCT level FROM alerts")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        if AlertLevel::from_code(&row.get::<_, String>(0)?).is_none() {
            return Ok(Some(FirstBad::at(0, "提醒中有读不懂的内容")));
        }
    }
    Ok(None)
}
