//! Lists, counts and search: one screenful by key, along an index, within what the reader may see.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, Row, params_from_iter};

use super::error::StoreError;
use super::summary::{WITHOUT_CLOCK, clocks, day_number, word};
use super::{Records, search};
use crate::domain::case::CaseId;
use crate::domain::clock::Clock;
use crate::domain::code::Coded as _;
use crate::domain::filter::{Comparison, Filter, Term};
use crate::domain::listing::{COUNTED_AT_MOST, Counts, From, ListQuery, Rank, RowKey, Sort, View};
use crate::domain::org::{Org, PersonId, UnitId};
use crate::domain::sight::Sight;
use crate::domain::stage::Stage;
use crate::domain::time::{Date, Moment};
use crate::domain::words::{CaseKind, ClockLevel, KeyMatter, MatterField, MirrorStep, Route};

/// On whose behalf lists are read, and on which day.
pub struct Reader<'a> {
    /// What may be seen.
    pub sight: &'a Sight,
    /// To find units by name.
    pub org: &'a Org,
    /// The present civil date.
    pub today: Date,
    /// Last day that counts as near: cases due up to here are today's work.
    pub soon: Date,
    /// The day that lies so many working days from today, for 剩余.
    pub day_at: &'a dyn Fn(i32) -> Date,
}

/// A row as stored, unmasked; `office` masks it.
#[derive(Debug, Clone)]
pub struct StoredRow {
    pub key: RowKey,
    pub id: CaseId,
    pub case_no: String,
    pub platform_no: Option<String>,
    pub title: String,
    pub stage: Stage,
    pub kind: Option<CaseKind>,
    pub route: Option<Route>,
    pub unit: Option<UnitId>,
    pub field: Option<MatterField>,
    pub village: Option<String>,
    pub key_matters: Vec<KeyMatter>,
    pub received_at: Moment,
    pub complainant: Option<String>,
    pub clocks: Vec<Clock>,
    pub next_step: Option<String>,
    pub waiting_person: Option<PersonId>,
    pub repeat_of: Option<String>,
    pub mirrored: Vec<MirrorStep>,
    pub unmirrored: Option<MirrorStep>,
}

/// A screenful as stored.
pub struct StoredPage {
    pub rows: Vec<StoredRow>,
    pub total: Option<u64>,
    pub at_top: bool,
    pub at_bottom: bool,
}

/// A condition with its values.
#[derive(Default)]
pub(super) struct Condition {
    pub(super) sql: Vec<String>,
    pub(super) values: Vec<Value>,
}

impl Condition {
    pub(super) fn and(&mut self, sql: impl Into<String>, values: impl IntoIterator<Item = Value>) {
        self.sql.push(sql.into());
        self.values.extend(values);
    }

    pub(super) fn text(&self) -> String {
        if self.sql.is_empty() { "1".to_owned() } else { self.sql.join(" AND ") }
    }
}

const COLUMNS: &str = "c.case_id, c.case_no, c.platform_no, c.title, c.stage, c.kind, c.route, c.unit_id, c.field, \
    c.village, c.key_matters, c.received_at, i.name, c.next_step, c.waiting_person, c.urgency, m.mirrored, m.missing";

impl Records<'_> {
    /// One screenful.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn page(&self, query: &ListQuery, reader: &Reader<'_>) -> Result<StoredPage, StoreError> {
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
        for row in &mut rows {
            row.clocks = clocks(connection, row.id.0)?;
            row.repeat_of = repeat_of(connection, row.id, reader.sight)?;
        }
        let total = self.total(query, &condition, reader)?;
        Ok(StoredPage { rows, total, at_top, at_bottom })
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
        let counted: i64 = self
            .connection
            .prepare_cached(&sql)?
            .query_row(params_from_iter(condition.values.iter()), |row| row.get(0))?;
        Ok(u64::try_from(counted).unwrap_or(0))
    }

    /// The kept count of a view less the cases against the reader himself.
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
        Ok(u64::try_from(all.unwrap_or(0) - recused).unwrap_or(0))
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
) -> Result<Vec<StoredRow>, StoreError> {
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
        "SELECT {COLUMNS} FROM cases c LEFT JOIN identities i USING (case_id)
         LEFT JOIN mirroring m USING (case_id) WHERE {}",
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

fn read_row(row: &Row<'_>, sort: Sort) -> rusqlite::Result<StoredRow> {
    let id = CaseId(row.get(0)?);
    let urgency: i64 = row.get(15)?;
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
    Ok(StoredRow {
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
        received_at: Moment::from_unix(received_at),
        complainant: row.get(12)?,
        clocks: Vec::new(),
        next_step: row.get(13)?,
        waiting_person: row.get::<_, Option<i64>>(14)?.map(PersonId),
        repeat_of: None,
        mirrored: row
            .get::<_, Option<String>>(16)?
            .unwrap_or_default()
            .split(',')
            .filter(|code| !code.is_empty())
            .map(word)
            .collect::<rusqlite::Result<Vec<MirrorStep>>>()?,
        unmirrored: optional(row.get(17)?).map(|code| word(&code)).transpose()?,
    })
}

/// The number of the case that another likely repeats, if it may be seen: one that is still open comes first.
fn repeat_of(connection: &Connection, case: CaseId, sight: &Sight) -> Result<Option<String>, StoreError> {
    let seen = sight_condition(sight);
    let sql = format!(
        "SELECT c.case_no FROM repeat_hints h JOIN cases c ON c.case_id = h.other_id
         WHERE h.case_id = ? AND {} ORDER BY c.ended, c.case_id LIMIT 1",
        seen.sql.join(" AND ")
    );
    let values = std::iter::once(Value::Integer(case.0)).chain(seen.values);
    let mut statement = connection.prepare_cached(&sql)?;
    Ok(statement.query_row(params_from_iter(values), |row| row.get(0)).optional()?)
}

fn last(mut rows: Vec<StoredRow>, limit: usize) -> Vec<StoredRow> {
    let extra = rows.len().saturating_sub(limit);
    rows.drain(..extra);
    rows
}

/// The rule of `domain::sight`, as a condition.
pub(super) fn sight_condition(sight: &Sight) -> Condition {
    let mut condition = Condition::default();
    condition.and(
        "c.case_id NOT IN (SELECT case_id FROM respondents WHERE name = ?)",
        [Value::Text(sight.respondent.clone())],
    );
    if sight.all {
        return condition;
    }
    let mut ways =
        vec![format!("c.case_id IN (SELECT case_id FROM signers WHERE person_id IN ({}))", signers(sight))];
    let mut values = Vec::new();
    if let Some(unit) = sight.handled_by {
        ways.push("c.holding_unit_id = ?".to_owned());
        values.push(Value::Integer(unit.0));
    }
    if !sight.units.is_empty() {
        ways.push(format!("c.unit_id IN ({})", id_list(&sight.units)));
    }
    if let Some(route) = sight.route {
        ways.push("(c.route = ? AND c.scope IS NOT NULL)".to_owned());
        values.push(Value::Text(route.code().to_owned()));
    }
    condition.and(format!("({})", ways.join(" OR ")), values);
    condition
}

/// The numbers of everybody in whose place the reader signs, his own first.
fn signers(sight: &Sight) -> String {
    let ids: Vec<String> = sight.signers().map(|person| person.0.to_string()).collect();
    ids.join(",")
}

fn id_list(units: &[UnitId]) -> String {
    let ids: Vec<String> = units.iter().map(|unit| unit.0.to_string()).collect();
    ids.join(",")
}

fn view_condition(view: View, reader: &Reader<'_>, condition: &mut Condition) {
    match view {
        View::All => {}
        View::Today => condition.and(
            format!("c.ended = 0 AND (c.urgency <= ? OR c.waiting_person IN ({}))", signers(reader.sight)),
            [Value::Integer(day_number(reader.soon))],
        ),
        View::Unmirrored => {
            condition.and("c.case_id IN (SELECT case_id FROM mirroring WHERE missing IS NOT NULL)", []);
        }
        View::Overdue => {
            condition.and("c.ended = 0 AND c.urgency < ?", [Value::Integer(day_number(reader.today))]);
        }
        View::Triage
        | View::Acceptance
        | View::Handling
        | View::Review
        | View::Reply
        | View::Evaluation
        | View::Closed => condition.and("c.bucket = ?", [Value::Text(view.code().to_owned())]),
    }
}

fn filter_condition(filter: &Filter, reader: &Reader<'_>, condition: &mut Condition) {
    let text = |value: &str| [Value::Text(value.to_owned())];
    for term in &filter.terms {
        match term {
            Term::Text(searched) => match search::expression(searched) {
                Some(expression) => condition.and(
                    "c.case_id IN (SELECT rowid FROM search WHERE search MATCH ?)",
                    [Value::Text(expression)],
                ),
                None => condition.and("0", []),
            },
            Term::Unit(name) => {
                let units: Vec<UnitId> = reader
                    .org
                    .units
                    .iter()
                    .filter(|unit| unit.name.contains(name.as_str()))
                    .map(|unit| unit.id)
                    .collect();
                condition.and(format!("c.unit_id IN ({})", id_list(&units)), []);
            }
            Term::Village(name) => condition.and("instr(c.village, ?) > 0", text(name)),
            Term::Stage(stage) => condition.and("c.stage = ?", text(stage.code())),
            Term::Kind(kind) => condition.and("c.kind = ?", text(kind.code())),
            Term::Field(field) => condition.and("c.field = ?", text(field.code())),
            Term::Route(route) => condition.and("c.route = ?", text(route.code())),
            Term::Overdue => {
                condition.and("c.ended = 0 AND c.urgency < ?", [Value::Integer(day_number(reader.today))]);
            }
            Term::Open => condition.and("c.ended = 0", []),
            Term::Level(level) => level_condition(*level, reader, condition),
            Term::WithoutClock => {
                condition.and("c.ended = 0 AND c.urgency >= ?", [Value::Integer(WITHOUT_CLOCK)]);
            }
            Term::Provisional => condition.and(
                "c.ended = 0 AND c.case_id IN
                     (SELECT case_id FROM clocks WHERE stopped_on IS NULL AND provisional = 1)",
                [],
            ),
            Term::HeldBy(Some(unit)) => condition.and("c.unit_id = ?", [Value::Integer(unit.0)]),
            Term::HeldBy(None) => condition.and("c.unit_id IS NULL", []),
            Term::Due(comparison, day) => due_condition(*comparison, *day, condition),
            Term::ExtensionAsked => condition.and(
                "c.ended = 0 AND c.case_id IN (SELECT case_id FROM pending_steps WHERE document = 'extension')",
                [],
            ),
            Term::KeyMatter => condition.and("c.key_matters <> ''", []),
            Term::Mine => {
                condition.and(format!("c.waiting_person IN ({})", signers(reader.sight)), []);
            }
            Term::Remaining(comparison, days) => remaining_condition(*comparison, *days, reader, condition),
            Term::Received(comparison, day) => received_condition(*comparison, *day, condition),
        }
    }
}

/// Whether the clock that leads a case has reached 临期, with the present day as its parameter.
pub(super) const IS_APPROACHING: &str = "EXISTS (SELECT 1 FROM clocks k WHERE k.case_id = c.case_id AND k.leads = 1 \
    AND k.approaching_from <= ?)";

/// The rule of `Clock::level`, as a condition on open cases with a running clock.
fn level_condition(level: ClockLevel, reader: &Reader<'_>, condition: &mut Condition) {
    let today = Value::Integer(day_number(reader.today));
    let day = Value::Text(reader.today.to_string());
    let later = format!("c.ended = 0 AND c.urgency > ? AND c.urgency < {WITHOUT_CLOCK}");
    match level {
        ClockLevel::Overdue => condition.and("c.ended = 0 AND c.urgency < ?", [today]),
        ClockLevel::DueToday => condition.and("c.ended = 0 AND c.urgency = ?", [today]),
        ClockLevel::Approaching => condition.and(format!("{later} AND {IS_APPROACHING}"), [today, day]),
        ClockLevel::Ok => condition.and(format!("{later} AND NOT {IS_APPROACHING}"), [today, day]),
    }
}

fn due_condition(comparison: Comparison, day: Date, condition: &mut Condition) {
    let sign = match comparison {
        Comparison::Less => "<",
        Comparison::AtMost => "<=",
        Comparison::Equal => "=",
        Comparison::AtLeast => ">=",
        Comparison::Greater => ">",
    };
    condition.and(
        format!("c.urgency {sign} ? AND c.urgency < {WITHOUT_CLOCK}"),
        [Value::Integer(day_number(day))],
    );
}

/// Remaining working days as due days: "less than 3" is "due before the third working day from today".
fn remaining_condition(comparison: Comparison, days: i32, reader: &Reader<'_>, condition: &mut Condition) {
    let first = day_number((reader.day_at)(days));
    let beyond = day_number((reader.day_at)(days.saturating_add(1)));
    let (sql, value) = match comparison {
        Comparison::Less => ("c.urgency < ?", first),
        Comparison::AtMost => ("c.urgency < ?", beyond),
        Comparison::AtLeast => ("c.urgency >= ?", first),
        Comparison::Greater => ("c.urgency >= ?", beyond),
        Comparison::Equal => {
            condition.and("c.urgency >= ?", [Value::Integer(first)]);
            ("c.urgency < ?", beyond)
        }
    };
    condition.and("c.ended = 0", []);
    condition.and(sql, [Value::Integer(value)]);
}

fn received_condition(comparison: Comparison, day: Date, condition: &mut Condition) {
    let begins = Moment::start_of(day).unix();
    let ends = Moment::start_of(day.tomorrow().unwrap_or(day)).unix();
    let (sql, value) = match comparison {
        Comparison::Less => ("c.received_at < ?", begins),
        Comparison::AtMost => ("c.received_at < ?", ends),
        Comparison::AtLeast => ("c.received_at >= ?", begins),
        Comparison::Greater => ("c.received_at >= ?", ends),
        Comparison::Equal => {
            condition.and("c.received_at >= ?", [Value::Integer(begins)]);
            ("c.received_at < ?", ends)
        }
    };
    condition.and(sql, [Value::Integer(value)]);
}
