//! The record of a meeting on paper (Annex 2): the numbers it took. Its text is not frozen here, because no fact of a
//! meeting holds a text about a case; the same paper is laid out again from the meeting as it stood when the number was
//! given, and its digest says whether it still is the same.

use super::Meeting;
use crate::domain::paper::foot;
use crate::domain::time::Date;

/// A record that was given a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IssuedRecord {
    /// 建纪会〔2026〕3号
    pub number: String,
    /// The year and the place in the row of numbers of its kind.
    pub year: i16,
    pub serial: u32,
    /// The head of the chain before it was issued.
    pub head: String,
    /// SHA-256 of the layout.
    pub hash: String,
    /// SHA-256 of the office's own template that its file is made from; `None` for the built-in layout.
    pub template: Option<String>,
    pub on: Date,
    /// Its place in the meeting's stream: everything before it is on the paper.
    pub seq: u32,
    /// How often it was printed on purpose, the first time included.
    pub copies: u32,
    /// Why it was made void before it left the house.
    pub void: Option<String>,
}

impl IssuedRecord {
    /// What stands in small type at the foot.
    #[must_use]
    pub fn foot(&self) -> Vec<String> {
        foot(&self.number, &self.hash, &self.head, self.copies)
    }
}

impl Meeting {
    /// The papers that are not void.
    pub fn live_papers(&self) -> impl Iterator<Item = &IssuedRecord> {
        self.papers.iter().filter(|paper| paper.void.is_none())
    }
}
