//! Databases made by every older version open, are brought up to date, and prove themselves afterwards.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::PathBuf;

use rusqlite::Connection;
use ydt::domain::ids::{PersonId, UnitId};
use ydt::domain::town::waits::WaitsFor;
use ydt::domain::view::approvals::ApprovalQuery;
use ydt::domain::view::listing::{From, ListQuery, Sort, View};
use ydt::domain::words::Position;
use ydt::office::Office;

use crate::town::at;

fn saved(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

/// A copy of a saved file in a folder of its own.
fn placed(name: &str) -> (tempfile::TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("ydt.db");
    std::fs::copy(saved(name), &path).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    (home, path)
}

fn version(path: &PathBuf) -> i64 {
    Connection::open(path).unwrap().pragma_query_value(None, "user_version", |row| row.get(0)).unwrap()
}

/// How many migrations there are, which is the newest schema.
fn newest() -> usize {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("assets/migrations");
    folder.read_dir().unwrap().count()
}

#[test]
fn every_older_schema_has_a_saved_file() {
    for number in 1..newest() {
        let name = format!("schema-{number:04}.db");
        assert!(saved(&name).exists(), "{name} is missing: save one before the next migration lands");
        assert_eq!(version(&saved(&name)), i64::try_from(number).unwrap());
    }
}

#[test]
fn a_database_of_every_older_schema_is_brought_up_to_date_whole_and_its_former_state_kept() {
    for number in 1..newest() {
        let (home, path) = placed(&format!("schema-{number:04}.db"));

        let now = at("2026-03-10 09:00");
        let mut office = Office::open(&path, "zhoumin", "test").unwrap();
        let verdict = office.verify(None).unwrap();
        assert_eq!(verdict.first_bad, None, "schema {number}");
        let query = ListQuery {
            view: View::All,
            filter: ydt::domain::view::filter::Filter::default(),
            sort: Sort::Number,
            from: From::Top,
            limit: 50,
        };
        let rows = office.list(&query, now).unwrap().rows;
        let mut numbers: Vec<&str> = rows.iter().map(|row| row.case_no.as_str()).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, ["2026-0001", "2026-0002", "2026-0003", "2026-0004"]);
        for row in &rows {
            assert!(!office.open_case(row.id, now).unwrap().history.is_empty());
        }
        office.check(now).unwrap();
        assert!(office.org().waiting.people().is_empty(), "rights of older databases stay as they are");
        drop(office);
        assert_eq!(version(&path), i64::try_from(newest()).unwrap());

        let copy = home.path().join(format!("ydt.db.before-{}", number + 1));
        assert_eq!(version(&copy), i64::try_from(number).unwrap());
        assert_eq!(copy.metadata().unwrap().mode() & 0o777, 0o600);
        let left: Vec<_> = home.path().read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left.len(), 2, "{left:?}");
    }
}

#[test]
fn several_sessions_that_meet_an_older_schema_at_once_all_open_it() {
    let (home, path) = placed("schema-0001.db");
    let together = std::sync::Barrier::new(4);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                together.wait();
                Office::open(&path, "zhoumin", "test").unwrap();
            });
        }
    });
    assert_eq!(version(&path), i64::try_from(newest()).unwrap());
    assert_eq!(version(&home.path().join("ydt.db.before-2")), 1);
    assert_eq!(Office::open(&path, "zhoumin", "test").unwrap().verify(None).unwrap().first_bad, None);
}

fn opened(name: &str, login: &str) -> (tempfile::TempDir, Office) {
    let (home, path) = placed(name);
    let office = Office::open(&path, login, "test").unwrap();
    (home, office)
}

#[test]
fn a_database_without_a_queue_gets_its_queue_from_the_record() {
    let query = ApprovalQuery { after: None, limit: 50 };
    let queue = |name| opened(name, "pansuyun").1.approvals(&query, at("2026-03-10 09:00")).unwrap();
    let (before, with) = (queue("schema-0003.db"), queue("schema-0004.db"));
    assert_eq!(before.items.len(), 1);
    assert_eq!(before.items[0].case_no, "2026-0002");
    assert_eq!(before, with);
}

#[test]
fn a_clock_that_was_cancelled_keeps_its_number_and_its_alerts() {
    let (_home, path) = placed("schema-0007.db");
    // The first handling limit of case 1 began on March 6 and was cancelled on the 9th, when the next one began.
    let raw = Connection::open(&path).unwrap();
    raw.execute_batch(
        "INSERT INTO alerts (alert_id, case_id, clock, round, level, due_on, raised_at, ended)
         VALUES (77, 1, 'handling', 1, 'half', '2026-03-20', '2026-03-07T08:00:00+08:00', 1)",
    )
    .unwrap();
    drop(raw);
    let office = Office::open(&path, "zhoumin", "test").unwrap();
    assert_eq!(office.verify(None).unwrap().first_bad, None);
    drop(office);
    let raw = Connection::open(&path).unwrap();
    let rows = |sql: &str| -> Vec<(i64, String)> {
        let mut statement = raw.prepare(sql).unwrap();
        statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
    };
    let clocks = rows("SELECT clock_id, clock FROM clocks WHERE case_id = 1");
    assert_eq!(clocks, [(1, "triage".to_owned()), (2, "handling".to_owned()), (3, "handling".to_owned())]);
    let alerts = rows("SELECT clock_id, due_on FROM alerts WHERE case_id = 1 ORDER BY clock_id");
    assert_eq!(alerts, [(2, "2026-03-20".to_owned()), (3, "2026-03-23".to_owned())]);
}

#[test]
fn who_a_case_waited_for_by_name_it_waits_for_still() {
    let (_home, office) = opened("schema-0007.db", "zhoumin");
    let query = ListQuery {
        view: View::All,
        filter: ydt::domain::view::filter::Filter::default(),
        sort: Sort::Number,
        from: From::Top,
        limit: 50,
    };
    let rows = office.list(&query, at("2026-03-10 09:00")).unwrap().rows;
    let waits = |number: &str| rows.iter().find(|row| row.case_no == number).unwrap().waits_for.clone();
    assert_eq!(waits("2026-0001"), Some(WaitsFor::Unit(UnitId(15))));
    assert_eq!(waits("2026-0002"), Some(WaitsFor::People(vec![PersonId(7)])));
    assert_eq!(waits("2026-0003"), Some(WaitsFor::Role(Position::CommissionOperator)));
    assert_eq!(waits("2026-0004"), None);
}

#[test]
fn two_old_numbers_that_are_the_same_stay_two_cases_and_are_named() {
    let (_home, path) = placed("schema-0004.db");
    let mut office = Office::open(&path, "zhoumin", "test").unwrap();
    let report = office.check(at("2026-03-10 09:00")).unwrap();
    assert_eq!(report.doubled_numbers, [("2026-0003".to_owned(), "2026-0004".to_owned())]);
    let name = ydt::office::CaseName::PlatformNo("p3".to_owned());
    let found = office.find_case(&name, at("2026-03-10 09:00")).unwrap();
    assert_eq!(found.0, 3, "the first of both answers to the number");
}

/// Number and stage of every case.
type Stages = Vec<(String, String)>;
/// Number, limit, due day, day of its end and verdict of every clock.
type Verdicts = Vec<(String, String, String, Option<String>, Option<String>)>;

fn stages_and_verdicts(path: &PathBuf) -> (Stages, Verdicts) {
    let raw = Connection::open(path).unwrap();
    let mut cases = raw.prepare("SELECT case_no, stage FROM cases ORDER BY case_no").unwrap();
    let stages =
        cases.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect();
    let mut clocks = raw
        .prepare(
            "SELECT case_no, clock, due_on, stopped_on, verdict FROM clocks JOIN cases USING (case_id)
             ORDER BY case_no, clock DESC, started_on",
        )
        .unwrap();
    let verdicts = clocks
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?, row.get(4)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    (stages, verdicts)
}

/// `domain.md` §10: what becomes known later never improves what was already judged. Clocks that were cancelled had no
/// row of their own in older schemas; everything else is there before and after, with the verdict it had.
#[test]
fn cases_of_every_older_schema_keep_their_stage_their_due_days_and_their_verdicts() {
    for number in 1..newest() {
        let (_home, path) = placed(&format!("schema-{number:04}.db"));
        let (stages, verdicts) = stages_and_verdicts(&path);
        assert_eq!((stages.len(), verdicts.len() >= 5), (4, true), "schema {number}");
        drop(Office::open(&path, "zhoumin", "test").unwrap());
        let (now_stages, mut now_verdicts) = stages_and_verdicts(&path);
        assert_eq!(now_stages, stages, "schema {number}");
        now_verdicts.retain(|clock| verdicts.contains(clock) || clock.4.as_deref() != Some("cancelled"));
        assert_eq!(now_verdicts, verdicts, "schema {number}");
    }
}

/// What the upgrade can't decide it lists, and it decides nothing of it: two numbers that fold to one, and a signer who
/// counts as respondent by today's reading. In the saved files nobody is a respondent.
#[test]
fn what_an_upgrade_of_any_older_schema_could_not_decide_is_listed() {
    for number in 1..newest() {
        let (_home, path) = placed(&format!("schema-{number:04}.db"));
        let office = Office::open(&path, "zhangyuhang", "test").unwrap();
        let unsettled = office.unsettled().unwrap();
        assert_eq!((unsettled.left.len(), unsettled.undecided.len()), (0, 0), "schema {number}");
        drop(office);
        let mut office = Office::open(&path, "zhoumin", "test").unwrap();
        let doubled = office.check(at("2026-03-10 09:00")).unwrap().doubled_numbers;
        let stored = |case: &str| {
            let raw = Connection::open(&path).unwrap();
            raw.query_row("SELECT platform_no FROM cases WHERE case_no = ?1", [case], |row| {
                row.get::<_, Option<String>>(0)
            })
            .unwrap()
        };
        for (first, second) in &doubled {
            assert_ne!(stored(first), stored(second), "they stay two numbers, as they were written");
        }
        // The one saved file in which an apostrophe and wide characters make a second number of the first.
        let expected = usize::from(number == 4);
        assert_eq!(doubled.len(), expected, "schema {number}");
    }
}

#[test]
fn who_submitted_a_record_of_disclosure_before_its_list_knew_is_taken_from_the_record() {
    let (_home, path) = placed("schema-0013-disclosed.db");
    let mut office = Office::open(&path, "zhoumin", "test").unwrap();
    office.act_as("zhoumin").unwrap();
    let months = vec!["2026-03-01".parse().unwrap()];
    let rows = office.disclosure_pane(months, at("2026-03-02 15:00")).unwrap().rows;
    let submitters: Vec<(&str, &[PersonId])> =
        rows.iter().map(|row| (row.code.as_str(), row.submitters.as_slice())).collect();
    // The first was returned and submitted again by somebody else, the last by an operator for its unit.
    let expected: [(&str, &[PersonId]); 3] =
        [("d1", &[PersonId(25)]), ("d2", &[PersonId(26)]), ("d3", &[PersonId(27), PersonId(40)])];
    assert_eq!(submitters, expected);
    assert_eq!(office.verify(None).unwrap().first_bad, None);
}
