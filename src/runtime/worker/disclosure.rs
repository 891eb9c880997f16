//! Records of disclosure: the pane, one laid open, acts on them, catalogues read for their form.

use std::path::PathBuf;

use super::{Service, not_saved};
use crate::domain::ids::DisclosureId;
use crate::intake::catalogue;
use crate::office::{DisclosureRequest, OfficeError};
use crate::ui::message::{DisclosureCommand, DisclosureEffect, DisclosureMessage, Message, SessionMessage};

impl Service {
    pub(super) fn disclosure(&mut self, effect: DisclosureEffect) -> Result<(), OfficeError> {
        match effect {
            DisclosureEffect::Pane(months) => {
                let pane = self.office.disclosure_pane(months.clone(), self.clock.now())?;
                self.tell_disclosure(DisclosureMessage::Pane(months, Box::new(pane)));
                Ok(())
            }
            DisclosureEffect::Open(id) => self.tell_record(id),
            DisclosureEffect::ReadCatalogue(path) => {
                self.read_catalogue(path);
                Ok(())
            }
            DisclosureEffect::Perform(command) => self.perform_on_disclosure(*command),
        }
    }

    fn tell_disclosure(&self, message: DisclosureMessage) {
        self.tell_screens(Message::Disclosure(message));
    }

    fn tell_record(&self, id: DisclosureId) -> Result<(), OfficeError> {
        let message = match self.office.open_disclosure(id, self.clock.now()) {
            Ok(detail) => DisclosureMessage::Read(Box::new(detail)),
            Err(OfficeError::Refused(refusal)) => DisclosureMessage::NotThere(refusal),
            Err(other) => return Err(other),
        };
        self.tell_disclosure(message);
        Ok(())
    }

    /// What follows is told at once: the record as it is now, and how much is left.
    fn perform_on_disclosure(&mut self, command: DisclosureCommand) -> Result<(), OfficeError> {
        let DisclosureCommand { act, disclosure, seen_seq, action, answers } = command;
        self.begin();
        let request = DisclosureRequest { act: act.clone(), disclosure, seen_seq, action, answers };
        let now = self.clock.now();
        let refusal = match self.office.perform_on_disclosure(&request, now) {
            Ok(report) => {
                let (disclosure, words) = (report.disclosure, report.words.join("，"));
                let next = self.office.next_like(disclosure, action, now)?;
                self.tell_disclosure(DisclosureMessage::Performed { act, disclosure, action, words, next });
                self.tell_record(disclosure)?;
                return self.tell_alerts();
            }
            Err(OfficeError::Refused(refusal)) => refusal,
            Err(OfficeError::Store(error)) => not_saved(&error),
            Err(other) => return Err(other),
        };
        self.tell_disclosure(DisclosureMessage::Refused { act, refusal });
        Ok(())
    }

    /// Reads a catalogue for the form, where it is looked at before anything is changed.
    fn read_catalogue(&self, path: PathBuf) {
        let message = match catalogue::read_path(&path, self.clock.now()) {
            Ok(file) => {
                self.remember_folder_of(&path);
                let text = catalogue::to_text(&file.rows);
                Message::Disclosure(DisclosureMessage::CatalogueRead { path, text, warnings: file.warnings })
            }
            Err(fault) => {
                let why = format!("{}：{fault}", path.display());
                Message::Session(SessionMessage::Failed(why))
            }
        };
        self.tell_screens(message);
    }
}
