//! Facts that link two cases (并案): what is recorded on one has its counterpart on the other, in the same act.

use serde::{Deserialize, Serialize};

use super::{CaseEvent, CaseFact, LeadingReplied, Recorded, Sealables, ending};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::ids::CaseId;
use crate::domain::sealable::SealClass::Text;
use crate::domain::sealable::Sealable;
use crate::domain::town::org::Org;

/// The case goes on in a leading case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    pub leading: CaseId,
    pub leading_no: String,
}

impl CaseFact for Merged {
    const CODE: &'static str = "merged";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        case.merged_into = Some((self.leading, self.leading_no.clone()));
        ending::park(case, Stage::Merged);
    }

    fn sentence(&self, _: &Org) -> String {
        format!("并入{}", self.leading_no)
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        Vec::new()
    }
}

/// It stands by itself again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unmerged {
    pub leading: CaseId,
    pub reason: Sealable,
}

impl CaseFact for Unmerged {
    const CODE: &'static str = "unmerged";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        case.merged_into = None;
        ending::unpark(case);
    }

    fn sentence(&self, _: &Org) -> String {
        format!("取消并案：{}", self.reason.text())
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        vec![("reason", Text, &mut self.reason)]
    }
}

/// Another case goes on in this one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    pub case: CaseId,
    pub case_no: String,
}

impl CaseFact for Joined {
    const CODE: &'static str = "joined";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        case.joined.push((self.case, self.case_no.clone()));
    }

    fn sentence(&self, _: &Org) -> String {
        format!("{}并入本件", self.case_no)
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        Vec::new()
    }
}

/// It left again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parted {
    pub case: CaseId,
    pub case_no: String,
}

impl CaseFact for Parted {
    const CODE: &'static str = "parted";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        case.joined.retain(|(joined, _)| *joined != self.case);
    }

    fn sentence(&self, _: &Org) -> String {
        format!("{}不再并入本件", self.case_no)
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        Vec::new()
    }
}

/// The facts to record on other cases when these are recorded on this one.
#[must_use]
pub fn counterparts(case: &Case, events: &[CaseEvent]) -> Vec<(CaseId, CaseEvent)> {
    let (own, case_no) = (case.id, &case.case_no);
    let mut found = Vec::new();
    for event in events {
        if let CaseEvent::Merged(merged) = event {
            found.push((merged.leading, Joined { case: own, case_no: case_no.clone() }.into()));
        } else if let CaseEvent::Unmerged(unmerged) = event {
            found.push((unmerged.leading, Parted { case: own, case_no: case_no.clone() }.into()));
        } else if let CaseEvent::Delivered(reply) = event {
            // Each merged case gets the leading case's reply (`domain.md` §2 Merge).
            found.extend(case.joined.iter().map(|(joined, _)| {
                let replied = LeadingReplied {
                    leading_no: case_no.clone(),
                    method: reply.method,
                    delivered_at: reply.at,
                    text: Sealable::new(reply.text.text()),
                };
                (*joined, replied.into())
            }));
        }
    }
    found
}
