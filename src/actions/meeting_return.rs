//! 退回会议记录: a signer gives the record back with an opinion; it is edited and signed anew by everybody.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::record_signing::{self, PAPER_DATE, PAPER_SIGNER};
use super::{Act, On, Questions, StreamAct, StreamOutcome};
use crate::domain::context::Context;
use crate::domain::meeting::Meeting;
use crate::domain::meeting::event::{MeetingEvent, RecordReturned};
use crate::domain::refusal::Refusal;

const OPINION: Field = Field::required("opinion", "退回的原因", FieldKind::Prose);

/// The row of this act.
pub static ACT: Act = Act {
    code: "meeting_return",
    who: &[Who::Reader, Who::CommissionOperator],
    questions: Questions {
        title: "退回会议记录",
        summary: "把研判会记录退回修改，已签的作废，改后重新送签",
        fields: &[OPINION, PAPER_SIGNER, PAPER_DATE],
        confirm: None,
    },
    example: r#"{"opinion":"第2件的讨论漏记"}"#,
    on: On::Meeting(StreamAct::by(decide)),
};

fn decide(
    meeting: &Meeting,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<StreamOutcome<MeetingEvent>, Refusal> {
    let opinion = answers.need_text(&OPINION)?;
    let signs = record_signing::signs(meeting, answers, context)?;
    Ok(MeetingEvent::from(RecordReturned { name: signs.step.name.clone(), opinion }).into())
}
