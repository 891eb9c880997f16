//! What a person sees: screens, widgets, keys, words of the interface.

pub mod message;
