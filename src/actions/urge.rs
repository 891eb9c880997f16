//! 催办: reminds whoever keeps the case waiting, the signer or the unit, and records it.

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

const TEXT: Field = Field::required("text", "催办内容", FieldKind::Prose);

/// The row of this action.
pub const ACTION: Action = Action {
    code: "urge",
    key: 'w',
    label: "催办",
    summary: "催促正在等待的审签人或承办单位，催办计入经过",
    who: &[Who::CommissionOperator, Who::PartyOperator, Who::DisciplineSecretary],
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
    fields: &[TEXT],
    confirm: None,
    batch: true,
    example: r#"{"text":"请抓紧核实，明日到期。"}"#,
    ready,
    prefill,
    decide,
};

fn ready(case: &Case, _: &Context<'_>) -> Result<(), Refusal> {
    if case.open_step().is_some() || case.transferred_on.is_some() {
        return Ok(());
    }
    Err(Refusal::new(RefusalCode::NothingToDo, "本件还在镇纪委手里，没有可催办的单位或审签人；请直接办理。"))
}

/// Opens with a sentence that says what is due and when.
fn prefill(case: &Case, context: &Context<'_>) -> Answers {
    let due = case.running_clock().map_or(String::new(), |clock| format!("，{}到期", clock.due_on));
    let text = if let Some((document, _, step)) = case.open_step() {
        format!(
            "{}：{}的{}正等您审签{due}，请抓紧。",
            context.org.person_name(step.person),
            case.case_no,
            crate::domain::code::Coded::label(document.kind)
        )
    } else {
        let unit = case.unit.map_or("承办单位", |unit| context.org.unit_name(unit));
        format!("{unit}：{}{}{due}，请抓紧办理。", case.case_no, case.stage.waiting_for())
    };
    Answers::none().with(TEXT.name, text)
}

fn decide(case: &Case, answers: &Answers, _: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let text = Sealable::new(answers.need_text(&TEXT)?);
    let person = case.open_step().map(|(_, _, step)| step.person);
    let unit = case.unit.filter(|_| person.is_none());
    Ok(vec![CaseEvent::Urged { text, unit, person }])
}
