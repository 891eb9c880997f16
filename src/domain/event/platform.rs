//! Facts about what was done elsewhere: on the provincial platform, and at the district commission.

use serde::{Deserialize, Serialize};

use super::{CaseFact, Recorded, Sealables};
use crate::domain::case::Case;
use crate::domain::case::mirror::{PlatformAct, Tick};
use crate::domain::code::Coded as _;
use crate::domain::sealable::SealClass::Text;
use crate::domain::sealable::Sealable;
use crate::domain::time::{Date, Moment};
use crate::domain::town::org::Org;
use crate::domain::words::MirrorStep;

/// A step was done on the provincial platform too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_field_names, reason = "the stored name of the moment")]
pub struct Mirrored {
    pub step: MirrorStep,
    pub mirrored_at: Moment,
    /// Turn and round of the act; a tick without them is one of the first act of its step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turn: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round: Option<u32>,
}

impl CaseFact for Mirrored {
    const CODE: &'static str = "mirrored";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        let act = match (self.turn, self.round) {
            (Some(turn), Some(round)) => PlatformAct { step: self.step, turn, round },
            (None, _) | (_, None) => case.first_platform_act(self.step),
        };
        case.mirrored.push(Tick { act, at: self.mirrored_at });
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
