//! The acts on the menu of a meeting, by how far it has come.

use crate::actions::{
    Act, meeting_attach, meeting_cancel, meeting_change, meeting_confirm, meeting_decide, meeting_erase_file,
    meeting_export, meeting_record, meeting_reprint, meeting_return, meeting_run, meeting_sign,
    meeting_submit, meeting_void,
};
use crate::domain::meeting::{Meeting, MeetingState};

/// Those that fit the meeting as it stands, the most likely first. While it is held it may stand on a projector: files are
/// taken in then, and looked at afterwards.
pub fn of(meeting: Option<&Meeting>) -> Vec<&'static Act> {
    let Some(meeting) = meeting else { return Vec::new() };
    let mut acts: Vec<&'static Act> = match meeting.state {
        MeetingState::Planned => vec![&meeting_run::ACT, &meeting_change::ACT, &meeting_cancel::ACT],
        MeetingState::Running => vec![&meeting_confirm::ACT, &meeting_decide::ACT],
        MeetingState::Confirmed => {
            vec![&meeting_record::ACT, &meeting_submit::ACT, &meeting_confirm::ACT, &meeting_decide::ACT]
        }
        MeetingState::UnderReview => vec![
            &meeting_sign::ACT,
            &meeting_return::ACT,
            &meeting_record::ACT,
            &meeting_reprint::ACT,
            &meeting_void::ACT,
        ],
        MeetingState::Signed => vec![&meeting_reprint::ACT, &meeting_void::ACT],
        MeetingState::Cancelled => Vec::new(),
    };
    if meeting.state != MeetingState::Cancelled {
        acts.push(&meeting_attach::ACT);
    }
    if !meeting.files.is_empty() && meeting.state != MeetingState::Running {
        acts.extend([&meeting_export::ACT, &meeting_erase_file::ACT]);
    }
    acts
}
