//! The approval queue within what the actor may see.

use super::{Office, OfficeError};
use crate::domain::time::Moment;
use crate::domain::view::approvals::{ApprovalPage, ApprovalQuery};
use crate::store::Snapshot;

impl Office {
    /// A stretch of the queue: what waits for the actor (or for a leader whose deputy the actor is) first, then what waits for
    /// others.
    ///
    /// # Errors
    /// `not_permitted` for people who see no cases; a store failure.
    pub fn approvals(&self, query: &ApprovalQuery, now: Moment) -> Result<ApprovalPage, OfficeError> {
        let today = now.date();
        self.read_as(today, |snapshot, reader| {
            let mut items = snapshot.pending_steps(query, reader)?;
            let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
            let at_end = items.len() <= limit;
            items.truncate(limit);
            let (mine, others) = snapshot.pending_counts(reader.sight)?;
            Ok(ApprovalPage { items, mine, others, at_end })
        })
    }

    /// How many documents wait for the actor's signature; none for people who see no cases.
    pub(super) fn waiting(&self, snapshot: &Snapshot<'_>, now: Moment) -> Result<u64, OfficeError> {
        let Ok(sight) = self.sight_on(now.date()) else { return Ok(0) };
        Ok(snapshot.pending_counts(&sight)?.0)
    }
}
