//! Legal limits: how they run, which of them are due, and how a due day came about.

pub mod alerting;
pub mod calendar_change;
pub mod clock;
