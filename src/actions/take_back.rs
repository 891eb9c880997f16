//! 收回改办: a case that went the wrong way is taken back from its unit by ruling of the discipline secretary and is
//! assessed anew (`domain.md` §10 A wrong turn found late).

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions, ruling};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::context::Context;
use crate::domain::document::Document;
use crate::domain::event::{CaseEvent, ClockCancelled, ClockStarted, TakenBack, drafting};
use crate::domain::ids::UnitId;
use crate::domain::limit::clock::Clock;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;
use crate::domain::time::Date;
use crate::domain::words::{ClockKind, Verdict};

const REASON: Field = Field::required("reason", "收回改办的理由", FieldKind::Prose)
    .hint("写明为什么原来的途径或单位不对，如核实中发现腐败和作风问题");

/// The row of this act.
pub static ACT: Act = Act {
    code: "take_back",
    who: &[Who::CommissionOperator],
    questions: Questions {
        title: "收回改办",
        summary: "转错途径或单位的，经镇纪委书记裁定从承办单位收回，重新研判、转办",
        fields: &[REASON, ruling::REQUIRED, ruling::RULED_ON, ruling::RULING_NO],
        confirm: Some("收回后承办单位不再看到本件，在办文书作废，须在时限内重新研判、转办"),
    },
    example: r#"{"reason":"核实中发现涉嫌侵占集体资金，应由镇纪委办理。","ruling":"同意收回，改由镇纪委办理。","ruled_on":"2026-11-17"}"#,
    on: On::Case(
        CaseAct::at(
            &[Stage::Transfer, Stage::Handling, Stage::Drafting, Stage::Review, Stage::Reply],
            decide,
        )
        .ready(ready)
        .instead("请重新“研判”后再“转办”"),
    ),
};

/// The unit that has the case, and since when.
fn holder(case: &Case) -> Result<(UnitId, Date), Refusal> {
    case.unit
        .zip(case.transferred_on)
        .ok_or_else(|| Refusal::new(RefusalCode::WrongStage, "本件不在承办单位，不用收回；请直接做“研判”。"))
}

fn ready(case: &Case, _: &Context<'_>) -> Result<(), Refusal> {
    holder(case)?;
    match case.delivered() {
        None => Ok(()),
        Some(_) => Err(Refusal::new(
            RefusalCode::WrongStage,
            "本轮答复已送达投诉人，不能收回改办；投诉人不满意的可“退回重办”，之后再收回。",
        )),
    }
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let (unit, received_on) = holder(case)?;
    let reason = Sealable::new(answers.need_text(&REASON)?);
    let text = answers.need_text(&ruling::REQUIRED)?;
    let ruling = ruling::given(text, case, answers, context)?;
    if ruling.ruled_on < received_on {
        return Err(ruling::RULED_ON.refuses(
            RefusalCode::OutOfTime,
            format!("书记裁定日期{}早于承办单位收件日{received_on}，请核对。", ruling.ruled_on),
        ));
    }
    let today = context.today();
    let clock = Clock::transfer_again(case.turn + 1, case.round, today, context.settings, context.calendar);
    let days_used = context.calendar.working_days_between(received_on, today).max(0).unsigned_abs();
    let mut events = void_documents(case);
    events.push(TakenBack { unit, reason, ruling, days_used, transfer_by: clock.due_on }.into());
    events.extend(end_handling(case, context));
    events.push(ClockStarted { clock }.into());
    Ok(events)
}

/// Everything still on its way was written for the unit that loses the case. A signed clue has gone to the district
/// and stays.
fn void_documents(case: &Case) -> Vec<CaseEvent> {
    let on_its_way = |document: &&Document| document.is_live() && !document.is_signed_clue();
    let documents = case.documents.iter().filter(on_its_way);
    documents.map(|document| drafting::void(document, "已收回改办")).collect()
}

/// The handling limit of the unit: late when its due day is past, else it counts for nobody.
fn end_handling(case: &Case, context: &Context<'_>) -> Option<CaseEvent> {
    let clock = case.clock(ClockKind::Handling).filter(|clock| clock.is_running())?;
    if clock.verdict_on(context.settings.limit_day(context.now)) == Verdict::Late {
        return case.stop_clock(ClockKind::Handling, context.today());
    }
    Some(ClockCancelled { clock: ClockKind::Handling, round: clock.round }.into())
}

#[cfg(test)]
mod tests;
