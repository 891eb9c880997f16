//! The town itself: who acts there, its calendar, acts on it.

use std::path::PathBuf;

use crate::actions::{Act, Answers};
use crate::domain::desk::Desk;
use crate::domain::limit::calendar_change::CalendarChange;
use crate::domain::refusal::Refusal;
use crate::domain::view::detail::HistoryLine;
use crate::domain::view::unsettled::Unsettled;

/// An act to perform on the town.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TownCommand {
    /// Client-made id, so that a doubled key press is one act.
    pub act: String,
    pub action: &'static Act,
    /// What was filled in.
    pub answers: Answers,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TownEffect {
    /// What loading this notice file would change.
    PreviewCalendar(PathBuf),
    /// Load the notice file whose preview was confirmed.
    LoadCalendar(PathBuf),
    /// A stretch of the town's history before this fact of it, or the newest.
    History { before: Option<u32> },
    /// What has still to be settled.
    Unsettled,
    /// What an act on the town would bring about.
    Preview(Box<TownCommand>),
    /// The text of a file with units or people.
    ReadList(PathBuf),
    /// An act on the town.
    Perform(Box<TownCommand>),
}

#[derive(Debug, Clone, PartialEq)]
pub enum TownMessage {
    /// Who acts, the town, the calendar; at start and whenever one of them changes.
    Desk(Box<Desk>),
    /// An act was performed and committed; the draft may go.
    Performed {
        /// Client-made id of the command.
        act: String,
        /// What was recorded, in words.
        words: String,
    },
    /// What an act would bring about, line by line; it is done once that was confirmed.
    Previewed {
        /// Client-made id of the command.
        act: String,
        lines: Vec<String>,
    },
    /// An act was refused; nothing changed.
    Refused {
        /// Client-made id of the command.
        act: String,
        refusal: Refusal,
    },
    /// A stretch of the town's history, newest first.
    History {
        /// The fact it stands before, as it was asked for.
        before: Option<u32>,
        lines: Vec<HistoryLine>,
        /// The fact before which older ones stand.
        older: Option<u32>,
    },
    /// A file with units or people was read.
    ListRead { path: PathBuf, text: String },
    /// What has still to be settled.
    Unsettled(Box<Unsettled>),
    /// The town's history is not for these eyes.
    NoHistory(Refusal),
    /// What loading a notice file would change.
    CalendarPreview(PathBuf, Box<CalendarPreview>),
    /// A notice was loaded, with what it changed.
    CalendarLoaded(Box<CalendarChange>),
    /// The notice could not be read or loaded.
    CalendarFailed(String),
}

/// What loading a notice would change, and what is unlikely about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarPreview {
    /// Days and open limits that change.
    pub change: CalendarChange,
    /// Sentences to compare with the notice's own text before confirming.
    pub warnings: Vec<String>,
}
