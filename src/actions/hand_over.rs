//! 岗位交接: lists what a post holds, so that whoever leaves it and whoever takes it on can sign for it.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, On, Questions, TownAct};
use crate::domain::context::{Brought, Context};
use crate::domain::document::hash::text_hash;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::town::event::{HandOverListed, TownEvent};
use crate::domain::words::Position;

const FROM: Field = Field::required("from", "移交人", FieldKind::Person(None));
const TO: Field = Field::required("to", "接收人", FieldKind::Person(None));

/// The row of this act.
pub static ACT: Act = Act {
    code: "hand_over",
    who: &[Who::Administrator, Who::CommissionOperator, Who::Reader],
    questions: Questions {
        title: "岗位交接",
        summary: "列出移交人岗位上的待办，由移交人和接收人签字；岗位和登录名的变动另行提议",
        fields: &[FROM, TO],
        confirm: None,
    },
    example: r#"{"from":"陈静","to":"刘洋"}"#,
    on: On::Town(TownAct::by(decide).told_first().listing(&FROM)),
};

fn decide(answers: &Answers, context: &Context<'_>) -> Result<Vec<TownEvent>, Refusal> {
    let from = answers.person(&FROM, context.org)?.ok_or_else(|| FROM.missing())?;
    let to = answers.person(&TO, context.org)?.ok_or_else(|| TO.missing())?;
    if from.id == to.id {
        return Err(TO.invalid("和移交人是同一个人，请选别人。"));
    }
    let actor = context.actor;
    let is_office = [Position::Administrator, Position::CommissionOperator].iter().any(|it| actor.holds(*it));
    if actor.id != from.id && !is_office {
        return Err(Refusal::new(
            RefusalCode::NotPermitted,
            format!("{}的岗位清单由本人、系统管理员或镇纪委专人列出，您不能办理。", from.name),
        ));
    }
    let Some(Brought::Post(post)) = context.brought else { return Err(FROM.missing()) };
    let (to_sign, handled, waiting) = post.counts();
    let sheet = text_hash(&post.lines(context.org).join("\n"));
    Ok(vec![HandOverListed { from: from.id, to: to.id, to_sign, handled, waiting, sheet }.into()])
}
