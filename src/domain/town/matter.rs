//! What has to be made public: the entries of the town's list of matters (监督事项清单, N§三(一)).

use serde::{Deserialize, Serialize};

use crate::domain::ids::{MatterId, UnitId};
use crate::domain::recurring::Cycle;
use crate::domain::time::Date;
use crate::domain::town::org::{Org, Unit};
use crate::domain::words::UnitKind;

/// One entry of the list; texts as the town's catalogue has them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matter {
    /// Given once and never again.
    pub id: MatterId,
    /// Who makes it public; `None` for every village and community.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<UnitId>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub field: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub level_one: String,
    /// 二级事项, what the matter is called everywhere.
    pub name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub elements: String,
    #[serde(flatten)]
    pub cycle: Cycle,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub channel: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub basis: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub audience: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub manner: String,
    /// 公开主体, as the catalogue has it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subject: String,
    /// Whether it is still to be made public.
    pub active: bool,
    /// From which day on: the first period that is asked for is the one that holds it.
    pub since: Date,
}

impl Matter {
    /// Whether this unit makes it public.
    #[must_use]
    pub fn is_of(&self, unit: &Unit) -> bool {
        self.unit.map_or(unit.kind == UnitKind::Village, |own| own == unit.id)
    }

    /// The units that make it public now.
    pub fn units<'a>(&'a self, org: &'a Org) -> impl Iterator<Item = &'a Unit> {
        org.units.iter().filter(|unit| unit.active && self.is_of(unit))
    }

    /// Who makes it public, in words.
    #[must_use]
    pub fn whose<'a>(&self, org: &'a Org) -> &'a str {
        self.unit.map_or("各村（社区）", |unit| org.unit_name(unit))
    }

    /// Whether it is the same entry, however its texts were changed.
    #[must_use]
    pub fn is_entry_of(&self, other: &Self) -> bool {
        (self.unit, &self.field, &self.level_one, &self.name)
            == (other.unit, &other.field, &other.level_one, &other.name)
    }
}

/// The number for a matter about to be listed.
#[must_use]
pub fn next_id(matters: &[Matter]) -> MatterId {
    MatterId(matters.iter().map(|matter| matter.id.0).max().unwrap_or(0) + 1)
}
