//! What becomes of a case, its clocks, documents and people when it is taken back.

use crate::actions::fixtures::people::{
    CONTACT, OPERATOR, PRINCIPAL, SECRETARY, SISHENG, SISHENG_HANDLERS, XINJIAN, XINJIAN_HANDLER, named,
};
use crate::actions::fixtures::{
    Bench, Fields, MONDAY, OWN_ASSESSMENT, SECTION_ASSESSMENT, TUESDAY, VILLAGE_ASSESSMENT, WEDNESDAY, day,
};
use crate::domain::case::stage::Stage;
use crate::domain::case::turn::TurnEnd;
use crate::domain::event::{CaseEvent, ClockStarted};
use crate::domain::refusal::RefusalCode;
use crate::domain::sight::Sight;
use crate::domain::words::{ClockKind, DocumentState, Route, Verdict};

/// The fourth day after the transfer of Tuesday.
const FRIDAY: &str = "2026-11-20 09:00";
const WRONG: Fields<'static> = &[("reason", "涉嫌侵占"), ("ruling", "同意收回"), ("ruled_on", "2026-11-20")];

fn ruled_on(on: &'static str) -> [(&'static str, &'static str); 3] {
    [WRONG[0], WRONG[1], ("ruled_on", on)]
}

#[test]
fn a_case_taken_back_waits_for_assessment_with_a_limit_of_its_own() {
    let mut bench = Bench::investigated();
    let first_triage = bench.case.clock(ClockKind::Triage).unwrap().clone();
    let events = bench.did("take_back", WRONG, OPERATOR, FRIDAY);
    let told = events.iter().find(|event| matches!(event, CaseEvent::TakenBack(_))).unwrap();
    let sentence = told.sentence(&bench.org);
    assert!(
        sentence.contains("收回改办（余忠涛2026-11-20书面裁定），已用3个工作日，须于11-25前重新转办"),
        "{sentence}"
    );
    let case = &bench.case;
    assert_eq!((case.stage, case.scope, case.route, case.unit), (Stage::Acceptance, None, None, None));
    assert_eq!((case.handler, case.identity_allowed, case.transferred_on), (None, false, None));
    let triage = case.clock(ClockKind::Triage).unwrap();
    assert_eq!((triage.turn, triage.due_on, triage.verdict), (2, day("2026-11-25"), None));
    assert_eq!(case.clocks[0], first_triage, "the first triage verdict stands");
    let turn = &case.turns[0];
    assert_eq!((turn.unit, turn.route, turn.from), (XINJIAN, Route::Village, day("2026-11-17")));
    assert_eq!(turn.ended, Some((TurnEnd::TakenBack, day("2026-11-20"))));
    assert_eq!(turn.days_used(day("2026-12-31"), &bench.calendar), 3);
    let handler = named(&bench.org, XINJIAN_HANDLER);
    assert!(!Sight::of(handler, &bench.org).unwrap().covers(case, &bench.org));
}

#[test]
fn an_unfinished_handling_limit_counts_for_nobody_and_one_past_due_stays_late() {
    let mut bench = Bench::being_handled();
    bench.did("take_back", WRONG, OPERATOR, FRIDAY);
    assert_eq!(bench.case.clocks[1].verdict, Some(Verdict::Cancelled));
    assert_eq!(bench.case.clock(ClockKind::Handling), None);
    let mut bench = Bench::being_handled();
    bench.did("take_back", &ruled_on("2026-12-02"), OPERATOR, "2026-12-02 09:00");
    let handling = bench.case.clock(ClockKind::Handling).unwrap();
    assert_eq!((handling.due_on, handling.verdict), (day("2026-12-01"), Some(Verdict::Late)));
}

#[test]
fn a_ruling_is_needed_and_lies_not_before_the_transfer() {
    let at = (OPERATOR, FRIDAY);
    let unruled = [WRONG[0]];
    Bench::being_handled().refuses("take_back", &unruled, at, RefusalCode::MissingField, &["镇纪委书记意见"]);
    let early = ruled_on("2026-11-16");
    Bench::being_handled().refuses("take_back", &early, at, RefusalCode::OutOfTime, &["2026-11-17"]);
    for actor in [SECRETARY, XINJIAN_HANDLER, CONTACT] {
        Bench::being_handled().refuses(
            "take_back",
            WRONG,
            (actor, FRIDAY),
            RefusalCode::NotPermitted,
            &["镇纪委专人"],
        );
    }
}

#[test]
fn every_document_on_its_way_is_void_and_a_signed_clue_stays() {
    let mut bench = Bench::reply_submitted();
    bench.submit_extension(WEDNESDAY);
    bench.did("take_back", WRONG, OPERATOR, FRIDAY);
    assert!(bench.case.documents.iter().all(|document| document.state == DocumentState::Void));
    assert_eq!((bench.case.open_step(), bench.case.stage), (None, Stage::Acceptance));

    let mut bench = Bench::being_handled();
    bench.did("escalate_clue", &[("text", "涉嫌侵占")], OPERATOR, TUESDAY);
    bench.did("submit", &[], OPERATOR, TUESDAY);
    bench.did("sign", &[], SECRETARY, TUESDAY);
    bench.did("sign", &[], PRINCIPAL, TUESDAY);
    bench.did("take_back", WRONG, OPERATOR, FRIDAY);
    assert!(bench.case.documents[0].is_signed_clue());
}

#[test]
fn a_reply_that_went_out_is_not_taken_back_but_the_next_round_is() {
    let mut bench = Bench::evaluated("dissatisfied");
    bench.refuses("take_back", WRONG, (OPERATOR, FRIDAY), RefusalCode::WrongStage, &["评价"]);
    bench.did("rehandle", &[("reason", "名单不全")], OPERATOR, WEDNESDAY);
    bench.did("take_back", WRONG, OPERATOR, FRIDAY);
    bench.did("assess", OWN_ASSESSMENT, OPERATOR, FRIDAY);
    bench.did("transfer", &[], OPERATOR, FRIDAY);
    let handling = bench.case.clock(ClockKind::Handling).unwrap();
    assert_eq!((handling.turn, handling.round, bench.case.round), (2, 2, 2));
    assert_eq!(bench.case.turns[1].first_round, 2);
}

#[test]
fn what_the_old_unit_found_does_not_satisfy_the_new_one() {
    let mut bench = Bench::investigated();
    bench.did("take_back", WRONG, OPERATOR, FRIDAY);
    bench.refuses("transfer", &[], (OPERATOR, FRIDAY), RefusalCode::NotAssessed, &["研判"]);
    bench.did("assess", OWN_ASSESSMENT, OPERATOR, FRIDAY);
    let transferred = bench.did("transfer", &[], OPERATOR, FRIDAY);
    let CaseEvent::ClockStarted(ClockStarted { clock }) = transferred.last().unwrap() else {
        panic!("{transferred:?}")
    };
    assert_eq!(clock.due_on, day("2026-12-04"), "the new unit has the whole limit");
    let verdicts: Vec<_> =
        bench.case.clocks.iter().map(|clock| (clock.turn, clock.clock, clock.verdict)).collect();
    assert_eq!(
        verdicts,
        [
            (1, ClockKind::Triage, Some(Verdict::OnTime)),
            (1, ClockKind::Handling, Some(Verdict::Cancelled)),
            (2, ClockKind::Triage, Some(Verdict::OnTime)),
            (2, ClockKind::Handling, None),
        ]
    );
    let draft = [("text", "经核实，名单已补公示。")];
    bench.refuses("draft_reply", &draft, (OPERATOR, FRIDAY), RefusalCode::Incomplete, &["核实情况"]);
    bench.did("record_finding", &[("text", "查明属实")], OPERATOR, FRIDAY);
    bench.did("draft_reply", &draft, OPERATOR, FRIDAY);
}

#[test]
fn sending_back_belongs_to_the_first_round_of_a_turn_and_counts_over_all_turns() {
    let back: Fields<'_> = &[("reason", "not_ours"), ("note", "应由社会事务办办理")];
    let mut bench = Bench::evaluated("dissatisfied");
    bench.did("rehandle", &[("reason", "名单不全")], OPERATOR, TUESDAY);
    bench.refuses("send_back", back, (XINJIAN_HANDLER, TUESDAY), RefusalCode::WrongStage, &["收回改办"]);

    let mut bench = Bench::accepted(VILLAGE_ASSESSMENT);
    bench.did("transfer", &[], OPERATOR, MONDAY);
    bench.did("send_back", back, XINJIAN_HANDLER, MONDAY);
    bench.did("transfer", &[], OPERATOR, MONDAY);
    bench.did("take_back", &ruled_on("2026-11-17"), OPERATOR, TUESDAY);
    bench.did("assess", VILLAGE_ASSESSMENT, OPERATOR, TUESDAY);
    bench.did("transfer", &[], OPERATOR, TUESDAY);
    bench.did("send_back", back, XINJIAN_HANDLER, TUESDAY);
    bench.did("assess", VILLAGE_ASSESSMENT, OPERATOR, TUESDAY);
    bench.did("transfer", &[], OPERATOR, TUESDAY);
    let at = (XINJIAN_HANDLER, TUESDAY);
    bench.refuses("send_back", back, at, RefusalCode::MissingSignature, &["第3次退件"]);
    let ends: Vec<_> = bench.case.turns.iter().map(|turn| turn.ended.map(|(end, _)| end)).collect();
    let (sent, taken) = (Some(TurnEnd::SentBack), Some(TurnEnd::TakenBack));
    assert_eq!(ends, [sent, taken, sent, None]);
}

#[test]
fn a_case_sent_back_in_its_second_turn_runs_on_towards_the_second_day() {
    let back: Fields<'_> = &[("reason", "not_ours"), ("note", "应由社会事务办办理")];
    let mut bench = Bench::being_handled();
    bench.did("take_back", WRONG, OPERATOR, FRIDAY);
    bench.did("assess", SECTION_ASSESSMENT, OPERATOR, FRIDAY);
    bench.did("assess", &[&VILLAGE_ASSESSMENT[..4], &[("unit", "四胜社区")]].concat(), OPERATOR, FRIDAY);
    bench.did("transfer", &[], OPERATOR, FRIDAY);
    assert_eq!(bench.case.unit, Some(SISHENG));
    bench.did("send_back", back, SISHENG_HANDLERS[0], FRIDAY);
    let running = bench.case.running_clock().unwrap();
    assert_eq!((running.turn, running.due_on), (2, day("2026-11-25")));
    assert_eq!(bench.case.clocks[0].verdict, Some(Verdict::OnTime), "the first triage limit stays stopped");
}
