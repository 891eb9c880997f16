//! The organisation as a TOML file: units, people, positions, by name instead of by number (`interfaces.md`,
//! `ydt org export|import`). Text in, text out; files are opened elsewhere.

mod fault;
mod read;
mod resolve;
mod write;

pub use fault::OrgFault;
pub use write::to_toml;

use std::ops::Range;

use toml::Spanned;

use crate::domain::town::org::Org;
use crate::domain::words::{Position, UnitKind};

/// An organisation file, read and checked for itself; names are not yet looked up.
#[derive(Debug, Clone, PartialEq)]
pub struct OrgFile {
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
}

#[derive(Debug, Clone, PartialEq)]
struct PersonEntry {
    name: Spanned<String>,
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

    /// The organisation that the file describes, with the numbers of those who are known already: a unit is known
    /// by its name or by its former one, a person by login or else by name. New ones get the next free numbers. Units that the file does
    /// not name are kept; what becomes of people it does not name is for the office to say.
    ///
    /// # Errors
    /// A unit that is not there or of the wrong kind, a handler without a unit; each with its line.
    pub fn resolve(&self, present: &Org) -> Result<Org, OrgFault> {
        resolve::resolve(self, present)
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
mod tests;
