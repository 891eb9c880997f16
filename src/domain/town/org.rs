//! Units, people and the positions they hold. One person can hold several positions: the discipline secretary
//! who is also a village's contact leader is the normal case in a town (`domain.md` §1).

use std::borrow::Cow;

use super::former_names::FormerNames;
use crate::domain::ids::{ChainPlace, PersonId, UnitId};
use crate::domain::time::Date;
use crate::domain::town::delegation;
use crate::domain::town::rights::Waiting;
use crate::domain::words::{Position, UnitKind};

/// A section, a village, the commission, the Party committee or a body outside the town.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Number in the database.
    pub id: UnitId,
    /// Full name, unique among units.
    pub name: String,
    /// What kind of body it is.
    pub kind: UnitKind,
    /// A unit that was dissolved stays in the record; nothing is given to it any more.
    pub active: bool,
}

/// Somebody who works with the cases, signs or administers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Number in the database.
    pub id: PersonId,
    /// Name as it stands on forms.
    pub name: String,
    /// Operating-system login, unique when present; without it the person can only sign on paper.
    pub login: Option<String>,
    /// The unit whose cases a handler handles.
    pub unit: Option<UnitId>,
    /// Positions that belong to the person and not to a relation with a unit.
    pub positions: Vec<Position>,
    /// Sections the person is leader in charge of (分管).
    pub leads: Vec<UnitId>,
    /// Villages the person is contact leader of (联系).
    pub contacts: Vec<UnitId>,
    /// A person who left stays in the record and can do nothing.
    pub active: bool,
}

impl Person {
    /// Whether the person holds a position, for any unit.
    #[must_use]
    pub fn holds(&self, position: Position) -> bool {
        self.active
            && match position {
                Position::LeaderInCharge => !self.leads.is_empty(),
                Position::ContactLeader => !self.contacts.is_empty(),
                Position::CommissionOperator
                | Position::PartyOperator
                | Position::Handler
                | Position::DisciplineSecretary
                | Position::PrincipalLeader
                | Position::Auditor
                | Position::Administrator => self.positions.contains(&position),
            }
    }

    /// Whether the person handles this unit's cases.
    #[must_use]
    pub fn handles(&self, unit: UnitId) -> bool {
        self.holds(Position::Handler) && self.unit == Some(unit)
    }

    /// The positions as a header shows them, most telling first.
    #[must_use]
    pub fn title(&self, org: &Org) -> String {
        use crate::domain::code::Coded;
        let mut words: Vec<String> = Position::ALL
            .iter()
            .filter(|position| self.holds(**position) && **position != Position::Handler)
            .map(|position| position.label().to_owned())
            .collect();
        if self.holds(Position::Handler) {
            let unit = self.unit.and_then(|unit| org.unit(unit)).map_or("", |unit| unit.name.as_str());
            words.insert(0, format!("{unit}承办人"));
        }
        words.join("、")
    }
}

/// A leader's deputy for a range of days (授权代签).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delegation {
    /// Who named a deputy.
    pub leader: PersonId,
    /// Who signs in the name of a leader.
    pub deputy: PersonId,
    pub from: Date,
    pub until: Date,
    /// The day it was taken back; from then on nothing is signed by it, what was signed before stays.
    pub revoked_on: Option<Date>,
}

impl Delegation {
    /// Whether the deputy may sign on this day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && day <= self.until && self.revoked_on.is_none_or(|revoked| day < revoked)
    }
}

/// The town: who works here and where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Org {
    /// Town's name, such as 建胜镇.
    pub town: String,
    /// District's name, such as 大渡口区.
    pub district: String,
    pub units: Vec<Unit>,
    /// All people, those who left included.
    pub people: Vec<Person>,
    /// Deputies, those of the past included.
    pub delegations: Vec<Delegation>,
    /// What units and people were called before.
    pub former: FormerNames,
    /// Rights that somebody has still to confirm.
    pub waiting: Waiting,
}

impl Org {
    /// The unit with this number.
    #[must_use]
    pub fn unit(&self, id: UnitId) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.id == id)
    }

    /// The unit with this name.
    #[must_use]
    pub fn unit_named(&self, name: &str) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.name == name)
    }

    /// The unit's name, or a sign that it is unknown.
    #[must_use]
    pub fn unit_name(&self, id: UnitId) -> &str {
        self.unit(id).map_or("（未知单位）", |unit| unit.name.as_str())
    }

    /// What the unit was called when the event at this place was recorded.
    #[must_use]
    pub fn unit_name_at(&self, id: UnitId, place: ChainPlace) -> &str {
        self.former.unit(id, place).unwrap_or_else(|| self.unit_name(id))
    }

    /// The first unit of a kind: the commission, say, of which there is one.
    #[must_use]
    pub fn only(&self, kind: UnitKind) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.kind == kind)
    }

    /// The person with this number.
    #[must_use]
    pub fn person(&self, id: PersonId) -> Option<&Person> {
        self.people.iter().find(|person| person.id == id)
    }

    /// The person's name, or a sign that it is unknown.
    #[must_use]
    pub fn person_name(&self, id: PersonId) -> &str {
        self.person(id).map_or("（未知人员）", |person| person.name.as_str())
    }

    /// What the person was called when the event at this place was recorded.
    #[must_use]
    pub fn person_name_at(&self, id: PersonId, place: ChainPlace) -> &str {
        self.former.person(id, place).unwrap_or_else(|| self.person_name(id))
    }

    /// The same organisation under the names that units and people had when the event at this place was recorded.
    #[must_use]
    pub fn as_at(&self, place: ChainPlace) -> Cow<'_, Self> {
        if !self.former.reach(place) {
            return Cow::Borrowed(self);
        }
        let mut then = self.clone();
        for unit in &mut then.units {
            if let Some(name) = self.former.unit(unit.id, place) {
                name.clone_into(&mut unit.name);
            }
        }
        for person in &mut then.people {
            if let Some(name) = self.former.person(person.id, place) {
                name.clone_into(&mut person.name);
            }
        }
        Cow::Owned(then)
    }

    /// Whether somebody may sign in a leader's name on this day.
    #[must_use]
    pub fn deputises(&self, deputy: PersonId, leader: PersonId, day: Date) -> bool {
        // Whoever left has nothing to sign in their name any more, and only a leader signs for a leader.
        let still_here = self.person(leader).is_some_and(|leader| leader.active);
        let is_leader = self.person(deputy).is_some_and(delegation::signs);
        still_here
            && is_leader
            && self
                .delegations
                .iter()
                .any(|given| given.deputy == deputy && given.leader == leader && given.holds_on(day))
    }

    /// A login belongs to one person: somebody who left gives it up when another takes it.
    pub fn give_up_logins(&mut self) {
        let active = self.people.iter().filter(|person| person.active);
        let taken: Vec<String> = active.filter_map(|person| person.login.clone()).collect();
        for person in self.people.iter_mut().filter(|person| !person.active) {
            if person.login.as_ref().is_some_and(|login| taken.contains(login)) {
                person.login = None;
            }
        }
    }

    /// The active person with this login.
    #[must_use]
    pub fn by_login(&self, login: &str) -> Option<&Person> {
        self.people.iter().find(|person| person.active && person.login.as_deref() == Some(login))
    }

    /// Active people who hold a position; for 分管领导 and 联系领导 those of the given unit.
    pub fn holders(&self, position: Position, unit: Option<UnitId>) -> impl Iterator<Item = &Person> {
        self.people.iter().filter(move |person| {
            person.holds(position)
                && match (position, unit) {
                    (Position::LeaderInCharge, Some(unit)) => person.leads.contains(&unit),
                    (Position::ContactLeader, Some(unit)) => person.contacts.contains(&unit),
                    (Position::Handler, Some(unit)) => person.unit == Some(unit),
                    (
                        Position::CommissionOperator
                        | Position::PartyOperator
                        | Position::Handler
                        | Position::DisciplineSecretary
                        | Position::PrincipalLeader
                        | Position::LeaderInCharge
                        | Position::ContactLeader
                        | Position::Auditor
                        | Position::Administrator,
                        _,
                    ) => true,
                }
        })
    }
}
