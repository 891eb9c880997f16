//! Facts about what was done elsewhere: on the provincial platform, and at the district commission.

use serde::{Deserialize, Serialize};

use super::{CaseFact, Recorded, Sealables};
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::sealable::SealClass::Text;
use crate::domain::sealable::Sealable;
use crate::domain::time::{Date, Moment};
use crate::domain::town::org::Org;
use crate::domain::words::MirrorStep;

/// A step was done on the provincial platform too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mirrored {
    pub step: MirrorStep,
    pub mirrored_at: Moment,
}

impl CaseFact for Mirrored {
    const CODE: &'static str = "mirrored";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        case.mirrored.push((self.step, self.mirrored_at));
    }

    fn sentence(&self, _: &Org) -> String {
        format!("平台同步：{}已在平台办理，{}", self.step.label(), self.mirrored_at.minute())
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        Vec::new()
    }
}

/// The district commission's filing number for a clue (备案).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FilingRecorded {
    pub number: String,
    pub filed_on: Date,
    /// Why what was recorded before is put right.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Sealable>,
}

impl CaseFact for FilingRecorded {
    const CODE: &'static str = "filing_recorded";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        case.filing = Some((self.number.clone(), self.filed_on));
    }

    fn sentence(&self, _: &Org) -> String {
        let reason =
            self.reason.as_ref().map_or(String::new(), |reason| format!("，更正理由：{}", reason.text()));
        format!("区纪委备案{}（{}）{reason}", self.number, self.filed_on)
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        self.reason.as_mut().map(|reason| ("reason", Text, reason)).into_iter().collect()
    }
}
