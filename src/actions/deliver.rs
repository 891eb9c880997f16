//! 答复: the signed reply goes out to the complainant; its text is frozen as sent (N§三(二)2, Annex 4).

use super::Action;
use super::answers::Answers;
use super::field::{Field, FieldKind, words};
use super::permission::Who;
use super::warnings;
use crate::domain::case::Case;
use crate::domain::context::Context;
use crate::domain::event::CaseEvent;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;
use crate::domain::settings::HandlingStop;
use crate::domain::stage::Stage;
use crate::domain::text_check;
use crate::domain::words::{ClockKind, DeliveryMethod, DocumentKind};

const METHOD: Field = Field::required("method", "答复方式", FieldKind::Choice(words::<DeliveryMethod>));
const AT: Field =
    Field::optional("at", "答复时间", FieldKind::Moment).hint("不填即现在；不得早于审签完成，不得晚于现在");

/// The row of this action.
pub const ACTION: Action = Action {
    code: "deliver",
    key: 'a',
    label: "答复",
    summary: "把审签过的答复意见送达投诉人，并入本件的投诉同时答复",
    who: &[Who::CommissionOperator],
    stages: &[Stage::Reply],
    fields: &[METHOD, AT, warnings::CONFIRMED],
    confirm: Some("答复送达后文本定稿，不能再改"),
    batch: false,
    example: r#"{"method":"phone"}"#,
    ready,
    prefill: super::empty_form,
    decide,
};

fn ready(case: &Case, _: &Context<'_>) -> Result<(), Refusal> {
    if case.approved(DocumentKind::Reply).is_some() {
        return Ok(());
    }
    Err(Refusal::new(RefusalCode::MissingSignature, "答复意见还没有审签完，不能答复投诉人。"))
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    ready(case, context)?;
    let Some(reply) = case.approved(DocumentKind::Reply) else { return Ok(Vec::new()) };
    let method = answers.need_word(&METHOD)?;
    let delivered_at = answers.moment(&AT)?.unwrap_or(context.now);
    if delivered_at > context.now {
        return Err(Refusal::new(
            RefusalCode::OutOfTime,
            format!("答复时间{}在现在之后，请核对。", delivered_at.minute()),
        ));
    }
    let signed_on =
        reply.steps.iter().filter_map(|step| step.signature.as_ref()).map(|given| given.signed_on).max();
    if signed_on.is_some_and(|signed_on| delivered_at.date() < signed_on) {
        return Err(Refusal::new(
            RefusalCode::OutOfTime,
            format!("答复时间{}早于最后一位领导审签，请核对。", delivered_at.minute()),
        ));
    }
    warnings::check(&text_check::reply(case, reply), answers)?;
    let text = Sealable::new(reply.text.text());
    let mut events = vec![CaseEvent::Delivered { method, delivered_at, version: reply.version, text }];
    match context.settings.handling_clock_stops_at {
        HandlingStop::Reply => events.extend(case.stop_clock(ClockKind::Handling, context.today())),
        HandlingStop::Closure => {}
    }
    Ok(events)
}
