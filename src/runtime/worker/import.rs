//! Preview and import on behalf of the screens, with progress that can be stopped.

use std::collections::BTreeSet;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use super::Service;
use crate::intake::{self, Mapping, Options};
use crate::office::OfficeError;
use crate::runtime::wake::Wake;
use crate::ui::message::{ImportEffect, ImportMessage, Message, SessionMessage};

impl Service {
    pub(super) fn intake(&mut self, effect: ImportEffect) -> Result<(), OfficeError> {
        match effect {
            ImportEffect::Browse(folder) => {
                self.browse(folder);
                Ok(())
            }
            ImportEffect::Preview { path, sheet } => self.preview(path, sheet),
            ImportEffect::TakeIn(path, sealed) => self.import(&path, &sealed),
            ImportEffect::Reconcile(path) => self.reconcile(&path),
            ImportEffect::SayColumn { path, sheet, column, meaning } => {
                match self.office.say_column(&column, Some(&meaning), self.clock.now()) {
                    Ok(_) => self.preview(path, sheet),
                    Err(OfficeError::Refused(refusal)) => {
                        self.tell_screens(Message::Import(ImportMessage::Failed(refusal.message)));
                        Ok(())
                    }
                    Err(other) => Err(other),
                }
            }
        }
    }

    /// Reads the file and tells what it would become; it is kept for the import that may follow.
    fn preview(&mut self, path: PathBuf, sheet: Option<String>) -> Result<(), OfficeError> {
        let now = self.clock.now();
        self.preview = None;
        let map = Mapping::default().with(&self.office.column_words()?);
        let options = Options { sheet, map, ..Options::at(now) };
        let file = match intake::read_path(&path, &options, &mut self.progress()) {
            Ok(file) => file,
            Err(error) => {
                self.tell_screens(Message::Import(ImportMessage::Failed(error.to_string())));
                return Ok(());
            }
        };
        match self.office.preview(&file, now) {
            Ok(report) => {
                self.remember_folder_of(&path);
                self.preview = Some((path.clone(), file));
                self.tell_screens(Message::Import(ImportMessage::Preview(path, Box::new(report))));
            }
            Err(OfficeError::Refused(refusal)) => {
                self.tell_screens(Message::Import(ImportMessage::Failed(refusal.message)));
            }
            Err(other) => return Err(other),
        }
        Ok(())
    }

    /// Takes in the file that was previewed, and writes what was rejected beside it.
    fn import(&mut self, path: &Path, sealed: &BTreeSet<u32>) -> Result<(), OfficeError> {
        let Some((_, file)) = self.preview.take_if(|(previewed, _)| previewed == path) else {
            self.tell_screens(Message::Import(ImportMessage::Failed(
                "请先预览这个文件，再确认导入。".to_owned(),
            )));
            return Ok(());
        };
        let mut progress = self.progress();
        match self.office.import_sealing(&file, sealed, false, self.clock.now(), &mut progress) {
            Ok(report) => {
                let rejected = match intake::write_rejected(path, &report.header, &report.faulty) {
                    Ok(rejected) => rejected,
                    Err(error) => {
                        self.tell_screens(Message::Session(SessionMessage::Failed(error.to_string())));
                        None
                    }
                };
                self.tell_screens(Message::Import(ImportMessage::TakenIn(Box::new(report), rejected)));
                self.after_change_of_many()?;
            }
            Err(OfficeError::Store(error)) => {
                self.tell_screens(Message::Import(ImportMessage::Failed(error.to_string())));
            }
            Err(other) => self.tell_screens(Message::Import(ImportMessage::Failed(other.to_string()))),
        }
        Ok(())
    }

    /// Compares the file that was previewed with our cases.
    fn reconcile(&self, path: &Path) -> Result<(), OfficeError> {
        let Some((_, file)) = self.preview.as_ref().filter(|(previewed, _)| previewed == path) else {
            self.tell_screens(Message::Session(SessionMessage::Failed(
                "请先预览这个文件，再对账。".to_owned(),
            )));
            return Ok(());
        };
        let found = self.office.reconcile(file, self.clock.now())?;
        self.tell_screens(Message::Import(ImportMessage::Reconciled(path.to_owned(), Box::new(found))));
        Ok(())
    }

    /// Tells each new percent once and says whether the operator asked to stop.
    fn progress(&self) -> impl FnMut(u64, u64) -> ControlFlow<()> + use<> {
        self.begin();
        let cancel = std::sync::Arc::clone(&self.cancel);
        let waker = self.waker.clone();
        let mut told = None;
        move |done, total| {
            let percent = u8::try_from((done * 100).checked_div(total).unwrap_or(0).min(100)).unwrap_or(100);
            if told.replace(percent) != Some(percent) {
                let _loop_is_gone =
                    waker.send(Wake::Message(Message::Import(ImportMessage::Progress(percent))));
            }
            if cancel.load(Ordering::Relaxed) { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        }
    }
}
