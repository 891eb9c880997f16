//! Whom something waits for: a role of the office, a unit, or people by name.

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

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
    /// These people, who act for a position in this case because its own holders stand aside (原承办人员回避) or there
    /// is none.
    StandIn { role: Position, people: Vec<PersonId> },
}

/// What is said beside whoever acts in another's place.
pub const STANDS_IN: &str = "原承办人员回避";

impl WaitsFor {
    /// The people it waits for by name; none where it waits for a role or a unit.
    #[must_use]
    pub fn people(&self) -> &[PersonId] {
        match self {
            Self::People(people) | Self::StandIn { people, .. } => people,
            Self::Role(_) | Self::Unit(_) => &[],
        }
    }

    /// Names of the people it waits for, `李敏、周敏`; `None` where it waits for a role or a unit.
    #[must_use]
    pub fn people_named(&self, org: &Org) -> Option<String> {
        let names: Vec<&str> = self.people().iter().map(|person| org.person_name(*person)).collect();
        let because = match self {
            Self::StandIn { .. } => format!("（{STANDS_IN}）"),
            Self::Role(_) | Self::Unit(_) | Self::People(_) => String::new(),
        };
        (!names.is_empty()).then(|| format!("{}{because}", names.join("、")))
    }

    /// The same in names, as it leaves the program.
    #[must_use]
    pub fn named(&self, org: &Org) -> Awaited {
        let named = |people: &[PersonId]| -> Vec<String> {
            people.iter().map(|person| org.person_name(*person).to_owned()).collect()
        };
        match self {
            Self::Role(role) => Awaited::Role(*role),
            Self::Unit(unit) => Awaited::Unit(org.unit_name(*unit).to_owned()),
            Self::People(people) => Awaited::People(named(people)),
            Self::StandIn { role, people } => Awaited::StandIn { people: named(people), in_place_of: *role },
        }
    }
}

/// Whom a case waits for, in names: `{"role": …}`, `{"unit": …}` or `{"people": […]}`, with `in_place_of` where they act
/// for a position that is not theirs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Awaited {
    Role(Position),
    Unit(String),
    People(Vec<String>),
    StandIn { people: Vec<String>, in_place_of: Position },
}

impl Serialize for Awaited {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut shape = serializer.serialize_map(None)?;
        match self {
            Self::Role(role) => shape.serialize_entry("role", role)?,
            Self::Unit(unit) => shape.serialize_entry("unit", unit)?,
            Self::People(people) => shape.serialize_entry("people", people)?,
            Self::StandIn { people, in_place_of } => {
                shape.serialize_entry("people", people)?;
                shape.serialize_entry("in_place_of", in_place_of)?;
            }
        }
        shape.end()
    }
}

impl Awaited {
    /// The first person it waits for, where it waits for people.
    #[must_use]
    pub fn first_person(&self) -> Option<&str> {
        match self {
            Self::People(people) | Self::StandIn { people, .. } => people.first().map(String::as_str),
            Self::Role(_) | Self::Unit(_) => None,
        }
    }
}
