//! 签收: the unit says that it has the case. The handling limit has been running since receipt and goes on.

use super::Action;
use super::answers::Answers;
use super::permission::{self, Who};
use crate::domain::case::Case;
use crate::domain::context::Context;
use crate::domain::event::CaseEvent;
use crate::domain::refusal::Refusal;
use crate::domain::stage::Stage;

/// The row of this action.
pub const ACTION: Action = Action {
    code: "acknowledge",
    key: 'k',
    label: "签收",
    summary: "承办单位签收转办件，开始办理；签收早晚不影响办理时限",
    who: &[Who::UnitHandler],
    stages: &[Stage::Transfer],
    fields: &[permission::ON_BEHALF_OF],
    confirm: None,
    batch: true,
    example: "{}",
    ready: super::always,
    prefill: super::empty_form,
    decide,
};

/// Whoever acknowledges becomes the handler unless somebody already is.
fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let mut events = vec![CaseEvent::Acknowledged];
    if case.handler.is_none() {
        let handler = permission::on_behalf_of(&ACTION, case, answers, context)?.unwrap_or(context.actor.id);
        events.push(CaseEvent::HandlerAssigned { handler });
    }
    Ok(events)
}
