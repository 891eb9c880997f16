//! The one integration-test binary.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what fails here fails a test, and only test functions themselves are exempted by the settings"
)]

mod calendar;
mod cli;
mod dashboard;
mod durability;
mod home;
mod lifecycle;
mod program;
mod pty;
mod settings;
mod terminal;
mod town;
mod two_operators;
mod verifying;
mod watching;
