//! 退件: the unit does not take the case; within one working day of receipt, with a coded reason (`domain.md` §2).

use super::answers::Answers;
use super::field::{Field, FieldKind, words};
use super::permission::{self, Who};
use super::{Action, ruling};
use crate::domain::case::Case;
use crate::domain::context::Context;
use crate::domain::event::CaseEvent;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;
use crate::domain::stage::Stage;
use crate::domain::words::{ClockKind, SendBackReason};

const REASON: Field = Field::required("reason", "退件原因", FieldKind::Choice(words::<SendBackReason>));
const NOTE: Field = Field::required("note", "退件说明", FieldKind::Prose).hint("说明应由谁办、缺什么材料");

/// The row of this action.
pub const ACTION: Action = Action {
    code: "send_back",
    key: 'j',
    label: "退件",
    summary: "承办单位收件后一个工作日内退回受理环节，办理时限作废，受理转办时限接着走",
    who: &[Who::UnitHandler, Who::DisciplineSecretary],
    stages: &[Stage::Transfer, Stage::Handling],
    fields: &[REASON, NOTE, permission::ON_BEHALF_OF, ruling::RULING, ruling::RULED_ON],
    confirm: Some("退件后回到受理环节，由镇纪委专人重新转办"),
    batch: false,
    example: r#"{"reason":"not_ours","note":"该事项由社会事务办负责。"}"#,
    ready,
    prefill: super::empty_form,
    decide,
};

fn ready(case: &Case, context: &Context<'_>) -> Result<(), Refusal> {
    let Some(received_on) = case.transferred_on else {
        return Err(Refusal::new(RefusalCode::WrongStage, "本件没有收件日期，不能退件。"));
    };
    let within = context.settings.send_back_within_working_days;
    let last_day = context.calendar.add_working_days(received_on, within).on;
    if context.today() > last_day {
        return Err(Refusal::new(
            RefusalCode::OutOfTime,
            format!(
                "退件须在收件后{within}个工作日内（{last_day}前），已过期；请继续办理，或与镇纪委专人联系。"
            ),
        ));
    }
    Ok(())
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let reason: SendBackReason = answers.need_word(&REASON)?;
    let note = Sealable::new(answers.need_text(&NOTE)?);
    let ruling = ruling::read(case, answers, context)?;
    let count = case.send_backs + 1;
    if count >= context.settings.send_back_ruling_from && ruling.is_none() {
        return Err(Refusal::new(
            RefusalCode::MissingSignature,
            format!(
                "这是第{count}次退件，须由镇纪委书记裁定：请书记本人退件，或由专人代录，填“{}”。",
                ruling::RULING.label
            ),
        ));
    }
    let mut events = vec![CaseEvent::SentBack { reason, note, ruling }];
    if let Some(clock) = case.clock(ClockKind::Handling).filter(|clock| clock.is_running()) {
        events.push(CaseEvent::ClockCancelled { clock: ClockKind::Handling, round: clock.round });
    }
    if let Some(clock) = case.clock(ClockKind::Triage).filter(|clock| !clock.is_running()) {
        events.push(CaseEvent::ClockResumed { clock: ClockKind::Triage, round: clock.round });
    }
    Ok(events)
}
