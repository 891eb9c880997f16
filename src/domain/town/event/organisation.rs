//! Facts about units and people: how the organisation stands, and who signs for whom.

use serde::{Deserialize, Serialize};

use super::TownFact;
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::time::Date;
use crate::domain::town::org::{Org, Person, Unit};
use crate::domain::words::{Position, UnitKind};

/// Units or people changed; this is how they stand since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrgChanged {
    pub units: Vec<UnitRecord>,
    pub people: Vec<PersonRecord>,
}

/// A unit as recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRecord {
    /// Number in the database.
    pub id: i64,
    pub name: String,
    pub kind: UnitKind,
    /// Whether it still exists.
    #[serde(default = "yes", skip_serializing_if = "is_yes")]
    pub active: bool,
}

const fn yes() -> bool {
    true
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands fields over by reference")]
const fn is_yes(value: &bool) -> bool {
    *value
}

/// A person as recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRecord {
    /// Number in the database.
    pub id: i64,
    pub name: String,
    pub login: Option<String>,
    /// Number of the unit.
    pub unit: Option<i64>,
    pub positions: Vec<Position>,
    /// Numbers of the sections led.
    pub leads: Vec<i64>,
    /// Numbers of the villages one is contact of.
    pub contacts: Vec<i64>,
    /// Whether still in office.
    pub active: bool,
}

impl OrgChanged {
    /// The organisation as a fact.
    #[must_use]
    pub fn to(org: &Org) -> Self {
        let units = org
            .units
            .iter()
            .map(|unit| UnitRecord {
                id: unit.id.0,
                name: unit.name.clone(),
                kind: unit.kind,
                active: unit.active,
            })
            .collect();
        let people = org
            .people
            .iter()
            .map(|person| PersonRecord {
                id: person.id.0,
                name: person.name.clone(),
                login: person.login.clone(),
                unit: person.unit.map(|unit| unit.0),
                positions: person.positions.clone(),
                leads: person.leads.iter().map(|unit| unit.0).collect(),
                contacts: person.contacts.iter().map(|unit| unit.0).collect(),
                active: person.active,
            })
            .collect();
        Self { units, people }
    }

    /// The units and people of the fact; the town's names are in other facts.
    #[must_use]
    pub fn org(&self) -> Org {
        let unit = |record: &UnitRecord| Unit {
            id: UnitId(record.id),
            name: record.name.clone(),
            kind: record.kind,
            active: record.active,
        };
        let numbers = |all: &[i64]| all.iter().copied().map(UnitId).collect();
        let person = |record: &PersonRecord| Person {
            id: PersonId(record.id),
            name: record.name.clone(),
            login: record.login.clone(),
            unit: record.unit.map(UnitId),
            positions: record.positions.clone(),
            leads: numbers(&record.leads),
            contacts: numbers(&record.contacts),
            active: record.active,
        };
        Org {
            units: self.units.iter().map(unit).collect(),
            people: self.people.iter().map(person).collect(),
            ..Org::default()
        }
    }
}

impl OrgChanged {
    /// The organisation as this fact leaves it; what it does not say is as at present.
    #[must_use]
    pub fn over(&self, present: &Org) -> Org {
        let units = self.units.iter().map(|unit| Unit {
            id: UnitId(unit.id),
            name: unit.name.clone(),
            kind: unit.kind,
            active: unit.active,
        });
        let numbers = |units: &[i64]| units.iter().map(|unit| UnitId(*unit)).collect();
        let people = self.people.iter().map(|person| Person {
            id: PersonId(person.id),
            name: person.name.clone(),
            login: person.login.clone(),
            unit: person.unit.map(UnitId),
            positions: person.positions.clone(),
            leads: numbers(&person.leads),
            contacts: numbers(&person.contacts),
            active: person.active,
        });
        Org { units: units.collect(), people: people.collect(), ..present.clone() }
    }
}

impl TownFact for OrgChanged {
    const CODE: &'static str = "org_changed";

    fn sentence(&self, _: &Org) -> String {
        let active = self.people.iter().filter(|person| person.active).count();
        format!("更新单位和人员：单位{}个，在岗人员{active}人", self.units.len())
    }
}

/// A leader named a deputy for these days (授权代签).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Delegated {
    pub leader: PersonId,
    pub deputy: PersonId,
    pub from: Date,
    pub until: Date,
}

impl TownFact for Delegated {
    const CODE: &'static str = "delegated";

    fn sentence(&self, org: &Org) -> String {
        let (leader, deputy) = (org.person_name(self.leader), org.person_name(self.deputy));
        format!("{leader}授权{deputy}代签：{}至{}", self.from, self.until)
    }
}

/// A delegation was taken back: nothing is signed by it from that day on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DelegationRevoked {
    pub leader: PersonId,
    pub deputy: PersonId,
    /// First day of the delegation.
    pub from: Date,
    pub revoked_on: Date,
}

impl TownFact for DelegationRevoked {
    const CODE: &'static str = "delegation_revoked";

    fn sentence(&self, org: &Org) -> String {
        let (leader, deputy) = (org.person_name(self.leader), org.person_name(self.deputy));
        format!("收回{leader}对{deputy}的授权代签（{}起），已签的照旧", self.from)
    }
}
