//! 退件: the unit does not take the case; within one working day of receipt, with a coded reason (`domain.md` §2).

use super::answers::Answers;
use super::field::{Field, FieldKind, words};
use super::permission::{self, Who};
use super::{Act, CaseAct, On, Questions, ruling};
use crate::domain::case::Case;
use crate::domain::case::stage::Stage;
use crate::domain::context::Context;
use crate::domain::event::{CaseEvent, ClockCancelled, SentBack, drafting};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;
use crate::domain::words::{ClockKind, DocumentKind, SendBackReason};

const REASON: Field = Field::required("reason", "退件原因", FieldKind::Choice(words::<SendBackReason>));
const NOTE: Field = Field::required("note", "退件说明", FieldKind::Prose).hint("说明应由谁办、缺什么材料");

/// The row of this act.
pub static ACT: Act = Act {
    code: "send_back",
    who: &[Who::UnitHandler, Who::DisciplineSecretary],
    questions: Questions {
        title: "退件",
        summary: "承办单位收件后一个工作日内退回受理环节，办理时限作废，受理转办时限接着走",
        fields: &[
            REASON,
            NOTE,
            permission::ON_BEHALF_OF,
            ruling::RULING,
            ruling::RULED_ON,
            ruling::RULING_NO,
        ],
        confirm: Some("退件后回到受理环节，由镇纪委专人重新转办"),
    },
    example: r#"{"reason":"not_ours","note":"该事项由社会事务办负责。"}"#,
    on: On::Case(CaseAct::at(&[Stage::Transfer, Stage::Handling], decide).ready(ready)),
};

fn ready(case: &Case, context: &Context<'_>) -> Result<(), Refusal> {
    // The day as first recorded: a correction gives nobody more time to send back, and takes none away.
    let Some(received_on) = case.receipt.map(|receipt| receipt.recorded_as) else {
        return Err(Refusal::new(RefusalCode::WrongStage, "本件没有收件日期，不能退件。"));
    };
    if !case.is_first_round_of_turn() {
        return Err(Refusal::new(
            RefusalCode::WrongStage,
            "本件已答复过、现在是重办，不能再退件；确实转错的，请镇纪委专人“收回改办”。",
        ));
    }
    let within = context.settings.send_back_within_working_days;
    let last_day = context.calendar.add_working_days(received_on, within).on;
    if context.today() > last_day {
        return Err(Refusal::new(
            RefusalCode::OutOfTime,
            format!(
                "退件须在收件后{within}个工作日内（{last_day}前），已过期；请继续办理，或与镇纪委专人联系。"
            ),
        ));
    }
    Ok(())
}

fn decide(case: &Case, answers: &Answers, context: &Context<'_>) -> Result<Vec<CaseEvent>, Refusal> {
    let reason: SendBackReason = answers.need_word(&REASON)?;
    let note = Sealable::new(answers.need_text(&NOTE)?);
    let ruling = ruling::read(case, answers, context)?;
    if let (Some(ruling), Some(received_on)) = (&ruling, case.transferred_on) {
        ruling::check_answers(ruling, "承办单位收件", received_on)?;
    }
    let count = case.send_backs + 1;
    if count >= context.settings.send_back_ruling_from && ruling.is_none() {
        return Err(ruling::RULING.refuses(
            RefusalCode::MissingSignature,
            format!(
                "这是第{count}次退件，须由镇纪委书记裁定：请书记本人退件，或由专人代录，填“{}”。",
                ruling::RULING.label
            ),
        ));
    }
    let mut events = drafting::void_limit_requests(case, None, "已退件");
    let clue = case.document(DocumentKind::Clue).filter(|clue| clue.is_live() && !clue.is_signed_clue());
    events.extend(clue.map(|clue| drafting::void(clue, "已退件")));
    events.push(CaseEvent::SentBack(SentBack { reason, note, ruling }));
    if let Some(clock) = case.clock(ClockKind::Handling).filter(|clock| clock.is_running()) {
        events.push(CaseEvent::ClockCancelled(ClockCancelled {
            clock: ClockKind::Handling,
            round: clock.round,
        }));
    }
    if let Some(clock) = case.clock(ClockKind::Triage).filter(|clock| !clock.is_running()) {
        events.extend(case.resume_clock(clock, context.today(), context.calendar));
    }
    Ok(events)
}

#[cfg(test)]
mod tests {
    use crate::actions::fixtures::people::{OPERATOR, SECRETARY, XINJIAN_HANDLER};
    use crate::actions::fixtures::{
        Bench, Fields, MONDAY, THURSDAY, TUESDAY, VILLAGE_ASSESSMENT, WEDNESDAY, day,
    };
    use crate::domain::case::stage::Stage;
    use crate::domain::event::{CaseEvent, ClockCancelled, ClockResumed, SentBack};
    use crate::domain::refusal::RefusalCode;
    use crate::domain::sealable::Sealable;
    use crate::domain::words::{ClockKind, SendBackReason, Verdict};

    const NOT_OURS: Fields<'static> = &[("reason", "不属本单位职责"), ("note", "应由社会事务办办理")];

    #[test]
    fn a_case_sent_back_is_at_acceptance_without_a_handling_limit_and_its_triage_limit_runs_on() {
        let mut bench = Bench::being_handled();
        let events = bench.did("send_back", NOT_OURS, XINJIAN_HANDLER, WEDNESDAY);
        let note = Sealable::new("应由社会事务办办理");
        assert_eq!(
            events,
            [
                CaseEvent::SentBack(SentBack { reason: SendBackReason::NotOurs, note, ruling: None }),
                CaseEvent::ClockCancelled(ClockCancelled { clock: ClockKind::Handling, round: 1 }),
                CaseEvent::ClockResumed(ClockResumed { clock: ClockKind::Triage, round: 1 }),
            ]
        );
        let case = &bench.case;
        assert_eq!((case.stage, case.send_backs), (Stage::Acceptance, 1));
        assert_eq!((case.handler, case.transferred_on, case.acknowledged_at), (None, None, None));
        assert!(case.clock(ClockKind::Handling).is_none());
        let triage = case.clock(ClockKind::Triage).unwrap();
        assert_eq!((triage.due_on, triage.verdict), (day("2026-11-19"), None));
    }

    #[test]
    fn a_case_transferred_late_stays_late_after_it_was_sent_back_and_transferred_again() {
        let mut bench = Bench::accepted(VILLAGE_ASSESSMENT);
        bench.did("transfer", &[], OPERATOR, "2026-11-20 08:00");
        bench.did("send_back", NOT_OURS, XINJIAN_HANDLER, "2026-11-20 09:00");
        bench.did("transfer", &[], OPERATOR, "2026-11-20 10:00");
        assert_eq!(bench.case.clock(ClockKind::Triage).unwrap().verdict, Some(Verdict::Late));
        let handling: Vec<_> = bench
            .case
            .clocks
            .iter()
            .filter(|clock| clock.clock == ClockKind::Handling)
            .map(|clock| (clock.id.0, clock.verdict))
            .collect();
        assert_eq!(
            handling,
            [(2, Some(Verdict::Cancelled)), (3, None)],
            "the cancelled limit stays to be seen"
        );
        assert_eq!(bench.limit().id.0, 3, "and judges nothing");
    }

    #[test]
    fn a_case_is_sent_back_within_one_working_day_of_receipt() {
        let mut bench = Bench::in_village();
        bench.refuses(
            "send_back",
            NOT_OURS,
            (XINJIAN_HANDLER, THURSDAY),
            RefusalCode::OutOfTime,
            &["1个工作日", "2026-11-18", "镇纪委专人"],
        );
        bench.did("send_back", NOT_OURS, XINJIAN_HANDLER, "2026-11-18 23:59");
    }

    #[test]
    fn a_weekend_does_not_shorten_the_time_to_send_a_case_back() {
        let mut bench = Bench::accepted(VILLAGE_ASSESSMENT);
        bench.did("transfer", &[], OPERATOR, "2026-11-20 10:00");
        bench.did("send_back", NOT_OURS, XINJIAN_HANDLER, "2026-11-23 18:00");
    }

    /// Sent back twice and transferred a third time, all on Monday.
    fn bounced_twice() -> Bench {
        let mut bench = Bench::accepted(VILLAGE_ASSESSMENT);
        for _ in 0..2 {
            bench.did("transfer", &[], OPERATOR, MONDAY);
            bench.did("send_back", NOT_OURS, XINJIAN_HANDLER, MONDAY);
        }
        bench.did("transfer", &[], OPERATOR, MONDAY);
        bench
    }

    #[test]
    fn a_third_return_needs_the_secretarys_ruling() {
        let mut ruled = NOT_OURS.to_vec();
        ruled.extend([("ruling", "准予退件"), ("ruled_on", "2026-11-16")]);
        bounced_twice().refuses(
            "send_back",
            NOT_OURS,
            (XINJIAN_HANDLER, MONDAY),
            RefusalCode::MissingSignature,
            &["第3次退件", "镇纪委书记", "代录"],
        );
        bounced_twice().refuses(
            "send_back",
            &ruled,
            (XINJIAN_HANDLER, MONDAY),
            RefusalCode::NotPermitted,
            &["镇纪委书记本人", "镇纪委专人"],
        );
        for actor in [OPERATOR, SECRETARY] {
            let mut bench = bounced_twice();
            let events = bench.did("send_back", &ruled, actor, TUESDAY);
            let CaseEvent::SentBack(SentBack { ruling: Some(ruling), .. }) = &events[0] else {
                panic!("{events:?}")
            };
            assert_eq!((ruling.by, ruling.on_paper), (bench.id(SECRETARY), actor == OPERATOR));
        }
    }

    #[test]
    fn a_reason_comes_from_the_list() {
        let fields = [("reason", "不想办"), ("note", "无")];
        let refusal =
            Bench::in_village().perform("send_back", &fields, XINJIAN_HANDLER, TUESDAY).unwrap_err();
        assert_eq!(refusal.code, RefusalCode::InvalidValue);
        assert!(refusal.message.contains("不属本单位职责"));
    }
}
