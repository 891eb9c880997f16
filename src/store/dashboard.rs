//! Figures of the dashboard: counted over open cases only, along the index that holds them, within the sight.

use std::collections::BTreeMap;

use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::Snapshot;
use super::conditions::{IS_APPROACHING, Reader, SIGNER, is_word_awaited, sight_condition};
use super::error::StoreError;
use super::summary::{WITHOUT_CLOCK, day_number, word};
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::time::Date;
use crate::domain::view::dashboard::{Figures, Held, Holder};

impl Snapshot<'_> {
    /// How many open cases each unit has received, for units that have any.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn open_by_holder(&self) -> Result<Vec<(UnitId, u32)>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT holding_unit_id, count(*) FROM cases
             WHERE holding_unit_id IS NOT NULL AND ended = 0 GROUP BY holding_unit_id",
        )?;
        let rows = statement.query_map([], |row| Ok((UnitId(row.get(0)?), row.get(1)?)))?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Open cases by whoever has to act now, and by level.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn held(&self, reader: &Reader<'_>) -> Result<Vec<Held>, StoreError> {
        let condition = sight_condition(reader.sight);
        let today = Value::Integer(day_number(reader.today));
        let mut values =
            vec![Value::Integer(WITHOUT_CLOCK), today.clone(), today, Value::Text(reader.today.to_string())];
        values.extend(condition.values.iter().cloned());
        let awaiting = is_word_awaited(reader);
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT CASE WHEN {awaiting} THEN 'word' ELSE '' END AS word,
                 iif({awaiting}, NULL, {SIGNER}) AS signer,
                 iif({awaiting} OR {SIGNER} IS NOT NULL, NULL, c.waits_for_role) AS role,
                 iif({awaiting} OR {SIGNER} IS NOT NULL OR c.waits_for_role IS NOT NULL, NULL, c.unit_id) AS unit,
                 CASE WHEN c.urgency >= ? THEN NULL WHEN c.urgency < ? THEN 'overdue'
                 WHEN c.urgency = ? THEN 'due_today' WHEN {IS_APPROACHING} THEN 'approaching' ELSE 'ok' END AS level,
                 count(*), min(c.urgency)
             FROM cases c INDEXED BY cases_open WHERE c.ended = 0 AND {} GROUP BY 1, 2, 3, 4, 5",
            condition.text()
        ))?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut held: BTreeMap<Holder, (Figures, i64)> = BTreeMap::new();
        while let Some(row) = rows.next()? {
            let role = row.get::<_, Option<String>>(2)?.map(|code| word(&code)).transpose()?;
            let holder = if row.get::<_, String>(0)? == "word" {
                Holder::Complainant
            } else if let Some(signer) = row.get::<_, Option<i64>>(1)? {
                Holder::Signer(PersonId(signer))
            } else if let Some(position) = role {
                Holder::Position(position)
            } else {
                Holder::Unit(row.get::<_, Option<i64>>(3)?.map(UnitId))
            };
            let level = row.get::<_, Option<String>>(4)?.map(|code| word(&code)).transpose()?;
            let (figures, oldest) = held.entry(holder).or_insert((Figures::default(), WITHOUT_CLOCK));
            *figures.place(level) += u64::from(row.get::<_, u32>(5)?);
            *oldest = (*oldest).min(row.get(6)?);
        }
        let day =
            |number: i64| (number < WITHOUT_CLOCK).then(|| Date::UNIX_EPOCH.plus_days(number)).flatten();
        let held = held.into_iter();
        Ok(held.map(|(holder, (figures, oldest))| Held { holder, figures, oldest: day(oldest) }).collect())
    }

    /// How many open cases are due on each day of a span; days without any are left out.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn due_by_day(
        &self,
        reader: &Reader<'_>,
        from: Date,
        through: Date,
    ) -> Result<BTreeMap<i64, u64>, StoreError> {
        let condition = sight_condition(reader.sight);
        let mut values = vec![Value::Integer(day_number(from)), Value::Integer(day_number(through))];
        values.extend(condition.values.iter().cloned());
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT c.urgency, count(*) FROM cases c INDEXED BY cases_open
             WHERE c.ended = 0 AND c.urgency BETWEEN ? AND ? AND {} GROUP BY c.urgency",
            condition.text()
        ))?;
        let mut rows = statement.query(params_from_iter(values))?;
        let mut days = BTreeMap::new();
        while let Some(row) = rows.next()? {
            days.insert(row.get(0)?, row.get::<_, u32>(1)?.into());
        }
        Ok(days)
    }

    /// Running limits of open cases whose due day is provisional.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn provisional_clocks(&self, reader: &Reader<'_>) -> Result<u64, StoreError> {
        let condition = sight_condition(reader.sight);
        let mut statement = self.connection.prepare_cached(&format!(
            "SELECT count(*) FROM clocks k INDEXED BY clocks_provisional JOIN cases c USING (case_id)
             WHERE k.stopped_on IS NULL AND k.provisional = 1 AND c.ended = 0 AND {}",
            condition.text()
        ))?;
        Ok(statement.query_row(params_from_iter(condition.values), |row| row.get::<_, u32>(0))?.into())
    }
}
