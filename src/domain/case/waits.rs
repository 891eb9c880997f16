//! Whom a case waits for.

use super::Case;
use super::stage::Stage;
use crate::domain::document::{Decision, Document};
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::time::{Date, Moment};
use crate::domain::town::org::Org;
use crate::domain::town::waits::WaitsFor;
use crate::domain::words::{DocumentState, Position};

impl Case {
    /// Whom the case waits for; `None` once it has ended. Open signatures come first, for whoever has the case
    /// otherwise can't go on before them. Where everybody who holds the position has to stand aside it waits for whoever
    /// acts in their place (`domain.md` §10 Recusal).
    #[must_use]
    pub fn waits_for(&self, org: &Org) -> Option<WaitsFor> {
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
                (None, Some(unit)) => self
                    .waits_for_stand_in(Position::Handler, org)
                    .or_else(|| self.waits_beside_vacant(unit, org))
                    .unwrap_or(WaitsFor::Unit(unit)),
                (None, None) => self.waits_for_role(Position::CommissionOperator, org),
            }),
            Stage::Complaint | Stage::Acceptance | Stage::Review | Stage::Reply | Stage::Evaluation => {
                Some(self.waits_for_role(Position::CommissionOperator, org))
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

    fn waits_for_role(&self, position: Position, org: &Org) -> WaitsFor {
        self.waits_for_stand_in(position, org).unwrap_or(WaitsFor::Role(position))
    }

    /// Whoever acts in the operator's place for a unit without anybody who handles, as the commission itself is: its work
    /// falls to the operator, and where the complaint is about the operator it would stand with nobody.
    fn waits_beside_vacant(&self, unit: UnitId, org: &Org) -> Option<WaitsFor> {
        let is_vacant = org.holders(Position::Handler, Some(unit)).next().is_none();
        is_vacant.then(|| self.waits_for_stand_in(Position::CommissionOperator, org)).flatten()
    }

    /// Whoever acts in the place of holders who are all concerned; nobody for a post that is only vacant, unless
    /// somebody was appointed.
    fn waits_for_stand_in(&self, position: Position, org: &Org) -> Option<WaitsFor> {
        let has_own = org.holders(position, self.unit_of(position)).any(|person| !self.is_about(person, org));
        if has_own {
            return None;
        }
        let appointed: Vec<PersonId> = self.holders(position, org).map(|person| person.id).collect();
        let mut people = if appointed.is_empty() && self.is_recused(position, org) {
            self.stand_ins(position, org).iter().map(|person| person.id).collect()
        } else {
            appointed
        };
        people.sort_unstable();
        (!people.is_empty()).then_some(WaitsFor::StandIn { role: position, people })
    }
}
