//! 重新办理: a closed case is taken up again, by the discipline secretary alone (`domain.md` §2).

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Action, ruling};
use crate::domain::case::Case;
use crate::domain::context::Context;
use crate::domain::event::CaseEvent;
use crate::domain::refusal::Refusal;
use crate::domain::rounds;
use crate::domain::stage::Stage;

const REASON: Field = Field::required("reason", "重新办理的理由", FieldKind::Prose);

/// The row of this action.
pub const ACTION: Action = Action {
    code: "reopen",
    key: 'O',
    label: "重新办理",
    summary: "镇纪委书记决定重新办理已办结的投诉；专人可代录书记的书面决定",
    who: &[Who::DisciplineSecretary, Who::CommissionOperator],
    stages: &[Stage::Closure],
    fields: &[REASON, ruling::RULED_ON],
    confirm: Some("重新办理后另起一轮，时限重新起算"),
    batch: false,
    example: r#"{"reason":"投诉人提供新证据，须重新核实。"}"#,
    ready: super::always,
    prefill: super::empty_form,
    decide,
};

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let text = answers.need_text(&REASON)?;
    let mut events = vec![CaseEvent::Reopened { ruling: ruling::given(text, case, answers, context)? }];
    events.extend(rounds::next_round(case, context));
    Ok(events)
}
