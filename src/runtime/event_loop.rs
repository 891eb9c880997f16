//! The loop: draw if something changed, wait, handle what is there. The only timer in it runs while typed text is not
//! kept yet; the minute that turns is a message like any other.

use std::io;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

use ratatui::Frame;

use crate::runtime::screen::Screen;
use crate::runtime::signals::Signal;
use crate::runtime::wake::{Wake, Wakes};
use crate::ui::input::{Input, types_a_letter};
use crate::ui::message::{Effect, Message, TerminalEffect};

/// So many wake-ups are handled before the next drawing at the latest, so that an endless stream is still seen.
const BEFORE_DRAWING: usize = 1000;

/// Typed text is kept so long after it was typed, at the latest: within five seconds, with time to write it.
const KEPT_AFTER: Duration = Duration::from_secs(4);

/// After a farewell, what is waiting still is handled for so long.
const FOR_WHAT_WAS_TYPED: Duration = Duration::from_millis(400);

/// What the loop needs of the screens.
pub trait Screens {
    /// The operator did something.
    fn handle_input(&mut self, input: Input) -> Vec<Effect>;
    /// The world outside answered.
    fn take_message(&mut self, message: Message) -> Vec<Effect>;
    /// The program ends: everything that has to be kept, which is the drafts of open forms.
    fn leave(&mut self) -> Vec<Effect>;
    /// Whether something was typed that leaving would keep.
    fn has_unkept(&self) -> bool;
    /// Whether keys become text now.
    fn takes_text(&self) -> bool;
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
/// process goes. `rest_of_input` is done when everything typed until it was first asked has come through `wakes`.
pub async fn run(
    screens: &mut impl Screens,
    screen: &mut Screen,
    wakes: &mut Wakes,
    ask: &mut dyn FnMut(Effect),
    rest_of_input: impl Future<Output = ()>,
) -> Ended {
    let ended = turn(screens, screen, wakes, ask).await;
    match ended {
        Ended::Signal(_) | Ended::EndOfInput => {
            rest_of_input.await;
            take_what_was_typed(screens, wakes, ask);
        }
        Ended::Quit | Ended::Broken => {}
    }
    screens.leave().into_iter().for_each(ask);
    ended
}

async fn turn(
    screens: &mut impl Screens,
    screen: &mut Screen,
    wakes: &mut Wakes,
    ask: &mut dyn FnMut(Effect),
) -> Ended {
    let mut keep_by = None;
    loop {
        // A screen that can't be written to is a line that is gone.
        let Ok(has_room) = draw_if_due(screens, screen) else { return Ended::EndOfInput };
        keep_by = screens.has_unkept().then(|| keep_by.unwrap_or_else(|| Instant::now() + KEPT_AFTER));
        let woken = tokio::select! {
            biased;
            woken = wakes.wait_until(keep_by) => woken,
            room = screen.room(), if !has_room => match room {
                Ok(()) => continue,
                Err(_) => return Ended::EndOfInput,
            },
        };
        let Some(first) = woken else {
            screens.leave().into_iter().for_each(&mut *ask);
            continue;
        };
        let mut next = Some(first);
        let mut handled = 0;
        while let Some(wake) = next {
            let asked = match handle(screens, screen, wake) {
                ControlFlow::Continue(asked) => asked,
                ControlFlow::Break(ended) => return ended,
            };
            match obey(screen, asked, ask) {
                Ok(ControlFlow::Continue(())) => {}
                Ok(ControlFlow::Break(ended)) => return ended,
                Err(_) => return Ended::EndOfInput,
            }
            handled += 1;
            next = if handled <= BEFORE_DRAWING { wakes.already_here() } else { None };
        }
    }
}

/// Draws what changed, unless the line has not taken the frame before. Whether the next could be drawn.
fn draw_if_due(screens: &mut impl Screens, screen: &mut Screen) -> io::Result<bool> {
    if screen.has_room()? && (screens.is_dirty() || screen.is_forgotten()) {
        screen.draw(|frame| screens.draw(frame))?;
    }
    screen.has_room()
}

/// The farewell has overtaken what was typed before it. That is handled now, undrawn and only as long as leaving in
/// time allows, so that the drafts hold it.
fn take_what_was_typed(screens: &mut impl Screens, wakes: &mut Wakes, ask: &mut dyn FnMut(Effect)) {
    let until = Instant::now() + FOR_WHAT_WAS_TYPED;
    let mut left = Left { wakes, next: None };
    while let Some(wake) = left.next(screens.takes_text()).filter(|_| Instant::now() < until) {
        let asked = match wake {
            Wake::Input(input) => screens.handle_input(input),
            Wake::Message(message) => screens.take_message(message),
            Wake::Signal(_) | Wake::EndOfInput | Wake::Broken => continue,
        };
        for effect in asked {
            if effect == Effect::Terminal(TerminalEffect::Quit) {
                return;
            }
            if !matches!(effect, Effect::Terminal(_)) {
                ask(effect);
            }
        }
    }
}

/// What is left to be handled at the end.
struct Left<'a> {
    wakes: &'a mut Wakes,
    /// Taken out to see that it does not belong to what came before.
    next: Option<Wake>,
}

impl Left<'_> {
    /// The next of it; letters for a field come together, because every one by itself costs as much as the whole text.
    fn next(&mut self, typing: bool) -> Option<Wake> {
        let mut wake = self.next.take().or_else(|| self.wakes.already_here())?;
        let mut letters = Vec::new();
        while typing
            && let Wake::Input(Input::Key(key)) = &wake
            && types_a_letter(key)
        {
            letters.push(*key);
            match self.wakes.already_here() {
                Some(next) => wake = next,
                None => return Some(Wake::Input(Input::Burst(letters))),
            }
        }
        if letters.is_empty() {
            return Some(wake);
        }
        self.next = Some(wake);
        Some(Wake::Input(Input::Burst(letters)))
    }
}

fn handle(screens: &mut impl Screens, screen: &mut Screen, wake: Wake) -> ControlFlow<Ended, Vec<Effect>> {
    match wake {
        Wake::Input(input) => ControlFlow::Continue(screens.handle_input(input)),
        Wake::Message(message) => ControlFlow::Continue(screens.take_message(message)),
        Wake::Signal(Signal::Continued) => match screen.take_again() {
            Ok(()) => ControlFlow::Continue(Vec::new()),
            Err(_) => ControlFlow::Break(Ended::EndOfInput),
        },
        Wake::Signal(signal) => ControlFlow::Break(Ended::Signal(signal)),
        Wake::EndOfInput => ControlFlow::Break(Ended::EndOfInput),
        Wake::Broken => ControlFlow::Break(Ended::Broken),
    }
}

/// Does here what concerns the terminal and passes on the rest, in order.
fn obey(
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
            TerminalEffect::Suspend => screen.suspend()?,
            TerminalEffect::Bell => screen.ring()?,
            TerminalEffect::Redraw => screen.forget(),
        }
    }
    Ok(ControlFlow::Continue(()))
}

#[cfg(test)]
#[path = "event_loop_tests.rs"]
mod tests;
