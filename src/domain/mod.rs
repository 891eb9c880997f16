//! Nouns and facts of the work: no clock, no files, no terminal, no database.

#[macro_use]
pub mod code;
pub mod alerting;
pub mod calendar;
pub mod calendar_change;
pub mod case;
pub mod chain;
pub mod clock;
pub mod comparison;
pub mod context;
pub mod dashboard;
pub mod desk;
pub mod detail;
pub mod document;
pub mod drafting;
pub mod event;
pub mod evolve;
pub mod explanation;
pub mod fact;
pub mod filter;
#[cfg(test)]
pub(crate) mod fixtures;
pub mod history;
pub mod importing;
pub mod intake_row;
pub mod links;
pub mod listing;
pub mod masking;
pub mod next_step;
pub mod org;
pub mod org_file;
pub mod recusal;
pub mod refusal;
pub mod rounds;
pub mod ruling;
pub mod sealable;
pub mod setting_key;
pub mod settings;
pub mod sight;
pub mod stage;
pub mod text_check;
pub mod time;
pub mod time_of_day;
pub mod town_event;
pub mod words;
