//! 定岗: who holds a position, or leads, contacts or handles a unit (`domain.md` §1).

use super::answers::Answers;
use super::field::{Field, FieldKind, words};
use super::organisation::changed_to;
use super::permission::Who;
use super::{Act, On, Questions, TownAct};
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::ids::UnitId;
use crate::domain::refusal::Refusal;
use crate::domain::town::event::TownEvent;
use crate::domain::town::org::Org;
use crate::domain::town::roster;
use crate::domain::words::{Position, UnitKind};

const POSITION: Field = Field::required("position", "岗位", FieldKind::Choice(words::<Position>));
const UNIT: Field = Field::optional("unit", "单位", FieldKind::Unit(&[UnitKind::Section, UnitKind::Village]))
    .needed("承办人、分管领导、联系领导须填");
const PEOPLE: Field = Field::optional("people", "由谁担任", FieldKind::Line)
    .hint("姓名，能登录的后面空一格写登录名；几个人之间用顿号“、”；空着即空缺");

/// The row of this act.
pub static ACT: Act = Act {
    code: "fill_post",
    who: &[Who::Administrator],
    questions: Questions {
        title: "定岗",
        summary: "一个岗位由谁担任：填的人就是全部任职的人，没有登记过的随之登记",
        fields: &[POSITION, UNIT, PEOPLE],
        confirm: None,
    },
    example: r#"{"position":"contact_leader","unit":"大堰村","people":"赵强、苏文"}"#,
    on: On::Town(TownAct::by(decide)),
};

/// The answers that give a post to these people.
#[must_use]
pub fn answers(position: Position, unit: Option<&str>, people: &str) -> Answers {
    Answers::none()
        .with(POSITION.name, position.code())
        .with(UNIT.name, unit.unwrap_or_default())
        .with(PEOPLE.name, people)
}

/// Who holds a post, as the act takes it.
#[must_use]
pub fn holders(position: Position, unit: Option<UnitId>, org: &Org) -> String {
    let named = org.holders(position, unit).map(|person| match &person.login {
        Some(login) => format!("{} {login}", person.name),
        None => person.name.clone(),
    });
    named.collect::<Vec<_>>().join("、")
}

fn decide(answers: &Answers, context: &Context<'_>) -> Result<Vec<TownEvent>, Refusal> {
    let position: Position = answers.need_word(&POSITION)?;
    let of_unit = match position {
        Position::LeaderInCharge => Some(&[UnitKind::Section][..]),
        Position::ContactLeader => Some(&[UnitKind::Village][..]),
        Position::Handler => Some(&[UnitKind::Section, UnitKind::Village][..]),
        Position::CommissionOperator
        | Position::PartyOperator
        | Position::DisciplineSecretary
        | Position::PrincipalLeader
        | Position::Auditor
        | Position::Administrator => None,
    };
    let unit = answers.unit(&UNIT, context.org)?;
    match (of_unit, unit) {
        (Some(_), None) => return Err(UNIT.missing()),
        (None, Some(_)) => {
            return Err(UNIT.invalid(&format!("不用填：{}不分单位。", position.label())));
        }
        (Some(kinds), Some(unit)) if !kinds.contains(&unit.kind) => {
            let (label, kind) = (position.label(), unit.kind.label());
            return Err(UNIT.invalid(&format!("不对：{}是{kind}，没有{label}。", unit.name)));
        }
        (Some(_), Some(_)) | (None, None) => {}
    }
    let people = answers.text(PEOPLE.name).unwrap_or_default();
    let wanted = roster::with_holders(context.org, position, unit.map(|unit| unit.id), &people)
        .map_err(|why| PEOPLE.invalid(&format!("不行，{why}。")))?;
    changed_to(&wanted, &[], context)
}
