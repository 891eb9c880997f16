//! 办结: the end of the loop (N§三(二)2), with its checklist.

use super::answers::Answers;
use super::field::{Field, FieldKind, words};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::actions::rounds;
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, CaseFact as _, Closed, Evaluated};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;
use crate::domain::words::{DocumentState, Resolved, Satisfaction};

const FOLLOW_UP: Field = Field::optional("follow_up", "回访记录", FieldKind::Prose)
    .needed("投诉人没有评价、不满意或问不到时必填")
    .hint("何时、怎样回访，投诉人怎么说");
const RESOLVED: Field = Field::optional("resolved", "是否解决", FieldKind::Choice(words::<Resolved>))
    .hint("平台导入的评价没有说是否解决的必填；回访过仍问不到的填“问不到”");

/// The row of this act.
pub static ACT: Act = Act {
    code: "close",
    who: &[Who::CommissionOperator],
    questions: Questions {
        title: "办结",
        summary: "已答复、已评价（或等满期限并回访过）的投诉办结，办理时限停止",
        fields: &[FOLLOW_UP, RESOLVED],
        confirm: Some("办结后只有镇纪委书记可以决定重新办理"),
    },
    example: r#"{"follow_up":"11月20日电话回访，投诉人表示知道了，不另评价。"}"#,
    on: On::Case(CaseAct::at(&[Stage::Evaluation], decide).batch().leaving(Closed::CODE)),
};

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let follow_up = answers.text(FOLLOW_UP.name);
    let resolved: Option<Resolved> = answers.word(&RESOLVED)?;
    let mut missing = Vec::new();
    if case.delivered().is_none() {
        missing.push("本轮答复还没有送达投诉人（做“答复”）".to_owned());
    }
    for document in case.documents.iter().filter(|document| document.state == DocumentState::UnderReview) {
        missing.push(format!("{}还在审签（请领导审签，或“撤回送审”）", document.kind.label()));
    }
    if case.lacks_filing() {
        missing.push("问题线索已审签移送，区纪委的备案编号还没有登记（做“登记备案”）".to_owned());
    }
    missing.extend(unheard(case, resolved, follow_up.is_some(), context));
    if !missing.is_empty() {
        return Err(Refusal::new(
            RefusalCode::Incomplete,
            format!("还不能办结：{}。", missing.join("；").replace("。；", "；")),
        ));
    }
    check_resolved(case, resolved)?;
    let mut events = Vec::new();
    if case.evaluated().is_none() {
        let (satisfaction, comment) = (Satisfaction::NotGiven, follow_up.clone().map(Sealable::new));
        events.push(CaseEvent::Evaluated(Evaluated {
            round: case.round,
            satisfaction,
            resolved,
            comment,
            source: None,
            late: false,
        }));
    } else if let Some(resolved) = resolved.filter(|_| case.wants_resolved()) {
        events.push(rounds::learnt(case, resolved, None));
    }
    events.push(CaseEvent::Closed(Closed { follow_up: follow_up.map(Sealable::new) }));
    events.extend(case.stop_clocks(context.today()));
    Ok(events)
}

/// What of the complainant's word is still missing, and who can supply it.
fn unheard(
    case: &Case,
    resolved: Option<Resolved>,
    is_followed_up: bool,
    context: &Context<'_>,
) -> Vec<String> {
    let mut missing = Vec::new();
    let mut asks_follow_up = |why: &str| {
        if !is_followed_up {
            missing.push(format!("{why}，要填“{}”", FOLLOW_UP.label));
        }
    };
    match case.evaluated().map(|given| given.satisfaction) {
        None => match rounds::waited_for_evaluation(case, context) {
            Err(wait) => missing.push(wait.message),
            Ok(()) => asks_follow_up("投诉人没有评价"),
        },
        Some(Satisfaction::Dissatisfied) => asks_follow_up("投诉人不满意"),
        Some(Satisfaction::Satisfied | Satisfaction::BasicallySatisfied | Satisfaction::NotGiven) => {
            if resolved == Some(Resolved::Unreachable) {
                asks_follow_up("“是否解决”问不到");
            }
        }
    }
    if case.wants_resolved() && resolved.is_none() {
        missing.push(format!(
            "评价来自平台，没有说是否解决，要填“{}”（回访过仍问不到的填“{}”）",
            RESOLVED.label,
            Resolved::Unreachable.label()
        ));
    }
    missing
}

/// What is known is not said again otherwise, and without a word of the complainant nothing counts as settled.
fn check_resolved(case: &Case, resolved: Option<Resolved>) -> Result<(), Refusal> {
    let Some(resolved) = resolved else { return Ok(()) };
    let is_word = case.evaluated().is_some_and(|given| given.satisfaction != Satisfaction::NotGiven);
    let known = case.evaluated().and_then(|given| given.resolved);
    match known {
        Some(known) if known != resolved => {
            Err(RESOLVED.invalid(&format!("已记录为“{}”，不能改。", known.label())))
        }
        _ if !is_word && resolved == Resolved::Yes => {
            Err(RESOLVED.invalid("投诉人没有评价，不能记为“解决”；投诉人说已解决的，请做“评价”。"))
        }
        Some(_) | None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use crate::actions::evaluate;
    use crate::actions::fixtures::people::{OPERATOR, PRINCIPAL, SECRETARY};
    use crate::actions::fixtures::{Bench, WEDNESDAY, day};
    use crate::domain::case::stage::Stage;
    use crate::domain::event::{CaseEvent, ClockStopped, Closed, Evaluated};
    use crate::domain::refusal::RefusalCode;
    use crate::domain::sealable::Sealable;
    use crate::domain::words::{ClockKind, Satisfaction, Verdict};

    fn stopped(on: &str, verdict: Verdict) -> CaseEvent {
        CaseEvent::ClockStopped(ClockStopped { clock: ClockKind::Handling, round: 1, on: day(on), verdict })
    }

    #[test]
    fn a_case_with_its_reply_and_its_evaluation_is_closed_and_its_limit_judged() {
        for (at, verdict) in [("2026-12-01 23:59", Verdict::OnTime), ("2026-12-02 00:00", Verdict::Late)] {
            let mut bench = Bench::evaluated("satisfied");
            let on = at.split(' ').next().unwrap();
            assert_eq!(
                bench.did("close", &[], OPERATOR, at),
                [CaseEvent::Closed(Closed { follow_up: None }), stopped(on, verdict)]
            );
            assert_eq!(bench.case.stage, Stage::Closure);
        }
    }

    #[test]
    fn without_a_word_a_case_is_closed_after_waiting_and_asking() {
        let mut bench = Bench::delivered();
        let asked = [("follow_up", "电话回访，未评价")];
        bench.refuses(
            "close",
            &asked,
            (OPERATOR, Bench::NOT_LONG_ENOUGH),
            RefusalCode::Incomplete,
            &["3个工作日", "2026-11-20"],
        );
        let at = (OPERATOR, Bench::WAITED_LONG_ENOUGH);
        bench.refuses("close", &[], at, RefusalCode::Incomplete, &["回访记录"]);
        let follow_up = || Some(Sealable::new("电话回访，未评价"));
        assert_eq!(
            bench.did("close", &asked, OPERATOR, Bench::WAITED_LONG_ENOUGH),
            [
                CaseEvent::Evaluated(Evaluated {
                    round: 1,
                    satisfaction: Satisfaction::NotGiven,
                    resolved: None,
                    comment: follow_up(),
                    source: None,
                    late: false,
                }),
                CaseEvent::Closed(Closed { follow_up: follow_up() }),
                stopped("2026-11-20", Verdict::OnTime),
            ]
        );
    }

    #[test]
    fn a_case_with_a_signed_clue_is_closed_once_the_district_has_filed_it() {
        let mut bench = Bench::clue_signed();
        let reply =
            "经核实，反映的问题属实，已责令退还，相关线索已移送上级纪委监委处置，并在村务公开栏公示。";
        bench.did("record_finding", &[("text", "查明属实")], OPERATOR, WEDNESDAY);
        bench.did("draft_reply", &[("text", reply)], OPERATOR, WEDNESDAY);
        bench.did("submit", &[("document", "reply")], OPERATOR, WEDNESDAY);
        bench.did("sign", &[], SECRETARY, WEDNESDAY);
        bench.did("sign", &[], PRINCIPAL, WEDNESDAY);
        bench.did("deliver", &[("method", "phone")], OPERATOR, WEDNESDAY);
        bench.did("evaluate", &[("satisfaction", "satisfied"), ("resolved", "yes")], OPERATOR, WEDNESDAY);
        bench.refuses(
            "close",
            &[],
            (OPERATOR, WEDNESDAY),
            RefusalCode::Incomplete,
            &["备案编号", "登记备案"],
        );
        let filed = [("number", "区纪备12号"), ("filed_on", "2026-11-18")];
        bench.did("record_filing", &filed, OPERATOR, WEDNESDAY);
        bench.did("close", &[], OPERATOR, WEDNESDAY);
    }

    #[test]
    fn a_dissatisfied_complainant_is_asked_once_more_before_closing() {
        let mut bench = Bench::evaluated("dissatisfied");
        let at = (OPERATOR, WEDNESDAY);
        bench.refuses("close", &[], at, RefusalCode::Incomplete, &["不满意", "回访记录"]);
        bench.did("close", &[("follow_up", "回访说明了政策，投诉人表示理解")], OPERATOR, WEDNESDAY);
        Bench::evaluated("basically_satisfied").did("close", &[], OPERATOR, WEDNESDAY);
    }

    #[test]
    fn a_word_of_the_platform_is_closed_on_once_it_is_known_whether_the_matter_was_settled() {
        let told = || {
            let mut bench = Bench::delivered();
            let word = evaluate::on_platform(&bench.case, Satisfaction::Satisfied, None).unwrap();
            bench.records(word, "import", OPERATOR, WEDNESDAY);
            bench
        };
        let at = (OPERATOR, WEDNESDAY);
        told().refuses("close", &[], at, RefusalCode::Incomplete, &["是否解决", "问不到"]);
        let unreachable = ("resolved", "问不到");
        told().refuses("close", &[unreachable], at, RefusalCode::Incomplete, &["问不到", "回访记录"]);
        let asked = [unreachable, ("follow_up", "三次电话无人接听")];
        for fields in [&asked[..], &[("resolved", "yes")]] {
            let mut bench = told();
            let events = bench.did("close", fields, OPERATOR, WEDNESDAY);
            assert!(matches!(events[0], CaseEvent::ResolutionRecorded(_)), "{events:?}");
            assert!(bench.case.evaluations[0].resolved.is_some());
            assert_eq!(bench.case.stage, Stage::Closure);
        }
        let other = [("resolved", "no")];
        Bench::evaluated("satisfied").refuses("close", &other, at, RefusalCode::InvalidValue, &["部分解决"]);
    }

    #[test]
    fn everything_that_is_missing_is_named_at_once() {
        let mut bench = Bench::delivered();
        bench.submit_extension(WEDNESDAY);
        bench.case.deliveries.clear();
        bench.refuses(
            "close",
            &[],
            (OPERATOR, WEDNESDAY),
            RefusalCode::Incomplete,
            &["答复还没有送达", "延期申请还在审签", "撤回送审"],
        );
    }
}
