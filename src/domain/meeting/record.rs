//! The record of a meeting as it is signed (Annex 2): one numbered section for each case, each with its own digest, so
//! that whoever is recused for a case signs everything but its section.

use serde::{Deserialize, Serialize};

use super::Meeting;
use super::event::SectionHash;
use crate::domain::document::hash::text_hash;
use crate::domain::ids::{CaseId, PersonId};
use crate::domain::time::{Date, Moment};

/// The record, its sections apart.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    pub version: u32,
    /// What the panel says to it (研判审议小组意见).
    pub opinion: String,
    /// What else has to be noted (备注).
    pub remarks: String,
    /// As they were when it was sent for signature.
    pub sections: Vec<SectionHash>,
    pub steps: Vec<RecordStep>,
    pub submitted_at: Option<Moment>,
    /// Who gave it back last, and why.
    pub returned: Option<(String, String)>,
}

coded! {
    /// In which capacity somebody signs.
    pub enum RecordRole {
        /// 研判审议小组, in any order.
        Panel = "panel" "研判审议小组",
        /// After the panel.
        Secretary = "secretary" "镇纪委书记",
    }
}

/// One signature that the record needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordStep {
    pub role: RecordRole,
    /// Whether the same person was in the panel too: one signature serves both.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub also_panel: bool,
    /// Absent for somebody known by name only, who signs on paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    pub name: String,
    /// The cases for which they are recused: they sign without those sections.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub without: Vec<CaseId>,
    #[serde(skip)]
    pub signature: Option<RecordSignature>,
}

/// A signature under the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordSignature {
    pub opinion: String,
    pub signed_on: Date,
    pub deputy: Option<PersonId>,
    /// Who recorded a signature on paper (代录).
    pub recorded_by: Option<PersonId>,
    /// The signer's name as it was then.
    pub name: String,
}

impl Record {
    /// The steps that can be signed now: the panel's in any order, then the secretary's.
    pub fn open_steps(&self) -> impl Iterator<Item = (usize, &RecordStep)> {
        let is_panel_done =
            self.steps.iter().all(|step| step.role == RecordRole::Secretary || step.signature.is_some());
        self.steps.iter().enumerate().filter(move |(_, step)| {
            step.signature.is_none() && (step.role == RecordRole::Panel || is_panel_done)
        })
    }

    /// The digest of what somebody signs who may not see these sections.
    #[must_use]
    pub fn hash_without(&self, without: &[CaseId]) -> String {
        let seen = self.sections.iter().filter(|section| !without.contains(&section.case));
        let sections: Vec<&str> = seen.map(|section| section.hash.as_str()).collect();
        text_hash(&format!("{}\n{}\n{}", self.opinion, self.remarks, sections.join("\n")))
    }
}

impl Meeting {
    /// What somebody may sign now of the record, in person.
    #[must_use]
    pub fn open_step_of(&self, person: PersonId) -> Option<(usize, &RecordStep)> {
        self.record.as_ref()?.open_steps().find(|(_, step)| step.person == Some(person))
    }

    /// `第3件回避`, for whoever signs without some sections.
    #[must_use]
    pub fn without_told(&self, step: &RecordStep) -> String {
        let places = step.without.iter().filter_map(|case| self.item(*case)).map(|(place, _)| place);
        places.map(|place| format!("第{place}件回避")).collect::<Vec<_>>().join("、")
    }

    /// The remarks with who signed without which section.
    #[must_use]
    pub fn remarks_told(&self, record: &Record) -> String {
        let without = record.steps.iter().filter(|step| !step.without.is_empty());
        let told = without.map(|step| format!("{}{}", step.name, self.without_told(step)));
        let own = (!record.remarks.is_empty()).then(|| record.remarks.clone());
        own.into_iter().chain(told).collect::<Vec<_>>().join("；")
    }
}
