//! 密封上报: a complaint about people managed by the level above goes up without its text or identity being kept here
//! (工作规则 art. 15, `domain.md` §2 Sealed stub).

use super::Action;
use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use crate::domain::case::Case;
use crate::domain::context::Context;
use crate::domain::event::CaseEvent;
use crate::domain::refusal::Refusal;
use crate::domain::stage::Stage;

const BECAUSE: Field = Field::optional("because", "密封依据", FieldKind::Line)
    .hint("只写依据，不要写投诉内容和人名；这一行会长期保留");

/// What is recorded when nothing else is given.
const USUAL: &str = "反映上级管理的干部，按规定不得摘抄复制";

/// The row of this action.
pub const ACTION: Action = Action {
    code: "seal",
    key: 'B',
    label: "密封上报",
    summary: "反映上级管理干部的投诉直接上报，内容和身份从本镇抹去，只留编号和时间",
    who: &[Who::CommissionOperator, Who::DisciplineSecretary],
    stages: &[Stage::Complaint, Stage::Acceptance],
    fields: &[BECAUSE],
    confirm: Some("密封后本件的内容、人名、电话从本镇永久抹去，不能恢复"),
    batch: false,
    example: r#"{"because":"反映区管干部"}"#,
    ready: super::always,
    prefill: super::empty_form,
    decide,
};

/// The facts of sealing a row straight from an import's preview: its text was never stored.
#[must_use]
pub fn sealed_on_import(case: &Case, context: &Context<'_>) -> Vec<CaseEvent> {
    let mut events = vec![CaseEvent::SealedUp { because: USUAL.to_owned() }];
    events.extend(case.stop_clocks(context.today()));
    events
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let because = answers.text(BECAUSE.name).unwrap_or_else(|| USUAL.to_owned());
    let mut events = case.void_open_documents("已密封上报");
    events.push(CaseEvent::SealedUp { because });
    events.extend(case.stop_clocks(context.today()));
    Ok(events)
}
