//! What a person sees: screens, widgets, keys, words of the interface.

pub mod app;
pub mod input;
pub mod keys;
pub(crate) mod manual;
pub mod message;
mod screens;
pub mod text;
pub mod theme;
pub(crate) mod widgets;
