//! What a person sees: screens, widgets, keys, words of the interface.

pub mod input;
pub mod message;
