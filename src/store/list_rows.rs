//! The rows of a list from a key on, along an index: in one piece, or group after group.

use rusqlite::types::Value;
use rusqlite::{Connection, Row, params_from_iter};

use super::conditions::{Condition, Reader, group_condition};
use super::error::StoreError;
use super::summary::{moment, word};
use super::{steps, waiting};
use crate::domain::code::Coded as _;
use crate::domain::ids::{CaseId, PersonId, UnitId};
use crate::domain::time::Date;
use crate::domain::view::listing::{ListQuery, ListRow, Rank, RowKey, Sort, View};
use crate::domain::words::{Group, KeyMatter, MirrorStep};

/// What [`read_row`] reads; whom the case waits for follows.
const COLUMNS: &str = "c.case_id, c.case_no, c.platform_no, c.title, c.stage, c.kind, c.route, c.unit_id, c.field, \
    c.village, c.key_matters, c.received_at, i.name, c.next_step, c.urgency, m.mirrored, m.missing, \
    c.awaits_word_since, c.returned, c.returned_by, \
    EXISTS (SELECT 1 FROM pending_steps p WHERE p.case_id = c.case_id AND p.document = 'extension'), \
    (SELECT s.step FROM case_steps s WHERE s.case_id = c.case_id AND s.days IS NULL)";
const AFTER_COLUMNS: usize = 22;

/// A list in one piece, or one piece for each group, one after the other.
pub struct Parts(Vec<(Option<Group>, Condition)>);

impl Parts {
    pub(super) fn of(query: &ListQuery, reader: &Reader<'_>, condition: &Condition) -> Self {
        let by_groups = query.view == View::Today && query.sort == Sort::Urgency && reader.grouping.is_some();
        if !by_groups {
            return Self(vec![(None, condition.clone())]);
        }
        let part = |group: &Group| {
            let mut part = condition.clone();
            group_condition(*group, reader, &mut part);
            (Some(*group), part)
        };
        Self(Group::ALL.iter().map(part).collect())
    }

    /// Rows from a key on, or from the end of the list that `backwards` names, over as many parts as it takes.
    pub fn fetch(
        &self,
        connection: &Connection,
        sort: Sort,
        key: Option<(&RowKey, Direction)>,
        backwards: bool,
        limit: usize,
    ) -> Result<Vec<ListRow>, StoreError> {
        let mut places: Vec<usize> = (0..self.0.len()).collect();
        if backwards {
            places.reverse();
        }
        let begins = key.map(|(key, _)| self.place_of(key));
        let mut rows: Vec<ListRow> = Vec::new();
        for place in places {
            let Some((group, condition)) = self.0.get(place) else { continue };
            let is_passed =
                begins.is_some_and(|begins| if backwards { place > begins } else { place < begins });
            if is_passed || rows.len() >= limit {
                continue;
            }
            let within = key.filter(|_| begins == Some(place));
            let room = limit - rows.len();
            let mut found = fetch(connection, condition, (sort, *group), within, backwards, room)?;
            if backwards {
                found.append(&mut rows);
                rows = found;
            } else {
                rows.append(&mut found);
            }
        }
        Ok(rows)
    }

    /// The part that a row's key is of.
    fn place_of(&self, key: &RowKey) -> usize {
        match (&key.rank, self.0.first()) {
            (Rank::Pair(group, _), Some((Some(_), _))) => usize::try_from(*group).unwrap_or(0),
            (Rank::Pair(..) | Rank::Number(_), _) => 0,
        }
    }
}

/// On which side of a key the rows lie.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// The key's own row left out.
    Beyond,
    /// The key's own row first.
    From,
}

fn fetch(
    connection: &Connection,
    condition: &Condition,
    (sort, group): (Sort, Option<Group>),
    key: Option<(&RowKey, Direction)>,
    backwards: bool,
    limit: usize,
) -> Result<Vec<ListRow>, StoreError> {
    let (columns, newest_first) = match sort {
        Sort::Urgency => (vec!["c.urgency", "c.case_id"], false),
        Sort::Received => (vec!["c.received_at", "c.case_id"], true),
        Sort::Number => (vec!["c.case_id"], true),
        Sort::Unit => (vec!["c.unit_id", "c.urgency", "c.case_id"], false),
    };
    let descending = newest_first != backwards;
    let order: Vec<String> = columns
        .iter()
        .map(|column| if descending { format!("{column} DESC") } else { (*column).to_owned() })
        .collect();
    let mut values = condition.values.clone();
    let mut sql = format!(
        "SELECT {COLUMNS}, {} FROM cases c LEFT JOIN identities i USING (case_id)
         LEFT JOIN mirroring m USING (case_id) WHERE {}",
        waiting::COLUMNS,
        condition.text()
    );
    if let Some((key, direction)) = key {
        let sign = match (descending, direction) {
            (false, Direction::Beyond) => ">",
            (false, Direction::From) => ">=",
            (true, Direction::Beyond) => "<",
            (true, Direction::From) => "<=",
        };
        sql.push_str(&key_condition(sort, key, sign, descending, &mut values));
    }
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    sql.push_str(" ORDER BY ");
    sql.push_str(&order.join(", "));
    sql.push_str(" LIMIT ");
    sql.push_str(&limit.to_string());
    let mut statement = connection.prepare_cached(&sql)?;
    let mut found = statement.query(params_from_iter(values))?;
    let mut rows = Vec::new();
    while let Some(row) = found.next()? {
        rows.push(read_row(row, sort, group).map_err(StoreError::from)?);
    }
    if backwards {
        rows.reverse();
    }
    Ok(rows)
}

/// The comparison with a key; a unit not yet decided is NULL and sorts before every unit.
fn key_condition(sort: Sort, key: &RowKey, sign: &str, descending: bool, values: &mut Vec<Value>) -> String {
    let id = Value::Integer(key.id.0);
    match (sort, &key.rank) {
        (Sort::Number, _) => {
            values.push(id);
            format!(" AND c.case_id {sign} ?")
        }
        (Sort::Urgency | Sort::Received, Rank::Number(rank)) => {
            values.extend([Value::Integer(*rank), id]);
            let column = if sort == Sort::Urgency { "c.urgency" } else { "c.received_at" };
            format!(" AND ({column}, c.case_id) {sign} (?, ?)")
        }
        (Sort::Unit, Rank::Pair(0, urgency)) => {
            values.extend([Value::Integer(*urgency), id]);
            let others = if descending { "" } else { " OR c.unit_id IS NOT NULL" };
            format!(" AND ((c.unit_id IS NULL AND (c.urgency, c.case_id) {sign} (?, ?)){others})")
        }
        (Sort::Unit, Rank::Pair(unit, urgency)) => {
            values.extend([Value::Integer(*unit), Value::Integer(*urgency), id]);
            let others = if descending { " OR c.unit_id IS NULL" } else { "" };
            format!(" AND ((c.unit_id, c.urgency, c.case_id) {sign} (?, ?, ?){others})")
        }
        (Sort::Urgency, Rank::Pair(_, urgency)) => {
            values.extend([Value::Integer(*urgency), id]);
            format!(" AND (c.urgency, c.case_id) {sign} (?, ?)")
        }
        // A key of another order cannot place anything; the list starts anew.
        (Sort::Received, Rank::Pair(..)) | (Sort::Unit, Rank::Number(_)) => String::new(),
    }
}

fn read_row(row: &Row<'_>, sort: Sort, group: Option<Group>) -> rusqlite::Result<ListRow> {
    let id = CaseId(row.get(0)?);
    let urgency: i64 = row.get(14)?;
    let received_at: i64 = row.get(11)?;
    let unit: Option<i64> = row.get(7)?;
    let place = group.and_then(|group| Group::ALL.iter().position(|other| *other == group));
    let rank = match (sort, place.and_then(|place| i64::try_from(place).ok())) {
        (Sort::Urgency, Some(place)) => Rank::Pair(place, urgency),
        (Sort::Urgency, None) => Rank::Number(urgency),
        (Sort::Received, _) => Rank::Number(received_at),
        (Sort::Number, _) => Rank::Number(id.0),
        (Sort::Unit, _) => Rank::Pair(unit.unwrap_or(0), urgency),
    };
    let optional = |code: Option<String>| code;
    let flags: String = row.get(10)?;
    Ok(ListRow {
        key: RowKey { rank, id },
        id,
        case_no: row.get(1)?,
        platform_no: row.get(2)?,
        title: row.get(3)?,
        stage: word(&row.get::<_, String>(4)?)?,
        kind: optional(row.get(5)?).map(|code| word(&code)).transpose()?,
        route: optional(row.get(6)?).map(|code| word(&code)).transpose()?,
        unit: unit.map(UnitId),
        field: optional(row.get(8)?).map(|code| word(&code)).transpose()?,
        village: row.get(9)?,
        key_matters: flags
            .split(',')
            .filter(|code| !code.is_empty())
            .map(word)
            .collect::<rusqlite::Result<Vec<KeyMatter>>>()?,
        received_at: moment(received_at)?,
        complainant: row.get(12)?,
        clocks: Vec::new(),
        next_step: row.get(13)?,
        waits_for: waiting::read(row, AFTER_COLUMNS)?,
        repeat_of: None,
        mirrored: row
            .get::<_, String>(15)?
            .split(',')
            .filter(|code| !code.is_empty())
            .map(word)
            .collect::<rusqlite::Result<Vec<MirrorStep>>>()?,
        unmirrored: optional(row.get(16)?).map(|code| word(&code)).transpose()?,
        group,
        is_new: false,
        to_sign: false,
        returned: optional(row.get(18)?)
            .zip(row.get::<_, Option<i64>>(19)?)
            .map(|(code, person)| Ok::<_, rusqlite::Error>((word(&code)?, PersonId(person))))
            .transpose()?,
        asks_extension: row.get(20)?,
        awaits_word_since: row.get::<_, Option<i64>>(17)?.and_then(|day| Date::UNIX_EPOCH.plus_days(day)),
        step: steps::read(row.get(21)?)?,
        safe: None,
        chased: None,
    })
}
