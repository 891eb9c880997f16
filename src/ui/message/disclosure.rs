//! Records of disclosure: the pane, one laid open, acts on them, and the catalogue of what has to be made public.

use std::path::PathBuf;

use crate::actions::{Act, Answers};
use crate::domain::ids::DisclosureId;
use crate::domain::refusal::Refusal;
use crate::domain::time::Date;
use crate::domain::view::disclosure::{DisclosureDetail, DisclosurePane};

/// An act to perform on a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisclosureCommand {
    /// Client-made id, so that a doubled key press is one act.
    pub act: String,
    /// The record; `None` to open one.
    pub disclosure: Option<DisclosureId>,
    /// How many events it had when it was looked at.
    pub seen_seq: Option<u32>,
    pub action: &'static Act,
    /// What was filled in.
    pub answers: Answers,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DisclosureEffect {
    /// The records of these months and whatever is open, with the grid and the list of matters.
    Pane(Vec<Date>),
    /// A record laid open.
    Open(DisclosureId),
    /// The catalogue of matters in this file, as the form that imports it takes it.
    ReadCatalogue(PathBuf),
    /// An act on a record.
    Perform(Box<DisclosureCommand>),
}

#[derive(Debug, Clone, PartialEq)]
pub enum DisclosureMessage {
    /// The months that were asked for, and what stands in them.
    Pane(Vec<Date>, Box<DisclosurePane>),
    /// A record laid open.
    Read(Box<DisclosureDetail>),
    /// The record asked for is not there, or not for these eyes.
    NotThere(Refusal),
    /// A catalogue was read.
    CatalogueRead {
        path: PathBuf,
        text: String,
        /// What was noticed in the file, a sentence each.
        warnings: Vec<String>,
    },
    /// An act was performed and committed; the draft may go.
    Performed {
        /// Client-made id of the command.
        act: String,
        disclosure: DisclosureId,
        action: &'static Act,
        /// What was recorded, in words.
        words: String,
        /// The record that waits for the same of whoever acts, after one that they signed or returned.
        next: Option<DisclosureId>,
    },
    /// An act was refused; nothing changed.
    Refused {
        /// Client-made id of the command.
        act: String,
        refusal: Refusal,
    },
}
