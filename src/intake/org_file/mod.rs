//! The organisation as a TOML file: units, people, positions, by name instead of by number (`interfaces.md`,
//! `ydt org export|import`). Text in, text out; files are opened elsewhere.

mod fault;
mod people;
mod read;
mod resolve;
mod write;

pub use fault::OrgFault;
pub use resolve::Resolved;
pub use write::to_toml;

use std::ops::Range;

use toml::Spanned;

use crate::domain::ids::ChainPlace;
use crate::domain::town::org::Org;
use crate::domain::words::{Position, UnitKind};

/// An organisation file, read and checked for itself; names are not yet looked up.
#[derive(Debug, Clone, PartialEq)]
pub struct OrgFile {
    /// Place in the chain of the organisation that it was exported from; absent of a file written by hand.
    pub based_on: Option<ChainPlace>,
    /// Town's name, where the file gives it.
    pub town: Option<String>,
    /// District's name, where the file gives it.
    pub district: Option<String>,
    units: Vec<UnitEntry>,
    people: Vec<PersonEntry>,
    /// Where lines begin, for faults found after reading.
    lines: Lines,
}

#[derive(Debug, Clone, PartialEq)]
struct UnitEntry {
    name: Spanned<String>,
    /// What it was called before, where this renames it.
    formerly: Option<Spanned<String>>,
    kind: UnitKind,
    active: bool,
}

#[derive(Debug, Clone, PartialEq)]
struct PersonEntry {
    /// The number in the database, as an exported file gives it.
    id: Option<Spanned<i64>>,
    name: Spanned<String>,
    /// What the person was called before, where this is somebody known under another name.
    renamed_from: Option<Spanned<String>>,
    login: Option<Spanned<String>>,
    unit: Option<Spanned<String>>,
    positions: Vec<Position>,
    leads: Vec<Spanned<String>>,
    contacts: Vec<Spanned<String>>,
    active: bool,
}

impl OrgFile {
    /// Reads a file.
    ///
    /// # Errors
    /// What is no TOML, an unknown key, kind or position, an empty name, a unit, person or login named twice; each
    /// with its line.
    pub fn parse(text: &str) -> Result<Self, OrgFault> {
        read::read(text)
    }

    /// The organisation that the file makes of the present one. A unit is known by its name or its former one; people
    /// are found as `people.rs` says. What the file does not name stays as it is and is told, unless the file is the
    /// `complete` list: then it leaves.
    ///
    /// # Errors
    /// A unit that is not there or of the wrong kind, a handler without a unit, people who could be meant in two ways;
    /// each with its line.
    pub fn resolve(&self, present: &Org, complete: bool) -> Result<Resolved, OrgFault> {
        resolve::resolve(self, present, complete)
    }
}

/// Numbers lines of a text by byte offset.
#[derive(Debug, Clone, PartialEq)]
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(offset, _)| offset).collect())
    }

    /// The line, from 1, in which a span begins.
    fn at(&self, span: &Range<usize>) -> usize {
        self.0.partition_point(|end| *end < span.start) + 1
    }
}

#[cfg(test)]
mod property;
#[cfg(test)]
mod tests;
