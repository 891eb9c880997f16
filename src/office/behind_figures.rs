//! What stands behind a figure: the rows of its cases and of its records of disclosure, as far as the actor may see them.

use super::disclosure::sight_of;
use super::{Office, OfficeError};
use crate::domain::time::{Date, Moment};
use crate::domain::view::disclosure::DisclosureRow;
use crate::domain::view::filter::{Filter, Term};
use crate::domain::view::listing::{From, ListQuery, ListRow, Sort, View};

impl Office {
    /// The rows of the cases with these numbers, in any order.
    ///
    /// # Errors
    /// `not_permitted` for people who see no cases; a store failure.
    pub fn cases_numbered(&self, numbers: &[String], now: Moment) -> Result<Vec<ListRow>, OfficeError> {
        let query = ListQuery {
            view: View::All,
            filter: Filter { terms: vec![Term::Numbered(numbers.to_vec())] },
            sort: Sort::Number,
            from: From::Top,
            limit: u32::try_from(numbers.len()).unwrap_or(u32::MAX),
        };
        Ok(self.list(&query, now)?.rows)
    }

    /// The records of disclosure with these numbers, the earliest due first.
    ///
    /// # Errors
    /// A store failure.
    pub fn disclosures_numbered(
        &self,
        numbers: &[String],
        now: Moment,
    ) -> Result<Vec<DisclosureRow>, OfficeError> {
        let sight = sight_of(&self.desk(now));
        let mut rows = self.read(|snapshot| Ok(snapshot.disclosures(Date::UNIX_EPOCH, Date::LAST)?))?;
        rows.retain(|row| sight.covers(row.unit) && numbers.contains(&row.code));
        Ok(rows)
    }
}
