//! 准备研判会: fixes time, place, people and agenda, and names who is recused for which case (N§三(二)2, `domain.md` §6).

use super::agenda::{self, AT, ATTENDEES, CASES, HOST, NAME, PLACE, RECORDER};
use super::answers::Answers;
use super::permission::Who;
use super::{Act, On, Questions, StreamAct, StreamOutcome};
use crate::domain::context::Context;
use crate::domain::meeting::Meeting;
use crate::domain::meeting::event::{MeetingEvent, MeetingPrepared};
use crate::domain::refusal::Refusal;

/// The row of this act.
pub static ACT: Act = Act {
    code: "meeting_prepare",
    who: &[Who::CommissionOperator, Who::DisciplineSecretary],
    questions: Questions {
        title: "准备研判会",
        summary: "定下会议时间、地点、人员和议题，算出每件须回避的人",
        fields: &[AT, PLACE, HOST, ATTENDEES, RECORDER, NAME, CASES],
        confirm: None,
    },
    example: r#"{"at":"2026-11-24 09:00","place":"三楼会议室","host":"余忠涛","attendees":"李敏、赵强"}"#,
    on: On::Meeting(StreamAct::by(decide).beginning().prefill(prefill)),
};

fn prefill(_: &Meeting, context: &Context<'_>) -> Answers {
    Answers::none().with(RECORDER.name, context.actor.name.clone())
}

fn decide(
    meeting: &Meeting,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<StreamOutcome<MeetingEvent>, Refusal> {
    let heading = agenda::heading(meeting.no, answers, context)?;
    let agenda = agenda::agenda(agenda::named(context), &heading.present(), context)?;
    let prepared = MeetingPrepared { no: meeting.no, heading, agenda };
    Ok(MeetingEvent::from(prepared).into())
}
