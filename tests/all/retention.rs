//! What is kept of who complained ends with the retention period: in bytes, in attachments, in restored backups.

use serde_json::{Value, json};

use crate::home::{Ended, Home, results};

const NAME: &str = "龘靐之人";
const CONTACT: &str = "18899770011";
const FILE: &str = "planted words of the attachment";

/// A practice town with a complaint that says who complains in its text and its attachment, withdrawn on 2026-03-10.
fn town() -> Home {
    let home = Home::practice();
    let register = json!({
        "command": "register", "title": "路灯不亮", "content": format!("{NAME}反映路灯不亮。"),
        "complained_at": "2026-03-05", "complainant": NAME, "contact": CONTACT
    });
    let supplement = json!({"command": "supplement", "case": "$last", "text": "又来电催问。"});
    let withdraw = json!({"command": "withdraw", "case": "$last", "reason": "本人撤回"});
    at(&home, "2026-03-06T09:00", &[register, supplement]);
    let fed = home.ydt_with(&["attach", "2026-0001", "名单.txt", "--now", "2026-03-06T10:00"], FILE);
    assert_eq!(fed.code, 0, "{}", fed.err);
    at(
        &home,
        "2026-03-10T09:00",
        &[json!({"command": "register", "title": "未结", "content": "未结的一件",
        "complained_at": "2026-03-09", "complainant": "另一人"})],
    );
    let withdraw = json!({"case": "2026-0001", "command": withdraw["command"], "reason": withdraw["reason"]});
    at(&home, "2026-03-10T10:00", &[withdraw]);
    home
}

fn at(home: &Home, now: &str, lines: &[Value]) {
    let input: Vec<String> = lines.iter().map(Value::to_string).collect();
    let ended = home.ydt_with(&["apply", "--now", now], &input.join("\n"));
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    assert_eq!(results(&ended).len(), lines.len());
}

/// How often one of the words stands in any file below a folder.
fn found(folder: &std::path::Path, words: &[&str]) -> usize {
    let in_file = |path: &std::path::Path| {
        let bytes = std::fs::read(path).unwrap_or_default();
        let of = |word: &&str| bytes.windows(word.len()).filter(|part| *part == word.as_bytes()).count();
        words.iter().map(of).sum::<usize>()
    };
    folder
        .read_dir()
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| if path.is_dir() { found(&path, words) } else { in_file(&path) })
        .sum()
}

fn purge(home: &Home, words: &[&str]) -> Ended {
    home.ydt(&[&["purge"], words].concat())
}

#[test]
fn who_complained_goes_in_bytes_when_the_years_are_over_and_the_record_still_proves_itself() {
    let home = town();
    // Whoever takes a copy in the meantime keeps it no longer for that.
    let copied = home.ydt(&["attach", "2026-0001", "--get", "1", "--now", "2028-05-10T09:00"]);
    assert_eq!((copied.code, copied.out.as_str()), (0, FILE), "{}", copied.err);
    let early = purge(&home, &["--yes", "--json", "--now", "2031-03-09T09:00"]);
    assert_eq!((early.code, early.json()["due"].as_array().unwrap().len()), (0, 0), "{}", early.err);
    let now = ["--now", "2031-03-10T09:00"];
    let check = home.ydt(&["check", "--json", now[0], now[1]]).json();
    assert_eq!(check["due_for_erasing"], json!(1));
    let listed = purge(&home, &["--dry-run", "--json", now[0], now[1]]).json();
    assert_eq!(listed["due"][0]["case_no"], json!("2026-0001"));
    purge(&home, &now).refused(2, "--yes");
    let words = [NAME, CONTACT, FILE];
    assert!(found(home.0.path(), &words) >= 3);

    let done = purge(&home, &["--yes", "--json", now[0], now[1]]);
    assert_eq!((done.code, &done.json()["erased"]), (0, &json!(["2026-0001"])), "{}", done.err);
    assert_eq!(found(home.0.path(), &words), 0);
    let shown = home.ydt(&["show", "2026-0001", "--json", now[0], now[1]]).json();
    assert_eq!((&shown["content"], &shown["title"]), (&json!("（已封存）"), &json!("路灯不亮")));
    assert_eq!(shown["supplements"][0]["text"], json!("又来电催问。"));
    assert_eq!(shown["files"][0]["erased"], json!(true));
    assert!(shown["history"].to_string().contains("满5年"), "{}", shown["history"]);
    let verified = home.ydt(&["verify"]);
    assert_eq!(verified.code, 0, "{}", verified.out);
    assert_eq!(home.ydt(&["check", "--json", now[0], now[1]]).json()["due_for_erasing"], json!(0));
    let look = json!({"case": "2026-0001", "command": "reveal_identity", "reason": "核对"});
    let refused = home.ydt_with(&["apply", now[0], now[1]], &look.to_string());
    assert!(refused.code == 4 && refused.out.contains("已经清除"), "{}", refused.out);
}

#[test]
fn nobody_takes_a_text_away_under_cover_of_an_erased_identity() {
    let home = town();
    assert_eq!(purge(&home, &["--yes", "--now", "2031-03-10T09:00"]).code, 0);
    home.sql(
        "DROP TRIGGER case_texts_are_erased_by_order;
         DELETE FROM case_texts WHERE case_id = 1 AND body LIKE '又来电%';
         CREATE TRIGGER case_texts_are_erased_by_order BEFORE DELETE ON case_texts
         WHEN NOT EXISTS (
             SELECT 1 FROM erasure WHERE case_id = OLD.case_id AND class = 'text' AND seq >= OLD.seq
         )
         BEGIN
             SELECT RAISE(ABORT, 'texts are erased by order only');
         END;",
    );
    let verified = home.ydt(&["verify"]);
    assert!(verified.code == 3 && verified.out.contains("不见了"), "{}", verified.out);
}

#[test]
fn a_restored_backup_does_not_bring_back_who_complained() {
    let home = town();
    let backup = home.path("b.db").to_str().unwrap().to_owned();
    assert_eq!(home.ydt(&["backup", &backup]).code, 0);
    assert_eq!(purge(&home, &["--yes", "--now", "2031-03-10T09:00"]).code, 0);
    let restored = home.ydt(&["restore", &backup, "--force", "--json"]);
    assert_eq!((restored.code, &restored.json()["sealed_again"]), (0, &json!(1)), "{}", restored.err);
    let shown = home.ydt(&["show", "2026-0001", "--json"]).json();
    assert_eq!(shown["content"], json!("（已封存）"));
    assert_eq!(home.ydt(&["verify"]).code, 0);
    std::fs::remove_file(&backup).unwrap();
    std::fs::remove_dir_all(home.path("b.db.attachments")).unwrap();
    for entry in home.0.path().read_dir().unwrap() {
        let path = entry.unwrap().path();
        // The former file was kept on purpose, without what had been erased in it.
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            assert!(!bytes.windows(NAME.len()).any(|part| part == NAME.as_bytes()), "{}", path.display());
        }
    }
}
