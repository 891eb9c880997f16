//! 申请延期: asks for more days, level by level; before the limit ends, at most as long as the first limit, twice
//! without special circumstances (N§三(二)3).

use super::Action;
use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::{self, Who};
use crate::domain::case::Case;
use crate::domain::chain::EXTENSIONS_WITHOUT_CIRCUMSTANCES;
use crate::domain::clock::Clock;
use crate::domain::context::Context;
use crate::domain::drafting;
use crate::domain::event::{CaseEvent, Terms};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::stage::Stage;
use crate::domain::words::{ClockKind, DocumentKind};

const DAYS: Field = Field::required("days", "延长工作日数", FieldKind::Count).hint("不得超过首次办理时限");
const REASON: Field = Field::required("reason", "延期理由", FieldKind::Prose);
const SPECIAL: Field =
    Field::optional("special", "有特殊情况", FieldKind::Flag).hint("第三次起须有特殊情况，并报镇主要领导");

/// The row of this action.
pub const ACTION: Action = Action {
    code: "extend",
    key: 'e',
    label: "申请延期",
    summary: "到期前申请延长办理时限，写好后“送审”；审签期间时限照走",
    who: &[Who::UnitHandler],
    stages: &[
        Stage::Transfer,
        Stage::Handling,
        Stage::Drafting,
        Stage::Review,
        Stage::Reply,
        Stage::Evaluation,
    ],
    fields: &[DAYS, REASON, SPECIAL, permission::ON_BEHALF_OF],
    confirm: None,
    batch: false,
    example: r#"{"days":5,"reason":"需调取区级部门档案。"}"#,
    ready,
    prefill: super::empty_form,
    decide,
};

fn running(case: &Case) -> Result<&Clock, Refusal> {
    case.clock(ClockKind::Handling)
        .filter(|clock| clock.is_running())
        .ok_or_else(|| Refusal::new(RefusalCode::WrongStage, "办理时限没有在走，不需要延期。"))
}

fn ready(case: &Case, context: &Context<'_>) -> Result<(), Refusal> {
    let clock = running(case)?;
    if case.open_steps().any(|(document, _, _)| document.kind == DocumentKind::Extension) {
        return Err(Refusal::new(
            RefusalCode::AlreadySubmitted,
            "已有延期申请在审签中，请等审签结果或先“撤回送审”。",
        ));
    }
    if context.settings.limit_day(context.now) > clock.due_on {
        return Err(Refusal::new(
            RefusalCode::OutOfTime,
            format!("办理时限已于{}到期，延期须在到期前申请。", clock.due_on),
        ));
    }
    Ok(())
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let clock = running(case)?;
    let days = answers.count(&DAYS)?.ok_or_else(|| Refusal::missing(DAYS.label))?;
    let first_limit = clock.limit;
    if days == 0 || days > first_limit {
        return Err(Refusal::invalid(
            DAYS.label,
            &format!("填了{days}，须是1到{first_limit}（不得超过首次办理时限）。"),
        ));
    }
    let special = answers.flag(&SPECIAL)?;
    let number = clock.extensions + 1;
    if number > EXTENSIONS_WITHOUT_CIRCUMSTANCES && !special {
        return Err(Refusal::new(
            RefusalCode::Incomplete,
            format!(
                "已延期{}次；无特殊情况不得超过两次，确有特殊情况请把“{}”填“是”并写明。",
                clock.extensions, SPECIAL.label
            ),
        ));
    }
    let reason = answers.need_text(&REASON)?;
    let due_on = clock.extended(days, context.calendar).due_on;
    let circumstances = if special { "（有特殊情况）" } else { "" };
    let text = format!(
        "第{number}次申请延期{days}个工作日{circumstances}，办理时限由{}延至{due_on}。理由：{reason}",
        clock.due_on
    );
    drafting::draft_with(case, DocumentKind::Extension, text, Some(Terms::Extension { days, special }), None)
}
