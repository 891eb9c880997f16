//! Facts about a meeting that is being held: who records, which case is called, what is decided, what took effect.

use serde::{Deserialize, Serialize};

use super::MeetingFact;
use crate::domain::code::Coded as _;
use crate::domain::ids::{CaseId, PersonId};
use crate::domain::meeting::decision::{Decision, Outcome};
use crate::domain::meeting::heading::{Attendee, names};
use crate::domain::meeting::{Called, Meeting, MeetingState};
use crate::domain::refusal::RefusalCode;
use crate::domain::stream::Stamped;
use crate::domain::town::org::Org;

/// Somebody records the meeting from now on: it begins, or it goes on at another's hands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingRun {
    /// Who recorded until then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_from: Option<PersonId>,
}

impl MeetingFact for MeetingRun {
    const CODE: &'static str = "meeting_recorder_took";

    fn fold(&self, meeting: &mut Meeting, stamped: &Stamped) {
        meeting.state = MeetingState::Running;
        meeting.begun_at.get_or_insert(stamped.at);
        meeting.records = Some(stamped.actor);
    }

    fn sentence(&self, org: &Org) -> String {
        match self.taken_from {
            None => "开会".to_owned(),
            Some(person) => format!("接手{}的会议记录", org.person_name(person)),
        }
    }
}

/// A case is looked at from now on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseCalled {
    pub case: CaseId,
    pub case_no: String,
    /// Who left the room for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left: Vec<Attendee>,
}

impl MeetingFact for CaseCalled {
    const CODE: &'static str = "meeting_case_called";

    fn fold(&self, meeting: &mut Meeting, stamped: &Stamped) {
        meeting.count_time(stamped.at);
        meeting.called = Some(Called { case: self.case, since: stamped.at });
        if let Some(item) = meeting.item_mut(self.case) {
            item.recused.clone_from(&self.left);
        }
    }

    fn sentence(&self, _: &Org) -> String {
        let left = if self.left.is_empty() {
            String::new()
        } else {
            format!("，{}回避离场", names(&self.left))
        };
        format!("研判{}{left}", self.case_no)
    }
}

/// Something was decided about a case; what was decided before is in it too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseDecided {
    pub case: CaseId,
    pub case_no: String,
    pub decision: Decision,
}

impl MeetingFact for CaseDecided {
    const CODE: &'static str = "meeting_case_decided";

    fn fold(&self, meeting: &mut Meeting, stamped: &Stamped) {
        if let Some(item) = meeting.item_mut(self.case) {
            item.decision = self.decision.clone();
            item.decided_on = Some(stamped.at.date());
            item.outcome = None;
        }
    }

    fn sentence(&self, org: &Org) -> String {
        let told = self.decision.told(org);
        format!("{}：{}", self.case_no, if told.is_empty() { "取消已定的" } else { told.as_str() })
    }
}

/// What was said about a case was written down, in the record of that case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseMinuted {
    pub case: CaseId,
    pub case_no: String,
}

impl MeetingFact for CaseMinuted {
    const CODE: &'static str = "meeting_case_minuted";

    fn fold(&self, _: &mut Meeting, _: &Stamped) {}

    fn sentence(&self, _: &Org) -> String {
        format!("记下{}的讨论", self.case_no)
    }
}

/// What was decided about a case took effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionApplied {
    pub case: CaseId,
    pub case_no: String,
}

impl MeetingFact for DecisionApplied {
    const CODE: &'static str = "meeting_decision_applied";

    fn fold(&self, meeting: &mut Meeting, _: &Stamped) {
        if let Some(item) = meeting.item_mut(self.case) {
            item.outcome = Some(Outcome::Applied);
        }
    }

    fn sentence(&self, _: &Org) -> String {
        format!("{}的决定已生效", self.case_no)
    }
}

/// What was decided about a case could not take effect; the case stays open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DecisionBlocked {
    pub case: CaseId,
    pub case_no: String,
    pub because: RefusalCode,
}

impl MeetingFact for DecisionBlocked {
    const CODE: &'static str = "meeting_decision_blocked";

    fn fold(&self, meeting: &mut Meeting, _: &Stamped) {
        if let Some(item) = meeting.item_mut(self.case) {
            item.outcome = Some(Outcome::Blocked(self.because));
        }
    }

    fn sentence(&self, _: &Org) -> String {
        format!("{}的决定没有生效（{}），件仍未办", self.case_no, self.because.label())
    }
}

/// The meeting is over: its decisions have taken effect, as far as they could.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingConfirmed {}

impl MeetingFact for MeetingConfirmed {
    const CODE: &'static str = "meeting_confirmed";

    fn fold(&self, meeting: &mut Meeting, stamped: &Stamped) {
        meeting.count_time(stamped.at);
        meeting.called = None;
        meeting.state = MeetingState::Confirmed;
    }

    fn sentence(&self, _: &Org) -> String {
        "散会，决定生效".to_owned()
    }
}
