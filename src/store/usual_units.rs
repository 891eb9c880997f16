//! To which units the cases of a village went before, for marking the usual one in a form.

use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::Snapshot;
use super::conditions::sight_condition;
use super::error::StoreError;
use super::summary::word;
use crate::domain::case::Case;
use crate::domain::ids::UnitId;
use crate::domain::sight::Sight;
use crate::domain::view::detail::UsualUnit;

/// A single case is no habit.
const A_HABIT_FROM: u32 = 2;

impl Snapshot<'_> {
    /// Where other cases of this one's village that may be seen went, by field, the most usual unit first; nothing for a
    /// case without a village.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn usual_units(&self, case: &Case, sight: &Sight) -> Result<Vec<UsualUnit>, StoreError> {
        let Some(village) = &case.village else { return Ok(Vec::new()) };
        let seen = sight_condition(sight);
        let sql = format!(
            "SELECT c.field, c.holding_unit_id, count(*) AS went FROM cases c
             WHERE c.village = ? AND c.holding_unit_id IS NOT NULL AND c.field IS NOT NULL AND c.case_id <> ? AND {}
             GROUP BY c.field, c.holding_unit_id HAVING went >= {A_HABIT_FROM} ORDER BY went DESC, c.holding_unit_id",
            seen.sql.join(" AND ")
        );
        let mut values = vec![Value::Text(village.clone()), Value::Integer(case.id.0)];
        values.extend(seen.values);
        let mut statement = self.connection.prepare_cached(&sql)?;
        let read = statement.query_map(params_from_iter(values), |row| {
            let field = word(&row.get::<_, String>(0)?)?;
            Ok(UsualUnit { field, unit: UnitId(row.get(1)?), went: row.get(2)? })
        })?;
        Ok(read.collect::<Result<_, _>>()?)
    }
}
