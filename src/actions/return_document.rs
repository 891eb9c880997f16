//! 退回修改: sends a document back to its drafter with an opinion; resubmitted, it runs the whole chain again.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Action, signing};
use crate::domain::case::Case;
use crate::domain::context::Context;
use crate::domain::document::Decision;
use crate::domain::event::CaseEvent;
use crate::domain::refusal::Refusal;
use crate::domain::stage::Stage;

const OPINION: Field = Field::required("opinion", "退回意见", FieldKind::Prose)
    .hint("写明要改什么；原稿退回起草人，改后重新走完审签链");

/// The row of this action.
pub const ACTION: Action = Action {
    code: "return",
    key: 't',
    label: "退回修改",
    summary: "轮到的领导把文书退回起草人修改；专人可代录书面退回",
    who: &[Who::Signer, Who::CommissionOperator, Who::PartyOperator],
    stages: &[Stage::Complaint, Stage::Acceptance, Stage::Review],
    fields: &[OPINION, signing::PAPER_SIGNER, signing::PAPER_DATE],
    confirm: None,
    batch: false,
    example: r#"{"opinion":"请写明由谁核实、何时答复。"}"#,
    ready: signing::ready,
    prefill: signing::prefill,
    decide,
};

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let opinion = answers.need_text(&OPINION)?;
    let (_, returned) = signing::signature(case, answers, context, Decision::Return, Some(opinion))?;
    Ok(vec![returned])
}
