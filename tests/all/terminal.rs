//! Life on a terminal: the real program is always gone in time and leaves the terminal as it found it.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;
use tempfile::TempDir;

use crate::home::rounds;
use crate::pty::{Console, PATIENCE};

/// From a dropped line or a signal to the end of the process (`quality.md`).
const GONE_WITHIN: Duration = Duration::from_secs(2);

const CTRL_Z: &str = "\x1a";

/// A practice town that has drawn its inbox, at home in its own folder.
fn opened() -> (TempDir, Console) {
    let home = tempfile::tempdir().unwrap();
    let console = Console::sandbox(&home.path().join("practice.db"), 100, 30);
    console.wait_for_text("收件箱");
    console.wait_for_text("演练");
    (home, console)
}

#[test]
fn leaving_by_key_gives_the_terminal_back() {
    let (_home, mut console) = opened();
    console.type_keys("q");
    assert!(console.wait_for_end(PATIENCE).success());
    console.assert_restored();
}

#[test]
fn a_signal_ends_the_program_in_time_and_in_order() {
    for signal in [Signal::SIGTERM, Signal::SIGHUP, Signal::SIGINT] {
        let (_home, console) = opened();
        let asked = Instant::now();
        console.signal(signal);
        let status = console.wait_for_end(GONE_WITHIN);
        assert!(status.success(), "{signal}: {status} after {:?}", asked.elapsed());
        console.assert_restored();
    }
}

#[test]
fn a_signal_is_obeyed_while_half_a_character_has_been_typed() {
    let (_home, mut console) = opened();
    // The first of three bytes: the reader of keys waits for the others.
    console.type_keys(b"\xe4");
    console.signal(Signal::SIGTERM);
    assert!(console.wait_for_end(GONE_WITHIN).success());
    console.assert_restored();
}

#[test]
fn a_dropped_line_ends_the_program_in_time() {
    for _ in 0..rounds(1, 100) {
        let (_home, mut console) = opened();
        console.hang_up();
        assert!(console.wait_for_end(GONE_WITHIN).success());
    }
}

#[test]
fn an_idle_console_sends_nothing() {
    let (_home, console) = opened();
    console.settle(Duration::from_millis(500));
    assert_eq!(console.bytes_within(Duration::from_secs(3)), 0);
}

#[test]
fn an_idle_console_wakes_up_once_a_second_at_most() {
    let (_home, console) = opened();
    console.settle(Duration::from_millis(500));
    let (seconds, slack) = (10_i64, 2);
    // The minute that turns draws and writes, so it turns before.
    let now = || ydt::runtime::clock::WallClock::system().now().unix();
    let begun = now().div_euclid(60);
    while now().rem_euclid(60) >= 60 - 2 - seconds && now().div_euclid(60) == begun {
        std::thread::sleep(Duration::from_millis(100));
    }
    console.settle(Duration::from_millis(1500));
    let before = console.wake_ups();
    console.bytes_within(Duration::from_secs(seconds.unsigned_abs()));
    let woken = i64::try_from(console.wake_ups() - before).unwrap();
    assert!(woken > 0 && woken <= seconds + slack, "{woken} wake-ups in {seconds} s");
}

#[test]
fn a_console_whose_line_nobody_reads_is_gone_in_time() {
    type Way = (&'static str, fn(&mut Console));
    let ways: [Way; 3] = [
        ("SIGTERM", |console| console.signal(Signal::SIGTERM)),
        ("SIGHUP", |console| console.signal(Signal::SIGHUP)),
        ("a dropped line", Console::hang_up),
    ];
    for (way, end) in ways {
        let (_home, mut console) = opened();
        console.stop_reading();
        // Something to draw, which blocks.
        console.resize(120, 40);
        console.type_keys("?");
        let asked = Instant::now();
        end(&mut console);
        console.wait_for_end(GONE_WITHIN);
        assert!(asked.elapsed() <= GONE_WITHIN, "{way}");
    }
}

#[test]
fn a_dropped_line_ends_a_program_that_no_signal_reaches() {
    let home = tempfile::tempdir().unwrap();
    let (db, id) = (home.path().join("practice.db"), home.path().join("id"));
    // In a session of its own it has no controlling terminal, so the system tells it nothing of the hang-up.
    let script = r#"setsid sh -c 'echo $$ > id; exec "$0" --db "$1" sandbox' "$0" "$1""#;
    let mut console = Console::script(&db, script);
    console.wait_for_text("收件箱");
    console.wait_for_text("演练");
    let id = std::fs::read_to_string(&id).unwrap();
    let asked = Instant::now();
    console.hang_up();
    while runs(id.trim()) {
        assert!(asked.elapsed() <= GONE_WITHIN, "process {id} outlived its line");
        std::thread::yield_now();
    }
}

/// Whether a process runs; one that has ended and that nobody has asked about yet does not.
fn runs(id: &str) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
    stat.rsplit(") ").next().is_some_and(|rest| !rest.is_empty() && !rest.starts_with('Z'))
}

#[test]
fn being_continued_from_outside_draws_the_whole_screen_again() {
    let (_home, mut console) = opened();
    console.settle(Duration::from_millis(300));
    let before = console.bytes().len();
    console.signal(Signal::SIGCONT);
    console.wait_for_bytes_after(before, "\x1b[2J");
    console.wait_for_text("收件箱");
    console.type_keys("q");
    assert!(console.wait_for_end(PATIENCE).success());
    console.assert_restored();
}

#[test]
fn the_console_follows_the_size_of_the_window_down_to_nothing_and_back() {
    let (_home, console) = opened();
    for (columns, rows) in [(80, 24), (160, 50), (100, 24)] {
        console.resize(columns, rows);
        console.wait_for_text("收件箱");
    }
    console.resize(20, 5);
    console.wait_for("a word on the size", |screen| !screen.contents().trim().is_empty());
    console.resize(1, 1);
    console.settle(Duration::from_millis(300));
    console.resize(80, 24);
    console.wait_for_text("收件箱");
    console.signal(Signal::SIGTERM);
    assert!(console.wait_for_end(GONE_WITHIN).success());
    console.assert_restored();
}

#[test]
fn a_stopped_console_leaves_the_terminal_to_the_shell_and_comes_back_whole() {
    let home = tempfile::tempdir().unwrap();
    let db = home.path().join("practice.db");
    let mut console = Console::sandbox_in_a_shell(&db, "echo pau''sed; read answer; fg; echo en''ded");
    console.wait_for_text("收件箱");
    console.type_keys(CTRL_Z);
    console.wait_for_bytes("paused");
    console.assert_restored();
    console.type_keys("\n");
    console.wait_for_mode(1049, true);
    console.wait_for_text("收件箱");
    console.type_keys("q");
    console.wait_for_bytes("ended");
    assert!(console.wait_for_end(PATIENCE).success());
    console.assert_restored();
}

#[test]
fn where_no_shell_could_bring_it_back_a_stop_is_ignored() {
    let (_home, mut console) = opened();
    console.type_keys(CTRL_Z);
    console.wait_for_mode(1049, true);
    console.wait_for_text("收件箱");
    console.type_keys("q");
    assert!(console.wait_for_end(PATIENCE).success());
    console.assert_restored();
}

#[test]
fn without_a_terminal_there_is_one_sentence_and_not_one_control_sequence() {
    let home = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_ydt"))
        .arg("--db")
        .arg(home.path().join("practice.db"))
        .arg("sandbox")
        .env("HOME", home.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success());
    assert!(told.contains("这里不是终端"), "{told}");
    assert_eq!(told.trim().lines().count(), 1, "{told}");
    assert!(output.stdout.is_empty() && !told.contains('\x1b'));
}

#[test]
fn rules_are_lines_only_where_the_terminal_says_that_they_take_one_cell() {
    let shows = |answer: &str, what: &str, is_so: fn(&str) -> bool| {
        let (_home, mut console) = opened();
        console.wait_for_bytes("\x1b[6n");
        console.type_keys(answer);
        console.wait_for(what, |screen| is_so(&screen.contents()));
        // The answer was no key: the list is still there.
        console.wait_for_text("收件箱");
    };
    shows("\x1b[2;3R", "lines", |screen| screen.contains("──────") && !screen.contains("------"));
    shows("", "ASCII lines while nothing is known", |screen| screen.contains("------"));
    shows("\x1b[2;5R", "ASCII and no quotation mark of disputed width", |screen| {
        screen.contains("------") && !screen.contains(['─', '“', '·'])
    });
}
