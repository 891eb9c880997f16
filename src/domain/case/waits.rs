//! Whom a case waits for.

use super::Case;
use super::stage::Stage;
use crate::domain::document::{Decision, Document};
use crate::domain::ids::PersonId;
use crate::domain::time::{Date, Moment};
use crate::domain::town::waits::WaitsFor;
use crate::domain::words::{DocumentState, Position};

impl Case {
    /// Whom the case waits for; `None` once it has ended. Open signatures come first, for whoever has the case
    /// otherwise can't go on before them.
    #[must_use]
    pub fn waits_for(&self) -> Option<WaitsFor> {
        let mut signers: Vec<PersonId> =
            self.pending_steps().flat_map(|(_, _, step)| step.people.iter().copied()).collect();
        signers.sort_unstable();
        signers.dedup();
        if !signers.is_empty() {
            return Some(WaitsFor::People(signers));
        }
        match self.stage {
            Stage::Transfer | Stage::Handling | Stage::Drafting => Some(match (self.handler, self.unit) {
                (Some(handler), _) => WaitsFor::People(vec![handler]),
                (None, Some(unit)) => WaitsFor::Unit(unit),
                (None, None) => WaitsFor::Role(Position::CommissionOperator),
            }),
            Stage::Complaint | Stage::Acceptance | Stage::Review | Stage::Reply | Stage::Evaluation => {
                Some(WaitsFor::Role(Position::CommissionOperator))
            }
            Stage::Closure | Stage::Reported | Stage::Merged | Stage::Withdrawn => None,
        }
    }

    /// Since which day the complainant has been silent about the reply of this round; `None` before the reply and after
    /// their word.
    #[must_use]
    pub fn awaits_word_since(&self) -> Option<Date> {
        match self.stage {
            Stage::Evaluation if self.evaluated().is_none() => {
                self.delivered().map(|delivery| Moment::date(delivery.recorded_at))
            }
            Stage::Evaluation
            | Stage::Complaint
            | Stage::Acceptance
            | Stage::Transfer
            | Stage::Handling
            | Stage::Drafting
            | Stage::Review
            | Stage::Reply
            | Stage::Closure
            | Stage::Reported
            | Stage::Merged
            | Stage::Withdrawn => None,
        }
    }

    /// The document that a signer sent back and that nobody has written anew, with who sent it back; the newest first.
    #[must_use]
    pub fn returned(&self) -> Option<(&Document, PersonId)> {
        if self.stage.is_final() {
            return None;
        }
        self.documents
            .iter()
            .rev()
            .filter(|document| document.state == DocumentState::Returned)
            .filter(|document| {
                self.document(document.kind).is_some_and(|newest| newest.version == document.version)
            })
            .find_map(|document| {
                let mut given =
                    document.steps.iter().rev().filter_map(|step| Some((step, step.signature.as_ref()?)));
                let (step, signature) = given.next()?;
                (signature.decision == Decision::Return)
                    .then(|| (document, signature.deputy.unwrap_or(step.person)))
            })
    }
}
