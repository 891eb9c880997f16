//! Attachments of meetings and of records of disclosure with the real program: kept as they came, found by verify, gone in
//! bytes by the secretary's ruling, in backups and out of restored ones; and by keys from their pages.

use std::os::unix::fs::symlink;

use serde_json::{Value, json};

use crate::attachments::{SECRET, folder, holds_secret, kept, verified};
use crate::home::{Ended, Home, results};
use crate::pty::Console;
use crate::space::Disk;

/// The practice town with one complaint, a meeting about it and a record of disclosure.
fn town() -> Home {
    let home = Home::practice();
    let founded = [
        json!({"command": "register", "title": "低保未公示", "content": "没有公示", "complained_at": "2026-03-05 09:00",
               "complainant": "周海燕", "contact": "13812345678"}),
        json!({"command": "meeting_prepare", "at": "2026-03-06 10:00", "place": "三楼", "host": "周敏", "attendees": "何平"}),
        json!({"command": "set_matter", "name": "临时救助", "cycle": "5个工作日内", "since": "2026-03-01"}),
        json!({"command": "disclosure_event", "matter": 1, "unit": "新建村", "on": "2026-03-05", "happened": "火灾"}),
    ];
    let lines: Vec<String> = founded.iter().map(Value::to_string).collect();
    let told = results(&home.ydt_with(&["apply", "--now", "2026-03-06T09:00"], &lines.join("\n")));
    assert!(told.iter().all(|line| line["ok"] == true), "{told:?}");
    home
}

/// The field that names a record, and its number.
const RECORDS: [(&str, &str); 2] = [("meeting", "m1"), ("disclosure", "d1")];

fn command(kind: &str, code: &str, what: &str, fields: &Value) -> String {
    let mut line = fields.clone();
    line[kind] = json!(code);
    line["command"] = json!(format!("{kind}_{what}"));
    line.to_string()
}

fn did(home: &Home, line: &str) -> Ended {
    home.ydt_with(&["apply"], line)
}

fn files(home: &Home, code: &str) -> Vec<Value> {
    home.ydt(&["show", code, "--json"]).json()["files"].as_array().unwrap().clone()
}

fn erasing(home: &Home) -> Value {
    let today = home.ydt(&["check", "--json"]).json()["now"].as_str().unwrap().to_owned();
    let today = today.split('T').next().unwrap().to_owned();
    json!({"number": 1, "basis": "identity", "ruled_on": today})
}

#[test]
fn a_file_of_a_meeting_or_a_disclosure_is_kept_named_saved_again_and_proven() {
    let home = town();
    let path = home.write("周海燕的名单.pdf", SECRET);
    for (kind, code) in RECORDS {
        let ended = did(&home, &command(kind, code, "attach", &json!({"path": path})));
        assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
        let again = did(&home, &command(kind, code, "attach", &json!({"path": path})));
        assert!(again.code == 4 && again.out.contains("附件1"), "{}", again.out);
        let fed = home.ydt_fed(&["attach", code, "照片\u{1b}[31m.png"], b"\x89PNG\r\n\x1a\n....");
        assert_eq!((fed.code, fed.out.contains(code)), (0, true), "{}", fed.err);
        let listed = files(&home, code);
        assert_eq!((&listed[0]["kind"], &listed[0]["size"]), (&json!("pdf"), &json!(SECRET.len())));
        assert_eq!((&listed[1]["kind"], &listed[1]["number"]), (&json!("png"), &json!(2)));
        let shown = home.ydt(&["show", code]).out;
        assert!(shown.contains("附件1（PDF") && !shown.contains('\u{1b}'), "{shown}");
        let out = home.path(&format!("{code}.pdf"));
        let saved = home.ydt(&["attach", code, "--get", "1", "-o", out.to_str().unwrap()]);
        assert_eq!((saved.code, std::fs::read(&out).unwrap()), (0, SECRET.to_vec()), "{}", saved.err);
        assert_eq!(home.ydt(&["attach", code, "--get", "1"]).out.as_bytes(), SECRET);
        home.ydt(&["attach", code, "--get", "1", "-o", out.to_str().unwrap()]).refused(4, "已经存在");
        home.ydt(&["attach", code, "--get", "7"]).refused(4, "没有附件7");
        let history = home.ydt(&["show", code, "--json"]).json()["history"].to_string();
        assert_eq!(history.matches("另存附件").count(), 2, "{history}");
    }
    // On the meeting's page, which may stand on a projector, nobody who complains is named.
    let meeting = home.ydt(&["show", "m1", "--json"]).out;
    assert!(!meeting.contains("周海燕") && meeting.contains("周**的名单.pdf"), "{meeting}");
    assert_eq!(kept(&home).len(), 2, "each content once, whatever record needs it");
    verified(&home);
}

#[test]
fn what_is_no_plain_file_of_a_fair_size_is_attached_to_no_record() {
    let home = town();
    let file = home.write("a.txt", "名单");
    symlink(&file, home.path("link")).unwrap();
    nix::unistd::mkfifo(&home.path("fifo"), nix::sys::stat::Mode::S_IRWXU).unwrap();
    home.write("empty", "");
    std::fs::File::create(home.path("big")).unwrap().set_len((50 << 20) + 1).unwrap();
    let place = |name: &str| home.path(name).to_str().unwrap().to_owned();
    for (kind, code) in RECORDS {
        for (path, word) in [
            (place("link"), "符号链接"),
            (place("fifo"), "管道"),
            ("/dev/zero".to_owned(), "设备"),
            (place(""), "文件夹"),
            (place("none"), "找不到"),
            (place("empty"), "空的"),
            (place("big"), "50 MiB"),
        ] {
            let ended = did(&home, &command(kind, code, "attach", &json!({"path": path})));
            let told = format!("{}{}", ended.out, ended.err);
            assert!(ended.code != 0 && told.contains(word) && told.contains("没有附上"), "{path}: {told}");
        }
        home.ydt_fed(&["attach", code, "空"], b"").refused(6, "空的");
        assert!(files(&home, code).is_empty());
    }
    let meeting = command("meeting", "m1", "attach", &json!({"path": file}));
    let bad = json!({"command": "disclosure_sign", "disclosure": "d1"});
    let both = home.ydt_with(&["apply", "--atomic"], &format!("{meeting}\n{bad}\n"));
    assert_eq!(both.code, 4, "{}", both.out);
    assert!(kept(&home).is_empty(), "{:?}", kept(&home));
    verified(&home);
}

#[test]
fn a_full_disk_in_the_middle_leaves_a_meeting_without_row_and_file() {
    let home = Home::new();
    let Some(disk) = Disk::mounted(&home, &["-t", "tmpfs", "-o", "size=6m,mode=700", "tmpfs"]) else {
        eprintln!("nothing can be mounted here: skipped");
        return;
    };
    let database = disk.0.join("town.db");
    let database = database.to_str().unwrap();
    assert_eq!(home.ydt(&["init", "--sandbox", "--db", database]).code, 0);
    let lines = [
        json!({"command": "register", "title": "甲", "content": "乙", "complained_at": "2026-03-05"}),
        json!({"command": "meeting_prepare", "at": "2026-03-06 10:00", "place": "三楼", "host": "周敏", "attendees": "何平"}),
    ];
    let lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    let now = ["--now", "2026-03-06T09:00"];
    let told = home.ydt_with(&["apply", "--db", database, now[0], now[1]], &lines.join("\n"));
    assert_eq!(told.code, 0, "{}", told.out);
    let ended = home.ydt_fed(&["attach", "m1", "大", "--db", database], &vec![b'x'; 8 << 20]);
    assert!(ended.code == 6 && ended.err.contains("磁盘已满"), "{} {}", ended.code, ended.err);
    let left: Vec<_> = std::fs::read_dir(disk.0.join("town.db.attachments/incoming")).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
    let shown = home.ydt(&["show", "m1", "--json", "--db", database]).json();
    assert_eq!(shown["files"], json!([]));
    assert_eq!(home.ydt(&["verify", "--db", database]).code, 0);
    assert_eq!(home.ydt_fed(&["attach", "m1", "小", "--db", database], SECRET).code, 0);
}

#[test]
fn an_erased_file_is_gone_in_bytes_with_its_name_and_verify_still_proves_the_rest() {
    let home = town();
    for (kind, code) in RECORDS {
        let path = home.write("planted-words的名单.pdf", SECRET);
        assert_eq!(did(&home, &command(kind, code, "attach", &json!({"path": path}))).code, 0);
        assert_eq!(home.ydt_fed(&["attach", code, "签到表"], format!("{code}签到").as_bytes()).code, 0);
        std::fs::remove_file(&path).unwrap();
        let digest = ydt::domain::document::hash::text_hash(std::str::from_utf8(SECRET).unwrap());
        assert!(holds_secret(home.0.path()));
        let refused =
            did(&home, &command(kind, code, "erase_file", &json!({"number": 1, "basis": "identity"})));
        assert!(refused.code == 4 && refused.out.contains("镇纪委书记"), "{}", refused.out);
        let ended = did(&home, &command(kind, code, "erase_file", &erasing(&home)));
        assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
        assert!(!holds_secret(home.0.path()), "neither the content nor the name is left");
        let database = std::fs::read(home.database()).unwrap();
        assert!(!database.windows(digest.len()).any(|part| part == digest.as_bytes()), "nor the digest");
        let listed = files(&home, code);
        assert_eq!((&listed[0]["erased"], &listed[1]["erased"]), (&json!(true), &json!(false)));
        let shown = home.ydt(&["show", code]).out;
        assert!(shown.contains("抹去附件1：写有投诉人身份"), "{shown}");
        verified(&home);
    }
    assert_eq!(kept(&home).len(), 2, "what was not erased stays");
}

#[test]
fn verify_finds_a_file_a_name_or_a_row_of_a_meeting_that_is_missing_or_changed() {
    let home = town();
    for (_, code) in RECORDS {
        assert_eq!(home.ydt_fed(&["attach", code, "名单"], SECRET).code, 0);
    }
    let file = kept(&home).remove(0);
    for (bytes, word) in [(Some("x"), "大小不符"), (None, "不见了")] {
        match bytes {
            Some(bytes) => std::fs::write(&file, bytes).unwrap(),
            None => std::fs::remove_file(&file).unwrap(),
        }
        let ended = home.ydt(&["verify"]);
        assert!(ended.code == 3 && ended.out.contains(word), "{}", ended.out);
        home.ydt(&["attach", "m1", "--get", "1"]).refused(6, word);
    }
    std::fs::write(&file, SECRET).unwrap();
    verified(&home);
    let backup = std::fs::read(home.database()).unwrap();
    for (tampering, word) in [
        ("DELETE FROM attachments", "第1次研判会"),
        (
            "DROP TRIGGER identity_texts_are_erased_by_order; DELETE FROM identity_texts WHERE place = 'name'",
            "没有抹去的记录",
        ),
        (
            "DROP TRIGGER identity_texts_are_never_changed; UPDATE identity_texts SET body = '别的' WHERE place = 'name'",
            "被改动过",
        ),
    ] {
        home.sql(tampering);
        home.sql("PRAGMA wal_checkpoint(TRUNCATE)");
        let ended = home.ydt(&["verify"]);
        assert!(ended.code == 3, "{tampering}: {}", ended.out);
        // A missing trigger is named before what was done without it.
        assert!(ended.out.contains(word) || ended.out.contains("触发器"), "{tampering}: {}", ended.out);
        std::fs::write(home.database(), &backup).unwrap();
    }
}

#[test]
fn a_backup_holds_the_files_and_a_restored_one_loses_what_was_erased_since() {
    let home = town();
    for (_, code) in RECORDS {
        assert_eq!(
            home.ydt_fed(&["attach", code, "planted-words"], format!("{code}planted-words").as_bytes()).code,
            0
        );
    }
    let backup = home.path("b.db");
    let made = home.ydt(&["backup", backup.to_str().unwrap(), "--json"]);
    assert_eq!((made.code, &made.json()["attachments"]), (0, &json!(2)), "{}", made.err);
    for (kind, code) in RECORDS {
        let ended = did(&home, &command(kind, code, "erase_file", &erasing(&home)));
        assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    }
    assert!(kept(&home).is_empty());
    let list = std::fs::read_to_string(home.path("erased.list")).unwrap();
    assert!(list.contains("m1/1 identity") && list.contains("d1/1 identity"), "{list}");
    let known = home.ydt(&["check", "--json"]).out;
    assert!(known.contains("b.db"), "the backup that holds it still is named: {known}");
    let restored = home.ydt(&["restore", backup.to_str().unwrap(), "--force"]);
    assert_eq!(restored.code, 0, "{}", restored.err);
    assert!(kept(&home).is_empty() && !holds_secret(&folder(&home)), "{:?}", kept(&home));
    for (_, code) in RECORDS {
        assert_eq!(files(&home, code)[0]["erased"], json!(true), "{code}");
    }
    verified(&home);
}

/// Fills in the form of an attachment with the path of a file, and saves it.
fn attach_by_keys(console: &mut Console, act: &str, path: &str) {
    console.type_keys("a");
    console.wait_for_text("办什么");
    console.type_keys(act);
    console.wait_for_text(&format!("> {act}"));
    console.type_keys("\r");
    console.wait_for_text("也可写完整路径");
    console.type_keys(path);
    console.wait_for_text("l.pdf");
    console.type_keys("\x13");
}

#[test]
fn files_are_attached_by_keys_from_the_pages_of_a_meeting_and_of_a_record() {
    let home = town();
    let path = home.write("l.pdf", SECRET);
    let mut console = Console::with(&home.database(), &["sandbox"], 110, 32);
    console.wait_for_text("0001");
    console.type_keys("4");
    console.wait_for_text("m1");
    console.type_keys("\r");
    console.wait_for_text("回车开会");
    attach_by_keys(&mut console, "会议附件", &path);
    console.wait_for_text("附件1（PDF");
    console.wait_for_text("l.pdf");
    console.type_keys("5");
    console.wait_for_text("网格");
    console.type_keys("\t");
    console.wait_for_text("临时救助");
    console.type_keys("\r");
    console.wait_for_text("下一步");
    attach_by_keys(&mut console, "公示附件", &path);
    console.wait_for_text("附件1（PDF");
    drop(console);
    assert_eq!((files(&home, "m1").len(), files(&home, "d1").len()), (1, 1));
    verified(&home);
}

#[test]
fn files_of_meetings_and_disclosures_go_when_the_years_of_identities_are_over() {
    let home = town();
    for (_, code) in RECORDS {
        let fed = home.ydt_fed(&["attach", code, "planted-words"], format!("{code}planted-words").as_bytes());
        assert_eq!(fed.code, 0, "{}", fed.err);
    }
    let settled = [
        json!({"command": "withdraw", "case": "2026-0001", "reason": "撤回"}),
        json!({"command": "meeting_cancel", "meeting": "m1", "reason": "改期"}),
        json!({"command": "disclosure_cancel", "disclosure": "d1", "reason": "误开"}),
    ];
    let lines: Vec<String> = settled.iter().map(Value::to_string).collect();
    let told = results(&home.ydt_with(&["apply"], &lines.join("\n")));
    assert!(told.iter().all(|line| line["ok"] == true), "{told:?}");
    let year = ydt::runtime::clock::WallClock::system().now().date().year();
    let purge = |years: i16, words: &[&str]| {
        let now = format!("{}-12-31T10:00", year + years);
        let words = [&["purge", "--json", "--now", now.as_str()], words].concat();
        let ended = home.ydt(&words);
        assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
        ended.json()
    };
    assert_eq!(purge(4, &["--dry-run"])["due"], json!([]));
    let erased = purge(5, &["--yes"])["erased"].clone();
    assert_eq!(erased, json!(["2026-0001", "m1 附件1", "d1 附件1"]));
    assert!(kept(&home).is_empty() && !holds_secret(&folder(&home)));
    for (_, code) in RECORDS {
        let shown = home.ydt(&["show", code]).out;
        assert!(shown.contains("抹去附件1：保留年限已满"), "{shown}");
    }
    verified(&home);
}
