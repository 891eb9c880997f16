//! 指定承办人: makes one person of the unit responsible for the case.

use super::Action;
use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::{self, Who};
use crate::domain::case::Case;
use crate::domain::context::Context;
use crate::domain::event::CaseEvent;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::stage::Stage;
use crate::domain::words::Position;

const HANDLER: Field = Field::required("handler", "承办人", FieldKind::Person(Some(Position::Handler)))
    .hint("须是承办单位的承办人");

/// The row of this action.
pub const ACTION: Action = Action {
    code: "assign_handler",
    key: 'r',
    label: "指定承办人",
    summary: "确定承办单位中由谁具体办理",
    who: &[Who::UnitHandler, Who::CommissionOperator],
    stages: &[
        Stage::Transfer,
        Stage::Handling,
        Stage::Drafting,
        Stage::Review,
        Stage::Reply,
        Stage::Evaluation,
    ],
    fields: &[HANDLER, permission::ON_BEHALF_OF],
    confirm: None,
    batch: true,
    example: r#"{"handler":"新建村承办人"}"#,
    ready: super::always,
    prefill: super::empty_form,
    decide,
};

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let handler = answers.person(&HANDLER, context.org)?.ok_or_else(|| Refusal::missing(HANDLER.label))?;
    let Some(unit) = case.unit else {
        return Err(Refusal::new(RefusalCode::WrongStage, "还没有承办单位，请先转办。"));
    };
    if !handler.handles(unit) {
        return Err(Refusal::invalid(
            HANDLER.label,
            &format!("填了{}，但他不是{}的承办人。", handler.name, context.org.unit_name(unit)),
        ));
    }
    if case.is_about(&handler.name) {
        return Err(Refusal::new(
            RefusalCode::Recused,
            format!("{}是被投诉人，需要回避，不能承办本件。", handler.name),
        ));
    }
    if case.handler == Some(handler.id) {
        return Ok(Vec::new());
    }
    Ok(vec![CaseEvent::HandlerAssigned { handler: handler.id }])
}
