//! 并案: a repeated complaint goes on in one leading case, whose reply it gets (`domain.md` §2 Merge).

use super::answers::Answers;
use super::field::{Field, FieldKind};
use super::permission::Who;
use super::{Act, CaseAct, On, Questions, ruling};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::context::Context;
use crate::domain::document::ruling::Ruling;
use crate::domain::event::{CaseEvent, CaseFact as _, LeadingReplied, Merged};
use crate::domain::limit::clock::TakenLimit;
use crate::domain::refusal::Refusal;
use crate::domain::sealable::Sealable;
use crate::domain::words::Verdict;

const INTO: Field =
    Field::required("into", "并入哪一件", FieldKind::Case).hint("主办件的编号；主办件答复时本件同时答复");

/// The row of this act.
pub static ACT: Act = Act {
    code: "merge",
    who: &[Who::CommissionOperator],
    questions: Questions {
        title: "并案",
        summary: "重复投诉并入一件主办件，一并办理、一并答复",
        fields: &[INTO, ruling::RULING, ruling::RULED_ON, ruling::RULING_NO],
        confirm: Some("并案后本件不再单独办理，随主办件答复；可以取消并案"),
    },
    example: r#"{"into":"2026-0001"}"#,
    on: On::Case(CaseAct::at(Stage::OPEN, decide).ready(ready).batch().leaving(Merged::CODE)),
};

fn ready(case: &Case, _: &Context<'_>) -> Result<(), Refusal> {
    case.check_leads_none()
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let Some(leading) = context.other else { return Err(INTO.missing()) };
    if leading.id == case.id {
        return Err(INTO.invalid("填的是本件自己，请填主办件的编号。"));
    }
    if let Some((_, further)) = &leading.merged_into {
        return Err(INTO.invalid(&format!("填的{}自己已并入{further}，请填后者的编号。", leading.case_no)));
    }
    if leading.stage.is_final() {
        return Err(INTO.invalid(&format!(
            "填的{}已经结束（{}），不能再并入。",
            leading.case_no,
            leading.stage.waiting_for()
        )));
    }
    let ruling = ruling::read(case, answers, context)?;
    check_place(case, leading, ruling.as_ref())?;
    let mut events = case.void_open_documents("已并案");
    events.push(CaseEvent::Merged(Merged {
        leading: leading.id,
        leading_no: leading.case_no.clone(),
        limits: earlier_limits(case, leading),
        ruling,
    }));
    events.extend(case.end_clocks(context.today(), Verdict::Merged));
    // What went out already is this complainant's reply too.
    events.extend(leading.delivered().map(|delivery| {
        CaseEvent::LeadingReplied(LeadingReplied {
            leading_no: leading.case_no.clone(),
            method: delivery.method,
            delivered_at: delivery.delivered_at,
            text: Sealable::new(delivery.text.text()),
        })
    }));
    Ok(events)
}

/// Whoever waits in the case that is further on must not wait for one that is behind, unless the secretary ruled so
/// (`domain.md` §10 Days, Merge).
fn check_place(case: &Case, leading: &Case, ruling: Option<&Ruling>) -> Result<(), Refusal> {
    let place = |stage: Stage| Stage::OPEN.iter().position(|open| *open == stage);
    if place(leading.stage) >= place(case.stage) {
        return Ok(());
    }
    match ruling {
        Some(ruling) => ruling::check_answers(ruling, "主办件收件", leading.received_at.date()),
        None => Err(ruling::needed(&format!(
            "主办件{}还在“{}”，本件已到“{}”，并入办理在后的件",
            leading.case_no,
            leading.stage.label(),
            case.stage.label()
        ))),
    }
}

/// Of two clocks of the same sort and round the leading case takes the earlier due day.
fn earlier_limits(case: &Case, leading: &Case) -> Vec<TakenLimit> {
    let running =
        |case: &'_ Case| case.clocks.iter().filter(|clock| clock.is_running()).cloned().collect::<Vec<_>>();
    let own = running(case);
    running(leading)
        .iter()
        .filter_map(|clock| {
            let twin = own.iter().find(|own| (own.clock, own.round) == (clock.clock, clock.round))?;
            (twin.due_on < clock.due_on).then_some(TakenLimit { clock: clock.id, due_on: twin.due_on })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::{OPERATOR, SECRETARY};
    use crate::actions::fixtures::{Bench, Fields, TUESDAY, WEDNESDAY, day};
    use crate::domain::case::stage::Stage;
    use crate::domain::event::{CaseEvent, ClockStopped, LeadingReplied, Merged};
    use crate::domain::ids::CaseId;
    use crate::domain::refusal::RefusalCode;
    use crate::domain::words::{ClockKind, DeliveryMethod, Verdict};

    const INTO: Fields<'static> = &[("into", "2026-0002")];

    #[test]
    fn a_repeated_complaint_goes_on_in_its_leading_case_and_its_limit_stops() {
        let mut bench = Bench::beside_another();
        assert_eq!(
            bench.did("merge", INTO, OPERATOR, TUESDAY),
            [
                CaseEvent::Merged(Merged {
                    leading: CaseId(2),
                    leading_no: "2026-0002".to_owned(),
                    limits: Vec::new(),
                    ruling: None,
                }),
                CaseEvent::ClockStopped(ClockStopped {
                    clock: ClockKind::Triage,
                    round: 1,
                    on: day("2026-11-17"),
                    verdict: Verdict::Merged,
                }),
            ]
        );
        assert_eq!(bench.case.stage, Stage::Merged);
        assert_eq!(bench.case.merged_into, Some((CaseId(2), "2026-0002".to_owned())));
    }

    #[test]
    fn what_the_leading_case_was_answered_already_is_the_answer_here_too() {
        let mut bench = Bench::beside_another();
        bench.other = Some(Bench { case: Bench::delivered().case, ..Bench::unborn() }.case);
        bench.other.as_mut().unwrap().id = CaseId(2);
        let events = bench.did("merge", INTO, OPERATOR, WEDNESDAY);
        assert!(matches!(
            events.last(),
            Some(CaseEvent::LeadingReplied(LeadingReplied { method: DeliveryMethod::Phone, .. }))
        ));
        assert!(bench.case.delivered().is_some());
    }

    #[test]
    fn a_document_under_review_falls_with_the_merger() {
        let mut bench = Bench::reply_submitted();
        bench.other = Some(Bench::another());
        let ruled = [INTO[0], ("ruling", "并入办理"), ("ruled_on", "2026-11-17")];
        bench.did("merge", &ruled, OPERATOR, TUESDAY);
        assert_eq!(bench.case.open_step(), None);
        bench.did("unmerge", &[("reason", "不是一回事")], OPERATOR, TUESDAY);
        assert_eq!(bench.case.stage, Stage::Drafting, "to be submitted anew");
        bench.refuses("sign", &[], (SECRETARY, TUESDAY), RefusalCode::NotPermitted, &["审签人"]);
    }

    #[test]
    fn a_case_is_merged_into_another_that_is_open_and_leads_itself() {
        use RefusalCode::{InvalidValue, MissingField, WrongStage};
        let at = (OPERATOR, TUESDAY);
        Bench::registered().refuses("merge", INTO, at, MissingField, &["并入哪一件"]);
        let mut itself = Bench::registered();
        itself.other = Some(itself.case.clone());
        itself.refuses("merge", INTO, at, InvalidValue, &["本件自己"]);
        let mut further = Bench::beside_another();
        further.other.as_mut().unwrap().merged_into = Some((CaseId(3), "2026-0003".to_owned()));
        further.refuses("merge", INTO, at, InvalidValue, &["2026-0003"]);
        let mut ended = Bench::beside_another();
        ended.other.as_mut().unwrap().stage = Stage::Closure;
        ended.refuses("merge", INTO, at, InvalidValue, &["已办结"]);
        let mut leading = Bench::beside_another();
        leading.case.joined.push((CaseId(3), "2026-0003".to_owned()));
        leading.refuses("merge", INTO, at, WrongStage, &["1件并入本件", "主办件"]);
    }
}
