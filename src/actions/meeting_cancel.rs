//! 取消研判会: a meeting that will not be held, or was begun and decided nothing that took effect.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, On, Questions, StreamAct, StreamOutcome};
use crate::domain::context::Context;
use crate::domain::meeting::Meeting;
use crate::domain::meeting::event::{MeetingCancelled, MeetingEvent};
use crate::domain::refusal::Refusal;

const REASON: Field = Field::required("reason", "取消的原因", FieldKind::Prose);

/// The row of this act.
pub static ACT: Act = Act {
    code: "meeting_cancel",
    who: &[Who::CommissionOperator, Who::DisciplineSecretary],
    questions: Questions {
        title: "取消研判会",
        summary: "这次会不开了；议题留给下一次会",
        fields: &[REASON],
        confirm: Some("取消后这次会不能再开，另行准备会得到新编号。"),
    },
    example: r#"{"reason":"主持人出差"}"#,
    on: On::Meeting(StreamAct::by(decide)),
};

fn decide(
    meeting: &Meeting,
    answers: &Answers,
    _: &Context<'_>,
) -> Result<StreamOutcome<MeetingEvent>, Refusal> {
    meeting.check_planned()?;
    let reason = answers.need_text(&REASON)?;
    Ok(MeetingEvent::from(MeetingCancelled { reason }).into())
}
