//! 再次打印会议记录: one more copy of a record that has its number, marked as such.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::papers::{NUMBER, issued_record, only_record};
use super::permission::Who;
use super::{Act, On, Questions, StreamAct, StreamOutcome};
use crate::domain::context::Context;
use crate::domain::meeting::Meeting;
use crate::domain::meeting::event::{MeetingEvent, RecordReprinted};
use crate::domain::refusal::Refusal;

const REASON: Field = Field::required("reason", "原因", FieldKind::Prose).hint("如：原件遗失");

/// The row of this act.
pub static ACT: Act = Act {
    code: "meeting_reprint",
    who: &[Who::CommissionOperator, Who::DisciplineSecretary],
    questions: Questions {
        title: "再次打印会议记录",
        summary: "同一份会议记录再打一份，文号和内容不变，页脚注明第几次打印",
        fields: &[NUMBER, REASON],
        confirm: None,
    },
    example: r#"{"number":"建纪会〔2026〕1号","reason":"原件遗失"}"#,
    on: On::Meeting(StreamAct::by(decide).prefill(only_record)),
};

fn decide(
    meeting: &Meeting,
    answers: &Answers,
    _: &Context<'_>,
) -> Result<StreamOutcome<MeetingEvent>, Refusal> {
    let paper = issued_record(meeting, answers)?;
    let (number, copy) = (paper.number.clone(), paper.copies + 1);
    Ok(MeetingEvent::from(RecordReprinted { number, copy, reason: answers.need_text(&REASON)? }).into())
}
