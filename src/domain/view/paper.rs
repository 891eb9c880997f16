//! Papers as they are shown: a preview with what stands in its way, and the register of numbers.

use crate::domain::paper::{PaperKind, Sheet};

/// A paper laid out for whoever asks, before it has a number or after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperView {
    pub kind: PaperKind,
    pub case_no: String,
    /// The layout, masked as the reader's rights demand.
    pub sheet: Sheet,
    /// Its number, where this very sheet was issued.
    pub number: Option<String>,
    /// What stands at its foot; empty without a number.
    pub foot: Vec<String>,
    /// What a person should look at before it goes out.
    pub warnings: Vec<String>,
}

/// A paper as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperFile {
    /// The name under which it is saved.
    pub name: String,
    pub bytes: Vec<u8>,
    pub number: String,
    /// Whether its number was given just now.
    pub is_new: bool,
    pub warnings: Vec<String>,
}

/// A row of the register.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Registered {
    pub number: String,
    pub kind: PaperKind,
    pub case_no: String,
    /// Day of issue, `2026-11-17`.
    pub issued_on: String,
    pub copies: u32,
    pub is_void: bool,
}
