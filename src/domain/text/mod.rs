//! Text as it is compared and checked, whoever typed it and with which input method.

pub(crate) mod fold;
pub mod matching;
pub mod signs;
