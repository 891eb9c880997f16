//! A running console: which part of it waits where.
//!
//! The main thread draws and handles; a line that takes nothing makes it wait with the next frame and with nothing
//! else. Signals, the hang-up and the watchdog that ends the process run on the one worker of the runtime, so they come
//! through whatever blocks the rest. Two threads are no tasks, because they may hang: the reader of keys, which nobody waits for, and the one
//! that owns the database.

use std::io;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use ratatui::Frame;
use tokio::runtime::Builder;

use crate::runtime::clock::WallClock;
use crate::runtime::drafts::{Drafts, parts};
use crate::runtime::event_loop::{self, Ended, Screens};
use crate::runtime::keyboard::{self, Typing};
use crate::runtime::screen::Screen;
use crate::runtime::terminal::Terminal;
use crate::runtime::wake::wakes;
use crate::runtime::worker::{Start, Worker};
use crate::runtime::{hang_up, panic, signals};
use crate::ui::app::App;
use crate::ui::input::Input;
use crate::ui::keys::Keys;
use crate::ui::message::{DraftEffect, Effect, ListEffect, Message, SessionEffect};
use crate::ui::theme::Widths;

/// How long the database may take to finish what was asked when the line or a signal ends the console.
const FOR_THE_DATABASE: Duration = Duration::from_millis(600);

/// What a console is opened with.
pub struct Opening {
    pub terminal: Terminal,
    pub start: Start,
    pub clock: WallClock,
    /// Where drafts are kept.
    pub drafts: PathBuf,
    pub mouse: bool,
    /// How wide the terminal draws what terminals disagree on, where that is configured; else it is asked.
    pub widths: Option<Widths>,
    pub keys: Keys,
}

/// Runs the console from the first frame to the last kept draft.
///
/// # Errors
/// When the terminal cannot be set, or the system has no thread or no signal handler to give.
pub fn run(opening: Opening, app: App) -> io::Result<Ended> {
    let runtime = Builder::new_multi_thread().worker_threads(1).thread_name("world").enable_all().build()?;
    let ended = runtime.block_on(converse(opening, app));
    // Nothing is left to wait for: what is still running there only watches for the end.
    runtime.shutdown_background();
    ended
}

/// A form asks for its draft when it opens: whoever else has that form of the case open is told of then.
fn opened(effect: &DraftEffect) -> Option<Effect> {
    let DraftEffect::Load(key) = effect else { return None };
    let (_, case, form) = parts(key)?;
    Some(Effect::Session(SessionEffect::FormOpened { case: case?, form: form.to_owned() }))
}

async fn converse(opening: Opening, app: App) -> io::Result<Ended> {
    let Opening { terminal, start, clock, drafts, mouse, widths, keys } = opening;
    let (waker, mut heard) = wakes();
    panic::watch_over(panic::Console { terminal: terminal.clone(), waker: waker.clone() });
    let _guard = terminal.take(mouse)?;
    if widths.is_none() {
        terminal.ask_widths()?;
    }
    let mut screen = Screen::new(terminal.clone())?;
    signals::watch(&waker, &terminal)?;
    let typing = Typing::default();
    let reading = keyboard::watch(waker.clone(), keys, typing.clone())?;
    hang_up::watch(waker.clone(), terminal.clone())?;
    let drafts = Arc::new(Drafts::new(drafts, clock));
    let worker = Worker::start(start, clock, waker.clone(), Arc::clone(&drafts))?;
    let mut shown = Shown { app, typing };
    if let Some(widths) = widths {
        shown.app.handle(Input::Drawn(widths));
    }
    let mut ask = |effect| {
        if let Effect::Drafts(effect) = effect {
            if let Some(opened) = opened(&effect) {
                worker.ask(opened);
            }
            let is_change = matches!(effect, DraftEffect::Save { .. } | DraftEffect::Drop(_));
            drafts.ask(effect, &waker);
            if is_change {
                worker.ask(Effect::Lists(ListEffect::Drafts));
            }
        } else {
            worker.ask(effect);
        }
    };
    let rest_of_input = reading.take_rest();
    let ended = event_loop::run(&mut shown, &mut screen, &mut heard, &mut ask, rest_of_input).await;
    worker
        .finish(match ended {
            Ended::Signal(_) | Ended::EndOfInput => Some(FOR_THE_DATABASE),
            Ended::Quit | Ended::Broken => None,
        })
        .await;
    Ok(ended)
}

/// The screens as the loop sees them; the reader of keys is told whether they take text.
struct Shown {
    app: App,
    typing: Typing,
}

impl Screens for Shown {
    fn handle_input(&mut self, input: Input) -> Vec<Effect> {
        let effects = self.app.handle(input);
        self.typing.say(self.app.takes_text());
        effects
    }

    fn take_message(&mut self, message: Message) -> Vec<Effect> {
        let effects = self.app.tell(&message);
        self.typing.say(self.app.takes_text());
        effects
    }

    fn leave(&mut self) -> Vec<Effect> {
        let mut effects = self.app.keep_drafts();
        effects.extend(self.app.keep_place());
        effects
    }

    fn has_unkept(&self) -> bool {
        self.app.has_unkept()
    }

    fn takes_text(&self) -> bool {
        self.app.takes_text()
    }

    fn is_dirty(&self) -> bool {
        self.app.needs_draw()
    }

    fn draw(&mut self, frame: &mut Frame<'_>) {
        self.app.take_dirty();
        self.app.draw(frame);
    }
}
