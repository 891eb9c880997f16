//! The parts that screens are put together from: plain structs with state, an update and a draw.

pub(crate) mod confirm;
pub(crate) mod editor;
pub(crate) mod form;
pub(crate) mod picker;
pub(crate) mod prompt;
mod share;
pub(crate) mod table;
#[cfg(test)]
pub(crate) mod testing;
pub(crate) mod toast;
pub(crate) mod window;
