//! Running clocks: read for a change of the calendar, and given their warning days anew when settings or calendar
//! changed. Costs what runs, not what has ever been.

use rusqlite::params;

use super::error::StoreError;
use super::summary::{AFTER_CLOCK, CLOCK_COLUMNS, Warnings, clocks, read_clock};
use super::{Outlook, Records, Snapshot};
use crate::domain::document::hash::text_hash;
use crate::domain::ids::{CaseId, PersonId};
use crate::domain::limit::clock::Clock;

/// A running clock with its case.
#[derive(Debug, Clone)]
pub struct RunningClock {
    pub case: CaseId,
    pub case_no: String,
    pub clock: Clock,
}

impl Snapshot<'_> {
    /// Every running clock of an open case, by case; not those hidden from this person.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn running_clocks(&self, hidden_from: Option<PersonId>) -> Result<Vec<RunningClock>, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {CLOCK_COLUMNS}, k.case_id, c.case_no
             FROM clocks k INDEXED BY clocks_running JOIN cases c USING (case_id)
             WHERE k.stopped_on IS NULL AND c.ended = 0
                 AND NOT EXISTS (SELECT 1 FROM recused r WHERE r.case_id = k.case_id AND r.person_id IS ?1)
             ORDER BY k.case_id, k.clock_id"
        ))?;
        let mut rows = statement.query([hidden_from.map(|person| person.0)])?;
        let mut running = Vec::new();
        while let Some(row) = rows.next()? {
            running.push(RunningClock {
                case: CaseId(row.get(AFTER_CLOCK)?),
                case_no: row.get(AFTER_CLOCK + 1)?,
                clock: read_clock(row)?,
            });
        }
        Ok(running)
    }

    /// Whether the stored warning days are those of these settings and this calendar.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn warnings_are_current(&self, outlook: &Outlook<'_>) -> Result<bool, StoreError> {
        Ok(self.meta(MARK)?.as_deref() == Some(outlook_mark(outlook)?.as_str()))
    }
}

impl Records<'_> {
    /// Gives every running clock its warning days by these settings and this calendar, and every finished step its days,
    /// unless that was done; says whether there was something to do.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn renew_warnings(&self, outlook: &Outlook<'_>) -> Result<bool, StoreError> {
        self.count_steps_anew(outlook.calendar)?;
        let wanted = outlook_mark(outlook)?;
        if self.meta(MARK)?.as_deref() == Some(wanted.as_str()) {
            return Ok(false);
        }
        let mut cases: Vec<i64> = self
            .connection
            .prepare("SELECT DISTINCT case_id FROM clocks WHERE stopped_on IS NULL")?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        cases.sort_unstable();
        let mut update = self.connection.prepare_cached(
            "UPDATE clocks SET approaching_from = ?3, remind_from = ?4, leads = ?5
             WHERE case_id = ?1 AND clock_id = ?2
                 AND (approaching_from <> ?3 OR remind_from <> ?4 OR leads <> ?5)",
        )?;
        for case in cases {
            let all = clocks(self.connection, case)?;
            let leading = all.iter().rev().find(|clock| clock.is_running());
            for clock in all.iter().filter(|clock| clock.is_running()) {
                let Warnings { approaching_from, remind_from, leads } = Warnings::of(clock, leading, outlook);
                update.execute(params![case, clock.id.0, approaching_from, remind_from, leads])?;
            }
        }
        self.set_meta(MARK, &wanted)?;
        Ok(true)
    }
}

/// Under which word of the database stands for which settings and calendar the warning days were found.
const MARK: &str = "warnings_of";

fn outlook_mark(outlook: &Outlook<'_>) -> Result<String, StoreError> {
    let notices: Vec<_> = outlook.calendar.notices().collect();
    let text = serde_json::to_string(&(outlook.settings, notices))
        .map_err(|error| StoreError::Other(error.to_string()))?;
    Ok(text_hash(&text))
}
