//! 密封上报: a complaint about people managed by the level above goes up without its text or identity being kept here
//! (工作规则 art. 15, `domain.md` §2 Sealed stub).

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, SealedUp};
use crate::domain::refusal::Refusal;
use crate::domain::words::Verdict;

const BECAUSE: Field = Field::optional("because", "密封依据", FieldKind::Line)
    .hint("只写依据，不要写投诉内容和人名；这一行会长期保留");

/// What is recorded when nothing else is given.
const USUAL: &str = "反映上级管理的干部，按规定不得摘抄复制";

/// The row of this act.
pub static ACT: Act = Act {
    code: "seal",
    key: 'B',
    who: &[Who::CommissionOperator, Who::DisciplineSecretary],
    questions: Questions {
        title: "密封上报",
        summary: "反映上级管理干部的投诉直接上报，内容和身份从本镇抹去，只留编号和时间",
        fields: &[BECAUSE],
        confirm: Some("密封后本件的内容、人名、电话从本镇永久抹去，不能恢复"),
    },
    example: r#"{"because":"反映区管干部"}"#,
    on: On::Case(
        CaseAct::at(&[Stage::Complaint, Stage::Acceptance], decide).ready(|case, _| case.check_leads_none()),
    ),
};

/// The facts of sealing a row straight from an import's preview: its text was never stored.
#[must_use]
pub fn sealed_on_import(case: &Case, context: &Context<'_>) -> Vec<CaseEvent> {
    let mut events = vec![CaseEvent::SealedUp(SealedUp { because: USUAL.to_owned() })];
    events.extend(case.end_clocks(context.today(), Verdict::Sealed));
    events
}

#[expect(clippy::unnecessary_wraps, reason = "the shape of every `decide`")]
fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let because = answers.text(BECAUSE.name).unwrap_or_else(|| USUAL.to_owned());
    let mut events = case.void_open_documents("已密封上报");
    events.push(CaseEvent::SealedUp(SealedUp { because }));
    events.extend(case.end_clocks(context.today(), Verdict::Sealed));
    Ok(events)
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::{OPERATOR, SECRETARY, XINJIAN_HANDLER};
    use crate::actions::fixtures::{Bench, MONDAY, TUESDAY, day};
    use crate::domain::case::stage::Stage;
    use crate::domain::event::{CaseEvent, ClockStopped, SealedUp};
    use crate::domain::refusal::RefusalCode;
    use crate::domain::words::{ClockKind, Verdict};

    #[test]
    fn a_sealed_case_is_reported_at_once_and_says_only_on_which_ground() {
        for (fields, because) in [
            (&[("because", "反映区管干部")][..], "反映区管干部"),
            (&[], "反映上级管理的干部，按规定不得摘抄复制"),
        ] {
            let mut bench = Bench::registered();
            assert_eq!(
                bench.did("seal", fields, OPERATOR, TUESDAY),
                [
                    CaseEvent::SealedUp(SealedUp { because: because.to_owned() }),
                    CaseEvent::ClockStopped(ClockStopped {
                        clock: ClockKind::Triage,
                        round: 1,
                        on: day("2026-11-17"),
                        verdict: Verdict::Sealed,
                    }),
                ]
            );
            assert!(bench.case.sealed);
            assert_eq!(bench.case.stage, Stage::Reported);
        }
    }

    #[test]
    fn a_document_under_review_is_void_once_the_case_is_sealed() {
        let mut bench = Bench::report_submitted();
        let events = bench.did("seal", &[], SECRETARY, MONDAY);
        assert!(matches!(events[0], CaseEvent::DocumentVoided(_)));
        assert_eq!(bench.case.open_step(), None);
    }

    #[test]
    fn nothing_of_what_was_erased_is_written_down_again() {
        let mut bench = Bench::registered();
        bench.did("seal", &[], OPERATOR, MONDAY);
        for field in ["respondent", "complainant", "title", "village"] {
            let fields = [("field", field), ("value", "李四"), ("reason", "补登")];
            bench.refuses("correct", &fields, (OPERATOR, MONDAY), RefusalCode::WrongStage, &["密封"]);
        }
        let number = [("field", "platform_no"), ("value", "5001"), ("reason", "补登编号")];
        bench.did("correct", &number, OPERATOR, MONDAY);
        let look = [("reason", "核对")];
        bench.refuses("reveal_identity", &look, (OPERATOR, MONDAY), RefusalCode::NothingToDo, &["密封"]);
        bench.refuses("seal", &[], (XINJIAN_HANDLER, MONDAY), RefusalCode::WrongStage, &["上报"]);
    }
}
