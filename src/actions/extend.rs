//! 申请延期: asks for more days, level by level; before the limit ends, at most as long as the first limit, twice
//! without special circumstances (N§三(二)3).

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::{self, Who};
use super::{Act, CaseAct, On, Questions};
use crate::domain::calendar::LimitUnit;
use crate::domain::case::Case;
use crate::domain::case::chain::EXTENSIONS_WITHOUT_CIRCUMSTANCES;
use crate::domain::case::stage::Stage;
use crate::domain::context::Context;
use crate::domain::document::Terms;
use crate::domain::event::CaseEvent;
use crate::domain::event::drafting;
use crate::domain::limit::clock::Clock;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::words::{ClockKind, DocumentKind};

const DAYS: Field = Field::required("days", "延长工作日数", FieldKind::Count).hint("不得超过首次办理时限");
const REASON: Field = Field::required("reason", "延期理由", FieldKind::Prose);
const SPECIAL: Field =
    Field::optional("special", "有特殊情况", FieldKind::Flag).hint("第三次起须有特殊情况，并报镇主要领导");

/// The row of this act.
pub static ACT: Act = Act {
    code: "extend",
    who: &[Who::UnitHandler],
    questions: Questions {
        title: "申请延期",
        summary: "到期前申请延长办理时限，写好后“送审”；审签期间时限照走",
        fields: &[DAYS, REASON, SPECIAL, permission::ON_BEHALF_OF],
        confirm: None,
    },
    example: r#"{"days":5,"reason":"需调取区级部门档案。"}"#,
    on: On::Case(
        CaseAct::at(
            &[
                Stage::Transfer,
                Stage::Handling,
                Stage::Drafting,
                Stage::Review,
                Stage::Reply,
                Stage::Evaluation,
            ],
            decide,
        )
        .ready(ready)
        .resting_on(limit_of_now),
    ),
};

fn running(case: &Case) -> Result<&Clock, Refusal> {
    case.clock(ClockKind::Handling)
        .filter(|clock| clock.is_running())
        .ok_or_else(|| Refusal::new(RefusalCode::WrongStage, "办理时限没有在走，不需要延期。"))
}

/// Due day, what may be asked for, and how often it was asked for.
fn limit_of_now(case: &Case, context: &Context<'_>) -> Vec<String> {
    let Ok(clock) = running(case) else { return Vec::new() };
    vec![format!(
        "现在{}到期；已延期{}次（无特殊情况不超过{EXTENSIONS_WITHOUT_CIRCUMSTANCES}次）；每次最多延{}个工作日",
        clock.due_on,
        clock.extensions,
        clock.longest_extension(context.calendar)
    )]
}

fn ready(case: &Case, context: &Context<'_>) -> Result<(), Refusal> {
    let clock = running(case)?;
    if case.open_steps().any(|(document, _, _)| document.kind == DocumentKind::Extension) {
        return Err(Refusal::new(
            RefusalCode::AlreadySubmitted,
            "已有延期申请在审签中，请等审签结果或先“撤回送审”。",
        ));
    }
    if !case.may_apply_for_extension(clock, context.now, context.settings, context.calendar) {
        return Err(Refusal::new(
            RefusalCode::OutOfTime,
            format!("办理时限已于{}到期，延期须在到期前申请。", clock.due_on),
        ));
    }
    Ok(())
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let clock = running(case)?;
    let days = answers.count(&DAYS)?.ok_or_else(|| DAYS.missing())?;
    let longest = clock.longest_extension(context.calendar);
    if days == 0 || days > longest {
        let measure = match clock.unit {
            LimitUnit::WorkingDays => "不得超过首次办理时限".to_owned(),
            LimitUnit::CalendarDays => {
                format!("不得超过首次办理时限{}个自然日，合{longest}个工作日", clock.limit)
            }
        };
        return Err(DAYS.invalid(&format!("填了{days}，须是1到{longest}（{measure}）。")));
    }
    let special = answers.flag(&SPECIAL)?;
    let number = clock.extensions + 1;
    if number > EXTENSIONS_WITHOUT_CIRCUMSTANCES && !special {
        return Err(SPECIAL.refuses(
            RefusalCode::Incomplete,
            format!(
                "已延期{}次；无特殊情况不得超过两次，确有特殊情况请把“{}”填“是”并写明。",
                clock.extensions, SPECIAL.label
            ),
        ));
    }
    let reason = answers.need_text(&REASON)?;
    let due_on = clock.extended(days, context.calendar).due_on;
    let circumstances = if special { "（有特殊情况）" } else { "" };
    let text = format!(
        "第{number}次申请延期{days}个工作日{circumstances}，办理时限由{}延至{due_on}。理由：{reason}",
        clock.due_on
    );
    drafting::draft_with(case, DocumentKind::Extension, text, Some(Terms::Extension { days, special }), None)
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::{OPERATOR, SECRETARY, XINJIAN_HANDLER};
    use crate::actions::fixtures::{Bench, TUESDAY, WEDNESDAY, day};
    use crate::domain::document::Terms;
    use crate::domain::event::{CaseEvent, ClockMoved, DocumentDrafted};
    use crate::domain::refusal::RefusalCode;
    use crate::domain::words::{DocumentKind, DocumentState, Position};

    /// The limit of these cases: ten working days after Tuesday the 17th.
    const DUE: &str = "2026-12-01";
    const REASON: (&str, &str) = ("reason", "调取档案");

    #[test]
    fn an_application_says_from_which_day_to_which() {
        let mut bench = Bench::being_handled();
        assert_eq!(bench.limit().due_on, day(DUE));
        let events = bench.did("extend", &[("days", "5"), REASON], XINJIAN_HANDLER, TUESDAY);
        let [CaseEvent::DocumentDrafted(DocumentDrafted { document, terms, text, .. })] = events.as_slice()
        else {
            panic!("{events:?}");
        };
        assert_eq!(*document, DocumentKind::Extension);
        assert_eq!(*terms, Some(Terms::Extension { days: 5, special: false }));
        for word in ["第1次", "5个工作日", DUE, "2026-12-08", "调取档案"] {
            assert!(text.text().contains(word), "{word} in {}", text.text());
        }
    }

    #[test]
    fn granted_days_count_from_the_old_due_day_whenever_they_are_granted_and_the_first_day_stays() {
        for at in [TUESDAY, "2026-12-01 18:00", "2026-12-03 09:00"] {
            let mut bench = Bench::extension_submitted();
            let events = bench.did("sign", &[], SECRETARY, at);
            let [CaseEvent::DocumentSigned(_), CaseEvent::ClockMoved(ClockMoved { clock, .. })] =
                events.as_slice()
            else {
                panic!("{events:?}");
            };
            assert_eq!((clock.due_on, clock.original_due_on), (day("2026-12-08"), day(DUE)));
            assert_eq!(clock.extensions, 1);
            assert_eq!(bench.case.document(DocumentKind::Extension).unwrap().state, DocumentState::Done);
        }
    }

    #[test]
    fn an_extension_is_no_longer_than_the_first_limit() {
        for days in ["0", "11"] {
            Bench::being_handled().refuses(
                "extend",
                &[("days", days), REASON],
                (XINJIAN_HANDLER, TUESDAY),
                RefusalCode::InvalidValue,
                &["1到10", days],
            );
        }
        let mut bench = Bench::being_handled();
        bench.extend_again("10", "", TUESDAY);
        assert_eq!(bench.limit().due_on, day("2026-12-15"));
    }

    #[test]
    fn it_is_applied_for_until_the_due_day_and_a_draft_is_no_application() {
        let fields = [("days", "5"), REASON];
        let late = (XINJIAN_HANDLER, "2026-12-02 00:00");
        let mut bench = Bench::being_handled();
        bench.refuses("extend", &fields, late, RefusalCode::OutOfTime, &[DUE, "到期前"]);
        bench.did("extend", &fields, XINJIAN_HANDLER, "2026-12-01 23:58");
        bench.refuses("submit", &[], late, RefusalCode::OutOfTime, &[DUE, "送审"]);
        bench.did("submit", &[], XINJIAN_HANDLER, "2026-12-01 23:59");
    }

    #[test]
    fn while_one_is_undecided_no_other_is_applied_for_and_the_limit_runs_on() {
        let mut bench = Bench::extension_submitted();
        bench.refuses(
            "extend",
            &[("days", "6"), REASON],
            (XINJIAN_HANDLER, WEDNESDAY),
            RefusalCode::AlreadySubmitted,
            &["延期申请", "撤回送审"],
        );
        assert_eq!((bench.limit().due_on, bench.limit().is_running()), (day(DUE), true));
        bench.did("recall", &[], XINJIAN_HANDLER, WEDNESDAY);
        bench.did("extend", &[("days", "6"), REASON], XINJIAN_HANDLER, WEDNESDAY);
    }

    #[test]
    fn a_third_needs_special_circumstances_and_the_principal_leader() {
        let mut bench = Bench::being_handled();
        bench.extend_again("1", "", TUESDAY);
        bench.extend_again("1", "", TUESDAY);
        bench.refuses(
            "extend",
            &[("days", "1"), REASON],
            (XINJIAN_HANDLER, TUESDAY),
            RefusalCode::Incomplete,
            &["已延期2次", "特殊情况"],
        );
        bench.did("extend", &[("days", "1"), REASON, ("special", "是")], XINJIAN_HANDLER, TUESDAY);
        bench.did("submit", &[], XINJIAN_HANDLER, TUESDAY);
        let steps = &bench.case.document(DocumentKind::Extension).unwrap().steps;
        let positions: Vec<Position> = steps.iter().map(|step| step.position).collect();
        assert_eq!(positions, [Position::DisciplineSecretary, Position::PrincipalLeader]);
        bench.did("sign", &[], SECRETARY, TUESDAY);
        assert_eq!(bench.limit().extensions, 2, "not before the principal leader");
        bench.did("sign", &[], crate::actions::fixtures::people::PRINCIPAL, TUESDAY);
        assert_eq!((bench.limit().extensions, bench.limit().due_on), (3, day("2026-12-04")));
    }

    #[test]
    fn a_limit_that_does_not_run_is_not_extended() {
        let mut bench = Bench::delivered();
        bench.settings.handling_clock_stops_at = crate::domain::town::settings::HandlingStop::Reply;
        bench.case.clocks.iter_mut().for_each(|clock| clock.stopped_on = Some(day("2026-11-17")));
        bench.refuses(
            "extend",
            &[("days", "1"), REASON],
            (OPERATOR, TUESDAY),
            RefusalCode::WrongStage,
            &["没有在走"],
        );
    }

    #[test]
    fn a_limit_counted_anew_voids_the_application_that_names_its_old_days() {
        let mut bench = Bench::extension_submitted();
        let kind = [("field", "kind"), ("value", "consultation"), ("reason", "实为咨询")];
        let events = bench.did("correct", &kind, OPERATOR, WEDNESDAY);
        assert!(events.iter().any(|event| matches!(event, CaseEvent::DocumentVoided(_))));
        assert_eq!(bench.case.open_step(), None);
    }
}
