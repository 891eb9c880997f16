//! 取消撤回: a withdrawal recorded in error, or regretted, is undone; the limits run on.

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, CaseFact as _, WithdrawalUndone, Withdrawn};
use crate::domain::refusal::Refusal;
use crate::domain::sealable::Sealable;

const REASON: Field = Field::required("reason", "取消撤回的理由", FieldKind::Prose);

/// The row of this act.
pub static ACT: Act = Act {
    code: "undo_withdraw",
    who: &[Who::CommissionOperator],
    questions: Questions {
        title: "取消撤回",
        summary: "撤回有误或投诉人反悔的，恢复到撤回前的阶段，时限接着走",
        fields: &[REASON],
        confirm: None,
    },
    example: r#"{"reason":"投诉人次日来电要求继续办理。"}"#,
    on: On::Case(CaseAct::at(&[Stage::Withdrawn], decide).undoing(Withdrawn::CODE)),
};

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let reason = Sealable::new(answers.need_text(&REASON)?);
    let mut events = case.resume_parked_clocks(context.today(), context.calendar);
    events.push(CaseEvent::WithdrawalUndone(WithdrawalUndone { reason }));
    Ok(events)
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::OPERATOR;
    use crate::actions::fixtures::{Bench, TUESDAY, WEDNESDAY, day};
    use crate::domain::case::stage::Stage;
    use crate::domain::event::{CaseEvent, ClockResumed, WithdrawalUndone};
    use crate::domain::sealable::Sealable;
    use crate::domain::words::ClockKind;

    #[test]
    fn a_withdrawal_undone_leaves_the_case_where_it_was_and_its_limit_running() {
        let mut bench = Bench::being_handled();
        bench.did("withdraw", &[("reason", "来电撤回")], OPERATOR, TUESDAY);
        assert_eq!(
            bench.did("undo_withdraw", &[("reason", "又要求办理")], OPERATOR, WEDNESDAY),
            [
                CaseEvent::ClockResumed(ClockResumed { clock: ClockKind::Handling, round: 1 }),
                CaseEvent::WithdrawalUndone(WithdrawalUndone { reason: Sealable::new("又要求办理") }),
            ],
            "the triage limit had its verdict before and keeps it"
        );
        assert_eq!(bench.case.stage, Stage::Handling);
        assert_eq!((bench.limit().due_on, bench.limit().is_running()), (day("2026-12-01"), true));
    }
}
