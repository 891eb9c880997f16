//! 并案: a repeated complaint goes on in one leading case, whose reply it gets (`domain.md` §2 Merge).

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

const INTO: Field =
    Field::required("into", "并入哪一件", FieldKind::Case).hint("主办件的编号；主办件答复时本件同时答复");

/// The row of this action.
pub const ACTION: Action = Action {
    code: "merge",
    key: 'm',
    label: "并案",
    summary: "重复投诉并入一件主办件，一并办理、一并答复",
    who: &[Who::CommissionOperator],
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
    fields: &[INTO],
    confirm: Some("并案后本件不再单独办理，随主办件答复；可以取消并案"),
    batch: true,
    example: r#"{"into":"2026-0001"}"#,
    ready,
    prefill: super::empty_form,
    decide,
};

fn ready(case: &Case, _: &Context<'_>) -> Result<(), Refusal> {
    check_leads_none(case)
}

/// A case in which others go on must stay: their complainants wait for its reply.
pub(super) fn check_leads_none(case: &Case) -> Result<(), Refusal> {
    match case.joined.first() {
        None => Ok(()),
        Some((_, joined)) => Err(Refusal::new(
            RefusalCode::WrongStage,
            format!("已有{joined}等并入本件，本件是主办件；请先取消那些并案。"),
        )),
    }
}

fn decide(case: &Case, _: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let Some(leading) = context.other else { return Err(Refusal::missing(INTO.label)) };
    if leading.id == case.id {
        return Err(Refusal::invalid(INTO.label, "填的是本件自己，请填主办件的编号。"));
    }
    if let Some((_, further)) = &leading.merged_into {
        return Err(Refusal::invalid(
            INTO.label,
            &format!("填的{}自己已并入{further}，请填{further}。", leading.case_no),
        ));
    }
    if leading.stage.is_final() {
        return Err(Refusal::invalid(
            INTO.label,
            &format!("填的{}已经结束（{}），不能再并入。", leading.case_no, leading.stage.waiting_for()),
        ));
    }
    let mut events = case.void_open_documents("已并案");
    events.push(CaseEvent::Merged { leading: leading.id, leading_no: leading.case_no.clone() });
    events.extend(case.stop_clocks(context.today()));
    // What went out already is this complainant's reply too.
    events.extend(leading.delivered().map(|delivery| CaseEvent::LeadingReplied {
        leading_no: leading.case_no.clone(),
        method: delivery.method,
        delivered_at: delivery.delivered_at,
        text: Sealable::new(delivery.text.text()),
    }));
    Ok(events)
}
