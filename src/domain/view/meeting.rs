//! Meetings as they are listed, and one laid open with its cases as far as the reader may see them.

use crate::domain::case::Case;
use crate::domain::ids::MeetingId;
use crate::domain::meeting::{Item, Meeting, MeetingState};
use crate::domain::time::Moment;
use crate::domain::view::detail::HistoryLine;

/// A line of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingRow {
    pub id: MeetingId,
    /// `m3`
    pub code: String,
    pub name: String,
    pub at: Moment,
    pub place: String,
    pub state: MeetingState,
    /// How many cases stand on its agenda.
    pub cases: usize,
}

impl MeetingRow {
    #[must_use]
    pub fn of(meeting: &Meeting) -> Self {
        let heading = &meeting.heading;
        Self {
            id: meeting.id,
            code: meeting.code(),
            name: heading.name.clone(),
            at: heading.at,
            place: heading.place.clone(),
            state: meeting.state,
            cases: meeting.agenda.len(),
        }
    }
}

/// A case of the agenda, as much of it as was read; who complains is masked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OnAgenda {
    Whole(Box<Case>),
    /// Its title alone: before and while the meeting is held only the case in hand is read whole.
    Titled(String),
}

impl OnAgenda {
    #[must_use]
    pub fn title(&self) -> &str {
        match self {
            Self::Whole(case) => case.title.text(),
            Self::Titled(title) => title,
        }
    }

    /// All of it, where it was read.
    #[must_use]
    pub fn whole(&self) -> Option<&Case> {
        match self {
            Self::Whole(case) => Some(case),
            Self::Titled(_) => None,
        }
    }
}

/// A meeting laid open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingDetail {
    pub meeting: Meeting,
    /// The cases of the agenda in its order; `None` where the reader may not see one.
    pub cases: Vec<Option<OnAgenda>>,
    /// What was recorded of it, oldest first.
    pub history: Vec<HistoryLine>,
}

impl MeetingDetail {
    /// The agenda with the case of each item.
    pub fn items(&self) -> impl Iterator<Item = (&Item, Option<&OnAgenda>)> {
        self.meeting.agenda.iter().zip(self.cases.iter().map(Option::as_ref))
    }
}
