//! Nouns and facts of the work: no clock, no files, no terminal, no database.

#[macro_use]
pub mod code;
pub mod intake_row;
pub mod time;
