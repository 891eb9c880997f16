//! Papers when the facts behind them change later: who complained is erased, a unit gets another name, somebody else
//! writes at the same moment.

use std::path::Path;

use serde_json::{Value, json};

use crate::papers::{CONTACT, NAME, at, delivered, form, in_village, on_case, register};

/// Every file below a folder that holds one of the words.
fn holding(folder: &Path, words: &[&str]) -> Vec<std::path::PathBuf> {
    let mut found = Vec::new();
    for path in folder.read_dir().unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            found.extend(holding(&path, words));
        } else {
            let bytes = std::fs::read(&path).unwrap();
            let has = |word: &&&str| bytes.windows(word.len()).any(|part| part == word.as_bytes());
            if words.iter().any(|word| has(&word)) {
                found.push(path);
            }
        }
    }
    found
}

#[test]
fn after_the_years_of_retention_no_paper_letter_or_card_keeps_who_complained() {
    let home = delivered();
    let papers = home.path("papers");
    std::fs::create_dir(&papers).unwrap();
    for kind in ["reply", "proposal", "reply-form", "follow-up", "transfer"] {
        let ended = form(
            &home,
            &[
                kind,
                "2026-0001",
                "-o",
                papers.to_str().unwrap(),
                "--reason",
                "归档",
                "--now",
                "2026-03-10T15:00",
            ],
        );
        assert_eq!(ended.code, 0, "{kind}: {}", ended.err);
    }
    at(
        &home,
        "2026-03-20T10:00",
        &[
            on_case("issue_card", &json!({"colour": "yellow", "reason": format!("{NAME}来电催问")})),
            on_case("answer_card", &json!({"text": format!("已向{NAME}（{CONTACT}）说明")})),
            on_case("evaluate", &json!({"satisfaction": "satisfied", "resolved": "yes"})),
            on_case("close", &json!({})),
        ],
    );
    std::fs::remove_dir_all(&papers).unwrap();
    assert!(!holding(home.0.path(), &[NAME]).is_empty(), "it is kept as long as it may be");
    let purged = home.ydt(&["purge", "--yes", "--now", "2031-04-01T09:00"]);
    assert_eq!(purged.code, 0, "{}{}", purged.out, purged.err);
    assert_eq!(holding(home.0.path(), &[NAME, CONTACT]), Vec::<std::path::PathBuf>::new());
    assert_eq!(home.ydt(&["verify"]).code, 0);
    let ended = form(&home, &["proposal", "2026-0001", "--text", "--now", "2031-04-01T10:00"]);
    assert!(!ended.out.contains(NAME), "{}", ended.out);
}

#[test]
fn two_writers_at_once_get_numbers_of_their_own_and_a_renamed_unit_keeps_the_old_sheet() {
    let home = in_village();
    let more: Vec<Value> = (2..=9)
        .flat_map(|n| {
            let case = format!("2026-{n:04}");
            let on = move |command: &str, mut line: Value| {
                line["command"] = command.into();
                line["case"] = case.clone().into();
                line
            };
            [
                json!({"command": "register", "title": format!("第{n}件"), "content": "事", "complained_at": "2026-03-05"}),
                on("assess", json!({"scope": "matters_list", "kind": "consultation", "field": "other",
                    "route": "village", "unit": "新建村"})),
                on("accept", json!({})),
                on("transfer", json!({})),
            ]
        })
        .collect();
    at(&home, "2026-03-06T10:00", &more);
    std::thread::scope(|scope| {
        for n in 1..=9 {
            let home = &home;
            scope.spawn(move || {
                let file = home.path(&format!("{n}.docx"));
                let case = format!("2026-{n:04}");
                let ended = form(
                    home,
                    &["transfer", &case, "-o", file.to_str().unwrap(), "--now", "2026-03-06T11:00"],
                );
                assert_eq!(ended.code, 0, "{}", ended.err);
            });
        }
    });
    let mut serials: Vec<String> = register(&home).into_iter().map(|(number, _)| number).collect();
    serials.sort_unstable();
    let expected: Vec<String> = (1..=9).map(|serial| format!("建纪转〔2026〕{serial}号")).collect();
    assert_eq!(serials, expected);
    let org = home.ydt(&["org", "export"]).out;
    let path = home.write(
        "org.toml",
        org.replace("\"新建村\"", "\"新建社区\"").replacen(
            "name = \"新建社区\"",
            "name = \"新建社区\"\nformerly = \"新建村\"",
            1,
        ),
    );
    let renamed = home.ydt(&["org", "import", &path]);
    assert_eq!(renamed.code, 0, "{}", renamed.err);
    let again = home.path("again.docx");
    let ended =
        form(&home, &["transfer", "2026-0001", "-o", again.to_str().unwrap(), "--now", "2026-03-08T11:00"]);
    assert!(
        !ended.out.contains("已编号"),
        "the sheet of that day is found again: {}{}",
        ended.out,
        ended.err
    );
    assert_eq!(std::fs::read(again).unwrap(), std::fs::read(home.path("1.docx")).unwrap());
}
