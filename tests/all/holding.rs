//! Backups that hold what was erased since: named after the act, by `check` and by keys, until they are gone.

use std::path::Path;

use serde_json::{Value, json};

use crate::home::Home;
use crate::pty::Console;

fn applied(home: &Home, now: &str, line: &Value) -> String {
    let ended = home.ydt_with(&["apply", "--now", now], &line.to_string());
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    ended.err
}

fn registers(home: &Home, now: &str) {
    let line = json!({"command": "register", "title": "甲", "content": "乙", "complained_at": "2026-03-05"});
    applied(home, now, &line);
}

fn seals(home: &Home, now: &str, case: &str) -> String {
    applied(home, now, &json!({"command": "seal", "case": case, "basis": "managed_above"}))
}

fn backs_up(home: &Home, words: &[&str], now: &str) {
    let made = home.ydt(&[&["backup"], words, &["--now", now, "--json"]].concat());
    assert_eq!((made.code, &made.json()["noted"]), (0, &json!(true)), "{}", made.err);
}

/// The backups that `check` names.
fn named(home: &Home) -> Vec<Value> {
    let check = home.ydt(&["check", "--json", "--now", "2026-03-20T09:00"]).json();
    check["backups_holding_erased"].as_array().unwrap().clone()
}

fn paths(named: &[Value]) -> Vec<&str> {
    named.iter().map(|backup| backup["path"].as_str().unwrap()).collect()
}

/// A practice town with a backup from before its case, one under its own name and two kept ones from after it.
fn backed_up() -> (Home, String, String) {
    let home = Home::practice();
    let folder = home.path("kept").to_str().unwrap().to_owned();
    std::fs::create_dir(&folder).unwrap();
    let single = home.path("single.db").to_str().unwrap().to_owned();
    backs_up(&home, &[home.path("early.db").to_str().unwrap()], "2026-03-05T20:00");
    registers(&home, "2026-03-06T09:00");
    backs_up(&home, &[&single], "2026-03-06T20:00");
    backs_up(&home, &["--keep", "3", &folder], "2026-03-06T21:00");
    backs_up(&home, &["--keep", "3", &folder], "2026-03-08T21:00");
    (home, single, folder)
}

#[test]
fn backups_that_hold_what_was_sealed_are_named_until_they_are_gone() {
    let (home, single, folder) = backed_up();
    assert_eq!(named(&home), [] as [Value; 0]);
    let told = seals(&home, "2026-03-10T09:00", "2026-0001");
    assert!(told.contains("3 份备份里还有") && told.contains(&single) && !told.contains("early"), "{told}");
    let found = named(&home);
    assert_eq!(found.len(), 3, "{found:?}");
    let kept: Vec<&Value> = found.iter().filter(|it| it["path"].as_str() != Some(&single)).collect();
    assert_eq!(
        kept.iter().map(|it| (&it["rotated_after"], &it["rotated_on"])).collect::<Vec<_>>(),
        [(&json!(2), &json!("2026-03-12")), (&json!(3), &json!("2026-03-14"))],
        "{found:?}"
    );
    let alone = found.iter().find(|it| it["path"].as_str() == Some(&single)).unwrap();
    assert_eq!((&alone["made_on"], &alone["rotated_after"]), (&json!("2026-03-06"), &Value::Null));
    let check = home.ydt(&["check", "--now", "2026-03-20T09:00"]).err;
    assert!(check.contains("须自行销毁") && check.contains("由 --keep 轮换掉（还要再备份2次）"), "{check}");

    // A backup made since holds nothing of it; the third of them pushes the first out.
    for day in ["12", "14"] {
        backs_up(&home, &["--keep", "3", &folder], &format!("2026-03-{day}T21:00"));
    }
    let first =
        paths(&found).into_iter().find(|path| path.ends_with("20260306210000.db")).unwrap().to_owned();
    assert!(!Path::new(&first).exists());
    assert_eq!(named(&home).len(), 2, "{:?}", named(&home));
    std::fs::remove_file(&single).unwrap();
    let left = named(&home);
    assert!(left.len() == 1 && paths(&left)[0].ends_with("20260308210000.db"), "{left:?}");
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(named(&home), [] as [Value; 0]);
    let file = rusqlite::Connection::open(home.database()).unwrap();
    let left: i64 =
        file.query_row("SELECT count(*) FROM known_backups WHERE holds", [], |row| row.get(0)).unwrap();
    assert_eq!(left, 0, "what is gone is forgotten");
    assert_eq!(home.ydt(&["verify"]).code, 0);
}

#[test]
fn after_a_restore_the_backups_are_still_known_and_so_is_the_one_it_came_from() {
    let (home, single, _) = backed_up();
    seals(&home, "2026-03-10T09:00", "2026-0001");
    let early = home.path("early.db").to_str().unwrap().to_owned();
    let restored = home.ydt(&["restore", &single, "--force", "--json"]);
    assert_eq!((restored.code, &restored.json()["sealed_again"]), (0, &json!(1)), "{}", restored.err);
    let found = named(&home);
    assert!(found.len() == 3 && paths(&found).contains(&single.as_str()), "{found:?}");

    // Nothing is left of this machine but backups: the one that was used is known from then on.
    std::fs::remove_file(home.database()).unwrap();
    assert_eq!(home.ydt(&["restore", &single, "--force"]).code, 0);
    let found = named(&home);
    assert!(
        paths(&found).contains(&single.as_str()) && !paths(&found).contains(&early.as_str()),
        "{found:?}"
    );
}

#[test]
fn purging_names_them_in_words_and_as_json() {
    let home = Home::practice();
    let single = home.path("single.db").to_str().unwrap().to_owned();
    let register = json!({"command": "register", "title": "甲", "content": "乙", "complained_at": "2026-03-05",
        "complainant": "孔祥熙"});
    applied(&home, "2026-03-06T09:00", &register);
    backs_up(&home, &[&single], "2026-03-06T20:00");
    applied(
        &home,
        "2026-03-10T10:00",
        &json!({"command": "withdraw", "case": "2026-0001", "reason": "撤回"}),
    );
    let purged = home.ydt(&["purge", "--yes", "--json", "--now", "2031-03-10T09:00"]);
    assert_eq!(purged.code, 0, "{}", purged.err);
    assert_eq!(purged.json()["backups_holding_erased"][0]["path"], json!(single));
    assert!(purged.err.contains("7 天"), "{}", purged.err);
}

#[test]
fn the_settings_name_them_by_keys() {
    let (home, ..) = backed_up();
    seals(&home, "2026-03-10T09:00", "2026-0001");
    let mut console = Console::with(&home.database(), &["--now", "2026-03-20 09:00", "sandbox"], 120, 36);
    console.wait_for_text("收件箱");
    console.type_keys("7");
    for page in ["[单位", "[人员", "[岗位", "[待确认", "[审签链", "[全镇设置", "[其他"] {
        console.wait_for_text(page);
        if page != "[其他" {
            console.type_keys("\t");
        }
    }
    console.wait_for_text("备份里还有抹去的内容");
    console.wait_for_text("由 --keep 轮换掉");
}
