//! 取消并案: a merged case stands by itself again, where it was, its limits running on.

use super::Action;
use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use crate::domain::case::Case;
use crate::domain::context::Context;
use crate::domain::event::CaseEvent;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;
use crate::domain::stage::Stage;

const REASON: Field = Field::required("reason", "取消并案的理由", FieldKind::Prose);

/// The row of this action.
pub const ACTION: Action = Action {
    code: "unmerge",
    key: 'M',
    label: "取消并案",
    summary: "并案有误的恢复单独办理，时限接着走",
    who: &[Who::CommissionOperator],
    stages: &[Stage::Merged],
    fields: &[REASON],
    confirm: None,
    batch: false,
    example: r#"{"reason":"经核实不是同一事项。"}"#,
    ready: super::always,
    prefill: super::empty_form,
    decide,
};

fn decide(case: &Case, answers: &Answers, _: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let Some((leading, _)) = case.merged_into else {
        return Err(Refusal::new(RefusalCode::WrongStage, "本件没有并案，不需要取消。"));
    };
    let reason = Sealable::new(answers.need_text(&REASON)?);
    let mut events = case.resume_parked_clocks();
    events.push(CaseEvent::Unmerged { leading, reason });
    Ok(events)
}
