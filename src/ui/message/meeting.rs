//! Meetings: listed, laid open, acted on.

use crate::actions::{Act, Answers};
use crate::domain::ids::MeetingId;
use crate::domain::refusal::Refusal;
use crate::domain::view::meeting::{MeetingDetail, MeetingRow};
use crate::domain::view::paper::PaperView;

/// An act to perform on a meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingCommand {
    /// Client-made id, so that a doubled key press is one act.
    pub act: String,
    /// The meeting; `None` to make one.
    pub meeting: Option<MeetingId>,
    pub action: &'static Act,
    /// What was filled in.
    pub answers: Answers,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MeetingEffect {
    /// The meetings that whoever looks may see.
    List,
    /// A meeting laid open.
    Open(MeetingId),
    /// Its record as it would be printed.
    LayOut(MeetingId),
    /// An act on a meeting.
    Perform(Box<MeetingCommand>),
}

#[derive(Debug, Clone, PartialEq)]
pub enum MeetingMessage {
    /// The meetings, the newest first.
    List(Vec<MeetingRow>),
    /// A meeting laid open.
    Read(Box<MeetingDetail>),
    /// The meeting asked for is not there, or not for these eyes.
    NotThere(Refusal),
    /// The record of a meeting laid out, or why it cannot be.
    LaidOut { meeting: MeetingId, paper: Box<Result<PaperView, Refusal>> },
    /// An act was performed and committed; the draft may go.
    Performed {
        /// Client-made id of the command.
        act: String,
        meeting: MeetingId,
        /// What was recorded, in words; for single keys on the screen of the meeting that shows it anyway, nothing.
        words: String,
        /// Of the decisions that were to take effect: the number of each case, and why it did not.
        results: Vec<(String, Option<Refusal>)>,
    },
    /// An act was refused; nothing changed.
    Refused {
        /// Client-made id of the command.
        act: String,
        refusal: Refusal,
    },
}
