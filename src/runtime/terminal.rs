//! The terminal as a thing that is taken and must be given back as it was found.
//!
//! What a line doesn't take at once is kept and sent later: a terminal that stopped reading stops neither the keys nor
//! the drafts. Giving back may happen from the main thread, from a panicking one or beside a write that blocks after
//! all, so it waits for nothing longer than a moment and works only once.

use std::fs::File;
use std::io::{self, Write};
use std::os::fd::{AsFd, AsRawFd as _, OwnedFd};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, TryLockError};
use std::time::Duration;

use nix::sys::signal;
use ratatui::layout::Size;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::{Mode, OFlags, open};
use rustix::termios::{self, OptionalActions, Termios};
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

/// Alternate screen, bracketed paste, cursor hidden until a frame asks for it.
const ENTER: &str = "\x1b[?1049h\x1b[?2004h\x1b[?25l";

/// Clicks and the wheel, in the form that has no limit of columns. Not motion: it would send on every move.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";

/// A line and a quotation mark at the beginning of the second row, the question where the cursor stands behind them, and
/// the row empty again.
const RULER: &str = "\x1b[2;1H─“\x1b[6n\x1b[2;1H\x1b[K";

/// An unfinished frame is closed, then everything entered is left in reverse; colours as the shell expects them.
const LEAVE: &str = "\x1b[?2026l\x1b[0m\x1b[?1006l\x1b[?1000l\x1b[?2004l\x1b[?1049l\x1b[?25h";

/// How long giving back waits for a frame that is being written.
const PATIENCE_WITH_WRITER: Duration = Duration::from_millis(200);

/// How long giving back waits for a stopped terminal to take a few bytes.
const PATIENCE_WITH_LINE: Timespec = Timespec { tv_sec: 0, tv_nsec: 200_000_000 };

/// Why there is no terminal to work on.
#[derive(Debug)]
pub enum NoTerminal {
    /// Input or output is a file or a pipe.
    NotATerminal,
    /// The system refused.
    Failed(io::Error),
}

impl std::fmt::Display for NoTerminal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NotATerminal => f.write_str(
                "这里不是终端，操作台没有打开。请在终端里直接运行 ydt；脚本里请用 ydt list、ydt apply 等命令。",
            ),
            Self::Failed(_) => {
                f.write_str("终端无法设置，操作台没有打开。请重新登录后再试；仍不行时请联系系统管理员。")
            }
        }
    }
}

impl std::error::Error for NoTerminal {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::NotATerminal => None,
            Self::Failed(error) => Some(error),
        }
    }
}

impl From<io::Error> for NoTerminal {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

/// A handle on the terminal; clones speak of the same one and may go to other threads.
#[derive(Debug, Clone)]
pub struct Terminal(Arc<Taken>);

#[derive(Debug)]
struct Taken {
    input: File,
    output: File,
    found: Termios,
    /// Whether the modes are ours at this moment.
    entered: AtomicBool,
    mouse: AtomicBool,
    /// What the line has not taken yet. Who holds it may write, so that a frame and the giving back don't mix.
    unsent: Mutex<Vec<u8>>,
}

impl Terminal {
    /// The terminal of standard input and output, untouched as yet.
    ///
    /// # Errors
    /// [`NoTerminal`] when one of them is not a terminal or cannot be asked for its modes.
    pub fn of_process() -> Result<Self, NoTerminal> {
        if !termios::isatty(io::stdin()) || !termios::isatty(io::stdout()) {
            return Err(NoTerminal::NotATerminal);
        }
        let input = io::stdin().as_fd().try_clone_to_owned()?;
        let output = io::stdout().as_fd().try_clone_to_owned()?;
        Ok(Self::on(input, output)?)
    }

    /// A terminal on given descriptors, untouched as yet.
    ///
    /// # Errors
    /// When the input's modes cannot be read.
    pub fn on(input: OwnedFd, output: OwnedFd) -> io::Result<Self> {
        let found = termios::tcgetattr(&input)?;
        Ok(Self(Arc::new(Taken {
            input: input.into(),
            output: never_waiting(output).into(),
            found,
            entered: AtomicBool::new(false),
            mouse: AtomicBool::new(true),
            unsent: Mutex::new(Vec::new()),
        })))
    }

    /// Takes the terminal until the guard is dropped.
    ///
    /// # Errors
    /// When modes cannot be set or the line takes no bytes; the terminal is given back then.
    pub fn take(&self, mouse: bool) -> io::Result<Guard> {
        let guard = Guard(self.clone());
        self.0.mouse.store(mouse, Ordering::SeqCst);
        self.enter()?;
        Ok(guard)
    }

    /// Sets every mode (again). Modes of the line first: a process in the background is stopped there by the
    /// system, before its bytes reach a screen that belongs to somebody else.
    ///
    /// # Errors
    /// When modes cannot be set or the line takes no bytes.
    pub fn enter(&self) -> io::Result<()> {
        let mut raw = self.0.found.clone();
        raw.make_raw();
        self.0.entered.store(true, Ordering::SeqCst);
        termios::tcsetattr(&self.0.input, OptionalActions::Now, &raw)?;
        let mouse = if self.0.mouse.load(Ordering::SeqCst) { MOUSE_ON } else { "" };
        self.send(format!("{ENTER}{mouse}").as_bytes())
    }

    /// Sends bytes as far as the line takes them, and keeps the rest; in silence nothing once the terminal was given
    /// back.
    ///
    /// # Errors
    /// When the line is gone.
    pub fn send(&self, bytes: &[u8]) -> io::Result<()> {
        let Some(mut unsent) = self.writer(None) else { return Ok(()) };
        if !self.0.entered.load(Ordering::SeqCst) {
            return Ok(());
        }
        unsent.extend_from_slice(bytes);
        write_out(&self.0.output, &mut unsent)
    }

    /// Asks how wide the terminal draws what terminals disagree on; the answer comes with the keys, or never.
    ///
    /// # Errors
    /// When the line is gone.
    pub fn ask_widths(&self) -> io::Result<()> {
        self.send(RULER.as_bytes())
    }

    /// Whether the line has taken everything that was sent; tries to send the rest.
    ///
    /// # Errors
    /// When the line is gone.
    pub fn has_sent(&self) -> io::Result<bool> {
        let Some(mut unsent) = self.writer(None) else { return Ok(true) };
        write_out(&self.0.output, &mut unsent)?;
        Ok(unsent.is_empty())
    }

    /// Waits until the line has taken everything that was sent. Only a line that stopped is watched, so that others
    /// wake nobody.
    ///
    /// # Errors
    /// When the line is gone.
    #[expect(
        deprecated,
        reason = "what replaces it is `unsafe`, and asks for no more than an owned descriptor keeps"
    )]
    pub async fn sent(&self) -> io::Result<()> {
        let line = AsyncFd::with_interest(self.0.output.try_clone()?, Interest::WRITABLE)?;
        loop {
            let mut ready = line.writable().await?;
            if self.has_sent()? {
                return Ok(());
            }
            ready.clear_ready();
        }
    }

    /// Gives the terminal back as it was found. Does nothing the second time, fails at nothing (a line that is
    /// gone needs no restoring), and returns within half a second whatever other threads and the line do.
    pub fn give_back(&self) {
        let unsent = self.writer(Some(PATIENCE_WITH_WRITER));
        if !self.0.entered.swap(false, Ordering::SeqCst) {
            return;
        }
        // The rest of a frame that stopped half-way would come too late for anybody.
        if let Some(mut unsent) = unsent {
            unsent.clear();
        }
        let mut line = [PollFd::new(&self.0.output, PollFlags::OUT)];
        if poll(&mut line, Some(&PATIENCE_WITH_LINE)).is_ok_and(|ready| ready > 0) {
            let _gone_or_full = (&self.0.output).write_all(LEAVE.as_bytes());
        }
        let _gone = termios::tcsetattr(&self.0.input, OptionalActions::Now, &self.0.found);
    }

    /// Leaves the terminal to the shell until the operator brings the program back, then takes it again. Where
    /// no shell could bring it back, the system ignores the stop and this returns at once.
    ///
    /// # Errors
    /// When the terminal cannot be taken again.
    pub fn suspend(&self) -> io::Result<()> {
        self.give_back();
        signal::raise(signal::Signal::SIGTSTP)?;
        self.enter()
    }

    /// Columns and rows.
    ///
    /// # Errors
    /// When the line is gone.
    pub fn size(&self) -> io::Result<Size> {
        let size = termios::tcgetwinsize(&self.0.output)?;
        Ok(Size { width: size.ws_col, height: size.ws_row })
    }

    /// The right to write; `None` when patience ran out, which only the giving back may ignore.
    fn writer(&self, patience: Option<Duration>) -> Option<MutexGuard<'_, Vec<u8>>> {
        let Some(patience) = patience else {
            return Some(self.0.unsent.lock().unwrap_or_else(std::sync::PoisonError::into_inner));
        };
        let step = Duration::from_millis(5);
        let mut waited = Duration::ZERO;
        loop {
            match self.0.unsent.try_lock() {
                Ok(held) => return Some(held),
                Err(TryLockError::Poisoned(held)) => return Some(held.into_inner()),
                Err(TryLockError::WouldBlock) if waited >= patience => return None,
                Err(TryLockError::WouldBlock) => {
                    std::thread::sleep(step);
                    waited += step;
                }
            }
        }
    }
}

/// The same line by a descriptor of its own on which no write waits: how the given one behaves is shared with the
/// shell. A service user may not open the terminal of whoever called by its name, but as its controlling terminal.
/// Where neither can be opened, writes wait as they always did.
fn never_waiting(output: OwnedFd) -> OwnedFd {
    let flags = OFlags::WRONLY | OFlags::NOCTTY | OFlags::NONBLOCK | OFlags::CLOEXEC;
    let by_name = open(format!("/proc/self/fd/{}", output.as_raw_fd()), flags, Mode::empty());
    let opened = by_name.or_else(|refused| {
        let is_controlling = termios::tcgetpgrp(&output).is_ok();
        if is_controlling { open("/dev/tty", flags, Mode::empty()) } else { Err(refused) }
    });
    opened.unwrap_or(output)
}

/// Writes as much as the line takes now.
fn write_out(mut output: &File, unsent: &mut Vec<u8>) -> io::Result<()> {
    let mut taken = 0;
    let written = loop {
        let Some(rest) = unsent.get(taken..).filter(|rest| !rest.is_empty()) else { break Ok(()) };
        match output.write(rest) {
            Ok(0) => break Ok(()),
            Ok(count) => taken += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => break Ok(()),
            Err(error) => break Err(error),
        }
    };
    unsent.drain(..taken);
    written
}

/// Gives the terminal back when it goes out of scope.
#[derive(Debug)]
pub struct Guard(Terminal);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.give_back();
    }
}

#[cfg(test)]
#[path = "terminal_tests.rs"]
mod tests;
