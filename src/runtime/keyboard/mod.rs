//! The keyboard: a thread that reads the terminal, and what it makes of bytes and the moments at which they came.
//!
//! The thread is in `reader`; here is what needs no line to be tried.

mod decode;
mod reader;
mod run;
mod sequence;
#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

pub(crate) use self::reader::watch;
use crate::ui::input::Input;
use crate::ui::keys::Keys;
use decode::{Decoder, GAP, Heard};
use run::Run;

/// A paste without brackets may stop this long: a busy machine sends it in pieces.
const PASTE_GAP: Duration = Duration::from_millis(100);

/// A silence has to be longer than what may lie between two bytes of one thing.
const JUST_AFTER: Duration = Duration::from_millis(1);

/// Whether text is being typed on the screen; the loop says so after whatever it handled.
#[derive(Debug, Clone, Default)]
pub struct Typing(Arc<AtomicBool>);

impl Typing {
    pub fn say(&self, typing: bool) {
        self.0.store(typing, Ordering::Relaxed);
    }

    fn holds(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// What bytes and moments come to. It knows no clock: moments are told, counted from any beginning.
pub struct Keyboard {
    keys: Keys,
    decoder: Decoder,
    run: Run,
    /// When the last byte came.
    last: Duration,
    /// It has been said that the terminal sends no UTF-8; once is enough.
    has_told: bool,
}

impl Keyboard {
    #[must_use]
    pub fn new(keys: Keys) -> Self {
        Self { keys, decoder: Decoder::default(), run: Run::default(), last: Duration::ZERO, has_told: false }
    }

    /// The moment at which [`quiet`](Self::quiet) has to be told, if nothing comes before.
    #[must_use]
    pub fn due(&self) -> Option<Duration> {
        let of_run = self.run.waits().then(|| self.gap());
        let due = [of_run, self.decoder.patience()].into_iter().flatten().min()?;
        Some(self.last + due + JUST_AFTER)
    }

    /// How long a silence may be without ending the run.
    fn gap(&self) -> Duration {
        if self.decoder.is_within_character() {
            // Whether what came before it was typed shows only when the character is whole.
            decode::SLOW_LINE
        } else if self.run.is_paste() {
            PASTE_GAP
        } else {
            GAP
        }
    }

    /// These bytes came at this moment; `typing` says whether they can be text.
    pub fn came(&mut self, bytes: &[u8], at: Duration, typing: bool) -> Vec<Input> {
        let mut inputs = Vec::new();
        self.pause(at, bytes.first().copied(), &mut inputs);
        self.last = at;
        let heard = self.decoder.push(bytes);
        self.take(heard, &mut inputs);
        self.settle(typing, &mut inputs);
        inputs
    }

    /// Nothing came until this moment.
    pub fn quiet(&mut self, at: Duration, typing: bool) -> Vec<Input> {
        let mut inputs = Vec::new();
        self.pause(at, None, &mut inputs);
        self.settle(typing, &mut inputs);
        inputs
    }

    /// Nothing will ever come any more. Where text is typed, what came is text; elsewhere it is dropped, because it
    /// could be the beginning of a paste and would act as keys.
    fn end(&mut self, typing: bool) -> Vec<Input> {
        let mut inputs = Vec::new();
        self.run.cut_off(typing, &mut inputs);
        let heard = self.decoder.end();
        self.take(heard, &mut inputs);
        inputs
    }

    fn settle(&mut self, typing: bool, inputs: &mut Vec<Input>) {
        if !self.decoder.is_within_character() {
            self.run.settle(typing, inputs);
        }
    }

    /// Ends what the silence until now has ended.
    fn pause(&mut self, at: Duration, next: Option<u8>, inputs: &mut Vec<Input>) {
        let silence = at.saturating_sub(self.last);
        if silence <= GAP {
            return;
        }
        let heard = self.decoder.quiet(silence, next);
        self.take(heard, inputs);
        if silence > self.gap() {
            self.run.end(inputs);
        }
    }

    fn take(&mut self, heard: Vec<Heard>, inputs: &mut Vec<Input>) {
        for heard in heard {
            match heard {
                Heard::Key(key) => self.run.add(key, &self.keys),
                Heard::Drawn(widths) => inputs.push(Input::Drawn(widths)),
                Heard::NotUtf8 => {
                    self.run.spoil();
                    if !std::mem::replace(&mut self.has_told, true) {
                        inputs.push(Input::NotUtf8);
                    }
                }
                Heard::Paste(text) => {
                    self.run.end(inputs);
                    inputs.push(Input::Paste(text));
                }
                Heard::Mouse(mouse) => {
                    self.run.end(inputs);
                    inputs.push(Input::Mouse(mouse));
                }
            }
        }
    }
}
