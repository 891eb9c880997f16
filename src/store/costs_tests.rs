//! What a page costs: one statement for each kind of thing on it, however many rows it has.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use rusqlite::trace::{TraceEvent, TraceEventCodes};

use super::{Reader, Store, StoreError};
use crate::domain::calendar::Calendar;
use crate::domain::ids::PersonId;
use crate::domain::sight::Sight;
use crate::domain::time::Date;
use crate::domain::town::org::Org;
use crate::domain::town::settings::Settings;
use crate::domain::view::approvals::ApprovalQuery;
use crate::domain::view::filter::Filter;
use crate::domain::view::listing::{ClockReading, From, ListQuery, Sort, View};
use crate::domain::words::ClockLevel;

/// Sixty cases, each with a clock, a hint at an earlier one and a document that waits.
fn town() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("data/town.db");
    Store::create(&path, |records| {
        records.connection.execute_batch(
            "CREATE TEMP TABLE n AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60)
                 SELECT i FROM n;
             INSERT INTO cases (case_id, case_no, seq, stage, bucket, key_matters, title, complained_at, received_at,
                 urgency, ended)
             SELECT i, '2026-' || i, 1, 'complaint', 'triage', '', '题', 0, 0, 20000, 0 FROM n;
             INSERT INTO mirroring (case_id, mirrored) SELECT i, '' FROM n;
             INSERT INTO clocks (case_id, clock_id, clock, round, started_on, limit_days, limit_unit, due_on,
                 original_due_on, approaching_from, remind_from, provisional, extensions, leads)
             SELECT i, 1, 'triage', 1, '2026-11-02', 3, 'working_days', '2026-11-05', '2026-11-05', '2026-11-04',
                 '2026-11-04', 0, 0, 1 FROM n;
             INSERT INTO case_steps (case_id, place, step, kind, turn, round, from_day)
             SELECT i, 0, 'assessment', '', 1, 1, 20000 FROM n;
             INSERT INTO repeat_hints (case_id, other_id, reason) SELECT i, i - 1, 'same_phone' FROM n WHERE i > 1;
             INSERT INTO pending_steps (case_id, document, place, version, person_id, position, submitted_at)
             SELECT i, 'reply', 0, 1, 1, 'discipline_secretary', i FROM n;",
        )?;
        Ok::<(), StoreError>(())
    })
    .unwrap();
    let store = Store::open(&path, None).unwrap();
    (folder, store)
}

/// How many statements some work takes.
fn statements(store: &mut Store, work: impl FnOnce(&Store)) -> usize {
    let count = Arc::new(AtomicUsize::new(0));
    let counting = Arc::clone(&count);
    let on_statement = move |_: TraceEvent<'_>| {
        counting.fetch_add(1, Ordering::Relaxed);
    };
    store.connection.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(on_statement)).unwrap();
    work(store);
    store.connection.trace_v2(TraceEventCodes::empty(), None::<fn(TraceEvent<'_>)>).unwrap();
    count.load(Ordering::Relaxed)
}

#[test]
fn a_page_of_fifty_rows_takes_as_many_statements_as_one_of_ten() {
    let (_folder, mut store) = town();
    let sight = Sight {
        all: true,
        handled_by: None,
        units: Vec::new(),
        route: None,
        person: PersonId(1),
        deputises: Vec::new(),
    };
    let (org, today) = (Org::default(), Date::constant(2026, 11, 4));
    let day_at = |_: i32| today;
    let reading = |clock| ClockReading { clock, remaining: 0, level: ClockLevel::Ok };
    let reader = Reader {
        sight: &sight,
        org: &org,
        today,
        grouping: None,
        day_at: &day_at,
        settings: &Settings::default(),
        calendar: &Calendar::embedded(),
        reading: &reading,
        waiting_days: &|_| 0,
        looked_at: None,
        acts_named: &|_| Vec::new(),
    };
    let mut list = |limit: u32| {
        let query = ListQuery {
            view: View::All,
            filter: Filter::default(),
            sort: Sort::Number,
            from: From::Top,
            limit,
        };
        statements(&mut store, |store| {
            let page = store.read(|snapshot| snapshot.page(&query, &reader)).unwrap();
            assert_eq!(page.masked().rows.len(), limit as usize);
        })
    };
    let (ten, fifty) = (list(10), list(50));
    assert_eq!(ten, fifty);
    // One of them reads how long steps usually take.
    assert!(ten <= 9, "{ten} statements");
    let mut queue = |limit: u32| {
        let query = ApprovalQuery { after: None, limit };
        statements(&mut store, |store| {
            let steps = store.read(|snapshot| snapshot.pending_steps(&query, &reader)).unwrap();
            assert_eq!(steps.len(), limit as usize + 1, "one more says that there are more");
        })
    };
    assert_eq!(queue(10), queue(50));
}
