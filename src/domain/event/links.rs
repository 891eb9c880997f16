//! Facts that link two cases (并案): what is recorded on one has its counterpart on the other, in the same act.

use serde::{Deserialize, Serialize};

use super::{CaseEvent, CaseFact, LeadingReplied, Recorded, Sealables, drafting, ending};
use crate::domain::case::Case;
use crate::domain::case::course::Happening;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::document::ruling::Ruling;
use crate::domain::ids::CaseId;
use crate::domain::limit::clock::TakenLimit;
use crate::domain::sealable::SealClass::Text;
use crate::domain::sealable::Sealable;
use crate::domain::town::org::Org;
use crate::domain::words::LeadingEnd;

/// The case goes on in a leading case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merged {
    pub leading: CaseId,
    pub leading_no: String,
    /// The earlier due days that the leading case takes over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<TakenLimit>,
    /// The secretary's ruling, where the leading case is behind this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ruling: Option<Ruling>,
}

impl CaseFact for Merged {
    const CODE: &'static str = "merged";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        case.merged_into = Some((self.leading, self.leading_no.clone()));
        ending::park(case, Stage::Merged);
    }

    fn sentence(&self, org: &Org) -> String {
        format!("并入{}{}", self.leading_no, Ruling::in_brackets(self.ruling.as_ref(), org))
    }

    fn happening(&self) -> Option<Happening> {
        Some(Happening::Merged)
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        self.ruling.as_mut().map(|ruling| ("ruling", Text, &mut ruling.text)).into_iter().collect()
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

    fn happening(&self) -> Option<Happening> {
        Some(Happening::Unmerged)
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
    /// The earlier due days that this case takes over.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<TakenLimit>,
}

impl CaseFact for Joined {
    const CODE: &'static str = "joined";

    fn fold(&self, case: &mut Case, _: &Recorded) {
        case.joined.push((self.case, self.case_no.clone()));
        for taken in &self.limits {
            case.taken_limits.push((self.case, *taken));
            if let Some(clock) = case.clocks.iter_mut().find(|clock| clock.id == taken.clock) {
                *clock = clock.not_after(taken.due_on);
            }
        }
    }

    fn sentence(&self, _: &Org) -> String {
        let earlier: Vec<String> = self
            .limits
            .iter()
            .map(|taken| format!("，其时限到期更早，本件随之于{}到期", taken.due_on))
            .collect();
        format!("{}并入本件{}", self.case_no, earlier.concat())
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
        case.taken_limits.retain(|(joined, _)| *joined != self.case);
        let taken = &case.taken_limits;
        for clock in case.clocks.iter_mut().filter(|clock| clock.is_running()) {
            let still = taken.iter().filter(|(_, taken)| taken.clock == clock.id);
            *clock = clock.released(still.map(|(_, taken)| taken.due_on).min());
        }
    }

    fn sentence(&self, _: &Org) -> String {
        format!("{}不再并入本件", self.case_no)
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        Vec::new()
    }
}

/// The leading case ended without a reply, or lost its text: whoever waits for it hears of it and can be handled alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeadingEnded {
    pub leading_no: String,
    pub end: LeadingEnd,
}

impl CaseFact for LeadingEnded {
    const CODE: &'static str = "leading_ended";

    fn fold(&self, _: &mut Case, _: &Recorded) {}

    fn sentence(&self, _: &Org) -> String {
        format!("主办件{}已{}，本件可取消并案后单独办理", self.leading_no, self.end.label())
    }

    fn sealables_mut(&mut self) -> Sealables<'_> {
        Vec::new()
    }
}

/// What stands where a case would be named that the reader may not see.
pub const ELSEWHERE: &str = "（由其他人员办理的一件）";

impl CaseEvent {
    /// The case that this fact links to, with its number.
    #[must_use]
    pub fn linked(&self) -> Option<(CaseId, &str)> {
        if let Self::Merged(merged) = self {
            Some((merged.leading, &merged.leading_no))
        } else if let Self::Joined(joined) = self {
            Some((joined.case, &joined.case_no))
        } else {
            None
        }
    }

    /// Takes the number of a case away that the reader may not see.
    pub fn unname(&mut self, hidden: &[String]) {
        let number = if let Self::Merged(merged) = self {
            &mut merged.leading_no
        } else if let Self::Joined(joined) = self {
            &mut joined.case_no
        } else if let Self::Parted(parted) = self {
            &mut parted.case_no
        } else if let Self::LeadingEnded(ended) = self {
            &mut ended.leading_no
        } else if let Self::LeadingReplied(replied) = self {
            &mut replied.leading_no
        } else {
            return;
        };
        if hidden.contains(number) {
            ELSEWHERE.clone_into(number);
        }
    }
}

const fn end_of_leading(event: &CaseEvent) -> Option<LeadingEnd> {
    if matches!(event, CaseEvent::SealedUp(_)) {
        Some(LeadingEnd::Sealed)
    } else if matches!(event, CaseEvent::Withdrawn(_)) {
        Some(LeadingEnd::Withdrawn)
    } else if matches!(event, CaseEvent::ReportedUp(_)) {
        Some(LeadingEnd::Reported)
    } else {
        None
    }
}

/// The facts to record on other cases when these are recorded on this one; `other` is the one that the command names.
#[must_use]
pub fn counterparts(case: &Case, other: Option<&Case>, events: &[CaseEvent]) -> Vec<(CaseId, CaseEvent)> {
    let (own, case_no) = (case.id, &case.case_no);
    let mut found = Vec::new();
    for event in events {
        if let Some(end) = end_of_leading(event) {
            let ended = LeadingEnded { leading_no: case_no.clone(), end };
            found.extend(case.joined.iter().map(|(joined, _)| (*joined, ended.clone().into())));
        }
        // A sealed case goes up by itself.
        if let (CaseEvent::SealedUp(_), Some((leading, _))) = (event, &case.merged_into) {
            found.push((*leading, Parted { case: own, case_no: case_no.clone() }.into()));
        }
        if let CaseEvent::Merged(merged) = event {
            if let Some(leading) = other.filter(|_| !merged.limits.is_empty()) {
                let outdated = "并入的件到期更早，原申请所写的日期不再成立";
                let voided = drafting::void_limit_requests(leading, None, outdated);
                found.extend(voided.into_iter().map(|event| (leading.id, event)));
            }
            let limits = merged.limits.clone();
            found.push((merged.leading, Joined { case: own, case_no: case_no.clone(), limits }.into()));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::{ReportedUp, SealedUp};
    use crate::domain::fixtures::case_of;
    use crate::domain::words::SealBasis;

    fn sealed() -> CaseEvent {
        SealedUp { because: String::new(), basis: Some(SealBasis::ManagedAbove), ruling: None }.into()
    }

    #[test]
    fn what_becomes_of_a_leading_case_is_said_in_those_that_wait_for_it() {
        let mut leading = case_of(None, None, "");
        leading.joined = vec![(CaseId(8), "2026-0008".to_owned()), (CaseId(9), "2026-0009".to_owned())];
        for (event, end) in
            [(sealed(), LeadingEnd::Sealed), (ReportedUp { ruling: None }.into(), LeadingEnd::Reported)]
        {
            let found = counterparts(&leading, None, &[event]);
            let told = LeadingEnded { leading_no: leading.case_no.clone(), end };
            assert_eq!(found, [(CaseId(8), told.clone().into()), (CaseId(9), told.into())]);
        }
    }

    #[test]
    fn a_merged_case_that_is_sealed_leaves_the_one_it_went_on_in() {
        let mut case = case_of(None, None, "");
        case.merged_into = Some((CaseId(7), "2026-0007".to_owned()));
        let parted = Parted { case: case.id, case_no: case.case_no.clone() };
        assert_eq!(counterparts(&case, None, &[sealed()]), [(CaseId(7), parted.into())]);
    }
}
