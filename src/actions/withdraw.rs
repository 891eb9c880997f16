//! 撤回: the complainant takes the complaint back; every running limit stops, late if it had run out.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, CaseFact as _, DocumentVoided, Withdrawn};
use crate::domain::refusal::Refusal;
use crate::domain::sealable::Sealable;
use crate::domain::words::{DocumentState, Verdict};

const REASON: Field =
    Field::required("reason", "撤回理由", FieldKind::Prose).hint("写明投诉人何时、以什么方式要求撤回");

/// The row of this act.
pub static ACT: Act = Act {
    code: "withdraw",
    who: &[Who::CommissionOperator],
    questions: Questions {
        title: "撤回投诉",
        summary: "投诉人要求撤回，记录理由后不再办理",
        fields: &[REASON],
        confirm: Some("撤回后本件不再办理，时限停止"),
    },
    example: r#"{"reason":"投诉人11月20日电话要求撤回，已回拨核实。"}"#,
    on: On::Case(CaseAct::at(Stage::OPEN, decide).leaving(Withdrawn::CODE)),
};

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let mut events = Vec::new();
    for document in case.documents.iter().filter(|document| document.state == DocumentState::UnderReview) {
        events.push(CaseEvent::DocumentVoided(DocumentVoided {
            document: document.kind,
            version: document.version,
            because: "投诉已撤回".to_owned(),
        }));
    }
    events.push(CaseEvent::Withdrawn(Withdrawn { reason: Sealable::new(answers.need_text(&REASON)?) }));
    events.extend(case.end_clocks(context.today(), Verdict::Withdrawn));
    Ok(events)
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::{OPERATOR, SECRETARY};
    use crate::actions::fixtures::{Bench, Fields, TUESDAY, WEDNESDAY};
    use crate::domain::case::stage::Stage;
    use crate::domain::event::{CaseEvent, ClockStopped, DocumentVoided, Withdrawn};
    use crate::domain::refusal::RefusalCode;
    use crate::domain::sealable::Sealable;
    use crate::domain::words::{ClockKind, Verdict};

    const REASON: Fields<'static> = &[("reason", "来电撤回")];

    #[test]
    fn a_withdrawn_case_ends_and_every_running_limit_stops_with_its_verdict() {
        for (mut bench, kind) in
            [(Bench::registered(), ClockKind::Triage), (Bench::being_handled(), ClockKind::Handling)]
        {
            let events = bench.did("withdraw", REASON, OPERATOR, WEDNESDAY);
            assert!(matches!(
                events.as_slice(),
                [CaseEvent::Withdrawn(Withdrawn { reason }), CaseEvent::ClockStopped(ClockStopped { clock, verdict: Verdict::Withdrawn, .. })]
                    if *clock == kind && *reason == Sealable::new("来电撤回")
            ));
            assert_eq!(bench.case.stage, Stage::Withdrawn);
            assert!(bench.case.running_clock().is_none());
        }
    }

    #[test]
    fn nobody_is_left_waiting_to_sign_for_a_withdrawn_case() {
        let mut bench = Bench::proposal_submitted();
        let events = bench.did("withdraw", REASON, OPERATOR, TUESDAY);
        assert!(
            matches!(events.first(), Some(CaseEvent::DocumentVoided(DocumentVoided { because, .. })) if because == "投诉已撤回")
        );
        assert_eq!(bench.awaited(), []);
    }

    #[test]
    fn only_the_operator_records_a_withdrawal_and_only_once() {
        let mut bench = Bench::registered();
        bench.refuses("withdraw", REASON, (SECRETARY, TUESDAY), RefusalCode::NotPermitted, &["镇纪委专人"]);
        bench.did("withdraw", REASON, OPERATOR, TUESDAY);
        bench.refuses("withdraw", REASON, (OPERATOR, TUESDAY), RefusalCode::WrongStage, &["投诉人已撤回"]);
    }
}
