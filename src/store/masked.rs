//! Texts that are kept masked, for lists and for the search, after names of places have changed: whether a word is the
//! complainant's name or a part of a place's is decided by them.

use std::collections::BTreeSet;

use rusqlite::{Connection, params};

use super::error::StoreError;
use super::{journal, search};
use crate::domain::case::respondents::Register;
use crate::domain::ids::CaseId;
use crate::domain::sight::identity::Identity;

/// Writes title and search words anew of those cases whose complainant's name is a part of a place's name that came
/// or went.
pub fn renew(connection: &Connection, before: &Register, after: &Register) -> Result<(), StoreError> {
    let changed = before.places_not_in(after).chain(after.places_not_in(before)).collect::<Vec<_>>();
    if changed.is_empty() {
        return Ok(());
    }
    for id in concerned(connection, &changed)? {
        let Some(case) = journal::fold(id, &journal::read(connection, id)?) else { continue };
        let title = Identity::of(&case.complainant).shown(case.title.text(), after);
        connection
            .prepare_cached("UPDATE cases SET title = ?2 WHERE case_id = ?1")?
            .execute(params![id.0, title])?;
        search::write(connection, &case, after)?;
    }
    Ok(())
}

/// The cases whose complainant may be called like a part of one of these places. Former names stand in corrections alone,
/// so every case that has such a correction counts.
fn concerned(connection: &Connection, places: &[&str]) -> Result<BTreeSet<CaseId>, StoreError> {
    let mut corrected = connection.prepare(
        r#"SELECT DISTINCT stream_id FROM events WHERE action = 'correct' AND body LIKE '%"fact":"complainant"%'"#,
    )?;
    let ids = corrected.query_map([], |row| row.get(0).map(CaseId))?;
    let mut found = ids.collect::<rusqlite::Result<BTreeSet<CaseId>>>()?;
    let mut statement = connection.prepare("SELECT case_id, name FROM identities WHERE name IS NOT NULL")?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let identity = Identity::by([row.get(1)?], None);
        if places.iter().any(|place| identity.is_named_in(place)) {
            found.insert(CaseId(row.get(0)?));
        }
    }
    Ok(found)
}
