//! What a person sees: screens, widgets, keys, words of the interface.

pub mod input;
pub mod keys;
pub mod message;
pub mod text;
pub mod theme;
pub mod widgets;
