//! Nouns and facts of the work: no clock, no files, no terminal, no database.

#[macro_use]
pub mod code;
pub mod calendar;
pub mod case;
pub mod context;
pub mod document;
pub mod event;
#[cfg(test)]
pub(crate) mod fixtures;
pub mod limit;
pub mod refusal;
pub mod sight;
pub mod text;
pub mod time;
pub mod town;
pub mod view;
pub mod words;
