//! Several commands on one case with one confirmation, in one transaction.

use super::perform::{PerformReport, PerformRequest};
use super::{Office, OfficeError};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Moment;

impl Office {
    /// Performs several commands on one case, one after the other: all of them or none. What is reported is the last.
    ///
    /// # Errors
    /// The first refusal or failure, with nothing kept.
    pub fn perform_in_turn(
        &mut self,
        requests: &[PerformRequest],
        now: Moment,
    ) -> Result<PerformReport, OfficeError> {
        let mut last = None;
        self.perform_all(now, |all| {
            for request in requests {
                last = Some(all.perform(request)?);
            }
            Ok(())
        })?;
        last.ok_or_else(|| Refusal::new(RefusalCode::NothingToDo, "没有要办的。").into())
    }
}
