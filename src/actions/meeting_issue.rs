//! 会议记录出文: the record of a meeting (Annex 2) gets its number as it stands, signed or not yet.

use super::answers::Answers;
use super::permission::Who;
use super::{Act, On, Questions, StreamAct, StreamOutcome};
use crate::domain::context::{Brought, Context};
use crate::domain::document::hash::text_hash;
use crate::domain::meeting::event::{MeetingEvent, RecordIssued};
use crate::domain::meeting::{Meeting, MeetingState};
use crate::domain::refusal::{Refusal, RefusalCode};

/// The row of this act.
pub static ACT: Act = Act {
    code: "meeting_issue",
    who: &[Who::CommissionOperator, Who::DisciplineSecretary],
    questions: Questions {
        title: "会议记录出文",
        summary: "给研判会记录表编号；签了字或改了记录，就是另一份，另编一个号",
        fields: &[],
        confirm: Some("文号编出就不收回，出错只能作废"),
    },
    example: "{}",
    on: On::Meeting(StreamAct::by(decide).issuing()),
};

fn decide(
    meeting: &Meeting,
    _: &Answers,
    context: &Context<'_>,
) -> Result<StreamOutcome<MeetingEvent>, Refusal> {
    meeting.check_state(&[MeetingState::UnderReview, MeetingState::Signed])?;
    let Some(Brought::Paper(drafted)) = context.brought else {
        return Err(Refusal::new(RefusalCode::NothingToDo, "会议记录还没有排好版，没有编号。"));
    };
    Ok(MeetingEvent::from(RecordIssued {
        number: drafted.number.clone(),
        year: drafted.year,
        serial: drafted.serial,
        head: drafted.head.clone(),
        hash: text_hash(&drafted.frozen),
        template: drafted.template.clone(),
    })
    .into())
}
