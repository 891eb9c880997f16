//! Due days against a second source, whatever zone the host is set to, and calendars loaded as data.

use ydt::domain::calendar::YearNotice;
use ydt::domain::time::Date;
use ydt::domain::words::{ClockKind, Verdict};
use ydt::intake::calendar_file;

use crate::program::{Bench, finish};
use crate::town::{Town, at};

const SECOND_SOURCE: &str = include_str!("../data/due_days_2020_2026.csv");
const FINAL_2020: &str = include_str!("../../assets/calendar/2020.json");
const SUPERSEDED_2020: &str = include_str!("../../assets/calendar/superseded/2020-before-2020-01-27.json");
/// Made up for these tests: only the shape is that of a notice.
const MADE_2027: &str = r#"{"year": 2027, "papers": ["https://example.org/notice"], "days": [
    {"date": "2027-01-01", "name": "元旦", "isOffDay": true},
    {"date": "2027-01-04", "name": "元旦", "isOffDay": true}]}"#;

fn notice(text: &str) -> YearNotice {
    calendar_file::read(text).unwrap().0
}

#[test]
fn every_due_day_of_seven_years_is_the_one_of_a_second_source() {
    let rows: Vec<Vec<&str>> = SECOND_SOURCE
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split(',').collect())
        .collect();
    assert!(rows.len() > 2500);
    let asked: Vec<String> =
        rows.iter().flat_map(|row| ["3", "10"].map(|days| format!("{},{days}", row[0]))).collect();
    let expected: Vec<&str> = rows.iter().flat_map(|row| [row[1], row[2]]).collect();
    let input = asked.join("\n");
    let bench = Bench { folder: tempfile::tempdir().unwrap() };
    for zone in ["UTC", "America/New_York", "Asia/Shanghai"] {
        let mut command = bench.command(&["calendar", "due", "--batch"]);
        command.env("TZ", zone);
        let answer = String::from_utf8(finish(command, &input).stdout).unwrap();
        let wrong = answer.lines().zip(&expected).zip(&asked).find(|((answer, due), _)| answer != *due);
        assert_eq!(wrong, None, "{zone}");
        assert_eq!(answer.lines().count(), expected.len());
    }
}

#[test]
fn receipts_soon_after_and_soon_before_midnight_count_from_the_towns_day_in_any_zone() {
    let bench = Bench::founded("2026-11-20T09:00");
    for (now, due_on) in [("2026-11-23T00:30", "2026-11-26"), ("2026-11-23T23:30", "2026-11-26")] {
        let case = bench.complaint(now);
        let mut seen = Vec::new();
        for zone in ["UTC", "America/New_York", "Asia/Shanghai"] {
            // Three working days later at the same hour it is due today, whatever the server calls that day.
            let later = now.replace("11-23", "11-26");
            let mut command = bench.command(&["--now", &later, "show", &case, "--json"]);
            command.env("TZ", zone);
            let output = finish(command, "");
            let shown: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
            assert_eq!(shown["clocks"][0]["due_on"], due_on, "{zone}");
            assert_eq!(shown["clocks"][0]["level"], "due_today", "{zone}");
            seen.push(output.stdout);
        }
        assert!(seen.windows(2).all(|pair| pair[0] == pair[1]), "{now}");
    }
}

#[test]
fn the_extension_of_2020_moves_open_limits_only_and_says_so_in_their_history() {
    let mut town = Town::new();
    town.now = at("2020-01-20 09:00");
    town.office.load_calendar(&notice(SUPERSEDED_2020), town.now).unwrap();

    // Received on the last working days before the festival; two leave in time, one of them after the change.
    town.now = at("2020-01-22 10:00");
    let stopped = town.complaint("先撤回的");
    let open = town.complaint("还在办的");
    town.act("zhangning", Some(stopped), "withdraw", &[("reason", "来电撤回")]).unwrap();
    let due = |town: &Town, case| {
        let detail = town.office.open_case(case, town.now).unwrap();
        let clock =
            detail.clocks.iter().find(|clock| clock.clock.clock == ClockKind::Triage).unwrap().clone();
        (clock.clock.due_on.to_string(), clock.clock.verdict, detail.history.len())
    };
    assert_eq!(due(&town, open).0, "2020-02-01", "a make-up Saturday then");
    let stopped_before = due(&town, stopped);
    assert_eq!(stopped_before.1, Some(Verdict::Withdrawn));

    town.now = at("2020-01-28 09:00");
    let preview = town.office.calendar_preview(&notice(FINAL_2020), town.now).unwrap();
    let days: Vec<String> = preview.days.iter().map(|day| day.date.to_string()).collect();
    assert!(days.contains(&"2020-01-31".to_owned()) && days.contains(&"2020-02-01".to_owned()), "{days:?}");
    assert_eq!(preview.clocks.len(), 1);
    assert_eq!(
        (preview.clocks[0].old.due_on, preview.clocks[0].new.due_on),
        (day("2020-02-01"), day("2020-02-04"))
    );
    assert_eq!(due(&town, open).0, "2020-02-01", "a preview changes nothing");

    let events = town.office.head().unwrap().count;
    town.office.load_calendar(&notice(FINAL_2020), town.now).unwrap();
    assert_eq!(town.office.head().unwrap().count, events + 2, "one for the clock, one for the calendar");
    assert_eq!(due(&town, open).0, "2020-02-04");
    assert_eq!(due(&town, stopped), stopped_before);
    let history = town.office.open_case(open, town.now).unwrap().history;
    assert!(history.last().unwrap().summary.contains("2020 年节假日安排"), "{:?}", history.last());

    let again = town.office.load_calendar(&notice(FINAL_2020), town.now).unwrap();
    assert!(again.is_nothing());
    assert_eq!(town.office.head().unwrap().count, events + 2);
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}

#[test]
fn a_due_day_that_a_new_calendar_puts_into_the_past_judges_nobody() {
    let mut town = Town::new();
    town.now = at("2020-01-22 10:00");
    let case = town.complaint("按正式安排起算的");
    town.now = at("2020-02-03 09:00");
    // Backwards for the sake of the test: by the earlier notice the limit would have ended on 1 February.
    town.office.load_calendar(&notice(SUPERSEDED_2020), town.now).unwrap();
    let clock = town.office.open_case(case, town.now).unwrap().clocks.remove(0).clock;
    assert_eq!((clock.due_on, clock.due_by_calendar), (day("2020-02-04"), Some(day("2020-02-01"))));
    town.act("zhangning", Some(case), "withdraw", &[("reason", "来电撤回")]).unwrap();
    let clock = town.office.open_case(case, town.now).unwrap().clocks.remove(0).clock;
    assert_eq!(clock.verdict, Some(Verdict::Withdrawn));
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}

#[test]
fn a_limit_into_an_unpublished_year_is_provisional_until_its_calendar_is_loaded() {
    let bench = Bench::founded("2026-12-29T09:00");
    let case = bench.complaint("2026-12-30T10:00");
    let file = bench.folder.path().join("2027.json");
    std::fs::write(&file, MADE_2027).unwrap();
    let file = file.to_str().unwrap();
    let clock = || bench.json(&["--now", "2026-12-30T11:00", "show", &case, "--json"])["clocks"][0].clone();
    assert_eq!((&clock()["due_on"], &clock()["provisional"]), (&"2027-01-04".into(), &true.into()));
    let report = bench.json(&["--now", "2026-12-30T11:00", "check", "--json"]);
    assert_eq!(report["missing_calendar_years"], serde_json::json!([2027]));
    assert_eq!(report["provisional_clocks"], 1);

    // Nobody can be asked here, so what would change is shown and nothing is loaded.
    let load = ["--now", "2026-12-30T12:00", "calendar", "load", file];
    let shown = bench.run(&load, "");
    assert_eq!(shown.status.code(), Some(2));
    let text = String::from_utf8(shown.stdout).unwrap();
    for part in ["2027-01-01", "2027-01-04", &case, "2027-01-06"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert_eq!(clock()["provisional"], true);

    let loaded = bench.json(&[&load[..], &["--yes", "--json"]].concat());
    assert_eq!((&loaded["loaded"], &loaded["clocks"][0]["new_due_on"]), (&true.into(), &"2027-01-06".into()));
    assert_eq!((&clock()["due_on"], &clock()["provisional"]), (&"2027-01-06".into(), &false.into()));
    let explained = bench.json(&["--now", "2026-12-30T13:00", "show", &case, "--explain", "--json"]);
    let days = explained["clocks"][0]["explanation"]["days"].as_array().unwrap().clone();
    assert_eq!(days.last().unwrap()["date"], "2027-01-06");
    assert_eq!(days.iter().filter(|day| !day["counted"].is_null()).count(), 3);
    let again = bench.json(&[&load[..], &["--yes", "--json"]].concat());
    assert_eq!((&again["loaded"], &again["nothing_new"]), (&false.into(), &true.into()));
    assert_eq!(bench.ok(&["calendar", "due", "2026-12-30", "3"], ""), "2027-01-06\n");
    bench.ok(&["verify"], "");
}

#[test]
fn only_the_administrator_loads_a_calendar_and_an_empty_year_is_no_published_year() {
    let mut town = Town::new();
    town.office.act_as("wangxiu").unwrap();
    let refused = town.office.load_calendar(&notice(MADE_2027), town.now).unwrap_err().to_string();
    assert!(refused.contains("系统管理员"), "{refused}");

    let bench = Bench::founded("2026-12-29T09:00");
    let file = bench.folder.path().join("empty.json");
    // Neither a year without a day nor one in which nobody ever rests is a notice.
    let make_up = r#"{"date": "2027-01-02", "name": "元旦", "rest": false}"#;
    for days in ["", make_up] {
        let text = format!(r#"{{"year": 2027, "source": "通知", "days": [{days}]}}"#);
        std::fs::write(&file, text).unwrap();
        let output = bench.run(&["calendar", "load", file.to_str().unwrap(), "--yes"], "");
        assert_eq!(output.status.code(), Some(5), "{days}");
    }
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}
