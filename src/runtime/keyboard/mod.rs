//! The keyboard: a thread that reads the terminal, and what it makes of bytes and the moments at which they came.
//!
//! It is no task of the runtime, so that a reader that hung would hold up nobody else. It waits only for the line and
//! for a new window size; when the line is gone it says so and ends.

mod decode;
mod run;
mod sequence;
#[cfg(test)]
mod tests;

use std::fs::File;
use std::io::{self, Read as _};
use std::os::fd::AsFd as _;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use signal_hook::consts::SIGWINCH;

use crate::runtime::wake::{Wake, Waker};
use crate::ui::input::Input;
use crate::ui::keys::Keys;
use decode::{Decoder, GAP, Heard};
use run::Run;

/// A paste without brackets may stop this long: a busy machine sends it in pieces.
const PASTE_GAP: Duration = Duration::from_millis(100);

/// A silence has to be longer than what may lie between two bytes of one thing.
const JUST_AFTER: Duration = Duration::from_millis(1);

/// So many bytes are read at once, more than a terminal holds.
const CHUNK: usize = 16 << 10;

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

/// Begins to report keys, pastes, the mouse and new window sizes.
///
/// # Errors
/// When the thread or the notice of new sizes cannot be set up.
pub fn watch(waker: Waker, keys: Keys, typing: Typing) -> io::Result<()> {
    let line = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    let (resized, notice) = UnixStream::pair()?;
    resized.set_nonblocking(true)?;
    signal_hook::low_level::pipe::register(SIGWINCH, notice)?;
    thread::Builder::new().name("keys".into()).spawn(move || {
        let mut reader = Reader { line, resized, keyboard: Keyboard::new(keys), began: Instant::now() };
        loop {
            let heard = reader.wait(&typing);
            let is_last = heard.is_err();
            let wakes_up = heard.map_or_else(|_| vec![Wake::EndOfInput], as_wakes);
            if wakes_up.into_iter().any(|wake| waker.send(wake).is_err()) || is_last {
                return;
            }
        }
    })?;
    Ok(())
}

fn as_wakes(inputs: Vec<Input>) -> Vec<Wake> {
    inputs.into_iter().map(Wake::Input).collect()
}

struct Reader {
    line: File,
    /// Readable when the window has a new size.
    resized: UnixStream,
    keyboard: Keyboard,
    began: Instant,
}

impl Reader {
    /// Waits until something came or was waited for long enough.
    ///
    /// # Errors
    /// When the line is gone.
    fn wait(&mut self, typing: &Typing) -> io::Result<Vec<Input>> {
        let patience = self.keyboard.due().map(|due| due.saturating_sub(self.began.elapsed()));
        let patience = patience.map(Timespec::try_from).transpose().map_err(io::Error::other)?;
        let mut watched = [PollFd::new(&self.line, PollFlags::IN), PollFd::new(&self.resized, PollFlags::IN)];
        match poll(&mut watched, patience.as_ref()) {
            Ok(_) => {}
            Err(Errno::INTR | Errno::AGAIN) => return Ok(Vec::new()),
            Err(error) => return Err(error.into()),
        }
        let [line, resized] = watched.map(|one| !one.revents().is_empty());
        let mut inputs = Vec::new();
        if resized {
            let mut notices = [0; 64];
            // Several sizes may have come and gone; only the last one counts.
            while matches!(self.resized.read(&mut notices), Ok(1..)) {}
            let size = rustix::termios::tcgetwinsize(&self.line)?;
            inputs.push(Input::Resize(size.ws_col, size.ws_row));
        }
        if line {
            let mut bytes = [0; CHUNK];
            let count = match self.line.read(&mut bytes) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(count) => count,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(inputs),
                Err(error) => return Err(error),
            };
            let came = bytes.get(..count).unwrap_or_default();
            inputs.extend(self.keyboard.came(came, self.began.elapsed(), typing.holds()));
        } else {
            inputs.extend(self.keyboard.quiet(self.began.elapsed(), typing.holds()));
        }
        Ok(inputs)
    }
}

/// What bytes and moments come to. It knows no clock: moments are told, counted from any beginning.
struct Keyboard {
    keys: Keys,
    decoder: Decoder,
    run: Run,
    /// When the last byte came.
    last: Duration,
    /// It has been said that the terminal sends no UTF-8; once is enough.
    has_told: bool,
}

impl Keyboard {
    fn new(keys: Keys) -> Self {
        Self { keys, decoder: Decoder::default(), run: Run::default(), last: Duration::ZERO, has_told: false }
    }

    /// The moment at which [`quiet`](Self::quiet) has to be told, if nothing comes before.
    fn due(&self) -> Option<Duration> {
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
    fn came(&mut self, bytes: &[u8], at: Duration, typing: bool) -> Vec<Input> {
        let mut inputs = Vec::new();
        self.pause(at, bytes.first().copied(), &mut inputs);
        self.last = at;
        let heard = self.decoder.push(bytes);
        self.take(heard, &mut inputs);
        self.settle(typing, &mut inputs);
        inputs
    }

    /// Nothing came until this moment.
    fn quiet(&mut self, at: Duration, typing: bool) -> Vec<Input> {
        let mut inputs = Vec::new();
        self.pause(at, None, &mut inputs);
        self.settle(typing, &mut inputs);
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
