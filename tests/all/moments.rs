//! One moment, one transaction: what is proven, listed or merged is of one moment, whatever others write beside it.

use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use ydt::actions::Answers;
use ydt::domain::ids::{PersonId, UnitId};
use ydt::domain::refusal::RefusalCode;
use ydt::domain::time::Moment;
use ydt::domain::town::org::{Org, Unit};
use ydt::domain::view::filter::Filter;
use ydt::domain::view::listing::{From, ListQuery, Sort, View};
use ydt::domain::words::{Position, UnitKind};
use ydt::office::{Office, OfficeError, PerformRequest};
use ydt::runtime::proof;

use crate::home::Home;
use crate::town::{Town, at, org};

/// Proofs beside a stream of registrations; a fault in it showed in every one of fifty.
const PROOFS: usize = 20;

/// Between two registrations: several come during each proof all the same, and the record stays one that is soon proven.
const BETWEEN: Duration = Duration::from_millis(10);

fn registration(number: usize) -> PerformRequest {
    PerformRequest {
        act: format!("stream-{number}"),
        case: None,
        seen_seq: None,
        action: "register".to_owned(),
        answers: Answers::none()
            .with("title", format!("路灯第{number}盏"))
            .with("content", "村口路灯坏了半年。")
            .with("complained_at", "2026-11-01 09:00"),
    }
}

/// Registers case after case in a session of its own until `work` has ended; says what it returned and how many
/// cases came meanwhile.
fn beside_registrations<T>(town: &Town, work: impl FnOnce() -> T) -> (T, usize) {
    let ended = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let (path, now) = (town.path(), town.now);
        let ended = &ended;
        let registering = scope.spawn(move || {
            let mut office = Office::open(&path, "zhangning", "test").unwrap();
            let mut registered = 0;
            while !ended.load(Ordering::Relaxed) {
                office.perform(&registration(registered), now).unwrap();
                registered += 1;
                std::thread::sleep(BETWEEN);
            }
            registered
        });
        // A failed assertion must not leave the other thread running for ever.
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(work));
        ended.store(true, Ordering::Relaxed);
        let registered = registering.join().unwrap();
        match outcome {
            Ok(outcome) => (outcome, registered),
            Err(failure) => std::panic::resume_unwind(failure),
        }
    })
}

#[test]
fn a_proof_beside_a_stream_of_registrations_cries_no_tampering_and_its_head_is_of_its_own_moment() {
    let mut town = Town::new();
    town.accepted_for_village("低保评定未公示名单");
    let begins = town.office.head().unwrap().count;
    let ((), registered) = beside_registrations(&town, || {
        let (mut proofs, mut head) = (0, begins);
        // Each proof is one against a record that moves: with few registrations there are more proofs.
        while proofs < PROOFS || head < begins + PROOFS as u64 {
            // On two threads, whose looks at the file and at the record begin one after the other.
            let verdict = proof::verify(&town.office, None, &mut |_, _| {}).unwrap();
            assert_eq!(verdict.first_bad, None);
            // The record went on meanwhile; what was printed is still an anchor in it.
            assert_eq!(town.office.verify(Some(&verdict.head)).unwrap().first_bad, None);
            (proofs, head) = (proofs + 1, verdict.head.count);
        }
    });
    assert!(registered > 0);
}

#[test]
fn a_list_and_the_numbers_beside_it_are_of_one_moment() {
    let town = Town::new();
    let query = ListQuery {
        view: View::Triage,
        filter: Filter::default(),
        sort: Sort::Received,
        from: From::Top,
        limit: 5_000,
    };
    let ((), registered) = beside_registrations(&town, || {
        let (mut proofs, mut rows) = (0, 0);
        // Until the list has grown often enough for it to have been caught half-way.
        while proofs < PROOFS || rows < PROOFS as u64 {
            let overview = town.office.overview(&query, town.now).unwrap();
            (proofs, rows) = (proofs + 1, overview.page.rows.len() as u64);
            assert_eq!((overview.page.total, overview.counts.of(View::Triage)), (Some(rows), rows));
            assert_eq!(overview.counts.of(View::All), rows);
        }
    });
    assert!(registered > 0);
}

/// The town's organisation with one village more.
fn with_village(name: &str) -> Org {
    let mut org = org();
    org.units.push(Unit { id: UnitId(7), name: name.to_owned(), kind: UnitKind::Village, active: true });
    org
}

fn org_import(home: &Home, file: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_ydt"))
        .args(["org", "import", file])
        .env_clear()
        .env("HOME", home.0.path())
        .env("YDT_DB", home.database())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn eight_organisations_imported_at_once_each_with_a_village_of_its_own_give_eight_villages() {
    let home = Home::founded();
    let exported = home.ydt(&["org", "export", "-"]).out;
    let files: Vec<String> = (1..=8)
        .map(|number| {
            let more = format!("{exported}\n[[unit]]\nname = \"第{number}村\"\nkind = \"village\"\n");
            home.write(&format!("{number}.toml"), more)
        })
        .collect();
    let running: Vec<Child> = files.iter().map(|file| org_import(&home, file)).collect();
    for child in running {
        let ended = child.wait_with_output().unwrap();
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    }
    let villages: Vec<(i64, String)> = rusqlite::Connection::open(home.database())
        .unwrap()
        .prepare("SELECT unit_id, name FROM units WHERE kind = 'village' ORDER BY unit_id")
        .unwrap()
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))
        .unwrap()
        .collect::<rusqlite::Result<_>>()
        .unwrap();
    let mut names: Vec<&str> = villages.iter().map(|(_, name)| name.as_str()).collect();
    names.sort_unstable();
    assert_eq!(names, (1..=8).map(|number| format!("第{number}村")).collect::<Vec<_>>());
    assert!(villages.windows(2).all(|pair| pair[0].0 < pair[1].0), "{villages:?}");
    let proof = home.ydt(&["verify"]);
    assert_eq!(proof.code, 0, "{}", proof.out);
}

#[test]
fn of_two_who_change_the_same_person_at_the_same_time_the_second_is_told_who_was_first() {
    let mut town = Town::new();
    let mut second = Office::open(&town.path(), "zhangning", "test").unwrap();
    let with = |positions: &[Position]| {
        let mut org = org();
        org.people[3].positions = positions.to_vec();
        org
    };
    let now = at("2026-11-02 09:00");
    town.office.replace_org(with(&[Position::PartyOperator]), now).unwrap();
    // Something else that was changed in between is not taken for the same.
    town.office.replace_org(with_changed_village(with(&[Position::PartyOperator])), later(now)).unwrap();
    let head = town.office.head().unwrap();
    let told = second.replace_org(with(&[Position::Auditor]), later(now));
    let Err(OfficeError::Refused(refusal)) = told else { panic!("{told:?}") };
    assert_eq!(refusal.code, RefusalCode::Conflict);
    let message = refusal.message;
    for word in ["张宁", "陈立", "2026-11-02 09:00", "一项也没有导入"] {
        assert!(message.contains(word), "{word}: {message}");
    }
    assert_eq!(town.office.head().unwrap(), head, "nothing was recorded");
    // What does not touch it goes through, and leaves the first change as it is.
    second.replace_org(with_village("第九村"), later(now)).unwrap();
    let units: Vec<&str> = second.org().units.iter().map(|unit| unit.name.as_str()).collect();
    assert_eq!(units[units.len() - 2..], ["第八村", "第九村"]);
    assert!(second.org().person(PersonId(4)).unwrap().holds(Position::PartyOperator));
    assert_eq!(second.verify(None).unwrap().first_bad, None);
}

fn with_changed_village(org: Org) -> Org {
    let more = with_village("第八村");
    Org { units: more.units, ..org }
}

fn later(now: Moment) -> Moment {
    now.plus_seconds(60)
}
