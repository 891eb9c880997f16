//! 审签: agrees to the exact text that was submitted (N§三(二)2, `domain.md` §3).

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
use crate::domain::words::{ClockKind, DocumentKind};

const OPINION: Field = Field::optional("opinion", "审签意见", FieldKind::Prose).hint("不填即“同意”");

/// The row of this action.
pub const ACTION: Action = Action {
    code: "sign",
    key: 'q',
    label: "审签同意",
    summary: "轮到的领导同意文书；专人可代录书面审签",
    who: &[Who::Signer, Who::CommissionOperator, Who::PartyOperator],
    stages: &[Stage::Complaint, Stage::Acceptance, Stage::Review],
    fields: &[OPINION, signing::PAPER_SIGNER, signing::PAPER_DATE],
    confirm: None,
    batch: false,
    example: r#"{"opinion":"同意"}"#,
    ready: signing::ready,
    prefill: signing::prefill,
    decide,
};

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let opinion = answers.text(OPINION.name);
    let (document, signed) = signing::signature(case, answers, context, Decision::Agree, opinion)?;
    let is_last = document.steps.iter().filter(|step| step.signature.is_none()).count() == 1;
    let mut events = vec![signed];
    if is_last && document.kind == DocumentKind::ReportUp {
        events.push(CaseEvent::ReportedUp);
        events.extend(case.stop_clock(ClockKind::Triage, context.today()));
    }
    Ok(events)
}
