//! 记录送签: the record goes to the panel, whose members sign in any order, and then to the discipline secretary. Whoever is
//! recused for a case signs without its section (`domain.md` §10 Meetings).

use super::agenda;
use super::answers::Answers;
use super::permission::Who;
use super::{Act, On, Questions, StreamAct, StreamOutcome};
use crate::domain::case::Case;
use crate::domain::case::respondents::Register;
use crate::domain::context::Context;
use crate::domain::ids::CaseId;
use crate::domain::meeting::event::{MeetingEvent, RecordSubmitted, SectionHash};
use crate::domain::meeting::heading::Attendee;
use crate::domain::meeting::record::{RecordRole, RecordStep};
use crate::domain::meeting::{Meeting, MeetingState};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::town::org::Person;
use crate::domain::words::Position;

/// The row of this act.
pub static ACT: Act = Act {
    code: "meeting_submit",
    who: &[Who::CommissionOperator, Who::DisciplineSecretary],
    questions: Questions {
        title: "记录送签",
        summary: "把会议记录送出席人员签字，再送镇纪委书记审批",
        fields: &[],
        confirm: Some("送签后再改记录，已签的作废。"),
    },
    example: "{}",
    on: On::Meeting(StreamAct::by(decide).over_agenda()),
};

fn decide(
    meeting: &Meeting,
    _: &Answers,
    context: &Context<'_>,
) -> Result<StreamOutcome<MeetingEvent>, Refusal> {
    meeting.check_state(&[MeetingState::Confirmed])?;
    if meeting.record.is_none() {
        return Err(Refusal::new(RefusalCode::MissingDocument, "还没有会议记录，请先起草“会议记录”。"));
    }
    let sections: Vec<SectionHash> = agenda::standing(context)
        .iter()
        .filter_map(|case| {
            let section = case.meeting(meeting.no)?.section.as_ref()?;
            Some(SectionHash { case: case.id, hash: section.mac().to_owned() })
        })
        .collect();
    let steps = steps(meeting, &sections, context)?;
    Ok(MeetingEvent::from(RecordSubmitted { sections, steps }).into())
}

/// Everybody who was there and may know at least one section, then the secretary.
fn steps(
    meeting: &Meeting,
    sections: &[SectionHash],
    context: &Context<'_>,
) -> Result<Vec<RecordStep>, Refusal> {
    let org = context.org;
    let secretary = context.settings.meeting_record_needs_secretary;
    let secretaries: Vec<&Person> = org.holders(Position::DisciplineSecretary, None).collect();
    let is_secretary = |one: &Attendee| secretaries.iter().any(|person| Some(person.id) == one.person);
    let mut steps = Vec::new();
    for one in meeting.heading.present() {
        let without = without(meeting, &one, context);
        let knows_nothing = sections.iter().all(|section| without.contains(&section.case));
        if knows_nothing || (secretary && is_secretary(&one)) {
            continue;
        }
        steps.push(RecordStep {
            role: RecordRole::Panel,
            also_panel: false,
            person: one.person,
            name: one.name,
            without,
            signature: None,
        });
    }
    if secretary {
        let Some(person) = secretaries.first() else {
            let message = "镇纪委书记岗位空缺，会议记录没有人审批；请系统管理员先登记人员。";
            return Err(Refusal::new(RefusalCode::VacantPosition, message));
        };
        let one = Attendee { person: Some(person.id), name: person.name.clone() };
        let was_there = meeting.heading.present().iter().any(|present| present.person == one.person);
        steps.push(RecordStep {
            role: RecordRole::Secretary,
            also_panel: was_there,
            without: without(meeting, &one, context),
            person: one.person,
            name: one.name,
            signature: None,
        });
    }
    Ok(steps)
}

/// The cases for which somebody is recused: as it was in the meeting, and as is known now.
fn without(meeting: &Meeting, one: &Attendee, context: &Context<'_>) -> Vec<CaseId> {
    let register = Register::of(context.org);
    let is_recused = |case: CaseId| {
        let was = meeting.item(case).is_some_and(|(_, item)| item.recused.contains(one));
        let known: Option<&Case> = agenda::standing(context).iter().find(|known| known.id == case);
        let is = known
            .is_none_or(|case| !agenda::item(case, std::slice::from_ref(one), &register).recused.is_empty());
        was || is
    };
    meeting.agenda.iter().map(|item| item.case).filter(|case| is_recused(*case)).collect()
}
