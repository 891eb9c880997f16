//! An import beside colleagues: judging locks nothing, and while the rows are written a colleague's save waits, is told
//! for whom, and goes through.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use ydt::actions::Answers;
use ydt::domain::ids::CaseId;
use ydt::domain::time::Moment;
use ydt::domain::view::intake_row::{FileFormat, IntakeFile, IntakeRow};
use ydt::office::{Office, OfficeError, PerformReport, PerformRequest};
use ydt::store::StoreError;

use crate::town::Town;

/// Long enough for a machine under any load; what is waited for comes far earlier.
const LIMIT: Duration = Duration::from_mins(1);

/// A file of so many rows, as `intake` reads it; every tenth complains from the same telephone as the one before.
fn file(rows: u32, now: Moment) -> IntakeFile {
    let row = |number: u32| IntakeRow {
        row: number + 1,
        platform_no: Some(format!("P{number:05}")),
        complained_at: now.plus_seconds(-86_400),
        received_at: None,
        method: None,
        source: None,
        complainant: Some("李桂芳".to_owned()),
        contact: Some(format!("139{:08}", number - u32::from(number.is_multiple_of(10)))),
        respondent_name: None,
        respondent_unit_position: None,
        respondent_rank: None,
        village: Some("新建村".to_owned()),
        field: None,
        title: format!("第{number}盏路灯不亮"),
        content: "村口路灯坏了半年，多次反映没有人修。".to_owned(),
        main_pages: None,
        attachments: None,
        satisfaction: None,
        evaluation_comment: None,
        other: Vec::new(),
    };
    IntakeFile {
        name: "十一月.csv".to_owned(),
        format: FileFormat::Csv,
        encoding: "UTF-8".to_owned(),
        header: Vec::new(),
        columns: Vec::new(),
        rows: (1..=rows).map(row).collect(),
        faulty: Vec::new(),
        row_count: rows,
        unknown_columns: Vec::new(),
        sheets: Vec::new(),
        warnings: Vec::new(),
        sha256: format!("{rows:064}"),
        size: 1,
    }
}

fn supplement(case: CaseId, act: &str) -> PerformRequest {
    PerformRequest {
        act: act.to_owned(),
        case: Some(case),
        seen_seq: None,
        action: "supplement".to_owned(),
        answers: Answers::none().with("text", "又来电话催问。"),
    }
}

fn register(platform_no: &str, contact: &str) -> PerformRequest {
    PerformRequest {
        act: format!("colleague-{platform_no}"),
        case: None,
        seen_seq: None,
        action: "register".to_owned(),
        answers: Answers::none()
            .with("title", "第7盏路灯不亮")
            .with("content", "不亮。")
            .with("complained_at", "2026-11-01 09:00")
            .with("contact", contact)
            .with("platform_no", platform_no),
    }
}

#[test]
fn a_preview_needs_no_lock_and_says_what_the_import_then_does() {
    let mut town = Town::new();
    town.complaint("早先的一件");
    let file = file(200, town.now);
    let holder = rusqlite::Connection::open(town.path()).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    let foretold = town.office.preview(&file, town.now).unwrap();
    holder.execute_batch("ROLLBACK").unwrap();
    let done = town.office.import(&file, false, town.now, &mut |_, _| ControlFlow::Continue(())).unwrap();
    assert_eq!(foretold, done);
    assert_eq!((done.new, done.repeats), (200, 20));
    assert_eq!(done.case_nos, Some(("2026-0002".to_owned(), "2026-0201".to_owned())));
    let tenth = done.sample.iter().find(|row| row.platform_no.as_deref() == Some("P00010")).unwrap();
    assert_eq!(tenth.repeat_of.as_deref(), Some("2026-0010"));
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
    let again = town.office.preview(&file, town.now).unwrap();
    assert_eq!((again.new, again.known), (0, 200));
}

#[test]
fn what_colleagues_register_while_rows_are_judged_is_found_when_they_are_written() {
    let mut town = Town::new();
    let mut colleague = Office::open(&town.path(), "zhangning", "test").unwrap();
    let (file, now) = (file(130, town.now), town.now);
    let mut registered = false;
    let report = town
        .office
        .import(&file, false, now, &mut |done, total| {
            // The first half is judging: a colleague saves without waiting.
            if done == 64 && !std::mem::replace(&mut registered, true) {
                assert!(done < total / 2);
                colleague.perform(&register("P00007", "13900000007"), now).unwrap();
                colleague.perform(&register("K1", "13900000099"), now).unwrap();
            }
            ControlFlow::Continue(())
        })
        .unwrap();
    assert!(registered);
    assert_eq!((report.new, report.supplement), (129, 1));
    let repeats_colleague = |no: &str| {
        let row = report.sample.iter().find(|row| row.platform_no.as_deref() == Some(no)).unwrap();
        row.repeat_of.clone()
    };
    assert_eq!(repeats_colleague("P00099").as_deref(), Some("2026-0002"), "of a case that came meanwhile");
    assert_eq!(repeats_colleague("P00098"), None);
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}

/// Lets a colleague save while the rows are written, and the import go on only when the colleague was told; says what
/// came of the save and whom it waited for.
fn save_during_import(town: &mut Town, stops: bool) -> (Result<PerformReport, OfficeError>, Vec<String>) {
    let case = town.complaint("早先的一件");
    let (path, now, file) = (town.path(), town.now, file(130, town.now));
    let (told, was_told) = channel();
    let names = Mutex::new(Vec::new());
    let is_writing = AtomicBool::new(false);
    let saved = std::thread::scope(|scope| {
        let saving = scope.spawn(|| {
            let mut colleague = Office::open(&path, "zhangning", "test").unwrap();
            colleague.set_on_wait(Box::new(move |name, _| {
                let _import_is_over = told.send(name.to_owned());
                if stops { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
            }));
            wait_for(&is_writing);
            colleague.perform(&supplement(case, "colleague"), now)
        });
        let report = town.office.import_sealing(&file, &BTreeSet::new(), false, now, &mut |done, total| {
            if done >= total / 2 && !is_writing.swap(true, Ordering::Relaxed) {
                names.lock().unwrap().push(told_name(&was_told));
            }
            ControlFlow::Continue(())
        });
        assert_eq!(report.unwrap().new, 130);
        saving.join().unwrap()
    });
    (saved, names.into_inner().unwrap())
}

fn wait_for(flag: &AtomicBool) {
    let begun = std::time::Instant::now();
    while !flag.load(Ordering::Relaxed) {
        assert!(begun.elapsed() < LIMIT);
        std::thread::yield_now();
    }
}

fn told_name(was_told: &Receiver<String>) -> String {
    was_told.recv_timeout(LIMIT).unwrap()
}

#[test]
fn a_save_beside_an_import_waits_is_told_for_whom_and_goes_through() {
    let mut town = Town::new();
    let (saved, names) = save_during_import(&mut town, false);
    assert_eq!(saved.unwrap().events, ["supplemented"]);
    assert_eq!(names, ["张宁"]);
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
    let left = town.path().with_file_name("ydt.db.importing");
    assert!(!left.exists(), "the mark goes with the import");
}

#[test]
fn whoever_no_longer_waits_has_saved_nothing_and_is_told_so() {
    let mut town = Town::new();
    let (saved, _) = save_during_import(&mut town, true);
    let Err(OfficeError::Store(StoreError::Importing(name))) = saved else { panic!("{saved:?}") };
    assert_eq!(name, "张宁");
    let case = CaseId(1);
    let history = town.office.open_case(case, town.now).unwrap().history;
    assert!(history.iter().all(|line| line.action != "supplement"), "nothing was kept");
}

#[test]
fn beside_an_import_of_many_rows_none_of_twelve_colleagues_is_refused() {
    let mut town = Town::new();
    let case = town.complaint("早先的一件");
    let (path, now, file) = (town.path(), town.now, file(600, town.now));
    let is_over = AtomicBool::new(false);
    let saves: usize = std::thread::scope(|scope| {
        let colleagues: Vec<_> = (0..12)
            .map(|who| {
                let (path, is_over) = (&path, &is_over);
                scope.spawn(move || {
                    let mut office = Office::open(path, "zhangning", "test").unwrap();
                    let mut saves = 0;
                    while saves == 0 || !is_over.load(Ordering::Relaxed) {
                        office.perform(&supplement(case, &format!("{who}-{saves}")), now).unwrap();
                        saves += 1;
                    }
                    saves
                })
            })
            .collect();
        let report = town.office.import(&file, false, now, &mut |_, _| ControlFlow::Continue(()));
        is_over.store(true, Ordering::Relaxed);
        assert_eq!(report.unwrap().new, 600);
        colleagues.into_iter().map(|colleague| colleague.join().unwrap()).sum()
    });
    let history = town.office.open_case(case, now).unwrap().history;
    assert_eq!(history.iter().filter(|line| line.action == "supplement").count(), saves);
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}
