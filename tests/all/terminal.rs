//! Life on a terminal: the real program is always gone in time and leaves the terminal as it found it.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::Signal;
use tempfile::TempDir;

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
    let (_home, mut console) = opened();
    console.hang_up();
    assert!(console.wait_for_end(GONE_WITHIN).success());
}

#[test]
fn an_idle_console_sends_nothing() {
    let (_home, console) = opened();
    console.settle(Duration::from_millis(500));
    assert_eq!(console.bytes_within(Duration::from_secs(3)), 0);
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
