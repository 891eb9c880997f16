//! Whom something waits for: a role of the office, a unit, or people by name.

use serde::Serialize;

use super::org::Org;
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::words::Position;

/// Whoever has to act next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WaitsFor {
    /// Whoever holds the position.
    Role(Position),
    /// A unit that has not named who handles the case.
    Unit(UnitId),
    /// These people, each once and by their numbers: those whose signature is asked for, or the handler.
    People(Vec<PersonId>),
}

impl WaitsFor {
    /// The people it waits for by name; none where it waits for a role or a unit.
    #[must_use]
    pub fn people(&self) -> &[PersonId] {
        match self {
            Self::People(people) => people,
            Self::Role(_) | Self::Unit(_) => &[],
        }
    }

    /// Names of the people it waits for, `李敏、周敏`; `None` where it waits for a role or a unit.
    #[must_use]
    pub fn people_named(&self, org: &Org) -> Option<String> {
        let names: Vec<&str> = self.people().iter().map(|person| org.person_name(*person)).collect();
        (!names.is_empty()).then(|| names.join("、"))
    }

    /// The same in names, as it leaves the program.
    #[must_use]
    pub fn named(&self, org: &Org) -> Awaited {
        match self {
            Self::Role(role) => Awaited::Role(*role),
            Self::Unit(unit) => Awaited::Unit(org.unit_name(*unit).to_owned()),
            Self::People(people) => {
                Awaited::People(people.iter().map(|person| org.person_name(*person).to_owned()).collect())
            }
        }
    }
}

/// Whom a case waits for, in names: `{"role": …}`, `{"unit": …}` or `{"people": […]}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Awaited {
    Role(Position),
    Unit(String),
    People(Vec<String>),
}

impl Awaited {
    /// The first person it waits for, where it waits for people.
    #[must_use]
    pub fn first_person(&self) -> Option<&str> {
        match self {
            Self::People(people) => people.first().map(String::as_str),
            Self::Role(_) | Self::Unit(_) => None,
        }
    }
}
