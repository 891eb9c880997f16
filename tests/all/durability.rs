//! What no power cut, full disk or damaged file may do: an acknowledged act is never lost, a half one never kept,
//! and a file that cannot be used is told about in one sentence and left as it is.

use std::io::{BufRead as _, BufReader};
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Resource, Rlimit, prlimit};

use crate::home::{Ended, Home, rounds};
use crate::pty::{Console, PATIENCE};
use crate::two_operators::Dice;

const PAGE: usize = 4096;

/// Runs behind a shell that sets a limit or a mask first.
fn ydt_after(home: &Home, shell: &str, words: &[&str]) -> Ended {
    let output = Command::new("/bin/sh")
        .args(["-c", &format!("{shell}; exec \"$0\" \"$@\""), env!("CARGO_BIN_EXE_ydt")])
        .args(words)
        .env_clear()
        .env("HOME", home.0.path())
        .env("YDT_DB", home.database())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    Ended {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

fn start(home: &Home, words: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_ydt"))
        .args(words)
        .env_clear()
        .env("HOME", home.0.path())
        .env("YDT_DB", home.database())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// An export of so many rows.
fn rows(count: usize) -> String {
    let mut text = "平台编号,投诉时间,投诉事项名称,投诉内容\n".to_owned();
    for number in 1..=count {
        text.push_str(&format!("P{number},2026-03-05 14:20,路灯第{number}盏,村口路灯坏了半年\n"));
    }
    text
}

#[test]
fn what_was_acknowledged_before_a_kill_is_there_after_it_and_nothing_half() {
    let home = Home::practice();
    let mut dice = Dice(u64::from(std::process::id()));
    eprintln!("seed {}", dice.0);
    let mut acknowledged = 0;
    for round in 0..rounds(12, 400) {
        let lines: String = (0..400)
            .map(|number| {
                format!(
                    "{{\"command\":\"register\",\"title\":\"第{round}轮{number}\",\"content\":\"乙\",\
                     \"complained_at\":\"2026-03-05\",\"platform_no\":\"R{round}-{number}\"}}\n"
                )
            })
            .collect();
        let file = home.write("apply.jsonl", lines);
        let mut child = start(&home, &["apply", &file]);
        let mut out = BufReader::new(child.stdout.take().unwrap()).lines();
        let survives = dice.below(25);
        for _ in 0..survives {
            assert!(out.next().unwrap().unwrap().contains("\"ok\":true"));
        }
        child.kill().unwrap();
        child.wait().unwrap();
        // What had been written before the kill was acknowledged too.
        let late = out.map_while(Result::ok).filter(|line| line.contains("\"ok\":true")).count();
        acknowledged += survives + late;
        let since = Instant::now();
        let proof = home.ydt(&["verify", "--json"]);
        assert_eq!(proof.code, 0, "{}", proof.out);
        assert!(since.elapsed() < PATIENCE);
        let kept = home.cases();
        // One act a round may have been kept without our hearing of it.
        assert!(kept >= acknowledged && kept <= acknowledged + 1, "{kept} of {acknowledged}");
        acknowledged = kept;
    }
    eprintln!("{acknowledged} acts acknowledged, none lost");
}

#[test]
fn an_import_that_is_killed_leaves_all_or_nothing_and_the_next_completes_it() {
    let rows_in_all = rounds(1_000, 2_000);
    let home = Home::founded();
    let whole = home.path("whole.db");
    std::fs::copy(home.database(), &whole).unwrap();
    let file = home.write("push.csv", rows(rows_in_all));
    let wal = home.path("town.db-wal");
    let mut dice = Dice(u64::from(std::process::id()));
    eprintln!("seed {}", dice.0);
    let mut interrupted = 0;
    for _ in 0..rounds(6, 60) {
        for ending in ["", "-wal", "-shm"] {
            let _not_there = std::fs::remove_file(home.path(&format!("town.db{ending}")));
        }
        // The older copy is put back on purpose: this machine forgets what it saw since.
        let _not_there = std::fs::remove_dir_all(home.path(".local/state/ydt/heads"));
        std::fs::copy(&whole, home.database()).unwrap();
        let mut child = start(&home, &["import", &file]);
        // Killed while it computes, while it writes out, or while it commits.
        let until = dice.below(1_000 * rows_in_all) as u64;
        while child.try_wait().unwrap().is_none() && wal.metadata().map_or(0, |wal| wal.len()) < until {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        let kept = home.cases();
        assert!(kept == 0 || kept == rows_in_all, "{kept} of {rows_in_all} rows");
        interrupted += usize::from(kept == 0);
    }
    assert!(interrupted > 0, "no import was interrupted");
    assert_eq!(home.ydt(&["import", &file]).code, 0);
    assert_eq!(home.cases(), rows_in_all);
    assert_eq!(home.ydt(&["import", &file]).code, 0);
    assert_eq!(home.cases(), rows_in_all);
    assert_eq!(home.ydt(&["verify"]).code, 0);
}

#[test]
fn a_full_disk_is_one_sentence_and_keeps_nothing_half() {
    let home = Home::founded();
    let file = home.write("push.csv", rows(300));
    let line = home.write(
        "a.jsonl",
        r#"{"command":"register","title":"甲","content":"乙","complained_at":"2026-03-05"}"#,
    );
    for (blocks, words) in [(0, ["apply", &line]), (0, ["import", &file]), (200, ["import", &file])] {
        let ended = ydt_after(&home, &format!("ulimit -f {blocks}"), &words);
        ended.refused(6, "磁盘已满，未保存");
        assert_eq!(home.cases(), 0, "{blocks} {words:?}");
    }
    // Reading goes on, and so does saving once there is room.
    assert_eq!(ydt_after(&home, "ulimit -f 64", &["list"]).code, 0);
    assert_eq!(home.ydt(&["import", &file]).code, 0);
    assert_eq!((home.cases(), home.ydt(&["verify"]).code), (300, 0));

    let none = Home::new();
    ydt_after(&none, "ulimit -f 40", &["init", "--town", "镇", "--district", "区"]).refused(6, "磁盘已满");
    assert!(!none.database().exists(), "half a database was left behind");
    assert_eq!(none.ydt(&["init", "--town", "镇", "--district", "区"]).code, 0);
}

#[test]
fn a_form_keeps_its_text_on_a_full_disk_and_saves_it_when_there_is_room() {
    let home = Home::practice();
    let line = r#"{"command":"register","title":"甲","content":"乙","complained_at":"2026-03-05"}"#;
    assert_eq!(home.ydt_with(&["apply"], line).code, 0);
    let mut console = Console::with(&home.database(), &["sandbox"], 110, 32);
    console.wait_for_text("排序");
    console.type_keys("\t");
    console.wait_for_text("[待研判");
    console.wait_for_text("2026-0001");
    console.type_keys("a");
    console.wait_for_text("办理动作  2026-0001");
    console.type_keys("bc");
    console.wait_for_text("1 补充");
    console.type_keys("\r");
    console.wait_for_text("补充  2026-0001");
    console.type_keys("灯杆也歪了");
    console.wait_for_text("灯杆也歪了");
    let pid = rustix::process::Pid::from_raw(console.pid().as_raw());
    let limit = |current| {
        prlimit(pid, Resource::Fsize, Rlimit { current, maximum: None }).unwrap();
    };
    limit(Some(1));
    console.type_keys("\x13");
    console.wait_for_text("磁盘已满，未保存");
    assert!(console.screen().contains("灯杆也歪了"));
    limit(None);
    console.type_keys("\x13");
    console.wait_for_text("已保存");
    let shown = home.ydt(&["show", "2026-0001"]);
    assert_eq!(shown.out.matches("补充：灯杆也歪了").count(), 1, "{}", shown.out);
    assert_eq!(home.ydt(&["verify"]).code, 0);
}

/// Runs as somebody whom permissions bind: root goes through all of them.
fn ydt_bound(home: &Home, words: &[&str]) -> Option<Ended> {
    let mut command = if nix::unistd::geteuid().is_root() {
        let nobody = nix::unistd::User::from_name("nobody").unwrap()?;
        let program = home.path("ydt");
        if !program.exists() {
            std::fs::copy(env!("CARGO_BIN_EXE_ydt"), &program).unwrap();
            nix::unistd::chown(&program, Some(nobody.uid), Some(nobody.gid)).unwrap();
        }
        nix::unistd::chown(home.0.path(), Some(nobody.uid), Some(nobody.gid)).unwrap();
        let mut command = Command::new(program);
        command.uid(nobody.uid.as_raw()).gid(nobody.gid.as_raw());
        command
    } else {
        Command::new(env!("CARGO_BIN_EXE_ydt"))
    };
    command
        .args(words)
        .env_clear()
        .env("HOME", home.0.path())
        .env("YDT_DB", home.path("data/town.db"))
        .stdin(Stdio::null());
    let output = loop {
        match command.output() {
            // Another test was just starting a process, which held the copy open for writing until it had begun.
            Err(error) if error.kind() == std::io::ErrorKind::ExecutableFileBusy => std::thread::yield_now(),
            output => break output.unwrap(),
        }
    };
    Some(Ended {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    })
}

#[test]
fn a_folder_that_cannot_be_written_is_one_sentence() {
    let home = Home::new();
    let Some(made) = ydt_bound(&home, &["init", "--town", "镇", "--district", "区"]) else {
        eprintln!("nobody to run as on this machine");
        return;
    };
    assert_eq!(made.code, 0, "{}", made.err);
    let allow = |mode| {
        std::fs::set_permissions(home.path("data"), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    allow(0o500);
    let line = home.write("a.jsonl", r#"{"command":"register","title":"甲","content":"乙"}"#);
    std::fs::set_permissions(&line, std::fs::Permissions::from_mode(0o644)).unwrap();
    ydt_bound(&home, &["apply", &line]).unwrap().refused(6, "不能写入");
    for words in [["list"], ["verify"]] {
        let ended = ydt_bound(&home, &words).unwrap();
        assert!(ended.code == 0 && ended.err.contains("按只读打开"), "{} {}", ended.code, ended.err);
    }
    allow(0o700);
    assert_eq!(ydt_bound(&home, &["verify"]).unwrap().code, 0);
}

#[test]
fn a_damaged_page_is_told_in_one_sentence_and_the_file_stays_as_it_is() {
    let home = Home::founded();
    let file = home.write("push.csv", rows(200));
    assert_eq!(home.ydt(&["import", &file]).code, 0);
    let sound = std::fs::read(home.database()).unwrap();
    let mut found = 0;
    for page in (0..sound.len() / PAGE).step_by(7) {
        let mut damaged = sound.clone();
        let first = page * PAGE + if page == 0 { 100 } else { 0 };
        damaged[first..(page + 1) * PAGE].fill(0xA5);
        std::fs::write(home.database(), &damaged).unwrap();
        for words in [&["verify"][..], &["list"], &["show", "2026-0001"], &["check"]] {
            let ended = home.ydt(words);
            assert!([0, 1, 3, 4].contains(&ended.code), "page {page}: {} {}", ended.code, ended.err);
            assert!(!ended.err.contains("malformed") && !ended.err.contains("panicked"), "{}", ended.err);
            // What is damaged is said, then what was found all the same: by `check` also whose rights wait.
            assert!(ended.err.lines().count() <= 3, "{}", ended.err);
            if words == ["verify"] {
                found += usize::from(ended.code == 3);
            }
        }
    }
    // Pages of the search index prove nothing and are rebuilt; all others count.
    assert!(found >= sound.len() / PAGE / 7 - 2, "{found} found of {} pages", sound.len() / PAGE / 7);
}

#[test]
fn a_file_that_was_cut_or_is_another_programs_or_newer_is_left_byte_for_byte() {
    let home = Home::founded();
    let file = home.write("push.csv", rows(200));
    assert_eq!(home.ydt(&["import", &file]).code, 0);
    let sound = std::fs::read(home.database()).unwrap();
    let left_alone = |bytes: &[u8], codes: &[i32], what: &str| {
        std::fs::write(home.database(), bytes).unwrap();
        for words in
            [&["list"][..], &["verify"], &["check", "--quiet"], &["org", "export"], &["import", &file]]
        {
            let ended = home.ydt(words);
            assert!(codes.contains(&ended.code), "{what} {words:?}: {} {}", ended.code, ended.err);
            assert!(ended.err.lines().count() == 1 && ended.err.contains('。'), "{what}: {}", ended.err);
            assert_eq!(std::fs::read(home.database()).unwrap(), bytes, "{what} {words:?} wrote");
        }
    };
    left_alone(&sound[..sound.len() / 2], &[3], "half a file");
    left_alone(&sound[..PAGE], &[3], "one page");
    left_alone(&sound[..50], &[3, 6], "half a header");
    left_alone(b"", &[6], "an empty file");
    left_alone("平台编号,投诉时间\n".repeat(300).as_bytes(), &[6], "a text");

    let foreign = home.path("foreign.db");
    let raw = rusqlite::Connection::open(&foreign).unwrap();
    raw.execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1); PRAGMA user_version = 1;").unwrap();
    drop(raw);
    left_alone(&std::fs::read(&foreign).unwrap(), &[6], "another program's database");

    std::fs::write(home.database(), &sound).unwrap();
    for mode in ["WAL", "DELETE"] {
        let raw = rusqlite::Connection::open(home.database()).unwrap();
        raw.execute_batch(&format!("PRAGMA journal_mode = {mode}; PRAGMA user_version = 999;")).unwrap();
        drop(raw);
        left_alone(&std::fs::read(home.database()).unwrap(), &[7], mode);
    }
    // Newer only by what still stands in the write-ahead log.
    std::fs::write(home.database(), &sound).unwrap();
    let raw = rusqlite::Connection::open(home.database()).unwrap();
    raw.execute_batch("PRAGMA journal_mode = WAL; PRAGMA user_version = 999;").unwrap();
    let log = std::fs::read(home.path("town.db-wal")).unwrap();
    std::fs::copy(home.database(), home.path("apart")).unwrap();
    drop(raw);
    let main = std::fs::read(home.path("apart")).unwrap();
    std::fs::write(home.database(), &main).unwrap();
    std::fs::write(home.path("town.db-wal"), &log).unwrap();
    std::fs::set_permissions(home.path("town.db-wal"), std::fs::Permissions::from_mode(0o600)).unwrap();
    home.ydt(&["list"]).refused(7, "升级");
    assert_eq!(std::fs::read(home.database()).unwrap(), main);
    assert_eq!(std::fs::read(home.path("town.db-wal")).unwrap(), log);
}

#[test]
fn a_file_that_others_can_reach_or_that_is_a_link_is_refused_with_what_mends_it() {
    let home = Home::founded();
    let allow = |mode| {
        std::fs::set_permissions(home.database(), std::fs::Permissions::from_mode(mode)).unwrap();
    };
    for wide in [0o644, 0o660, 0o606, 0o604] {
        allow(wide);
        let ended = home.ydt(&["list"]);
        let mends = format!("chmod 600 {}\n", home.database().display());
        assert!(ended.code == 6 && ended.err.ends_with(&mends), "{}", ended.err);
    }
    allow(0o600);
    let target = home.path("target.db");
    std::fs::rename(home.database(), &target).unwrap();
    std::os::unix::fs::symlink(&target, home.database()).unwrap();
    home.ydt(&["list"]).refused(6, "符号链接");
    home.ydt(&["init", "--town", "镇", "--district", "区"]).refused(4, "已经存在");
    std::fs::remove_file(home.database()).unwrap();
    std::fs::create_dir(home.database()).unwrap();
    home.ydt(&["list"]).refused(6, "不是普通文件");
}

#[test]
fn everything_made_is_private_whatever_the_mask() {
    let home = Home::new();
    let db = home.path("a/b/town.db");
    let words = ["--db", db.to_str().unwrap(), "init", "--sandbox"];
    assert_eq!(ydt_after(&home, "umask 000", &words).code, 0);
    let file = home.write("push.csv", format!("{}P9,2026-13-45,坏,坏\n", rows(2)));
    let words = ["--db", db.to_str().unwrap(), "import", &file];
    assert_eq!(ydt_after(&home, "umask 000", &words).code, 5);
    let mut console = Console::with(&db, &["sandbox"], 100, 30);
    console.wait_for_text("排序");
    let mut seen = 0;
    let mut folders = vec![home.0.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in folder.read_dir().unwrap().map(Result::unwrap) {
            let about = entry.metadata().unwrap();
            let path = entry.path();
            if path == Path::new(&file) {
                continue;
            }
            let wanted = if about.is_dir() { 0o700 } else { 0o600 };
            assert_eq!(about.mode() & 0o777, wanted, "{}", path.display());
            seen += 1;
            if about.is_dir() {
                folders.push(path);
            }
        }
    }
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", console.pid())).unwrap_or_default();
    let core = limits.lines().find(|line| line.starts_with("Max core file size"));
    assert!(core.is_none_or(|line| line.split_whitespace().nth(4) == Some("0")), "{core:?}");
    for name in ["town.db", "town.db-wal", "town.db-shm"] {
        assert!(home.path("a/b").join(name).exists(), "{name}");
    }
    assert!(seen >= 6, "{seen} files and folders");
    console.type_keys("q");
    assert!(console.wait_for_end(Duration::from_secs(5)).success());
}
