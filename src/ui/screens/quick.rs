//! An action done without a form, because everything it needs is on the screen.

use crate::actions::Answers;
use crate::domain::case::CaseId;

/// What is done to one case.
pub struct Quick {
    /// The case.
    pub case: CaseId,
    /// How many events it had when it was looked at; somebody faster makes this a conflict.
    pub seen_seq: u32,
    /// What a form would have asked for.
    pub answers: Answers,
}
