//! 抹去会议附件: name and content of a file go for ever, by the ruling of the discipline secretary; that it was there, when it was
//! erased and why stays (`domain.md` §9).

use super::answers::Answers;
use super::attaching::{self, BASIS, ERASING, NUMBER, RULED_ON};
use super::permission::Who;
use super::{Act, On, Questions, StreamAct, StreamOutcome};
use crate::domain::context::{Brought, Context};
use crate::domain::meeting::Meeting;
use crate::domain::meeting::event::MeetingEvent;
use crate::domain::refusal::{Refusal, RefusalCode};

/// The row of this act.
pub static ACT: Act = Act {
    code: "meeting_erase_file",
    who: &[Who::CommissionOperator, Who::DisciplineSecretary],
    questions: Questions {
        title: "抹去会议附件",
        summary: "附错的、写有投诉人身份的或不得留存的附件从本镇永久抹去，须书记裁定",
        fields: &[NUMBER, BASIS, RULED_ON],
        confirm: Some(ERASING),
    },
    example: r#"{"number":1,"basis":"identity","ruled_on":"2026-11-23"}"#,
    on: On::Meeting(StreamAct::by(decide).weighing_agenda().ready(ready).prefill(prefill)),
};

fn ready(meeting: &Meeting) -> Result<(), Refusal> {
    attaching::check_any(&meeting.files, "这次会")
}

fn prefill(meeting: &Meeting, _: &Context<'_>) -> Answers {
    attaching::only(&meeting.files)
}

fn decide(
    meeting: &Meeting,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<StreamOutcome<MeetingEvent>, Refusal> {
    check_agenda(context)?;
    let erased = attaching::erased(&meeting.files, answers, context, "这次会")?;
    Ok(MeetingEvent::from(erased).into())
}

/// Whoever is recused for a case of this meeting does not decide what is left of it.
fn check_agenda(context: &Context<'_>) -> Result<(), Refusal> {
    match context.brought {
        Some(Brought::Agenda { unseen, .. }) if *unseen > 0 => Err(Refusal::new(
            RefusalCode::Recused,
            "这次会上有您须回避或不能看的件，附件里可能写到它，不能由您抹去，没有改动。",
        )),
        Some(_) | None => Ok(()),
    }
}
