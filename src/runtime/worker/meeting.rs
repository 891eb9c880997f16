//! Meetings: the list, one laid open, acts on them.

use super::{Service, not_saved};
use crate::domain::ids::MeetingId;
use crate::office::{MeetingRequest, OfficeError};
use crate::ui::message::{MeetingCommand, MeetingEffect, MeetingMessage, Message};

impl Service {
    pub(super) fn meeting(&mut self, effect: MeetingEffect) -> Result<(), OfficeError> {
        match effect {
            MeetingEffect::List => {
                let rows = self.office.meetings(self.clock.now())?;
                self.tell_meeting(MeetingMessage::List(rows));
                Ok(())
            }
            MeetingEffect::Open(id) => self.tell_opened(id),
            MeetingEffect::LayOut(meeting) => {
                let paper = match self.office.meeting_paper(meeting, self.clock.now()) {
                    Ok(paper) => Ok(paper),
                    Err(OfficeError::Refused(refusal)) => Err(refusal),
                    Err(other) => return Err(other),
                };
                self.tell_meeting(MeetingMessage::LaidOut { meeting, paper: Box::new(paper) });
                Ok(())
            }
            MeetingEffect::Perform(command) => self.perform_on_meeting(*command),
        }
    }

    fn tell_meeting(&self, message: MeetingMessage) {
        self.tell_screens(Message::Meeting(message));
    }

    fn tell_opened(&self, id: MeetingId) -> Result<(), OfficeError> {
        let message = match self.office.look_at_meeting(id, self.clock.now()) {
            Ok(detail) => MeetingMessage::Read(Box::new(detail)),
            Err(OfficeError::Refused(refusal)) => MeetingMessage::NotThere(refusal),
            Err(other) => return Err(other),
        };
        self.tell_meeting(message);
        Ok(())
    }

    /// What follows is told at once: the meeting as it is now, and reminders that end with an assessment.
    fn perform_on_meeting(&mut self, command: MeetingCommand) -> Result<(), OfficeError> {
        self.begin();
        let MeetingCommand { act, meeting, action, answers } = command;
        let request = MeetingRequest { act: act.clone(), meeting, action, answers };
        let refusal = match self.office.perform_on_meeting(&request, self.clock.now()) {
            Ok(report) => {
                let words = report.words.join("，");
                let (meeting, results) = (report.meeting, report.results);
                let is_final = !results.is_empty();
                self.tell_meeting(MeetingMessage::Performed { act, meeting, words, results });
                self.tell_opened(meeting)?;
                return if is_final { self.after_change_of_many() } else { Ok(()) };
            }
            Err(OfficeError::Refused(refusal)) => refusal,
            Err(OfficeError::Store(error)) => not_saved(&error),
            Err(other) => return Err(other),
        };
        self.tell_meeting(MeetingMessage::Refused { act, refusal });
        Ok(())
    }
}
