//! What an act on several cases would do to each of them, or why it would do nothing, before anything is recorded.

use crate::domain::ids::{CaseId, UnitId};
use crate::domain::refusal::Refusal;
use crate::domain::time::Date;

/// One of the cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foretold {
    pub case: CaseId,
    pub case_no: String,
    /// Masked as in every list.
    pub title: String,
    pub outcome: Result<After, Refusal>,
}

/// How a case would stand after the act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct After {
    /// How many events the case has now: when it has more by the time of the act, somebody was faster.
    pub seq: u32,
    /// The unit that would have it.
    pub unit: Option<UnitId>,
    /// When the limit ends that would run then.
    pub due_on: Option<Date>,
    /// What would come next and whose it would be.
    pub next: String,
}
