//! What is erased is gone in bytes: from the tables, the search index, the write-ahead log and old copies; what cannot
//! go at once is marked until it does; and nothing goes that nobody ordered.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use ydt::actions::Answers;
use ydt::domain::ids::CaseId;
use ydt::domain::time::Moment;
use ydt::domain::view::console_place::ConsolePlace;
use ydt::office::{CaseName, Office, PerformRequest};

use crate::home::Home;
use crate::town::{Town, at};

/// Texts of the planted case that occur nowhere else. Single characters stand for the index, which holds one a token.
const SECRETS: [&str; 7] =
    ["龘靐罢课", "18899770011", "麤骉之人", "鱻羴补记", "灪爨拟办", "骉麤甲", "羴骉所副所长"];
const TOKENS: [&str; 5] = ["龘", "骉", "羴", "灪", "靐"];

/// A town with a case that holds the secrets, and a few others, none of which has been through a checkpoint.
fn planted() -> (Town, CaseId) {
    let mut town = Town::new();
    for number in 0..5 {
        town.complaint(&format!("路灯不亮第{number}处"));
    }
    let fields = [
        ("title", "龘靐罢课一事"),
        ("content", "龘靐罢课的经过，骉骉在场。"),
        ("complained_at", "2026-11-02 08:00"),
        ("complainant", "麤骉之人"),
        ("contact", "18899770011"),
        ("respondent", "骉麤甲"),
        ("respondent_unit_position", "羴骉所副所长"),
    ];
    let case = town.act("zhangning", None, "register", &fields).unwrap().case;
    town.act("zhangning", Some(case), "supplement", &[("text", "鱻羴补记")]).unwrap();
    let assess = [
        ("scope", "matters_list"),
        ("kind", "non_consultation"),
        ("field", "civil_affairs"),
        ("route", "party_committee"),
        ("unit", "社会事务办"),
    ];
    town.act("zhangning", Some(case), "assess", &assess).unwrap();
    town.act("zhangning", Some(case), "accept", &[]).unwrap();
    town.act("liufang", Some(case), "propose", &[("text", "灪爨拟办，请核实。")]).unwrap();
    town.complaint("之后的一件");
    // Whoever looked for the complainant by name left the filter where the console begins the next time.
    let place = ConsolePlace { filter: "麤骉之人 18899770011".to_owned(), ..ConsolePlace::default() };
    town.office.keep_console_place(&place, town.now).unwrap();
    (town, case)
}

fn seal(town: &mut Town, case: CaseId) {
    let on = town.now.date().to_string();
    town.act("zhangning", Some(case), "seal", &[("ruling", "灪爨同意密封"), ("ruled_on", &on)]).unwrap();
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    PathBuf::from(format!("{}{ending}", path.display()))
}

/// How often the secrets stand in the database file and in its log.
fn found(path: &Path) -> usize {
    [path.to_owned(), beside(path, "-wal")].iter().map(|file| occurrences(file, &SECRETS)).sum()
}

fn occurrences(file: &Path, words: &[&str]) -> usize {
    let bytes = std::fs::read(file).unwrap_or_default();
    let of = |word: &&str| bytes.windows(word.len()).filter(|part| *part == word.as_bytes()).count();
    words.iter().map(of).sum()
}

/// How many terms in the segments of the search index hold one of the tokens, deleted entries included.
fn indexed(path: &Path) -> usize {
    let raw = Connection::open(path).unwrap();
    // The number of a page says which segment it belongs to; trees above the leaves and marks of deletion hold no term.
    let mut statement = raw
        .prepare("SELECT block FROM search_data WHERE id >> 37 BETWEEN 1 AND 65535 AND (id >> 31) & 63 = 0")
        .unwrap();
    let blocks = statement.query_map([], |row| row.get::<_, Vec<u8>>(0)).unwrap().map(Result::unwrap);
    let terms: Vec<Vec<u8>> = blocks.flat_map(|block| terms(&block)).collect();
    assert!(!terms.is_empty(), "the pages were decoded");
    let holds = |term: &&Vec<u8>| {
        let text = String::from_utf8_lossy(term).into_owned();
        TOKENS.iter().any(|token| text.contains(token))
    };
    terms.iter().filter(holds).count()
}

/// The terms of a leaf page. Only the first is written out; each further one says how much it shares with the one
/// before it. Where they begin stands behind the page's content.
fn terms(page: &[u8]) -> Vec<Vec<u8>> {
    let mut places = usize::from(u16::from_be_bytes([page[2], page[3]]));
    let (mut at, mut before, mut found) = (0, Vec::new(), Vec::new());
    while places < page.len() {
        at += varint(page, &mut places);
        let mut here = at;
        let shared = if found.is_empty() { 0 } else { varint(page, &mut here) };
        let length = varint(page, &mut here);
        before.truncate(shared);
        before.extend_from_slice(&page[here..here + length]);
        found.push(before.clone());
    }
    found
}

/// A number of the index: seven bits a byte, the last byte without the eighth.
fn varint(page: &[u8], at: &mut usize) -> usize {
    let mut number = 0;
    loop {
        let byte = page[*at];
        *at += 1;
        number = number << 7 | usize::from(byte & 0x7f);
        if byte < 0x80 {
            return number;
        }
    }
}

#[test]
fn after_sealing_no_byte_of_the_texts_is_left_in_file_log_or_index() {
    let (mut town, case) = planted();
    let path = town.path();
    assert!(
        found(&path) > 7 && indexed(&path) >= TOKENS.len(),
        "planted: {} {}",
        found(&path),
        indexed(&path)
    );
    seal(&mut town, case);
    assert_eq!((found(&path), indexed(&path)), (0, 0));
    assert_eq!(town.office.check(town.now).unwrap().unfinished_erasures, []);
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
    town.complaint("再来的一件");
    assert_eq!((found(&path), indexed(&path)), (0, 0));
}

/// Every kind of text that a unit and its leaders write.
#[test]
fn after_sealing_a_transferred_case_no_byte_of_what_its_unit_wrote_is_left() {
    const WRITTEN: [&str; 5] = ["鱻骉查明", "麤灪答复", "靐羴意见", "骉灪退件", "龘麤延期"];
    let mut town = Town::new();
    let case = town.accepted_for_village("靐羴一事");
    let on = Some(case);
    let not_ours = [("reason", "not_ours"), ("note", "骉灪退件，应由别处办")];
    let reply =
        "麤灪答复：经核实名单确未张贴，村委会已于当日在公示栏补公示七天，并将名单发到村民小组群，感谢监督。";
    for (login, command, fields) in [
        ("zhangning", "transfer", &[][..]),
        ("wangxiu", "send_back", &not_ours),
        ("zhangning", "transfer", &[]),
        ("wangxiu", "acknowledge", &[]),
        ("wangxiu", "record_finding", &[("text", "鱻骉查明名单没有张贴")]),
        ("wangxiu", "extend", &[("days", "2"), ("reason", "龘麤延期，调取档案")]),
        ("wangxiu", "draft_reply", &[("text", reply)]),
        ("wangxiu", "submit", &[("document", "reply")]),
        ("hezhiqiang", "sign", &[("document", "reply"), ("opinion", "靐羴意见，同意")]),
    ] {
        town.act(login, on, command, fields).unwrap_or_else(|refusal| panic!("{command}: {refusal}"));
    }
    let count = |town: &Town| -> usize {
        let files = ["", "-wal"].map(|ending| beside(&town.path(), ending));
        files.iter().filter(|file| file.exists()).map(|file| occurrences(file, &WRITTEN)).sum()
    };
    assert!(count(&town) >= WRITTEN.len());
    seal(&mut town, case);
    assert_eq!(count(&town), 0);
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}

#[test]
fn in_a_large_town_the_index_is_put_in_order_step_by_step() {
    let (mut town, case) = planted();
    let path = town.path();
    // What the size is told by; nothing else of a large town matters here.
    Connection::open(&path).unwrap().execute("UPDATE tallies SET n = 30000", []).unwrap();
    seal(&mut town, case);
    assert_eq!((found(&path), indexed(&path)), (0, 0));
    assert_eq!(town.office.check(town.now).unwrap().unfinished_erasures, []);
}

#[test]
fn a_reader_in_the_way_leaves_a_mark_that_check_tells_until_the_log_is_empty() {
    let (mut town, case) = planted();
    let path = town.path();
    let reader = Connection::open(&path).unwrap();
    reader.execute_batch("BEGIN; SELECT count(*) FROM cases;").unwrap();
    reader.query_row("SELECT count(*) FROM cases", [], |row| row.get::<_, i64>(0)).unwrap();
    seal(&mut town, case);
    assert!(found(&path) > 0, "the reader keeps the log");
    let report = town.office.check(town.now).unwrap();
    let places: Vec<&str> = report.unfinished_erasures.iter().map(|(place, _)| place.code()).collect();
    assert_eq!(places, ["log"]);
    drop(reader);
    assert_eq!(town.office.check(town.now).unwrap().unfinished_erasures, []);
    assert_eq!((found(&path), indexed(&path)), (0, 0));
}

#[test]
fn check_says_in_text_and_json_what_is_not_erased_yet() {
    let home = Home::practice();
    home.sql("INSERT INTO unfinished_erasures (place, since) VALUES ('log', '2026-11-02T08:30:00+08:00')");
    // Somebody reads, so that the sweep cannot empty the log.
    let reader = Connection::open(home.database()).unwrap();
    reader.execute_batch("BEGIN").unwrap();
    reader.query_row("SELECT count(*) FROM cases", [], |row| row.get::<_, i64>(0)).unwrap();
    home.sql("UPDATE unfinished_erasures SET since = '2026-11-02T08:31:00+08:00'");
    let json = home.ydt(&["check", "--json"]).json();
    assert_eq!(json["unfinished_erasures"][0]["place"], "log");
    let told = home.ydt(&["check"]).err;
    assert!(told.contains("预写日志") && told.contains("没有清除干净"), "{told}");
    drop(reader);
    assert_eq!(home.ydt(&["check", "--json"]).json()["unfinished_erasures"].as_array().unwrap().len(), 0);
}

#[test]
fn the_first_erasure_after_a_migration_takes_the_copy_kept_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ydt.db");
    let saved = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/schema-0005.db");
    std::fs::copy(saved, &path).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    let secrets = ["三组路灯坏了半年", "又来电话催问"];
    let now = at("2026-03-10 09:00");
    let mut office = Office::open(&path, "zhoumin", "test").unwrap();
    let copy = folder.path().join("ydt.db.before-6");
    assert!(occurrences(&copy, &secrets) > 0);
    std::fs::write(folder.path().join("ydt.db.before-3.part-00"), secrets[0]).unwrap();
    let case = office.find_case(&CaseName::Number("2026-0003".to_owned()), now).unwrap();
    let request = PerformRequest {
        act: "seal-1".to_owned(),
        case: Some(case),
        seen_seq: None,
        action: "seal".to_owned(),
        answers: Answers::none().with("ruling", "同意密封").with("ruled_on", now.date().to_string()),
    };
    office.perform(&request, now).unwrap();
    let left: Vec<PathBuf> = folder.path().read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(left.iter().all(|path| !path.to_string_lossy().contains("before")), "{left:?}");
    assert_eq!(left.iter().map(|file| occurrences(file, &secrets)).sum::<usize>(), 0);
    let raw = Connection::open(&path).unwrap();
    let told: String = raw
        .query_row("SELECT body FROM events WHERE body LIKE '%copies_erased%'", [], |row| row.get(0))
        .unwrap();
    assert!(told.contains("ydt.db.before-6"), "{told}");
    assert_eq!(office.verify(None).unwrap().first_bad, None);
}

#[test]
fn texts_are_neither_changed_nor_deleted_without_an_order() {
    let (town, case) = planted();
    let raw = Connection::open(town.path()).unwrap();
    for table in ["case_texts", "identity_texts"] {
        for edit in [
            format!("DELETE FROM {table}"),
            format!("UPDATE {table} SET body = body"),
            format!("INSERT OR REPLACE INTO {table} SELECT * FROM {table} WHERE case_id = {}", case.0),
        ] {
            let refused = raw.execute(&edit, []).unwrap_err().to_string();
            assert!(refused.contains("texts are"), "{edit}: {refused}");
        }
    }
    // An order of an earlier event does not reach what was written after it.
    for table in ["case_texts", "identity_texts"] {
        raw.execute("DELETE FROM erasure", []).unwrap();
        let class = if table == "case_texts" { "text" } else { "identity" };
        let newest: i64 = raw
            .query_row(&format!("SELECT max(seq) FROM {table} WHERE case_id = {}", case.0), [], |row| {
                row.get(0)
            })
            .unwrap();
        if newest > 1 {
            raw.execute("INSERT INTO erasure VALUES (?1, ?2, ?3)", (case.0, newest - 1, class)).unwrap();
            let delete = format!("DELETE FROM {table} WHERE case_id = {} AND seq = {newest}", case.0);
            let refused = raw.execute(&delete, []).unwrap_err().to_string();
            assert!(refused.contains("by order only"), "{table}: {refused}");
        }
    }
    raw.execute("DELETE FROM erasure", []).unwrap();
    let order = "INSERT INTO erasure VALUES (999, 1, 'text')";
    assert!(raw.execute(order, []).unwrap_err().to_string().contains("an event of the case orders"));
    drop(raw);
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}

#[test]
fn a_new_document_is_bound_by_a_keyed_digest_and_an_old_one_by_its_plain_one() {
    let (town, case) = planted();
    let raw = Connection::open(town.path()).unwrap();
    let body: String = raw
        .query_row(
            "SELECT body FROM events WHERE stream_id = ?1 AND body LIKE '%document_drafted%'",
            [case.0],
            |row| row.get(0),
        )
        .unwrap();
    let event: serde_json::Value = serde_json::from_str(&body).unwrap();
    let hash = event["hash"].as_str().unwrap();
    assert!(hash.starts_with("keyed:") && hash.len() == 6 + 64, "{hash}");
    let plain = ydt::domain::document::hash::text_hash("灪爨拟办，请核实。");
    assert!(!body.contains(&plain), "nobody can try texts against the record");
    let detail = town.office.open_case(case, Moment::parse("2026-11-02 09:00").unwrap());
    let document = detail.unwrap().case.documents.remove(0);
    assert!(
        document.sheet_no().len() > 8 && !document.sheet_no().contains("keyed"),
        "{}",
        document.sheet_no()
    );
}
