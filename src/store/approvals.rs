//! The approval queue: one stretch by key, what waits for the reader first, within what the reader may see.

use rusqlite::types::Value;
use rusqlite::{Row, params_from_iter};

use super::Snapshot;
use super::conditions::{Reader, sight_condition};
use super::error::StoreError;
use super::summary::{clocks_of, moment, word};
use crate::domain::code::Coded as _;
use crate::domain::ids::{CaseId, PersonId, UnitId};
use crate::domain::sight::Sight;
use crate::domain::view::approvals::{ApprovalItem, ApprovalQuery};

impl Snapshot<'_> {
    /// A stretch of the queue, mine first, what was submitted first before the rest; one row more than asked for when
    /// there are more.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn pending_steps(
        &self,
        query: &ApprovalQuery,
        reader: &Reader<'_>,
    ) -> Result<Vec<ApprovalItem>, StoreError> {
        let is_mine = is_mine(&mine(reader.sight));
        let sight = sight_condition(reader.sight);
        let mut values = sight.values;
        let mut after = String::new();
        if let Some(key) = query.after {
            after = format!("AND (NOT {is_mine}, p.submitted_at, p.case_id, p.document) > (?, ?, ?, ?)");
            values.extend([
                Value::Integer(i64::from(key.is_others)),
                Value::Integer(key.submitted_at),
                Value::Integer(key.case.0),
                Value::Text(key.document.code().to_owned()),
            ]);
        }
        let sql = format!(
            "SELECT p.case_id, c.case_no, c.title, c.stage, c.kind, c.route, c.unit_id, p.document, p.version,
                 p.position, ({PEOPLE}), {is_mine} AS is_mine, p.submitted_at
             FROM pending_steps p JOIN cases c USING (case_id)
             WHERE p.place = 0 AND {} {after}
             ORDER BY NOT is_mine, p.submitted_at, p.case_id, p.document LIMIT {}",
            sight.sql.join(" AND "),
            i64::from(query.limit) + 1
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut steps = Vec::new();
        while let Some(row) = rows.next()? {
            steps.push(read_step(row, reader)?);
        }
        let cases: Vec<CaseId> = steps.iter().map(|step| step.case).collect();
        let clocks = clocks_of(self.connection, &cases)?;
        for step in &mut steps {
            let running =
                clocks.get(&step.case).and_then(|all| all.iter().rev().find(|clock| clock.is_running()));
            step.clock = running.cloned().map(reader.reading);
        }
        Ok(steps)
    }

    /// How many steps wait for the reader, and how many for others.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn pending_counts(&self, sight: &Sight) -> Result<(u64, u64), StoreError> {
        let is_mine = is_mine(&mine(sight));
        let condition = sight_condition(sight);
        let sql = format!(
            "SELECT coalesce(sum({is_mine}), 0), count(*)
             FROM pending_steps p JOIN cases c USING (case_id) WHERE p.place = 0 AND {}",
            condition.sql.join(" AND ")
        );
        let (own, all): (u32, u32) = self
            .connection
            .prepare_cached(&sql)?
            .query_row(params_from_iter(condition.values), |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok((own.into(), all.saturating_sub(own).into()))
    }
}

/// The people for whom the reader can sign, as a list of numbers.
fn mine(sight: &Sight) -> String {
    let people = std::iter::once(&sight.person).chain(&sight.deputises);
    people.map(|person| person.0.to_string()).collect::<Vec<_>>().join(",")
}

/// Everybody who may sign the step `p`, in order.
const PEOPLE: &str = "SELECT group_concat(person_id) FROM (SELECT s.person_id FROM pending_steps s
    WHERE s.case_id = p.case_id AND s.document = p.document ORDER BY s.place)";

/// Whether one of these people may sign the step `p`.
fn is_mine(people: &str) -> String {
    format!(
        "EXISTS (SELECT 1 FROM pending_steps m
             WHERE m.case_id = p.case_id AND m.document = p.document AND m.person_id IN ({people}))"
    )
}

fn read_step(row: &Row<'_>, reader: &Reader<'_>) -> rusqlite::Result<ApprovalItem> {
    let submitted_at = moment(row.get(12)?)?;
    let people = people(&row.get::<_, String>(10)?)?;
    // Whoever holds the position signs as themselves; a deputy signs for the first leader who named them.
    let signs = reader.sight.signers().find(|signer| people.contains(signer));
    let optional = |column: usize| row.get::<_, Option<String>>(column);
    Ok(ApprovalItem {
        case: CaseId(row.get(0)?),
        case_no: row.get(1)?,
        title: row.get(2)?,
        stage: word(&row.get::<_, String>(3)?)?,
        kind: optional(4)?.map(|code| word(&code)).transpose()?,
        route: optional(5)?.map(|code| word(&code)).transpose()?,
        unit: row.get::<_, Option<i64>>(6)?.map(UnitId),
        document: word(&row.get::<_, String>(7)?)?,
        version: row.get(8)?,
        position: word(&row.get::<_, String>(9)?)?,
        person: signs.or(people.first().copied()).ok_or(rusqlite::Error::InvalidQuery)?,
        people,
        is_mine: row.get(11)?,
        submitted_at,
        waiting_days: (reader.waiting_days)(submitted_at.date()),
        clock: None,
    })
}

fn people(joined: &str) -> rusqlite::Result<Vec<PersonId>> {
    let people: Result<Vec<_>, _> = joined.split(',').map(|id| id.parse().map(PersonId)).collect();
    people.map_err(|_| rusqlite::Error::InvalidQuery)
}
