//! 审核公示: the leader in charge or contact leader agrees (`domain.md` §3 disclosure).

use super::answers::Answers;
use super::disclosing::{SIGNED_ON, SIGNER, Signature, one, signature};
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, On, Questions, StreamAct, StreamOutcome};
use crate::domain::context::Context;
use crate::domain::disclosure::event::{DisclosureEvent, DisclosureSigned};
use crate::domain::disclosure::{Disclosure, DisclosureState};
use crate::domain::refusal::Refusal;

const OPINION: Field = Field::optional("opinion", "意见", FieldKind::Prose);

/// The row of this act.
pub static ACT: Act = Act {
    code: "disclosure_sign",
    who: &[Who::Signer, Who::CommissionOperator],
    questions: Questions {
        title: "审核公示",
        summary: "同意公开；本期无的随即了结",
        fields: &[OPINION, SIGNER, SIGNED_ON],
        confirm: None,
    },
    example: r#"{"opinion":"同意"}"#,
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
    let verdict = record.is_nothing.then(|| record.verdict_on(on));
    let opinion = answers.text(OPINION.name).unwrap_or_default();
    one(DisclosureSigned { signer, as_deputy_for, opinion, on, on_paper, verdict })
}
