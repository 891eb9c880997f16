//! 取消并案: a merged case stands by itself again, where it was, its limits running on.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, CaseFact as _, Merged, Unmerged};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;

const REASON: Field = Field::required("reason", "取消并案的理由", FieldKind::Prose);

/// The row of this act.
pub static ACT: Act = Act {
    code: "unmerge",
    who: &[Who::CommissionOperator],
    questions: Questions {
        title: "取消并案",
        summary: "并案有误的恢复单独办理，时限接着走",
        fields: &[REASON],
        confirm: None,
    },
    example: r#"{"reason":"经核实不是同一事项。"}"#,
    on: On::Case(CaseAct::at(&[Stage::Merged], decide).undoing(Merged::CODE)),
};

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let Some((leading, _)) = case.merged_into else {
        return Err(Refusal::new(RefusalCode::WrongStage, "本件没有并案，不需要取消。"));
    };
    let reason = Sealable::new(answers.need_text(&REASON)?);
    let mut events = case.resume_parked_clocks(context.today(), context.calendar);
    events.push(CaseEvent::Unmerged(Unmerged { leading, reason }));
    Ok(events)
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::OPERATOR;
    use crate::actions::fixtures::{Bench, TUESDAY, WEDNESDAY, day};
    use crate::domain::case::stage::Stage;
    use crate::domain::event::{CaseEvent, ClockResumed, Unmerged};
    use crate::domain::ids::CaseId;
    use crate::domain::refusal::RefusalCode;
    use crate::domain::sealable::Sealable;
    use crate::domain::words::ClockKind;

    const REASON: &[(&str, &str)] = &[("reason", "不是同一事项")];

    #[test]
    fn a_case_wrongly_merged_goes_on_where_it_was_towards_its_old_day() {
        let mut bench = Bench::merged();
        assert_eq!(
            bench.did("unmerge", REASON, OPERATOR, WEDNESDAY),
            [
                CaseEvent::ClockResumed(ClockResumed { clock: ClockKind::Triage, round: 1 }),
                CaseEvent::Unmerged(Unmerged {
                    leading: CaseId(2), reason: Sealable::new("不是同一事项")
                }),
            ]
        );
        assert_eq!((bench.case.stage, &bench.case.merged_into), (Stage::Complaint, &None));
        let clock = bench.case.clock(ClockKind::Triage).unwrap();
        assert_eq!((clock.due_on, clock.verdict), (day("2026-11-19"), None));
        bench.refuses("unmerge", REASON, (OPERATOR, WEDNESDAY), RefusalCode::WrongStage, &["并案"]);
    }

    #[test]
    fn a_merger_that_is_not_recorded_cannot_be_undone() {
        let mut bench = Bench::merged();
        bench.case.merged_into = None;
        bench.refuses("unmerge", REASON, (OPERATOR, TUESDAY), RefusalCode::WrongStage, &["没有并案"]);
    }
}
