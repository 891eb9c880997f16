//! 密封上报: text and identity of a complaint about people managed by the level above are taken away here, at whatever stage
//! that is found out (工作规则 art. 15, `domain.md` §2 Sealed stub, §10 A wrong turn found late). Numbers, days, verdicts,
//! evaluations and who signed stay.

use super::answers::Answers;
use super::field::{Field, FieldKind, words};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions, ruling};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::document::ruling::Ruling;
use crate::domain::event::{CaseEvent, DistrictReceiptRecorded, SealedUp};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Moment;
use crate::domain::words::{SealBasis, Verdict};

const BASIS: Field = Field::optional("basis", "密封依据", FieldKind::Choice(words::<SealBasis>))
    .hint("不填即反映上级管理的干部；只选不写，不留文字");

/// Number under which the district has it, of a case that nobody here may see.
const REPORTED_NO: Field =
    Field::optional("reported_no", "报区文号", FieldKind::Line).needed("本镇无人可以办理的必填");
/// Day of that report.
const REPORTED_ON: Field =
    Field::optional("reported_on", "报区日期", FieldKind::Date).needed("本镇无人可以办理的必填");

/// The row of this act.
pub static ACT: Act = Act {
    code: "seal",
    who: &[Who::CommissionOperator, Who::DisciplineSecretary, Who::Administrator],
    questions: Questions {
        title: "密封上报",
        summary: "反映上级管理干部等不得留存的投诉直接上报，内容和身份从本镇抹去，只留编号、日期和结论；受理以后须书记裁定",
        fields: &[BASIS, REPORTED_NO, REPORTED_ON, ruling::RULING, ruling::RULED_ON, ruling::RULING_NO],
        confirm: Some(
            "密封后本件的内容、人名、电话、文书文字和附件从本镇永久抹去，不能恢复；研判会的附件不在其内，里面有本件的到会议里另抹；以前的备份里还有，须自行销毁，异地副本最多再留7天",
        ),
    },
    example: r#"{"basis":"managed_above"}"#,
    on: On::Case(
        CaseAct::at(Stage::ALL, decide)
            .ready(ready)
            .prefill(prefill)
            .on_sealed()
            .unseen()
            .instead("密封不能恢复，文字和身份已经销毁"),
    ),
};

fn ready(case: &Case, _: &Context<'_>) -> Result<(), Refusal> {
    if case.sealed {
        return Err(Refusal::new(RefusalCode::NothingToDo, "本件已密封，内容和身份不在本镇留存。"));
    }
    Ok(())
}

fn prefill(_: &Case, _: &Context<'_>) -> Answers {
    Answers::none().with(BASIS.name, SealBasis::ManagedAbove.code())
}

/// The facts of sealing a row straight from an import's preview: its text was never stored.
#[must_use]
pub fn sealed_on_import(case: &Case, context: &Context<'_>) -> Vec<CaseEvent> {
    sealed(case, SealBasis::ManagedAbove, None, context)
}

/// The facts of sealing in a restored backup what had been sealed since it was made.
#[must_use]
pub fn sealed_before(case: &Case, context: &Context<'_>) -> Vec<CaseEvent> {
    sealed(case, SealBasis::SealedBefore, None, context)
}

fn sealed(case: &Case, basis: SealBasis, ruling: Option<Ruling>, context: &Context<'_>) -> Vec<CaseEvent> {
    let mut events = case.void_open_documents("已密封上报");
    events.push(SealedUp { because: String::new(), basis: Some(basis), ruling }.into());
    events.extend(case.end_clocks(context.today(), Verdict::Sealed));
    events
}

/// The report to the district: a case that nobody here may see is not sealed before the district has it.
fn reported(
    case: &Case,
    answers: &Answers,
    context: &Context<'_>,
) -> Result<Option<DistrictReceiptRecorded>, Refusal> {
    if !case.is_left_to_the_district(context.org) {
        return Ok(None);
    }
    let number = answers.need_text(&REPORTED_NO)?;
    let received_on = answers.date(&REPORTED_ON)?.ok_or_else(|| REPORTED_ON.missing())?;
    if received_on > context.today() || received_on < case.received_at.date() {
        return Err(REPORTED_ON.refuses(
            RefusalCode::OutOfTime,
            format!("报区日期{received_on}不得早于收件日，也不得晚于今天，请核对。"),
        ));
    }
    Ok(Some(DistrictReceiptRecorded { number, received_on, result: None, reason: None }))
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    // Of a case that nobody here may see the administrator knows nothing but that; nobody is left to rule on it.
    if let Some(reported) = reported(case, answers, context)? {
        let mut events = sealed(case, SealBasis::NobodyHere, None, context);
        events.push(reported.into());
        return Ok(events);
    }
    let basis = answers.word(&BASIS)?.unwrap_or(SealBasis::ManagedAbove);
    let ruling = ruling::read(case, answers, context)?;
    check_ruling(case, ruling.as_ref(), context)?;
    Ok(sealed(case, basis, ruling, context))
}

/// Once the town has taken a complaint on, nobody takes its text away alone.
fn check_ruling(case: &Case, ruling: Option<&Ruling>, context: &Context<'_>) -> Result<(), Refusal> {
    if case.stage == Stage::Complaint {
        return Ok(());
    }
    let Some(ruling) = ruling else {
        return Err(ruling::RULING.refuses(
            RefusalCode::MissingSignature,
            format!(
                "本件已是“{}”，密封须由镇纪委书记裁定，请填“{}”。",
                case.stage.label(),
                ruling::RULING.label
            ),
        ));
    };
    match case.closed_on() {
        Some(closed_on) => ruling::check_answers(ruling, "办结", closed_on)?,
        None => ruling::check_answers(ruling, "受理", case.accepted_at.map(Moment::date))?,
    }
    if case.stage == Stage::Closure && ruling.by == context.actor.id {
        return Err(Refusal::new(
            RefusalCode::NotPermitted,
            "已办结的投诉，裁定密封和办理密封须是两个人：请由镇纪委专人办理，代录书记的书面裁定。",
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::later::with_complainant;
    use crate::actions::fixtures::people::{OPERATOR, SECRETARY, XINJIAN_HANDLER};
    use crate::actions::fixtures::{Bench, Fields, MONDAY, THURSDAY, TUESDAY, VILLAGE_ASSESSMENT, day};
    use crate::domain::case::stage::Stage;
    use crate::domain::event::{CaseEvent, ClockStopped, SealedUp};
    use crate::domain::refusal::RefusalCode;
    use crate::domain::words::{ClockKind, SealBasis, Verdict};

    const RULED: Fields<'static> = &[("ruling", "同意密封"), ("ruled_on", "2026-11-19")];

    #[test]
    fn a_sealed_case_is_reported_at_once_and_says_only_on_which_ground() {
        for (fields, basis) in [
            (&[("basis", "secrecy")][..], SealBasis::Secrecy),
            (&[("basis", "上级要求密封")], SealBasis::OrderedAbove),
            (&[], SealBasis::ManagedAbove),
        ] {
            let mut bench = Bench::registered();
            assert_eq!(
                bench.did("seal", fields, OPERATOR, TUESDAY),
                [
                    CaseEvent::SealedUp(SealedUp {
                        because: String::new(),
                        basis: Some(basis),
                        ruling: None
                    }),
                    CaseEvent::ClockStopped(ClockStopped {
                        clock: ClockKind::Triage,
                        round: 1,
                        on: day("2026-11-17"),
                        verdict: Verdict::Sealed,
                    }),
                ]
            );
            assert!(bench.case.sealed);
            assert_eq!((bench.case.stage, bench.case.seal_basis), (Stage::Reported, Some(basis)));
        }
    }

    #[test]
    fn a_ground_is_chosen_and_not_written() {
        for (field, code) in [("basis", RefusalCode::InvalidValue), ("because", RefusalCode::UnknownField)] {
            let refused = Bench::registered().perform("seal", &[(field, "反映张三")], OPERATOR, TUESDAY);
            assert_eq!(refused.unwrap_err().code, code);
        }
    }

    #[test]
    fn from_acceptance_on_the_secretary_rules_and_a_limit_past_due_stays_late() {
        let cases = vec![
            Bench::accepted(VILLAGE_ASSESSMENT),
            Bench::in_village(),
            Bench::investigated(),
            Bench::reply_drafted(),
            Bench::reply_submitted(),
            Bench::reply_signed(),
            Bench::delivered(),
            Bench::merged(),
            Bench::withdrawn(),
            Bench::reported(),
        ];
        for mut bench in cases {
            let at = (OPERATOR, THURSDAY);
            bench.refuses("seal", &[], at, RefusalCode::MissingSignature, &["镇纪委书记裁定"]);
            let stopped = bench.case.clocks.clone();
            bench.did("seal", RULED, OPERATOR, THURSDAY);
            assert_eq!((bench.case.stage, bench.case.sealed), (Stage::Reported, true));
            assert_eq!((bench.case.running_clock(), bench.case.open_step()), (None, None));
            for clock in stopped.iter().filter(|clock| !clock.is_running()) {
                assert!(bench.case.clocks.contains(clock), "what was judged stays");
            }
        }
        let mut late = Bench::being_handled();
        late.did("seal", &[RULED[0], ("ruled_on", "2026-12-02")], OPERATOR, "2026-12-02 09:00");
        assert_eq!(late.limit().verdict, Some(Verdict::Late));
    }

    #[test]
    fn a_closed_case_is_sealed_by_two_people_and_stays_closed_with_its_verdict_and_evaluation() {
        let mut bench = Bench::closed();
        let own = [("ruling", "同意密封")];
        bench.refuses("seal", &own, (SECRETARY, THURSDAY), RefusalCode::NotPermitted, &["两个人"]);
        let (clocks, given) = (bench.case.clocks.clone(), bench.case.evaluations[0].satisfaction);
        bench.did("seal", RULED, OPERATOR, THURSDAY);
        assert_eq!((bench.case.stage, bench.case.sealed), (Stage::Closure, true));
        assert_eq!((&bench.case.clocks, bench.case.evaluations[0].satisfaction), (&clocks, given));
        let reason = [("reason", "有新证据")];
        bench.refuses("reopen", &reason, (SECRETARY, THURSDAY), RefusalCode::WrongStage, &["已密封"]);
        bench.refuses("seal", RULED, (OPERATOR, THURSDAY), RefusalCode::NothingToDo, &["已密封"]);
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
        for field in ["respondent", "complainant", "title", "content", "village"] {
            let fields = [("field", field), ("value", "李四"), ("reason", "补登")];
            bench.refuses("correct", &fields, (OPERATOR, MONDAY), RefusalCode::WrongStage, &["密封"]);
        }
        let number = [("field", "platform_no"), ("value", "5001"), ("reason", "补登编号")];
        bench.did("correct", &number, OPERATOR, MONDAY);
        let look = [("reason", "核对")];
        bench.refuses("reveal_identity", &look, (OPERATOR, MONDAY), RefusalCode::NothingToDo, &["密封"]);
        bench.refuses("seal", &[], (XINJIAN_HANDLER, MONDAY), RefusalCode::NotPermitted, &["镇纪委专人"]);
    }

    #[test]
    fn the_permission_to_look_at_who_complains_ends_with_it() {
        let mut bench = with_complainant();
        bench.did("allow_identity", &[("reason", "入户核实")], OPERATOR, THURSDAY);
        bench.did("seal", RULED, OPERATOR, THURSDAY);
        assert!(!bench.case.identity_allowed);
    }
}
