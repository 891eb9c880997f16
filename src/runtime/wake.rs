//! The one closed list of what can wake the program, and the one channel it comes through.

use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::Instant;

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

/// The receiving end; the loop owns it.
#[derive(Debug)]
pub struct Wakes(Receiver<Wake>);

/// Makes the channel. Every thread that reports gets a clone of the sender.
#[must_use]
pub fn wakes() -> (Sender<Wake>, Wakes) {
    let (sender, receiver) = channel();
    (sender, Wakes(receiver))
}

impl Wakes {
    /// Sleeps until something happens, or until a moment, which is `None`. When nobody is left who could report
    /// anything, the input has ended. A moment that has come goes before what happens, which may never cease.
    #[must_use]
    pub fn wait_until(&self, moment: Option<Instant>) -> Option<Wake> {
        let Some(moment) = moment else { return Some(self.0.recv().unwrap_or(Wake::EndOfInput)) };
        let left = moment.checked_duration_since(Instant::now()).filter(|left| !left.is_zero())?;
        match self.0.recv_timeout(left) {
            Ok(wake) => Some(wake),
            Err(RecvTimeoutError::Timeout) => None,
            Err(RecvTimeoutError::Disconnected) => Some(Wake::EndOfInput),
        }
    }

    /// What has happened in the meantime, without waiting.
    pub fn already_here(&self) -> impl Iterator<Item = Wake> {
        self.0.try_iter()
    }
}
