//! When limits begin, end and are kept, by tables and by random days.

use proptest::prelude::*;

use super::*;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn handling(kind: CaseKind, received_on: &str) -> Clock {
    Clock::handling(kind, 1, day(received_on), &Settings::default(), &Calendar::embedded())
}

#[test]
fn the_limits_are_those_of_the_notice_counted_by_the_calendar_of_2026() {
    let (settings, calendar) = (Settings::default(), Calendar::embedded());
    let triage = Clock::triage(day("2026-02-11"), &settings, &calendar);
    // Saturday the 14th is a make-up working day.
    assert_eq!((triage.limit, triage.due_on, triage.provisional), (3, day("2026-02-14"), false));
    for (kind, received_on, due_on) in [
        (CaseKind::Consultation, "2026-02-16", "2026-02-26"),
        (CaseKind::NonConsultation, "2026-02-10", "2026-03-02"),
        (CaseKind::NonConsultation, "2026-09-24", "2026-10-15"),
    ] {
        let clock = handling(kind, received_on);
        assert_eq!((clock.due_on, clock.original_due_on), (day(due_on), day(due_on)));
    }
}

#[test]
fn a_limit_that_runs_into_an_unpublished_year_is_provisional() {
    assert!(handling(CaseKind::NonConsultation, "2026-12-25").provisional);
    assert!(!handling(CaseKind::Consultation, "2026-12-25").provisional);
}

#[test]
fn levels_change_on_the_days_that_the_rules_name() {
    use ClockLevel::{Approaching, DueToday, Ok, Overdue};
    let (settings, calendar) = (Settings::default(), Calendar::embedded());
    // Due on Monday 2026-03-02, after the Spring Festival and its make-up Saturday of the 28th.
    let long = handling(CaseKind::NonConsultation, "2026-02-10");
    // Due on Saturday 2026-02-14, which is worked; the festival begins the day after.
    let short = Clock::triage(day("2026-02-11"), &settings, &calendar);
    let table = [
        (&long, "2026-02-10", 10, Ok),
        (&long, "2026-02-25", 4, Ok),
        (&long, "2026-02-26", 3, Approaching),
        (&long, "2026-02-27", 2, Approaching),
        (&long, "2026-02-28", 1, Approaching),
        (&long, "2026-03-01", 1, Approaching),
        (&long, "2026-03-02", 0, DueToday),
        (&long, "2026-03-03", -1, Overdue),
        (&short, "2026-02-12", 2, Ok),
        (&short, "2026-02-13", 1, Approaching),
        (&short, "2026-02-14", 0, DueToday),
        (&short, "2026-02-15", -1, Overdue),
        (&short, "2026-02-23", -1, Overdue),
        (&short, "2026-02-25", -2, Overdue),
    ];
    for (clock, today, remaining, level) in table {
        assert_eq!(clock.remaining(day(today), &calendar), remaining, "{today}");
        assert_eq!(clock.level(day(today), &settings, &calendar), level, "{today}");
    }
}

#[test]
fn the_settings_say_when_a_limit_is_approaching() {
    let calendar = Calendar::embedded();
    let clock = handling(CaseKind::NonConsultation, "2026-03-02");
    let settings = Settings { approaching_long_working_days: 5, ..Settings::default() };
    assert_eq!(clock.remaining(day("2026-03-09"), &calendar), 5);
    assert_eq!(clock.level(day("2026-03-09"), &settings, &calendar), ClockLevel::Approaching);
    assert_eq!(clock.level(day("2026-03-09"), &Settings::default(), &calendar), ClockLevel::Ok);
}

#[test]
fn half_of_a_limit_is_reminded_of_before_it_approaches() {
    use AlertLevel::{Approaching, DueToday, Half, Overdue};
    let (settings, calendar) = (Settings::default(), Calendar::embedded());
    // Ten working days from Monday 2026-03-02 end on Monday the 16th.
    let mut clock = handling(CaseKind::NonConsultation, "2026-03-02");
    for (today, level) in [
        ("2026-03-06", None),
        ("2026-03-09", Some(Half)),
        ("2026-03-10", Some(Half)),
        ("2026-03-11", Some(Approaching)),
        ("2026-03-16", Some(DueToday)),
        ("2026-03-17", Some(Overdue)),
    ] {
        assert_eq!(clock.alert_level(day(today), &settings, &calendar), level, "{today}");
    }
    clock.stopped_on = Some(day("2026-03-17"));
    clock.verdict = Some(Verdict::Late);
    assert_eq!(clock.alert_level(day("2026-03-18"), &settings, &calendar), None);
}

#[test]
fn a_stopped_clock_keeps_its_verdict_whatever_day_it_is() {
    let (settings, calendar) = (Settings::default(), Calendar::embedded());
    for (stopped_on, verdict, level) in
        [("2026-03-05", Verdict::OnTime, ClockLevel::Ok), ("2026-03-06", Verdict::Late, ClockLevel::Overdue)]
    {
        let mut clock = Clock::triage(day("2026-03-02"), &settings, &calendar);
        assert_eq!(clock.due_on, day("2026-03-05"));
        clock.stopped_on = Some(day(stopped_on));
        clock.verdict = Some(clock.verdict_on(day(stopped_on)));
        assert_eq!(clock.verdict, Some(verdict));
        assert!(!clock.is_running());
        for today in ["2026-03-05", "2026-12-31"] {
            assert_eq!(clock.level(day(today), &settings, &calendar), level);
        }
    }
}

#[test]
fn a_limit_in_calendar_days_counts_every_day() {
    let calendar = Calendar::embedded();
    let clock =
        Clock::start(ClockKind::Handling, 1, day("2026-09-28"), 10, LimitUnit::CalendarDays, &calendar);
    assert_eq!(clock.due_on, day("2026-10-08"));
    for (today, remaining) in [("2026-09-30", 8), ("2026-10-08", 0), ("2026-10-10", -2)] {
        assert_eq!(clock.remaining(day(today), &calendar), remaining);
    }
}

#[test]
fn what_remains_is_said_in_words() {
    for (level, remaining, words) in [
        (ClockLevel::Overdue, -2, "超期2天"),
        (ClockLevel::Overdue, 0, "超期1天"),
        (ClockLevel::DueToday, 0, "今日到期"),
        (ClockLevel::Approaching, 1, "1天"),
        (ClockLevel::Ok, 9, "9天"),
    ] {
        assert_eq!(remaining_label(level, remaining), words);
    }
}

proptest! {
    #[test]
    fn the_first_approaching_day_is_found_without_looking_at_every_day(
        offset in 0_i32..2_550, limit in 1_u32..=15, calendar_days: bool,
    ) {
        let (settings, calendar) = (Settings::default(), Calendar::embedded());
        let start = day("2020-01-01").plus_days(offset.into()).unwrap();
        let unit = if calendar_days { LimitUnit::CalendarDays } else { LimitUnit::WorkingDays };
        let clock = Clock::start(ClockKind::Handling, 1, start, limit, unit, &calendar);
        let days = std::iter::successors(Some(start), |day| day.tomorrow());
        let first = days
            .take_while(|day| *day <= clock.due_on)
            .find(|day| clock.level(*day, &settings, &calendar) == ClockLevel::Approaching);
        prop_assert_eq!(Some(clock.approaching_from(&settings, &calendar)), first);
    }

    #[test]
    fn reminders_begin_on_their_first_day_and_only_grow_more_urgent(
        offset in 0_i32..2_550, limit in 1_u32..=15, calendar_days: bool, half: bool,
    ) {
        let settings = Settings { remind_half_short: half, remind_half_long: half, ..Settings::default() };
        let calendar = Calendar::embedded();
        let start = day("2020-01-01").plus_days(offset.into()).unwrap();
        let unit = if calendar_days { LimitUnit::CalendarDays } else { LimitUnit::WorkingDays };
        let clock = Clock::start(ClockKind::Handling, 1, start, limit, unit, &calendar);
        let days = std::iter::successors(Some(start), |day| day.tomorrow());
        let levels: Vec<(Date, Option<AlertLevel>)> = days
            .take_while(|day| *day <= clock.due_on.tomorrow().unwrap())
            .map(|day| (day, clock.alert_level(day, &settings, &calendar)))
            .collect();
        let first = levels.iter().find(|(_, level)| level.is_some()).map(|(day, _)| *day);
        prop_assert_eq!(Some(clock.reminders_from(&settings, &calendar)), first);
        prop_assert!(levels.is_sorted_by_key(|(_, level)| *level));
        prop_assert!(half || levels.iter().all(|(_, level)| *level != Some(AlertLevel::Half)));
    }
}
