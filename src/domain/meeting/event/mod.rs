//! Everything that can have happened to a meeting, as recorded facts in families of one file each. No fact holds a
//! text about a case.

mod planning;

use super::Meeting;
use crate::domain::stored;
use crate::domain::stream::Stamped;
use crate::domain::town::org::Org;

pub use planning::{AgendaItem, MeetingCancelled, MeetingChanged, MeetingPrepared};

/// One kind of recorded fact about a meeting: past tense, never changed, never deleted.
pub trait MeetingFact {
    /// Its stored name, as in the record and in result lines.
    const CODE: &'static str;

    /// What it changes in the meeting. It never refuses and never fails.
    fn fold(&self, meeting: &mut Meeting, stamped: &Stamped);

    /// What happened, in one Chinese sentence without its full stop.
    fn sentence(&self, org: &Org) -> String;
}

stored::stream_facts! {
    MeetingEvent of MeetingFact on Meeting:
    MeetingPrepared, MeetingChanged, MeetingCancelled,
}

#[cfg(test)]
mod tests;
