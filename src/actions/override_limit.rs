//! 时限变更: another limit that a document of Party or law lays down (N§三(二)3 另有规定的从其规定), signed by the
//! discipline secretary.

use super::Action;
use super::answers::Answers;
use super::field::{Field, FieldKind, words};
use super::permission::Who;
use crate::domain::calendar::LimitUnit;
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::drafting;
use crate::domain::event::{CaseEvent, Terms};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::stage::Stage;
use crate::domain::words::{ClockKind, DocumentKind};

const LIMIT: Field = Field::required("limit", "新时限天数", FieldKind::Count);
const UNIT: Field = Field::required("unit", "按什么天数算", FieldKind::Choice(words::<LimitUnit>));
const BASIS: Field =
    Field::required("basis", "依据", FieldKind::Line).hint("文件名称和条款，如《信访工作条例》第三十四条");

/// The row of this action.
pub const ACTION: Action = Action {
    code: "override_limit",
    key: 'E',
    label: "时限变更",
    summary: "党纪法规另有规定的，按规定改办理时限，写好后“送审”，由镇纪委书记审签",
    who: &[Who::CommissionOperator],
    stages: &[
        Stage::Transfer,
        Stage::Handling,
        Stage::Drafting,
        Stage::Review,
        Stage::Reply,
        Stage::Evaluation,
    ],
    fields: &[LIMIT, UNIT, BASIS],
    confirm: None,
    batch: false,
    example: r#"{"limit":60,"unit":"calendar_days","basis":"《信访工作条例》第三十四条"}"#,
    ready,
    prefill: super::empty_form,
    decide,
};

fn ready(case: &Case, _: &Context<'_>) -> Result<(), Refusal> {
    if case.clock(ClockKind::Handling).is_some_and(crate::domain::clock::Clock::is_running) {
        return Ok(());
    }
    Err(Refusal::new(RefusalCode::WrongStage, "办理时限没有在走，不能变更。"))
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let limit = answers.count(&LIMIT)?.ok_or_else(|| Refusal::missing(LIMIT.label))?;
    if !(1..=365).contains(&limit) {
        return Err(Refusal::invalid(LIMIT.label, &format!("填了{limit}，须是1到365。")));
    }
    let unit: LimitUnit = answers.need_word(&UNIT)?;
    let basis = answers.need_text(&BASIS)?;
    let Some(clock) = case.clock(ClockKind::Handling) else { return Ok(Vec::new()) };
    let due_on = clock.overridden(limit, unit, context.calendar).due_on;
    let text = format!(
        "办理时限由{}个{}改为{limit}个{}，自{}起算，到期日由{}改为{due_on}。依据：{basis}",
        clock.limit,
        clock.unit.label(),
        unit.label(),
        clock.started_on,
        clock.due_on
    );
    let terms = Terms::Override { limit, unit, basis };
    drafting::draft_with(case, DocumentKind::Override, text, Some(terms), None)
}
