//! Who may act for a position in one case: its holders as far as the complaint is not about them, and whoever stands in
//! when nobody of them is left (回避, `domain.md` §10 Recusal).
//!
//! Recusal never leaves a case without a lawful way on: the discipline secretary does the acts of a position whose
//! holders are all concerned, or names somebody; the principal leader stands for a secretary who is concerned.

use super::Case;
use crate::domain::document::ruling::Ruling;
use crate::domain::ids::{ChainPlace, PersonId, UnitId};
use crate::domain::sealable::Sealable;
use crate::domain::time::Date;
use crate::domain::town::org::{Org, Person};
use crate::domain::words::Position;

/// What people said and ruled about who is concerned by a case, beside what the names in it say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recusal {
    /// Of whom somebody was asked whether the complaint is about them, with the last answer.
    pub said: Vec<(PersonId, bool)>,
    /// Who was ruled to be only a namesake.
    pub released: Vec<Release>,
    /// The day on which somebody became known as respondent after the registration.
    pub known_on: Option<Date>,
    /// Who does a position's acts in this case.
    pub appointed: Vec<(Position, PersonId)>,
}

impl Recusal {
    /// Takes an answer; a later one counts instead of an earlier one.
    pub fn say(&mut self, person: PersonId, is_respondent: bool) {
        self.said.retain(|(known, _)| *known != person);
        self.said.push((person, is_respondent));
    }

    /// The complaint is about others than was thought: what was said and ruled of the former ones holds no more.
    pub fn forget_respondents(&mut self, on: Date) {
        self.said.clear();
        self.released.clear();
        self.known_on = Some(on);
    }
}

/// A ruling that somebody of a respondent's name is another person (非本人).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    pub person: PersonId,
    /// Where the ruling stands in the chain.
    pub place: ChainPlace,
    pub reason: Sealable,
    pub ruling: Ruling,
}

impl Release {
    /// Who is a namesake only, why, and by whose ruling, in the names of then.
    #[must_use]
    pub fn told(&self, org: &Org) -> String {
        let org = org.as_at(self.place);
        let ruled = Ruling::in_brackets(Some(&self.ruling), &org);
        format!("{}只是同名，不是被投诉人：{}{ruled}", org.person_name(self.person), self.reason.text())
    }
}

/// The three positions without which nobody of the town can bring a case on.
const KEY_POSITIONS: [Position; 3] =
    [Position::CommissionOperator, Position::DisciplineSecretary, Position::PrincipalLeader];

impl Case {
    /// Whether the person was ruled to be only a namesake of a respondent.
    #[must_use]
    pub fn is_released(&self, person: PersonId) -> bool {
        self.recusal.released.iter().any(|release| release.person == person)
    }

    /// Whether somebody who was asked said that the complaint is about this person.
    #[must_use]
    pub fn is_said_to_be_about(&self, person: PersonId) -> bool {
        self.recusal.said.contains(&(person, true))
    }

    /// Whether this person was appointed to do a position's acts in this case.
    fn is_appointed(&self, position: Position, person: PersonId) -> bool {
        self.recusal.appointed.contains(&(position, person))
    }

    /// Everybody who fills a position for this case: who holds it or was appointed, and is not concerned.
    pub fn holders<'a>(&'a self, position: Position, org: &'a Org) -> impl Iterator<Item = &'a Person> {
        org.people.iter().filter(move |person| {
            let holds = holds(person, position, self.unit_of(position))
                || person.active && self.is_appointed(position, person.id);
            holds && !self.is_about(person, org)
        })
    }

    /// Whether the position has holders, all of whom are concerned.
    #[must_use]
    pub fn is_recused(&self, position: Position, org: &Org) -> bool {
        org.holders(position, self.unit_of(position)).next().is_some()
            && self.holders(position, org).next().is_none()
    }

    /// Whoever does a position's acts in this case although it is not theirs; nobody while it has a holder who is not
    /// concerned.
    #[must_use]
    pub fn stand_ins<'a>(&'a self, position: Position, org: &'a Org) -> Vec<&'a Person> {
        if self.holders(position, org).next().is_some() {
            Vec::new()
        } else if position == Position::DisciplineSecretary {
            // A secretary's post that is vacant is filled by the administrator, not by the principal leader.
            let is_recused = self.is_recused(position, org);
            self.holders(Position::PrincipalLeader, org).filter(|_| is_recused).collect()
        } else {
            self.secretaries(org)
        }
    }

    /// Whoever rules in this case: the discipline secretary, or the principal leader when it is about the secretary.
    #[must_use]
    pub fn secretaries<'a>(&'a self, org: &'a Org) -> Vec<&'a Person> {
        let own: Vec<&Person> = self.holders(Position::DisciplineSecretary, org).collect();
        if own.is_empty() { self.stand_ins(Position::DisciplineSecretary, org) } else { own }
    }

    /// Whether somebody may do a position's acts in this case.
    #[must_use]
    pub fn lets_act(&self, person: &Person, position: Position, org: &Org) -> bool {
        let own = holds(person, position, self.unit_of(position)) || self.is_appointed(position, person.id);
        // Only these stand in for others; looking at all people for everybody else would cost much for nothing.
        let may_stand_in = [Position::DisciplineSecretary, Position::PrincipalLeader]
            .iter()
            .any(|place| person.holds(*place) || self.is_appointed(*place, person.id));
        if !person.active || !(own || may_stand_in) || self.is_about(person, org) {
            return false;
        }
        own || self.stand_ins(position, org).iter().any(|stand_in| stand_in.id == person.id)
    }

    /// Whether nobody of the town is left to bring the case on: operator, secretary and principal leader are all
    /// concerned. Then nobody here sees it, and it goes to the district commission (须由区纪委监委处理).
    #[must_use]
    pub fn is_left_to_the_district(&self, org: &Org) -> bool {
        if self.sealed || KEY_POSITIONS.iter().any(|position| self.holders(*position, org).next().is_some()) {
            return false;
        }
        let key = |person: &&Person| KEY_POSITIONS.iter().any(|position| person.holds(*position));
        org.people.iter().filter(key).any(|person| self.is_about(person, org))
    }

    /// Whether this person may seal the case without having seen it: an administrator, of a case that only the district
    /// may handle. One whom the complaint is about leaves it to another administrator where there is one.
    #[must_use]
    pub fn may_be_sealed_unseen_by(&self, person: &Person, org: &Org) -> bool {
        if !person.holds(Position::Administrator) || !self.is_left_to_the_district(org) {
            return false;
        }
        !self.is_about(person, org) || self.holders(Position::Administrator, org).next().is_none()
    }

    /// Everybody to whom the case shows by name and not by a position of the whole town: its signers, and whoever was
    /// appointed for it; in order, each once.
    #[must_use]
    pub fn known_by_name(&self) -> Vec<PersonId> {
        let mut people = self.signers();
        people.extend(self.recusal.appointed.iter().map(|(_, person)| *person));
        people.sort_unstable();
        people.dedup();
        people
    }

    /// The unit whose holders of a position count; none for a position of the whole town.
    #[must_use]
    pub const fn unit_of(&self, position: Position) -> Option<UnitId> {
        match position {
            Position::LeaderInCharge | Position::ContactLeader | Position::Handler => self.unit,
            Position::CommissionOperator
            | Position::PartyOperator
            | Position::DisciplineSecretary
            | Position::PrincipalLeader
            | Position::Auditor
            | Position::Administrator => None,
        }
    }
}

/// Whether somebody holds a position, for a unit where it is one of units. Before the unit is known nobody does.
fn holds(person: &Person, position: Position, unit: Option<UnitId>) -> bool {
    person.holds(position)
        && match position {
            Position::LeaderInCharge => unit.is_some_and(|unit| person.leads.contains(&unit)),
            Position::ContactLeader => unit.is_some_and(|unit| person.contacts.contains(&unit)),
            Position::Handler => unit.is_some() && person.unit == unit,
            Position::CommissionOperator
            | Position::PartyOperator
            | Position::DisciplineSecretary
            | Position::PrincipalLeader
            | Position::Auditor
            | Position::Administrator => true,
        }
}
