//! The outside world of a running console: the terminal, signals, the clock, and the loop that joins them.
//!
//! What waits where is said in [`console`]. Nothing that hangs in a read or a write can keep the process from leaving
//! in time, and nothing here but the loop knows the screens.

pub mod clock;
pub(crate) mod console;
pub(crate) mod copies;
pub mod drafts;
pub(crate) mod event_loop;
mod halves;
pub(crate) mod hang_up;
pub mod keyboard;
pub(crate) mod looks;
pub(crate) mod notify;
pub mod panic;
pub(crate) mod pdf;
pub mod proof;
pub(crate) mod screen;
pub(crate) mod signals;
mod sixteen;
pub(crate) mod system_log;
pub(crate) mod terminal;
#[cfg(test)]
mod test_line;
pub mod wake;
pub(crate) mod watch;
pub mod worker;
