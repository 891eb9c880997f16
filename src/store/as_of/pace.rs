//! How long steps usually took in this office, as far as was recorded by an earlier point: counted from what cases were
//! then, because the rows that are kept count what they are now.

use super::journal;
use crate::domain::calendar::Calendar;
use crate::domain::figures::safe::{DaysTaken, Pace};
use crate::domain::ids::{CaseId, ChainPlace};
use crate::store::{Snapshot, StoreError};

impl Snapshot<'_> {
    /// How long steps usually took at this place of the chain, by the calendar of then. Replays every case.
    ///
    /// # Errors
    /// `Damaged` when an event cannot be read.
    pub fn pace_as_of(&self, upto: ChainPlace, calendar: &Calendar) -> Result<Pace, StoreError> {
        let mut taken = Vec::new();
        for id in self.cases_as_of(CaseId(1)..=CaseId(i64::MAX), upto)? {
            let Some(case) = journal::fold(id, &journal::read_up_to(self.connection, id, upto)?) else {
                continue;
            };
            for step in case.steps_taken() {
                if let Some(until) = step.until {
                    let days = step.working_days(until, calendar);
                    taken.push(DaysTaken { step: step.step, kind: case.kind, days, times: 1 });
                }
            }
        }
        Ok(Pace::of(taken))
    }
}
