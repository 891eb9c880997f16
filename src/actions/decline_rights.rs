//! 不确认岗位变动: a leader declines what was proposed, or the administrator withdraws it (`domain.md` §1).

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, On, Questions, TownAct};
use crate::domain::context::Context;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::town::event::{RightsDeclined, TownEvent};
use crate::domain::town::rights;
use crate::domain::words::Position;

const PERSON: Field = Field::required("person", "人员", FieldKind::Line).hint("姓名或登录名");
const REASON: Field = Field::required("reason", "理由", FieldKind::Prose);

/// The row of this act.
pub static ACT: Act = Act {
    code: "decline_rights",
    who: &[Who::DisciplineSecretary, Who::PrincipalLeader, Who::Administrator],
    questions: Questions {
        title: "不确认岗位变动",
        summary: "提议的岗位和登录名变动不生效；系统管理员可以撤回自己的提议",
        fields: &[PERSON, REASON],
        confirm: None,
    },
    example: r#"{"person":"刘洋","reason":"岗位分工没有调整"}"#,
    on: On::Town(TownAct::by(decide)),
};

fn decide(answers: &Answers, context: &Context<'_>) -> Result<Vec<TownEvent>, Refusal> {
    let name = answers.need_text(&PERSON)?;
    let reason = answers.need_text(&REASON)?;
    let people = context.org.waiting.proposals.iter();
    let mut meant = people.filter_map(|(id, proposal)| {
        let person = context.org.person(*id)?;
        let logins = [&person.login, &proposal.rights.login];
        let is_meant = person.name == name || logins.into_iter().any(|login| login.as_ref() == Some(&name));
        is_meant.then_some((person, proposal))
    });
    let nobody =
        || PERSON.refuses(RefusalCode::NothingToDo, format!("没有等确认的“{name}”的岗位和登录名变动。"));
    let (person, proposal) = meant.next().ok_or_else(nobody)?;
    if meant.next().is_some() {
        return Err(PERSON.invalid(&format!("有多位“{name}”，请填登录名。")));
    }
    if !context.actor.holds(Position::Administrator) {
        rights::may_confirm(context.org, context.actor, person, &proposal.rights)?;
    }
    Ok(vec![RightsDeclined { person: person.id, reason }.into()])
}

#[cfg(test)]
mod tests {
    use crate::actions::rights_bench::RightsBench;
    use crate::domain::fixtures::{ADMINISTRATOR, PARTY_OPERATOR, PRINCIPAL, SECRETARY};

    #[test]
    fn what_is_declined_or_withdrawn_never_takes_effect() {
        for actor in [SECRETARY, ADMINISTRATOR] {
            let mut bench = RightsBench::at_work();
            let change = [("person", PARTY_OPERATOR), ("login", "ly")];
            bench.did("propose_rights", ADMINISTRATOR, &change);
            let no = [("person", PARTY_OPERATOR), ("reason", "没有调整")];
            assert!(bench.perform("decline_rights", PRINCIPAL, &no).is_err());
            bench.did("decline_rights", actor, &no);
            assert_eq!(bench.person(PARTY_OPERATOR).login.as_deref(), Some("u6"));
            assert!(bench.perform("confirm_rights", SECRETARY, &[]).is_err());
        }
    }
}
