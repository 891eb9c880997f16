//! Attachments: a file taken in before its act is decided, a copy saved after it was recorded that it leaves.

use std::fs::File;
use std::io::{Read, Write};
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use super::file_places::FilePlaces;
use super::perform::{PerformReport, PerformRequest};
use super::{AllOrNothing, Office, OfficeError, gate};
use crate::actions::{self, Act, Answers, Field, On};
use crate::domain::context::Brought;
use crate::domain::ids::CaseId;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Moment;
use crate::domain::town::settings::Settings;
use crate::intake;
use crate::store::{FirstBad, Incoming, Records, Store, StoreError};

/// A file that an act brings.
pub(super) struct Taken(Incoming);

/// Where a file can be taken in: the database at rest, or inside a transaction.
pub(super) trait TakesIn {
    fn take_in(
        &self,
        name: &str,
        input: &mut dyn Read,
        announced: Option<u64>,
        longest: u64,
    ) -> Result<Incoming, StoreError>;
}

impl TakesIn for Store {
    fn take_in(
        &self,
        name: &str,
        input: &mut dyn Read,
        announced: Option<u64>,
        longest: u64,
    ) -> Result<Incoming, StoreError> {
        Self::take_in(self, name, input, announced, longest)
    }
}

impl TakesIn for Records<'_> {
    fn take_in(
        &self,
        name: &str,
        input: &mut dyn Read,
        announced: Option<u64>,
        longest: u64,
    ) -> Result<Incoming, StoreError> {
        Records::take_in(self, name, input, announced, longest)
    }
}

impl Taken {
    /// The file that the answers of an act name, where it asks for one.
    pub fn named(
        to: &impl TakesIn,
        places: &FilePlaces,
        (act, answers): (&Act, &Answers),
        settings: &Settings,
    ) -> Result<Option<Self>, OfficeError> {
        let Some(field) = act.attachment_field() else { return Ok(None) };
        let Some(text) = answers.text(field.name) else { return Ok(None) };
        let path = at_home(text.trim());
        places.check_source(&path).map_err(|refusal| refusal.about(field.name))?;
        // Another file can be named, so the form marks the field.
        let refused = |why: String| Refusal::new(RefusalCode::InvalidValue, why).about(field.name);
        let (mut file, before) =
            intake::regular(&path, "没有附上").map_err(|error| refused(error.to_string()))?;
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let taken = match to.take_in(&name, &mut file, Some(before.len()), longest(settings)) {
            Err(StoreError::Unsafe(why)) => return Err(refused(why).into()),
            other => other?,
        };
        let after = file.metadata().map_err(StoreError::from)?;
        let of_time = |about: &std::fs::Metadata| (about.mtime(), about.mtime_nsec(), about.len());
        if of_time(&before) != of_time(&after) {
            return Err(refused("文件正在被改写，没有附上；请等它写完再附。".to_owned()).into());
        }
        Ok(Some(Self(taken)))
    }

    /// What is read from a stream, to be called so.
    pub fn from_stream(
        store: &Store,
        name: &str,
        input: &mut dyn Read,
        settings: &Settings,
    ) -> Result<Self, OfficeError> {
        Ok(Self(store.take_in(name, input, None, longest(settings))?))
    }

    /// What the decision gets.
    pub fn brought(&self) -> Brought {
        Brought::File(self.0.file.clone())
    }

    /// Puts it where it stays, in the transaction that records it.
    pub fn keep(&self, records: &Records<'_>) -> Result<(), StoreError> {
        records.keep_file(&self.0)
    }

    /// The act was not recorded: it goes, under whatever name. Where that cannot be done now, it waits for the sweep.
    pub fn forget(self, store: &mut Store) {
        if !store.take_back(&self.0.file.sha256).unwrap_or(false) {
            std::mem::forget(self.0);
        }
    }
}

impl AllOrNothing<'_, '_> {
    /// The file that an act brings, where it asks for one.
    pub(super) fn take_in(&self, act: &Act, answers: &Answers) -> Result<Option<Taken>, OfficeError> {
        Taken::named(self.records, &self.places, (act, answers), &self.desk.settings)
    }

    /// Keeps what was taken in for a command until all of them are done.
    pub(super) fn hold(&mut self, taken: Option<Taken>) {
        self.taken.extend(taken);
    }
}

fn longest(settings: &Settings) -> u64 {
    u64::from(settings.attachment_limit_mib) << 20
}

/// A path that begins with `~/` lies in the home folder.
pub(super) fn at_home(text: &str) -> std::path::PathBuf {
    match (text.strip_prefix("~/"), std::env::var_os("HOME")) {
        (Some(rest), Some(home)) => Path::new(&home).join(rest),
        _ => Path::new(text).to_owned(),
    }
}

/// Where a copy goes.
pub(super) struct Saving {
    pub number: String,
    pub to: String,
}

impl Saving {
    /// Where the copy goes that an act with these fields asks for; `None` for all others.
    pub fn asked(saves: Option<(&'static Field, &'static Field)>, answers: &Answers) -> Option<Self> {
        let (which, to) = saves?;
        Some(Self { number: answers.text(which.name)?, to: answers.text(to.name)? })
    }
}

impl Saving {
    /// The answers that ask for it in the words of an act on a record that is no case.
    pub fn answers(&self, act: &Act) -> Result<Answers, Refusal> {
        let saves = match &act.on {
            On::Meeting(on) => on.saves,
            On::Disclosure(on) => on.saves,
            On::Case(_) | On::Town(_) => None,
        };
        let (which, to) = saves.ok_or_else(not_together)?;
        Ok(Answers::none().with(which.name, self.number.clone()).with(to.name, self.to.clone()))
    }
}

/// The refusal of a copy among acts that are done together: what left the house cannot be taken back with them.
pub(super) fn not_together() -> Refusal {
    Refusal::new(
        RefusalCode::NothingToDo,
        "“另存附件”不能与别的命令一起全部办成或全部不办，没有另存；请单独办。",
    )
}

impl Office {
    /// Says which places files may come from and go to.
    pub fn set_file_places(&mut self, places: FilePlaces) {
        self.file_places = places;
    }

    /// Attaches what is read from a stream, under a name that the answers give.
    ///
    /// # Errors
    /// A refusal, or what keeps the file from being taken in; then neither file nor record is left.
    pub fn attach_from(
        &mut self,
        case: CaseId,
        (act, name): (String, &str),
        input: &mut dyn Read,
        now: Moment,
    ) -> Result<PerformReport, OfficeError> {
        let attach = actions::that_attaches()?;
        let request = PerformRequest {
            act,
            case: Some(case),
            seen_seq: None,
            action: attach.code.to_owned(),
            answers: Answers::none().with("name", name),
        };
        let taken = Taken::from_stream(&self.store, name, input, &self.settings)?;
        self.perform_with(&request, Some(taken), now)
    }

    /// Writes a copy of an attachment to a stream once it is recorded that it leaves.
    ///
    /// # Errors
    /// A refusal; when the file is not the one that was attached, or the stream cannot be written.
    pub fn export_attachment(
        &mut self,
        case: CaseId,
        (act, number): (String, u32),
        out: &mut dyn Write,
        now: Moment,
    ) -> Result<(), OfficeError> {
        let exports = actions::that_saves()?;
        let (which, to) = exports.on_case()?.saves.ok_or_else(not_together)?;
        let answers = Answers::none().with(which.name, number.to_string()).with(to.name, "-");
        let request = PerformRequest {
            act,
            case: Some(case),
            seen_seq: None,
            action: exports.code.to_owned(),
            answers,
        };
        let number = number.to_string();
        let mut source = self.source(case, &number, now)?;
        self.perform_with(&request, None, now)?;
        if let Some((_, file)) = &mut source {
            std::io::copy(file, out).map_err(StoreError::from)?;
        }
        Ok(())
    }

    /// Where the copy goes that a command asks for; `None` for all others.
    pub(super) fn saving(request: &PerformRequest) -> Result<Option<Saving>, OfficeError> {
        let act = actions::find(&request.action)?;
        Ok(Saving::asked(act.on_case().ok().and_then(|on| on.saves), &request.answers))
    }

    /// Records that a copy leaves, and writes it. The file is made first: where it cannot be, nothing is recorded.
    pub(super) fn perform_saving(
        &mut self,
        request: &PerformRequest,
        saving: &Saving,
        now: Moment,
    ) -> Result<PerformReport, OfficeError> {
        // Whoever may not have it is refused before anything is looked at.
        let case = request.case.ok_or_else(not_together)?;
        let detail = self.open_case(case, now)?;
        let act = actions::find(&request.action)?;
        actions::perform(act, &detail.case, &request.answers, &self.desk(now).context())?;
        let source = self.source(case, &saving.number, now)?;
        self.save_copy(saving, source, |office| office.perform_with(request, None, now))
    }

    /// Records that a copy leaves, and writes it where there is one.
    pub(super) fn save_copy<R>(
        &mut self,
        saving: &Saving,
        source: Option<(String, File)>,
        record: impl FnOnce(&mut Self) -> Result<R, OfficeError>,
    ) -> Result<R, OfficeError> {
        let Some((name, mut from)) = source else { return record(self) };
        let (path, mut file) = self.file_places.make_target(&at_home(&saving.to), &name)?;
        let report = record(self);
        let written = report.and_then(|report| {
            std::io::copy(&mut from, &mut file).and_then(|_| file.sync_all()).map_err(StoreError::from)?;
            Ok(report)
        });
        if written.is_err() {
            // Half a file would pass for the whole.
            std::fs::remove_file(&path).map_err(StoreError::from)?;
        }
        written
    }

    /// The file of an attachment with the name under which it is saved; `None` where there is none with this number.
    fn source(&self, case: CaseId, number: &str, now: Moment) -> Result<Option<(String, File)>, OfficeError> {
        let sight = self.sight_on(now.date())?;
        let found = self.read(|snapshot| {
            let read = snapshot.case(case)?.filter(|read| gate::covers(&sight, read, &self.org));
            Ok(read.and_then(|read| gate::attached(&read, number)))
        })?;
        let Some(found) = found else { return Ok(None) };
        let file = self.store.open_attachment(&found.sha256, found.size)?;
        Ok(Some((file_name(&found.name, number), file)))
    }

    /// The first attachment that is missing or was changed. `told` hears how many were looked at and how many there are.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn attachment_fault(
        &self,
        told: &mut dyn FnMut(usize, usize),
    ) -> Result<Option<FirstBad>, OfficeError> {
        let wanted = self.read(|snapshot| Ok(snapshot.files_wanted()?))?;
        Ok(self.store.attachment_fault(&wanted, told)?)
    }
}

/// A recorded name as a file can have it: no way into another folder, nothing hidden, nothing that moves a terminal.
pub(super) fn file_name(name: &str, number: &str) -> String {
    let kept: String = name.chars().filter(|c| !c.is_control() && *c != '/').collect();
    let kept = kept.trim_start_matches(['.', '-', ' ']).trim_end();
    if kept.is_empty() { format!("附件{number}") } else { kept.to_owned() }
}
