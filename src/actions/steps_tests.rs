//! The steps that cases are led through by commands, each with its days: what figures and the latest safe day count.

use super::fixtures::later::{FINDING, REPLY};
use super::fixtures::people::{IN_CHARGE, OPERATOR, PARTY_OPERATOR, SECRETARY, XINJIAN_HANDLER};
use super::fixtures::{
    Bench, Fields, MONDAY, SECTION_ASSESSMENT, THURSDAY, TUESDAY, VILLAGE_ASSESSMENT, WEDNESDAY, day,
};
use crate::domain::code::Coded as _;
use crate::domain::time::month_day;

/// The day on which the tests look.
const TODAY: &str = "2026-12-07";

/// `转办 1-1 11-16 11-17 1`: step, turn and round, first and last day, working days; the open one ends with `…`.
fn told(bench: &Bench) -> Vec<String> {
    let line = |step: &crate::domain::figures::step::StepTaken| {
        let until = step.until.map_or_else(|| "…".to_owned(), month_day);
        let days = step.working_days(day(TODAY), &bench.calendar);
        let (turn, round, from) = (step.turn, step.round, month_day(step.from));
        format!("{} {turn}-{round} {from} {until} {days}", step.step.label())
    };
    bench.case.steps_taken().iter().map(line).collect()
}

/// A village's case that took days over every step, closed on the second Monday.
fn led_through() -> Bench {
    let mut bench = Bench::registered();
    bench.did("assess", VILLAGE_ASSESSMENT, OPERATOR, TUESDAY);
    bench.did("accept", &[], OPERATOR, TUESDAY);
    bench.did("transfer", &[], OPERATOR, WEDNESDAY);
    bench.did("acknowledge", &[], XINJIAN_HANDLER, THURSDAY);
    bench.did("record_finding", FINDING, XINJIAN_HANDLER, "2026-11-20 09:00");
    bench.did("draft_reply", &[("text", REPLY)], XINJIAN_HANDLER, "2026-11-20 09:00");
    bench.did("submit", &[], XINJIAN_HANDLER, "2026-11-23 09:00");
    bench.did("sign", &[], SECRETARY, "2026-11-25 09:00");
    bench.did("deliver", &[("method", "phone")], OPERATOR, "2026-11-26 09:00");
    let word = [("satisfaction", "satisfied"), ("resolved", "yes")];
    bench.did("evaluate", &word, OPERATOR, "2026-11-30 09:00");
    bench.did("close", &[], OPERATOR, "2026-11-30 09:00");
    bench
}

const LED_THROUGH: [&str; 7] = [
    "研判受理 1-1 11-16 11-17 1",
    "转办 1-1 11-17 11-18 1",
    "办理 1-1 11-18 11-23 3",
    "审核答复意见 1-1 11-23 11-25 2",
    "答复 1-1 11-25 11-26 1",
    "评价 1-1 11-26 11-30 2",
    "办结 1-1 11-30 11-30 0",
];

#[test]
fn every_step_begins_on_the_day_on_which_the_one_before_it_ended() {
    assert_eq!(told(&led_through()), LED_THROUGH);
}

/// A case led so far, made when its turn comes: all of them at once are large.
type Made = fn() -> Bench;

#[test]
fn an_open_case_waits_in_its_last_step_and_nowhere_else() {
    let table: [(Made, &str); 10] = [
        (Bench::registered, "研判受理 1-1 11-16 … 15"),
        (|| Bench::accepted(VILLAGE_ASSESSMENT), "转办 1-1 11-16 … 15"),
        (Bench::proposal_submitted, "转办 1-1 11-16 … 15"),
        (Bench::in_village, "办理 1-1 11-17 … 14"),
        (Bench::reply_drafted, "办理 1-1 11-17 … 14"),
        (Bench::reply_submitted, "审核答复意见 1-1 11-17 … 14"),
        (Bench::reply_signed, "答复 1-1 11-17 … 14"),
        (Bench::delivered, "评价 1-1 11-17 … 14"),
        (|| Bench::evaluated("satisfied"), "办结 1-1 11-17 … 14"),
        (Bench::own, "办理 1-1 11-16 … 15"),
    ];
    for (made, expected) in table {
        let bench = made();
        let told = told(&bench);
        assert_eq!(told.last().map(String::as_str), Some(expected));
        assert_eq!(told.iter().filter(|line| line.contains('…')).count(), 1);
        let present = bench.case.present_step();
        assert_eq!(present, bench.case.steps_taken().last().copied());
    }
}

#[test]
fn what_ended_before_its_time_took_no_further_step() {
    let mut sealed = Bench::registered();
    sealed.did("seal", &[("basis", "managed_above")], OPERATOR, TUESDAY);
    for bench in [Bench::withdrawn(), Bench::merged(), sealed] {
        assert_eq!(told(&bench), [""; 0], "{:?}", bench.case.stage);
        assert_eq!(bench.case.present_step(), None);
    }
    assert_eq!(told(&Bench::reported()), ["研判受理 1-1 11-16 11-17 1"]);
    assert_eq!(Bench::closed().case.present_step(), None);
}

#[test]
fn a_case_that_came_back_from_its_unit_goes_through_the_transfer_once_more() {
    let back: Fields<'_> = &[("reason", "not_ours"), ("note", "应由社会事务办办理")];
    let taken: Fields<'_> = &[("reason", "转错"), ("ruling", "同意收回"), ("ruled_on", "2026-11-18")];
    for (code, who, fields) in [("send_back", XINJIAN_HANDLER, back), ("take_back", OPERATOR, taken)] {
        let mut bench = Bench::in_village();
        bench.did(code, fields, who, WEDNESDAY);
        let came_back = ["研判受理 1-1 11-16 11-16 0", "转办 1-1 11-16 11-17 1", "转办 2-1 11-18 … 13"];
        assert_eq!(told(&bench), came_back, "{code}");
        bench.did("assess", VILLAGE_ASSESSMENT, OPERATOR, THURSDAY);
        bench.did("transfer", &[], OPERATOR, "2026-11-20 09:00");
        assert_eq!(told(&bench)[2..], ["转办 2-1 11-18 11-20 2", "办理 2-1 11-20 … 11"], "{code}");
    }
}

#[test]
fn what_one_unit_wrote_is_no_step_of_the_next_unit() {
    let mut bench = Bench::reply_submitted();
    let ruled = [("reason", "转错"), ("ruling", "同意收回"), ("ruled_on", "2026-11-18")];
    bench.did("take_back", &ruled, OPERATOR, WEDNESDAY);
    bench.did("assess", VILLAGE_ASSESSMENT, OPERATOR, WEDNESDAY);
    bench.did("transfer", &[], OPERATOR, THURSDAY);
    let expected = [
        "研判受理 1-1 11-16 11-16 0",
        "转办 1-1 11-16 11-17 1",
        "办理 1-1 11-17 11-17 0",
        "转办 2-1 11-18 11-19 1",
        "办理 2-1 11-19 … 12",
    ];
    assert_eq!(told(&bench), expected);
}

#[test]
fn a_returned_paper_stays_in_its_review_until_it_is_signed() {
    let mut bench = Bench::reply_submitted();
    bench.did("return", &[("opinion", "没有写明补助标准")], SECRETARY, WEDNESDAY);
    assert_eq!(told(&bench).last().unwrap(), "审核答复意见 1-1 11-17 … 14");
    let text = format!("{REPLY}补助标准已写明。");
    bench.did("draft_reply", &[("text", &text)], XINJIAN_HANDLER, THURSDAY);
    bench.did("submit", &[], XINJIAN_HANDLER, THURSDAY);
    bench.did("sign", &[], SECRETARY, "2026-11-20 09:00");
    assert_eq!(told(&bench)[3..], ["审核答复意见 1-1 11-17 11-20 3", "答复 1-1 11-20 … 11"]);
}

#[test]
fn every_round_has_steps_of_its_own_and_a_closure_stays_known_when_the_case_is_taken_up_again() {
    let mut bench = Bench::evaluated("dissatisfied");
    bench.second_reply();
    assert_eq!(
        told(&bench)[5..],
        [
            "评价 1-1 11-17 11-17 0",
            "办理 1-2 11-20 11-20 0",
            "审核答复意见 1-2 11-20 11-20 0",
            "答复 1-2 11-20 11-20 0",
            "评价 1-2 11-20 … 11",
        ]
    );
    let mut bench = led_through();
    bench.did("reopen", &[("reason", "有新证据")], SECRETARY, "2026-12-02 09:00");
    let told = told(&bench);
    assert_eq!(told[..7], LED_THROUGH);
    assert_eq!(told[7..], ["办理 1-2 12-02 … 3"]);
}

#[test]
fn corrected_days_of_receipt_move_the_steps_beside_them() {
    let mut bench = Bench::in_village();
    let earlier = [("field", "handling_received_on"), ("value", "2026-11-16"), ("reason", "登记有误")];
    bench.did("correct", &earlier, OPERATOR, TUESDAY);
    assert_eq!(told(&bench)[1..], ["转办 1-1 11-16 11-16 0", "办理 1-1 11-16 … 15"]);
}

#[test]
fn on_the_way_of_the_committee_the_proposal_belongs_to_the_transfer() {
    let mut bench = Bench::accepted(SECTION_ASSESSMENT);
    bench.did("propose", &[("text", "拟请社会事务办核实。")], PARTY_OPERATOR, MONDAY);
    bench.did("submit", &[], PARTY_OPERATOR, TUESDAY);
    bench.did("sign", &[], SECRETARY, WEDNESDAY);
    bench.did("sign", &[("opinion", "同意")], IN_CHARGE, WEDNESDAY);
    bench.did("transfer", &[], PARTY_OPERATOR, THURSDAY);
    assert_eq!(told(&bench)[1..], ["转办 1-1 11-16 11-19 3", "办理 1-1 11-19 … 12"]);
}
