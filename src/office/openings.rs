//! Who opened which case: noted for whoever audits and for the administrator, outside the record.

use super::{CaseName, Office, OfficeError};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::{Date, Moment};
use crate::domain::words::Position;
use crate::store::Opening;

impl Office {
    /// Notes that the actor opened a case. What was shown is shown, whether or not that could be noted.
    pub(super) fn note_opening(&self, case_no: &str, now: Moment) {
        let Some(log) = &self.openings else { return };
        let opening = Opening {
            at: now,
            person: self.actor.id,
            case_no: case_no.to_owned(),
            origin: self.origin.clone(),
        };
        if let Err(error) = log.note(&opening) {
            tracing::error!(%error, "an opening could not be noted");
        }
    }

    /// What was opened from one day to another, oldest first: numbers only, for the auditor those of cases that the
    /// auditor may see.
    ///
    /// # Errors
    /// `not_permitted` unless the actor audits or administers; a store failure.
    pub fn openings(&self, from: Date, until: Date, now: Moment) -> Result<Vec<Opening>, OfficeError> {
        let is_administrator = self.actor.holds(Position::Administrator);
        if !is_administrator && !self.actor.holds(Position::Auditor) {
            return Err(Refusal::new(
                RefusalCode::NotPermitted,
                format!("查看记录由监督查看人员和系统管理员查阅，{}不能看。", self.actor.name),
            )
            .into());
        }
        let Some(log) = &self.openings else { return Ok(Vec::new()) };
        let mut seen = Vec::new();
        for opening in log.between(from, until)? {
            let number = || CaseName::Number(opening.case_no.clone());
            match if is_administrator { Ok(()) } else { self.find_case(&number(), now).map(drop) } {
                Ok(()) => seen.push(opening),
                Err(OfficeError::Refused(_)) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(seen)
    }
}
