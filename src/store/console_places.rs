//! Where each person was in the console, and when they looked last: a small table that proves nothing. Whoever cannot
//! write it begins anew at the next start.

use rusqlite::{OptionalExtension as _, params};

use super::error::StoreError;
use super::summary::word;
use super::{Records, Snapshot};
use crate::domain::code::Coded as _;
use crate::domain::ids::{CaseId, PersonId};
use crate::domain::time::Moment;
use crate::domain::view::console_place::ConsolePlace;

impl Snapshot<'_> {
    /// Where a person was, and when they looked; `None` for whoever opens the console for the first time.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn console_place(&self, person: PersonId) -> Result<Option<(ConsolePlace, Moment)>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT pane, view, sort, filter, case_id, seen_alert, looked_at, spot FROM console_places
             WHERE person_id = ?1",
        )?;
        let read = statement.query_row([person.0], |row| {
            let place = ConsolePlace {
                pane: row.get(0)?,
                spot: row.get(7)?,
                view: word(&row.get::<_, String>(1)?)?,
                sort: word(&row.get::<_, String>(2)?)?,
                filter: row.get(3)?,
                case: row.get::<_, Option<i64>>(4)?.map(CaseId),
                seen_alert: row.get(5)?,
            };
            let looked_at: String = row.get(6)?;
            Ok((place, Moment::parse(&looked_at).ok_or(rusqlite::Error::InvalidQuery)?))
        });
        Ok(read.optional()?)
    }
}

impl Records<'_> {
    /// Empties every kept filter: a name that is erased may have been looked for by it.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn forget_filters(&self) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("UPDATE console_places SET filter = '' WHERE filter <> ''")?
            .execute([])?;
        Ok(())
    }

    /// Notes where a person is, and that they have looked.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn keep_console_place(
        &self,
        person: PersonId,
        place: &ConsolePlace,
        now: Moment,
    ) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT OR REPLACE INTO console_places
                     (person_id, looked_at, seen_alert, pane, view, sort, filter, case_id, spot)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(params![
                person.0,
                now.to_string(),
                place.seen_alert,
                place.pane,
                place.view.code(),
                place.sort.code(),
                place.filter,
                place.case.map(|case| case.0),
                place.spot
            ])?;
        Ok(())
    }
}
