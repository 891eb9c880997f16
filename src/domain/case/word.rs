//! What is still to be heard from the complainant (`domain.md` §10 What the complainant said).

use super::{Case, Evaluation};
use crate::domain::case::stage::Stage;
use crate::domain::words::Satisfaction;

impl Case {
    /// Whether a word of the complainant becomes the evaluation: the reply went out, and none was given yet or only that
    /// none came. After closure too, and in a merged case, whose complainant got the leading case's reply.
    #[must_use]
    pub fn takes_word(&self) -> bool {
        let is_due = |given: &Evaluation| {
            given.satisfaction == Satisfaction::NotGiven || self.is_answered_since(given)
        };
        self.hears_complainant() && self.evaluated().is_none_or(is_due)
    }

    /// Whether the complainant said how content they are and nobody knows yet whether the matter was settled: the
    /// platform's lists don't tell that.
    #[must_use]
    pub fn wants_resolved(&self) -> bool {
        let is_open =
            |given: &Evaluation| given.satisfaction != Satisfaction::NotGiven && given.resolved.is_none();
        self.hears_complainant() && !self.takes_word() && self.evaluated().is_some_and(is_open)
    }

    fn hears_complainant(&self) -> bool {
        let is_answered = match self.stage {
            Stage::Evaluation | Stage::Closure => true,
            Stage::Merged => self.delivered().is_some(),
            Stage::Complaint
            | Stage::Acceptance
            | Stage::Transfer
            | Stage::Handling
            | Stage::Drafting
            | Stage::Review
            | Stage::Reply
            | Stage::Reported
            | Stage::Withdrawn => false,
        };
        is_answered && !self.sealed
    }

    /// Rounds are the leading case's: a merged one is asked again when a further reply of it went out.
    fn is_answered_since(&self, given: &Evaluation) -> bool {
        self.stage == Stage::Merged && self.delivered().is_some_and(|reply| reply.recorded_at > given.at)
    }
}
