//! Unfinished text of forms, kept so that nothing typed is lost.

use crate::actions::Answers;
use crate::domain::ids::CaseId;
use crate::domain::time::Moment;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftEffect {
    /// Keep unfinished text under a key.
    Save {
        /// Person, case and action it belongs to.
        key: String,
        /// The cases it is about, so that it goes with their text when that is erased.
        cases: Vec<CaseId>,
        /// The fields as they stand.
        answers: Answers,
    },
    /// Ask for unfinished text.
    Load(String),
    /// The text was committed or thrown away.
    Drop(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftMessage {
    /// Unfinished text that was kept, with the time it was kept; `None` when there is none.
    Kept {
        /// The key it was asked by.
        key: String,
        /// The fields, and when they were kept.
        kept: Option<(Answers, Moment)>,
    },
    /// A draft could not be kept or read; a sentence for whoever typed it.
    Trouble(String),
    /// Every own draft, the newest first.
    Waiting(Vec<WaitingDraft>),
    /// Own drafts that have lain for long; asked about once.
    Old(Vec<OldDraft>),
}

/// An own draft and the form it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingDraft {
    /// The key it is kept under.
    pub key: String,
    /// Code of the form's act.
    pub form: String,
    pub about: DraftAbout,
    pub kept_at: Moment,
}

/// What a form was filled in for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftAbout {
    /// A case, with its number.
    Case(CaseId, String),
    New,
    /// The cases that were marked.
    Marked,
    Town,
}

/// A draft that has lain for long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldDraft {
    /// The key it is kept under.
    pub key: String,
    /// Form, case and day, in words.
    pub what: String,
}
