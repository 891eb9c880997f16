//! What rules propose to be issued about cases, as rows: the day from which each waiting is counted. Whether that is long
//! enough ago is asked of the calendar and the settings when one looks.

use std::collections::BTreeMap;

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params, params_from_iter};

use super::Snapshot;
use super::conditions::{Condition, Reader, sight_condition};
use super::error::StoreError;
use super::summary::{day_number, id_array, word};
use crate::domain::case::Case;
use crate::domain::case::chase::Chase;
use crate::domain::code::Coded as _;
use crate::domain::ids::CaseId;

/// The rows of `chases` in the order of cases.
pub const IN_ORDER: &str = "SELECT case_id, what, base_day FROM chases ORDER BY case_id, what";

/// A row behind the case's number.
pub type ChaseRow = (&'static str, i64);

/// The rows of a case, in the order of their codes.
pub fn rows_of(case: &Case) -> Vec<ChaseRow> {
    let mut rows: Vec<ChaseRow> =
        case.chases().into_iter().map(|(chase, base)| (chase.code(), day_number(base))).collect();
    rows.sort_unstable();
    rows
}

/// Whether a row of [`IN_ORDER`] is this one.
pub fn is_chase(row: &Row<'_>, (what, base): &ChaseRow) -> rusqlite::Result<bool> {
    Ok(row.get_ref(1)?.as_str()? == *what && row.get::<_, i64>(2)? == *base)
}

/// Writes the rows of a case.
pub fn write(connection: &Connection, case: &Case) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM chases WHERE case_id = ?1")?.execute([case.id.0])?;
    let mut insert =
        connection.prepare_cached("INSERT INTO chases (case_id, what, base_day) VALUES (?1, ?2, ?3)")?;
    for (what, base) in rows_of(case) {
        insert.execute(params![case.id.0, what, base])?;
    }
    Ok(())
}

/// What is due today of what is for the reader to issue or to answer, as a condition on `chases h`; `None` for whoever
/// has nothing of the kind to do.
fn due(reader: &Reader<'_>) -> Option<String> {
    let grouping = reader.grouping?;
    let mut chases: Vec<Chase> = grouping.roles.iter().flat_map(|role| Chase::of(*role)).copied().collect();
    chases.sort_unstable();
    chases.dedup();
    let way = |chase: Chase| {
        let last = day_number(chase.last_base(reader.today, reader.settings, reader.calendar));
        let way = format!("h.what = '{}' AND h.base_day <= {last}", chase.code());
        match (chase, grouping.unit) {
            // An answer is the unit's own, whoever else may see the case.
            (Chase::Answer, Some(unit)) => format!(
                "({way} AND h.case_id IN (SELECT case_id FROM cases WHERE holding_unit_id = {}))",
                unit.0
            ),
            (Chase::Answer, None) => "0".to_owned(),
            (_, _) => format!("({way})"),
        }
    };
    (!chases.is_empty()).then(|| chases.into_iter().map(way).collect::<Vec<_>>().join(" OR "))
}

/// The cases in which something is proposed to the reader.
pub(super) fn condition(reader: &Reader<'_>, condition: &mut Condition) {
    let cases = due(reader).map_or_else(
        || "0".to_owned(),
        |due| format!("c.ended = 0 AND c.case_id IN (SELECT h.case_id FROM chases h WHERE {due})"),
    );
    condition.and(cases, []);
}

/// Of each of these cases the gravest that is proposed to the reader.
pub(super) fn among(
    connection: &Connection,
    cases: &[CaseId],
    reader: &Reader<'_>,
) -> Result<BTreeMap<CaseId, Chase>, StoreError> {
    let mut found: BTreeMap<CaseId, Chase> = BTreeMap::new();
    let Some(due) = due(reader) else { return Ok(found) };
    let mut statement = connection.prepare_cached(&format!(
        "SELECT h.case_id, h.what FROM chases h
         WHERE h.case_id IN (SELECT value FROM json_each(?)) AND ({due})"
    ))?;
    let mut rows = statement.query(params_from_iter([Value::Text(id_array(cases))]))?;
    while let Some(row) = rows.next()? {
        let chase: Chase = word(&row.get::<_, String>(1)?)?;
        let known = found.entry(CaseId(row.get(0)?)).or_insert(chase);
        *known = chase.min(*known);
    }
    Ok(found)
}

impl Snapshot<'_> {
    /// In how many cases something is proposed to the reader.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn count_chased(&self, reader: &Reader<'_>) -> Result<u64, StoreError> {
        if due(reader).is_none() {
            return Ok(0);
        }
        let mut all = sight_condition(reader.sight);
        condition(reader, &mut all);
        let sql = format!("SELECT count(*) FROM cases c WHERE {}", all.text());
        let mut statement = self.connection.prepare_cached(&sql)?;
        Ok(statement.query_row(params_from_iter(all.values), |row| row.get::<_, u32>(0))?.into())
    }
}
