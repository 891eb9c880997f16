//! Papers as they are shown: a preview with what stands in its way, and the register of numbers.

use crate::domain::meeting::code_of;
use crate::domain::paper::{PaperKind, Sheet};

/// A paper laid out for whoever asks, before it has a number or after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperView {
    pub kind: PaperKind,
    /// The case, or the meeting.
    pub of: PaperOf,
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
    pub of: PaperOf,
    /// Day of issue, `2026-11-17`.
    pub issued_on: String,
    pub copies: u32,
    pub is_void: bool,
}

/// What a paper is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaperOf {
    /// A case, by its number.
    Case(String),
    /// A meeting, by the town's own number.
    Meeting(u32),
}

impl PaperOf {
    /// The name by which commands call it, `2026-0012` or `m3`.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Case(number) => number.clone(),
            Self::Meeting(no) => code_of(*no),
        }
    }
}
