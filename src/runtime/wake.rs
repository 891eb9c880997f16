//! The one closed list of what can wake the program, and the channel it comes through.

use std::time::Instant;

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::runtime::signals::Signal;
use crate::ui::input::Input;
use crate::ui::message::Message;

/// Why the loop woke up.
#[derive(Debug, Clone, PartialEq)]
pub enum Wake {
    /// The operator did something, or the window changed its size.
    Input(Input),
    /// An answer or a notice from the thread that owns the record.
    Message(Message),
    /// Another process asks something of this one.
    Signal(Signal),
    /// The line is gone; nothing will ever be typed again.
    EndOfInput,
    /// A thread of this program came to grief; its panic has been reported already.
    Broken,
}

impl Wake {
    /// Whether the loop has to leave, however much else is waiting.
    const fn is_farewell(&self) -> bool {
        match self {
            Self::Signal(signal) => signal.is_farewell(),
            Self::EndOfInput | Self::Broken => true,
            Self::Input(_) | Self::Message(_) => false,
        }
    }
}

/// The loop has ended and nobody is woken any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LoopIsGone;

/// The sending end; every thread that reports has a clone. Sending never waits.
#[derive(Debug, Clone)]
pub struct Waker {
    farewells: UnboundedSender<Wake>,
    others: UnboundedSender<Wake>,
}

impl Waker {
    /// Wakes the loop.
    ///
    /// # Errors
    /// When it has ended.
    pub fn send(&self, wake: Wake) -> Result<(), LoopIsGone> {
        let channel = if wake.is_farewell() { &self.farewells } else { &self.others };
        channel.send(wake).map_err(|_| LoopIsGone)
    }
}

/// The receiving end; the loop owns it. A farewell overtakes whatever else is waiting: twenty thousand keys in front
/// of it would take longer than there is to leave.
#[derive(Debug)]
pub struct Wakes {
    farewells: UnboundedReceiver<Wake>,
    others: UnboundedReceiver<Wake>,
}

/// Makes the channel.
#[must_use]
pub fn wakes() -> (Waker, Wakes) {
    let (farewell_sender, farewells) = unbounded_channel();
    let (other_sender, others) = unbounded_channel();
    (Waker { farewells: farewell_sender, others: other_sender }, Wakes { farewells, others })
}

impl Wakes {
    /// Sleeps until something happens, at most until `by`; `None` then. When nobody is left who could report
    /// anything, the input has ended.
    pub async fn wait_until(&mut self, by: Option<Instant>) -> Option<Wake> {
        let time_is_up = async {
            match by {
                Some(by) => tokio::time::sleep_until(by.into()).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            biased;
            Some(wake) = self.farewells.recv() => Some(wake),
            // Before the others, which may never cease.
            () = time_is_up => None,
            wake = self.others.recv() => Some(wake.unwrap_or(Wake::EndOfInput)),
        }
    }

    /// The next of what has happened in the meantime, without waiting.
    pub fn already_here(&mut self) -> Option<Wake> {
        self.farewells.try_recv().or_else(|_| self.others.try_recv()).ok()
    }
}
