//! Attachments with the real program: kept as they came, beside the database and for nobody else; gone in bytes when they
//! have to go; in every backup.

use std::os::unix::fs::{MetadataExt as _, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::home::{Ended, Home, results};
use crate::space::Disk;

pub const SECRET: &[u8] = b"%PDF-1.7\nplanted-words-of-the-attachment\n";

pub fn line(value: &Value) -> String {
    value.to_string()
}

pub fn register(home: &Home) {
    let complaint = json!({
        "command": "register", "title": "甲", "content": "乙", "complained_at": "2026-03-05",
        "complainant": "李桂芳", "contact": "13812341234"
    });
    let ended = home.ydt_with(&["apply"], &line(&complaint));
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
}

/// A town with this many complaints.
pub fn town(cases: usize) -> Home {
    let home = Home::founded();
    for _ in 0..cases {
        register(&home);
    }
    home
}

fn case_no(number: usize) -> String {
    let year = ydt::runtime::clock::WallClock::system().now().date().year();
    format!("{year}-{number:04}")
}

fn attach(home: &Home, case: &str, path: &str) -> Ended {
    home.ydt_with(&["apply"], &line(&json!({"command": "attach", "case": case, "path": path})))
}

pub fn folder(home: &Home) -> PathBuf {
    home.path("town.db.attachments")
}

/// Every file in the folder of attachments, those on their way among them.
pub fn kept(home: &Home) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for place in [folder(home), folder(home).join("incoming")] {
        for entry in place.read_dir().into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_file() {
                found.push(path);
            }
        }
    }
    found
}

fn files(home: &Home, case: &str) -> Vec<Value> {
    let shown = home.ydt(&["show", case, "--json"]);
    assert_eq!(shown.code, 0, "{}", shown.err);
    shown.json()["files"].as_array().unwrap().clone()
}

pub fn verified(home: &Home) {
    let ended = home.ydt(&["verify"]);
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
}

/// Whether the planted words stand in any file below a folder.
pub fn holds_secret(folder: &Path) -> bool {
    folder.read_dir().unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            holds_secret(&path)
        } else {
            std::fs::read(&path).unwrap().windows(13).any(|part| part == b"planted-words")
        }
    })
}

#[test]
fn a_file_is_kept_as_it_came_and_named_and_saved_again_byte_for_byte() {
    let home = town(1);
    let (case, path) = (case_no(1), home.write("李桂芳的名单.pdf", SECRET));
    let ended = attach(&home, &case, &path);
    assert_eq!(ended.code, 0, "{}", ended.out);
    assert_eq!(results(&ended)[0]["events"], json!(["attached"]));
    let fed = home.ydt_fed(&["attach", &case, "照片\u{1b}[31m.png"], b"\x89PNG\r\n\x1a\n....");
    assert_eq!(fed.code, 0, "{}", fed.err);
    let listed = files(&home, &case);
    let told: Vec<_> = listed.iter().map(|file| (&file["name"], &file["kind"], &file["size"])).collect();
    // Who complains is masked in a name as in every text.
    let expected = [(json!("李**的名单.pdf"), json!("pdf"), json!(SECRET.len()))];
    assert_eq!(told[0], (&expected[0].0, &expected[0].1, &expected[0].2));
    assert_eq!((&listed[1]["kind"], &listed[1]["number"]), (&json!("png"), &json!(2)));
    let shown = home.ydt(&["show", &case]);
    assert!(shown.out.contains("附件1（PDF") && !shown.out.contains('\u{1b}'), "{}", shown.out);
    for file in kept(&home) {
        assert_eq!(file.metadata().unwrap().mode() & 0o777, 0o600);
    }
    assert_eq!((kept(&home).len(), folder(&home).metadata().unwrap().mode() & 0o777), (2, 0o700));
    verified(&home);

    let out = home.path("out.pdf");
    let saved = home.ydt(&["attach", &case, "--get", "1", "-o", out.to_str().unwrap()]);
    assert_eq!(saved.code, 0, "{}", saved.err);
    assert_eq!(
        (std::fs::read(&out).unwrap(), out.metadata().unwrap().mode() & 0o777),
        (SECRET.to_vec(), 0o600)
    );
    let printed = home.ydt(&["attach", &case, "--get", "1"]);
    assert_eq!(printed.out.as_bytes(), SECRET);
    let history = home.ydt(&["show", &case, "--json"]).json()["history"].to_string();
    assert_eq!(history.matches("export_attachment").count(), 2, "{history}");
    home.ydt(&["attach", &case, "--get", "1", "-o", out.to_str().unwrap()]).refused(4, "已经存在");
    home.ydt(&["attach", &case, "--get", "7"]).refused(4, "没有附件7");
}

#[test]
fn what_is_no_plain_file_of_a_fair_size_leaves_neither_row_nor_file() {
    let home = town(1);
    let case = case_no(1);
    let file = home.write("a.txt", "名单");
    symlink(&file, home.path("link")).unwrap();
    nix::unistd::mkfifo(&home.path("fifo"), nix::sys::stat::Mode::S_IRWXU).unwrap();
    home.write("empty", "");
    std::fs::File::create(home.path("big")).unwrap().set_len((50 << 20) + 1).unwrap();
    let place = |name: &str| home.path(name).to_str().unwrap().to_owned();
    for (path, word) in [
        (place("link"), "符号链接"),
        (place("fifo"), "管道"),
        ("/dev/zero".to_owned(), "设备"),
        (place(""), "文件夹"),
        (place("none"), "找不到"),
        (place("empty"), "空的"),
        (place("big"), "50 MiB"),
    ] {
        let ended = attach(&home, &case, &path);
        assert_ne!(ended.code, 0, "{path}");
        let told = format!("{}{}", ended.out, ended.err);
        assert!(told.contains(word) && told.contains("没有附上"), "{path}: {told}");
    }
    let endless = home.ydt_fed(&["attach", &case, "大"], &vec![b'x'; (50 << 20) + 1]);
    endless.refused(6, "50 MiB");
    home.ydt_fed(&["attach", &case, "空"], b"").refused(6, "空的");
    assert!(kept(&home).is_empty(), "{:?}", kept(&home));
    assert!(files(&home, &case).is_empty());
    assert_eq!(home.ydt(&["settings", "set", "attachment_limit_mib", "51"]).code, 0);
    assert_eq!(attach(&home, &case, &place("big")).code, 0);
    verified(&home);
}

#[test]
fn a_refused_act_and_a_group_that_is_rolled_back_leave_no_file() {
    let home = town(1);
    let (case, path) = (case_no(1), home.write("a.pdf", SECRET));
    let same = json!({"command": "attach", "case": case, "path": path});
    let bad = json!({"command": "accept", "case": case});
    let both = home.ydt_with(&["apply", "--atomic"], &format!("{same}\n{bad}\n"));
    assert_eq!(both.code, 4, "{}", both.out);
    assert!(kept(&home).is_empty() && files(&home, &case).is_empty(), "{:?}", kept(&home));
    assert_eq!(home.ydt_with(&["apply"], &line(&same)).code, 0);
    let again = home.ydt_with(&["apply"], &line(&same));
    assert!(again.code == 4 && again.out.contains("附件1"), "{}", again.out);
    assert_eq!(kept(&home).len(), 1);
    verified(&home);
}

#[test]
fn a_full_disk_in_the_middle_leaves_neither_row_nor_file() {
    let home = Home::new();
    let Some(disk) = Disk::mounted(&home, &["-t", "tmpfs", "-o", "size=6m,mode=700", "tmpfs"]) else {
        eprintln!("nothing can be mounted here: skipped");
        return;
    };
    let database = disk.0.join("town.db");
    let database = database.to_str().unwrap();
    let init = ["init", "--town", "建胜镇", "--district", "大渡口区", "--db", database];
    assert_eq!(home.ydt(&init).code, 0);
    let complaint = r#"{"command":"register","title":"甲","content":"乙","complained_at":"2026-03-05"}"#;
    assert_eq!(home.ydt_with(&["apply", "--db", database], complaint).code, 0);
    let case = case_no(1);
    // The size is not known before, so that the disk is full in the middle of the writing.
    let ended = home.ydt_fed(&["attach", &case, "大", "--db", database], &vec![b'x'; 8 << 20]);
    assert!(ended.code == 6 && ended.err.contains("磁盘已满"), "{} {}", ended.code, ended.err);
    let named = home.write("big", vec![b'x'; 8 << 20]);
    let known = json!({"command": "attach", "case": case, "path": named}).to_string();
    let ended = home.ydt_with(&["apply", "--db", database], &known);
    assert!(ended.code == 4 && ended.out.contains("MB"), "{} {}", ended.code, ended.out);
    let left: Vec<_> = std::fs::read_dir(disk.0.join("town.db.attachments/incoming")).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
    assert_eq!(std::fs::read_dir(disk.0.join("town.db.attachments")).unwrap().count(), 1);
    assert_eq!(home.ydt(&["verify", "--db", database]).code, 0);
    assert_eq!(home.ydt_fed(&["attach", &case, "小", "--db", database], SECRET).code, 0);
}

#[test]
fn verify_names_the_event_whose_file_is_missing_or_changed() {
    let home = town(1);
    let case = case_no(1);
    assert_eq!(attach(&home, &case, &home.write("a.pdf", SECRET)).code, 0);
    let file = kept(&home).remove(0);
    let mut changed = SECRET.to_vec();
    changed[10] ^= 1;
    for (bytes, word) in [(Some(changed), "内容不符"), (Some(b"x".to_vec()), "大小不符"), (None, "不见了")]
    {
        match bytes {
            Some(bytes) => std::fs::write(&file, bytes).unwrap(),
            None => std::fs::remove_file(&file).unwrap(),
        }
        let ended = home.ydt(&["verify", "--json"]);
        let bad = &ended.json()["first_bad"];
        assert!(ended.code == 3 && bad["seq"].as_u64() > Some(0), "{}", ended.out);
        assert!(bad["reason"].as_str().unwrap().contains(word), "{bad}");
        home.ydt(&["attach", &case, "--get", "1"]).refused(6, word);
    }
    // Attached once more it is whole again, for whoever needs it.
    std::fs::write(&file, "y").unwrap();
    register(&home);
    assert_eq!(attach(&home, &case_no(2), &home.write("b.pdf", SECRET)).code, 0);
    verified(&home);
    home.sql("DELETE FROM attachments");
    let ended = home.ydt(&["verify"]);
    assert!(ended.code == 3 && ended.out.contains("附件清单"), "{}", ended.out);
}

#[test]
fn sealing_erases_a_file_in_bytes_unless_another_case_needs_it() {
    let home = town(2);
    let (first, second) = (case_no(1), case_no(2));
    let path = home.write("a.pdf", SECRET);
    let own = home.write("b.txt", "planted-words of the first only");
    for (case, file) in [(&first, &path), (&first, &own), (&second, &path)] {
        assert_eq!(attach(&home, case, file).code, 0);
    }
    std::fs::remove_file(&path).unwrap();
    std::fs::remove_file(&own).unwrap();
    assert_eq!(kept(&home).len(), 2);
    let seal = |case: &str| {
        let ended = home.ydt_with(&["apply"], &line(&json!({"command": "seal", "case": case})));
        assert_eq!(ended.code, 0, "{}", ended.out);
    };
    seal(&first);
    assert_eq!(kept(&home).len(), 1, "the one that the second case needs too");
    let listed = files(&home, &first);
    assert!(listed.iter().all(|file| file["erased"] == json!(true)), "{listed:?}");
    assert_eq!(home.ydt(&["attach", &second, "--get", "1"]).out.as_bytes(), SECRET);
    verified(&home);
    seal(&second);
    assert!(kept(&home).is_empty() && !holds_secret(home.0.path()));
    verified(&home);
}

#[test]
fn what_a_program_left_that_was_killed_while_it_took_a_file_goes_after_a_day() {
    let home = town(1);
    assert_eq!(attach(&home, &case_no(1), &home.write("a.pdf", SECRET)).code, 0);
    let orphan = ydt::domain::document::hash::text_hash("orphan");
    let (incoming, named) = (folder(&home).join("incoming"), folder(&home).join(&orphan));
    let left = incoming.join(format!("{orphan}.file.part-00"));
    std::fs::write(&left, "orphan").unwrap();
    std::fs::hard_link(&left, &named).unwrap();
    std::fs::write(incoming.join("file.part-01"), "half").unwrap();
    assert!(home.ydt(&["check"]).code <= 1);
    assert_eq!(kept(&home).len(), 4, "somebody may be at work on it");
    let old = left.metadata().unwrap().modified().unwrap() - std::time::Duration::from_hours(25);
    for file in [&left, &incoming.join("file.part-01")] {
        std::fs::File::options().write(true).open(file).unwrap().set_modified(old).unwrap();
    }
    assert!(home.ydt(&["check"]).code <= 1);
    assert_eq!(kept(&home).len(), 1);
    verified(&home);
}

#[test]
fn a_kill_in_the_middle_leaves_a_record_that_proves_itself() {
    let home = town(1);
    let (case, bytes) = (case_no(1), vec![b'x'; 20 << 20]);
    for pause in [2, 5, 10, 20, 40, 80] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_ydt"))
            .args(["attach", &case, "大"])
            .env_clear()
            .env("HOME", home.0.path())
            .env("YDT_DB", home.database())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut input = child.stdin.take().unwrap();
        let (bytes, killer) = (bytes.clone(), child.id());
        let fed = std::thread::spawn(move || {
            let _killed_meanwhile = std::io::Write::write_all(&mut input, &bytes);
        });
        std::thread::sleep(std::time::Duration::from_millis(pause));
        let process = nix::unistd::Pid::from_raw(i32::try_from(killer).unwrap());
        let _gone_already = nix::sys::signal::kill(process, nix::sys::signal::Signal::SIGKILL);
        child.wait().unwrap();
        fed.join().unwrap();
        verified(&home);
    }
}

#[test]
fn backups_share_files_by_content_and_a_restore_brings_them_back_or_says_what_is_missing() {
    let home = town(1);
    let case = case_no(1);
    assert_eq!(attach(&home, &case, &home.write("a.pdf", SECRET)).code, 0);
    let backups = home.path("backups");
    std::fs::create_dir(&backups).unwrap();
    let keep = ["backup", "--keep", "5", backups.to_str().unwrap(), "--json"];
    let first = home.ydt(&keep);
    assert_eq!((first.code, &first.json()["attachments_copied"]), (0, &json!(1)), "{}", first.err);
    assert_eq!(attach(&home, &case, &home.write("b.txt", "第二个")).code, 0);
    std::thread::sleep(std::time::Duration::from_millis(1100));
    let second = home.ydt(&keep).json();
    assert_eq!((&second["attachments"], &second["attachments_copied"]), (&json!(2), &json!(1)));
    let alone = home.path("alone.db");
    assert_eq!(home.ydt(&["backup", alone.to_str().unwrap()]).code, 0);
    assert_eq!(std::fs::read_dir(home.path("alone.db.attachments")).unwrap().count(), 2);

    // The machine burns down: database and attachments are gone.
    let burn = || {
        for file in ["town.db", "town.db-wal", "town.db-shm"] {
            let _not_there = std::fs::remove_file(home.path(file));
        }
        std::fs::remove_dir_all(folder(&home)).unwrap();
    };
    burn();
    let newest = second["file"].as_str().unwrap();
    let restored = home.ydt(&["restore", newest, "--json"]);
    assert_eq!(restored.code, 0, "{}", restored.err);
    assert_eq!(
        (&restored.json()["attachments"], &restored.json()["attachments_missing"]),
        (&json!(2), &json!(0))
    );
    verified(&home);

    burn();
    let damaged =
        std::fs::read_dir(home.path("alone.db.attachments")).unwrap().next().unwrap().unwrap().path();
    std::fs::write(&damaged, "other").unwrap();
    home.ydt(&["restore", alone.to_str().unwrap()]).refused(6, "1 个附件");
    assert!(!home.database().exists(), "nothing was put in its place");
    let forced = home.ydt(&["restore", alone.to_str().unwrap(), "--force"]);
    assert!(forced.code == 0 && forced.err.contains("有 1 个找不到"), "{}", forced.err);
    assert_eq!(home.ydt(&["verify"]).code, 3);
}

#[test]
fn a_restored_backup_loses_the_files_of_what_was_sealed_since() {
    let home = town(1);
    let case = case_no(1);
    let path = home.write("a.pdf", SECRET);
    assert_eq!(attach(&home, &case, &path).code, 0);
    std::fs::remove_file(&path).unwrap();
    let backup = home.path("b.db");
    assert_eq!(home.ydt(&["backup", backup.to_str().unwrap()]).code, 0);
    let seal = line(&json!({"command": "seal", "case": case}));
    assert_eq!(home.ydt_with(&["apply"], &seal).code, 0);
    assert!(kept(&home).is_empty());
    let restored = home.ydt(&["restore", backup.to_str().unwrap(), "--force"]);
    assert_eq!(restored.code, 0, "{}", restored.err);
    assert!(kept(&home).is_empty(), "{:?}", kept(&home));
    verified(&home);
}
