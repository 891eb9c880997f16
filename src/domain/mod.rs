//! Nouns and facts of the work: no clock, no files, no terminal, no database.

#[macro_use]
pub mod code;
pub mod calendar;
pub mod case;
pub mod context;
pub mod desk;
pub mod document;
pub mod event;
#[cfg(test)]
pub(crate) mod fixtures;
pub mod ids;
pub mod limit;
pub mod refusal;
pub mod sealable;
pub mod sight;
mod stored;
pub mod text;
pub mod time;
pub mod town;
pub mod view;
pub mod words;
