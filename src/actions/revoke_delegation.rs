//! 收回授权代签: from now on the deputy signs nothing more in the leader's name; signatures given stay (`domain.md` §10).

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, On, Questions, TownAct};
use crate::domain::context::Context;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Date;
use crate::domain::town::delegation;
use crate::domain::town::event::{DelegationRevoked, TownEvent};
use crate::domain::words::Position;

const LEADER: Field = Field::required("leader", "授权的领导", FieldKind::Person(None));
const FROM: Field = Field::required("from", "代签起日", FieldKind::Date).hint("要收回的那一次授权从哪天起");

/// The row of this act.
pub static ACT: Act = Act {
    code: "revoke_delegation",
    who: &[Who::Leader, Who::Administrator, Who::CommissionOperator],
    questions: Questions {
        title: "收回授权代签",
        summary: "提前收回授权，代签人随即不能再代签；已经代签的照旧有效",
        fields: &[LEADER, FROM],
        confirm: None,
    },
    example: r#"{"leader":"余忠涛","from":"2026-11-23"}"#,
    on: On::Town(TownAct::by(decide).prefill(prefill)),
};

/// The answers that take back what this leader gave from this day on.
#[must_use]
pub fn answers(leader: &str, from: Date) -> Answers {
    Answers::none().with(LEADER.name, leader).with(FROM.name, from.to_string())
}

/// Opens on the actor's own delegation.
fn prefill(context: &Context<'_>) -> Answers {
    let own = |given: &&crate::domain::town::org::Delegation| {
        given.leader == context.actor.id && given.revoked_on.is_none() && context.today() <= given.until
    };
    match context.org.delegations.iter().find(own) {
        Some(given) => Answers::none()
            .with(LEADER.name, context.actor.login.as_deref().unwrap_or(&context.actor.name))
            .with(FROM.name, given.from.to_string()),
        None => Answers::none(),
    }
}

fn decide(answers: &Answers, context: &Context<'_>) -> Result<Vec<TownEvent>, Refusal> {
    let leader = answers.person(&LEADER, context.org)?.ok_or_else(|| LEADER.missing())?;
    let from = answers.date(&FROM)?.ok_or_else(|| FROM.missing())?;
    let actor = context.actor;
    let may = leader.id == actor.id
        || actor.holds(Position::Administrator)
        || actor.holds(Position::CommissionOperator);
    if !may {
        return Err(Refusal::new(
            RefusalCode::NotPermitted,
            format!("{}的授权由本人、系统管理员或镇纪委专人收回，您不能收回。", leader.name),
        ));
    }
    let revoked_on = context.today();
    let deputies = delegation::revocable(context.org, leader, from, revoked_on)?;
    let revoked = |deputy| DelegationRevoked { leader: leader.id, deputy, from, revoked_on }.into();
    Ok(deputies.into_iter().map(revoked).collect())
}
