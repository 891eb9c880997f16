//! 授权代签: a leader names a deputy for a range of days (`domain.md` §3).

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, On, Questions, TownAct};
use crate::domain::context::Context;
use crate::domain::refusal::Refusal;
use crate::domain::time::Date;
use crate::domain::town::delegation;
use crate::domain::town::event::{Delegated, TownEvent};
use crate::domain::town::org::Person;

const DEPUTY: Field = Field::required("deputy", "代签人", FieldKind::Person(None));
const FROM: Field = Field::required("from", "代签起日", FieldKind::Date);
const UNTIL: Field = Field::required("until", "代签止日", FieldKind::Date).hint("起止两天都算在内");

/// The row of this act.
pub static ACT: Act = Act {
    code: "delegate",
    who: &[Who::Leader],
    questions: Questions {
        title: "授权代签",
        summary: "外出期间由指定的人代为审签，签名栏同时写两人的名字",
        fields: &[DEPUTY, FROM, UNTIL],
        confirm: None,
    },
    example: r#"{"deputy":"王建国","from":"2026-11-23","until":"2026-11-30"}"#,
    on: On::Town(TownAct::by(decide).prefill(prefill)),
};

/// The answers that name this deputy for these days.
#[must_use]
pub fn answers(deputy: &Person, from: Date, until: Date) -> Answers {
    Answers::none()
        .with(DEPUTY.name, deputy.login.as_deref().unwrap_or(&deputy.name))
        .with(FROM.name, from.to_string())
        .with(UNTIL.name, until.to_string())
}

/// The days begin today.
fn prefill(context: &Context<'_>) -> Answers {
    Answers::none().with(FROM.name, context.today().to_string())
}

fn decide(answers: &Answers, context: &Context<'_>) -> Result<Vec<TownEvent>, Refusal> {
    let deputy = answers.person(&DEPUTY, context.org)?.ok_or_else(|| DEPUTY.missing())?.id;
    let from = answers.date(&FROM)?.ok_or_else(|| FROM.missing())?;
    let until = answers.date(&UNTIL)?.ok_or_else(|| UNTIL.missing())?;
    let given = delegation::named(context.org, context.actor, deputy, (from, until), context.today())?;
    Ok(vec![Delegated { leader: given.leader, deputy, from, until }.into()])
}
