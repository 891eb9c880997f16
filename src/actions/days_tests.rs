//! The days of `domain.md` §10, each line with its value: what ends a limit, and what it says then.

use super::fixtures::people::{OPERATOR, XINJIAN_HANDLER};
use super::fixtures::{Bench, Fields, day};
use crate::domain::limit::clock::Clock;
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
