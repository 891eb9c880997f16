//! Facts about the record of a meeting (Annex 2): drafted, sent for signature, signed or returned.

use serde::{Deserialize, Serialize};

use super::MeetingFact;
use crate::domain::ids::{CaseId, PersonId};
use crate::domain::meeting::record::{Record, RecordSignature, RecordStep};
use crate::domain::meeting::{Meeting, MeetingState};
use crate::domain::stream::Stamped;
use crate::domain::time::Date;
use crate::domain::town::org::Org;

/// The record was drafted or edited; its sections stand in the records of their cases. Signatures given before are void.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordWritten {
    /// What the panel says to it (研判审议小组意见).
    pub opinion: String,
    /// What else has to be noted (备注).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remarks: String,
    /// The cases whose sections were written with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sections: Vec<CaseId>,
}

impl MeetingFact for RecordWritten {
    const CODE: &'static str = "meeting_record_written";

    fn fold(&self, meeting: &mut Meeting, _: &Stamped) {
        let mut record = meeting.record.take().unwrap_or_default();
        record.opinion.clone_from(&self.opinion);
        record.remarks.clone_from(&self.remarks);
        record.steps.clear();
        meeting.record = Some(Record { version: record.version + 1, ..record });
        meeting.state = MeetingState::Confirmed;
    }

    fn sentence(&self, _: &Org) -> String {
        match self.sections.len() {
            0 => "改会议记录的意见和备注".to_owned(),
            count => format!("写会议记录{count}件"),
        }
    }
}

/// The digest of a section as it was when the record was sent for signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionHash {
    pub case: CaseId,
    pub hash: String,
}

/// The record went to those who sign it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordSubmitted {
    pub sections: Vec<SectionHash>,
    pub steps: Vec<RecordStep>,
}

impl MeetingFact for RecordSubmitted {
    const CODE: &'static str = "meeting_record_submitted";

    fn fold(&self, meeting: &mut Meeting, stamped: &Stamped) {
        if let Some(record) = &mut meeting.record {
            record.sections.clone_from(&self.sections);
            record.steps.clone_from(&self.steps);
            record.submitted_at = Some(stamped.at);
            record.returned = None;
        }
        meeting.state = MeetingState::UnderReview;
    }

    fn sentence(&self, _: &Org) -> String {
        let names: Vec<&str> = self.steps.iter().map(|step| step.name.as_str()).collect();
        format!("会议记录送签：{}", names.join("、"))
    }
}

/// Somebody signed the record, for all of it that they may see.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordSigned {
    /// Place among the steps, from 0.
    pub step: usize,
    /// Who signed; absent for somebody known by name only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signer: Option<PersonId>,
    /// The deputy who wrote it in the signer's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deputy: Option<PersonId>,
    pub name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub opinion: String,
    pub signed_on: Date,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub on_paper: bool,
    /// SHA-256 of what was signed: opinion, remarks and the digests of the sections that the signer may see.
    pub hash: String,
}

impl MeetingFact for RecordSigned {
    const CODE: &'static str = "meeting_record_signed";

    fn fold(&self, meeting: &mut Meeting, stamped: &Stamped) {
        let Some(record) = &mut meeting.record else { return };
        if let Some(step) = record.steps.get_mut(self.step) {
            step.signature = Some(RecordSignature {
                opinion: self.opinion.clone(),
                signed_on: self.signed_on,
                deputy: self.deputy,
                recorded_by: self.on_paper.then_some(stamped.actor),
                name: self.name.clone(),
            });
        }
        if record.steps.iter().all(|step| step.signature.is_some()) {
            meeting.state = MeetingState::Signed;
        }
    }

    fn sentence(&self, org: &Org) -> String {
        let deputy =
            self.deputy.map_or(String::new(), |deputy| format!("（{}代签）", org.person_name(deputy)));
        let paper = if self.on_paper { format!("（书面，{}）", self.signed_on) } else { String::new() };
        let opinion = if self.opinion.is_empty() { String::new() } else { format!("：{}", self.opinion) };
        format!("{}{deputy}在会议记录上签字{paper}{opinion}", self.name)
    }
}

/// Somebody gave the record back: it is edited and signed anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordReturned {
    pub name: String,
    pub opinion: String,
}

impl MeetingFact for RecordReturned {
    const CODE: &'static str = "meeting_record_returned";

    fn fold(&self, meeting: &mut Meeting, _: &Stamped) {
        if let Some(record) = &mut meeting.record {
            record.steps.clear();
            record.returned = Some((self.name.clone(), self.opinion.clone()));
        }
        meeting.state = MeetingState::Confirmed;
    }

    fn sentence(&self, _: &Org) -> String {
        format!("{}退回会议记录：{}", self.name, self.opinion)
    }
}
