//! Legal limits: how they run, which of them are due, and how a due day came about.

pub(crate) mod alerting;
pub(crate) mod calendar_change;
pub mod clock;
