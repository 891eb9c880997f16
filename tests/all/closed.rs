//! A database that must not be written is read, says why, and stays as it is: where nothing can be written, where it is
//! damaged, where it is not the one that this machine saw last.

use std::os::unix::fs::{FileExt as _, MetadataExt as _, PermissionsExt as _};
use std::path::Path;
use std::process::Command;

use ydt::domain::town::setting_key::SettingKey;
use ydt::domain::view::filter::Filter;
use ydt::domain::view::listing::{From, ListQuery, Sort, View};
use ydt::office::Office;

use crate::home::{Ended, Home, rounds};
use crate::pty::{Console, PATIENCE};
use crate::town::at;
use crate::two_operators::Dice;

const LINE: &str = r#"{"command":"register","title":"甲","content":"乙","complained_at":"2026-03-05"}"#;

/// What must not change in a file: its bytes and the moment of its last writing.
fn state(path: &Path) -> (Vec<u8>, i64, i64) {
    let about = path.metadata().unwrap();
    (std::fs::read(path).unwrap(), about.mtime(), about.mtime_nsec())
}

fn registers(home: &Home) -> Ended {
    home.ydt_with(&["apply"], LINE)
}

/// A practice town with some cases.
fn filled(cases: usize) -> Home {
    let home = Home::practice();
    let rows: String =
        (0..cases).map(|number| format!("P{number},2026-03-05 14:20,路灯{number},路灯坏了\n")).collect();
    let file = home.write("push.csv", format!("平台编号,投诉时间,投诉事项名称,投诉内容\n{rows}"));
    assert_eq!(home.ydt(&["import", &file]).code, 0);
    home
}

#[test]
fn on_a_medium_that_cannot_be_written_one_lists_shows_and_verifies() {
    let home = filled(3);
    let medium = home.path("medium");
    std::fs::create_dir(&medium).unwrap();
    let mount = |words: &[&str]| Command::new("mount").args(words).arg(&medium).output();
    let mounted = mount(&["-t", "tmpfs", "-o", "size=8m,mode=0700", "tmpfs"]);
    if !mounted.is_ok_and(|mounted| mounted.status.success()) {
        eprintln!("nothing may be mounted here; not tried");
        return;
    }
    let db = medium.join("y.db");
    std::fs::copy(home.database(), &db).unwrap();
    assert!(mount(&["-o", "remount,ro"]).unwrap().status.success());
    let ydt = |words: &[&str]| home.ydt(&[&["--db", db.to_str().unwrap()], words].concat());
    let looks = [&["list"][..], &["show", "2026-0001"], &["verify"], &["check"]].map(ydt);
    let act = home.write("a.jsonl", LINE);
    let refused = ydt(&["apply", &act]);
    let umounted = Command::new("umount").arg(&medium).status().unwrap();
    assert!(umounted.success());
    for ended in looks {
        assert!([0, 1].contains(&ended.code) && ended.err.contains("按只读打开"), "{}", ended.err);
    }
    refused.refused(6, "按只读打开");
}

/// Damages at a place of the file: some bytes, or what a torn write leaves.
fn damage(bytes: &mut [u8], dice: &mut Dice) -> usize {
    // The header's fields may hold anything that the library accepts; what comes after them counts.
    let at = 100 + dice.below(bytes.len() - 100 - 512);
    let length = [1, 16, 512][dice.below(3)];
    for byte in &mut bytes[at..at + length] {
        *byte ^= 0x5A;
    }
    at
}

#[test]
fn of_two_hundred_damaged_copies_none_that_is_found_damaged_is_written_on() {
    let home = filled(60);
    let sound = std::fs::read(home.database()).unwrap();
    let copy = home.path("town.db.kept");
    std::fs::write(&copy, &sound).unwrap();
    let mut dice = Dice(u64::from(std::process::id()));
    eprintln!("seed {}", dice.0);
    let places = rounds(40, 200);
    let (mut told, mut unnoticed) = (0, 0);
    for _ in 0..places {
        let mut damaged = sound.clone();
        let at = damage(&mut damaged, &mut dice);
        std::fs::write(home.database(), &damaged).unwrap();
        std::fs::set_permissions(home.database(), std::fs::Permissions::from_mode(0o600)).unwrap();
        let before = state(&home.database());
        let acted = registers(&home);
        if acted.code == 0 {
            // Nothing the record stands on was hit, or a page that was free; else opening ought to have found it.
            let is_sound = rusqlite::Connection::open(home.database())
                .unwrap()
                .query_row("PRAGMA integrity_check(1)", [], |row| row.get::<_, String>(0))
                .is_ok_and(|word| word == "ok");
            assert!(is_sound, "byte {at}: written on a damaged file");
            unnoticed += 1;
            for ending in ["", "-wal", "-shm"] {
                let _not_there = std::fs::remove_file(home.path(&format!("town.db{ending}")));
            }
            let _not_there = std::fs::remove_dir_all(home.path(".local/state/ydt/heads"));
            continue;
        }
        assert!(acted.err.lines().count() == 1 && acted.err.contains('。'), "byte {at}: {}", acted.err);
        for words in [&["list"][..], &["show", "2026-0001"], &["check"], &["verify"]] {
            let ended = home.ydt(words);
            assert!(!ended.err.contains("panicked"), "byte {at} {words:?}: {}", ended.err);
            if ended.err.contains("已损坏") && ended.err.contains("按只读打开") {
                assert!(ended.err.contains(copy.to_str().unwrap()), "byte {at}: {}", ended.err);
                told += 1;
            }
        }
        assert_eq!(state(&home.database()), before, "byte {at} {}: written", acted.err);
    }
    eprintln!("{places} places, {unnoticed} in nothing that was read");
    assert!(told > 0, "no damaged file was opened for reading");
}

/// Makes a file so large that it is looked at beside the reading, and damages a page that no list needs.
fn grown_and_damaged(home: &Home) {
    let root = {
        let file = rusqlite::Connection::open(home.database()).unwrap();
        file.execute("INSERT INTO meta (key, value) VALUES ('filler', ?1)", ["字".repeat(1 << 20)]).unwrap();
        file.query_row("SELECT rootpage FROM sqlite_schema WHERE name = 'column_words'", [], |row| {
            row.get::<_, u32>(0)
        })
        .unwrap()
    };
    let root = usize::try_from(root).unwrap();
    let mut bytes = std::fs::read(home.database()).unwrap();
    bytes[(root - 1) * 4096..root * 4096].fill(0xA5);
    std::fs::write(home.database(), bytes).unwrap();
}

#[test]
fn a_large_damaged_file_is_listed_at_once_and_found_damaged_before_anything_is_saved() {
    let home = filled(3);
    grown_and_damaged(&home);
    let before = state(&home.database());
    let listed = home.ydt(&["list"]);
    assert!(listed.code == 0 && listed.out.contains("路灯2"), "{}", listed.out);
    assert!(!listed.err.contains("已损坏"), "{}", listed.err);

    let acted = registers(&home);
    assert!(
        acted.code != 0 && acted.err.contains("已损坏") && acted.err.contains("没有写入任何内容"),
        "{}",
        acted.err
    );
    let checked = home.ydt(&["check"]);
    assert!(checked.err.contains("已损坏") && checked.err.contains("按只读打开"), "{}", checked.err);
    assert_eq!(state(&home.database()), before);
    assert!(!home.path("town.db-wal").exists());
}

#[test]
fn the_console_says_that_a_large_file_is_damaged_once_it_knows() {
    let home = filled(3);
    grown_and_damaged(&home);
    let before = state(&home.database());
    let console = Console::with(&home.database(), &["sandbox"], 110, 32);
    console.wait_for_text("路灯2");
    console.wait_for_text("数据库已损坏");
    drop(console);
    assert_eq!(state(&home.database()), before);
}

/// Damages the file of a session that runs, so that it notices with its next reading.
fn damaged_while_open(home: &Home) {
    let other = rusqlite::Connection::open(home.database()).unwrap();
    other.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
    // What another session commits lets this one forget the pages that it knows.
    other.execute_batch("UPDATE meta SET value = value WHERE key = 'town_revision'").unwrap();
    // Everything but the first page, which says what kind of file it is; in its place, for a file that is cut for a
    // moment is another fault.
    let file = std::fs::OpenOptions::new().write(true).open(home.database()).unwrap();
    let length = usize::try_from(file.metadata().unwrap().len()).unwrap();
    file.write_all_at(&vec![0xA5; length - 4096], 4096).unwrap();
}

#[test]
fn a_console_that_meets_damage_says_so_on_every_screen_and_writes_no_more() {
    let home = filled(3);
    let mut console = Console::with(&home.database(), &["sandbox"], 110, 32);
    console.wait_for_text("路灯2");
    damaged_while_open(&home);
    let log = home.path("town.db-wal");
    let before = (state(&home.database()), std::fs::read(&log).unwrap());
    console.type_keys("\t");
    console.wait_for_text("只读：数据库已损坏");
    console.type_keys("q");
    assert!(console.wait_for_end(PATIENCE).success());
    assert_eq!((state(&home.database()), std::fs::read(&log).unwrap()), before, "written on");
}

#[test]
fn damage_met_while_a_session_runs_closes_the_file_for_writing() {
    let home = filled(60);
    let login = nix::unistd::User::from_uid(nix::unistd::geteuid()).unwrap().unwrap().name;
    let mut office = Office::open(&home.database(), &login, "test").unwrap();
    let query = || ListQuery {
        view: View::All,
        filter: Filter::default(),
        sort: Sort::Number,
        from: From::Top,
        limit: 50,
    };
    let now = at("2026-03-06 09:00");
    assert_eq!(office.list(&query(), now).unwrap().rows.len(), 50);
    assert!(office.closed().is_none());
    damaged_while_open(&home);
    let log = home.path("town.db-wal");
    let before = (state(&home.database()), std::fs::read(&log).unwrap());
    assert!(office.list(&query(), now).unwrap_err().to_string().contains("已损坏"));
    assert!(office.closed().unwrap().to_string().contains("按只读打开"));
    assert_eq!(office.desk(now).read_only, Some("数据库已损坏"));
    let refused = office.set_setting(SettingKey::ApproachingShort, "2", now).unwrap_err().to_string();
    assert!(refused.contains("已损坏") && refused.contains("没有写入"), "{refused}");
    drop(office);
    assert_eq!((state(&home.database()), std::fs::read(&log).unwrap()), before, "written on");
}

#[test]
fn an_older_copy_put_in_its_place_is_read_and_named_and_not_written() {
    let home = Home::founded();
    assert_eq!(registers(&home).code, 0);
    let older = std::fs::read(home.database()).unwrap();
    assert_eq!(registers(&home).code, 0);
    let newer = std::fs::read(home.database()).unwrap();
    std::fs::write(home.database(), &older).unwrap();
    let before = state(&home.database());
    let listed = home.ydt(&["list"]);
    assert!(listed.code == 0 && listed.err.contains("没有本机最后见过的"), "{}", listed.err);
    let acted = registers(&home);
    assert!(acted.code == 3 && acted.err.contains("没有本机最后见过的"), "{}", acted.err);
    assert_eq!(state(&home.database()), before);
    // Found again, it is the one that was seen.
    std::fs::write(home.database(), &newer).unwrap();
    assert_eq!(registers(&home).code, 0);
    // Whoever wants the older one does what the sentence says.
    std::fs::write(home.database(), &older).unwrap();
    let told = registers(&home).err;
    let mends = told.trim().rsplit("：rm ").next().unwrap().to_owned();
    std::fs::remove_file(mends).unwrap();
    assert_eq!(registers(&home).code, 0);
}

#[test]
fn a_log_of_another_copy_is_not_taken_for_ones_own() {
    for later in 0..rounds(1, 30) {
        with_a_log_of_another_copy(later);
    }
}

/// The other copy goes on by one act, this one by some more.
fn with_a_log_of_another_copy(later: usize) {
    let home = Home::founded();
    let aside = Home::new();
    std::fs::copy(home.database(), aside.database()).unwrap();
    // The same beginning, another continuation, which stands in the log only.
    let foreign = rusqlite::Connection::open(aside.database()).unwrap();
    let _holds_the_log_open: i64 =
        foreign.query_row("SELECT count(*) FROM events", [], |row| row.get(0)).unwrap();
    assert_eq!(registers(&aside).code, 0);
    let log = std::fs::read(aside.path("town.db-wal")).unwrap();
    assert!(!log.is_empty());
    for _ in 0..=later % 5 {
        assert_eq!(registers(&home).code, 0);
    }
    let main = std::fs::read(home.database()).unwrap();
    std::fs::write(home.path("town.db-wal"), &log).unwrap();
    std::fs::set_permissions(home.path("town.db-wal"), std::fs::Permissions::from_mode(0o600)).unwrap();
    let acted = registers(&home);
    // The library either passes the log over, or takes it, and then it is noticed.
    assert!(acted.code == 0 || acted.code == 3, "{} {}", acted.code, acted.err);
    if acted.code == 3 {
        assert_eq!(std::fs::read(home.database()).unwrap(), main);
        assert_eq!(std::fs::read(home.path("town.db-wal")).unwrap(), log);
    }
}

#[test]
fn who_only_looks_makes_no_folder() {
    let home = Home::founded();
    for words in [&["list"][..], &["verify"], &["settings", "list"], &["help"], &["check"]] {
        assert!([0, 1].contains(&home.ydt(words).code), "{words:?}");
    }
    assert!(!home.path(".local").exists());
    assert_eq!(registers(&home).code, 0);
    assert!(home.path(".local/state/ydt/heads").exists());
}

#[test]
fn a_console_on_a_database_that_is_not_written_says_so_and_keeps_saying_it() {
    let home = filled(3);
    let older = std::fs::read(home.database()).unwrap();
    assert_eq!(registers(&home).code, 0);
    std::fs::write(home.database(), &older).unwrap();
    // A console of these tests has its state folder elsewhere.
    std::fs::create_dir(home.path("ydt")).unwrap();
    std::fs::rename(home.path(".local/state/ydt/heads"), home.path("ydt/heads")).unwrap();
    let mut console = Console::with(&home.database(), &["sandbox"], 110, 32);
    console.wait_for_text("只读：数据库可能被换成了旧的");
    console.wait_for_text("待研判 3");
    console.type_keys("q");
    assert!(console.wait_for_end(PATIENCE).success());
    // Made anew it is another town, and what was seen of the former one is forgotten.
    let mut console = Console::with(&home.database(), &["sandbox", "--reset"], 110, 32);
    console.wait_for_text("演练库");
    console.type_keys("q");
    assert!(console.wait_for_end(PATIENCE).success());
    assert_eq!(registers(&home).code, 0);
}
