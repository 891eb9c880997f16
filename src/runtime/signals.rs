//! Signals, handled beside the loop: whatever the rest of the program is stuck in, a dropped line ends it in time.

use std::io;
use std::time::Duration;

use nix::sys::signal::Signal as Number;
use tokio::signal::unix::{SignalKind, signal};

use crate::runtime::terminal::Terminal;
use crate::runtime::wake::{Wake, Waker};

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
            Self::HangUp => Number::SIGHUP as i32,
            Self::Terminate => Number::SIGTERM as i32,
            Self::Interrupt => Number::SIGINT as i32,
            Self::Continued => Number::SIGCONT as i32,
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
/// terminal is given back and the process ended from here, with 128 + the signal's number. Must be called within a
/// runtime whose worker is not the thread of the loop.
///
/// # Errors
/// When the handlers cannot be set up.
pub fn watch(waker: &Waker, terminal: &Terminal) -> io::Result<()> {
    for listened in Signal::ALL {
        let mut received = signal(SignalKind::from_raw(listened.number()))?;
        let (waker, terminal) = (waker.clone(), terminal.clone());
        tokio::spawn(async move {
            while received.recv().await.is_some() {
                let _loop_is_gone = waker.send(Wake::Signal(listened));
                if listened.is_farewell() {
                    end_at_the_latest(&terminal, listened).await;
                }
            }
        });
    }
    Ok(())
}

/// Lets the loop end the process, and ends it here when it does not.
pub(super) async fn end_at_the_latest(terminal: &Terminal, because: Signal) {
    tokio::time::sleep(DEADLINE).await;
    terminal.give_back();
    std::process::exit(128 + because.number())
}
