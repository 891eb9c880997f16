//! The parts that screens are put together from: plain structs with state, an update and a draw.

pub mod editor;
pub mod form;
pub mod line;
pub mod matching;
pub mod picker;
#[cfg(test)]
pub(crate) mod testing;
