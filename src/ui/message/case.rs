//! One case: reading it and acting on it, and the same act on several.

use crate::actions::{Act, Answers};
use crate::domain::ids::{CaseId, MeetingId};
use crate::domain::paper::PaperKind;
use crate::domain::refusal::Refusal;
use crate::domain::view::detail::CaseDetail;
use crate::domain::view::filter::Filter;
use crate::domain::view::foretold::Foretold;
use crate::domain::view::paper::PaperView;

/// A command to perform on one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// Client-made id, so that a doubled key press is one act.
    pub act: String,
    /// The case; `None` to make one.
    pub case: Option<CaseId>,
    /// How many events the case had when the form opened; somebody faster makes this a conflict.
    pub seen_seq: Option<u32>,
    pub action: &'static Act,
    /// What was filled in.
    pub answers: Answers,
}

/// What a command came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Performed {
    /// The case it was done to or that it made.
    pub case: CaseId,
    pub case_no: String,
    pub action: &'static Act,
    /// How many backups hold what it erased.
    pub held_by: usize,
}

/// What a paper is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PaperAbout {
    Case(CaseId),
    Meeting(MeetingId),
}

/// A paper that is wanted as a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaperWanted {
    pub about: PaperAbout,
    pub kind: PaperKind,
    /// Why who complains has to stand on it.
    pub reason: Option<String>,
    /// A folder, or a file that isn't there yet.
    pub to: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CaseEffect {
    /// A case laid open.
    Open(CaseId),
    /// A case by its number, ours or the platform's.
    OpenNumbered(String),
    /// The case on the screen was left; what was revealed of it is masked again.
    Close,
    /// A paper of a case as it would be printed.
    LayOut { case: CaseId, kind: PaperKind },
    /// A paper as a file, with its number.
    WritePaper(Box<PaperWanted>),
    /// A command on one case.
    Perform(Box<Command>),
    /// Several commands on one case, one after the other: all of them or none.
    PerformInTurn(Vec<Command>),
    /// What one act would do to each of several cases.
    Foretell {
        /// Client-made id of the question.
        act: String,
        action: &'static Act,
        cases: Vec<CaseId>,
        answers: Answers,
    },
    /// One command on several cases, each for itself.
    PerformMany(Vec<Command>),
    /// An act that asks for nothing on every case of a list, each for itself.
    PerformListed {
        /// Client-made id of the act.
        act: String,
        action: &'static Act,
        filter: Filter,
    },
}

/// What became of a paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PaperMessage {
    /// A paper of a case laid out, or why it cannot be.
    LaidOut { case: CaseId, kind: PaperKind, paper: Box<Result<PaperView, Refusal>> },
    /// Where one was written, in words, or why it was not.
    Written(Result<String, Refusal>),
}

#[derive(Debug, Clone, PartialEq)]
pub enum CaseMessage {
    /// A case laid open.
    Read(Box<CaseDetail>),
    /// The case asked for is not there, or not for these eyes.
    NotThere(Refusal),
    Paper(PaperMessage),
    /// A command was performed and committed; the draft may go.
    Performed {
        /// Client-made id of the command.
        act: String,
        /// What it came to.
        done: Performed,
    },
    /// A command was refused; nothing changed.
    Refused {
        /// Client-made id of the command.
        act: String,
        refusal: Refusal,
    },
    /// What one act would do to each of several cases.
    Foretold {
        /// Client-made id of the question.
        act: String,
        each: Vec<Foretold>,
    },
    /// Several commands were tried, each for itself.
    PerformedMany {
        action: &'static Act,
        /// Those that went through.
        done: Vec<Performed>,
        /// Those that did not, by case number.
        refused: Vec<(String, Refusal)>,
    },
}
