//! Who acts in the session.

use super::Service;
use crate::domain::ids::PersonId;
use crate::office::OfficeError;
use crate::ui::message::SessionEffect;

impl Service {
    pub(super) fn session(&mut self, effect: &SessionEffect) -> Result<(), OfficeError> {
        match effect {
            SessionEffect::SwitchPerson(person) => self.switch(*person),
            // The town stands already; a doubled key press founds nothing. Cancelling took the way past the queue.
            SessionEffect::SetUp { .. } | SessionEffect::Cancel => Ok(()),
        }
    }

    fn switch(&mut self, person: PersonId) -> Result<(), OfficeError> {
        self.office.act_as_person(person)?;
        self.tell_desk();
        self.look_after_drafts()?;
        self.tell_alerts()
    }
}
