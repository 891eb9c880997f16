//! Facts about what meetings said of a case, wrote and upheld.

use serde::{Deserialize, Serialize};

use super::{CaseFact, Recorded, Sealables};
use crate::domain::case::Case;
use crate::domain::case::decided::Decided;
use crate::domain::sealable::SealClass::Text;
use crate::domain::sealable::Sealable;
use crate::domain::town::org::Org;

/// What a meeting said about the case was written down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Discussed {
    /// The town's number of the meeting.
    pub meeting: u32,
    pub text: Sealable,
}

impl CaseFact for Discussed {
    const CODE: &'static str = "discussed";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        case.meeting_mut(self.meeting).minutes = Some(self.text.clone());
    }

    fn sentence(&self, _: &Org) -> String {
        format!("第{}号研判会讨论：{}", self.meeting, self.text.text())
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        vec![("text", Text, &mut self.text)]
    }
}

/// The section about the case in the record of a meeting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionWritten {
    /// The town's number of the meeting.
    pub meeting: u32,
    pub text: Sealable,
}

impl CaseFact for SectionWritten {
    const CODE: &'static str = "section_written";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        case.meeting_mut(self.meeting).section = Some(self.text.clone());
    }

    fn sentence(&self, _: &Org) -> String {
        format!("写入第{}号研判会记录：{}", self.meeting, self.text.text())
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        vec![("text", Text, &mut self.text)]
    }
}

/// A meeting upheld the assessment that one person had made alone (集体研判和甄别).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssessmentUpheld {
    pub decided: Decided,
}

impl CaseFact for AssessmentUpheld {
    const CODE: &'static str = "assessment_upheld";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        case.decided = Some(self.decided.clone());
    }

    fn sentence(&self, _: &Org) -> String {
        format!("追认原研判：{}", self.decided.sentence())
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        Vec::new()
    }
}
