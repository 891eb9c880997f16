//! Whom cases wait for: the role or the unit stands in the summary row, people in a table of their own.

use rusqlite::{Connection, Row, params};

use super::error::StoreError;
use super::summary::word;
use crate::domain::case::Case;
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::town::org::Org;
use crate::domain::town::waits::WaitsFor;

/// What [`read`] reads, of the table `cases c`.
pub const COLUMNS: &str = "c.waits_for_role, c.waits_for_unit, \
    (SELECT group_concat(w.person_id) FROM waiting_people w WHERE w.case_id = c.case_id)";

/// Cases that wait for one of these people.
pub fn waits_for_one_of(people: &str) -> String {
    format!("c.case_id IN (SELECT case_id FROM waiting_people WHERE person_id IN ({people}))")
}

/// Whom a row waits for, from the columns that begin here.
pub fn read(row: &Row<'_>, from: usize) -> rusqlite::Result<Option<WaitsFor>> {
    if let Some(people) = row.get::<_, Option<String>>(from + 2)? {
        let people = people.split(',').map(|id| id.parse().map(PersonId));
        let mut people = people.collect::<Result<Vec<_>, _>>().map_err(|_| rusqlite::Error::InvalidQuery)?;
        people.sort_unstable();
        let role = row.get::<_, Option<String>>(from)?;
        return Ok(Some(match role.map(|role| word(&role)).transpose()? {
            Some(role) => WaitsFor::StandIn { role, people },
            None => WaitsFor::People(people),
        }));
    }
    if let Some(unit) = row.get::<_, Option<i64>>(from + 1)? {
        return Ok(Some(WaitsFor::Unit(UnitId(unit))));
    }
    let role = row.get::<_, Option<String>>(from)?;
    role.map(|role| word(&role).map(WaitsFor::Role)).transpose()
}

/// Writes the people whom a case waits for.
pub fn write(connection: &Connection, case: &Case, org: &Org) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM waiting_people WHERE case_id = ?1")?.execute([case.id.0])?;
    let mut insert =
        connection.prepare_cached("INSERT INTO waiting_people (person_id, case_id) VALUES (?1, ?2)")?;
    for person in people(case, org) {
        insert.execute(params![person.0, case.id.0])?;
    }
    Ok(())
}

/// The people whom a case waits for, in order.
pub fn people(case: &Case, org: &Org) -> Vec<PersonId> {
    case.waits_for(org).map(|awaited| awaited.people().to_vec()).unwrap_or_default()
}
