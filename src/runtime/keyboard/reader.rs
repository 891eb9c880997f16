//! The thread that reads the terminal.
//!
//! It is no task of the runtime, so that a reader that hung would hold up nobody else. It waits only for the line, for
//! a new window size and for the word that the console is leaving; when the line is gone it says so and ends. What it
//! has read is handed over in either case, whole or not: the system throws away what nobody had read when the line
//! went, so reading never waits for the screens.

use std::fs::File;
use std::io::{self, Read as _};
use std::ops::ControlFlow;
use std::os::fd::AsFd as _;
use std::os::unix::net::UnixStream;
use std::thread;
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use signal_hook::consts::SIGWINCH;
use tokio::sync::oneshot;

use super::{Keyboard, Typing};
use crate::runtime::wake::{Wake, Waker};
use crate::ui::input::Input;
use crate::ui::keys::Keys;

/// So many bytes are read at once, more than a terminal holds.
const CHUNK: usize = 16 << 10;

/// Whoever leaves waits so long for what is still on the line, however much comes.
const REST_WITHIN: Duration = Duration::from_millis(150);

/// The line to the reader, by which it is asked for the rest.
#[derive(Debug)]
pub struct Reading {
    /// Closing it is the question.
    leaving: UnixStream,
    /// Closed when everything that was read has been sent to the loop.
    ended: oneshot::Receiver<()>,
}

impl Reading {
    /// Has the reader send what the line has received until now, and waits for that, at most a moment.
    pub async fn take_rest(self) {
        drop(self.leaving);
        // Sent or not, whoever leaves has no more time; a reader that hangs has sent nothing.
        let _ended_or_late = tokio::time::timeout(2 * REST_WITHIN, self.ended).await;
    }
}

/// Begins to report keys, pastes, the mouse and new window sizes.
///
/// # Errors
/// When the thread or the notice of new sizes cannot be set up.
pub fn watch(waker: Waker, keys: Keys, typing: Typing) -> io::Result<Reading> {
    let line = File::from(io::stdin().as_fd().try_clone_to_owned()?);
    let (resized, notice) = UnixStream::pair()?;
    resized.set_nonblocking(true)?;
    signal_hook::low_level::pipe::register(SIGWINCH, notice)?;
    let (leaving, asked) = UnixStream::pair()?;
    let (ending, ended) = oneshot::channel();
    thread::Builder::new().name("keys".into()).spawn(move || {
        let _ending: oneshot::Sender<()> = ending;
        let keyboard = Keyboard::new(keys);
        Reader { line, resized, asked, keyboard, began: Instant::now() }.report(&waker, &typing);
    })?;
    Ok(Reading { leaving, ended })
}

struct Reader {
    line: File,
    /// Readable when the window has a new size.
    resized: UnixStream,
    /// Closed from the other side when the console is leaving.
    asked: UnixStream,
    keyboard: Keyboard,
    began: Instant,
}

impl Reader {
    /// Sends the loop whatever comes, until nobody listens, the line is gone or the rest was asked for.
    fn report(mut self, waker: &Waker, typing: &Typing) {
        loop {
            let mut inputs = Vec::new();
            let waited = self.wait(typing, &mut inputs);
            let goes_on = matches!(waited, Ok(ControlFlow::Continue(())));
            if !goes_on {
                inputs.extend(self.rest(typing));
            }
            let sent = inputs.into_iter().map(Wake::Input).try_for_each(|wake| waker.send(wake));
            if waited.is_err() {
                // Behind what was typed, which the loop handles before it leaves.
                let _loop_is_gone = waker.send(Wake::EndOfInput);
            }
            if sent.is_err() || !goes_on {
                return;
            }
        }
    }

    /// Waits until something came or was waited for long enough; breaks off when the rest is asked for.
    ///
    /// # Errors
    /// When the line is gone. What came before is in `inputs`.
    fn wait(&mut self, typing: &Typing, inputs: &mut Vec<Input>) -> io::Result<ControlFlow<()>> {
        let patience = self.keyboard.due().map(|due| due.saturating_sub(self.began.elapsed()));
        let patience = patience.map(Timespec::try_from).transpose().map_err(io::Error::other)?;
        let mut watched = [
            PollFd::new(&self.line, PollFlags::IN),
            PollFd::new(&self.resized, PollFlags::IN),
            PollFd::new(&self.asked, PollFlags::IN),
        ];
        match poll(&mut watched, patience.as_ref()) {
            Ok(_) => {}
            Err(Errno::INTR | Errno::AGAIN) => return Ok(ControlFlow::Continue(())),
            Err(error) => return Err(error.into()),
        }
        let [line, resized, asked] = watched.map(|one| !one.revents().is_empty());
        if asked {
            return Ok(ControlFlow::Break(()));
        }
        if resized {
            let mut notices = [0; 64];
            // Several sizes may have come and gone; only the last one counts.
            while matches!(self.resized.read(&mut notices), Ok(1..)) {}
            let size = rustix::termios::tcgetwinsize(&self.line)?;
            inputs.push(Input::Resize(size.ws_col, size.ws_row));
        }
        if line {
            self.read(typing, inputs)?;
        } else {
            inputs.extend(self.keyboard.quiet(self.began.elapsed(), typing.holds()));
        }
        Ok(ControlFlow::Continue(()))
    }

    /// Reads once from a line that has something to say.
    ///
    /// # Errors
    /// When that is its end.
    fn read(&mut self, typing: &Typing, inputs: &mut Vec<Input>) -> io::Result<()> {
        let mut bytes = [0; CHUNK];
        let count = match self.line.read(&mut bytes) {
            Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(()),
            Err(error) => return Err(error),
        };
        let came = bytes.get(..count).unwrap_or_default();
        inputs.extend(self.keyboard.came(came, self.began.elapsed(), typing.holds()));
        Ok(())
    }

    /// What is on the line still, and what was held back until more would come.
    fn rest(&mut self, typing: &Typing) -> Vec<Input> {
        let mut inputs = Vec::new();
        let until = Instant::now() + REST_WITHIN;
        while Instant::now() < until && self.has_bytes() && self.read(typing, &mut inputs).is_ok() {}
        inputs.extend(self.keyboard.end(typing.holds()));
        inputs
    }

    fn has_bytes(&self) -> bool {
        let mut line = [PollFd::new(&self.line, PollFlags::IN)];
        poll(&mut line, Some(&Timespec::default())).is_ok_and(|ready| ready > 0)
    }
}
