//! The command line: one file per group of commands. Everything a person can do in the console can be done here,
//! with Chinese text for people and stable JSON for programs.

mod args;
mod calendar;
mod chinese;
mod exit;
mod json;
mod out;
mod place;
mod read;
mod usage;

pub use exit::{Exit, Failure};
