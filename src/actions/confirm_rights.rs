//! 确认岗位和登录名: a leader puts what was proposed into force, or confirms what is in force since the town was set up
//! (`domain.md` §1).

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, On, Questions, TownAct};
use crate::domain::context::Context;
use crate::domain::ids::PersonId;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Date;
use crate::domain::town::event::{OrgChanged, RightsConfirmed, TownEvent};
use crate::domain::town::org::Person;
use crate::domain::town::rights::{self, Confirmer, Rights};
use crate::domain::words::Position;

const PERSON: Field = Field::optional("person", "人员", FieldKind::Line)
    .hint("姓名或登录名；不填：等您（或书面确认人）确认的全部人员");
const PAPER_SIGNER: Field = Field::optional("on_paper_signer", "书面确认人（代录）", FieldKind::Person(None))
    .hint("专人或系统管理员代录书面确认时填；本人确认不填");
const PAPER_DATE: Field =
    Field::optional("on_paper_date", "书面确认日期", FieldKind::Date).hint("不得早于提议日，不得晚于今天");
const PAPER_NO: Field = Field::optional("on_paper_no", "区纪委监委文号", FieldKind::Line)
    .hint("镇里没有别人可以确认时，填区纪委监委的文号和日期");

/// The row of this act.
pub static ACT: Act = Act {
    code: "confirm_rights",
    who: &[Who::DisciplineSecretary, Who::PrincipalLeader, Who::Administrator, Who::CommissionOperator],
    questions: Questions {
        title: "确认岗位和登录名",
        summary: "确认后岗位和登录名生效；镇纪委书记本人的由镇主要领导确认，不能确认自己的",
        fields: &[PERSON, PAPER_SIGNER, PAPER_DATE, PAPER_NO],
        confirm: None,
    },
    example: r#"{"person":"刘洋"}"#,
    on: On::Town(TownAct::by(decide).told_first()),
};

/// The answers that confirm what is asked of this person.
#[must_use]
pub fn answers(person: &Person, rights: &Rights) -> Answers {
    let login = rights.login.as_ref().or(person.login.as_ref());
    Answers::none().with(PERSON.name, login.unwrap_or(&person.name))
}

/// How a confirmation was given.
enum Given<'a> {
    /// By the actor, under their own login.
    Here,
    /// By this leader on paper.
    OnPaper(&'a Person, Date),
    /// By the district, under this number.
    ByDistrict(String, Date),
}

fn decide(answers: &Answers, context: &Context<'_>) -> Result<Vec<TownEvent>, Refusal> {
    let given = given(answers, context)?;
    let asked = asked(answers, &given, context)?;
    asked.iter().try_for_each(|(person, _)| may_be_recorded(person, &given, context))?;
    let mut events: Vec<TownEvent> =
        asked.iter().map(|(person, rights)| fact(person, rights, &given, context).into()).collect();
    let confirmed: Vec<(PersonId, Rights)> =
        asked.into_iter().map(|(person, rights)| (person.id, rights)).collect();
    let org = rights::put_into_force(context.org, &confirmed)?;
    if org.people != context.org.people {
        events.push(OrgChanged::to(&org).into());
    }
    Ok(events)
}

fn given<'a>(answers: &Answers, context: &Context<'a>) -> Result<Given<'a>, Refusal> {
    let signer = answers.person(&PAPER_SIGNER, context.org)?;
    let number = answers.text(PAPER_NO.name);
    let day = answers.date(&PAPER_DATE)?;
    let dated = |day: Option<Date>| match day {
        Some(day) if day > context.today() => Err(PAPER_DATE.invalid("还没有到，请核对。")),
        Some(day) => Ok(day),
        None => Err(PAPER_DATE.missing()),
    };
    match (signer, number) {
        (Some(_), Some(_)) => Err(PAPER_NO.invalid("和书面确认人只能填一个。")),
        (Some(signer), None) => Ok(Given::OnPaper(signer, dated(day)?)),
        (None, Some(number)) => Ok(Given::ByDistrict(number, dated(day)?)),
        (None, None) => {
            let leads = [Position::DisciplineSecretary, Position::PrincipalLeader];
            if leads.iter().any(|position| context.actor.holds(*position)) {
                is_confirmed_themselves(context)?;
                Ok(Given::Here)
            } else {
                Err(PAPER_SIGNER.missing())
            }
        }
    }
}

/// Whoever set the town up alone could give themselves a leader's login: so nobody confirms under one that was never
/// confirmed.
fn is_confirmed_themselves(context: &Context<'_>) -> Result<(), Refusal> {
    let actor = context.actor;
    if !context.org.waiting.unconfirmed.contains(&actor.id) {
        return Ok(());
    }
    let by = rights::confirmer(context.org, actor, &Rights::of(actor)).label();
    Err(Refusal::new(
        RefusalCode::NotPermitted,
        format!(
            "您自己的岗位和登录名还没有确认，不能用它确认别人的；请先由{by}书面确认，由镇纪委专人或系统管理员代录。"
        ),
    ))
}

/// Whose rights are confirmed, and which.
fn asked<'a>(
    answers: &Answers,
    given: &Given<'_>,
    context: &Context<'a>,
) -> Result<Vec<(&'a Person, Rights)>, Refusal> {
    let waiting = &context.org.waiting;
    let people = waiting.people();
    let all = people.iter().filter_map(|id| context.org.person(*id));
    let all: Vec<(&Person, Rights)> =
        all.filter_map(|person| Some((person, waiting.asked_of(person)?))).collect();
    let may = |person: &Person, rights: &Rights| match given {
        Given::Here => rights::may_confirm(context.org, context.actor, person, rights),
        Given::OnPaper(signer, _) => rights::may_confirm(context.org, signer, person, rights),
        Given::ByDistrict(..) => match rights::confirmer(context.org, person, rights) {
            Confirmer::District => Ok(()),
            Confirmer::Holder(position) => Err(PAPER_NO.invalid(&format!(
                "不用填：{}的岗位和登录名由{}确认。",
                person.name,
                crate::domain::code::Coded::label(position)
            ))),
        },
    };
    if let Some(name) = answers.text(PERSON.name) {
        let is_meant = |(person, rights): &(&Person, Rights)| {
            person.name == name
                || person.login.as_deref() == Some(&name)
                || rights.login.as_deref() == Some(&name)
        };
        let mut meant = all.into_iter().filter(is_meant);
        let nobody =
            || PERSON.refuses(RefusalCode::NothingToDo, format!("没有等确认的“{name}”的岗位和登录名。"));
        let one = meant.next().ok_or_else(nobody)?;
        if meant.next().is_some() {
            return Err(PERSON.invalid(&format!("有多位“{name}”，请填登录名。")));
        }
        may(one.0, &one.1)?;
        return Ok(vec![one]);
    }
    let theirs: Vec<_> = all.into_iter().filter(|(person, rights)| may(person, rights).is_ok()).collect();
    if theirs.is_empty() {
        let message = "没有等确认的岗位和登录名，或者都不由您（或书面确认人）确认，什么也没有记录。";
        return Err(Refusal::new(RefusalCode::NothingToDo, message));
    }
    Ok(theirs)
}

/// A paper is dated no earlier than what it confirms, and is written down by somebody else than the person it is about,
/// where there is anybody else.
fn may_be_recorded(person: &Person, given: &Given<'_>, context: &Context<'_>) -> Result<(), Refusal> {
    let day = match given {
        Given::Here => return Ok(()),
        Given::OnPaper(_, day) | Given::ByDistrict(_, day) => *day,
    };
    if let Some(proposal) = context.org.waiting.proposals.get(&person.id)
        && day < proposal.proposed_on
    {
        let why = format!("早于{}的提议日{}，请核对。", person.name, proposal.proposed_on);
        return Err(PAPER_DATE.invalid(&why));
    }
    let records = |other: &&Person| {
        other.login.is_some()
            && [Position::CommissionOperator, Position::Administrator].iter().any(|it| other.holds(*it))
    };
    let another = context.org.people.iter().filter(records).find(|other| other.id != person.id);
    match another {
        Some(another) if context.actor.id == person.id => Err(Refusal::new(
            RefusalCode::NotPermitted,
            format!("您自己的岗位和登录名，书面确认请由{}等别人代录。", another.name),
        )),
        Some(_) | None => Ok(()),
    }
}

fn fact(person: &Person, rights: &Rights, given: &Given<'_>, context: &Context<'_>) -> RightsConfirmed {
    let position = match rights::confirmer(context.org, person, rights) {
        Confirmer::Holder(position) => Some(position),
        Confirmer::District => None,
    };
    let (signer, signed_on, on_paper, number) = match given {
        Given::Here => (Some(context.actor.id), context.today(), false, None),
        Given::OnPaper(signer, day) => (Some(signer.id), *day, true, None),
        Given::ByDistrict(number, day) => (None, *day, true, Some(number.clone())),
    };
    RightsConfirmed {
        person: person.id,
        rights: rights.clone(),
        signer,
        position,
        signed_on,
        on_paper,
        number,
    }
}

#[cfg(test)]
mod tests {
    use crate::actions::rights_bench::RightsBench;
    use crate::domain::fixtures::{
        ADMINISTRATOR, AFFAIRS_HANDLER, OPERATOR, PARTY_OPERATOR, PRINCIPAL, SECRETARY, XINJIAN_HANDLER,
    };
    use crate::domain::refusal::RefusalCode;
    use crate::domain::words::Position;

    const HANDLER_TOO: &[(&str, &str)] =
        &[("person", PARTY_OPERATOR), ("positions", "party_operator,handler")];

    #[test]
    fn the_secretary_puts_a_proposal_into_force_and_nobody_else_does() {
        let mut bench = RightsBench::at_work();
        bench.did("propose_rights", ADMINISTRATOR, HANDLER_TOO);
        for (actor, words) in
            [(PRINCIPAL, "由镇纪委书记确认"), (OPERATOR, "书面确认人"), (ADMINISTRATOR, "书面确认人")]
        {
            let refusal = bench.perform("confirm_rights", actor, &[("person", PARTY_OPERATOR)]).unwrap_err();
            assert!(refusal.message.contains(words), "{actor}: {refusal}");
        }
        bench.did("confirm_rights", SECRETARY, &[]);
        assert!(bench.person(PARTY_OPERATOR).holds(Position::Handler));
        assert!(bench.org.waiting.people().is_empty());
        let again = bench.perform("confirm_rights", SECRETARY, &[]).unwrap_err();
        assert_eq!(again.code, RefusalCode::NothingToDo);
    }

    #[test]
    fn the_secretarys_own_change_and_a_new_secretary_are_confirmed_by_a_principal_leader() {
        for (person, change) in [
            (SECRETARY, ("login", "yzt")),
            (OPERATOR, ("positions", "discipline_secretary,commission_operator")),
        ] {
            let mut bench = RightsBench::at_work();
            bench.did("propose_rights", ADMINISTRATOR, &[("person", person), change]);
            let refusal = bench.perform("confirm_rights", SECRETARY, &[("person", person)]).unwrap_err();
            assert_eq!(refusal.code, RefusalCode::NotPermitted, "{refusal}");
            bench.did("confirm_rights", PRINCIPAL, &[("person", person)]);
        }
    }

    #[test]
    fn two_who_exchange_their_logins_are_confirmed_together_only() {
        let mut bench = RightsBench::at_work();
        bench.did("propose_rights", ADMINISTRATOR, &[("person", AFFAIRS_HANDLER), ("login", "spare")]);
        bench.did("propose_rights", ADMINISTRATOR, &[("person", XINJIAN_HANDLER), ("login", "u8")]);
        bench.did("propose_rights", ADMINISTRATOR, &[("person", AFFAIRS_HANDLER), ("login", "u7")]);
        let alone = bench.perform("confirm_rights", SECRETARY, &[("person", XINJIAN_HANDLER)]).unwrap_err();
        assert!(alone.message.contains("一起确认"), "{alone}");
        bench.did("confirm_rights", SECRETARY, &[]);
        assert_eq!(bench.person(AFFAIRS_HANDLER).login.as_deref(), Some("u7"));
    }

    #[test]
    fn a_login_that_was_never_confirmed_confirms_nobody_but_paper_does() {
        let mut bench = RightsBench::at_work();
        for name in [SECRETARY, PRINCIPAL, ADMINISTRATOR] {
            let id = bench.person(name).id;
            bench.org.waiting.unconfirmed.insert(id);
        }
        for (leader, about) in [(SECRETARY, ADMINISTRATOR), (PRINCIPAL, SECRETARY)] {
            let refusal = bench.perform("confirm_rights", leader, &[("person", about)]).unwrap_err();
            assert!(refusal.message.contains("您自己的岗位和登录名还没有确认"), "{refusal}");
        }
        let paper = [("person", SECRETARY), ("on_paper_signer", PRINCIPAL), ("on_paper_date", "2026-11-20")];
        let own =
            [("person", ADMINISTRATOR), ("on_paper_signer", SECRETARY), ("on_paper_date", "2026-11-20")];
        assert!(
            bench.perform("confirm_rights", ADMINISTRATOR, &own).unwrap_err().message.contains("别人代录")
        );
        bench.did("confirm_rights", ADMINISTRATOR, &paper);
        bench.did("confirm_rights", SECRETARY, &[]);
        assert!(bench.org.waiting.people().is_empty());
    }

    #[test]
    fn a_paper_is_dated_between_the_proposal_and_today() {
        let mut bench = RightsBench::at_work();
        bench.did("propose_rights", ADMINISTRATOR, HANDLER_TOO);
        for (day, words) in [("2026-11-22", "早于"), ("2026-11-24", "还没有到"), ("", "书面确认日期")]
        {
            let paper = [("person", PARTY_OPERATOR), ("on_paper_signer", SECRETARY), ("on_paper_date", day)];
            let refusal = bench.perform("confirm_rights", OPERATOR, &paper).unwrap_err();
            assert!(refusal.message.contains(words), "{refusal}");
        }
        let paper =
            [("person", PARTY_OPERATOR), ("on_paper_signer", SECRETARY), ("on_paper_date", "2026-11-23")];
        bench.did("confirm_rights", OPERATOR, &paper);
    }

    #[test]
    fn where_nobody_else_could_confirm_the_district_does_on_paper() {
        let mut bench = RightsBench::at_work();
        bench.org.people.retain(|person| person.name != PRINCIPAL);
        let change = [("person", SECRETARY), ("login", "yzt")];
        bench.did("propose_rights", ADMINISTRATOR, &change);
        let paper = [("on_paper_no", "渡纪干〔2026〕9号"), ("on_paper_date", "2026-11-23")];
        let wrong = bench.perform("confirm_rights", OPERATOR, &[("on_paper_signer", OPERATOR), paper[1]]);
        assert!(wrong.is_err());
        bench.did("confirm_rights", OPERATOR, &paper);
        assert_eq!(bench.person(SECRETARY).login.as_deref(), Some("yzt"));
    }
}
