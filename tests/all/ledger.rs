//! The ledger with the real program: the same cases as the list, masked unless a reason is on record, read back by code
//! that did not write it.

use calamine::{Data, Reader as _};
use serde_json::Value;

use crate::home::Home;

const NAME: &str = "周海燕";
const CONTACT: &str = "13812345678";

fn town() -> Home {
    let home = Home::practice();
    let lines = [
        format!(
            r#"{{"command":"register","title":"{NAME}反映低保没有公示","content":"{NAME}，电话{CONTACT}。","complained_at":"2026-03-05 09:00","complainant":"{NAME}","contact":"{CONTACT}","platform_no":"500104202611001001","method":"=1+1","received_at":"2026-03-05 10:00"}}"#
        ),
        r#"{"command":"assess","case":"$last","scope":"matters_list","kind":"non_consultation","field":"civil_affairs","route":"village","unit":"新建村"}"#.to_owned(),
        r#"{"command":"accept","case":"$last"}"#.to_owned(),
        r#"{"command":"transfer","case":"$last"}"#.to_owned(),
        r#"{"command":"register","title":"路灯不亮","content":"坏了。","complained_at":"2026-03-05 09:00","received_at":"2026-03-06 09:00"}"#.to_owned(),
    ];
    let ended = home.ydt_with(&["apply", "--now", "2026-03-06T10:00"], &lines.join("\n"));
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    home
}

fn rows(home: &Home, words: &[&str]) -> Vec<Value> {
    let ended = home.ydt(&[&["ledger", "--format", "json", "--now", "2026-03-09T09:00"], words].concat());
    assert_eq!(ended.code, 0, "{}", ended.err);
    ended.json()["rows"].as_array().unwrap().clone()
}

#[test]
fn the_ledger_holds_the_cases_of_the_list_in_the_order_of_their_numbers_and_says_what_show_says() {
    let home = town();
    let ledger = rows(&home, &[]);
    let numbers: Vec<&str> = ledger.iter().map(|row| row["case_no"].as_str().unwrap()).collect();
    assert_eq!(numbers, ["2026-0001", "2026-0002"]);
    let shown = home.ydt(&["show", "2026-0001", "--json", "--now", "2026-03-09T09:00"]).json();
    let clock =
        shown["clocks"].as_array().unwrap().iter().find(|clock| clock["clock"] == "handling").unwrap();
    for (column, expected) in [
        ("platform_no", &shown["platform_no"]),
        ("title", &shown["title"]),
        ("unit", &shown["unit"]),
        ("due_on", &clock["due_on"]),
        ("original_due_on", &clock["original_due_on"]),
        ("complainant", &shown["complainant"]),
        ("contact", &shown["contact"]),
    ] {
        assert_eq!(&ledger[0][column], expected, "{column}");
    }
    assert_eq!(ledger[0]["triage_verdict"], "按期");
    assert_eq!(rows(&home, &["--search", "单位:新建村"]).len(), 1);
    assert_eq!(rows(&home, &["--from", "2026-03-06"]).len(), 1);
    assert_eq!(rows(&home, &["--to", "2026-03-05"]).len(), 1);
    assert_eq!(rows(&home, &["--from", "2026-03-07"]).len(), 0);
}

#[test]
fn who_complains_stands_in_a_ledger_only_with_a_reason_that_is_on_record() {
    let home = town();
    let masked = home.ydt(&["ledger"]);
    assert!(
        masked.out.contains("周**") && !masked.out.contains(NAME) && !masked.out.contains(CONTACT),
        "{}",
        masked.out
    );
    home.ydt(&["ledger", "--identity"]).refused(2, "--reason");
    let named = format!("给{NAME}看");
    home.ydt(&["ledger", "--identity", "--reason", &named]).refused(4, "改写成“投诉人”");
    let full = home.ydt(&["ledger", "--identity", "--reason", "年度核对"]);
    assert!(full.out.contains(NAME) && full.out.contains(CONTACT), "{}", full.err);
    assert!(full.err.contains("已计入全镇经过"), "{}", full.err);
    let export = home.path("audit");
    assert_eq!(home.ydt(&["audit", "export", export.to_str().unwrap()]).code, 0);
    let record = std::fs::read_to_string(&export).unwrap();
    assert_eq!(record.matches("ledger_exported").count(), 1);
    assert!(record.contains("年度核对"));
    assert_eq!(home.ydt(&["verify"]).code, 0);
}

#[test]
fn a_spreadsheet_holds_every_cell_as_a_text_and_is_the_same_when_made_again() {
    let home = town();
    let make = |name: &str| {
        let path = home.path(name);
        let ended = home.ydt(&["ledger", "-o", path.to_str().unwrap(), "--now", "2026-03-09T09:00"]);
        assert_eq!(ended.code, 0, "{}", ended.err);
        std::fs::read(path).unwrap()
    };
    let bytes = make("a.xlsx");
    assert_eq!(bytes, make("b.xlsx"));
    let mut book = calamine::Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
    let read = book.worksheet_range("投诉件台账").unwrap();
    let ledger = rows(&home, &[]);
    let texts: Vec<&str> = read
        .used_cells()
        .filter_map(|(_, _, cell)| match cell {
            Data::String(text) => Some(text.as_str()),
            Data::Empty => None,
            Data::Int(_)
            | Data::Float(_)
            | Data::Bool(_)
            | Data::DateTime(_)
            | Data::DateTimeIso(_)
            | Data::DurationIso(_)
            | Data::Error(_) => panic!("{cell:?} is no text"),
        })
        .collect();
    for row in &ledger {
        for cell in row
            .as_object()
            .unwrap()
            .values()
            .map(|cell| cell.as_str().unwrap())
            .filter(|cell| !cell.is_empty())
        {
            assert!(texts.contains(&cell), "{cell} is missing");
        }
    }
    assert!(texts.contains(&"500104202611001001") && texts.contains(&"=1+1"));
    assert!(book.worksheet_formula("投诉件台账").unwrap().used_cells().next().is_none());
    let notes = book.worksheet_range("说明").unwrap();
    assert!(notes.used_cells().any(|(_, _, cell)| cell.to_string().starts_with("链头 ")));
}

#[test]
fn a_ledger_that_cannot_be_written_is_refused_before_anything_is_read() {
    let home = town();
    let there = home.write("there.csv", "x");
    for (words, told) in [
        (&["-o", there.as_str()][..], "已经存在"),
        (&["-o", "/nowhere/a.xlsx"][..], "没有"),
        (&["-o", "a.doc"][..], ".doc"),
        (&["--format", "xlsx"][..], "-o"),
        (&["--from", "2026-03-09", "--to", "2026-03-01"][..], "晚于"),
    ] {
        let ended = home.ydt(&[&["ledger"], words].concat());
        assert_ne!(ended.code, 0, "{words:?}");
        assert!(ended.err.contains(told), "{words:?}: {}", ended.err);
    }
    assert_eq!(std::fs::read_to_string(&there).unwrap(), "x");
}
