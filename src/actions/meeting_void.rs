//! 会议记录文号作废: a record on paper that never left the house; its number stays taken.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::papers::{NUMBER, issued_record, only_record};
use super::permission::Who;
use super::{Act, On, Questions, StreamAct, StreamOutcome};
use crate::domain::context::Context;
use crate::domain::meeting::Meeting;
use crate::domain::meeting::event::{MeetingEvent, RecordVoided};
use crate::domain::refusal::Refusal;

const REASON: Field =
    Field::required("reason", "作废理由", FieldKind::Prose).hint("只作废没有送出的；已送出的用新文号重发");

/// The row of this act.
pub static ACT: Act = Act {
    code: "meeting_void",
    who: &[Who::CommissionOperator, Who::DisciplineSecretary],
    questions: Questions {
        title: "会议记录文号作废",
        summary: "没有送出的会议记录作废；文号留在登记簿里，不再使用",
        fields: &[NUMBER, REASON],
        confirm: Some("作废后不能恢复，要用请重新出文"),
    },
    example: r#"{"number":"建纪会〔2026〕1号","reason":"时间写错，没有送出"}"#,
    on: On::Meeting(StreamAct::by(decide).prefill(only_record)),
};

fn decide(
    meeting: &Meeting,
    answers: &Answers,
    _: &Context<'_>,
) -> Result<StreamOutcome<MeetingEvent>, Refusal> {
    let number = issued_record(meeting, answers)?.number.clone();
    Ok(MeetingEvent::from(RecordVoided { number, reason: answers.need_text(&REASON)? }).into())
}
