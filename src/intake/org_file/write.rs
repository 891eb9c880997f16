//! An organisation to TOML, in the shape that [`super::OrgFile::parse`] reads.

use serde::Serialize;

use super::OrgFault;
use crate::domain::ids::{ChainPlace, UnitId};
use crate::domain::town::org::{Org, Person, Unit};
use crate::domain::words::{Position, UnitKind};

#[derive(Serialize)]
struct File<'a> {
    /// Which of the recorded organisations it shows, so that a file changed meanwhile by somebody else is told.
    #[serde(skip_serializing_if = "Option::is_none")]
    based_on: Option<i64>,
    town: &'a str,
    district: &'a str,
    unit: Vec<UnitEntry<'a>>,
    person: Vec<PersonEntry<'a>>,
}

#[derive(Serialize)]
struct UnitEntry<'a> {
    name: &'a str,
    kind: UnitKind,
    #[serde(skip_serializing_if = "is_true")]
    active: bool,
}

#[derive(Serialize)]
struct PersonEntry<'a> {
    /// By it a file that comes back finds its people whatever was changed in it.
    id: i64,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    login: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<&'a str>,
    positions: &'a [Position],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    leads: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    contacts: Vec<&'a str>,
    #[serde(skip_serializing_if = "is_true")]
    active: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands fields over by reference")]
const fn is_true(value: &bool) -> bool {
    *value
}

/// The file that describes this organisation, recorded at this place in the chain.
///
/// # Errors
/// Only if TOML cannot write a name.
pub fn to_toml(org: &Org, based_on: Option<ChainPlace>) -> Result<String, OrgFault> {
    let file = File {
        based_on: based_on.map(|place| place.0),
        town: &org.town,
        district: &org.district,
        unit: org.units.iter().map(unit_entry).collect(),
        person: org.people.iter().map(|person| entry(person, org)).collect(),
    };
    toml::to_string(&file).map_err(|_| OrgFault::whole("名称里有 TOML 写不出的字符"))
}

fn unit_entry(unit: &Unit) -> UnitEntry<'_> {
    UnitEntry { name: &unit.name, kind: unit.kind, active: unit.active }
}

fn entry<'a>(person: &'a Person, org: &'a Org) -> PersonEntry<'a> {
    let names =
        |ids: &[UnitId]| ids.iter().filter_map(|id| org.unit(*id)).map(|unit| unit.name.as_str()).collect();
    PersonEntry {
        id: person.id.0,
        name: &person.name,
        login: person.login.as_deref(),
        unit: person.unit.and_then(|id| org.unit(id)).map(|unit| unit.name.as_str()),
        positions: &person.positions,
        leads: names(&person.leads),
        contacts: names(&person.contacts),
        active: person.active,
    }
}
