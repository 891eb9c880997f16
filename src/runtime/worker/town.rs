//! The town: acts on it, and a notice file from its preview to its loading.

use std::path::{Path, PathBuf};

use super::{Service, not_saved};
use crate::intake::{bounded, calendar_file};
use crate::office::{OfficeError, TownHistory};
use crate::ui::message::{CalendarPreview, Message, SessionMessage, TownCommand, TownEffect, TownMessage};

/// More than any notice of one year takes, in bytes.
const LONGEST_NOTICE: u64 = 1 << 20;

/// More than a form takes, in bytes.
const LONGEST_LIST: u64 = 1 << 20;

/// So many facts of the town are read at a time.
const HISTORY_STRETCH: u32 = 200;

impl Service {
    pub(super) fn town(&mut self, effect: TownEffect) -> Result<(), OfficeError> {
        match effect {
            TownEffect::PreviewCalendar(path) => {
                self.preview_calendar(path);
                Ok(())
            }
            TownEffect::LoadCalendar(path) => self.load_calendar(&path),
            TownEffect::History { before } => self.tell_history(before),
            TownEffect::ReadList(path) => {
                self.read_list(path);
                Ok(())
            }
            TownEffect::Unsettled => {
                let unsettled = Box::new(self.office.unsettled()?);
                self.tell_screens(Message::Town(TownMessage::Unsettled(unsettled)));
                Ok(())
            }
            TownEffect::Preview(command) => self.preview_on_town(*command),
            TownEffect::Perform(command) => self.perform_on_town(*command),
        }
    }

    /// Reads a file with units or people for a form, where it is looked at before it is saved.
    fn read_list(&self, path: PathBuf) {
        let message = match bounded::file_text(&path, LONGEST_LIST) {
            Ok(text) => {
                self.remember_folder_of(&path);
                Message::Town(TownMessage::ListRead { path, text })
            }
            Err(fault) => {
                let why = fault.sentence(&path.display().to_string(), "没有读入");
                Message::Session(SessionMessage::Failed(why))
            }
        };
        self.tell_screens(message);
    }

    fn tell_history(&self, before: Option<u32>) -> Result<(), OfficeError> {
        let message = match self.office.town_history(before, HISTORY_STRETCH, self.clock.now()) {
            Ok(TownHistory { lines, older }) => TownMessage::History { before, lines, older },
            Err(OfficeError::Refused(refusal)) => TownMessage::NoHistory(refusal),
            Err(other) => return Err(other),
        };
        self.tell_screens(Message::Town(message));
        Ok(())
    }

    fn preview_on_town(&mut self, command: TownCommand) -> Result<(), OfficeError> {
        let TownCommand { act, action, answers } = command;
        let message = match self.office.town_preview(action, &answers, self.clock.now()) {
            Ok(lines) => TownMessage::Previewed { act, lines },
            Err(OfficeError::Refused(refusal)) => TownMessage::Refused { act, refusal },
            Err(other) => return Err(other),
        };
        self.tell_screens(Message::Town(message));
        Ok(())
    }

    /// What follows for the desk and for reminders is told at once.
    fn perform_on_town(&mut self, command: TownCommand) -> Result<(), OfficeError> {
        self.begin();
        let TownCommand { act, action, answers } = command;
        let refusal = match self.office.perform_town(&act, action, &answers, self.clock.now()) {
            Ok(events) => {
                let org = self.office.org();
                let said: Vec<String> = events.iter().map(|event| event.sentence(org)).collect();
                let words = format!("已保存：{}。", said.join("，"));
                self.tell_screens(Message::Town(TownMessage::Performed { act, words }));
                self.tell_desk();
                return self.after_change_of_many();
            }
            Err(OfficeError::Refused(refusal)) => refusal,
            Err(OfficeError::Store(error)) => not_saved(&error),
            Err(other) => return Err(other),
        };
        self.tell_screens(Message::Town(TownMessage::Refused { act, refusal }));
        Ok(())
    }

    /// Reads the notice and tells what it would change; it is kept for the loading that may follow.
    fn preview_calendar(&mut self, path: PathBuf) {
        self.notice = None;
        let read = bounded::file_text(&path, LONGEST_NOTICE)
            .map_err(|fault| fault.sentence(&path.display().to_string(), "没有载入"))
            .and_then(|text| calendar_file::read(&text).map_err(|fault| format!("{fault}。")));
        let previewed = read.and_then(|(notice, warnings)| {
            let change = self.office.calendar_preview(&notice, self.clock.now());
            change
                .map(|change| (notice, CalendarPreview { change, warnings }))
                .map_err(|error| error.to_string())
        });
        match previewed {
            Ok((notice, preview)) => {
                self.notice = Some((path.clone(), notice));
                self.tell_screens(Message::Town(TownMessage::CalendarPreview(path, Box::new(preview))));
            }
            Err(why) => self.tell_screens(Message::Town(TownMessage::CalendarFailed(why))),
        }
    }

    /// Loads the notice that was previewed, so that what is loaded is what was shown.
    fn load_calendar(&mut self, path: &Path) -> Result<(), OfficeError> {
        self.begin();
        let Some((_, notice)) = self.notice.take_if(|(previewed, _)| previewed == path) else {
            self.tell_screens(Message::Town(TownMessage::CalendarFailed(
                "请先预览这个文件，再确认载入。".to_owned(),
            )));
            return Ok(());
        };
        match self.office.load_calendar(&notice, self.clock.now()) {
            Ok(change) => {
                self.tell_screens(Message::Town(TownMessage::CalendarLoaded(Box::new(change))));
                self.tell_desk();
                self.after_change_of_many()?;
            }
            Err(error) => self.tell_screens(Message::Town(TownMessage::CalendarFailed(error.to_string()))),
        }
        Ok(())
    }
}
