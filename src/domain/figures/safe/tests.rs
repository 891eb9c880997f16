//! The latest safe day, with its values for offices that finished many steps and for those that finished few.

use super::*;
use crate::domain::code::Coded as _;

const ALL_KINDS: [CaseKind; 2] = [CaseKind::Consultation, CaseKind::NonConsultation];

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn taken(step: CaseStep, kind: CaseKind, days: &[u32]) -> Vec<DaysTaken> {
    days.iter().map(|days| DaysTaken { step, kind: Some(kind), days: *days, times: 1 }).collect()
}

/// A limit from Monday the 16th on: ten working days end on 30 November.
fn handling(kind: CaseKind, settings: &Settings, calendar: &Calendar) -> Clock {
    Clock::handling(kind, 1, day("2026-11-16"), settings, calendar)
}

#[test]
fn a_median_needs_ten_finished_steps_of_the_same_kind() {
    let nine = taken(CaseStep::Review, CaseKind::NonConsultation, &[1; 9]);
    assert_eq!(Pace::of(nine.clone()).median(CaseStep::Review, Some(CaseKind::NonConsultation)), None);
    let mut ten = nine;
    ten.extend(taken(CaseStep::Review, CaseKind::NonConsultation, &[9]));
    let pace = Pace::of(ten);
    assert_eq!(pace.median(CaseStep::Review, Some(CaseKind::NonConsultation)), Some(1));
    assert_eq!(pace.median(CaseStep::Review, Some(CaseKind::Consultation)), None);
    assert_eq!(pace.median(CaseStep::Review, None), None);
}

#[test]
fn of_two_days_in_the_middle_the_longer_one_counts() {
    for (days, median) in [
        (vec![1, 1, 1, 1, 1, 2, 2, 2, 2, 2], 2),
        (vec![1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 2], 1),
        (vec![5, 4, 3, 2, 1, 0, 9, 9, 9, 9], 5),
    ] {
        let pace = Pace::of(taken(CaseStep::Handling, CaseKind::Consultation, &days));
        assert_eq!(pace.median(CaseStep::Handling, Some(CaseKind::Consultation)), Some(median), "{days:?}");
    }
}

#[test]
fn before_acceptance_it_makes_no_difference_what_kind_of_case_it_becomes() {
    let mut days = taken(CaseStep::Transfer, CaseKind::Consultation, &[2; 5]);
    days.extend(taken(CaseStep::Transfer, CaseKind::NonConsultation, &[2; 5]));
    let pace = Pace::of(days);
    for kind in [None, Some(CaseKind::Consultation), Some(CaseKind::NonConsultation)] {
        assert_eq!(pace.median(CaseStep::Transfer, kind), Some(2));
    }
}

#[test]
fn without_enough_finished_steps_each_gets_its_share_of_the_notices_limit() {
    let (settings, calendar, pace) = (Settings::default(), Calendar::embedded(), Pace::default());
    let usual = Usual { pace: &pace, settings: &settings, calendar: &calendar };
    let table = [
        // Received on Monday, due on Thursday.
        (CaseStep::Assessment, None, "2026-11-18"),
        (CaseStep::Transfer, None, "2026-11-19"),
        // Due on the 30th.
        (CaseStep::Handling, Some(CaseKind::NonConsultation), "2026-11-20"),
        (CaseStep::Review, Some(CaseKind::NonConsultation), "2026-11-24"),
        (CaseStep::Reply, Some(CaseKind::NonConsultation), "2026-11-25"),
        (CaseStep::Evaluation, Some(CaseKind::NonConsultation), "2026-11-30"),
        (CaseStep::Closure, Some(CaseKind::NonConsultation), "2026-11-30"),
        // Due on Thursday.
        (CaseStep::Handling, Some(CaseKind::Consultation), "2026-11-17"),
        (CaseStep::Review, Some(CaseKind::Consultation), "2026-11-18"),
        (CaseStep::Reply, Some(CaseKind::Consultation), "2026-11-18"),
        (CaseStep::Evaluation, Some(CaseKind::Consultation), "2026-11-19"),
    ];
    for (step, kind, until) in table {
        let clock = match kind {
            None => Clock::triage(day("2026-11-16"), &settings, &calendar),
            Some(kind) => handling(kind, &settings, &calendar),
        };
        let safe = usual.safe_day(step, kind, &clock).unwrap();
        assert_eq!((safe.until, safe.due_on), (day(until), clock.due_on), "{step:?} {kind:?}");
    }
}

#[test]
fn where_the_limit_ends_with_the_reply_nothing_is_kept_back_for_what_comes_after() {
    let settings = Settings { handling_clock_stops_at: HandlingStop::Reply, ..Settings::default() };
    let (calendar, pace) = (Calendar::embedded(), Pace::default());
    let usual = Usual { pace: &pace, settings: &settings, calendar: &calendar };
    let clock = handling(CaseKind::NonConsultation, &settings, &calendar);
    let safe = |step| usual.safe_day(step, Some(CaseKind::NonConsultation), &clock);
    assert_eq!(safe(CaseStep::Reply).unwrap().until, clock.due_on);
    assert_eq!(safe(CaseStep::Review).unwrap().until, day("2026-11-27"));
    assert_eq!(safe(CaseStep::Evaluation), None, "no limit runs for it");
}

#[test]
fn the_offices_own_median_takes_the_place_of_a_share_step_by_step() {
    let (settings, calendar) = (Settings::default(), Calendar::embedded());
    let kind = CaseKind::NonConsultation;
    let pace = Pace::of(taken(CaseStep::Review, kind, &[4; 10]));
    let usual = Usual { pace: &pace, settings: &settings, calendar: &calendar };
    // Four for the signatures, and of ten days one tenth for the delivery and three for the word.
    assert_eq!(usual.days_ahead(CaseStep::Handling, Some(kind)), 8);
    assert_eq!(usual.days_ahead(CaseStep::Review, Some(kind)), 4);
    let clock = handling(kind, &settings, &calendar);
    let safe = usual.safe_day(CaseStep::Handling, Some(kind), &clock).unwrap();
    assert_eq!(safe.until, day("2026-11-18"));
}

#[test]
fn a_stopped_limit_and_a_step_of_another_one_have_no_safe_day() {
    let (settings, calendar, pace) = (Settings::default(), Calendar::embedded(), Pace::default());
    let usual = Usual { pace: &pace, settings: &settings, calendar: &calendar };
    let clock = handling(CaseKind::Consultation, &settings, &calendar);
    assert_eq!(usual.safe_day(CaseStep::Transfer, None, &clock), None);
    let stopped = Clock { stopped_on: Some(day("2026-11-17")), ..clock };
    assert_eq!(usual.safe_day(CaseStep::Review, None, &stopped), None);
}

#[test]
fn the_due_days_that_lists_look_for_are_those_whose_safe_day_has_come() {
    let (settings, calendar, pace) = (Settings::default(), Calendar::embedded(), Pace::default());
    let usual = Usual { pace: &pace, settings: &settings, calendar: &calendar };
    // Over a holiday, a make-up day and weekends.
    let first = day("2026-09-20");
    for (step, kind) in CaseStep::ALL.iter().flat_map(|step| ALL_KINDS.map(|kind| (*step, kind))) {
        for offset in 0..30 {
            let today = first.plus_days(offset).unwrap();
            let last = usual.comes_by(step, Some(kind), today);
            for due in 0..60 {
                let due_on = first.plus_days(due).unwrap();
                let clock = Clock { due_on, ..handling(kind, &settings, &calendar) };
                let clock = Clock { clock: clock_of(step), ..clock };
                let safe = usual.safe_day(step, Some(kind), &clock).unwrap();
                assert_eq!(safe.until <= today, due_on <= last, "{step:?} {today} {due_on}");
            }
        }
    }
}

#[test]
fn the_step_that_will_make_a_case_late_is_named_before_it_is_late() {
    let safe = SafeDay { step: CaseStep::Review, until: day("2026-11-20"), due_on: day("2026-11-26") };
    for (today, is_pressing, told) in [
        ("2026-11-19", false, "镇纪委书记审签最迟11-20，否则按常将超期"),
        ("2026-11-20", true, "镇纪委书记今天须审签，否则按常将超期"),
        ("2026-11-21", true, "镇纪委书记审签已过最迟安全日11-20，按常将超期"),
        ("2026-11-26", false, "镇纪委书记审签已过最迟安全日11-20，按常将超期"),
    ] {
        assert_eq!(safe.is_pressing(day(today)), is_pressing, "{today}");
        assert_eq!(safe.told("镇纪委书记", day(today)), told);
    }
}

#[test]
fn the_unit_answers_for_its_reply_and_the_complainant_for_the_word() {
    let org = crate::domain::fixtures::town();
    let signer = WaitsFor::People(vec![crate::domain::fixtures::named(&org, "余忠涛").id]);
    let who = |step| {
        SafeDay { step, until: day("2026-11-20"), due_on: day("2026-11-26") }.who(
            Some("新建村"),
            Some(&signer),
            &org,
        )
    };
    assert_eq!(who(CaseStep::Handling), "新建村", "an extension may be waiting for its signature beside it");
    assert_eq!(who(CaseStep::Review), "余忠涛");
    assert_eq!(who(CaseStep::Evaluation), "投诉人");
}
