//! 会议附件: a file is kept with a meeting: a sheet of attendance, a photo of the board, the signed record.

use super::answers::Answers;
use super::attaching::{self, NAME, PATH};
use super::permission::Who;
use super::{Act, On, Questions, StreamAct, StreamOutcome};
use crate::domain::context::Context;
use crate::domain::meeting::event::MeetingEvent;
use crate::domain::meeting::{Meeting, MeetingState};
use crate::domain::refusal::{Refusal, RefusalCode};

/// The row of this act.
pub static ACT: Act = Act {
    code: "meeting_attach",
    who: &[Who::CommissionOperator, Who::DisciplineSecretary],
    questions: Questions {
        title: "会议附件",
        summary: "把一个文件附在这次会上，照原样保存，程序从不打开它",
        fields: &[PATH, NAME],
        confirm: None,
    },
    example: r#"{"path":"/var/lib/ydt/inbox/签到表.jpg"}"#,
    on: On::Meeting(StreamAct::by(decide).ready(ready)),
};

fn ready(meeting: &Meeting) -> Result<(), Refusal> {
    if meeting.state == MeetingState::Cancelled {
        let message = "这次会已经取消，不再附文件。";
        return Err(Refusal::new(RefusalCode::WrongStage, message));
    }
    Ok(())
}

fn decide(
    meeting: &Meeting,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<StreamOutcome<MeetingEvent>, Refusal> {
    let attached = attaching::taken(&meeting.files, answers, context, "这次会")?;
    Ok(MeetingEvent::from(attached).into())
}
