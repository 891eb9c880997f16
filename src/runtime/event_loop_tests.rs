//! The loop, driven through its channel by a recorder that stands in for the screens.

use std::future::ready;
use std::sync::mpsc::{Receiver, channel};

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::widgets::Paragraph;

use super::*;
use crate::runtime::terminal::Guard;
use crate::runtime::test_line::Line;
use crate::runtime::wake::wakes;
use crate::ui::input::typed;
use crate::ui::message::{DraftEffect, ListEffect, SessionMessage};

/// Writes down the keys; `q` quits, `r` redraws, `c` asks for counts, everything else only shows.
#[derive(Default)]
struct Recorder {
    keys: String,
    told: usize,
    drawn: usize,
    dirty: bool,
    unkept: bool,
    typing: bool,
    /// Inputs of whatever kind.
    handled: usize,
}

impl Screens for Recorder {
    fn handle_input(&mut self, input: Input) -> Vec<Effect> {
        self.handled += 1;
        if let Input::Burst(keys) = &input {
            self.keys.push_str(&typed(keys));
        }
        let Input::Key(KeyEvent { code: KeyCode::Char(key), .. }) = input else {
            return Vec::new();
        };
        self.keys.push(key);
        self.dirty = true;
        match key {
            'q' => vec![Effect::Terminal(TerminalEffect::Quit)],
            'r' => vec![Effect::Terminal(TerminalEffect::Redraw)],
            'c' => vec![Effect::Lists(ListEffect::Dashboard)],
            _ => Vec::new(),
        }
    }

    fn take_message(&mut self, _message: Message) -> Vec<Effect> {
        self.told += 1;
        Vec::new()
    }

    fn leave(&mut self) -> Vec<Effect> {
        self.unkept = false;
        vec![Effect::Drafts(DraftEffect::Load("leaving".into()))]
    }

    fn has_unkept(&self) -> bool {
        self.unkept
    }

    fn takes_text(&self) -> bool {
        self.typing
    }

    fn is_dirty(&self) -> bool {
        self.dirty
    }

    fn draw(&mut self, frame: &mut Frame<'_>) {
        self.drawn += 1;
        self.dirty = false;
        frame.render_widget(Paragraph::new(self.keys.as_str()), frame.area());
    }
}

struct Stage {
    line: Line,
    screen: Screen,
    recorder: Recorder,
    _guard: Guard,
}

fn stage() -> Stage {
    let line = Line::new();
    let terminal = line.terminal();
    let guard = terminal.take(false).unwrap();
    let screen = Screen::new(terminal).unwrap();
    Stage { line, screen, recorder: Recorder::default(), _guard: guard }
}

impl Stage {
    /// Runs the loop over these wake-ups and the end of input behind them.
    fn run(&mut self, script: impl IntoIterator<Item = Wake>) -> (Ended, Receiver<Effect>) {
        let (sender, mut wakes) = wakes();
        let (effects, asked) = channel();
        for wake in script {
            sender.send(wake).unwrap();
        }
        drop(sender);
        let mut ask = |effect| effects.send(effect).unwrap();
        let ended = wait(run(&mut self.recorder, &mut self.screen, &mut wakes, &mut ask, ready(())));
        (ended, asked)
    }
}

fn wait<T>(loop_: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(loop_)
}

fn key(key: char) -> Wake {
    Wake::Input(Input::Key(KeyEvent::from(KeyCode::Char(key))))
}

#[test]
fn every_way_to_end_hands_over_the_drafts() {
    let cases = [
        (key('q'), Ended::Quit),
        (Wake::Signal(Signal::HangUp), Ended::Signal(Signal::HangUp)),
        (Wake::Signal(Signal::Terminate), Ended::Signal(Signal::Terminate)),
        (Wake::EndOfInput, Ended::EndOfInput),
        (Wake::Broken, Ended::Broken),
    ];
    for (last, expected) in cases {
        let mut stage = stage();
        let (ended, asked) = stage.run([key('a'), last, key('b')]);
        assert_eq!(ended, expected);
        let is_orderly = matches!(expected, Ended::Signal(_) | Ended::EndOfInput);
        assert_eq!(stage.recorder.keys.contains('b'), is_orderly, "{expected:?}: what was typed is kept");
        assert_eq!(
            asked.try_iter().last(),
            Some(Effect::Drafts(DraftEffect::Load("leaving".into()))),
            "{expected:?}"
        );
    }
}

#[test]
fn a_loop_that_nobody_can_wake_any_more_ends() {
    assert_eq!(stage().run([]).0, Ended::EndOfInput);
}

#[test]
fn a_burst_of_keys_is_one_drawing() {
    let mut stage = stage();
    stage.recorder.dirty = true;
    stage.run("abcde".chars().map(key));
    // One for the first frame, before anything is waited for, and one for the burst.
    assert_eq!((stage.recorder.keys.as_str(), stage.recorder.drawn), ("abcde", 2));
}

#[test]
fn an_endless_stream_is_drawn_now_and_then() {
    let mut stage = stage();
    stage.run(std::iter::repeat_n(key('x'), 10 * BEFORE_DRAWING));
    assert!((9..=11).contains(&stage.recorder.drawn), "{}", stage.recorder.drawn);
}

#[test]
fn messages_that_change_nothing_draw_nothing() {
    let mut stage = stage();
    let minute = Message::Session(SessionMessage::Tick(crate::domain::time::Moment::UNIX_EPOCH));
    stage.run(vec![Wake::Message(minute); 3]);
    assert_eq!((stage.recorder.told, stage.recorder.drawn), (3, 0));
}

#[test]
fn effects_for_the_world_outside_are_passed_on_in_order_and_those_for_the_terminal_are_not() {
    let mut stage = stage();
    let (_, asked) = stage.run("crq".chars().map(key));
    let asked: Vec<_> = asked.try_iter().collect();
    assert_eq!(
        asked,
        [Effect::Lists(ListEffect::Dashboard), Effect::Drafts(DraftEffect::Load("leaving".into()))]
    );
}

#[test]
fn coming_back_after_a_stop_takes_the_terminal_again_and_sends_the_whole_screen() {
    let mut stage = stage();
    stage.run([key('z'), Wake::Signal(Signal::Continued)]);
    let sent = stage.line.sent();
    assert_eq!(sent.matches("\x1b[?1049h").count(), 2, "{sent:?}");
    assert!(sent.contains("\x1b[2J") && sent.contains('z'), "{sent:?}");
}

#[test]
fn a_line_that_takes_no_frame_is_the_end_of_input() {
    let mut stage = stage();
    stage.recorder.dirty = true;
    stage.line.master = tempfile::tempfile().unwrap();
    let (ended, asked) = stage.run([key('q')]);
    assert_eq!(ended, Ended::EndOfInput);
    assert_eq!(asked.try_iter().count(), 1);
}

#[test]
fn what_was_typed_is_kept_by_the_clock_while_keys_go_on() {
    let mut stage = stage();
    stage.recorder.unkept = true;
    let (sender, mut wakes) = wakes();
    let (effects, asked) = channel();
    // Whoever types without a pause is not waited for: the keys end when the draft has been handed over.
    let typing = std::thread::spawn(move || {
        while sender.send(key('x')).is_ok() {
            if asked.recv_timeout(Duration::from_millis(1))
                == Ok(Effect::Drafts(DraftEffect::Load("leaving".into())))
            {
                sender.send(key('q')).unwrap();
                return asked.iter().count();
            }
        }
        0
    });
    let mut ask = |effect| effects.send(effect).unwrap();
    let ended = wait(run(&mut stage.recorder, &mut stage.screen, &mut wakes, &mut ask, ready(())));
    assert_eq!(ended, Ended::Quit);
    drop(effects);
    assert_eq!(typing.join().unwrap(), 1, "once by the clock and once for the end");
}

#[test]
fn a_farewell_overtakes_what_is_waiting_and_nothing_of_that_is_drawn_or_lost() {
    let mut stage = stage();
    let typed = 20_000;
    let script = std::iter::repeat_n(key('x'), typed).chain([Wake::Signal(Signal::HangUp)]);
    let (ended, asked) = stage.run(script);
    assert_eq!(ended, Ended::Signal(Signal::HangUp));
    assert_eq!((stage.recorder.keys.len(), stage.recorder.drawn), (typed, 0));
    assert_eq!(asked.try_iter().count(), 1);
}

#[test]
fn a_line_that_takes_no_frame_keeps_nobody_from_typing() {
    let mut stage = stage();
    // Nobody reads the other end, so after some of these the line is full and the rest of a frame waits.
    for _ in 0..200 {
        stage.screen.forget();
        stage
            .screen
            .draw(|frame| frame.render_widget(Paragraph::new("占满".repeat(100)), frame.area()))
            .unwrap();
    }
    assert!(!stage.screen.has_room().unwrap());
    let (ended, asked) = stage.run("xyz".chars().map(key));
    assert_eq!((stage.recorder.keys.as_str(), stage.recorder.drawn), ("xyz", 0));
    assert_eq!((ended, asked.try_iter().count()), (Ended::EndOfInput, 1));
}

#[test]
fn what_comes_last_is_waited_for() {
    let mut stage = stage();
    let (sender, mut wakes) = wakes();
    sender.send(Wake::Signal(Signal::Terminate)).unwrap();
    let rest = async move { "rest".chars().map(key).for_each(|wake| sender.send(wake).unwrap()) };
    wait(run(&mut stage.recorder, &mut stage.screen, &mut wakes, &mut |_| {}, rest));
    assert_eq!(stage.recorder.keys, "rest");
}

#[test]
fn what_was_typed_before_the_farewell_is_one_text_where_text_is_typed() {
    for (typing, handled) in [(true, 3), (false, 7)] {
        let mut stage = stage();
        stage.recorder.typing = typing;
        let enter = Wake::Input(Input::Key(KeyCode::Enter.into()));
        let script = [Wake::Signal(Signal::HangUp)].into_iter().chain("abd".chars().map(key)).chain([enter]);
        stage.run(script.chain("efg".chars().map(key)));
        assert_eq!((stage.recorder.keys.as_str(), stage.recorder.handled), ("abdefg", handled));
    }
}
