//! The outside world of a running console: the terminal, signals, the clock, and the loop that joins them.
//!
//! What waits where is said in [`console`]. Nothing that hangs in a read or a write can keep the process from leaving
//! in time, and nothing here but the loop knows the screens.

pub mod clock;
pub mod console;
pub mod drafts;
pub mod event_loop;
mod halves;
pub mod hang_up;
pub mod keyboard;
pub mod looks;
pub mod notify;
pub mod panic;
pub mod proof;
pub mod screen;
pub mod signals;
pub mod terminal;
#[cfg(test)]
mod test_line;
pub mod wake;
pub mod watch;
pub mod worker;
