//! Attachments of records that are no case: a file taken in before its act is decided, a copy that leaves after that was
//! recorded.

use std::fs::File;
use std::io::{Read, Write};

use super::attachments::{Saving, Taken, file_name};
use super::{DisclosureRequest, MeetingRequest, Office, OfficeError, disclosure, meeting};
use crate::actions::{
    self, Act, Answers, disclosure_attach, disclosure_export, meeting_attach, meeting_export,
};
use crate::domain;
use crate::domain::attachment::Attachment;
use crate::domain::ids::{DisclosureId, MeetingId};
use crate::domain::refusal::Refusal;
use crate::domain::stream_files::{ErasingBasis, FileErased};
use crate::domain::time::Moment;
use crate::store::{Records, Stamp, StoreError};

/// A record that is no case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OwnRecord {
    Meeting(MeetingId),
    Disclosure(DisclosureId),
}

/// What was done to its files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnReport {
    /// `m3`, `d3`
    pub code: String,
    /// Codes of the recorded facts.
    pub events: Vec<String>,
}

/// What goes with an act on a record's files.
enum How {
    /// Its answers say where a copy is written.
    Saving,
    /// The file that was taken in for it, where it brings one.
    With(Option<Taken>),
}

impl OwnRecord {
    const fn attaches(self) -> &'static Act {
        match self {
            Self::Meeting(_) => &meeting_attach::ACT,
            Self::Disclosure(_) => &disclosure_attach::ACT,
        }
    }

    const fn exports(self) -> &'static Act {
        match self {
            Self::Meeting(_) => &meeting_export::ACT,
            Self::Disclosure(_) => &disclosure_export::ACT,
        }
    }
}

impl Office {
    /// Attaches what is read from a stream, under this name.
    ///
    /// # Errors
    /// A refusal, or what keeps the file from being taken in; then neither file nor record is left.
    pub fn attach_to(
        &mut self,
        record: OwnRecord,
        (act, name): (String, &str),
        input: &mut dyn Read,
        now: Moment,
    ) -> Result<OwnReport, OfficeError> {
        let taken = Taken::from_stream(&self.store, name, input, &self.settings)?;
        let answers = Answers::none().with("name", name);
        self.done_to(record, (act, record.attaches(), answers), How::With(Some(taken)), now)
    }

    /// Saves a copy of an attachment where the answer says, once it is recorded that it leaves.
    ///
    /// # Errors
    /// A refusal; when the file is not the one that was attached, or the place cannot be written.
    pub fn save_file_of(
        &mut self,
        record: OwnRecord,
        (act, number, to): (String, u32, &str),
        now: Moment,
    ) -> Result<OwnReport, OfficeError> {
        let saving = Saving { number: number.to_string(), to: to.to_owned() };
        let answers = saving.answers(record.exports())?;
        self.done_to(record, (act, record.exports(), answers), How::Saving, now)
    }

    /// Writes a copy of an attachment to a stream once it is recorded that it leaves.
    ///
    /// # Errors
    /// As for [`save_file_of`](Self::save_file_of).
    pub fn write_file_of(
        &mut self,
        record: OwnRecord,
        (act, number): (String, u32),
        out: &mut dyn Write,
        now: Moment,
    ) -> Result<(), OfficeError> {
        let saving = Saving { number: number.to_string(), to: "-".to_owned() };
        let answers = saving.answers(record.exports())?;
        let mut source = self.own_source(record, &saving, now)?;
        self.done_to(record, (act, record.exports(), answers), How::With(None), now)?;
        if let Some((_, file)) = &mut source {
            std::io::copy(file, out).map_err(StoreError::from)?;
        }
        Ok(())
    }

    fn done_to(
        &mut self,
        record: OwnRecord,
        (act, action, answers): (String, &'static Act, Answers),
        how: How,
        now: Moment,
    ) -> Result<OwnReport, OfficeError> {
        match record {
            OwnRecord::Meeting(id) => {
                let request = MeetingRequest { act, meeting: Some(id), action, answers };
                let done = match how {
                    How::Saving => self.perform_on_meeting(&request, now)?,
                    How::With(taken) => self.perform_on_meeting_with(&request, taken, now)?,
                };
                Ok(OwnReport { code: done.code, events: done.events })
            }
            OwnRecord::Disclosure(id) => {
                let request =
                    DisclosureRequest { act, disclosure: Some(id), seen_seq: None, action, answers };
                let done = match how {
                    How::Saving => self.perform_on_disclosure(&request, now)?,
                    How::With(taken) => self.perform_on_disclosure_with(&request, taken, now)?,
                };
                Ok(OwnReport { code: done.code, events: done.events })
            }
        }
    }

    /// The file that is to be saved, with the name it gets. Whoever may not have it is refused before anything is looked at.
    pub(super) fn own_source(
        &self,
        record: OwnRecord,
        saving: &Saving,
        now: Moment,
    ) -> Result<Option<(String, File)>, OfficeError> {
        let desk = self.desk(now);
        let (act, answers) = (record.exports(), saving.answers(record.exports())?);
        let files = self.read(|snapshot| match record {
            OwnRecord::Meeting(id) => meeting::with_agenda(snapshot, id, &desk, |meeting, context| {
                actions::decide_on(act, act.on_meeting()?, meeting, &answers, context)?;
                Ok(meeting.files.clone())
            }),
            OwnRecord::Disclosure(id) => {
                let unknown = || Refusal::unknown_disclosure(&id.0.to_string());
                let record = disclosure::seen(snapshot, id, &desk)?.ok_or_else(unknown)?;
                actions::decide_disclosure(act, &record, &answers, &desk.context())?;
                Ok(record.files)
            }
        })?;
        let number = saving.number.trim();
        let chosen = files.iter().find(|file| file.number.to_string() == number);
        let Some((Attachment { name, size, .. }, sha256)) =
            chosen.and_then(|file| Some((file, file.file.body()?)))
        else {
            return Ok(None);
        };
        let opened = self.store.open_attachment(sha256, *size)?;
        Ok(Some((file_name(name.body().unwrap_or_default(), number), opened)))
    }
}

/// Erases a file of a restored backup that had been erased since, by its name in the list, `m3/2`; says whether it was
/// still there.
pub(super) fn erase_again(records: &Records<'_>, name: &str, stamp: &Stamp) -> Result<bool, OfficeError> {
    let Some((code, number)) = name.split_once('/') else { return Ok(false) };
    if let Some(id) =
        domain::meeting::no_of(code).map(|no| records.meeting_numbered(no)).transpose()?.flatten()
        && let Some(mut meeting) = records.meeting(id)?.map(|read| read.meeting)
        && let Some(fact) = FileErased::by_the_program(&meeting.files, number, ErasingBasis::ErasedBefore)
    {
        records.append_meeting(&mut meeting, &[fact.into()], stamp)?;
        return Ok(true);
    }
    if let Some(id) =
        domain::disclosure::no_of(code).map(|no| records.disclosure_numbered(no)).transpose()?.flatten()
        && let Some(mut disclosure) = records.disclosure(id)?.map(|read| read.disclosure)
        && let Some(fact) = FileErased::by_the_program(&disclosure.files, number, ErasingBasis::ErasedBefore)
    {
        records.append_disclosure(&mut disclosure, &[fact.into()], stamp)?;
        return Ok(true);
    }
    Ok(false)
}
