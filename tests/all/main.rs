//! The one integration-test binary.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what fails here fails a test, and only test functions themselves are exempted by the settings"
)]

mod cli;
mod lifecycle;
mod pty;
mod queue;
mod terminal;
mod town;
