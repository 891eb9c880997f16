//! 受理: the town takes an assessed case on (N§三(二)2).

use super::answers::Answers;
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::context::Context;
use crate::domain::event::{Accepted, CaseEvent};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::words::Scope;

/// The row of this act.
pub static ACT: Act = Act {
    code: "accept",
    who: &[Who::CommissionOperator],
    questions: Questions {
        title: "受理",
        summary: "研判属于业务范围的投诉由本镇受理，转入拟办和转办",
        fields: &[],
        confirm: None,
    },
    example: "{}",
    on: On::Case(
        CaseAct::at(&[Stage::Complaint], decide)
            .ready(ready)
            .batch()
            .instead("研判错了的重新“研判”，投诉人不投诉了的用“撤回投诉”"),
    ),
};

fn ready(case: &Case, _: &Context<'_>) -> Result<(), Refusal> {
    match case.scope {
        None => Err(Refusal::new(RefusalCode::NotAssessed, "还没有研判，请镇纪委专人先做“研判”。")),
        Some(Scope::OutOfScope) => Err(Refusal::new(
            RefusalCode::WrongStage,
            "已研判为业务范围外，不能受理；请做“上报”，或者重新研判。",
        )),
        Some(Scope::MattersList | Scope::DisclosureInfo | Scope::Conduct) => Ok(()),
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the shape of every decision")]
fn decide(_: &Case, _: &Answers, _: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    Ok(vec![CaseEvent::Accepted(Accepted {})])
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::OPERATOR;
    use crate::actions::fixtures::{Bench, MONDAY, OUT_OF_SCOPE, TUESDAY, VILLAGE_ASSESSMENT, moment};
    use crate::domain::case::stage::Stage;
    use crate::domain::event::{Accepted, CaseEvent};
    use crate::domain::refusal::RefusalCode;

    #[test]
    fn an_assessed_case_is_taken_on_and_its_triage_limit_runs_on() {
        let mut bench = Bench::registered();
        bench.did("assess", VILLAGE_ASSESSMENT, OPERATOR, MONDAY);
        assert_eq!(bench.did("accept", &[], OPERATOR, TUESDAY), [CaseEvent::Accepted(Accepted {})]);
        assert_eq!((bench.case.stage, bench.case.accepted_at), (Stage::Acceptance, Some(moment(TUESDAY))));
        assert!(bench.case.clocks[0].is_running());
    }

    #[test]
    fn a_case_without_assessment_or_out_of_scope_is_not_taken_on() {
        let mut bench = Bench::registered();
        bench.refuses("accept", &[], (OPERATOR, MONDAY), RefusalCode::NotAssessed, &["镇纪委专人", "研判"]);
        bench.did("assess", OUT_OF_SCOPE, OPERATOR, MONDAY);
        bench.refuses("accept", &[], (OPERATOR, MONDAY), RefusalCode::WrongStage, &["业务范围外", "上报"]);
    }
}
