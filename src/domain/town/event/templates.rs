//! Facts about the office's own templates: one was imported for a kind of paper, or the built-in layout is used again.

use serde::{Deserialize, Serialize};

use super::TownFact;
use crate::domain::code::Coded as _;
use crate::domain::paper::PaperKind;
use crate::domain::town::org::Org;

/// New papers of this kind are made from this template. Papers that were issued before stay as they are.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateSet {
    pub kind: PaperKind,
    /// The name of the file.
    pub name: String,
    pub sha256: String,
    /// How many bytes it has.
    pub size: u64,
}

impl TownFact for TemplateSet {
    const CODE: &'static str = "template_set";

    fn sentence(&self, _: &Org) -> String {
        format!("{}改用本单位模板“{}”", self.kind.label(), self.name)
    }
}

/// New papers of this kind are made from the built-in layout again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateReset {
    pub kind: PaperKind,
}

impl TownFact for TemplateReset {
    const CODE: &'static str = "template_reset";

    fn sentence(&self, _: &Org) -> String {
        format!("{}恢复使用内置版式", self.kind.label())
    }
}
