//! Facts about the file as a whole: it was founded, named, attested, or a practice session changed its person.

use serde::{Deserialize, Serialize};

use super::TownFact;
use crate::domain::ids::PersonId;
use crate::domain::town::org::Org;

/// The database was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Founded {
    pub town: String,
    pub district: String,
    pub sandbox: bool,
}

impl TownFact for Founded {
    const CODE: &'static str = "founded";

    fn sentence(&self, _: &Org) -> String {
        format!("建立{}{}的数据库", self.district, self.town)
    }
}

/// The town got another name, or the district did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub town: String,
    pub district: String,
}

impl TownFact for Named {
    const CODE: &'static str = "named";

    fn sentence(&self, _: &Org) -> String {
        format!("改称{}{}", self.district, self.town)
    }
}

/// What holds for the whole file, as it stands since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attested {
    /// Number of the newest migration.
    pub schema_version: i64,
    /// SHA-256 of tables, indexes and triggers.
    pub schema: String,
    pub town: String,
    pub district: String,
    /// SHA-256 of the town's key.
    pub secret: String,
}

impl TownFact for Attested {
    const CODE: &'static str = "attested";

    fn sentence(&self, _: &Org) -> String {
        format!("记下库结构（第{}版）和全库信息的校验值", self.schema_version)
    }
}

/// A practice session acted as another person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActedAs {
    pub person: PersonId,
}

impl TownFact for ActedAs {
    const CODE: &'static str = "acted_as";

    fn sentence(&self, org: &Org) -> String {
        format!("演练时以{}的身份操作", org.person_name(self.person))
    }
}
