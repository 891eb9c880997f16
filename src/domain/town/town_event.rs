//! What happens to the town itself and not to a case: its founding, changes of the organisation, imports.
//! These facts stand in the same chain, under the case number 0.

use serde::{Deserialize, Serialize};

use crate::domain::calendar::YearNotice;
use crate::domain::ids::PersonId;
use crate::domain::time::Date;
use crate::domain::words::{Position, UnitKind};

/// A recorded fact about the town.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum TownEvent {
    /// The database was made.
    Founded { town: String, district: String, sandbox: bool },
    /// Units or people changed; this is how they stand since.
    OrgChanged { units: Vec<UnitRecord>, people: Vec<PersonRecord> },
    /// A file was taken in, or refused.
    Imported {
        file: String,
        size: u64,
        sha256: String,
        rows: u64,
        new: u64,
        known: u64,
        supplement: u64,
        faulty: u64,
        refused: Option<String>,
    },
    /// Somebody saw an alert.
    AlertAcknowledged { alert: i64, case_no: String },
    /// A leader named a deputy for these days (授权代签).
    Delegated { leader: PersonId, deputy: PersonId, from: Date, until: Date },
    /// A town-wide setting was changed; values as `ydt settings` writes them.
    SettingChanged { key: String, before: String, after: String },
    /// A year's holidays were published, or published anew.
    CalendarLoaded { notice: YearNotice, changed_days: u64, moved_clocks: u64 },
    /// A practice session acted as another person.
    ActedAs { person: PersonId },
}

/// A unit as recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRecord {
    /// Number in the database.
    pub id: i64,
    pub name: String,
    pub kind: UnitKind,
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

impl TownEvent {
    /// The organisation as a fact.
    #[must_use]
    pub fn org_changed(org: &crate::domain::town::org::Org) -> Self {
        let units = org
            .units
            .iter()
            .map(|unit| UnitRecord { id: unit.id.0, name: unit.name.clone(), kind: unit.kind })
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
        Self::OrgChanged { units, people }
    }
}
