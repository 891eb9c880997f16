//! What a database may lie beside: its folder, its names, the files that the library keeps next to it.

use std::os::unix::fs::{PermissionsExt as _, chown};
use std::path::Path;

use crate::home::{Ended, Home};

fn allow(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

/// Refused with what mends it, which stands at the end so that it can be copied.
fn mended(ended: &Ended, word: &str, mends: &str) {
    assert_eq!((ended.code, ended.out.as_str(), ended.err.lines().count()), (6, "", 1), "{}", ended.err);
    assert!(ended.err.contains(word) && ended.err.trim_end().ends_with(mends), "{}", ended.err);
}

/// The names in a folder.
fn names(folder: &Path) -> Vec<String> {
    let entries = folder.read_dir().unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_folder_that_others_can_write_is_refused_with_what_mends_it() {
    let home = Home::founded();
    let folder = home.0.path();
    for mode in [0o777, 0o770, 0o702, 0o730] {
        allow(folder, mode);
        mended(&home.ydt(&["list"]), "别人也能写", &format!("chmod 700 {}", folder.display()));
    }
    // What everybody may write and nobody may clear is no place for it either, and its mode is not ours to change.
    allow(folder, 0o1777);
    home.ydt(&["list"]).refused(6, "只有本人能写的文件夹");
    let elsewhere = home.path("other.db");
    let made = home.ydt(&["--db", elsewhere.to_str().unwrap(), "init", "--sandbox"]);
    made.refused(6, "只有本人能写的文件夹");
    assert!(!elsewhere.exists());
    allow(folder, 0o755);
    assert_eq!(home.ydt(&["list"]).code, 0);
}

#[test]
fn a_folder_or_a_file_of_somebody_else_is_refused() {
    if !nix::unistd::geteuid().is_root() {
        eprintln!("only root can give files away; not tried");
        return;
    }
    let home = Home::founded();
    let folder = home.0.path();
    chown(folder, Some(65_534), None).unwrap();
    mended(&home.ydt(&["list"]), "属于别的用户", &format!("chown 0 {}", folder.display()));
    chown(folder, Some(0), None).unwrap();
    chown(home.database(), Some(65_534), None).unwrap();
    home.ydt(&["list"]).refused(6, "属于别的用户");
    chown(home.database(), Some(0), None).unwrap();
    assert_eq!(home.ydt(&["list"]).code, 0);
}

#[test]
fn a_file_with_a_second_name_is_refused_until_it_has_one() {
    let home = Home::founded();
    let other = home.path("backdoor");
    std::fs::hard_link(home.database(), &other).unwrap();
    let database = home.database();
    let shown = database.display();
    mended(&home.ydt(&["list"]), "硬链接", &format!("cp -p {shown} {shown}.new && mv {shown}.new {shown}"));
    std::fs::remove_file(&other).unwrap();
    assert_eq!(home.ydt(&["list"]).code, 0);
    // The second name of a file that is being made is none of somebody else's.
    std::fs::hard_link(home.database(), home.path("town.db.part-0123456789abcdef")).unwrap();
    assert_eq!(home.ydt(&["list"]).code, 0);
}

#[test]
fn what_lies_beside_the_file_is_private_too_or_the_file_is_not_opened() {
    let home = Home::founded();
    let before = std::fs::read(home.database()).unwrap();
    for ending in ["-wal", "-shm", "-journal"] {
        let part = home.path(&format!("town.db{ending}"));
        std::fs::write(&part, b"").unwrap();
        allow(&part, 0o640);
        mended(&home.ydt(&["list"]), "权限过宽", &format!("chmod 600 {}", part.display()));
        std::fs::remove_file(&part).unwrap();
        std::os::unix::fs::symlink("/dev/null", &part).unwrap();
        mended(&home.ydt(&["list"]), "不是本用户的普通文件", part.to_str().unwrap());
        std::fs::remove_file(&part).unwrap();
    }
    assert_eq!(std::fs::read(home.database()).unwrap(), before);
    assert_eq!(home.ydt(&["list"]).code, 0);
}

#[test]
fn a_file_that_is_not_opened_has_nothing_new_beside_it() {
    let home = Home::founded();
    let numbers = |application: i64, version: i64| {
        let raw = rusqlite::Connection::open(home.database()).unwrap();
        raw.pragma_update(None, "application_id", application).unwrap();
        raw.pragma_update(None, "user_version", version).unwrap();
    };
    let raw = rusqlite::Connection::open(home.database()).unwrap();
    let number = |name| raw.pragma_query_value(None, name, |row| row.get::<_, i64>(0)).unwrap();
    let (ours, known) = (number("application_id"), number("user_version"));
    drop(raw);
    for (application, version, code) in
        [(7, known, 6), (0, 0, 6), (ours, known + 1, 7), (ours, 0, 3), (ours, -5, 3), (ours, 3, 3)]
    {
        numbers(application, version);
        let (bytes, there) = (std::fs::read(home.database()).unwrap(), names(home.0.path()));
        for words in [&["list"][..], &["verify"], &["check"], &["settings", "list"]] {
            home.ydt(words).refused(code, "。");
        }
        assert_eq!(std::fs::read(home.database()).unwrap(), bytes, "{application} {version}");
        assert_eq!(names(home.0.path()), there, "{application} {version}");
    }
    numbers(ours, known);
    assert_eq!(home.ydt(&["verify"]).code, 0);
}

#[test]
fn a_file_that_is_newer_only_in_its_log_has_nothing_new_beside_it_either() {
    let home = Home::founded();
    let raw = rusqlite::Connection::open(home.database()).unwrap();
    raw.execute_batch("PRAGMA user_version = 999;").unwrap();
    let log = std::fs::read(home.path("town.db-wal")).unwrap();
    std::fs::copy(home.database(), home.path("apart")).unwrap();
    drop(raw);
    std::fs::rename(home.path("apart"), home.database()).unwrap();
    allow(&home.database(), 0o600);
    std::fs::write(home.path("town.db-wal"), &log).unwrap();
    allow(&home.path("town.db-wal"), 0o600);
    let there = names(home.0.path());
    home.ydt(&["list"]).refused(7, "升级");
    assert_eq!(names(home.0.path()), there);
    assert_eq!(std::fs::read(home.path("town.db-wal")).unwrap(), log);
}
