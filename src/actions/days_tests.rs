//! The days of `domain.md` §10, each line with its value: what ends a limit, and what it says then.

use super::fixtures::people::{OPERATOR, SECRETARY, XINJIAN_HANDLER};
use super::fixtures::{Bench, Fields, TUESDAY, WEDNESDAY, day};
use crate::domain::event::CaseEvent;
use crate::domain::limit::clock::Clock;
use crate::domain::refusal::RefusalCode;
use crate::domain::town::time_of_day::TimeOfDay;
use crate::domain::words::{ClockKind, Verdict};

const REASON: Fields<'static> = &[("reason", "来电要求")];

/// Received on Monday, so that the triage limit ends on Thursday the 19th.
fn triage(code: &str, at: &str) -> (Bench, Clock) {
    let mut bench = Bench::beside_another();
    let fields: Fields<'_> = match code {
        "merge" => &[("into", "2026-0002")],
        "withdraw" => REASON,
        _ => &[],
    };
    bench.did(code, fields, OPERATOR, at);
    let clock = bench.case.clock(ClockKind::Triage).unwrap().clone();
    (bench, clock)
}

#[test]
fn what_is_merged_withdrawn_or_sealed_within_its_limit_is_in_no_rate_and_late_after_it() {
    let table = [("merge", Verdict::Merged), ("withdraw", Verdict::Withdrawn), ("seal", Verdict::Sealed)];
    for (code, end) in table {
        for (at, verdict) in [("2026-11-19 23:59", end), ("2026-11-20 00:00", Verdict::Late)] {
            let (_, clock) = triage(code, at);
            assert_eq!((clock.due_on, clock.verdict), (day("2026-11-19"), Some(verdict)), "{code} {at}");
            assert_eq!(clock.stopped_on.map(|on| on.to_string()).as_deref(), at.get(..10));
        }
        assert!(!end.counts_in_rates());
    }
    assert!(Verdict::OnTime.counts_in_rates() && Verdict::Late.counts_in_rates());
    assert!(!Verdict::Cancelled.counts_in_rates());
}

#[test]
fn the_closing_hour_ends_the_day_of_a_merger_too() {
    let mut bench = Bench::beside_another();
    bench.settings.closing_hour = TimeOfDay::hour(18);
    bench.did("merge", &[("into", "2026-0002")], OPERATOR, "2026-11-19 18:30");
    assert_eq!(bench.case.clock(ClockKind::Triage).unwrap().verdict, Some(Verdict::Late));
}

#[test]
fn a_limit_taken_back_stays_to_be_seen_and_the_next_one_of_its_round_is_judged() {
    let mut bench = Bench::being_handled();
    let back = [("reason", "not_ours"), ("note", "应由社会事务办办理")];
    bench.did("send_back", &back, XINJIAN_HANDLER, "2026-11-18 10:00");
    assert_eq!(bench.case.clock(ClockKind::Handling), None);
    bench.did("transfer", &[], OPERATOR, "2026-11-19 09:00");
    let told: Vec<_> = bench
        .case
        .clocks
        .iter()
        .map(|clock| (clock.id.0, clock.clock, clock.stopped_on.map(|on| on.to_string()), clock.verdict))
        .collect();
    let on = |date: &str| Some(date.to_owned());
    assert_eq!(
        told,
        [
            (1, ClockKind::Triage, on("2026-11-19"), Some(Verdict::OnTime)),
            (2, ClockKind::Handling, on("2026-11-18"), Some(Verdict::Cancelled)),
            (3, ClockKind::Handling, None, None),
        ]
    );
    bench.did(
        "correct",
        &[("field", "kind"), ("value", "咨询类"), ("reason", "实为咨询")],
        OPERATOR,
        "2026-11-19 10:00",
    );
    assert_eq!((bench.limit().id.0, bench.limit().due_on), (3, day("2026-11-24")));
    assert_eq!(bench.case.clocks[1].due_on, day("2026-12-01"), "what was taken back is not counted anew");
    bench.did("withdraw", REASON, OPERATOR, "2026-11-25 09:00");
    assert_eq!(bench.limit().verdict, Some(Verdict::Late));
    assert_eq!(bench.case.clocks[1].verdict, Some(Verdict::Cancelled));
}

/// A correction of the day on which the unit received the case.
fn receipt(day: &str) -> Vec<(&str, &str)> {
    vec![("field", "handling_received_on"), ("value", day), ("reason", "登记有误")]
}

fn ruled<'a>(mut fields: Vec<(&'a str, &'a str)>, on: &'a str) -> Vec<(&'a str, &'a str)> {
    fields.extend([("ruling", "同意更正"), ("ruled_on", on)]);
    fields
}

/// Accepted on Monday the 16th, transferred on Wednesday the 18th, acknowledged on Friday the 20th.
fn acknowledged_on_friday() -> Bench {
    let mut bench = Bench::accepted(super::fixtures::VILLAGE_ASSESSMENT);
    bench.did("transfer", &[], OPERATOR, WEDNESDAY);
    bench.did("acknowledge", &[], XINJIAN_HANDLER, "2026-11-20 09:00");
    bench
}

#[test]
fn a_day_of_receipt_lies_between_acceptance_and_the_units_first_act() {
    use RefusalCode::{MissingSignature, OutOfTime};
    let at = (OPERATOR, "2026-11-23 09:00");
    for (to, code, words) in [
        ("2026-11-15", OutOfTime, "不得早于受理日"),
        ("2026-11-21", OutOfTime, "第一次办理本件的日期2026-11-20"),
        ("2026-11-24", OutOfTime, "不得晚于今天"),
        ("2026-11-19", MissingSignature, "改得比登记的晚"),
    ] {
        acknowledged_on_friday().refuses("correct", &receipt(to), at, code, &[words]);
    }
    let mut bench = acknowledged_on_friday();
    bench.did("correct", &receipt("2026-11-16"), OPERATOR, at.1);
    assert_eq!((bench.limit().started_on, bench.limit().due_on), (day("2026-11-16"), day("2026-11-30")));
    assert_eq!(bench.limit().original_due_on, day("2026-11-30"));
    let mut bench = acknowledged_on_friday();
    let early = ruled(receipt("2026-11-20"), "2026-11-17");
    bench.refuses("correct", &early, at, OutOfTime, &["2026-11-17早于", "2026-11-18"]);
    bench.did("correct", &ruled(receipt("2026-11-20"), "2026-11-23"), OPERATOR, at.1);
    assert_eq!(bench.limit().due_on, day("2026-12-04"));
}

#[test]
fn the_time_to_send_back_counts_from_the_receipt_first_recorded() {
    let back = [("reason", "not_ours"), ("note", "应由社会事务办办理")];
    let mut bench = Bench::in_village();
    bench.did("correct", &receipt("2026-11-16"), OPERATOR, TUESDAY);
    bench.did("send_back", &back, XINJIAN_HANDLER, "2026-11-18 18:00");
    let mut bench = Bench::in_village();
    bench.did("correct", &ruled(receipt("2026-11-18"), "2026-11-18"), OPERATOR, "2026-11-18 10:00");
    let late = (XINJIAN_HANDLER, "2026-11-19 09:00");
    bench.refuses("send_back", &back, late, RefusalCode::OutOfTime, &["2026-11-18前"]);
}

#[test]
fn a_corrected_receipt_moves_the_round_it_belongs_to() {
    let mut bench = Bench::evaluated("dissatisfied");
    bench.did("rehandle", &[("reason", "名单不全")], OPERATOR, WEDNESDAY);
    let second = bench.limit().clone();
    assert_eq!((second.round, second.started_on), (2, day("2026-11-18")));
    let at = (OPERATOR, "2026-11-19 09:00");
    bench.refuses("correct", &receipt("2026-11-16"), at, RefusalCode::MissingSignature, &["已经停止"]);
    bench.did("correct", &ruled(receipt("2026-11-16"), "2026-11-19"), OPERATOR, at.1);
    assert_eq!(*bench.limit(), second, "the running round keeps its days");
    let first = &bench.case.clocks[1];
    assert_eq!((first.started_on, first.due_on), (day("2026-11-16"), day("2026-11-30")));
    assert_eq!((first.stopped_on, first.verdict), (Some(day("2026-11-18")), Some(Verdict::OnTime)));
}

#[test]
fn a_verdict_changes_only_by_a_correction_that_the_secretary_ruled_on() {
    // Due on December 1st and closed on the 2nd.
    let mut bench = Bench::evaluated("satisfied");
    bench.did("close", &[], OPERATOR, "2026-12-02 09:00");
    assert_eq!(bench.limit().verdict, Some(Verdict::Late));
    // The unit acknowledged on the day recorded: no later day is possible at all.
    let at = (OPERATOR, "2026-12-03 09:00");
    let later = ruled(receipt("2026-11-18"), "2026-12-03");
    bench.refuses("correct", &later, at, RefusalCode::OutOfTime, &["第一次办理"]);
    let kind = [("field", "kind"), ("value", "consultation"), ("reason", "实为咨询")];
    bench.did("correct", &kind, OPERATOR, at.1);
    assert_eq!((bench.limit().due_on, bench.limit().verdict), (day("2026-12-01"), Some(Verdict::Late)));

    let mut bench = acknowledged_on_friday();
    bench.did("withdraw", REASON, OPERATOR, "2026-12-03 09:00");
    assert_eq!(bench.limit().verdict, Some(Verdict::Late), "due on the 2nd");
    let later = ruled(receipt("2026-11-20"), "2026-12-03");
    let events = bench.did("correct", &later, OPERATOR, at.1);
    assert_eq!((bench.limit().due_on, bench.limit().verdict), (day("2026-12-04"), Some(Verdict::OnTime)));
    assert!(events[0].sentence(&bench.org).contains("同意更正"), "{events:?}");
}

#[test]
fn a_corrected_kind_takes_the_limit_in_force_when_the_clock_started() {
    let mut bench = Bench::being_handled();
    bench.settings.consultation_limit_working_days = 5;
    bench.settings.non_consultation_limit_working_days = 20;
    let kind = |kind| [("field", "kind"), ("value", kind), ("reason", "核实后确定")];
    bench.did("correct", &kind("consultation"), OPERATOR, WEDNESDAY);
    assert_eq!((bench.limit().limit, bench.limit().due_on), (3, day("2026-11-20")));
    assert_eq!(bench.limit().original_due_on, day("2026-11-20"));
    bench.did("correct", &kind("non_consultation"), OPERATOR, WEDNESDAY);
    assert_eq!((bench.limit().limit, bench.limit().due_on), (10, day("2026-12-01")));
}

#[test]
fn an_extension_is_measured_against_the_limit_first_given_to_its_clock() {
    let ask = |days| [("days", days), ("reason", "调取档案")];
    let mut bench = Bench::being_handled();
    bench.settings.non_consultation_limit_working_days = 20;
    let at = (XINJIAN_HANDLER, WEDNESDAY);
    bench.refuses("extend", &ask("11"), at, RefusalCode::InvalidValue, &["1到10"]);
    bench.settings.non_consultation_limit_working_days = 5;
    bench.extend_again("10", "", WEDNESDAY);
    assert_eq!((bench.limit().due_on, bench.limit().granted.as_slice()), (day("2026-12-15"), &[10][..]));

    // Sixty calendar days from Tuesday the 17th of November, extended by at most as many calendar days.
    let mut bench = overridden_to("60", "calendar_days", TUESDAY);
    let at = (XINJIAN_HANDLER, WEDNESDAY);
    bench.refuses("extend", &ask("60"), at, RefusalCode::InvalidValue, &["60个自然日"]);
    let mut bench = overridden_to("5", "working_days", TUESDAY);
    bench.refuses("extend", &ask("6"), at, RefusalCode::InvalidValue, &["1到5"]);
    bench.extend_again("5", "", WEDNESDAY);
    assert_eq!((bench.limit().due_on, bench.limit().original_due_on), (day("2026-12-01"), day("2026-12-01")));
}

/// In the village since Tuesday the 17th, under another limit signed at this moment.
fn overridden_to(limit: &str, unit: &str, at: &str) -> Bench {
    let mut bench = Bench::being_handled();
    let fields = [("limit", limit), ("unit", unit), ("basis", "《信访工作条例》第三十四条")];
    bench.did("override_limit", &fields, OPERATOR, at);
    bench.did("submit", &[], OPERATOR, at);
    bench.did("sign", &[], SECRETARY, at);
    bench
}

#[test]
fn a_consultation_found_late_cuts_a_running_extension_to_the_new_limit_and_says_so() {
    let mut bench = Bench::being_handled();
    bench.extend_again("5", "", TUESDAY);
    bench.extend_again("2", "", TUESDAY);
    assert_eq!(bench.limit().due_on, day("2026-12-10"));
    let kind = [("field", "kind"), ("value", "consultation"), ("reason", "实为咨询")];
    let events = bench.did("correct", &kind, OPERATOR, WEDNESDAY);
    // Three days, three of the first extension's five, and the two of the second.
    let clock = bench.limit();
    assert_eq!((clock.due_on, clock.granted.as_slice()), (day("2026-11-27"), &[3, 2][..]));
    assert_eq!((clock.extensions, clock.original_due_on), (2, day("2026-11-20")));
    let told = events.last().unwrap().sentence(&bench.org);
    assert!(told.contains("延期由7个工作日减为5个") && told.contains("3个工作日"), "{told}");
}

#[test]
fn another_limit_in_calendar_days_that_ends_on_a_rest_day_ends_on_the_next_working_day() {
    // From Tuesday the 17th: Saturday the 21st, which is a rest day; Sunday; Monday; and the New Year's holiday.
    for (limit, rolled, plain) in [
        ("4", "2026-11-23", "2026-11-21"),
        ("5", "2026-11-23", "2026-11-22"),
        ("6", "2026-11-23", "2026-11-23"),
        ("18", "2026-12-07", "2026-12-05"),
    ] {
        let bench = overridden_to(limit, "calendar_days", TUESDAY);
        assert_eq!(bench.limit().due_on, day(rolled), "{limit}");
        assert_eq!(bench.limit().original_due_on, day("2026-12-01"));
        let mut bench = Bench::being_handled();
        bench.settings.override_ends_on_working_day = false;
        let fields = [("limit", limit), ("unit", "calendar_days"), ("basis", "某规定第一条")];
        bench.did("override_limit", &fields, OPERATOR, TUESDAY);
        bench.did("submit", &[], OPERATOR, TUESDAY);
        bench.did("sign", &[], SECRETARY, TUESDAY);
        assert_eq!(bench.limit().due_on, day(plain), "{limit}");
    }
}

#[test]
fn another_limit_on_a_clock_that_had_run_out_is_marked_for_ever() {
    let bench = overridden_to("60", "calendar_days", "2026-12-01 18:00");
    assert!(!bench.limit().is_overridden_after_expiry(), "on its due day");
    let mut bench = overridden_to("60", "calendar_days", "2026-12-02 09:00");
    assert!(bench.limit().is_overridden_after_expiry());
    let moved = bench.record.iter().rev().find(|recorded| matches!(recorded.event, CaseEvent::ClockMoved(_)));
    assert!(moved.unwrap().event.sentence(&bench.org).contains("超期后变更"));
    bench.extend_again("2", "", "2026-12-03 09:00");
    let fields = [("limit", "90"), ("unit", "calendar_days"), ("basis", "某规定第一条")];
    bench.did("override_limit", &fields, OPERATOR, "2026-12-04 09:00");
    bench.did("submit", &[], OPERATOR, "2026-12-04 09:00");
    bench.did("sign", &[], SECRETARY, "2026-12-04 09:00");
    assert!(bench.limit().is_overridden_after_expiry());
    assert_eq!(bench.limit().original_due_on, day("2026-12-01"));
}

/// An application of the due day, returned by the secretary on the day after it, a Wednesday.
fn returned_after_expiry() -> Bench {
    let mut bench = Bench::being_handled();
    bench.submit_extension("2026-12-01 18:00");
    bench.did("return", &[("opinion", "写明调取什么")], SECRETARY, "2026-12-02 10:00");
    bench
}

#[test]
fn an_application_in_time_that_came_back_late_is_put_forward_once_more_within_one_working_day() {
    let again = [("days", "2"), ("reason", "调取区档案馆1998年分户档案")];
    let mut bench = returned_after_expiry();
    let friday = (XINJIAN_HANDLER, "2026-12-04 00:00");
    bench.refuses("extend", &again, friday, RefusalCode::OutOfTime, &["2026-12-01"]);
    bench.did("extend", &again, XINJIAN_HANDLER, "2026-12-03 23:00");
    bench.refuses("submit", &[("document", "extension")], friday, RefusalCode::OutOfTime, &["2026-12-01"]);
    bench.did("submit", &[("document", "extension")], XINJIAN_HANDLER, "2026-12-03 23:30");
    bench.did("sign", &[("document", "extension")], SECRETARY, "2026-12-07 09:00");
    assert_eq!((bench.limit().due_on, bench.limit().extensions), (day("2026-12-03"), 1), "from the old day");

    let mut bench = returned_after_expiry();
    bench.did("extend", &again, XINJIAN_HANDLER, "2026-12-03 09:00");
    bench.did("submit", &[("document", "extension")], XINJIAN_HANDLER, "2026-12-03 09:00");
    let no = [("opinion", "不同意"), ("document", "extension")];
    bench.did("return", &no, SECRETARY, "2026-12-03 10:00");
    let third = [("days", "3"), ("reason", "再请延期")];
    let at = (XINJIAN_HANDLER, "2026-12-03 11:00");
    bench.refuses("extend", &third, at, RefusalCode::OutOfTime, &["2026-12-01"]);
    bench.did("withdraw", REASON, OPERATOR, "2026-12-03 12:00");
    assert_eq!(bench.limit().verdict, Some(Verdict::Late));
}
