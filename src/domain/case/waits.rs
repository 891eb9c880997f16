//! Whom a case waits for.

use super::Case;
use super::stage::Stage;
use crate::domain::ids::PersonId;
use crate::domain::town::waits::WaitsFor;
use crate::domain::words::Position;

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
}
