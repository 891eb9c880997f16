//! 签会议记录: somebody who was there signs the record, then the discipline secretary. Sections for which the signer is
//! recused are no part of what is signed.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::record_signing::{self, PAPER_DATE, PAPER_SIGNER};
use super::{Act, On, Questions, StreamAct, StreamOutcome};
use crate::domain::context::Context;
use crate::domain::meeting::Meeting;
use crate::domain::meeting::event::{MeetingEvent, RecordSigned};
use crate::domain::refusal::Refusal;

const OPINION: Field = Field::optional("opinion", "意见", FieldKind::Prose).hint("不填即同意");

/// The row of this act.
pub static ACT: Act = Act {
    code: "meeting_sign",
    who: &[Who::Reader, Who::CommissionOperator],
    questions: Questions {
        title: "签会议记录",
        summary: "在研判会记录上签字；须回避的件不在您签的内容里",
        fields: &[OPINION, PAPER_SIGNER, PAPER_DATE],
        confirm: None,
    },
    example: r#"{"opinion":"同意"}"#,
    on: On::Meeting(StreamAct::by(decide)),
};

fn decide(
    meeting: &Meeting,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<StreamOutcome<MeetingEvent>, Refusal> {
    let signs = record_signing::signs(meeting, answers, context)?;
    let hash = meeting.record.as_ref().map(|record| record.hash_without(&signs.step.without));
    let signed = RecordSigned {
        step: signs.place,
        signer: signs.step.person,
        deputy: signs.deputy,
        name: signs.step.name.clone(),
        opinion: answers.text(OPINION.name).unwrap_or_default(),
        signed_on: signs.signed_on,
        on_paper: signs.on_paper,
        hash: hash.unwrap_or_default(),
    };
    Ok(MeetingEvent::from(signed).into())
}
