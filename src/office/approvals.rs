//! The approval queue within what the actor may see.

use super::meeting::may_see;
use super::{Office, OfficeError};
use crate::domain::ids::PersonId;
use crate::domain::sight::Sight;
use crate::domain::time::Moment;
use crate::domain::view::approvals::{ApprovalPage, ApprovalQuery};
use crate::domain::view::meeting::MeetingRow;
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
            let records = self.records_to_sign(snapshot, reader.sight, now)?;
            let mine = mine + count(&records);
            Ok(ApprovalPage { items, records, mine, others, at_end })
        })
    }

    /// How many documents wait for the actor's signature; none for people who see no cases.
    pub(super) fn waiting(&self, snapshot: &Snapshot<'_>, now: Moment) -> Result<u64, OfficeError> {
        let Ok(sight) = self.sight_on(now.date()) else { return Ok(0) };
        let records = self.records_to_sign(snapshot, &sight, now)?;
        Ok(snapshot.pending_counts(&sight)?.0 + count(&records))
    }

    /// How many records of meetings wait for the actor's signature.
    pub(super) fn count_records_to_sign(
        &self,
        snapshot: &Snapshot<'_>,
        now: Moment,
    ) -> Result<u64, OfficeError> {
        let Ok(sight) = self.sight_on(now.date()) else { return Ok(0) };
        Ok(count(&self.records_to_sign(snapshot, &sight, now)?))
    }

    /// Meetings whose record waits for the actor, or for a leader whose deputy the actor is.
    fn records_to_sign(
        &self,
        snapshot: &Snapshot<'_>,
        sight: &Sight,
        now: Moment,
    ) -> Result<Vec<MeetingRow>, OfficeError> {
        let desk = self.desk(now);
        let people: Vec<PersonId> = sight.signers().collect();
        let mut rows = Vec::new();
        for id in snapshot.records_to_sign(&people)? {
            let read = snapshot.meeting(id)?.map(|read| read.meeting);
            rows.extend(
                read.filter(|meeting| may_see(meeting, &desk)).map(|meeting| MeetingRow::of(&meeting)),
            );
        }
        Ok(rows)
    }
}

fn count(records: &[MeetingRow]) -> u64 {
    u64::try_from(records.len()).unwrap_or(u64::MAX)
}
