//! The one closed list of what can wake the program, and the one channel it comes through.

use std::sync::mpsc::{Receiver, Sender, channel};

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
    /// Sleeps until something happens. When nobody is left who could report anything, the input has ended.
    #[must_use]
    pub fn wait(&self) -> Wake {
        self.0.recv().unwrap_or(Wake::EndOfInput)
    }

    /// What has happened in the meantime, without waiting.
    pub fn already_here(&self) -> impl Iterator<Item = Wake> {
        self.0.try_iter()
    }
}
