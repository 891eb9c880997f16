//! Typed text survives whatever ends the session: the next one offers it again.

use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;

use crate::home::Home;
use crate::pty::{Console, PATIENCE};

const GONE_WITHIN: Duration = Duration::from_secs(2);

const CTRL_C: &str = "\x03";

/// A practice town with one case, and a console in whose supplement form something has been typed.
fn typing(home: &Home, text: &str) -> Console {
    let mut console = form(home);
    console.type_keys(text);
    console.wait_for_text(text);
    console
}

fn form(home: &Home) -> Console {
    let mut console = Console::with(&home.database(), &["sandbox"], 110, 32);
    // Whichever view one left stands there again, and the case is in the first two of them.
    console.wait_for_text("排序");
    console.wait_for_text("2026-0001");
    console.type_keys("a");
    console.wait_for_text("办理动作  2026-0001");
    console.type_keys("bc");
    console.wait_for_text("1 补充");
    console.type_keys("\r");
    console.wait_for_text("补充  2026-0001");
    console
}

fn town() -> Home {
    let home = Home::practice();
    let line = r#"{"command":"register","title":"甲","content":"乙","complained_at":"2026-03-05"}"#;
    assert_eq!(home.ydt_with(&["apply", "--now", "2026-11-20T10:00"], line).code, 0);
    home
}

#[test]
fn what_was_typed_comes_back_after_a_dropped_line_and_after_a_signal() {
    type Way = (&'static str, fn(&mut Console));
    let home = town();
    let ways: [Way; 3] = [
        ("SIGHUP", |console| console.signal(Signal::SIGHUP)),
        ("SIGTERM", |console| console.signal(Signal::SIGTERM)),
        ("a dropped line", Console::hang_up),
    ];
    for (way, end) in ways {
        let text = "灯杆也歪了请一并处理";
        let mut console = typing(&home, text);
        end(&mut console);
        assert!(console.wait_for_end(GONE_WITHIN).success(), "{way}");
        let mut console = form(&home);
        console.wait_for_text("未提交的内容");
        console.type_keys("\r");
        console.wait_for_text(text);
        // Committed, so that the next way starts from nothing.
        console.type_keys("\x13");
        console.wait_for_text("已保存");
        console.type_keys("q");
        assert!(console.wait_for_end(PATIENCE).success());
    }
    let shown = home.ydt(&["show", "2026-0001", "--json"]).json();
    let kept =
        shown["history"].as_array().unwrap().iter().filter(|line| line["action"] == "supplement").count();
    assert_eq!((kept, home.ydt(&["verify"]).code), (3, 0));
}

/// Where the drafts of this home lie.
fn files(home: &Home) -> Vec<PathBuf> {
    let entries = home.path("ydt/drafts").read_dir().into_iter().flatten();
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.filter(|path| path.extension().is_some_and(|ending| ending == "draft")).collect()
}

/// Waits until a draft holds this text; a limit of its own, because how soon it is kept is the promise.
fn wait_until_kept(home: &Home, text: &str, limit: Duration) {
    let until = Instant::now() + limit;
    while !files(home).iter().any(|path| std::fs::read_to_string(path).unwrap_or_default().contains(text)) {
        assert!(Instant::now() < until, "not kept within {limit:?}: {text}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_paste_is_kept_before_the_program_is_killed() {
    let home = town();
    let mut console = form(&home);
    let text = "名单仍未张贴，请核实。".repeat(182);
    console.type_keys(format!("\x1b[200~{text}\x1b[201~"));
    wait_until_kept(&home, &text, Duration::from_secs(6));
    console.signal(Signal::SIGKILL);
    console.wait_for_end(PATIENCE);
    let [file] = files(&home).try_into().unwrap();
    assert_eq!(file.metadata().unwrap().mode() & 0o777, 0o600);
    assert_eq!(file.parent().unwrap().metadata().unwrap().mode() & 0o777, 0o700);
    let mut console = form(&home);
    console.wait_for_text("未提交的内容");
    console.type_keys("\r");
    console.wait_for_text("名单仍未张贴");
}

#[test]
fn what_was_typed_is_kept_by_the_clock() {
    let home = town();
    let console = typing(&home, "一个字一个字写的");
    wait_until_kept(&home, "一个字一个字写的", Duration::from_secs(6));
    console.signal(Signal::SIGKILL);
    console.wait_for_end(PATIENCE);
    form(&home).wait_for_text("未提交的内容");
}

#[test]
fn a_locked_database_keeps_no_typed_text_from_being_saved() {
    type Way = (&'static str, fn(&mut Console));
    let ways: [Way; 2] =
        [("SIGTERM", |console| console.signal(Signal::SIGTERM)), ("a dropped line", Console::hang_up)];
    for (way, end) in ways {
        let home = town();
        let mut console = typing(&home, "库被锁住时写的");
        let mut other = rusqlite::Connection::open(home.database()).unwrap();
        let lock = other.transaction_with_behavior(rusqlite::TransactionBehavior::Exclusive).unwrap();
        console.type_keys("，也要留下");
        console.wait_for_text("，也要留下");
        end(&mut console);
        console.wait_for_end(GONE_WITHIN);
        wait_until_kept(&home, "库被锁住时写的，也要留下", Duration::ZERO);
        drop(lock);
        form(&home).wait_for_text("未提交的内容");
        assert_eq!(home.ydt(&["verify"]).code, 0, "{way}");
    }
}

/// The longest text a field takes.
const LONGEST: usize = 10_000;

#[test]
fn twenty_thousand_keys_before_the_end_are_kept_as_far_as_a_field_takes_them() {
    type Way = (&'static str, fn(&mut Console));
    let ways: [Way; 3] = [
        ("SIGTERM", |console| console.signal(Signal::SIGTERM)),
        ("SIGHUP", |console| console.signal(Signal::SIGHUP)),
        // What nobody has read when the line goes is thrown away by the system, so it goes as soon as all is read.
        ("a dropped line", |console| {
            console.wait_until_read();
            console.hang_up();
        }),
    ];
    // A key that could be held down comes singly; other letters come as a paste that waits for its end.
    let texts = ["k".repeat(20_000), "村里低保评定后没有张贴名单".chars().cycle().take(20_000).collect()];
    for (way, end) in ways {
        for text in &texts {
            let home = town();
            let mut console = form(&home);
            console.type_keys(text);
            end(&mut console);
            assert!(console.wait_for_end(GONE_WITHIN).success(), "{way}");
            let kept: String = text.chars().take(LONGEST).collect();
            wait_until_kept(&home, &format!("\"{kept}\""), Duration::ZERO);
        }
    }
}

#[test]
fn what_is_typed_on_a_line_that_nobody_reads_is_kept() {
    type Way = (&'static str, fn(&mut Console));
    let ways: [Way; 3] = [
        ("SIGTERM", |console| console.signal(Signal::SIGTERM)),
        ("SIGHUP", |console| console.signal(Signal::SIGHUP)),
        ("a dropped line", |console| {
            console.wait_until_read();
            console.hang_up();
        }),
    ];
    for (way, end) in ways {
        let home = town();
        let mut console = typing(&home, "看得见时写的");
        console.stop_reading();
        console.type_keys("，看不见时写的");
        console.wait_until_read();
        // A frame that could not be sent is followed by what no frame shows any more.
        console.type_keys("，再写一句");
        end(&mut console);
        assert!(console.wait_for_end(GONE_WITHIN).success(), "{way}");
        wait_until_kept(&home, "看得见时写的，看不见时写的，再写一句", Duration::ZERO);
    }
}

#[test]
fn what_is_typed_on_a_line_that_nobody_reads_is_kept_by_the_clock() {
    let home = town();
    let mut console = typing(&home, "看得见时写的");
    console.stop_reading();
    console.type_keys("，看不见时写的");
    wait_until_kept(&home, "看得见时写的，看不见时写的", Duration::from_secs(6));
}

#[test]
fn what_was_typed_into_a_window_that_is_too_small_is_kept_at_the_end() {
    let home = town();
    let mut console = typing(&home, "窗口还大时写的");
    console.resize(20, 5);
    console.wait_for_text("终端太小");
    console.type_keys("，变小后写的");
    console.signal(Signal::SIGTERM);
    assert!(console.wait_for_end(GONE_WITHIN).success());
    wait_until_kept(&home, "窗口还大时写的，变小后写的", Duration::ZERO);
}

#[test]
fn half_a_paste_before_the_end_is_kept() {
    let home = town();
    let mut console = form(&home);
    let text = "名单仍未张贴，请核实。".repeat(182);
    console.type_keys(format!("\x1b[200~{text}"));
    console.signal(Signal::SIGTERM);
    assert!(console.wait_for_end(GONE_WITHIN).success());
    wait_until_kept(&home, &format!("\"{text}\""), Duration::ZERO);
}

#[test]
fn a_damaged_draft_is_told_and_the_form_opens() {
    let home = town();
    let mut console = typing(&home, "先写一句");
    console.signal(Signal::SIGTERM);
    console.wait_for_end(GONE_WITHIN);
    let [file] = files(&home).try_into().unwrap();
    std::fs::write(&file, b"{\"version\":1,").unwrap();
    console = form(&home);
    console.wait_for_text("草稿已损坏");
    console.type_keys("再写一句");
    console.wait_for_text("再写一句");
}

#[test]
fn drafts_of_an_older_version_become_files_and_leave_the_database() {
    let home = Home::new();
    let saved = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/schema-0004-drafts.db");
    std::fs::copy(saved, home.database()).unwrap();
    std::fs::set_permissions(home.database(), std::fs::Permissions::from_mode(0o600)).unwrap();
    home.sql("UPDATE people SET login = NULL WHERE login = 'root'");
    let me = nix::unistd::User::from_uid(nix::unistd::geteuid()).unwrap().unwrap().name;
    home.sql(&format!("UPDATE people SET login = '{me}' WHERE person_id = 1"));
    let console = Console::with(&home.database(), &["sandbox"], 110, 32);
    // They are old enough to be asked about, which may come before the list.
    console.wait_for("the list or the question", |screen| {
        let shown = screen.contents();
        shown.contains("排序") || shown.contains("丢弃吗")
    });
    for text in ["名单仍未张贴", "另拟：请社会事务", "还没有写完的投诉"] {
        wait_until_kept(&home, text, PATIENCE);
    }
    let left = || {
        let raw = rusqlite::Connection::open(home.database()).unwrap();
        raw.query_row("SELECT count(*) FROM drafts", [], |row| row.get::<_, i64>(0)).unwrap()
    };
    let until = Instant::now() + PATIENCE;
    while left() > 0 {
        assert!(Instant::now() < until, "the table still holds drafts");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_draft_about_an_erased_case_is_deleted_unseen() {
    let home = town();
    let console = typing(&home, "密封之前写的");
    console.signal(Signal::SIGTERM);
    console.wait_for_end(GONE_WITHIN);
    assert_eq!(files(&home).len(), 1);
    let seal = r#"{"case":"2026-0001","command":"seal","ruling":"同意密封","ruled_on":"2026-11-20"}"#;
    let done = home.ydt_with(&["apply", "--now", "2026-11-20T11:00"], seal);
    assert_eq!(done.code, 0, "{}", done.out);
    let console = Console::with(&home.database(), &["sandbox"], 110, 32);
    console.wait_for_text("排序");
    let until = Instant::now() + PATIENCE;
    while !files(&home).is_empty() {
        assert!(Instant::now() < until, "the draft is still there");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn a_draft_of_more_than_ninety_days_is_asked_about_once() {
    let home = town();
    let console = typing(&home, "很久以前写的");
    console.signal(Signal::SIGTERM);
    console.wait_for_end(GONE_WITHIN);
    let [file] = files(&home).try_into().unwrap();
    let text = std::fs::read_to_string(&file).unwrap();
    let (before, after) = text.split_once("\"kept_at\":\"").unwrap();
    let (_, after) = after.split_once('"').unwrap();
    std::fs::write(&file, format!("{before}\"kept_at\":\"2020-01-02T03:04:05+08:00\"{after}")).unwrap();
    let mut console = Console::with(&home.database(), &["sandbox"], 110, 32);
    console.wait_for_text("90 天以前的草稿");
    console.wait_for_text("补充 2026-0001（2020-01-02）");
    console.type_keys("\x1b");
    console.wait_for("the question has gone", |screen| !screen.contents().contains("90 天以前"));
    console.type_keys("q");
    console.wait_for_end(PATIENCE);
    // Not asked again; the form still offers it.
    let mut console = form(&home);
    console.wait_for_text("未提交的内容");
    console.type_keys("\r");
    console.wait_for_text("很久以前写的");
}

#[test]
fn the_second_person_in_a_form_is_told_who_has_it_open_and_what_is_over_is_forgotten() {
    let home = town();
    home.sql(
        "INSERT INTO open_forms VALUES (1, 'supplement', 2, '2026-11-20T10:05:00+08:00', strftime('%s', 'now')),
             (1, 'supplement', 3, '2026-11-20T10:01:00+08:00', strftime('%s', 'now') - 300)",
    );
    let mut console = form(&home);
    // 3 is long gone, so 2 is named although 3 opened it before.
    console.wait_for_text("苏婉清自2026-11-20 10:05起也打开着“补充”");
    let open = |person: i64| {
        let raw = rusqlite::Connection::open(home.database()).unwrap();
        let sql =
            "SELECT count(*) FROM open_forms WHERE case_id = 1 AND form = 'supplement' AND person_id = ?1";
        raw.query_row(sql, [person], |row| row.get::<_, i64>(0)).unwrap()
    };
    assert_eq!((open(2), open(3)), (1, 0));
    let me = rusqlite::Connection::open(home.database())
        .unwrap()
        .query_row("SELECT person_id FROM open_forms WHERE person_id <> 2", [], |row| row.get::<_, i64>(0))
        .unwrap();
    console.type_keys("\x1b");
    let until = Instant::now() + PATIENCE;
    while open(me) > 0 {
        assert!(Instant::now() < until, "the form is still held");
        std::thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(home.ydt(&["verify"]).code, 0);
}

#[test]
fn control_c_asks_before_it_leaves_and_loses_nothing() {
    let home = town();
    let mut console = typing(&home, "还没有写完");
    console.type_keys(CTRL_C);
    console.settle(Duration::from_millis(300));
    let asked = console.screen();
    assert!(asked.contains("退出") || asked.contains("草稿"), "{asked}");
    console.type_keys("\r");
    assert!(console.wait_for_end(PATIENCE).success());
    console.assert_restored();
    let console = form(&home);
    console.wait_for_text("未提交的内容");
}

#[test]
fn a_form_survives_the_smallest_window() {
    let home = town();
    let mut console = typing(&home, "窗口变小也不丢");
    console.resize(20, 5);
    // Until the small window was drawn, the form behind it would still take keys and its text still stand there.
    console.wait_for_text("终端太小");
    console.type_keys("。");
    wait_until_kept(&home, "窗口变小也不丢。", Duration::from_secs(6));
    console.type_keys("再写");
    console.resize(110, 32);
    console.wait_for_text("窗口变小也不丢。再写");
    console.type_keys("\x13");
    console.wait_for_text("已保存");
    assert!(home.ydt(&["show", "2026-0001"]).out.contains("窗口变小也不丢"));
}

/// Fields of the form that registers a complaint in which something is typed, by their places.
const TYPED_FIELDS: [usize; 14] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 13, 14, 15];

/// Types into each of these fields and ends the console as said.
fn types_and_ends(share: &[(usize, Signal)]) {
    let home = Home::practice();
    for (nth, (place, end)) in share.iter().copied().enumerate() {
        let mut console = Console::with(&home.database(), &["sandbox"], 110, 32);
        console.wait_for_text("还没有投诉件");
        console.type_keys("r");
        console.wait_for_text("投诉内容");
        if nth > 0 {
            console.wait_for_text("未提交的内容");
            console.type_keys("D");
            console.wait_for("the question has gone", |screen| !screen.contents().contains("未提交的内容"));
        }
        // One by one: many keys at once are taken for a paste.
        for passed in 1..=place {
            console.type_keys("\t");
            console.wait_for_text(&format!("第{}/16项", passed + 1));
        }
        let text = format!("写在第{place}项");
        console.type_keys(&text);
        console.wait_for_text(&text);
        if end == Signal::SIGKILL {
            wait_until_kept(&home, &text, Duration::from_secs(6));
        }
        console.signal(end);
        console.wait_for_end(PATIENCE);
        wait_until_kept(&home, &text, Duration::ZERO);
    }
}

#[test]
fn what_is_typed_at_each_field_of_a_long_form_outlives_every_end() {
    let ends = [Signal::SIGHUP, Signal::SIGTERM, Signal::SIGKILL];
    let typed: Vec<(usize, Signal)> = TYPED_FIELDS.into_iter().zip(ends.into_iter().cycle()).collect();
    // Before a kill the clock is waited for, at several consoles at the same time.
    std::thread::scope(|scope| {
        let walks: Vec<_> = typed.chunks(5).map(|share| scope.spawn(|| types_and_ends(share))).collect();
        for walk in walks {
            walk.join().unwrap();
        }
    });
}
