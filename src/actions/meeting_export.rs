//! 另存会议附件: a copy of an attached file leaves the house. Any case of the meeting may be written of in it, so whoever
//! takes one must be entitled to see who complains and may not be recused for any of them; that it was taken is a fact
//! (`domain.md` §9).

use super::answers::Answers;
use super::attaching::{self, NUMBER, TARGET};
use super::permission::Who;
use super::{Act, On, Questions, StreamAct, StreamOutcome};
use crate::domain::context::{Brought, Context};
use crate::domain::meeting::Meeting;
use crate::domain::meeting::event::MeetingEvent;
use crate::domain::refusal::{Refusal, RefusalCode};

/// The row of this act.
pub static ACT: Act = Act {
    code: "meeting_export",
    who: &[Who::CommissionOperator, Who::DisciplineSecretary],
    questions: Questions {
        title: "另存会议附件",
        summary: "把一个附件另存成文件；附件里可能有投诉人身份，另存计入经过",
        fields: &[NUMBER, TARGET],
        confirm: None,
    },
    example: r#"{"number":1,"path":"/home/zhang/"}"#,
    on: On::Meeting(
        StreamAct::by(decide).weighing_agenda().ready(ready).prefill(prefill).saving(&NUMBER, &TARGET),
    ),
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
    let exported = attaching::exported(&meeting.files, answers, "这次会")?;
    Ok(MeetingEvent::from(exported).into())
}

/// Whoever is recused for a case of this meeting takes nothing away that may be about it; of a sealed one nobody makes
/// another copy (`domain.md` §2 Sealed stub).
fn check_agenda(context: &Context<'_>) -> Result<(), Refusal> {
    let Some(Brought::Agenda { unseen, sealed }) = context.brought else { return Ok(()) };
    let refused = |code, why: &str| Err(Refusal::new(code, format!("{why}，附件里可能写到它，没有另存。")));
    if *unseen > 0 {
        return refused(RefusalCode::Recused, "这次会上有您须回避或不能看的件");
    }
    if *sealed > 0 {
        return refused(RefusalCode::NotPermitted, "这次会上有已密封的件，不得再复制");
    }
    Ok(())
}
