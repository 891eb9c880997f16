//! The approval queue within what the actor may see.

use super::{Office, OfficeError};
use crate::domain::time::{Date, Moment};
use crate::domain::view::approvals::{ApprovalItem, ApprovalPage, ApprovalQuery};
use crate::store::Snapshot;
use crate::store::approvals::StoredStep;

impl Office {
    /// A stretch of the queue: what waits for the actor (or for a leader whose deputy the actor is) first, then what waits for
    /// others.
    ///
    /// # Errors
    /// `not_permitted` for people who see no cases; a store failure.
    pub fn approvals(&self, query: &ApprovalQuery, now: Moment) -> Result<ApprovalPage, OfficeError> {
        let today = now.date();
        self.read_as(today, |snapshot, reader| {
            let mut steps = snapshot.pending_steps(query, reader)?;
            let limit = usize::try_from(query.limit).unwrap_or(usize::MAX);
            let at_end = steps.len() <= limit;
            steps.truncate(limit);
            let (mine, others) = snapshot.pending_counts(reader.sight)?;
            let items = steps.into_iter().map(|step| self.approval(step, today)).collect();
            Ok(ApprovalPage { items, mine, others, at_end })
        })
    }

    /// How many documents wait for the actor's signature; none for people who see no cases.
    pub(super) fn waiting(&self, snapshot: &Snapshot<'_>, now: Moment) -> Result<u64, OfficeError> {
        let Ok(sight) = self.sight_on(now.date()) else { return Ok(0) };
        Ok(snapshot.pending_counts(&sight)?.0)
    }

    fn approval(&self, step: StoredStep, today: Date) -> ApprovalItem {
        let waiting = self.calendar.working_days_between(step.submitted_at.date(), today);
        let clock = step.clocks.into_iter().rev().find(crate::domain::limit::clock::Clock::is_running);
        ApprovalItem {
            case: step.case,
            case_no: step.case_no,
            title: step.title,
            stage: step.stage,
            kind: step.kind,
            route: step.route,
            unit: step.unit,
            document: step.document,
            version: step.version,
            position: step.position,
            person: step.person,
            is_mine: step.is_mine,
            submitted_at: step.submitted_at,
            waiting_days: u32::try_from(waiting).unwrap_or(0),
            clock: clock.map(|clock| self.reading(clock, today)),
        }
    }
}
