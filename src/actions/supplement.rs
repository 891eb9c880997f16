//! 补充材料: what was learnt about the complaint later; nothing recorded before is overwritten.

use super::Action;
use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use crate::domain::case::Case;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, SupplementOrigin};
use crate::domain::refusal::Refusal;
use crate::domain::sealable::Sealable;
use crate::domain::stage::Stage;

const TEXT: Field = Field::required("text", "补充内容", FieldKind::Prose);

/// The row of this action.
pub const ACTION: Action = Action {
    code: "supplement",
    key: 'u',
    label: "补充",
    summary: "补记投诉人后来提供的情况，原有内容不变",
    who: &[Who::CommissionOperator, Who::PartyOperator, Who::UnitHandler],
    stages: &[
        Stage::Complaint,
        Stage::Acceptance,
        Stage::Transfer,
        Stage::Handling,
        Stage::Drafting,
        Stage::Review,
        Stage::Reply,
        Stage::Evaluation,
    ],
    fields: &[TEXT],
    confirm: None,
    batch: false,
    example: r#"{"text":"投诉人来电补充：名单曾在10月贴出半天后被撕下。"}"#,
    ready: super::always,
    prefill: super::empty_form,
    decide,
};

fn decide(_: &Case, answers: &Answers, _: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let text = Sealable::new(answers.need_text(&TEXT)?);
    Ok(vec![CaseEvent::Supplemented { text, origin: SupplementOrigin::Recorded }])
}
