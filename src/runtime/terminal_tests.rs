//! The terminal's modes, tried on a real pseudo-terminal.

use std::io::Read as _;
use std::thread;

use super::*;
use crate::runtime::test_line::Line;

#[test]
fn taking_and_giving_back_send_exactly_the_modes_and_restore_the_line() {
    for (mouse, mouse_on) in [(true, "\x1b[?1000h\x1b[?1006h"), (false, "")] {
        let mut line = Line::new();
        let terminal = line.terminal();
        let found = line.modes();
        let guard = terminal.take(mouse).unwrap();
        assert_eq!(line.sent(), format!("\x1b[?1049h\x1b[?2004h\x1b[?25l{mouse_on}"));
        assert_ne!(line.modes(), found);
        drop(guard);
        assert_eq!(line.sent(), "\x1b[?2026l\x1b[0m\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[?1049l\x1b[?25h");
        assert_eq!(line.modes(), found);
    }
}

#[test]
fn giving_back_twice_is_giving_back_once_and_silences_later_frames() {
    let mut line = Line::new();
    let terminal = line.terminal();
    terminal.give_back();
    assert_eq!(line.sent(), "", "a terminal that was never taken was given back");
    let guard = terminal.take(true).unwrap();
    line.sent();
    terminal.give_back();
    line.sent();
    drop(guard);
    terminal.send(b"a late frame").unwrap();
    assert_eq!(line.sent(), "");
}

#[test]
fn the_modes_found_first_are_given_back_after_any_number_of_interruptions() {
    let mut line = Line::new();
    let terminal = line.terminal();
    let found = line.modes();
    let guard = terminal.take(false).unwrap();
    terminal.give_back();
    assert_eq!(line.modes(), found);
    terminal.enter().unwrap();
    terminal.enter().unwrap();
    assert_ne!(line.modes(), found);
    drop(guard);
    assert_eq!(line.modes(), found);
    assert!(line.sent().ends_with("\x1b[?25h"));
}

#[test]
fn a_mouse_that_is_off_stays_off_after_an_interruption() {
    let mut line = Line::new();
    let terminal = line.terminal();
    let _guard = terminal.take(false).unwrap();
    assert_eq!(line.sent(), "\x1b[?1049h\x1b[?2004h\x1b[?25l");
    terminal.give_back();
    line.sent();
    terminal.enter().unwrap();
    assert_eq!(line.sent(), "\x1b[?1049h\x1b[?2004h\x1b[?25l");
}

#[test]
fn a_line_that_nobody_reads_lets_the_program_go_on_and_gets_the_rest_in_order() {
    let mut line = Line::new();
    let terminal = line.terminal();
    let _guard = terminal.take(true).unwrap();
    line.sent();
    let numbers = (0..100_000).fold(String::new(), |text, n| text + &n.to_string() + " ");
    terminal.send(numbers.as_bytes()).unwrap();
    assert!(!terminal.has_sent().unwrap(), "the line took everything and this test proves nothing");
    terminal.send(b"last").unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build().unwrap();
    let far_end = thread::spawn(move || {
        let mut seen = Vec::new();
        let mut chunk = [0; 4096];
        while !seen.ends_with(b"last") {
            let count = line.master.read(&mut chunk).unwrap();
            seen.extend_from_slice(&chunk[..count]);
        }
        (line, seen)
    });
    runtime.block_on(terminal.sent()).unwrap();
    let (_line, seen) = far_end.join().unwrap();
    assert!(seen == format!("{numbers}last").into_bytes());
}

#[test]
fn what_a_stopped_line_did_not_take_is_left_out_when_the_terminal_is_given_back() {
    let line = Line::new();
    let terminal = line.terminal();
    let found = line.modes();
    let guard = terminal.take(true).unwrap();
    terminal.send(&vec![b'x'; 1 << 20]).unwrap();
    assert!(!terminal.has_sent().unwrap());
    drop(guard);
    assert!(terminal.has_sent().unwrap());
    assert_eq!(line.modes(), found);
}

#[test]
fn a_write_that_waits_after_all_does_not_keep_the_line_from_being_restored() {
    let line = Line::new();
    let terminal = line.terminal();
    let found = line.modes();
    let guard = terminal.take(true).unwrap();
    let stuck = terminal.0.unsent.lock().unwrap();
    let restored = thread::spawn({
        let terminal = terminal.clone();
        move || terminal.give_back()
    });
    restored.join().unwrap();
    assert_eq!(line.modes(), found);
    drop((stuck, guard));
}

#[test]
fn a_dropped_line_is_given_back_without_complaint() {
    let line = Line::new();
    let terminal = line.terminal();
    let guard = terminal.take(true).unwrap();
    let Line { master, slave: _slave } = line;
    drop(master);
    drop(guard);
    assert!(terminal.enter().is_err());
}

#[test]
fn a_file_is_no_terminal() {
    let file = tempfile::tempfile().unwrap();
    assert!(Terminal::on(file.try_clone().unwrap().into(), file.into()).is_err());
}
