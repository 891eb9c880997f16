//! Records of disclosure: their facts in the chain, the rows by which they are listed, and what was reminded of.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::error::StoreError;
use super::journal::Stamp;
use super::streams::{self, StreamId};
use super::summary::word;
use super::{Records, Snapshot, attachments, stream_facts};
use crate::domain::code::Coded as _;
use crate::domain::disclosure::event::DisclosureEvent;
use crate::domain::disclosure::{Disclosure, DisclosureState, code_of};
use crate::domain::ids::{CaseId, DisclosureId, MatterId, PersonId, UnitId};
use crate::domain::recurring::Period;
use crate::domain::stream::RecordedFact;
use crate::domain::time::Date;
use crate::domain::view::disclosure::DisclosureRow;
use crate::domain::words::StreamKind;

/// A record with everything recorded of it, oldest first.
pub struct DisclosureOnRecord {
    pub disclosure: Disclosure,
    pub history: Vec<RecordedFact<DisclosureEvent>>,
}

/// Open records of one unit in one state, due on one day and submitted by the same people.
#[derive(Debug, Clone)]
pub struct OpenDisclosures {
    pub unit: UnitId,
    pub state: DisclosureState,
    pub due_on: Date,
    /// Who submitted them; those to be signed are nobody's of these.
    pub submitters: Vec<PersonId>,
    pub count: u64,
}

const fn stream(id: DisclosureId) -> (StreamId, StreamKind) {
    (StreamId(id.0), StreamKind::Disclosure)
}

/// The columns that [`read_row`] reads.
pub(super) const COLUMNS: &str =
    "disclosure_id, no, matter_id, unit_id, name, period, happened, due_on, provisional, state,
    is_nothing, verdict, submitters";
/// Records with something still to come.
pub(super) const OPEN: &str = "state IN ('to_do', 'submitted', 'returned', 'reviewed')";

/// Under which word of the database stands up to when, and by which list and settings, records were opened.
pub const OPENED_MARK: &str = "disclosures_opened";
/// Under which word of the database stands for which day, settings and records everything was reminded of.
pub const REMINDED_MARK: &str = "disclosures_reminded";

impl Snapshot<'_> {
    /// The record with its history; `None` when there is no such record.
    ///
    /// # Errors
    /// `Damaged` when a fact cannot be read.
    pub fn disclosure(&self, id: DisclosureId) -> Result<Option<DisclosureOnRecord>, StoreError> {
        let history: Vec<RecordedFact<DisclosureEvent>> = stream_facts::all(self.connection, stream(id))?;
        if history.is_empty() {
            return Ok(None);
        }
        let mut disclosure = Disclosure::unborn(id, 0);
        for fact in &history {
            disclosure.evolve(&fact.event, &fact.stamped());
        }
        Ok(Some(DisclosureOnRecord { disclosure, history }))
    }

    /// The record with the town's own number.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn disclosure_numbered(&self, no: u32) -> Result<Option<DisclosureId>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT disclosure_id FROM disclosures WHERE no = ?1")?;
        Ok(statement.query_row([no], |row| row.get(0)).optional()?.map(DisclosureId))
    }

    /// The record that an act was done to, when it was recorded before.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn disclosure_of_act(&self, act: &str) -> Result<Option<DisclosureId>, StoreError> {
        let stream = stream_facts::of_act(self.connection, act, StreamKind::Disclosure)?;
        Ok(stream.map(|stream| DisclosureId(stream.0)))
    }

    /// The numbers for a record about to be opened: that in the database and the town's own.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn next_disclosure(&self) -> Result<(DisclosureId, u32), StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT coalesce(max(no), 0) + 1 FROM disclosures")?;
        let no: u32 = statement.query_row([], |row| row.get(0))?;
        Ok((DisclosureId(streams::next(self.connection)?.0), no))
    }

    /// Records whose period ends within these days, and whatever is open, the earliest due first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn disclosures(&self, from: Date, until: Date) -> Result<Vec<DisclosureRow>, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM disclosures WHERE (last_day >= ?1 AND last_day <= ?2) OR {OPEN}
             ORDER BY due_on, no"
        ))?;
        let rows = statement.query_map([from.to_string(), until.to_string()], read_row)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Records with something still to come that are due by this day, the earliest due first. Reads those alone: the
    /// index holds what is open by its due day.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn disclosures_due_by(&self, day: Date) -> Result<Vec<DisclosureRow>, StoreError> {
        let mut statement = self.connection.prepare_cached(&due_by_sql())?;
        let rows = statement.query_map([day.to_string()], read_row)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The number of the newest record; 0 where there is none.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn last_disclosure_no(&self) -> Result<u32, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT coalesce(max(no), 0) FROM disclosures")?;
        Ok(statement.query_row([], |row| row.get(0))?)
    }

    /// The records that a complaint is about.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn disclosures_of_case(&self, case: CaseId) -> Result<Vec<DisclosureRow>, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT {COLUMNS} FROM disclosure_links JOIN disclosures USING (disclosure_id)
             WHERE case_id = ?1 ORDER BY no"
        ))?;
        let rows = statement.query_map([case.0], read_row)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Records with something still to come, the earliest due first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn open_disclosures(&self) -> Result<Vec<DisclosureRow>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached(&format!("SELECT {COLUMNS} FROM disclosures WHERE {OPEN} ORDER BY due_on, no"))?;
        let rows = statement.query_map([], read_row)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// How many records are open, by unit, state, due day and who submitted them.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn count_open_disclosures(&self) -> Result<Vec<OpenDisclosures>, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT unit_id, state, due_on, count(*), submitters FROM disclosures WHERE {OPEN}
             GROUP BY unit_id, state, due_on, submitters"
        ))?;
        let rows = statement.query_map([], |row| {
            let due_on: String = row.get(2)?;
            Ok(OpenDisclosures {
                unit: UnitId(row.get(0)?),
                state: word(&row.get::<_, String>(1)?)?,
                due_on: due_on.parse().map_err(|_| rusqlite::Error::InvalidQuery)?,
                count: row.get::<_, u32>(3)?.into(),
                submitters: read_people(&row.get::<_, String>(4)?)?,
            })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// The first day of the last period that was opened, by matter and unit; events are no periods.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn last_disclosures(&self) -> Result<BTreeMap<(MatterId, UnitId), Date>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT matter_id, unit_id, max(first_day) FROM disclosures WHERE cycle <> 'per_event'
             GROUP BY matter_id, unit_id",
        )?;
        let rows = statement.query_map([], |row| {
            let day: String = row.get(2)?;
            let day = day.parse().map_err(|_| rusqlite::Error::InvalidQuery)?;
            Ok(((MatterId(row.get(0)?), UnitId(row.get(1)?)), day))
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Records<'_> {
    /// Records facts about a record of disclosure with the row they imply.
    ///
    /// # Errors
    /// `Conflict` when somebody was faster; nothing is kept then.
    pub fn append_disclosure(
        &self,
        disclosure: &mut Disclosure,
        events: &[DisclosureEvent],
        stamp: &Stamp,
    ) -> Result<(), StoreError> {
        let recorded =
            stream_facts::append(self.connection, stream(disclosure.id), disclosure.seq, events, stamp)?;
        for (event, stamped) in &recorded {
            disclosure.evolve(event, stamped);
        }
        write(self.connection, disclosure)?;
        self.erase_files(stream(disclosure.id).0, &recorded, stamp)
    }
}

pub(super) fn read_row(row: &Row<'_>) -> rusqlite::Result<DisclosureRow> {
    let bad = || rusqlite::Error::InvalidQuery;
    let (period, due_on): (String, String) = (row.get(5)?, row.get(7)?);
    let verdict: Option<String> = row.get(11)?;
    Ok(DisclosureRow {
        id: DisclosureId(row.get(0)?),
        code: code_of(row.get(1)?),
        matter: MatterId(row.get(2)?),
        unit: UnitId(row.get(3)?),
        name: row.get(4)?,
        period: Period::parse(&period).ok_or_else(bad)?,
        happened: row.get(6)?,
        due_on: due_on.parse().map_err(|_| bad())?,
        provisional: row.get(8)?,
        state: word(&row.get::<_, String>(9)?)?,
        is_nothing: row.get(10)?,
        verdict: verdict.as_deref().map(word).transpose()?,
        submitters: read_people(&row.get::<_, String>(12)?)?,
    })
}

/// Numbers of people as a column holds them: in their order, with commas between.
fn people_told(people: &[PersonId]) -> String {
    people.iter().map(|person| person.0.to_string()).collect::<Vec<_>>().join(",")
}

fn read_people(told: &str) -> rusqlite::Result<Vec<PersonId>> {
    let numbers = told.split(',').filter(|number| !number.is_empty());
    let read = |number: &str| number.parse().map(PersonId).map_err(|_| rusqlite::Error::InvalidQuery);
    numbers.map(read).collect()
}

/// The statement of [`Snapshot::disclosures_due_by`].
fn due_by_sql() -> String {
    format!(
        "SELECT {COLUMNS} FROM disclosures INDEXED BY disclosures_open WHERE {OPEN} AND due_on <= ?1 ORDER BY due_on, no"
    )
}

fn write(connection: &Connection, record: &Disclosure) -> Result<(), StoreError> {
    write_row(connection, record)?;
    attachments::write(connection, stream(record.id).0, &attachments::rows_of(&record.files))?;
    let mut link = connection
        .prepare_cached("INSERT OR IGNORE INTO disclosure_links (case_id, disclosure_id) VALUES (?1, ?2)")?;
    for (case, _) in &record.links {
        link.execute(params![case.0, record.id.0])?;
    }
    Ok(())
}

fn write_row(connection: &Connection, record: &Disclosure) -> Result<(), StoreError> {
    let made = connection
        .prepare_cached(
            "INSERT INTO disclosures (disclosure_id, no, seq, matter_id, unit_id, name, cycle, period, happened,
                 first_day, last_day, due_on, provisional, state, is_nothing, verdict, submitters)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
             ON CONFLICT (disclosure_id) DO UPDATE SET seq = ?3, due_on = ?12, provisional = ?13, state = ?14,
                 is_nothing = ?15, verdict = ?16, submitters = ?17",
        )?
        .execute(params![
            record.id.0,
            record.no,
            record.seq,
            record.matter.0,
            record.unit.0,
            record.name,
            record.cycle.kind().code(),
            record.period.to_string(),
            record.happened,
            record.period.first().to_string(),
            record.period.last().to_string(),
            record.due_on.to_string(),
            record.provisional,
            record.state.code(),
            record.is_nothing,
            record.verdict.map(crate::domain::code::Coded::code),
            people_told(&record.submitters),
        ]);
    match made {
        Ok(_) => Ok(()),
        // Somebody opened the same one a moment before.
        Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) => {
            Err(StoreError::Conflict)
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether the row of a record is what its facts imply.
pub fn row_matches(connection: &Connection, record: &Disclosure) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached(&format!(
        "SELECT {COLUMNS}, seq, cycle, first_day, last_day FROM disclosures WHERE disclosure_id = ?1"
    ))?;
    let stored = statement
        .query_row([record.id.0], |row| {
            Ok((read_row(row)?, row.get(13)?, row.get(14)?, row.get(15)?, row.get(16)?))
        })
        .optional()?;
    let (first, last) = (record.period.first().to_string(), record.period.last().to_string());
    let cycle = record.cycle.kind().code().to_owned();
    let mut statement = connection
        .prepare_cached("SELECT case_id FROM disclosure_links WHERE disclosure_id = ?1 ORDER BY case_id")?;
    let linked = statement.query_map([record.id.0], |row| row.get(0))?;
    let linked = linked.collect::<rusqlite::Result<Vec<i64>>>()?;
    let mut expected: Vec<i64> = record.links.iter().map(|(case, _)| case.0).collect();
    expected.sort_unstable();
    let is_same = stored == Some((DisclosureRow::of(record), record.seq, cycle, first, last));
    Ok(is_same
        && linked == expected
        && attachments::are_rows(connection, stream(record.id).0, &record.files)?)
}

/// Rows of disclosure that no record knows.
pub const STRAYS: &str = "SELECT (SELECT count(*) FROM disclosures WHERE disclosure_id NOT IN
         (SELECT stream_id FROM streams WHERE kind = 'disclosure'))
     + (SELECT count(*) FROM disclosure_alerts WHERE disclosure_id NOT IN (SELECT disclosure_id FROM disclosures))
     + (SELECT count(*) FROM disclosure_links WHERE disclosure_id NOT IN (SELECT disclosure_id FROM disclosures))";

#[cfg(test)]
mod tests {
    use rusqlite::StatementStatus;

    use super::*;
    use crate::store::open;

    /// So many open records, ten of which are due by the tenth.
    fn town_of(records: i64) -> (tempfile::TempDir, Connection) {
        let folder = tempfile::tempdir().unwrap();
        let connection = open::create(&folder.path().join("data/ydt.db")).unwrap();
        connection
            .execute_batch(&format!(
                "PRAGMA foreign_keys = OFF;
                 INSERT INTO disclosures (disclosure_id, no, seq, matter_id, unit_id, name, cycle, period, happened,
                     first_day, last_day, due_on, provisional, state, is_nothing)
                 WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {records})
                 SELECT i, i, 1, i, 1, '低保', 'monthly', '2026-11', '', '2026-11-01', '2026-11-30',
                     CASE WHEN i <= 10 THEN '2026-12-10' ELSE '2027-12-10' END, 0, 'to_do', 0 FROM n;
                 ANALYZE;"
            ))
            .unwrap();
        (folder, connection)
    }

    #[test]
    fn the_look_for_what_is_due_reads_as_much_among_a_hundred_times_as_many_records() {
        let steps = |records: i64| {
            let (_folder, connection) = town_of(records);
            let mut statement = connection.prepare(&due_by_sql()).unwrap();
            let rows = statement.query_map(["2026-12-10"], |_| Ok(())).unwrap().count();
            (rows, statement.get_status(StatementStatus::VmStep))
        };
        let (few, many) = (steps(100), steps(10_000));
        assert_eq!((few.0, few), (10, many));
    }
}
