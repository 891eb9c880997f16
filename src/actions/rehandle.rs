//! 退回重办: a dissatisfied complainant's case is handled once more, in a round with its own limit (ours).

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::actions::rounds;
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, Rehandled};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;
use crate::domain::words::{ClockKind, Satisfaction};

const REASON: Field =
    Field::required("reason", "重办要求", FieldKind::Prose).hint("投诉人哪里不满意，要重新核实什么");

/// The row of this act.
pub static ACT: Act = Act {
    code: "rehandle",
    who: &[Who::CommissionOperator],
    questions: Questions {
        title: "退回重办",
        summary: "投诉人不满意的退回承办单位重办，另起一轮，时限重新起算",
        fields: &[REASON],
        confirm: Some("退回重办后另起一轮，由原承办单位重新核实答复"),
    },
    example: r#"{"reason":"投诉人反映补公示的名单不全，请重新核对。"}"#,
    on: On::Case(
        CaseAct::at(&[Stage::Evaluation], decide).ready(ready).instead("按新一轮办下去，办完再答复一次"),
    ),
};

fn ready(case: &Case, _: &Context<'_>) -> Result<(), Refusal> {
    match case.evaluated().map(|given| given.satisfaction) {
        Some(Satisfaction::Dissatisfied) => Ok(()),
        Some(Satisfaction::Satisfied | Satisfaction::BasicallySatisfied | Satisfaction::NotGiven) => {
            Err(Refusal::new(RefusalCode::WrongStage, "投诉人没有表示不满意，不能退回重办；请做“办结”。"))
        }
        None => Err(Refusal::new(RefusalCode::Incomplete, "还没有评价，请镇纪委专人先做“评价”。")),
    }
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let mut events: Vec<CaseEvent> =
        case.stop_clock(ClockKind::Handling, context.today()).into_iter().collect();
    events.extend(case.void_open_documents("已退回重办"));
    events.push(CaseEvent::Rehandled(Rehandled { reason: Sealable::new(answers.need_text(&REASON)?) }));
    events.extend(rounds::next_round(case, context));
    Ok(events)
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::OPERATOR;
    use crate::actions::fixtures::{Bench, WEDNESDAY, day};
    use crate::domain::case::stage::Stage;
    use crate::domain::event::{CaseEvent, ClockStarted, ClockStopped, Rehandled};
    use crate::domain::refusal::RefusalCode;
    use crate::domain::sealable::Sealable;
    use crate::domain::words::{ClockKind, Verdict};

    const REASON: &[(&str, &str)] = &[("reason", "名单不全")];

    #[test]
    fn a_dissatisfied_complainants_case_begins_a_round_with_a_limit_of_its_own() {
        let mut bench = Bench::evaluated("dissatisfied");
        let events = bench.did("rehandle", REASON, OPERATOR, WEDNESDAY);
        let [
            stopped,
            CaseEvent::Rehandled(Rehandled { reason }),
            CaseEvent::ClockStarted(ClockStarted { clock }),
        ] = events.as_slice()
        else {
            panic!("{events:?}");
        };
        assert_eq!(
            *stopped,
            CaseEvent::ClockStopped(ClockStopped {
                clock: ClockKind::Handling,
                round: 1,
                on: day("2026-11-18"),
                verdict: Verdict::OnTime,
            })
        );
        assert_eq!(*reason, Sealable::new("名单不全"));
        assert_eq!((clock.round, clock.started_on, clock.due_on), (2, day("2026-11-18"), day("2026-12-02")));
        assert_eq!((bench.case.stage, bench.case.round), (Stage::Handling, 2));
        assert_eq!((bench.case.delivered(), bench.case.evaluated()), (None, None), "of this round");
    }

    #[test]
    fn only_dissatisfaction_sends_a_case_back() {
        let at = (OPERATOR, WEDNESDAY);
        for word in ["satisfied", "basically_satisfied"] {
            Bench::evaluated(word).refuses("rehandle", REASON, at, RefusalCode::WrongStage, &["办结"]);
        }
        Bench::delivered().refuses("rehandle", REASON, at, RefusalCode::Incomplete, &["评价"]);
    }

    #[test]
    fn an_application_still_under_review_falls_with_the_round_it_was_made_for() {
        let mut bench = Bench::evaluated("dissatisfied");
        bench.submit_extension("2026-11-18 08:00");
        let events = bench.did("rehandle", REASON, OPERATOR, WEDNESDAY);
        assert!(events.iter().any(|event| matches!(event, CaseEvent::DocumentVoided(_))));
        assert_eq!(bench.case.open_step(), None);
    }
}
