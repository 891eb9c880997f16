//! Facts about the record on paper (Annex 2): a number was given, it was printed again, it was made void.

use serde::{Deserialize, Serialize};

use super::MeetingFact;
use crate::domain::meeting::Meeting;
use crate::domain::meeting::paper::IssuedRecord;
use crate::domain::stream::Stamped;
use crate::domain::town::org::Org;

/// The record as it stood then got a number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordIssued {
    pub number: String,
    pub year: i16,
    pub serial: u32,
    /// The head of the chain before it.
    pub head: String,
    /// SHA-256 of the layout.
    pub hash: String,
    /// SHA-256 of the office's own template that it is written with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub template: Option<String>,
}

impl MeetingFact for RecordIssued {
    const CODE: &'static str = "meeting_record_issued";

    fn fold(&self, meeting: &mut Meeting, stamped: &Stamped) {
        meeting.papers.push(IssuedRecord {
            number: self.number.clone(),
            year: self.year,
            serial: self.serial,
            head: self.head.clone(),
            hash: self.hash.clone(),
            template: self.template.clone(),
            on: stamped.at.date(),
            seq: stamped.seq,
            copies: 1,
            void: None,
        });
    }

    fn sentence(&self, _: &Org) -> String {
        format!("会议记录出文，编号{}", self.number)
    }
}

/// One more copy was made on purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordReprinted {
    pub number: String,
    /// The how many-th printing it is.
    pub copy: u32,
    pub reason: String,
}

impl MeetingFact for RecordReprinted {
    const CODE: &'static str = "meeting_record_reprinted";

    fn fold(&self, meeting: &mut Meeting, _: &Stamped) {
        if let Some(paper) = meeting.papers.iter_mut().find(|paper| paper.number == self.number) {
            paper.copies = self.copy;
        }
    }

    fn sentence(&self, _: &Org) -> String {
        format!("会议记录{}第{}次打印：{}", self.number, self.copy, self.reason)
    }
}

/// The paper never left the house and is void; its number stays taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordVoided {
    pub number: String,
    pub reason: String,
}

impl MeetingFact for RecordVoided {
    const CODE: &'static str = "meeting_record_voided";

    fn fold(&self, meeting: &mut Meeting, _: &Stamped) {
        if let Some(paper) = meeting.papers.iter_mut().find(|paper| paper.number == self.number) {
            paper.void = Some(self.reason.clone());
        }
    }

    fn sentence(&self, _: &Org) -> String {
        format!("会议记录文号{}作废：{}", self.number, self.reason)
    }
}
