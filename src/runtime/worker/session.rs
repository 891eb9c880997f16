//! Who acts in the session.

use super::Service;
use crate::actions;
use crate::domain::ids::{CaseId, PersonId};
use crate::office::OfficeError;
use crate::ui::message::{Message, SessionEffect, SessionMessage};

impl Service {
    pub(super) fn session(&mut self, effect: &SessionEffect) -> Result<(), OfficeError> {
        match effect {
            SessionEffect::SwitchPerson(person) => self.switch(*person),
            SessionEffect::FormOpened { case, form } => self.form_opened(*case, form),
            SessionEffect::FormStillOpen { case, form } => {
                self.office.hold_form(*case, form, self.clock.now()).map(drop)
            }
            SessionEffect::KeepPlace(place) => {
                // Where it cannot be kept the next start begins anew; nobody has to be told.
                if let Err(error) = self.office.keep_console_place(place, self.clock.now()) {
                    tracing::warn!(%error, "the place in the console was not kept");
                }
                Ok(())
            }
            SessionEffect::KeepFilter(filter) => {
                self.office.keep_filter(filter, self.clock.now())?;
                self.tell_filters()
            }
            SessionEffect::RenameFilter { from, to } => {
                self.office.rename_filter(from, to, self.clock.now())?;
                self.tell_filters()
            }
            SessionEffect::DropFilter(name) => {
                self.office.drop_filter(name, self.clock.now())?;
                self.tell_filters()
            }
            SessionEffect::FormLeft { case, form } => self.office.leave_form(*case, form),
            // The town stands already; a doubled key press founds nothing. Cancelling took the way past the queue.
            SessionEffect::SetUp { .. } | SessionEffect::Cancel => Ok(()),
        }
    }

    /// The second in a form is told who was first; what they type is not lost, the later save is told of the earlier.
    fn form_opened(&mut self, case: CaseId, form: &str) -> Result<(), OfficeError> {
        let now = self.clock.now();
        let others = self.office.hold_form(case, form, now)?;
        let label = actions::find(form).map_or(form, |act| act.label());
        if let Some((person, since)) = others.first() {
            let name = self.office.org().person_name(*person);
            let words =
                format!("{name}自{}起也打开着“{label}”，请先与其商量，以免重复办理。", since.minute());
            self.tell_screens(Message::Session(SessionMessage::AlsoOpen(words)));
        }
        Ok(())
    }

    /// Tells where whoever acts was the last time.
    pub(super) fn begin_console(&mut self) {
        match self.office.begin_console(self.clock.now()) {
            Ok(place) => self.tell_screens(Message::Session(SessionMessage::Place(Box::new(place)))),
            Err(error) => tracing::warn!(%error, "the place in the console was not read"),
        }
        if let Err(error) = self.tell_filters() {
            tracing::warn!(%error, "the kept filters were not read");
        }
    }

    fn tell_filters(&self) -> Result<(), OfficeError> {
        let kept = self.office.kept_filters()?;
        self.tell_screens(Message::Session(SessionMessage::Filters(kept)));
        Ok(())
    }

    fn switch(&mut self, person: PersonId) -> Result<(), OfficeError> {
        self.office.act_as_person(person)?;
        self.begin_console();
        self.tell_desk();
        self.look_after_drafts()?;
        self.tell_alerts()
    }
}
