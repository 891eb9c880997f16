//! The parts that screens are put together from: plain structs with state, an update and a draw.

pub mod confirm;
pub mod editor;
pub mod form;
pub mod matching;
pub mod picker;
pub mod prompt;
pub mod table;
#[cfg(test)]
pub(crate) mod testing;
pub mod toast;
