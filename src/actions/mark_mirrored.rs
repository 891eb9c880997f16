//! 平台同步: ticks a step as done on the provincial platform too, where the official record is (ours).

use super::Action;
use super::answers::Answers;
use super::field::{Field, FieldKind, words};
use super::permission::Who;
use crate::domain::case::Case;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::event::CaseEvent;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::stage::Stage;
use crate::domain::words::MirrorStep;

const STEP: Field = Field::required("step", "已在平台办理的环节", FieldKind::Choice(words::<MirrorStep>));
const AT: Field = Field::optional("at", "平台办理时间", FieldKind::Moment).hint("不填即现在");

/// The row of this action.
pub const ACTION: Action = Action {
    code: "mark_mirrored",
    key: 'l',
    label: "平台同步",
    summary: "登记受理、转办、答复、办结已在省平台上同步办理",
    who: &[Who::CommissionOperator],
    stages: Stage::ALL,
    fields: &[STEP, AT],
    confirm: None,
    batch: true,
    example: r#"{"step":"acceptance"}"#,
    ready,
    prefill,
    decide,
};

fn ready(case: &Case, _: &Context<'_>) -> Result<(), Refusal> {
    if case.platform_no.is_none() {
        return Err(Refusal::new(RefusalCode::NothingToDo, "本件没有平台编号，不需要平台同步。"));
    }
    match case.unmirrored() {
        Some(_) => Ok(()),
        None => Err(Refusal::new(RefusalCode::NothingToDo, "到目前为止的环节都已在平台同步。")),
    }
}

fn prefill(case: &Case, _: &Context<'_>) -> Answers {
    Answers::none().with(STEP.name, case.unmirrored().map_or("", |step| step.code()))
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let step: MirrorStep = answers.need_word(&STEP)?;
    if !case.steps_to_mirror().contains(&step) {
        return Err(Refusal::new(
            RefusalCode::WrongStage,
            format!("本件还没有{}，不能登记为已在平台办理。", step.label()),
        ));
    }
    if case.mirrored.iter().any(|(mirrored, _)| *mirrored == step) {
        return Err(Refusal::new(RefusalCode::NothingToDo, format!("“{}”已登记过平台同步。", step.label())));
    }
    let mirrored_at = answers.moment(&AT)?.unwrap_or(context.now);
    if mirrored_at > context.now || mirrored_at < case.complained_at {
        return Err(Refusal::new(
            RefusalCode::OutOfTime,
            format!("平台办理时间{}须在投诉之后、现在之前，请核对。", mirrored_at.minute()),
        ));
    }
    Ok(vec![CaseEvent::Mirrored { step, mirrored_at }])
}
