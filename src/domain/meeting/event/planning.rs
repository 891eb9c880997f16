//! Facts about a meeting that has still to be held: it was prepared, changed, or called off.

use serde::{Deserialize, Serialize};

use super::MeetingFact;
use crate::domain::ids::CaseId;
use crate::domain::meeting::decision::Decision;
use crate::domain::meeting::heading::{Attendee, Heading, names};
use crate::domain::meeting::{Item, Meeting, MeetingState};
use crate::domain::stream::Stamped;
use crate::domain::town::org::Org;

/// A case as it was put on the agenda, with who is recused for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgendaItem {
    pub case: CaseId,
    pub case_no: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recused: Vec<Attendee>,
}

impl AgendaItem {
    fn item(&self) -> Item {
        Item {
            case: self.case,
            case_no: self.case_no.clone(),
            recused: self.recused.clone(),
            decision: Decision::default(),
            decided_on: None,
            outcome: None,
            seconds: 0,
        }
    }
}

fn told(agenda: &[AgendaItem]) -> String {
    let recused: Vec<String> = agenda
        .iter()
        .filter(|item| !item.recused.is_empty())
        .map(|item| format!("{}回避{}", names(&item.recused), item.case_no))
        .collect();
    let recused = if recused.is_empty() { String::new() } else { format!("；{}", recused.join("，")) };
    format!("议题{}件{recused}", agenda.len())
}

/// Time, place, people and agenda of a meeting were fixed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingPrepared {
    pub no: u32,
    pub heading: Heading,
    pub agenda: Vec<AgendaItem>,
}

impl MeetingFact for MeetingPrepared {
    const CODE: &'static str = "meeting_prepared";

    fn fold(&self, meeting: &mut Meeting, stamped: &Stamped) {
        meeting.no = self.no;
        meeting.heading = self.heading.clone();
        meeting.agenda = self.agenda.iter().map(AgendaItem::item).collect();
        meeting.prepared_by = stamped.actor;
    }

    fn sentence(&self, _: &Org) -> String {
        let Self { no, heading, agenda } = self;
        format!("准备第{no}号会“{}”：{}；{}", heading.name, heading.told(), told(agenda))
    }
}

/// Something of it was fixed anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingChanged {
    pub heading: Heading,
    pub agenda: Vec<AgendaItem>,
}

impl MeetingFact for MeetingChanged {
    const CODE: &'static str = "meeting_changed";

    fn fold(&self, meeting: &mut Meeting, _: &Stamped) {
        meeting.heading = self.heading.clone();
        meeting.agenda = self.agenda.iter().map(AgendaItem::item).collect();
    }

    fn sentence(&self, _: &Org) -> String {
        format!("改为：{}；{}", self.heading.told(), told(&self.agenda))
    }
}

/// It will not be held.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MeetingCancelled {
    pub reason: String,
}

impl MeetingFact for MeetingCancelled {
    const CODE: &'static str = "meeting_cancelled";

    fn fold(&self, meeting: &mut Meeting, _: &Stamped) {
        meeting.state = MeetingState::Cancelled;
    }

    fn sentence(&self, _: &Org) -> String {
        format!("取消：{}", self.reason)
    }
}
