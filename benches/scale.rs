//! What must not cost more with more cases: the first page, the counts, a filter, one act, the sweep; and what
//! may, the proof of the whole record. `cargo bench --bench scale`; the figures of the two sizes stand side by side.

#![expect(clippy::unwrap_used, reason = "a bench that cannot be set up has nothing to measure")]

mod town;

use std::sync::atomic::{AtomicUsize, Ordering};

use divan::Bencher;
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;
use ydt::actions::Answers;
use ydt::domain::figures::facts::CaseFacts;
use ydt::domain::ids::CaseId;
use ydt::domain::paper::PaperKind;
use ydt::domain::time::{Date, Moment};
use ydt::domain::view::filter::Filter;
use ydt::domain::view::listing::{From, ListQuery, Sort, View};
use ydt::office::{Office, PapersAsked};
use ydt::runtime::proof;

const SIZES: [usize; 2] = [1_000, 100_000];
/// So many cases have about 100,000 events.
const PROVEN: usize = 22_000;
/// Three tenths of them were transferred.
const LETTERS_FROM: usize = 1_700;

/// Towns are dear, so each size is made once in a run.
static TOWNS: [std::sync::OnceLock<TempDir>; 3] = [const { std::sync::OnceLock::new() }; 3];

fn main() {
    divan::main();
}

fn now() -> Moment {
    Moment::parse("2026-11-23 10:00").unwrap()
}

fn town(count: usize) -> Office {
    let place = SIZES.iter().position(|size| *size == count).unwrap_or(SIZES.len());
    let folder = TOWNS[place].get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        town::make(&folder.path().join("ydt.db"), "zhoumin", count, now()).unwrap();
        folder
    });
    Office::open(&folder.path().join("ydt.db"), "zhoumin", "bench").unwrap()
}

/// Reads every row that `verify` vouches for once, in the order of the file, and hashes all of it: what no proof of the
/// record can do without.
fn read_and_hash(count: usize) -> usize {
    let place = SIZES.iter().position(|size| *size == count).unwrap_or(SIZES.len());
    let raw = Connection::open(TOWNS[place].get().unwrap().path().join("ydt.db")).unwrap();
    let mut statement = raw
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%'")
        .unwrap();
    let tables = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
    let (mut digest, mut read) = (Sha256::new(), 0);
    for table in tables.map(Result::unwrap) {
        let mut statement = raw.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                match row.get_ref(column).unwrap() {
                    ValueRef::Null => digest.update([0]),
                    ValueRef::Integer(number) => digest.update(number.to_be_bytes()),
                    ValueRef::Real(number) => digest.update(number.to_be_bytes()),
                    ValueRef::Text(bytes) | ValueRef::Blob(bytes) => digest.update(bytes),
                }
            }
            read += 1;
        }
    }
    std::hint::black_box(digest.finalize());
    read
}

fn query(view: View, words: &str) -> ListQuery {
    ListQuery { view, filter: Filter::parse(words).unwrap(), sort: Sort::Urgency, from: From::Top, limit: 40 }
}

#[divan::bench(args = SIZES)]
fn open(bencher: Bencher<'_, '_>, count: usize) {
    town(count);
    bencher.bench_local(|| town(count));
}

#[divan::bench(args = SIZES)]
fn first_page(bencher: Bencher<'_, '_>, count: usize) {
    let (office, query) = (town(count), query(View::Triage, ""));
    bencher.bench_local(|| office.list(&query, now()).unwrap());
}

#[divan::bench(args = SIZES)]
fn page_with_counts(bencher: Bencher<'_, '_>, count: usize) {
    let (office, query) = (town(count), query(View::Triage, ""));
    bencher.bench_local(|| office.overview(&query, now()).unwrap());
}

#[divan::bench(args = SIZES)]
fn rare_filter(bencher: Bencher<'_, '_>, count: usize) {
    let (office, query) = (town(count), query(View::All, "第777件"));
    bencher.bench_local(|| office.list(&query, now()).unwrap());
}

#[divan::bench(args = SIZES)]
fn common_filter(bencher: Bencher<'_, '_>, count: usize) {
    let (office, query) = (town(count), query(View::All, "路灯"));
    bencher.bench_local(|| office.list(&query, now()).unwrap());
}

#[divan::bench(args = SIZES, sample_count = 50, sample_size = 1)]
fn one_act(bencher: Bencher<'_, '_>, count: usize) {
    static ACTS: AtomicUsize = AtomicUsize::new(0);
    let mut office = town(count);
    bencher.bench_local(|| {
        let number = ACTS.fetch_add(1, Ordering::Relaxed);
        let mut request =
            town::request(number * 10 % count + 9, "supplement", Answers::none().with("text", "又来电话。"));
        request.act = format!("again-{number}");
        office.perform(&request, now()).unwrap()
    });
}

#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn sweep_when_nothing_is_new(bencher: Bencher<'_, '_>, count: usize) {
    let mut office = town(count);
    office.sweep(now()).unwrap();
    bencher.bench_local(|| office.sweep(now()).unwrap());
}

/// To be compared with [`reading_the_rows_of_figures`]: at most three times as long.
#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn figures_of_a_year(bencher: Bencher<'_, '_>, count: usize) {
    let office = town(count);
    let (from, to) = (Date::constant(2026, 1, 1), Date::constant(2026, 12, 31));
    bencher.bench_local(|| office.figure_grounds(now()).unwrap().report(from, to, None));
}

/// The rows that the figures are worked out from, each read once for what stands in it.
#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn reading_the_rows_of_figures(bencher: Bencher<'_, '_>, count: usize) {
    let raw = raw(count);
    bencher.bench_local(|| {
        let mut read = Vec::new();
        each_row(&raw, |body| read.push(serde_json::from_slice::<CaseFacts>(body).unwrap()));
        read
    });
}

/// The same rows fetched and not looked into: what SQLite alone takes.
#[divan::bench(args = SIZES, sample_count = 5, sample_size = 1)]
fn fetching_the_rows_of_figures(bencher: Bencher<'_, '_>, count: usize) {
    let raw = raw(count);
    bencher.bench_local(|| {
        let mut bytes = 0;
        each_row(&raw, |body| bytes += body.len());
        bytes
    });
}

fn raw(count: usize) -> Connection {
    town(count);
    let place = SIZES.iter().position(|size| *size == count).unwrap();
    Connection::open(TOWNS[place].get().unwrap().path().join("ydt.db")).unwrap()
}

fn each_row(raw: &Connection, mut take: impl FnMut(&[u8])) {
    let mut statement = raw.prepare("SELECT body FROM figure_facts ORDER BY case_id").unwrap();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        take(row.get_ref(0).unwrap().as_bytes().unwrap());
    }
}

#[divan::bench(args = SIZES, sample_count = 2, sample_size = 1)]
fn verify(bencher: Bencher<'_, '_>, count: usize) {
    let office = town(count);
    let events = usize::try_from(office.head().unwrap().count).unwrap();
    bencher
        .counter(divan::counter::ItemsCount::new(events))
        .bench_local(|| proof::verify(&office, None, &mut |_, _| {}).unwrap());
}

/// To be compared with [`reading_and_hashing_the_same_rows`].
#[divan::bench(sample_count = 5, sample_size = 1)]
fn verify_of_a_hundred_thousand_events(bencher: Bencher<'_, '_>) {
    let office = town(PROVEN);
    bencher.bench_local(|| proof::verify(&office, None, &mut |_, _| {}).unwrap());
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn reading_and_hashing_the_same_rows(bencher: Bencher<'_, '_>) {
    town(PROVEN);
    bencher.bench_local(|| read_and_hash(PROVEN));
}

/// One letter and many, each with its number, from the built-in layout or from a template of the office's own. The towns
/// are made anew for each sample, because a letter that has its number is only written again.
#[divan::bench(args = [(1, false), (500, false), (1, true), (500, true)], sample_count = 3, sample_size = 1)]
fn letters(bencher: Bencher<'_, '_>, (count, own_template): (usize, bool)) {
    let transferred = |number: &usize| (5..=7).contains(&(number % 10));
    let cases: Vec<CaseId> = (0..LETTERS_FROM)
        .filter(transferred)
        .filter_map(|number| i64::try_from(number + 1).ok().map(CaseId))
        .take(count)
        .collect();
    let asked = PapersAsked {
        act: "letters".to_owned(),
        kind: PaperKind::Transfer,
        cases,
        document: None,
        reason: None,
    };
    bencher
        .with_inputs(|| {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("ydt.db");
            town::make(&path, "zhoumin", LETTERS_FROM, now()).unwrap();
            let mut office = Office::open(&path, "zhoumin", "bench").unwrap();
            if own_template {
                let bytes = office.export_template(PaperKind::Transfer, true).unwrap();
                office.import_template(PaperKind::Transfer, "own.docx", bytes, now()).unwrap();
            }
            (folder, office)
        })
        .bench_local_values(|(folder, mut office)| {
            let goes_on = &mut |_, _| std::ops::ControlFlow::Continue(());
            let written = office.write_papers(&asked, now(), goes_on).unwrap();
            assert_eq!(written.len(), count);
            folder
        });
}
