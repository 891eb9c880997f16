//! 记录核实情况: what the unit's inquiry found.

use super::Action;
use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::{self, Who};
use crate::domain::case::Case;
use crate::domain::context::Context;
use crate::domain::event::CaseEvent;
use crate::domain::refusal::Refusal;
use crate::domain::sealable::Sealable;
use crate::domain::stage::Stage;

const TEXT: Field = Field::required("text", "核实情况", FieldKind::Prose)
    .hint("写清向谁核实、查明什么、如何处理；可多次补记");

/// The row of this action.
pub const ACTION: Action = Action {
    code: "record_finding",
    key: 'h',
    label: "核实情况",
    summary: "记录调查核实的情况，每次另记一条",
    who: &[Who::UnitHandler],
    stages: &[Stage::Handling, Stage::Drafting],
    fields: &[TEXT, permission::ON_BEHALF_OF],
    confirm: None,
    batch: false,
    example: r#"{"text":"经入户核实并查阅低保评议记录，名单确未张贴，已责成补公示七天。"}"#,
    ready: super::always,
    prefill: super::empty_form,
    decide,
};

fn decide(_: &Case, answers: &Answers, _: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    Ok(vec![CaseEvent::FindingRecorded { text: Sealable::new(answers.need_text(&TEXT)?) }])
}
