//! 指定代行: somebody does a position's acts in one case, because everybody who holds it is concerned or nobody does
//! (`domain.md` §10 Recusal).

use super::answers::Answers;
use super::field::{Field, FieldKind, words};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions, ruling};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::event::{Appointed, CaseEvent};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::town::org::Person;
use crate::domain::words::Position;

const POSITION: Field = Field::required("position", "代行的岗位", FieldKind::Choice(words::<Position>));
const PERSON: Field = Field::required("person", "代行人", FieldKind::Person(None)).hint("须不是被投诉人");

/// The row of this act.
pub static ACT: Act = Act {
    code: "appoint",
    who: &[Who::DisciplineSecretary, Who::CommissionOperator, Who::PartyOperator],
    questions: Questions {
        title: "指定代行",
        summary: "某岗位的人员都要回避或岗位空缺时，由镇纪委书记指定本件由谁代行；专人可代录书面意见",
        fields: &[POSITION, PERSON, ruling::RULING, ruling::RULED_ON, ruling::RULING_NO],
        confirm: None,
    },
    example: r#"{"position":"commission_operator","person":"刘洋"}"#,
    on: On::Case(CaseAct::at(Stage::ALL, decide)),
};

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let position: Position = answers.need_word(&POSITION)?;
    let person = answers.person(&PERSON, context.org)?.ok_or_else(|| PERSON.missing())?;
    check_position(case, position, context)?;
    if case.is_about(person, context.org) {
        return Err(PERSON
            .refuses(RefusalCode::Recused, format!("{}是被投诉人，需要回避，请另指定一位。", person.name)));
    }
    if !works_with_cases(person) {
        return Err(PERSON.refuses(
            RefusalCode::InvalidValue,
            format!("{}没有办理或审签投诉件的岗位，请另指定一位，或请系统管理员先登记岗位。", person.name),
        ));
    }
    // The secretary decides under their own login; whoever else records it has it on paper.
    let is_secretary = case.secretaries(context.org).iter().any(|secretary| secretary.id == context.actor.id);
    let ruling = match ruling::read(case, answers, context)? {
        None if !is_secretary => return Err(ruling::RULING.missing()),
        ruling => ruling,
    };
    if let Some(ruling) = ruling.as_ref().filter(|_| case.is_recused(position, context.org)) {
        ruling::check_answers(ruling, "登记被投诉人", case.recusal.known_on)?;
    }
    Ok(vec![CaseEvent::Appointed(Appointed { position, person: person.id, ruling })])
}

/// Whoever is appointed knows the work and sees cases anyway: no auditor and no administrator by that alone.
fn works_with_cases(person: &Person) -> bool {
    [
        Position::CommissionOperator,
        Position::PartyOperator,
        Position::Handler,
        Position::DisciplineSecretary,
        Position::PrincipalLeader,
        Position::LeaderInCharge,
        Position::ContactLeader,
    ]
    .iter()
    .any(|position| person.holds(*position))
}

/// Only where nobody is left: otherwise whoever holds the position does its acts.
fn check_position(case: &Case, position: Position, context: &Context<'_>) -> Result<(), Refusal> {
    match position {
        Position::Auditor | Position::Administrator => {
            return Err(POSITION.invalid("不办理投诉件，不用指定代行。"));
        }
        Position::Handler | Position::LeaderInCharge | Position::ContactLeader if case.unit.is_none() => {
            return Err(POSITION.refuses(
                RefusalCode::NotAssessed,
                format!("还没有确定承办单位，谈不上谁是{}；请先研判。", position.label()),
            ));
        }
        Position::CommissionOperator
        | Position::PartyOperator
        | Position::Handler
        | Position::DisciplineSecretary
        | Position::PrincipalLeader
        | Position::LeaderInCharge
        | Position::ContactLeader => {}
    }
    let mut free = case.holders(position, context.org);
    match free.next() {
        None => Ok(()),
        Some(holder) => Err(POSITION.refuses(
            RefusalCode::NothingToDo,
            format!("本件的{}由{}办理，不用指定代行。", position.label(), holder.name),
        )),
    }
}
