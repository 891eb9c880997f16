//! Who may see which cases (`domain.md` §1, §9): the one rule that lists, counts, search and detail share.
//!
//! The rule is stated here as a value; the store turns it into a condition and `office` applies it, there and
//! nowhere else.

use super::case::Case;
use super::org::{Org, Person, PersonId, UnitId};
use super::words::{Position, Route};

/// What a person may see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    /// Every case (but see `respondent`).
    pub all: bool,
    /// Cases that were transferred to this unit: the handler's.
    pub handled_by: Option<UnitId>,
    /// Cases proposed for or handled by these units: a leader's sections and villages.
    pub units: Vec<UnitId>,
    /// Assessed cases on this route: the Party-committee operator's.
    pub route: Option<Route>,
    /// Cases with a document this person has to sign or has signed.
    pub person: PersonId,
    /// Cases against somebody of this name are absent whatever else holds (回避).
    pub respondent: String,
}

impl Sight {
    /// What this person may see; `None` for nothing at all.
    #[must_use]
    pub fn of(person: &Person, _org: &Org) -> Option<Self> {
        let all = [
            Position::CommissionOperator,
            Position::DisciplineSecretary,
            Position::PrincipalLeader,
            Position::Auditor,
        ]
        .iter()
        .any(|position| person.holds(*position));
        let units: Vec<UnitId> = if person.active {
            person.leads.iter().chain(&person.contacts).copied().collect()
        } else {
            Vec::new()
        };
        let sight = Self {
            all,
            handled_by: person.unit.filter(|_| person.holds(Position::Handler)),
            route: person.holds(Position::PartyOperator).then_some(Route::PartyCommittee),
            units,
            person: person.id,
            respondent: person.name.clone(),
        };
        let sees_something =
            sight.all || sight.handled_by.is_some() || sight.route.is_some() || !sight.units.is_empty();
        sees_something.then_some(sight)
    }

    /// Whether the case may be seen.
    #[must_use]
    pub fn covers(&self, case: &Case) -> bool {
        if case.is_about(&self.respondent) {
            return false;
        }
        let handled =
            self.handled_by.is_some() && case.unit == self.handled_by && case.transferred_on.is_some();
        let led = case.unit.is_some_and(|unit| self.units.contains(&unit));
        let routed = self.route.is_some() && case.route == self.route && case.scope.is_some();
        let signs = case
            .documents
            .iter()
            .any(|document| document.steps.iter().any(|step| step.person == self.person));
        self.all || handled || led || routed || signs
    }
}
