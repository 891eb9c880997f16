//! The outside world of a running console: the terminal, signals, the clock, and the loop that joins them.
//!
//! Three threads do nothing but wait and report through one channel: keys, the hang-up of the line, signals. The
//! main thread handles and draws, so that nothing that hangs in a read can keep typed text from being saved.

pub mod clock;
pub mod drafts;
pub mod event_loop;
mod halves;
pub mod input;
pub mod keyboard;
pub mod notify;
pub mod panic;
pub mod screen;
pub mod signals;
pub mod terminal;
#[cfg(test)]
mod test_line;
pub mod wake;
pub mod watch;
pub mod worker;
