//! A case laid open: its state masked as the reader's rights demand, its history as sentences, its clocks with the
//! calendar's word.

use crate::domain::case::Case;
use crate::domain::case::repeats::Repeat;
use crate::domain::ids::{ChainPlace, PersonId};
use crate::domain::time::{Date, Moment};
use crate::domain::view::listing::ClockReading;

/// What the detail screen and `ydt show` present.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseDetail {
    /// The state; complainant masked unless revealed.
    pub case: Case,
    pub history: Vec<HistoryLine>,
    pub clocks: Vec<ClockReading>,
    /// Earlier cases that this one likely repeats; empty once it is merged.
    pub repeats: Vec<Repeat>,
}

/// One recorded event as a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HistoryLine {
    /// Place in the case's history.
    pub seq: u32,
    /// Place in the chain of the whole file, which says who was called how then.
    pub place: ChainPlace,
    /// When it was recorded.
    pub at: Moment,
    /// The day on which it happened, where paper proves another than that of its recording.
    pub act_on: Option<Date>,
    pub actor: PersonId,
    /// For whom (代办).
    pub on_behalf_of: Option<PersonId>,
    /// Code of the action.
    pub action: String,
    /// What happened, in Chinese.
    pub summary: String,
    /// Hash in the chain.
    pub hash: String,
}
