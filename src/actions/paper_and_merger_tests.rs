//! Days that paper proves, their order, and what a merger does to days (`domain.md` §10 Days).

use super::fixtures::people::{OPERATOR, SECRETARY, XINJIAN_HANDLER};
use super::fixtures::{Bench, Fields, TUESDAY, WEDNESDAY, day, moment};
use crate::domain::event::counterparts;
use crate::domain::refusal::RefusalCode;
use crate::domain::town::time_of_day::TimeOfDay;
use crate::domain::words::{ClockKind, Verdict};

const REASON: Fields<'static> = &[("reason", "来电要求")];

#[test]
fn a_paper_delivery_counts_on_its_day_for_three_working_days_and_later_by_ruling() {
    // Accepted on Monday the 16th; the triage limit ends on Thursday the 19th. Delivered on paper on the 17th.
    let delivered = [("received_on", "2026-11-17")];
    for at in ["2026-11-17 18:00", "2026-11-20 23:59"] {
        let mut bench = Bench::accepted(super::fixtures::VILLAGE_ASSESSMENT);
        bench.did("transfer", &delivered, OPERATOR, at);
        let triage = bench.case.clock(ClockKind::Triage).unwrap();
        assert_eq!((triage.stopped_on, triage.verdict), (Some(day("2026-11-17")), Some(Verdict::OnTime)));
        assert_eq!(bench.limit().started_on, day("2026-11-17"));
    }
    let late = (OPERATOR, "2026-11-23 00:00");
    let mut bench = Bench::accepted(super::fixtures::VILLAGE_ASSESSMENT);
    bench.refuses("transfer", &delivered, late, RefusalCode::MissingSignature, &["3个工作日", "镇纪委书记"]);
    let early = [delivered[0], ("ruling", "同意补录"), ("ruled_on", "2026-11-16")];
    bench.refuses("transfer", &early, late, RefusalCode::OutOfTime, &["2026-11-16早于", "2026-11-17"]);
    let ruled = [delivered[0], ("ruling", "同意补录"), ("ruled_on", "2026-11-23")];
    let events = bench.did("transfer", &ruled, OPERATOR, late.1);
    assert_eq!(bench.case.clock(ClockKind::Triage).unwrap().verdict, Some(Verdict::OnTime));
    assert_eq!(events[0].act_on(), Some(day("2026-11-17")));
    bench = Bench::accepted(super::fixtures::VILLAGE_ASSESSMENT);
    bench.settings.record_act_within_working_days = 5;
    bench.did("transfer", &delivered, OPERATOR, late.1);
}

#[test]
fn what_was_judged_late_is_not_made_timely_by_a_paper_recorded_after_it() {
    let mut bench = Bench::accepted(super::fixtures::VILLAGE_ASSESSMENT);
    bench.other = Some(Bench::another());
    bench.did("merge", &[("into", "2026-0002")], OPERATOR, "2026-11-20 09:00");
    assert_eq!(bench.case.clock(ClockKind::Triage).unwrap().verdict, Some(Verdict::Late));
    bench.did("unmerge", REASON, OPERATOR, "2026-11-20 10:00");
    let at = (OPERATOR, "2026-11-20 11:00");
    let paper = [("received_on", "2026-11-19")];
    bench.refuses("transfer", &paper, at, RefusalCode::OutOfTime, &["恢复办理的日期2026-11-20"]);
    bench.did("transfer", &[], OPERATOR, at.1);
    assert_eq!(bench.case.clock(ClockKind::Triage).unwrap().verdict, Some(Verdict::Late));
}

#[test]
fn a_report_up_signed_on_paper_leaves_on_the_day_of_the_signature() {
    let mut bench = Bench::report_submitted();
    let paper = [("on_paper_signer", SECRETARY), ("on_paper_date", "2026-11-18")];
    bench.did("sign", &paper, OPERATOR, "2026-11-20 09:00");
    let triage = bench.case.clock(ClockKind::Triage).unwrap();
    assert_eq!((triage.stopped_on, triage.verdict), (Some(day("2026-11-18")), Some(Verdict::OnTime)));
    let mut bench = Bench::report_submitted();
    let late = (OPERATOR, "2026-11-24 09:00");
    bench.refuses("sign", &paper, late, RefusalCode::MissingSignature, &["2026-11-18", "3个工作日"]);
    let ruled = [paper[0], paper[1], ("ruling", "同意补录"), ("ruled_on", "2026-11-24")];
    bench.did("sign", &ruled, OPERATOR, late.1);
    assert_eq!(bench.case.clock(ClockKind::Triage).unwrap().verdict, Some(Verdict::OnTime));
}

#[test]
fn a_reply_delivered_some_days_ago_counts_on_its_day_at_its_hour() {
    let stops_with_the_reply = || {
        let mut bench = Bench::reply_signed();
        bench.settings.handling_clock_stops_at = crate::domain::town::settings::HandlingStop::Reply;
        bench.settings.closing_hour = TimeOfDay::hour(18);
        bench
    };
    // The limit ends on Tuesday, December 1st.
    for (sent_at, recorded_at, verdict) in [
        ("2026-12-01 17:59", "2026-12-04 20:00", Verdict::OnTime),
        ("2026-12-01 17:59", "2026-12-01 18:30", Verdict::OnTime),
        ("2026-12-01 18:00", "2026-12-02 09:00", Verdict::Late),
        ("2026-12-02 08:00", "2026-12-02 09:00", Verdict::Late),
    ] {
        let mut bench = stops_with_the_reply();
        bench.did("deliver", &[("method", "phone"), ("at", sent_at)], OPERATOR, recorded_at);
        assert_eq!(bench.limit().verdict, Some(verdict), "{sent_at} recorded at {recorded_at}");
        assert_eq!(bench.limit().stopped_on, Some(moment(sent_at).date()));
    }
    let sent = [("method", "phone"), ("at", "2026-12-01 10:00")];
    let late = (OPERATOR, "2026-12-07 09:00");
    stops_with_the_reply().refuses("deliver", &sent, late, RefusalCode::MissingSignature, &["镇纪委书记"]);
}

#[test]
fn each_signature_on_paper_is_not_older_than_the_one_before_it() {
    let mut bench = Bench::proposal_submitted();
    let first = [("on_paper_signer", SECRETARY), ("on_paper_date", "2026-11-18")];
    bench.did("sign", &first, OPERATOR, "2026-11-19 09:00");
    let leader = super::fixtures::people::IN_CHARGE;
    let before = [("on_paper_signer", leader), ("on_paper_date", "2026-11-17")];
    let at = (OPERATOR, "2026-11-19 10:00");
    bench.refuses("sign", &before, at, RefusalCode::OutOfTime, &["2026-11-17", "上一位", "2026-11-18"]);
    bench.did("sign", &[("on_paper_signer", leader), ("on_paper_date", "2026-11-18")], OPERATOR, at.1);
}

/// A case that is handled since Tuesday the 17th, and a leading one that is handled since this day.
fn twins(leading_since: &str) -> (Bench, Bench) {
    let mut leading = Bench::accepted(super::fixtures::VILLAGE_ASSESSMENT);
    leading.case.id = crate::domain::ids::CaseId(2);
    leading.case.case_no = "2026-0002".to_owned();
    leading.did("transfer", &[], OPERATOR, leading_since);
    leading.did("acknowledge", &[], XINJIAN_HANDLER, leading_since);
    let mut bench = Bench::being_handled();
    bench.other = Some(leading.case.clone());
    (bench, leading)
}

/// Performs a command on one case and records what follows from it on the other.
fn did_to_both(bench: &mut Bench, other: &mut Bench, code: &str, fields: Fields<'_>, at: &str) {
    let before = bench.case.clone();
    let events = bench.did(code, fields, OPERATOR, at);
    for (_, event) in counterparts(&before, bench.other.as_ref(), &events) {
        other.recorded(event, OPERATOR, at);
    }
}

#[test]
fn a_leading_case_takes_the_earlier_due_day_and_gives_it_back() {
    let (mut bench, mut leading) = twins("2026-11-18 09:00");
    leading.submit_extension("2026-11-19 09:00");
    bench.other = Some(leading.case.clone());
    assert_eq!((bench.limit().due_on, leading.limit().due_on), (day("2026-12-01"), day("2026-12-02")));
    did_to_both(&mut bench, &mut leading, "merge", &[("into", "2026-0002")], "2026-11-20 09:00");
    assert_eq!(bench.limit().verdict, Some(Verdict::Merged));
    let clock = leading.limit();
    assert_eq!((clock.due_on, clock.own_due_on), (day("2026-12-01"), Some(day("2026-12-02"))));
    assert_eq!(clock.original_due_on, day("2026-12-02"), "a merger never moves the notice's own day");
    assert!(leading.case.open_step().is_none(), "the application named the former day");
    did_to_both(&mut bench, &mut leading, "unmerge", REASON, "2026-11-23 09:00");
    assert_eq!((bench.limit().due_on, bench.limit().verdict), (day("2026-12-01"), None));
    assert_eq!((leading.limit().due_on, leading.limit().own_due_on), (day("2026-12-02"), None));
}

#[test]
fn a_leading_case_made_overdue_by_a_merger_is_overdue_at_once() {
    let (mut bench, mut leading) = twins("2026-11-19 09:00");
    did_to_both(&mut bench, &mut leading, "merge", &[("into", "2026-0002")], "2026-12-02 09:00");
    assert_eq!(bench.limit().verdict, Some(Verdict::Late), "due on the 1st");
    let (settings, calendar) = (&leading.settings, &leading.calendar);
    let level = leading.limit().level(day("2026-12-02"), settings, calendar);
    assert_eq!(level, crate::domain::words::ClockLevel::Overdue);
    // A later day of its own case is none to take.
    let (mut bench, mut leading) = twins("2026-11-16 10:00");
    did_to_both(&mut bench, &mut leading, "merge", &[("into", "2026-0002")], "2026-11-20 09:00");
    assert_eq!((leading.limit().due_on, leading.limit().own_due_on), (day("2026-11-30"), None));
}

#[test]
fn a_case_is_not_merged_into_one_that_is_behind_it_unless_the_secretary_ruled() {
    let into = [("into", "2026-0002")];
    let mut bench = Bench::reply_drafted();
    bench.other = Some(Bench::another());
    let at = (OPERATOR, WEDNESDAY);
    bench.refuses("merge", &into, at, RefusalCode::MissingSignature, &["2026-0002", "办理", "拟制答复意见"]);
    let ruled = [into[0], ("ruling", "并入办理"), ("ruled_on", "2026-11-18")];
    let events = bench.did("merge", &ruled, OPERATOR, WEDNESDAY);
    assert!(events.iter().any(|event| event.sentence(&bench.org).contains("并入办理")));
}

#[test]
fn a_limit_that_stood_still_is_counted_anew_by_the_calendar_of_the_day_on_which_it_runs_on() {
    let mut bench = Bench::registered();
    bench.did("withdraw", REASON, OPERATOR, TUESDAY);
    let text = r#"{"year": 2026, "source": "临时通知", "days": [{"date": "2026-11-19", "name": "临时放假", "rest": true}]}"#;
    bench.calendar = bench.calendar.with(serde_json::from_str(text).unwrap());
    bench.did("undo_withdraw", REASON, OPERATOR, WEDNESDAY);
    let clock = bench.case.clock(ClockKind::Triage).unwrap();
    assert_eq!((clock.due_on, clock.original_due_on), (day("2026-11-20"), day("2026-11-20")));
}
