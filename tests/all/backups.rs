//! Backups and restores with the real program: what stands under a backup's name is the whole record, and nothing newer
//! is ever overwritten unasked.

use std::os::unix::fs::{MetadataExt as _, symlink};
use std::process::{Command, Stdio};

use crate::home::Home;
use crate::space::Disk;

const LINE: &str = r#"{"command":"register","title":"甲","content":"乙","complained_at":"2026-03-05"}"#;

fn registers(home: &Home) {
    let ended = home.ydt_with(&["apply"], LINE);
    assert_eq!(ended.code, 0, "{}", ended.err);
}

/// The head of a database as its own proof says it.
fn head(home: &Home, file: &str) -> (u64, String) {
    let verified = home.ydt(&["verify", "--json", "--db", file]);
    assert_eq!(verified.code, 0, "{}", verified.err);
    let verified = verified.json();
    (verified["events"].as_u64().unwrap(), verified["head"].as_str().unwrap().to_owned())
}

#[test]
fn a_backup_is_the_whole_record_proven_and_for_its_owner_alone() {
    let home = Home::founded();
    registers(&home);
    let target = home.path("b.db").to_str().unwrap().to_owned();
    let made = home.ydt(&["backup", &target, "--json"]);
    assert_eq!(made.code, 0, "{}", made.err);
    assert!(made.err.contains("同一块磁盘"), "{}", made.err);
    let database = home.database().to_str().unwrap().to_owned();
    let json = made.json();
    assert_eq!(
        (json["events"].as_u64().unwrap(), json["head"].as_str().unwrap().to_owned()),
        head(&home, &database)
    );
    assert_eq!(head(&home, &target), head(&home, &database));
    assert_eq!(home.path("b.db").metadata().unwrap().mode() & 0o777, 0o600);
    let cases = home.ydt(&["list", "--json", "--db", &target]).json();
    assert_eq!(cases.as_array().unwrap().len(), 1);
}

#[test]
fn a_backup_overwrites_nothing_and_goes_nowhere_where_it_could_be_exchanged() {
    let home = Home::founded();
    let there = home.write("there.db", "x");
    home.ydt(&["backup", &there]).refused(6, "已经存在");
    assert_eq!(std::fs::read(&there).unwrap(), b"x");
    let link = home.path("link.db");
    symlink(home.path("elsewhere.db"), &link).unwrap();
    home.ydt(&["backup", link.to_str().unwrap()]).refused(6, "符号链接");
    home.ydt(&["backup", home.0.path().to_str().unwrap()]).refused(6, "--keep");
    home.ydt(&["backup", home.path("no/b.db").to_str().unwrap()]).refused(6, "没有文件夹");
    let open = home.path("open");
    std::fs::create_dir(&open).unwrap();
    std::fs::set_permissions(&open, std::os::unix::fs::PermissionsExt::from_mode(0o777)).unwrap();
    let refused = home.ydt(&["backup", open.join("b.db").to_str().unwrap()]);
    assert!(refused.code == 6 && refused.err.contains("chmod 700"), "{}", refused.err);
    assert_eq!(open.read_dir().unwrap().count(), 0);
}

#[test]
fn of_backups_in_a_folder_the_newest_are_kept() {
    let home = Home::practice();
    let folder = home.path("kept");
    std::fs::create_dir(&folder).unwrap();
    let folder = folder.to_str().unwrap();
    for minute in ["09:00", "09:01", "09:02"] {
        let now = format!("2026-03-06T{minute}");
        let made = home.ydt(&["backup", "--keep", "2", folder, "--now", &now]);
        assert_eq!(made.code, 0, "{}", made.err);
    }
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(
        names[0].ends_with("-20260306090100.db") && names[1].ends_with("-20260306090200.db"),
        "{names:?}"
    );
}

#[test]
fn a_backup_that_is_killed_leaves_nothing_under_its_name() {
    let home = Home::founded();
    for _ in 0..20 {
        registers(&home);
    }
    let target = home.path("b.db");
    for pause in [0, 3, 6, 9, 12, 15, 20, 30] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_ydt"))
            .args(["backup", target.to_str().unwrap()])
            .env_clear()
            .env("HOME", home.0.path())
            .env("YDT_DB", home.database())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(pause));
        child.kill().unwrap();
        child.wait().unwrap();
        if target.exists() {
            head(&home, target.to_str().unwrap());
            std::fs::remove_file(&target).unwrap();
        }
    }
    let made = home.ydt(&["backup", target.to_str().unwrap()]);
    assert_eq!(made.code, 0, "{}", made.err);
}

/// A founded town with two complaints, its backup made after the first, and the numbers of both.
fn one_behind() -> (Home, String) {
    let home = Home::founded();
    registers(&home);
    let backup = home.path("b.db").to_str().unwrap().to_owned();
    assert_eq!(home.ydt(&["backup", &backup]).code, 0);
    registers(&home);
    (home, backup)
}

#[test]
fn a_restore_never_loses_newer_events_unasked_and_records_what_it_lost() {
    let (home, backup) = one_behind();
    let database = home.database().to_str().unwrap().to_owned();
    let (before, bytes) = (head(&home, &database), std::fs::read(&database).unwrap());
    home.ydt(&["restore", &backup]).refused(4, "--force");
    assert_eq!(std::fs::read(&database).unwrap(), bytes);
    let left: Vec<_> = home.0.path().read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains(".part-")), "{left:?}");

    let restored = home.ydt(&["restore", &backup, "--force", "--json"]);
    assert_eq!(restored.code, 0, "{}", restored.err);
    let json = restored.json();
    let lost = json["lost"].as_u64().unwrap();
    assert!(lost > 0 && restored.err.contains("另存为"), "{}", restored.err);
    assert_eq!(head(&home, json["former"].as_str().unwrap()), before);
    assert_eq!(home.cases(), 1);
    // The machine does not take it for a file that was exchanged, and a number that was given is given to nobody else:
    // papers with it lie somewhere.
    registers(&home);
    let shown = home.ydt(&["show", "2026-0003"]);
    assert_eq!((shown.code, shown.err.contains("没有写入")), (0, false), "{}", shown.err);
    assert_ne!(home.ydt(&["show", "2026-0002"]).code, 0);
    assert_eq!(home.ydt(&["verify"]).code, 0);
    let file = rusqlite::Connection::open(home.database()).unwrap();
    let told: String = file
        .query_row("SELECT body FROM events WHERE body LIKE '{\"event\":\"restored\"%'", [], |row| row.get(0))
        .unwrap();
    assert!(told.contains(&format!("\"lost\":{lost}")) && told.contains(&before.1), "{told}");
}

#[test]
fn sealing_after_a_restore_erases_the_former_file_too() {
    let (home, backup) = one_behind();
    let restored = home.ydt(&["restore", &backup, "--force", "--json"]).json();
    let former = std::path::PathBuf::from(restored["former"].as_str().unwrap());
    assert!(former.exists());
    let seal = r#"{"command":"seal","case":"2026-0001","basis":"managed_above"}"#;
    assert_eq!(home.ydt_with(&["apply"], seal).code, 0);
    assert!(!former.exists(), "the sealed text lies in the former file still");
    assert_eq!(home.ydt(&["verify"]).code, 0);
}

#[test]
fn where_the_database_is_gone_or_cannot_be_read_the_backup_takes_its_place() {
    let home = Home::founded();
    registers(&home);
    let backup = home.path("b.db").to_str().unwrap().to_owned();
    assert_eq!(home.ydt(&["backup", &backup]).code, 0);
    let at_backup = head(&home, &backup);
    std::fs::remove_file(home.database()).unwrap();
    let restored = home.ydt(&["restore", &backup, "--json"]);
    assert_eq!(restored.code, 0, "{}", restored.err);
    assert_eq!(restored.json()["lost"], 0);
    let database = home.database().to_str().unwrap().to_owned();
    assert_eq!(head(&home, &database), at_backup);

    // A file whose pages are gone, on a machine that saw one event more in it than the backup has.
    registers(&home);
    let mut bytes = std::fs::read(&database).unwrap();
    bytes[4096..].fill(0xA5);
    std::fs::write(&database, bytes).unwrap();
    home.ydt(&["restore", &backup]).refused(4, "--force");
    let restored = home.ydt(&["restore", &backup, "--force"]);
    assert_eq!(restored.code, 0, "{}", restored.err);
    assert_eq!(home.cases(), 1);
    assert_eq!(home.ydt(&["verify"]).code, 0);
}

#[test]
fn what_is_no_sound_backup_of_this_town_is_refused_in_one_sentence() {
    let (home, backup) = one_behind();
    let database = std::fs::read(home.database()).unwrap();
    home.ydt(&["restore", home.path("none.db").to_str().unwrap()]).refused(6, "没有找到备份文件");
    home.ydt(&["restore", &home.write("text.db", "no database")]).refused(6, "不是一点通的数据库");
    let link = home.path("link.db");
    symlink(&backup, &link).unwrap();
    home.ydt(&["restore", link.to_str().unwrap()]).refused(6, "符号链接");
    let other = Home::founded();
    let foreign = other.path("f.db").to_str().unwrap().to_owned();
    assert_eq!(other.ydt(&["backup", &foreign]).code, 0);
    home.ydt(&["restore", &foreign]).refused(6, "另一个库");
    let mut damaged = std::fs::read(&backup).unwrap();
    let middle = damaged.len() / 2;
    damaged[middle..middle + 4096].fill(0xA5);
    let damaged = home.write("damaged.db", damaged);
    let refused = home.ydt(&["restore", &damaged]);
    assert!(refused.code != 0 && refused.err.contains("没有恢复"), "{}", refused.err);
    assert!(refused.err.matches('。').count() == 1 && !refused.err.contains(".part-"), "{}", refused.err);
    assert_eq!(std::fs::read(home.database()).unwrap(), database);
}

#[test]
fn nobody_restores_under_a_console_that_is_open() {
    let home = Home::practice();
    let backup = home.path("b.db").to_str().unwrap().to_owned();
    assert_eq!(home.ydt(&["backup", &backup]).code, 0);
    let console = crate::pty::Console::with(&home.database(), &["sandbox"], 100, 30);
    console.wait_for_text("收件箱");
    home.ydt(&["restore", &backup]).refused(6, "还有人开着");
    drop(console);
}

#[test]
fn what_was_sealed_after_the_backup_is_sealed_again_when_it_is_restored() {
    let home = Home::founded();
    let secret = "孔祥熙的秘密内容";
    let line =
        format!(r#"{{"command":"register","title":"甲","content":"{secret}","complained_at":"2026-03-05"}}"#);
    assert_eq!(home.ydt_with(&["apply"], &line).code, 0);
    let backup = home.path("b.db").to_str().unwrap().to_owned();
    assert_eq!(home.ydt(&["backup", &backup]).code, 0);
    let sealed =
        home.ydt_with(&["apply"], r#"{"command":"seal","case":"2026-0001","basis":"managed_above"}"#);
    assert_eq!(sealed.code, 0, "{}", sealed.out);
    // The list alone has to be enough: the file itself is gone.
    assert!(std::fs::read_to_string(home.path("erased.list")).unwrap().starts_with("2026-0001 "));
    std::fs::remove_file(home.database()).unwrap();
    let restored = home.ydt(&["restore", &backup, "--force", "--json"]);
    assert_eq!(restored.code, 0, "{}", restored.err);
    assert_eq!(restored.json()["sealed_again"], 1);
    let bytes = std::fs::read(home.database()).unwrap();
    let held = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
    assert!(!held, "the sealed text came back");
    assert!(home.ydt(&["show", "2026-0001"]).out.contains("密封"));
    assert_eq!(home.ydt(&["verify"]).code, 0);
}

#[test]
fn the_drill_in_the_manual_can_be_done_as_it_stands_there() {
    let home = Home::founded();
    registers(&home);
    let manual = include_str!("../../assets/manual/backup.md");
    let drill = manual.split("## 恢复演练").nth(1).unwrap();
    let commands: Vec<&str> = drill.lines().filter_map(|line| line.strip_prefix("    ")).collect();
    assert_eq!(commands.len(), 6, "{commands:?}");
    let folder = std::path::Path::new(env!("CARGO_BIN_EXE_ydt")).parent().unwrap();
    let mut heads = Vec::new();
    for command in commands {
        let ended = Command::new("/bin/sh")
            .args(["-c", command])
            .current_dir(home.0.path())
            .env_clear()
            .env("PATH", format!("{}:/usr/bin:/bin", folder.display()))
            .env("HOME", home.0.path())
            .env("YDT_DB", home.database())
            .output()
            .unwrap();
        let (out, err) = (String::from_utf8_lossy(&ended.stdout), String::from_utf8_lossy(&ended.stderr));
        assert!(ended.status.success(), "{command}: {err}");
        heads.extend(
            out.lines().chain(err.lines()).filter(|line| line.starts_with("链头 ")).map(str::to_owned),
        );
        assert!(!command.contains(" list ") || out.contains("2026-0001"), "{out}");
    }
    assert_eq!(heads.len(), 3, "{heads:?}");
    assert!(heads.iter().all(|head| *head == heads[0]), "{heads:?}");
    assert_eq!(home.cases(), 1);
}

#[test]
fn a_drill_elsewhere_that_goes_its_own_way_says_nothing_of_the_record() {
    let (home, backup) = one_behind();
    let database = home.database().to_str().unwrap().to_owned();
    let before = head(&home, &database);
    std::fs::create_dir(home.path("drill")).unwrap();
    let drill = home.path("drill/b.db").to_str().unwrap().to_owned();
    let restored = home.ydt(&["restore", &backup, "--force", "--db", &drill]);
    assert_eq!(restored.code, 0, "{}", restored.err);
    home.ydt_with(&["apply", "--db", &drill], LINE);
    // The town goes on where it was, and nobody is told that its file was exchanged.
    registers(&home);
    assert!(head(&home, &database).0 > before.0);
    assert_eq!(home.cases(), 3);
}

#[test]
fn a_place_where_no_backup_can_be_is_named_in_one_sentence_and_nothing_is_made() {
    let home = Home::founded();
    let there = home.write("there.db", "x");
    let kept = home.path("kept");
    std::fs::create_dir(&kept).unwrap();
    // Whoever keeps none would lose what was just made.
    home.ydt(&["backup", "--keep", "0", kept.to_str().unwrap()]).refused(2, "至少写 1");
    home.ydt(&["backup", "--keep", "3", &there]).refused(6, "不是文件夹");
    home.ydt(&["backup", home.path("none/").to_str().unwrap()]).refused(6, "没有文件夹");
    home.ydt(&["backup", "--keep", "3", home.path("none").to_str().unwrap()]).refused(6, "没有文件夹");
    std::fs::set_permissions(&kept, std::os::unix::fs::PermissionsExt::from_mode(0o1777)).unwrap();
    home.ydt(&["backup", "--keep", "3", kept.to_str().unwrap()])
        .refused(6, "请把备份放到只有本人能写的文件夹");
    assert_eq!(kept.read_dir().unwrap().count(), 0);
    assert_eq!(std::fs::read(&there).unwrap(), b"x");
}

#[test]
fn a_disk_with_too_little_room_is_told_before_anything_is_written_on_it() {
    let home = Home::founded();
    let backup = home.path("b.db").to_str().unwrap().to_owned();
    assert_eq!(home.ydt(&["backup", &backup]).code, 0);
    let Some(disk) = Disk::mounted(&home, &["-t", "tmpfs", "-o", "size=400k,mode=0700", "tmpfs"]) else {
        eprintln!("nothing may be mounted here; not tried");
        return;
    };
    let place = disk.0.join("x.db").to_str().unwrap().to_owned();
    home.ydt(&["backup", &place]).refused(6, "磁盘只剩");
    home.ydt(&["backup", "--keep", "2", disk.0.to_str().unwrap()]).refused(6, "磁盘只剩");
    home.ydt(&["restore", &backup, "--db", &place]).refused(6, "磁盘只剩");
    assert_eq!(disk.0.read_dir().unwrap().count(), 0);
}

#[test]
fn a_backup_of_an_older_version_is_brought_up_to_date_in_its_new_place_and_one_of_a_newer_is_refused() {
    let home = Home::new();
    let old = std::fs::read("tests/fixtures/schema-0009.db").unwrap();
    let backup = home.write("old.db", &old);
    let private = std::os::unix::fs::PermissionsExt::from_mode(0o600);
    std::fs::set_permissions(&backup, private).unwrap();
    let restored = home.ydt(&["restore", &backup]);
    assert_eq!(restored.code, 0, "{}", restored.err);
    assert_eq!(home.ydt(&["verify"]).code, 0);
    assert_eq!(std::fs::read(&backup).unwrap(), old, "the backup itself stays as it is");
    let names = home.0.path().read_dir().unwrap().map(|entry| entry.unwrap().file_name());
    let left: Vec<_> = names.filter(|name| name.to_string_lossy().contains(".before-")).collect();
    assert!(left.is_empty(), "{left:?}");

    let database = std::fs::read(home.database()).unwrap();
    let newer = rusqlite::Connection::open(&backup).unwrap();
    newer.execute_batch("PRAGMA user_version = 999;").unwrap();
    drop(newer);
    home.ydt(&["restore", &backup]).refused(7, "升级");
    assert_eq!(std::fs::read(home.database()).unwrap(), database);
}

#[test]
fn the_database_is_no_backup_of_itself_and_two_restores_in_a_second_keep_both_former_files() {
    let home = Home::founded();
    registers(&home);
    let database = home.database().to_str().unwrap().to_owned();
    home.ydt(&["restore", &database]).refused(6, "就是现在的数据库");
    let backup = home.path("b.db").to_str().unwrap().to_owned();
    assert_eq!(home.ydt(&["backup", &backup]).code, 0);
    let mut former = std::collections::BTreeSet::new();
    for _ in 0..3 {
        let restored = home.ydt(&["restore", &backup, "--json"]);
        assert_eq!(restored.code, 0, "{}", restored.err);
        former.insert(restored.json()["former"].as_str().unwrap().to_owned());
    }
    assert_eq!(former.len(), 3, "{former:?}");
}
