//! Everything that can have happened to a meeting, as recorded facts in families of one file each. No fact holds a
//! text about a case.

mod files;
mod papers;
mod planning;
mod recording;
mod running;

use super::Meeting;
use crate::domain::ids::CaseId;
use crate::domain::sealable::Sealables;
use crate::domain::stored;
use crate::domain::stream::Stamped;
use crate::domain::stream_files::{FileAttached, FileErased, FileExported};
use crate::domain::town::org::Org;

pub use papers::{RecordIssued, RecordReprinted, RecordVoided};
pub use planning::{AgendaItem, MeetingCancelled, MeetingChanged, MeetingPrepared};
pub use recording::{RecordReturned, RecordSigned, RecordSubmitted, RecordWritten, SectionHash};
pub use running::{
    CaseCalled, CaseDecided, CaseMinuted, DecisionApplied, DecisionBlocked, MeetingConfirmed, MeetingRun,
};

/// One kind of recorded fact about a meeting: past tense, never changed, never deleted.
pub trait MeetingFact {
    /// Its stored name, as in the record and in result lines.
    const CODE: &'static str;

    /// What it changes in the meeting. It never refuses and never fails.
    fn fold(&self, meeting: &mut Meeting, stamped: &Stamped);

    /// What happened, in one Chinese sentence without its full stop.
    fn sentence(&self, org: &Org) -> String;

    /// Every place in it that holds erasable text. Only what belongs to an attachment may have to be erased here.
    fn sealables_mut(&mut self) -> Sealables<'_> {
        Vec::new()
    }

    /// Place of the fact whose texts it takes away for ever.
    fn erases(&self) -> Option<u32> {
        None
    }
}

stored::stream_facts! {
    MeetingEvent of MeetingFact on Meeting:
    MeetingPrepared, MeetingChanged, MeetingCancelled,
    MeetingRun, CaseCalled, CaseDecided, CaseMinuted, DecisionApplied, DecisionBlocked, MeetingConfirmed,
    RecordWritten, RecordSubmitted, RecordSigned, RecordReturned,
    RecordIssued, RecordReprinted, RecordVoided,
    FileAttached, FileExported, FileErased,
}

impl MeetingEvent {
    /// The one case that it is about; facts about the whole meeting have none.
    #[must_use]
    pub const fn about(&self) -> Option<CaseId> {
        match self {
            Self::CaseCalled(fact) => Some(fact.case),
            Self::CaseDecided(fact) => Some(fact.case),
            Self::CaseMinuted(fact) => Some(fact.case),
            Self::DecisionApplied(fact) => Some(fact.case),
            Self::DecisionBlocked(fact) => Some(fact.case),
            Self::MeetingPrepared(_)
            | Self::MeetingChanged(_)
            | Self::MeetingCancelled(_)
            | Self::MeetingRun(_)
            | Self::MeetingConfirmed(_)
            | Self::RecordWritten(_)
            | Self::RecordSubmitted(_)
            | Self::RecordSigned(_)
            | Self::RecordReturned(_)
            | Self::RecordIssued(_)
            | Self::RecordReprinted(_)
            | Self::RecordVoided(_)
            | Self::FileAttached(_)
            | Self::FileExported(_)
            | Self::FileErased(_) => None,
        }
    }
}

#[cfg(test)]
mod tests;
