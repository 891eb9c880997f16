//! 时限变更: another limit that a document of Party or law lays down (N§三(二)3 另有规定的从其规定), signed by the
//! discipline secretary.

use super::answers::Answers;
use super::field::{Field, FieldKind, words};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions};
use crate::domain::calendar::LimitUnit;
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::document::Terms;
use crate::domain::event::CaseEvent;
use crate::domain::event::drafting;
use crate::domain::limit::clock::Clock;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::words::{ClockKind, DocumentKind};

const LIMIT: Field = Field::required("limit", "新时限天数", FieldKind::Count);
const UNIT: Field = Field::required("unit", "按什么天数算", FieldKind::Choice(words::<LimitUnit>));
const BASIS: Field =
    Field::required("basis", "依据", FieldKind::Line).hint("文件名称和条款，如《信访工作条例》第三十四条");

/// The row of this act.
pub static ACT: Act = Act {
    code: "override_limit",
    who: &[Who::CommissionOperator],
    questions: Questions {
        title: "时限变更",
        summary: "党纪法规另有规定的，按规定改办理时限，写好后“送审”，由镇纪委书记审签",
        fields: &[LIMIT, UNIT, BASIS],
        confirm: None,
    },
    example: r#"{"limit":60,"unit":"calendar_days","basis":"《信访工作条例》第三十四条"}"#,
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
        .ready(ready),
    ),
};

fn ready(case: &Case, _: &Context<'_>) -> Result<(), Refusal> {
    if case.clock(ClockKind::Handling).is_some_and(Clock::is_running) {
        return Ok(());
    }
    Err(Refusal::new(RefusalCode::WrongStage, "办理时限没有在走，不能变更。"))
}

/// What stands beside a changed limit when the one before had run out.
const fn after_expiry(changed: &Clock) -> &'static str {
    if changed.is_overridden_after_expiry() { "（超期后变更）" } else { "" }
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let limit = answers.count(&LIMIT)?.ok_or_else(|| LIMIT.missing())?;
    if !(1..=365).contains(&limit) {
        return Err(LIMIT.invalid(&format!("填了{limit}，须是1到365。")));
    }
    let unit: LimitUnit = answers.need_word(&UNIT)?;
    let basis = answers.need_text(&BASIS)?;
    let Some(clock) = case.clock(ClockKind::Handling) else { return Ok(Vec::new()) };
    let today = context.settings.limit_day(context.now);
    let changed = clock.overridden(limit, unit, today, context.settings, context.calendar);
    let (due_on, late) = (changed.due_on, after_expiry(&changed));
    let text = format!(
        "办理时限由{}个{}改为{limit}个{}，自{}起算，到期日由{}改为{due_on}{late}。依据：{basis}",
        clock.limit,
        clock.unit.label(),
        unit.label(),
        clock.started_on,
        clock.due_on
    );
    let terms = Terms::Override { limit, unit, basis };
    drafting::draft_with(case, DocumentKind::Override, text, Some(terms), None)
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::{OPERATOR, SECRETARY, XINJIAN_HANDLER};
    use crate::actions::fixtures::{Bench, Fields, TUESDAY, WEDNESDAY, day};
    use crate::domain::calendar::LimitUnit;
    use crate::domain::event::{CaseEvent, DocumentVoided};
    use crate::domain::refusal::RefusalCode;
    use crate::domain::words::{DocumentKind, DocumentState};

    const BASIS: (&str, &str) = ("basis", "《信访工作条例》第三十四条");
    const SIXTY: Fields<'static> = &[("limit", "60"), ("unit", "自然日"), BASIS];

    fn overridden() -> Bench {
        let mut bench = Bench::being_handled();
        bench.did("override_limit", SIXTY, OPERATOR, TUESDAY);
        bench.did("submit", &[], OPERATOR, TUESDAY);
        bench.did("sign", &[], SECRETARY, TUESDAY);
        bench
    }

    #[test]
    fn another_limit_counts_from_the_same_start_and_the_first_due_day_stays_to_be_seen() {
        let bench = overridden();
        let clock = bench.limit();
        assert_eq!((clock.limit, clock.unit), (60, LimitUnit::CalendarDays));
        assert_eq!(
            (clock.due_on, clock.original_due_on),
            (day("2027-01-18"), day("2026-12-01")),
            "the 16th is a Saturday"
        );
        assert_eq!(clock.extensions, 0);
    }

    #[test]
    fn it_takes_effect_with_the_secretarys_signature_and_only_with_it() {
        let mut bench = Bench::being_handled();
        let before = bench.limit().clone();
        let limit = [("limit", "15"), ("unit", "working_days"), BASIS];
        bench.did("override_limit", &limit, OPERATOR, TUESDAY);
        bench.refuses(
            "submit",
            &[],
            (XINJIAN_HANDLER, TUESDAY),
            RefusalCode::NotPermitted,
            &["时限变更", "镇纪委专人"],
        );
        bench.did("submit", &[], OPERATOR, TUESDAY);
        assert_eq!(*bench.limit(), before);
        bench.did("return", &[("opinion", "依据不足")], SECRETARY, TUESDAY);
        assert_eq!(*bench.limit(), before);
    }

    #[test]
    fn a_limit_is_from_one_day_to_a_year_and_rests_on_a_clause() {
        for (limit, fits) in [("0", false), ("1", true), ("365", true), ("366", false)] {
            let fields = [("limit", limit), ("unit", "working_days"), BASIS];
            let done = Bench::being_handled().perform("override_limit", &fields, OPERATOR, TUESDAY);
            assert_eq!(done.is_ok(), fits, "{limit}");
            if let Err(refusal) = done {
                assert!(refusal.message.contains("1到365"), "{refusal}");
            }
        }
        let without = [("limit", "60"), ("unit", "working_days")];
        let at = (OPERATOR, TUESDAY);
        Bench::being_handled().refuses("override_limit", &without, at, RefusalCode::MissingField, &["依据"]);
    }

    #[test]
    fn a_limit_that_does_not_run_is_not_changed() {
        let mut bench = Bench::being_handled();
        bench.case.clocks.clear();
        let at = (OPERATOR, TUESDAY);
        bench.refuses("override_limit", SIXTY, at, RefusalCode::WrongStage, &["没有在走"]);
    }

    #[test]
    fn an_extension_asked_for_under_the_old_limit_falls_with_it() {
        let mut bench = Bench::extension_submitted();
        let limit = [("limit", "15"), ("unit", "working_days"), BASIS];
        bench.did("override_limit", &limit, OPERATOR, WEDNESDAY);
        bench.did("submit", &[], OPERATOR, WEDNESDAY);
        let events = bench.did("sign", &[("document", "override")], SECRETARY, WEDNESDAY);
        assert!(events.iter().any(|event| matches!(
            event,
            CaseEvent::DocumentVoided(DocumentVoided { document: DocumentKind::Extension, .. })
        )));
        assert_eq!(bench.case.document(DocumentKind::Override).unwrap().state, DocumentState::Done);
        assert_eq!((bench.case.open_step(), bench.limit().extensions), (None, 0));
    }

    #[test]
    fn a_corrected_kind_leaves_a_limit_alone_that_was_laid_down_elsewhere() {
        let mut bench = overridden();
        let before = bench.limit().clone();
        let kind = [("field", "kind"), ("value", "consultation"), ("reason", "实为咨询")];
        let events = bench.did("correct", &kind, OPERATOR, WEDNESDAY);
        let after = bench.limit();
        assert_eq!((after.due_on, after.limit, after.unit), (before.due_on, before.limit, before.unit));
        assert_eq!(after.original_due_on, day("2026-11-20"), "the notice's own day follows the kind");
        let told = events.last().unwrap().sentence(&bench.org);
        assert!(told.contains("到期日不变") && told.contains("由2026-12-01改为2026-11-20"), "{told}");
    }
}
