//! Lists, counts and search: one screenful by key, along an index, within what the reader may see.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, params, params_from_iter};

use super::conditions::{
    Condition, Reader, filter_condition, fresh_condition, group_condition, people_list, sight_condition,
    view_condition,
};
use super::error::StoreError;
use super::list_rows::{Direction, Parts};
use super::summary::{clocks_of, id_array};
use super::{Snapshot, chases};
use crate::domain::code::Coded as _;
use crate::domain::ids::{CaseId, PersonId};
use crate::domain::sight::Sight;
use crate::domain::sight::unmasked::Unmasked;
use crate::domain::view::filter::Term;
use crate::domain::view::listing::{COUNTED_AT_MOST, Counts, From, ListQuery, ListRow, Page, RowKey, View};
use crate::domain::words::Group;

impl Snapshot<'_> {
    /// One screenful.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn page(&self, query: &ListQuery, reader: &Reader<'_>) -> Result<Unmasked<Page>, StoreError> {
        let pace = self.pace()?;
        let mut condition = sight_condition(reader.sight);
        view_condition(query.view, reader, &mut condition);
        filter_condition(&query.filter, reader, &pace, &mut condition);
        let limit = usize::try_from(query.limit.max(1)).unwrap_or(usize::MAX);
        let connection = self.connection;
        let parts = Parts::of(query, reader, &condition);
        let fetch = |key: Option<(&RowKey, Direction)>, backwards: bool, limit: usize| {
            parts.fetch(connection, query.sort, key, backwards, limit)
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
        let fresh = fresh_among(connection, &ids, reader)?;
        let to_sign = to_sign_among(connection, &ids, reader)?;
        let is_chased = query.filter.terms.contains(&Term::Chased);
        let mut chased = if is_chased { chases::among(connection, &ids, reader)? } else { BTreeMap::new() };
        for row in &mut rows {
            let found = clocks.remove(&row.id).unwrap_or_default();
            row.clocks = found.into_iter().map(reader.reading).collect();
            row.chased = chased.remove(&row.id);
            row.safe = reader.safe_day(&pace, row);
            row.repeat_of = repeats.remove(&row.id);
            row.to_sign = to_sign.contains(&row.id);
            row.is_new = row.group == Some(Group::Mine) && fresh.contains(&row.id);
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
                "SELECT count(*) FROM recused r JOIN cases c USING (case_id) WHERE r.person_id = ?1 {hidden}"
            ))?
            .query_row(params![reader.sight.person.0, view.code()], |row| row.get(0))?;
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
        let mut fresh = sight_condition(reader.sight);
        group_condition(Group::Mine, reader, &mut fresh);
        fresh_condition(reader, &mut fresh);
        let has_groups = reader.grouping.is_some() && reader.looked_at.is_some();
        let fresh = if has_groups { self.count(&fresh, u64::from(u32::MAX))? } else { 0 };
        Ok(Counts { groups: self.group_counts(&counts, reader)?, views: counts, fresh })
    }

    /// The numbers over the groups. The last group is what the others leave, so that it is not read through.
    fn group_counts(
        &self,
        views: &[(View, u64)],
        reader: &Reader<'_>,
    ) -> Result<Vec<(Group, u64)>, StoreError> {
        if reader.grouping.is_none() {
            return Ok(Vec::new());
        }
        let mut left = views.iter().find(|(view, _)| *view == View::Today).map_or(0, |(_, count)| *count);
        let mut groups = Vec::new();
        for group in [Group::Mine, Group::ToUrge, Group::AwaitingWord] {
            let mut condition = sight_condition(reader.sight);
            group_condition(group, reader, &mut condition);
            let count = self.count(&condition, u64::from(u32::MAX))?;
            left = left.saturating_sub(count);
            groups.push((group, count));
        }
        groups.push((Group::Others, left));
        Ok(groups)
    }
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

/// Which of these cases are new to the reader.
fn fresh_among(
    connection: &Connection,
    cases: &[CaseId],
    reader: &Reader<'_>,
) -> Result<BTreeSet<CaseId>, StoreError> {
    if reader.looked_at.is_none() {
        return Ok(BTreeSet::new());
    }
    let mut condition = Condition::default();
    condition.and("c.case_id IN (SELECT value FROM json_each(?))", [Value::Text(id_array(cases))]);
    fresh_condition(reader, &mut condition);
    let sql = format!("SELECT c.case_id FROM cases c WHERE {}", condition.text());
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map(params_from_iter(condition.values), |row| Ok(CaseId(row.get(0)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Those in which a paper waits for a signature of the reader.
fn to_sign_among(
    connection: &Connection,
    cases: &[CaseId],
    reader: &Reader<'_>,
) -> Result<BTreeSet<CaseId>, StoreError> {
    let signers: Vec<PersonId> = reader.sight.signers().collect();
    let sql = format!(
        "SELECT p.case_id FROM pending_steps p
         WHERE p.person_id IN ({}) AND p.place = 0 AND p.case_id IN (SELECT value FROM json_each(?))",
        people_list(&signers)
    );
    let mut statement = connection.prepare_cached(&sql)?;
    let rows = statement.query_map([id_array(cases)], |row| Ok(CaseId(row.get(0)?)))?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn last(mut rows: Vec<ListRow>, limit: usize) -> Vec<ListRow> {
    let extra = rows.len().saturating_sub(limit);
    rows.drain(..extra);
    rows
}
