//! 重新办理: a closed case is taken up again, by the discipline secretary alone (`domain.md` §2).

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions, ruling};
use crate::actions::rounds;
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, CaseFact as _, Closed, Reopened};
use crate::domain::refusal::Refusal;

const REASON: Field = Field::required("reason", "重新办理的理由", FieldKind::Prose);

/// The row of this act.
pub static ACT: Act = Act {
    code: "reopen",
    who: &[Who::DisciplineSecretary, Who::CommissionOperator],
    questions: Questions {
        title: "重新办理",
        summary: "镇纪委书记决定重新办理已办结的投诉；专人可代录书记的书面决定",
        fields: &[REASON, ruling::RULED_ON, ruling::RULING_NO],
        confirm: Some("重新办理后另起一轮，时限重新起算"),
    },
    example: r#"{"reason":"投诉人提供新证据，须重新核实。"}"#,
    on: On::Case(CaseAct::at(&[Stage::Closure], decide).undoing(Closed::CODE)),
};

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let text = answers.need_text(&REASON)?;
    let ruling = ruling::given(text, case, answers, context)?;
    ruling::check_answers(&ruling, "办结", case.closed_on())?;
    let mut events = vec![CaseEvent::Reopened(Reopened { ruling })];
    events.extend(rounds::next_round(case, context));
    Ok(events)
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::{OPERATOR, PRINCIPAL, SECRETARY, XINJIAN_HANDLER};
    use crate::actions::fixtures::{Bench, Fields, THURSDAY, day};
    use crate::domain::case::stage::Stage;
    use crate::domain::event::{CaseEvent, ClockStarted, Reopened};
    use crate::domain::refusal::RefusalCode;

    const REASON: Fields<'static> = &[("reason", "有新证据")];

    #[test]
    fn the_secretary_takes_a_closed_case_up_again_in_a_new_round() {
        let mut bench = Bench::closed();
        let events = bench.did("reopen", REASON, SECRETARY, THURSDAY);
        let [CaseEvent::Reopened(Reopened { ruling }), CaseEvent::ClockStarted(ClockStarted { clock })] =
            events.as_slice()
        else {
            panic!("{events:?}");
        };
        assert_eq!(
            (ruling.by, ruling.on_paper, ruling.text.text()),
            (bench.id(SECRETARY), false, "有新证据")
        );
        assert_eq!((clock.round, clock.started_on), (2, day("2026-11-19")));
        assert_eq!((bench.case.stage, bench.case.round), (Stage::Handling, 2));
    }

    #[test]
    fn an_operator_records_the_secretarys_paper_and_nobody_else_decides() {
        use RefusalCode::{MissingField, NotPermitted};
        let mut bench = Bench::closed();
        bench.refuses("reopen", REASON, (OPERATOR, THURSDAY), MissingField, &["书记签署日期"]);
        for actor in [PRINCIPAL, XINJIAN_HANDLER] {
            bench.refuses("reopen", REASON, (actor, THURSDAY), NotPermitted, &["镇纪委书记", actor]);
        }
        let paper = [REASON[0], ("ruled_on", "2026-11-18")];
        let events = bench.did("reopen", &paper, OPERATOR, THURSDAY);
        assert!(matches!(&events[0], CaseEvent::Reopened(Reopened { ruling }) if ruling.on_paper));
    }
}
