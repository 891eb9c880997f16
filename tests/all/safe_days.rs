//! The latest safe day on the full practice town: what lists say of it is what the cases themselves say, day after day.

use std::collections::BTreeSet;

use ydt::domain::calendar::Calendar;
use ydt::domain::case::Case;
use ydt::domain::figures::safe::{DaysTaken, Pace, Usual};
use ydt::domain::figures::step::CaseStep;
use ydt::domain::ids::CaseId;
use ydt::domain::time::Moment;
use ydt::domain::town::settings::Settings;
use ydt::domain::view::filter::{Filter, Term};
use ydt::domain::view::listing::{From, ListQuery, ListRow, Sort, View};
use ydt::office::Office;

use crate::program::Bench;
use crate::town::at;
use crate::walks::{NOW, practice_town_of};

/// A practice town looked at on a working day, with the folder that holds it.
fn practice() -> (tempfile::TempDir, Office) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("ydt.db");
    practice_town_of("learner", NOW, &path);
    (home, Office::open(&path, "learner", "test").unwrap())
}

fn rows(office: &Office, terms: Vec<Term>, now: Moment) -> Vec<ListRow> {
    let query = ListQuery {
        view: View::All,
        filter: Filter { terms },
        sort: Sort::Urgency,
        from: From::Top,
        limit: 10_000,
    };
    office.list(&query, now).unwrap().rows
}

fn ids(rows: &[ListRow]) -> BTreeSet<CaseId> {
    rows.iter().map(|row| row.id).collect()
}

/// How long steps took, counted from the cases one by one.
fn pace_of(cases: &[Case], calendar: &Calendar) -> Pace {
    let finished = cases.iter().flat_map(|case| {
        case.steps_taken().into_iter().filter_map(|taken| {
            let until = taken.until?;
            let days = taken.working_days(until, calendar);
            Some(DaysTaken { step: taken.step, kind: case.kind, days, times: 1 })
        })
    });
    Pace::of(finished.collect::<Vec<_>>())
}

#[test]
fn what_lists_say_of_the_safe_day_is_what_all_cases_together_say() {
    let (_home, office) = practice();
    let now = at(NOW);
    let listed = rows(&office, Vec::new(), now);
    let cases: Vec<Case> = listed.iter().map(|row| office.open_case(row.id, now).unwrap().case).collect();
    let (calendar, settings) = (Calendar::embedded(), Settings::default());
    let pace = pace_of(&cases, &calendar);
    assert!(pace.median(CaseStep::Assessment, None).is_some(), "the town has finished enough of them");
    let usual = Usual { pace: &pace, settings: &settings, calendar: &calendar };
    let mut known = 0;
    for (row, case) in listed.iter().zip(&cases) {
        let step = case.present_step().map(|taken| taken.step);
        assert_eq!(row.step, step, "{}", row.case_no);
        let safe =
            step.zip(case.running_clock()).and_then(|(step, clock)| usual.safe_day(step, case.kind, clock));
        assert_eq!(row.safe, safe, "{}", row.case_no);
        assert_eq!(office.open_case(row.id, now).unwrap().safe, safe, "{}", row.case_no);
        assert_eq!(step.is_some(), !row.stage.is_final(), "{}: an open case waits in a step", row.case_no);
        known += usize::from(safe.is_some());
    }
    assert!(known > 30, "only {known} have a safe day");
}

#[test]
fn the_list_of_what_will_be_late_is_right_on_every_day() {
    let (_home, office) = practice();
    let mut found = 0;
    for day in 0..20 {
        let now = at(NOW).plus_seconds(day * 24 * 3600);
        let today = now.date();
        let open = rows(&office, vec![Term::Open], now);
        let expected: Vec<ListRow> =
            open.into_iter().filter(|row| row.safe.is_some_and(|safe| safe.is_pressing(today))).collect();
        assert_eq!(ids(&rows(&office, vec![Term::Pressing], now)), ids(&expected), "{today}");
        let dashboard = office.dashboard(now).unwrap().pressing;
        assert_eq!(dashboard.total, expected.len() as u64, "{today}");
        for row in &dashboard.rows {
            let told = row.pressing(today, office.org()).unwrap();
            assert!(told.contains("今天须") || told.contains("已过最迟安全日"), "{told}");
        }
        found += expected.len();
    }
    assert!(found > 10, "only {found} were found");
}

#[test]
fn commands_say_the_step_its_safe_day_and_what_is_proposed() {
    let bench = Bench::founded("2026-11-16T09:00");
    let line = |now: &str, line: serde_json::Value| {
        bench.ok(&["--now", now, "apply", "-"], &line.to_string());
    };
    let morning = "2026-11-16T10:00";
    line(
        morning,
        serde_json::json!({"command": "register", "title": "村道硬化工程质量问题", "content": "裂缝多",
            "complained_at": "2026-11-15 20:00"}),
    );
    // Due on Thursday; the assessment leaves a day for the transfer.
    let row = |now: &str| bench.json(&["--now", now, "list", "--json"])[0].clone();
    let shown = |now: &str| bench.json(&["--now", now, "show", "2026-0001", "--json"]);
    for (now, pressing) in
        [("2026-11-17T10:00", false), ("2026-11-18T10:00", true), ("2026-11-19T10:00", false)]
    {
        for said in [row(now), shown(now)] {
            assert_eq!(said["step"], "assessment");
            assert_eq!(said["safe_until"], "2026-11-18");
            assert_eq!(said["pressing"], pressing, "{now}");
        }
    }
    let now = "2026-11-18T10:00";
    let due = bench.json(&["--now", now, "check", "--json"])["due"][0].clone();
    assert_eq!((&due["step"], &due["safe_until"]), (&"assessment".into(), &"2026-11-18".into()));
    assert_eq!(due["pressing"], true);
    let listed = bench.ok(&["--now", now, "list", "--search", "将超期"], "");
    assert!(listed.contains("将超期：镇纪委专人今天须研判受理"), "{listed}");
    assert_eq!(shown(now)["proposed"], serde_json::json!([]));
    let late = "2026-11-20T10:00";
    assert_eq!(shown(late)["proposed"], serde_json::json!(["blue"]));
    assert_eq!(bench.json(&["--now", late, "check", "--json"])["proposed"], 1);
    let listed = bench.ok(&["--now", late, "list", "--search", "该发该复"], "");
    assert!(listed.contains("发蓝色提醒卡"), "{listed}");
    let listed = bench.json(&["--now", late, "list", "--search", "该发该复", "--json"]);
    assert_eq!(listed[0]["proposed"], serde_json::json!(["blue"]));
    line(late, serde_json::json!({"case": "2026-0001", "command": "issue_card", "colour": "blue"}));
    assert_eq!(shown(late)["proposed"], serde_json::json!(["own_answer"]));
}
