//! Retention of attachments of meetings and of records of disclosure: nobody looks into a file, so it is kept no longer
//! than who complains (`domain.md` §9). A file of a meeting waits for every case that was on its agenda.

use super::own_files::OwnRecord;
use super::retention::{Due, DueOf};
use super::{Office, OfficeError, gate};
use crate::actions::{disclosure_erase_file, meeting_erase_file};
use crate::domain::attachment::Attachment;
use crate::domain::desk::Desk;
use crate::domain::meeting::{Meeting, MeetingState};
use crate::domain::stream_files::{ErasingBasis, FileErased};
use crate::domain::time::{Date, Moment};
use crate::store::{OwnStream, Snapshot};

/// The files that have been kept long enough, for whoever may erase some.
pub(super) fn due(snapshot: &Snapshot<'_>, desk: &Desk) -> Result<Vec<Due>, OfficeError> {
    let mut due = Vec::new();
    if meeting_erase_file::ACT.permitted(&desk.context()).is_err() {
        return Ok(due);
    }
    for stream in snapshot.own_streams_with_files()? {
        let (record, code, files, since) = match stream {
            OwnStream::Meeting(id) => {
                let Some(read) = snapshot.meeting(id)? else { continue };
                let since = since_of_meeting(snapshot, &read.meeting, desk)?;
                (OwnRecord::Meeting(id), read.meeting.code(), read.meeting.files, since)
            }
            OwnStream::Disclosure(id) => {
                let Some(read) = snapshot.disclosure(id)? else { continue };
                let record = read.disclosure;
                let since = record.settled_on().map(|day| day.plus_years(years(desk)));
                (OwnRecord::Disclosure(id), record.code(), record.files, since)
            }
        };
        let Some(since) = since.filter(|since| *since <= desk.today()) else { continue };
        let left = files.iter().filter(|file| file.file.body().is_some());
        due.extend(left.map(|Attachment { number, .. }| Due {
            of: DueOf::File(record, *number),
            case_no: format!("{code} 附件{number}"),
            since,
        }));
    }
    Ok(due)
}

fn years(desk: &Desk) -> u32 {
    desk.settings.identity_retention_years
}

/// From when on files of a meeting may go: it was held so many years ago, and who complained in its cases may go too.
fn since_of_meeting(
    snapshot: &Snapshot<'_>,
    meeting: &Meeting,
    desk: &Desk,
) -> Result<Option<Date>, OfficeError> {
    if matches!(meeting.state, MeetingState::Planned | MeetingState::Running | MeetingState::UnderReview) {
        return Ok(None);
    }
    let mut since = meeting.heading.at.date().plus_years(years(desk));
    for item in &meeting.agenda {
        let Some(read) = snapshot.case(item.case)? else { continue };
        if gate::keeps_identity(&read) {
            match gate::retained_until(&read, years(desk)) {
                Some((_, until)) => since = since.max(until),
                None => return Ok(None),
            }
        }
    }
    Ok(Some(since))
}

impl Office {
    /// Erases a file that is due.
    pub(super) fn erase_due_file(
        &mut self,
        (record, number): (OwnRecord, u32),
        act: &str,
        now: Moment,
    ) -> Result<(), OfficeError> {
        let action = match record {
            OwnRecord::Meeting(_) => &meeting_erase_file::ACT,
            OwnRecord::Disclosure(_) => &disclosure_erase_file::ACT,
        };
        let (stamp, number) = (self.stamp(act, action.code, now), number.to_string());
        let fact = |files: &[Attachment]| FileErased::by_the_program(files, &number, ErasingBasis::Expired);
        self.change(now, |records, _| {
            match record {
                OwnRecord::Meeting(id) => {
                    if let Some(mut meeting) = records.meeting(id)?.map(|read| read.meeting)
                        && let Some(fact) = fact(&meeting.files)
                    {
                        records.append_meeting(&mut meeting, &[fact.into()], &stamp)?;
                    }
                }
                OwnRecord::Disclosure(id) => {
                    if let Some(mut disclosure) = records.disclosure(id)?.map(|read| read.disclosure)
                        && let Some(fact) = fact(&disclosure.files)
                    {
                        records.append_disclosure(&mut disclosure, &[fact.into()], &stamp)?;
                    }
                }
            }
            Ok(())
        })?;
        self.finish_erasing();
        Ok(())
    }
}
