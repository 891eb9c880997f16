//! 受理: the town takes an assessed case on (N§三(二)2).

use super::Action;
use super::answers::Answers;
use super::permission::Who;
use crate::domain::case::Case;
use crate::domain::context::Context;
use crate::domain::event::CaseEvent;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::stage::Stage;
use crate::domain::words::Scope;

/// The row of this action.
pub const ACTION: Action = Action {
    code: "accept",
    key: 's',
    label: "受理",
    summary: "研判属于业务范围的投诉由本镇受理，转入拟办和转办",
    who: &[Who::CommissionOperator],
    stages: &[Stage::Complaint],
    fields: &[],
    confirm: None,
    batch: true,
    example: "{}",
    ready,
    prefill: super::empty_form,
    decide,
};

fn ready(case: &Case, _: &Context<'_>) -> Result<(), Refusal> {
    match case.scope {
        None => Err(Refusal::new(RefusalCode::NotAssessed, "还没有研判，请镇纪委专人先做“研判”。")),
        Some(Scope::OutOfScope) => Err(Refusal::new(
            RefusalCode::WrongStage,
            "已研判为业务范围外，不能受理；请做“上报”，或者重新研判。",
        )),
        Some(Scope::MattersList | Scope::DisclosureInfo | Scope::Conduct) => Ok(()),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the shape of every decision")]
fn decide(_: &Case, _: &Answers, _: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    Ok(vec![CaseEvent::Accepted])
}
