//! 交接签字: whoever leaves a post and whoever takes it on sign the list of what it holds.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, On, Questions, TownAct};
use crate::domain::context::Context;
use crate::domain::ids::PersonId;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Date;
use crate::domain::town::event::{HandOverSigned, TownEvent};
use crate::domain::town::hand_over::HandOver;
use crate::domain::town::org::Person;
use crate::domain::words::Position;

const FROM: Field =
    Field::optional("from", "移交人", FieldKind::Person(None)).hint("只有一份清单等签字时不用填");
const PAPER_SIGNER: Field = Field::optional("on_paper_signer", "书面签字人（代录）", FieldKind::Person(None))
    .hint("专人或系统管理员代录书面签字时填；本人签字不填");
const PAPER_DATE: Field = Field::optional("on_paper_date", "书面签字日期", FieldKind::Date)
    .hint("不得早于列出清单的日期，不得晚于今天");

/// The row of this act.
pub static ACT: Act = Act {
    code: "sign_hand_over",
    who: &[Who::Reader, Who::Administrator, Who::CommissionOperator],
    questions: Questions {
        title: "交接签字",
        summary: "移交人、接收人在岗位清单上签字，双方都签了即交接完成",
        fields: &[FROM, PAPER_SIGNER, PAPER_DATE],
        confirm: None,
    },
    example: r#"{"from":"陈静"}"#,
    on: On::Town(TownAct::by(decide)),
};

fn decide(answers: &Answers, context: &Context<'_>) -> Result<Vec<TownEvent>, Refusal> {
    let on_paper = answers.person(&PAPER_SIGNER, context.org)?;
    let signer = on_paper.unwrap_or(context.actor);
    let (from, listed) = one_that_waits(signer, answers, context)?;
    let signed_on = match on_paper {
        Some(signer) => paper_day(signer, listed, answers, context)?,
        None => context.today(),
    };
    let (to, person, on_paper) = (listed.to, signer.id, on_paper.is_some());
    Ok(vec![HandOverSigned { from, to, person, signed_on, on_paper }.into()])
}

/// The hand-over that waits for this signature.
fn one_that_waits<'a>(
    signer: &Person,
    answers: &Answers,
    context: &Context<'a>,
) -> Result<(PersonId, &'a HandOver), Refusal> {
    let of = answers.person(&FROM, context.org)?.map(|person| person.id);
    let all = context.org.waiting.hand_overs.iter();
    let mut theirs = all.filter(|(from, listed)| {
        listed.waits_for(**from, signer.id) && of.is_none_or(|wanted| wanted == **from)
    });
    let first = theirs.next().ok_or_else(|| {
        let message = format!("没有等{}签字的岗位清单；先用“岗位交接”列出。", signer.name);
        Refusal::new(RefusalCode::NothingToDo, message)
    })?;
    if theirs.next().is_some() { Err(FROM.missing()) } else { Ok((*first.0, first.1)) }
}

/// A paper is dated between the list and today, and is written down by somebody else than who signed it.
fn paper_day(
    signer: &Person,
    listed: &HandOver,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<Date, Refusal> {
    let actor = context.actor;
    let is_office = [Position::Administrator, Position::CommissionOperator].iter().any(|it| actor.holds(*it));
    if !is_office || actor.id == signer.id {
        return Err(PAPER_SIGNER.invalid("不能这样填：书面签字由别的专人或系统管理员代录，本人签字不填。"));
    }
    let day = answers.date(&PAPER_DATE)?.ok_or_else(|| PAPER_DATE.missing())?;
    if day < listed.listed_on || day > context.today() {
        return Err(PAPER_DATE.invalid(&format!("不在{}（列出清单）至今天之间，请核对。", listed.listed_on)));
    }
    Ok(day)
}

#[cfg(test)]
mod tests {
    use crate::actions::rights_bench::RightsBench;
    use crate::domain::fixtures::{ADMINISTRATOR, OPERATOR, PARTY_OPERATOR, PRINCIPAL};
    use crate::domain::refusal::RefusalCode;
    use crate::domain::time::Date;
    use crate::domain::town::hand_over::HandOver;

    fn listed() -> RightsBench {
        let mut bench = RightsBench::at_work();
        let (from, to) = (bench.person(OPERATOR).id, bench.person(PARTY_OPERATOR).id);
        let listed_on = Date::constant(2026, 11, 20);
        let listed = HandOver { to, listed_on, sheet: "ab".to_owned(), signed: Vec::new() };
        bench.org.waiting.hand_overs.insert(from, listed);
        bench
    }

    #[test]
    fn a_post_is_handed_over_once_both_have_signed_and_nobody_else_signs() {
        let mut bench = listed();
        let refusal = bench.perform("sign_hand_over", PRINCIPAL, &[]).unwrap_err();
        assert_eq!(refusal.code, RefusalCode::NothingToDo);
        bench.did("sign_hand_over", OPERATOR, &[]);
        assert!(bench.perform("sign_hand_over", OPERATOR, &[]).is_err(), "once is enough");
        bench.did("sign_hand_over", PARTY_OPERATOR, &[("from", OPERATOR)]);
        assert!(bench.org.waiting.hand_overs.is_empty());
    }

    #[test]
    fn a_signature_on_paper_is_written_down_by_somebody_else_and_dated_after_the_list() {
        let mut bench = listed();
        let on = |signer, day| [("on_paper_signer", signer), ("on_paper_date", day)];
        for (actor, fields, words) in [
            (OPERATOR, on(OPERATOR, "2026-11-20"), "别的专人"),
            (ADMINISTRATOR, on(OPERATOR, "2026-11-19"), "不在"),
            (ADMINISTRATOR, on(OPERATOR, "2026-11-24"), "不在"),
            (ADMINISTRATOR, on(OPERATOR, ""), "书面签字日期"),
        ] {
            let refusal = bench.perform("sign_hand_over", actor, &fields).unwrap_err();
            assert!(refusal.message.contains(words), "{refusal}");
        }
        bench.did("sign_hand_over", ADMINISTRATOR, &on(OPERATOR, "2026-11-20"));
        assert_eq!(bench.org.waiting.hand_overs.values().next().unwrap().signed.len(), 1);
    }
}
