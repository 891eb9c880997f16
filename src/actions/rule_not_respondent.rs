//! 非本人认定: the secretary rules that somebody who bears a respondent's name is another person (`domain.md` §10
//! Recusal). From then on they see the case and act in it as their position allows.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions, ruling};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, RuledNotRespondent};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;

const PERSON: Field = Field::required("person", "认定不是被投诉人的人员", FieldKind::Person(None));
const REASON: Field =
    Field::required("reason", "认定理由", FieldKind::Prose).hint("如：同名不同人，另有其人");

/// The row of this act.
pub static ACT: Act = Act {
    code: "rule_not_respondent",
    who: &[Who::DisciplineSecretary, Who::CommissionOperator],
    questions: Questions {
        title: "非本人认定",
        summary: "镇纪委书记认定某人只是与被投诉人同名，本件不再回避；专人可代录书面意见",
        fields: &[PERSON, REASON, ruling::RULING, ruling::RULED_ON, ruling::RULING_NO],
        confirm: Some("认定后此人在本件中照岗位办理和审签；回避期间的办理和文稿对其仍不显示"),
    },
    example: r#"{"person":"新建村承办人","reason":"同名，另有其人。"}"#,
    on: On::Case(CaseAct::at(Stage::ALL, decide)),
};

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let person = answers.person(&PERSON, context.org)?.ok_or_else(|| PERSON.missing())?;
    let reason = answers.need_text(&REASON)?;
    if !case.is_about(person, context.org) {
        return Err(
            PERSON.refuses(RefusalCode::NothingToDo, format!("{}在本件中没有回避，不用认定。", person.name))
        );
    }
    // The secretary's reason is the ruling; on paper the operator copies its words.
    let is_secretary = case.secretaries(context.org).iter().any(|secretary| secretary.id == context.actor.id);
    let text = match answers.text(ruling::RULING.name) {
        Some(text) => text,
        None if is_secretary => reason.clone(),
        None => return Err(ruling::RULING.missing()),
    };
    let ruling = ruling::given(text, case, answers, context)?;
    ruling::check_answers(&ruling, "登记被投诉人", case.recusal.known_on)?;
    let reason = Sealable::new(reason);
    Ok(vec![CaseEvent::RuledNotRespondent(RuledNotRespondent { person: person.id, reason, ruling })])
}

#[cfg(test)]
mod tests;
