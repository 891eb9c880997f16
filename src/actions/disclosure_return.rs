//! 退回公示: the leader sends it back to the unit, saying why.

use super::answers::Answers;
use super::disclosing::{SIGNED_ON, SIGNER, Signature, one, signature};
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, On, Questions, StreamAct, StreamOutcome};
use crate::domain::context::Context;
use crate::domain::disclosure::event::{DisclosureEvent, DisclosureReturned};
use crate::domain::disclosure::{Disclosure, DisclosureState};
use crate::domain::refusal::Refusal;

const OPINION: Field = Field::required("opinion", "退回原因", FieldKind::Prose);

/// The row of this act.
pub static ACT: Act = Act {
    code: "disclosure_return",
    who: &[Who::Signer, Who::CommissionOperator],
    questions: Questions {
        title: "退回公示",
        summary: "退回单位修改，写明原因",
        fields: &[OPINION, SIGNER, SIGNED_ON],
        confirm: None,
    },
    example: r#"{"opinion":"请补金额"}"#,
    on: On::Disclosure(
        StreamAct::by(decide).ready(|record| record.check_state(&[DisclosureState::Submitted])),
    ),
};

fn decide(
    record: &Disclosure,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<StreamOutcome<DisclosureEvent>, Refusal> {
    let Signature { signer, as_deputy_for, on, on_paper } = signature(record, answers, context)?;
    let opinion = answers.need_text(&OPINION)?;
    one(DisclosureReturned { signer, as_deputy_for, opinion, on, on_paper })
}
