//! Who may see which cases (`domain.md` §1, §9): the one rule that lists, counts, search and detail share.
//!
//! The rule is stated here as a value; the store turns it into a condition and `office` applies it, there and
//! nowhere else.

pub(crate) mod grouping;
pub(crate) mod identity;
pub(crate) mod masking;
pub(crate) mod meanwhile;
pub(crate) mod unmasked;

use crate::domain::case::Case;
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::time::Date;
use crate::domain::town::org::{Org, Person};
use crate::domain::words::{Position, Route};

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
    /// Cases with a document this person has to sign or has signed, or for which they were appointed; those against them
    /// are absent whatever else holds (回避).
    pub person: PersonId,
    /// Leaders in whose name this person signs today; what they have to sign is visible too.
    pub deputises: Vec<PersonId>,
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
            deputises: Vec::new(),
        };
        let sees_something =
            sight.all || sight.handled_by.is_some() || sight.route.is_some() || !sight.units.is_empty();
        sees_something.then_some(sight)
    }

    /// What this person may see on a day, being somebody's deputy (授权代签) included.
    #[must_use]
    pub fn on(person: &Person, org: &Org, day: Date) -> Option<Self> {
        let leaders = org.delegations.iter().map(|given| given.leader);
        let deputises: Vec<PersonId> =
            leaders.filter(|leader| person.active && org.deputises(person.id, *leader, day)).collect();
        match Self::of(person, org) {
            Some(sight) => Some(Self { deputises, ..sight }),
            None if deputises.is_empty() => None,
            None => Some(Self {
                all: false,
                handled_by: None,
                units: Vec::new(),
                route: None,
                person: person.id,
                deputises,
            }),
        }
    }

    /// Everybody whose signatures make a case visible to this person: their own and those of the leaders they sign for.
    pub fn signers(&self) -> impl Iterator<Item = PersonId> {
        std::iter::once(self.person).chain(self.deputises.iter().copied())
    }

    /// Whether the case is kept from this person whatever else they may see: it is about them, or only the district may
    /// handle it.
    #[must_use]
    pub fn is_kept_from(&self, case: &Case, org: &Org) -> bool {
        let is_about_them = org.person(self.person).is_some_and(|person| case.is_about(person, org));
        is_about_them || case.is_left_to_the_district(org)
    }

    /// Whether the case may be seen.
    #[must_use]
    pub fn covers(&self, case: &Case, org: &Org) -> bool {
        if self.is_kept_from(case, org) {
            return false;
        }
        let handled =
            self.handled_by.is_some() && case.unit == self.handled_by && case.transferred_on.is_some();
        let led = case.unit.is_some_and(|unit| self.units.contains(&unit));
        let routed = self.route.is_some() && case.route == self.route && case.scope.is_some();
        let signers = case.known_by_name();
        let signs = self.signers().any(|signer| signers.contains(&signer));
        self.all || handled || led || routed || signs
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::document::{Document, Step};
    use crate::domain::fixtures::{
        ADMINISTRATOR, AFFAIRS, AFFAIRS_HANDLER, AUDITOR, COMMISSION, CONTACT, IN_CHARGE, LEFT, OPERATOR,
        PARTY_OPERATOR, PRINCIPAL, SECRETARY, SISHENG, SISHENG_HANDLERS, XINJIAN, XINJIAN_HANDLER, case_of,
        named, town,
    };
    use crate::domain::time::Date;
    use crate::domain::words::{DocumentKind, Scope};

    fn assessed(route: Route, unit: UnitId, transferred: bool) -> Case {
        let mut case = case_of(Some(route), Some(unit), "");
        case.scope = Some(Scope::MattersList);
        case.transferred_on = transferred.then_some(Date::constant(2026, 11, 17));
        case
    }

    #[test]
    fn everybody_sees_the_cases_of_their_position_and_no_others() {
        let org = town();
        let fresh = case_of(None, None, "");
        let proposed = assessed(Route::Village, XINJIAN, false);
        let village = assessed(Route::Village, XINJIAN, true);
        let community = assessed(Route::Village, SISHENG, true);
        let planned = assessed(Route::PartyCommittee, AFFAIRS, false);
        let section = assessed(Route::PartyCommittee, AFFAIRS, true);
        let own = assessed(Route::Commission, COMMISSION, true);
        let cases = [&fresh, &proposed, &village, &community, &planned, &section, &own];
        let table = [
            (OPERATOR, [true; 7]),
            (SECRETARY, [true; 7]),
            (PRINCIPAL, [true; 7]),
            (AUDITOR, [true; 7]),
            (ADMINISTRATOR, [false; 7]),
            (LEFT, [false; 7]),
            (PARTY_OPERATOR, [false, false, false, false, true, true, false]),
            (IN_CHARGE, [false, false, false, false, true, true, false]),
            (CONTACT, [false, false, false, true, false, false, false]),
            (XINJIAN_HANDLER, [false, false, true, false, false, false, false]),
            (SISHENG_HANDLERS[0], [false, false, false, true, false, false, false]),
            (AFFAIRS_HANDLER, [false, false, false, false, false, true, false]),
        ];
        for (name, expected) in table {
            let sight = Sight::of(named(&org, name), &org);
            let seen = cases.map(|case| sight.as_ref().is_some_and(|sight| sight.covers(case, &town())));
            assert_eq!(seen, expected, "{name}");
        }
    }

    #[test]
    fn nobody_sees_a_case_in_which_they_are_the_respondent() {
        let org = town();
        for name in [OPERATOR, SECRETARY, PRINCIPAL, AUDITOR, PARTY_OPERATOR, IN_CHARGE, AFFAIRS_HANDLER] {
            let mut case = assessed(Route::PartyCommittee, AFFAIRS, true);
            let sight = Sight::of(named(&org, name), &org).unwrap();
            assert!(sight.covers(&case, &town()), "{name}");
            case.respondent.name = Some(name.to_owned().into());
            assert!(!sight.covers(&case, &town()), "{name}");
        }
    }

    #[test]
    fn a_leader_sees_what_they_have_to_sign_whichever_unit_has_it() {
        let org = town();
        let mut case = assessed(Route::Village, SISHENG, false);
        let sight = Sight::of(named(&org, IN_CHARGE), &org).unwrap();
        assert!(!sight.covers(&case, &town()));
        let step = Step::of(Position::LeaderInCharge, sight.person, []);
        case.documents.push(Document {
            kind: DocumentKind::Proposal,
            version: 1,
            text: "拟请核实".to_owned().into(),
            hash: String::new(),
            state: crate::domain::words::DocumentState::UnderReview,
            terms: None,
            claims: None,
            steps: vec![step],
            drafted_by: PersonId(6),
            drafted_at: case.updated_at,
            turn: 1,
            round: 1,
            drafted_in: crate::domain::ids::ChainPlace::NEXT,
            submitted_at: Some(case.updated_at),
        });
        assert!(sight.covers(&case, &town()));
    }
}
