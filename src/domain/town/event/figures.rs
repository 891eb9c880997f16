//! Facts about figures: some were frozen.

use serde::{Deserialize, Serialize};

use super::TownFact;
use crate::domain::code::Coded as _;
use crate::domain::time::Date;
use crate::domain::town::frozen::FrozenKind;
use crate::domain::town::org::Org;

/// Figures were frozen under a name; the body itself stands beside the record, proven by its digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportFrozen {
    pub name: String,
    pub kind: FrozenKind,
    pub from: Date,
    pub to: Date,
    /// How many events the record had when the figures were taken.
    pub events: u64,
    pub sha256: String,
}

impl TownFact for ReportFrozen {
    const CODE: &'static str = "report_frozen";

    fn sentence(&self, _: &Org) -> String {
        format!("封存{}“{}”（{}至{}）", self.kind.label(), self.name, self.from, self.to)
    }
}
