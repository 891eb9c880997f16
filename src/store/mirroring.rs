//! Cases that the provincial platform knows too, for comparing its lists with ours.

use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::Snapshot;
use super::conditions::sight_condition;
use super::error::StoreError;
use crate::domain::sight::Sight;
use crate::domain::time::Moment;

impl Snapshot<'_> {
    /// Our number, the platform's and the title of cases complained of from one moment until before another.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn cases_of_platform(
        &self,
        from: Moment,
        before: Moment,
        sight: &Sight,
    ) -> Result<Vec<(String, String, String)>, StoreError> {
        let seen = sight_condition(sight);
        let sql = format!(
            "SELECT c.case_no, c.platform_no, c.title FROM cases c
             WHERE c.complained_at >= ? AND c.complained_at < ? AND c.platform_no IS NOT NULL AND {}
             ORDER BY c.case_id",
            seen.sql.join(" AND ")
        );
        let times = [Value::Integer(from.unix()), Value::Integer(before.unix())];
        let mut statement = self.connection.prepare_cached(&sql)?;
        let found = statement.query_map(params_from_iter(times.into_iter().chain(seen.values)), |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        })?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }
}
