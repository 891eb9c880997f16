//! The loop: draw if something changed, wait, handle what is there. The only timer in it runs while typed text is not
//! kept yet; the minute that turns is a message like any other.

use std::io;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use ratatui::Frame;

use crate::runtime::screen::Screen;
use crate::runtime::signals::Signal;
use crate::runtime::wake::{Wake, Wakes};
use crate::ui::input::Input;
use crate::ui::message::{Effect, Message, TerminalEffect};

/// So many wake-ups are handled before the next drawing at the latest, so that an endless stream is still seen.
const BEFORE_DRAWING: usize = 1000;

/// Typed text is kept so long after it was typed, at the latest: within five seconds, with time to write it.
const KEPT_AFTER: Duration = Duration::from_secs(4);

/// What the loop needs of the screens.
pub trait Screens {
    /// The operator did something.
    fn handle(&mut self, input: Input) -> Vec<Effect>;
    /// The world outside answered.
    fn tell(&mut self, message: Message) -> Vec<Effect>;
    /// The program ends: everything that has to be kept, which is the drafts of open forms.
    fn leave(&mut self) -> Vec<Effect>;
    /// Whether something was typed that leaving would keep.
    fn has_unkept(&self) -> bool;
    /// Whether the next drawing would differ from the last.
    fn is_dirty(&self) -> bool;
    /// Draws, after which nothing is dirty.
    fn draw(&mut self, frame: &mut Frame<'_>);
}

/// Why the loop ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The operator left.
    Quit,
    /// A signal asked for it.
    Signal(Signal),
    /// The line is gone.
    EndOfInput,
    /// A thread of this program panicked; reported already.
    Broken,
}

/// Runs until somebody ends it. Drafts have been handed to `ask` then; whoever is behind it finishes them before the
/// process goes.
pub fn run(
    screens: &mut impl Screens,
    screen: &mut Screen,
    wakes: &Wakes,
    ask: &mut dyn FnMut(Effect),
) -> Ended {
    let ended = turn(screens, screen, wakes, ask);
    screens.leave().into_iter().for_each(ask);
    ended
}

fn turn(
    screens: &mut impl Screens,
    screen: &mut Screen,
    wakes: &Wakes,
    ask: &mut dyn FnMut(Effect),
) -> Ended {
    let mut keep_by = None;
    loop {
        // A screen that can't be written to is a line that is gone.
        if screens.is_dirty() && screen.draw(|frame| screens.draw(frame)).is_err() {
            return Ended::EndOfInput;
        }
        keep_by = screens.has_unkept().then(|| keep_by.unwrap_or_else(|| Instant::now() + KEPT_AFTER));
        let Some(first) = wakes.wait_until(keep_by) else {
            screens.leave().into_iter().for_each(&mut *ask);
            continue;
        };
        for wake in std::iter::once(first).chain(wakes.already_here().take(BEFORE_DRAWING)) {
            let asked = match handle(screens, screen, wake) {
                ControlFlow::Continue(asked) => asked,
                ControlFlow::Break(ended) => return ended,
            };
            match obey(screens, screen, asked, ask) {
                Ok(ControlFlow::Continue(())) => {}
                Ok(ControlFlow::Break(ended)) => return ended,
                Err(_) => return Ended::EndOfInput,
            }
        }
    }
}

fn handle(screens: &mut impl Screens, screen: &mut Screen, wake: Wake) -> ControlFlow<Ended, Vec<Effect>> {
    match wake {
        Wake::Input(input) => ControlFlow::Continue(screens.handle(input)),
        Wake::Message(message) => ControlFlow::Continue(screens.tell(message)),
        Wake::Signal(Signal::Continued) => match screen.take_again() {
            Ok(()) => ControlFlow::Continue(vec![Effect::Terminal(TerminalEffect::Redraw)]),
            Err(_) => ControlFlow::Break(Ended::EndOfInput),
        },
        Wake::Signal(signal) => ControlFlow::Break(Ended::Signal(signal)),
        Wake::EndOfInput => ControlFlow::Break(Ended::EndOfInput),
        Wake::Broken => ControlFlow::Break(Ended::Broken),
    }
}

/// Does here what concerns the terminal and passes on the rest, in order.
fn obey(
    screens: &mut impl Screens,
    screen: &mut Screen,
    asked: Vec<Effect>,
    ask: &mut dyn FnMut(Effect),
) -> io::Result<ControlFlow<Ended>> {
    for effect in asked {
        let Effect::Terminal(effect) = effect else {
            ask(effect);
            continue;
        };
        match effect {
            TerminalEffect::Quit => return Ok(ControlFlow::Break(Ended::Quit)),
            TerminalEffect::Suspend => {
                screen.suspend()?;
                screen.draw(|frame| screens.draw(frame))?;
            }
            TerminalEffect::Bell => screen.ring()?,
            TerminalEffect::Redraw => {
                screen.forget()?;
                screen.draw(|frame| screens.draw(frame))?;
            }
        }
    }
    Ok(ControlFlow::Continue(()))
}

#[cfg(test)]
#[path = "event_loop_tests.rs"]
mod tests;
