//! Signals, on a thread of their own: whatever the rest of the program is stuck in, a dropped line ends it in time.

use std::io;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::Duration;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::runtime::terminal::Terminal;
use crate::runtime::wake::Wake;

/// How long saving drafts and closing the record may take; with the half second that giving back the terminal may
/// take at worst, the process is gone within two.
const DEADLINE: Duration = Duration::from_millis(1200);

/// What another process, the line or the shell asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// The line dropped (SIGHUP).
    HangUp,
    /// Somebody ends the program (SIGTERM).
    Terminate,
    /// Interrupted from outside (SIGINT); Ctrl-C typed here is a key, not this.
    Interrupt,
    /// Brought back after a stop (SIGCONT).
    Continued,
}

impl Signal {
    const ALL: [Self; 4] = [Self::HangUp, Self::Terminate, Self::Interrupt, Self::Continued];

    /// The system's number.
    #[must_use]
    pub const fn number(self) -> i32 {
        match self {
            Self::HangUp => SIGHUP,
            Self::Terminate => SIGTERM,
            Self::Interrupt => SIGINT,
            Self::Continued => SIGCONT,
        }
    }

    /// Whether the program has to leave.
    #[must_use]
    pub const fn is_farewell(self) -> bool {
        match self {
            Self::HangUp | Self::Terminate | Self::Interrupt => true,
            Self::Continued => false,
        }
    }
}

/// Begins to listen. After a farewell the loop has 1.2 s to save drafts and end the process; if it is stuck, the
/// terminal is given back and the process ended from here, with 128 + the signal's number.
///
/// # Errors
/// When the handlers or the thread cannot be set up.
pub fn watch(wakes: Sender<Wake>, terminal: Terminal) -> io::Result<()> {
    let mut signals = Signals::new(Signal::ALL.map(Signal::number))?;
    thread::Builder::new().name("signals".into()).spawn(move || {
        for number in signals.forever() {
            let Some(signal) = Signal::ALL.into_iter().find(|signal| signal.number() == number) else {
                continue;
            };
            let _loop_is_gone = wakes.send(Wake::Signal(signal));
            if signal.is_farewell() {
                end_at_the_latest(&terminal, signal);
            }
        }
    })?;
    Ok(())
}

/// Lets the loop end the process, and ends it here when it does not.
pub(super) fn end_at_the_latest(terminal: &Terminal, because: Signal) -> ! {
    thread::sleep(DEADLINE);
    terminal.give_back();
    std::process::exit(128 + because.number())
}
