//! Figures, bulletin and pack with the real program: frozen once, the same for ever, read back by code that did not write it.

use std::collections::BTreeMap;
use std::path::Path;

use calamine::{Data, Reader as _};
use serde_json::Value;

use crate::home::Home;

const NAME: &str = "周海燕";

/// A practice town with a case that was transferred, one that waits, and one of the month before.
fn town() -> Home {
    let home = Home::practice();
    let lines = [
        format!(
            r#"{{"command":"register","title":"{NAME}反映低保没有公示","content":"{NAME}没有拿到低保。","complained_at":"2026-03-05 09:00","complainant":"{NAME}","contact":"13812345678","platform_no":"500104202603001001","village":"新建村","received_at":"2026-03-05 10:00"}}"#
        ),
        r#"{"command":"assess","case":"$last","scope":"matters_list","kind":"consultation","field":"civil_affairs","route":"village","unit":"新建村"}"#.to_owned(),
        r#"{"command":"accept","case":"$last"}"#.to_owned(),
        r#"{"command":"transfer","case":"$last"}"#.to_owned(),
        r#"{"command":"register","title":"路灯不亮","content":"坏了。","complained_at":"2026-03-05 09:00","received_at":"2026-03-06 09:00"}"#.to_owned(),
        r#"{"command":"register","title":"垃圾没有清运","content":"没有人来。","complained_at":"2026-02-25 09:00","received_at":"2026-02-26 09:00"}"#.to_owned(),
    ];
    let ended = home.ydt_with(&["apply", "--now", "2026-03-06T10:00"], &lines.join("\n"));
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    home
}

/// The figures of the whole, by name.
fn whole(rows: &Value) -> BTreeMap<String, Value> {
    let rows = rows.as_array().unwrap().iter().filter(|row| row["group"] == "total");
    rows.map(|row| (row["name"].as_str().unwrap().to_owned(), row.clone())).collect()
}

fn march(home: &Home, words: &[&str]) -> Value {
    let asked = ["report", "--from", "2026-03-01", "--to", "2026-03-31", "--format", "json"];
    let ended = home.ydt(&[&asked, words].concat());
    assert_eq!(ended.code, 0, "{}", ended.err);
    ended.json()
}

#[test]
fn figures_name_their_cases_and_parts_add_up_to_the_whole() {
    let home = town();
    let figures = whole(&march(&home, &["--now", "2026-04-01T09:00"]));
    let count = |name: &str| figures[name]["numerator"].as_u64().unwrap();
    assert_eq!((count("received"), count("carried_over"), count("open")), (2, 1, 3));
    assert_eq!(figures["received"]["cases"], serde_json::json!(["2026-0001", "2026-0002"]));
    // The first went to its unit in time and was not answered within three working days; the others missed triage.
    assert_eq!((count("triage_on_time"), figures["triage_on_time"]["denominator"].clone()), (1, 3.into()));
    assert_eq!(figures["triage_on_time"]["others"], serde_json::json!(["2026-0002", "2026-0003"]));
    assert_eq!(figures["handling_on_time"]["others"], serde_json::json!(["2026-0001"]));
    assert_eq!(figures["overdue_now"]["cases"].as_array().unwrap().len(), 3);
    for by in ["unit", "village", "route", "field", "kind", "source", "rank", "decided"] {
        let rows = march(&home, &["--by", by, "--now", "2026-04-01T09:00"]);
        for (name, row) in whole(&rows) {
            let parts = rows.as_array().unwrap().iter();
            let parts = parts.filter(|part| part["name"] == name.as_str() && part["group"] != "total");
            let sum: u64 = parts.map(|part| part["numerator"].as_u64().unwrap()).sum();
            assert_eq!(sum, row["numerator"].as_u64().unwrap(), "{name} by {by}");
        }
    }
}

#[test]
fn what_was_frozen_is_told_the_same_whatever_happens_later() {
    let home = town();
    let first = march(&home, &["--freeze", "三月", "--now", "2026-04-01T09:00"]);
    home.ydt(&["report", "--freeze", "三月", "--now", "2026-04-02T09:00"]).refused(4, "已经封存过");
    home.ydt(&["report", "--freeze", "2026-03", "--now", "2026-04-02T09:00"]).refused(4, "通报的名称");
    let later = r#"{"command":"withdraw","case":"2026-0002","reason":"投诉人不再反映"}"#;
    assert_eq!(home.ydt_with(&["apply", "--now", "2026-04-03T09:00"], later).code, 0);
    let again = home.ydt(&["report", "--frozen", "三月", "--format", "json"]);
    assert_eq!(again.json(), first, "{}", again.err);
    assert_ne!(march(&home, &["--now", "2026-04-03T09:00"]), first);
    assert_eq!(home.ydt(&["verify"]).code, 0);
    home.ydt(&["report", "--frozen", "四月"]).refused(4, "没有名为");
    home.ydt(&["report", "--from", "2026-05-01", "--to", "2026-04-01"]).refused(2, "晚于");
    home.sql("UPDATE reports SET body = replace(body, '\"numerator\":2', '\"numerator\":3')");
    let broken = home.ydt(&["verify"]);
    assert_eq!(broken.code, 3, "{}{}", broken.out, broken.err);
    assert!(home.ydt(&["report", "--frozen", "三月"]).code != 0);
}

#[test]
fn a_bulletin_is_edited_and_frozen_once_its_month_is_over() {
    let home = town();
    let at = |now: &'static str, words: &[&str]| {
        home.ydt(&[&["bulletin", "month", "2026-03"], words, &["--now", now]].concat())
    };
    at("2026-03-31T09:00", &["--freeze", "--text"]).refused(4, "还没有过完");
    let draft = at("2026-04-01T09:00", &["--text"]);
    assert!(draft.out.contains("共收到群众投诉2件") && !draft.out.contains(NAME), "{}", draft.out);
    let edited = |text: &str| home.write("edited.txt", text);
    let missing = edited(&draft.out.replace("四、下步工作", ""));
    at("2026-04-01T09:00", &["--freeze", "--with", &missing, "--text"]).refused(4, "四、下步工作");
    let naming = edited(&format!("{}\n请{NAME}放心。", draft.out));
    at("2026-04-01T09:00", &["--freeze", "--with", &naming, "--text"]).refused(4, "投诉人");
    at("2026-04-01T09:00", &["--with", &naming, "--text"]).refused(2, "--freeze");
    // Somebody went on working while the text was edited: its numbers would not be those that are frozen.
    let stale = edited(&draft.out);
    let late = r#"{"command":"register","title":"井盖破损","content":"没有人修。","complained_at":"2026-03-31 16:00","received_at":"2026-03-31 17:00"}"#;
    assert_eq!(home.ydt_with(&["apply", "--now", "2026-04-01T08:00"], late).code, 0);
    at("2026-04-01T09:00", &["--freeze", "--with", &stale, "--text"])
        .refused(4, "要照改的这一行：2026年3月共收到群众投诉3件");
    let draft = at("2026-04-01T09:00", &["--text"]);
    let right = edited(&format!("{}\n请各村按月自查。", draft.out.trim_end()));
    let frozen = at("2026-04-01T09:00", &["--freeze", "--with", &right, "--text"]);
    assert_eq!(frozen.code, 0, "{}", frozen.err);
    at("2026-04-01T09:00", &["--freeze", "--text"]).refused(4, "已经封存过");
    assert!(at("2026-05-06T09:00", &["--text"]).out.contains("请各村按月自查。"));
    home.ydt(&["bulletin", "month", "2026"]).refused(2, "2026-11");
    home.ydt(&["bulletin", "month", "2027-01", "--text", "--now", "2026-04-01T09:00"]).refused(4, "还没有到");
}

#[test]
fn what_is_entered_for_a_month_after_its_bulletin_is_told_by_the_next_one() {
    let home = town();
    assert_eq!(
        home.ydt(&["bulletin", "month", "2026-03", "--freeze", "--text", "--now", "2026-04-01T09:00"]).code,
        0
    );
    let april = |words: &[&str]| {
        let words = [&["bulletin", "month", "2026-04", "--now", "2026-05-06T09:00"], words].concat();
        home.ydt(&words).out
    };
    assert!(!april(&["--text"]).contains("定稿以后"));
    let late = r#"{"command":"register","title":"井盖破损","content":"没有人修。","complained_at":"2026-03-31 16:00","received_at":"2026-03-31 17:00"}"#;
    assert_eq!(home.ydt_with(&["apply", "--now", "2026-04-01T10:00"], late).code, 0);
    let line = "上月通报定稿以后，又录入属于上月的：收件1件；已定稿的通报不改。";
    let told = april(&["--text"]);
    assert!(told.contains(line), "{told}");
    assert!(april(&["--text", "--freeze"]).contains(line));
    // Of May nothing was entered late, and what April tells stays as it was frozen.
    let may = home.ydt(&["bulletin", "month", "2026-05", "--text", "--now", "2026-06-01T09:00"]).out;
    assert!(may.contains("2026年5月") && !may.contains("定稿以后"), "{may}");
    assert!(april(&["--text"]).contains(line));
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let named = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    entries.map(|path| (named(&path), std::fs::read(&path).unwrap())).collect()
}

#[test]
fn the_pack_of_a_month_is_made_again_byte_for_byte_whatever_happened_since() {
    let home = town();
    let pack = |now: &str, to: &str, words: &[&str]| {
        let to = home.path(to);
        let to = to.to_str().unwrap();
        home.ydt(&[&["pack", "month", "2026-03", "-o", to, "--now", now], words].concat())
    };
    pack("2026-04-01T09:00", "early", &[]).refused(4, "还没有封存");
    assert!(!home.path("early").exists());
    let made = pack("2026-04-01T09:00", "first", &["--freeze"]);
    assert_eq!(made.code, 0, "{}", made.err);
    let later = [
        r#"{"command":"correct","case":"2026-0002","field":"title","value":"五社路灯不亮","reason":"登记时写漏了"}"#,
        r#"{"command":"withdraw","case":"2026-0002","reason":"投诉人不再反映"}"#,
    ];
    assert_eq!(home.ydt_with(&["apply", "--now", "2026-04-03T09:00"], &later.join("\n")).code, 0);
    assert_eq!(pack("2026-05-06T09:00", "second", &[]).code, 0);
    let (first, second) = (files(&home.path("first")), files(&home.path("second")));
    assert_eq!(first.keys().collect::<Vec<_>>(), second.keys().collect::<Vec<_>>());
    for (name, bytes) in &first {
        assert_eq!(bytes, &second[name], "{name}");
    }
    pack("2026-05-06T09:00", "second", &[]).refused(6, "已经存在");
    assert_eq!(pack("2026-05-06T09:00", "a.zip", &[]).code, 0);
    assert_eq!(pack("2026-05-06T09:00", "b.zip", &[]).code, 0);
    assert_eq!(std::fs::read(home.path("a.zip")).unwrap(), std::fs::read(home.path("b.zip")).unwrap());
    for (name, bytes) in &first {
        let text = String::from_utf8_lossy(bytes);
        assert!(!text.contains(NAME), "{name}");
    }
    check_ledger(&first["台账2026-03.xlsx"]);
    check_charts(&first["通报2026-03.xlsx"]);
}

/// The ledger as another library reads it: all cases that were handled, every cell a text.
fn check_ledger(bytes: &[u8]) {
    let mut book = calamine::Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let read = book.worksheet_range("台账2026-03").unwrap();
    let numbers: Vec<String> = (1..=3).map(|row| read.get_value((row, 0)).unwrap().to_string()).collect();
    assert_eq!(numbers, ["2026-0001", "2026-0002", "2026-0003"]);
    assert_eq!(read.get_value((1, 1)), Some(&Data::String("500104202603001001".to_owned())));
    let titles = (1..=3).map(|row| read.get_value((row, 13)).unwrap().to_string()).collect::<Vec<_>>();
    assert!(titles[0].contains("周**") && titles[1] == "路灯不亮", "{titles:?}");
}

/// The bulletin's spreadsheet has the unit's line with numbers, no formulas, and charts.
fn check_charts(bytes: &[u8]) {
    let mut book = calamine::Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let read = book.worksheet_range("分单位").unwrap();
    let row = read.rows().find(|row| row[1] == Data::String("新建村".to_owned())).unwrap();
    assert_eq!((&row[3], &row[4], &row[6]), (&Data::Float(1.0), &Data::Float(1.0), &Data::Float(0.0)));
    let open = book.worksheet_range("在办").unwrap();
    let numbers: Vec<String> = open.rows().skip(1).map(|row| row[0].to_string()).collect();
    assert_eq!(numbers, ["2026-0001", "2026-0002", "2026-0003"]);
    for name in book.sheet_names() {
        assert!(book.worksheet_formula(&name).unwrap().used_cells().next().is_none(), "{name}");
    }
    let archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let names = archive.file_names().map(|name| name.unwrap().into_owned());
    let charts = names.filter(|name| name.starts_with("xl/charts/chart")).count();
    assert_eq!(charts, 3);
}
