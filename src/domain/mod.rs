//! Nouns and facts of the work: no clock, no files, no terminal, no database.

#[macro_use]
pub mod code;
pub(crate) mod attachment;
pub(crate) mod backups;
pub mod calendar;
pub mod case;
pub(crate) mod context;
pub(crate) mod copies;
pub(crate) mod desk;
pub mod disclosure;
pub mod document;
pub(crate) mod event;
pub mod figures;
#[cfg(test)]
pub(crate) mod fixtures;
pub mod ids;
pub mod limit;
pub mod meeting;
pub mod paper;
pub mod recurring;
pub mod refusal;
pub(crate) mod sealable;
pub(crate) mod sight;
mod stored;
pub(crate) mod stream;
pub(crate) mod stream_files;
pub mod text;
pub mod time;
pub mod town;
pub mod view;
pub(crate) mod wall_clock;
pub mod words;
