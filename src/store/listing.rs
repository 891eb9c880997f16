//! Lists, counts and search: one screenful by key, along an index, within what the reader may see.

use std::collections::BTreeMap;

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, Row, params_from_iter};

use super::Snapshot;
use super::conditions::{Condition, Reader, filter_condition, sight_condition, view_condition};
use super::error::StoreError;
use super::summary::{clocks_of, id_array, moment, word};
use super::waiting;
use crate::domain::code::Coded as _;
use crate::domain::ids::{CaseId, UnitId};
use crate::domain::sight::Sight;
use crate::domain::sight::unmasked::Unmasked;
use crate::domain::view::listing::{
    COUNTED_AT_MOST, Counts, From, ListQuery, ListRow, Page, Rank, RowKey, Sort, View,
};
use crate::domain::words::{KeyMatter, MirrorStep};

/// What [`read_row`] reads; whom the case waits for follows.
const COLUMNS: &str = "c.case_id, c.case_no, c.platform_no, c.title, c.stage, c.kind, c.route, c.unit_id, c.field, \
    c.village, c.key_matters, c.received_at, i.name, c.next_step, c.urgency, m.mirrored, m.missing";
const AFTER_COLUMNS: usize = 17;

impl Snapshot<'_> {
    /// One screenful.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn page(&self, query: &ListQuery, reader: &Reader<'_>) -> Result<Unmasked<Page>, StoreError> {
        let mut condition = sight_condition(reader.sight);
        view_condition(query.view, reader, &mut condition);
        filter_condition(&query.filter, reader, &mut condition);
        let limit = usize::try_from(query.limit.max(1)).unwrap_or(usize::MAX);
        let connection = self.connection;
        let fetch = |key: Option<(&RowKey, Direction)>, backwards: bool, limit: usize| {
            fetch(connection, &condition, query.sort, key, backwards, limit)
        };
        let (mut rows, at_top, at_bottom) = match &query.from {
            From::Top => {
                let rows = fetch(None, false, limit + 1)?;
                let at_bottom = rows.len() <= limit;
                (rows, true, at_bottom)
            }
            From::Bottom => {
                let rows = fetch(None, true, limit + 1)?;
                let at_top = rows.len() <= limit;
                (last(rows, limit), at_top, true)
            }
            From::After(key) => {
                let rows = fetch(Some((key, Direction::Beyond)), false, limit + 1)?;
                let at_bottom = rows.len() <= limit;
                (rows, false, at_bottom)
            }
            From::Before(key) => {
                let rows = fetch(Some((key, Direction::Beyond)), true, limit + 1)?;
                let at_top = rows.len() <= limit;
                (last(rows, limit), at_top, false)
            }
            From::At(key) => {
                let mut rows = fetch(Some((key, Direction::From)), false, limit + 1)?;
                let at_bottom = rows.len() <= limit;
                rows.truncate(limit);
                // When the list ends here, the screen is filled with what stands before.
                let mut before = fetch(Some((key, Direction::Beyond)), true, limit - rows.len() + 1)?;
                let at_top = before.len() <= limit - rows.len();
                before = last(before, limit - rows.len());
                before.append(&mut rows);
                (before, at_top, at_bottom)
            }
        };
        rows.truncate(limit);
        let ids: Vec<CaseId> = rows.iter().map(|row| row.id).collect();
        let mut clocks = clocks_of(connection, &ids)?;
        let mut repeats = repeats_of(connection, &ids, reader.sight)?;
        for row in &mut rows {
            let found = clocks.remove(&row.id).unwrap_or_default();
            row.clocks = found.into_iter().map(reader.reading).collect();
            row.repeat_of = repeats.remove(&row.id);
        }
        let total = self.total(query, &condition, reader)?;
        Ok(Unmasked::new(Page { rows, total, at_top, at_bottom }))
    }

    /// How many rows a list has: from the tallies when it is a whole view, else counted up to a bound.
    fn total(
        &self,
        query: &ListQuery,
        condition: &Condition,
        reader: &Reader<'_>,
    ) -> Result<Option<u64>, StoreError> {
        if query.filter.is_empty()
            && reader.sight.all
            && (query.view.stages().is_some() || query.view == View::All)
        {
            return Ok(Some(self.tally(query.view, reader)?));
        }
        let counted = self.count(condition, COUNTED_AT_MOST + 1)?;
        Ok((counted <= COUNTED_AT_MOST).then_some(counted))
    }

    fn count(&self, condition: &Condition, at_most: u64) -> Result<u64, StoreError> {
        let sql = format!(
            "SELECT count(*) FROM (SELECT 1 FROM cases c WHERE {} LIMIT {at_most})",
            condition.text()
        );
        let mut statement = self.connection.prepare_cached(&sql)?;
        let values = params_from_iter(condition.values.iter());
        Ok(statement.query_row(values, |row| row.get::<_, u32>(0))?.into())
    }

    /// The kept count of a view less the cases against the reader.
    fn tally(&self, view: View, reader: &Reader<'_>) -> Result<u64, StoreError> {
        let (kept, hidden) = match view.stages() {
            Some(_) => ("SELECT n FROM tallies WHERE bucket = ?1", "AND c.bucket = ?2"),
            None => ("SELECT sum(n) FROM tallies WHERE ?1 = 'all'", "AND ?2 = 'all'"),
        };
        let all: Option<i64> = self
            .connection
            .prepare_cached(kept)?
            .query_row([view.code()], |row| row.get(0))
            .optional()?
            .flatten();
        let recused: i64 = self
            .connection
            .prepare_cached(&format!(
                "SELECT count(*) FROM respondents r JOIN cases c USING (case_id) WHERE r.name = ?1 {hidden}"
            ))?
            .query_row([reader.sight.respondent.as_str(), view.code()], |row| row.get(0))?;
        u64::try_from(all.unwrap_or(0) - recused).map_err(|_| StoreError::Damaged("各类件数".to_owned()))
    }

    /// The numbers beside the views.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn counts(&self, reader: &Reader<'_>) -> Result<Counts, StoreError> {
        let mut counts = Vec::new();
        for view in View::ALL {
            let whole_view = view.stages().is_some() || *view == View::All;
            let count = if reader.sight.all && whole_view {
                self.tally(*view, reader)?
            } else {
                let mut condition = sight_condition(reader.sight);
                view_condition(*view, reader, &mut condition);
                self.count(&condition, u64::from(u32::MAX))?
            };
            counts.push((*view, count));
        }
        Ok(Counts(counts))
    }
}

/// On which side of a key the rows lie.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Direction {
    /// The key's own row left out.
    Beyond,
    /// The key's own row first.
    From,
}

fn fetch(
    connection: &Connection,
    condition: &Condition,
    sort: Sort,
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
        rows.push(read_row(row, sort).map_err(StoreError::from)?);
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
        // A key of another order cannot place anything; the list starts anew.
        (Sort::Urgency | Sort::Received, Rank::Pair(..)) | (Sort::Unit, Rank::Number(_)) => String::new(),
    }
}

fn read_row(row: &Row<'_>, sort: Sort) -> rusqlite::Result<ListRow> {
    let id = CaseId(row.get(0)?);
    let urgency: i64 = row.get(14)?;
    let received_at: i64 = row.get(11)?;
    let unit: Option<i64> = row.get(7)?;
    let rank = match sort {
        Sort::Urgency => Rank::Number(urgency),
        Sort::Received => Rank::Number(received_at),
        Sort::Number => Rank::Number(id.0),
        Sort::Unit => Rank::Pair(unit.unwrap_or(0), urgency),
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
    })
}

/// The number of the case that each of these likely repeats, as far as it may be seen: one that is still open comes
/// first.
fn repeats_of(
    connection: &Connection,
    cases: &[CaseId],
    sight: &Sight,
) -> Result<BTreeMap<CaseId, String>, StoreError> {
    let seen = sight_condition(sight);
    let sql = format!(
        "SELECT h.case_id, c.case_no FROM repeat_hints h JOIN cases c ON c.case_id = h.other_id
         WHERE h.case_id IN (SELECT value FROM json_each(?)) AND {} ORDER BY c.ended, c.case_id",
        seen.sql.join(" AND ")
    );
    let values = std::iter::once(Value::Text(id_array(cases))).chain(seen.values);
    let mut statement = connection.prepare_cached(&sql)?;
    let mut rows = statement.query(params_from_iter(values))?;
    let mut repeats = BTreeMap::new();
    while let Some(row) = rows.next()? {
        repeats.entry(CaseId(row.get(0)?)).or_insert(row.get(1)?);
    }
    Ok(repeats)
}

fn last(mut rows: Vec<ListRow>, limit: usize) -> Vec<ListRow> {
    let extra = rows.len().saturating_sub(limit);
    rows.drain(..extra);
    rows
}
