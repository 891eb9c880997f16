//! The inbox by what the person who looks has to do with a case (`console.md`, “The work comes to the person” §1): the
//! first group that fits is the case's group, so that every open case stands in exactly one.

use super::Sight;
use crate::domain::calendar::Calendar;
use crate::domain::code::Coded as _;
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::time::Date;
use crate::domain::town::org::{Org, Person};
use crate::domain::words::Position;

/// Whose cases a person may urge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Urges {
    Nobody,
    Everybody,
    /// Who handles for these units: a leader's sections and villages.
    Units(Vec<UnitId>),
}

/// What waits for somebody who is not there stands with the commission's operator (岗位空缺): work of a unit without
/// handlers, papers whose signers all left their posts. In a case that is about the operators it stands with the
/// secretary, in one that is about the secretary too with the principal leader.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vacancies {
    /// Those who come first; only where the case is about all of them is it this person's.
    pub first: Vec<PersonId>,
    /// Everybody who holds a post with work of its own.
    pub here: Vec<PersonId>,
    /// Who handles for which unit.
    pub handlers: Vec<(UnitId, PersonId)>,
}

/// What decides the group of a case for one person on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grouping {
    /// The person's own number.
    pub own: PersonId,
    /// Those in whose place the person signs: their own number first, then the leaders they are deputy of.
    pub people: Vec<PersonId>,
    /// Positions whose work is theirs from the day it arrives.
    pub roles: Vec<Position>,
    /// The unit whose work is theirs while nobody is named.
    pub unit: Option<UnitId>,
    /// Set for whoever takes over what waits for a vacant post.
    pub vacancies: Option<Vacancies>,
    pub urges: Urges,
    /// The last day of delivery after which the waiting for a word is over.
    pub asked_since: Date,
}

impl Grouping {
    /// The grouping of a person; `None` for whoever only watches and has no work of their own.
    #[must_use]
    pub fn of(sight: &Sight, person: &Person, org: &Org, asked_since: Date) -> Option<Self> {
        let roles: Vec<Position> = Position::ALL
            .iter()
            .copied()
            .filter(|position| person.holds(*position) && has_work(*position))
            .collect();
        if roles.is_empty() && sight.deputises.is_empty() {
            return None;
        }
        Some(Self {
            own: person.id,
            people: sight.signers().collect(),
            unit: sight.handled_by,
            vacancies: Vacancies::taken_by(person, org),
            urges: urges(person),
            roles,
            asked_since,
        })
    }

    /// The last day on which a reply may have gone out for its `days` of waiting to be over `today`.
    #[must_use]
    pub fn asked_since(today: Date, days: u32, calendar: &Calendar) -> Date {
        let mut day = today;
        while calendar.add_working_days(day, days).on > today {
            let Some(before) = day.yesterday() else { break };
            day = before;
        }
        day
    }
}

impl Vacancies {
    /// What this person takes over; `None` for everybody but the three positions that bring any case on.
    fn taken_by(person: &Person, org: &Org) -> Option<Self> {
        let order = [Position::CommissionOperator, Position::DisciplineSecretary, Position::PrincipalLeader];
        let place = order.iter().position(|position| person.holds(*position))?;
        let before = |other: &&Person| order.iter().take(place).any(|position| other.holds(*position));
        let works = |other: &&Person| Position::ALL.iter().any(|it| has_work(*it) && other.holds(*it));
        let handlers = org.holders(Position::Handler, None);
        Some(Self {
            first: org.people.iter().filter(before).map(|other| other.id).collect(),
            here: org.people.iter().filter(works).map(|other| other.id).collect(),
            handlers: handlers.filter_map(|handler| Some((handler.unit?, handler.id))).collect(),
        })
    }
}

fn urges(person: &Person) -> Urges {
    let everybody = [Position::CommissionOperator, Position::PartyOperator, Position::DisciplineSecretary];
    if everybody.iter().any(|position| person.holds(*position)) {
        return Urges::Everybody;
    }
    let units: Vec<UnitId> = person.leads.iter().chain(&person.contacts).copied().collect();
    if units.is_empty() { Urges::Nobody } else { Urges::Units(units) }
}

/// Whether cases wait for whoever holds the position.
const fn has_work(position: Position) -> bool {
    match position {
        Position::CommissionOperator
        | Position::PartyOperator
        | Position::Handler
        | Position::DisciplineSecretary
        | Position::PrincipalLeader
        | Position::LeaderInCharge
        | Position::ContactLeader => true,
        Position::Auditor | Position::Administrator => false,
    }
}
