//! What meetings said and wrote about a case. It stands here and not in the record of the meeting, so that it is masked
//! and erased with everything else about the case.

use super::Case;
use crate::domain::sealable::Sealable;

/// What one meeting said and wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InMeeting {
    /// The town's number of the meeting.
    pub no: u32,
    /// What was said, as it was written down last.
    pub minutes: Option<Sealable>,
    /// The section of the meeting's record.
    pub section: Option<Sealable>,
}

impl Case {
    /// What this meeting said of it.
    #[must_use]
    pub fn meeting(&self, no: u32) -> Option<&InMeeting> {
        self.meetings.iter().find(|held| held.no == no)
    }

    pub(crate) fn meeting_mut(&mut self, no: u32) -> &mut InMeeting {
        let place = self.meetings.iter().position(|held| held.no == no).unwrap_or_else(|| {
            self.meetings.push(InMeeting { no, minutes: None, section: None });
            self.meetings.len() - 1
        });
        &mut self.meetings[place]
    }
}
