//! The record of a meeting on paper (Annex 2): laid out for the screen, given its number, written as a file.

use super::super::meeting::{MeetingRequest, perform_in, seen};
use super::super::{Office, OfficeError};
use super::{About, Opened, PaperFile, PaperView, numbered, rare_characters};
use crate::actions::{Answers, meeting_issue};
use crate::domain::case::Case;
use crate::domain::case::respondents::Register;
use crate::domain::code::Coded as _;
use crate::domain::context::Brought;
use crate::domain::desk::Desk;
use crate::domain::document::hash::text_hash;
use crate::domain::ids::MeetingId;
use crate::domain::meeting::Meeting;
use crate::domain::paper::{PaperKind, Sheet, frozen};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;
use crate::domain::sight::identity::Identity;
use crate::domain::time::Moment;
use crate::domain::town::org::Org;
use crate::domain::view::paper::PaperOf;
use crate::forms::Form;
use crate::store::{Records, StoreError};

const KIND: PaperKind = PaperKind::Meeting;

impl Office {
    /// The record of a meeting as it would be printed; it takes no number. What the reader may not see is named as such.
    ///
    /// # Errors
    /// `unknown_meeting`, or what is missing on it.
    pub fn meeting_paper(&self, id: MeetingId, now: Moment) -> Result<PaperView, OfficeError> {
        let detail = self.open_meeting(id, now)?;
        let cases: Vec<Option<&Case>> = detail.cases.iter().map(|case| case.as_ref()?.whole()).collect();
        let sections: Vec<String> =
            sections(&detail.meeting, &cases).into_iter().map(Section::shown).collect();
        let sheet = lay_out(&detail.meeting, &sections, &self.org)?;
        let issued = issued_as(&detail.meeting, &sheet)?;
        let (number, foot) = match issued.and_then(|at| detail.meeting.papers.get(at)) {
            Some(paper) => (Some(paper.number.clone()), paper.foot()),
            None => (None, Vec::new()),
        };
        let warnings = rare_characters(&sheet).into_iter().collect();
        Ok(PaperView { kind: KIND, of: PaperOf::Meeting(detail.meeting.no), sheet, number, foot, warnings })
    }

    /// The record of a meeting as a file, with its number, given now where this very record has none yet.
    ///
    /// # Errors
    /// A refusal, or a store failure; then no number was given.
    pub fn write_meeting_paper(
        &mut self,
        act: &str,
        id: MeetingId,
        now: Moment,
    ) -> Result<PaperFile, OfficeError> {
        let stamp = self.stamp(act, meeting_issue::ACT.code, now);
        self.change(now, |records, desk| {
            meeting_issue::ACT.permitted(&desk.context())?;
            let sheet = of_meeting(records, &read(records, id, desk)?, desk)?;
            let is_new = issued_as(&read(records, id, desk)?, &sheet)?.is_none();
            if is_new {
                let request = MeetingRequest {
                    act: act.to_owned(),
                    meeting: Some(id),
                    action: &meeting_issue::ACT,
                    answers: Answers::none(),
                };
                perform_in(records, &request, None, desk, &stamp)?;
            }
            let meeting = read(records, id, desk)?;
            let at = issued_as(&meeting, &sheet)?.ok_or_else(changed)?;
            let paper = meeting.papers.get(at).ok_or_else(changed)?;
            let about = About { number: &paper.number, on: paper.on, foot: paper.foot(), case_no: None };
            let bytes = Opened::default().file_of(records, paper.template.as_deref(), &sheet, about)?;
            Ok(PaperFile {
                name: format!("{}-{}-{}.docx", meeting.code(), KIND.label(), paper.number),
                bytes,
                number: paper.number.clone(),
                is_new,
                warnings: rare_characters(&sheet).into_iter().collect(),
            })
        })
    }
}

fn changed() -> Refusal {
    Refusal::new(RefusalCode::Conflict, "会议记录刚刚改过，没有写出；请再看一遍后重做。")
}

fn read(records: &Records<'_>, id: MeetingId, desk: &Desk) -> Result<Meeting, OfficeError> {
    let unknown = || Refusal::unknown_meeting(&id.0.to_string());
    Ok(seen(records, id, desk)?.ok_or_else(unknown)?)
}

/// What the act that issues the record decides on: its layout and the next number.
pub(in crate::office) fn drafted_record(
    records: &Records<'_>,
    meeting: &Meeting,
    desk: &Desk,
) -> Result<Brought, OfficeError> {
    let sheet = of_meeting(records, meeting, desk)?;
    if let Some(paper) = issued_as(meeting, &sheet)?.and_then(|at| meeting.papers.get(at)) {
        let message = format!("这份会议记录已编号{}，内容没有变；直接写出文件，或再次打印。", paper.number);
        return Err(Refusal::new(RefusalCode::NothingToDo, message).into());
    }
    numbered(records, KIND, &sheet, desk)
}

/// The whole record, for whoever may see every section of it.
fn of_meeting(records: &Records<'_>, meeting: &Meeting, desk: &Desk) -> Result<Sheet, OfficeError> {
    let sight = desk.sight();
    let mut cases = Vec::with_capacity(meeting.agenda.len());
    for item in &meeting.agenda {
        let case = records.case_to_change(item.case)?;
        cases.push(case.filter(|case| sight.as_ref().is_some_and(|sight| sight.covers(case, &desk.org))));
    }
    let shown: Vec<Option<&Case>> = cases.iter().map(Option::as_ref).collect();
    let sections: Result<Vec<String>, Refusal> =
        sections(meeting, &shown).into_iter().map(Section::printed).collect();
    let sheet = lay_out(meeting, &sections?, &desk.org)?;
    let register = Register::of(&desk.org);
    for case in cases.iter().flatten() {
        let identity = Identity::of(&case.complainant);
        if sheet.texts().any(|text| !identity.occurrences(text, &register).is_empty()) {
            let message = format!(
                "会议记录上出现了{}投诉人的姓名或联系方式，没有出文；请先改这一件的记录。",
                case.case_no
            );
            return Err(Refusal::new(RefusalCode::InvalidValue, message).into());
        }
    }
    Ok(sheet)
}

fn lay_out(meeting: &Meeting, sections: &[String], org: &Org) -> Result<Sheet, Refusal> {
    Form::of_meeting(meeting, sections, org).map_err(|missing| {
        let message = format!("{}{}。", KIND.label(), missing.sentence());
        Refusal::new(RefusalCode::MissingField, message)
    })
}

/// Which of the issued records this very sheet is.
fn issued_as(meeting: &Meeting, sheet: &Sheet) -> Result<Option<usize>, OfficeError> {
    let hash = text_hash(&frozen(sheet).map_err(StoreError::Other)?);
    Ok(meeting.papers.iter().rposition(|paper| paper.void.is_none() && paper.hash == hash))
}

/// What is there of a case's section.
enum Section {
    Text(String),
    /// The reader may not see the case.
    Hidden(usize),
    /// Its text was erased.
    Gone(usize),
}

impl Section {
    fn shown(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Hidden(place) => format!("第{place}件：您须回避或不能看，内容不显示。"),
            Self::Gone(place) => format!("第{place}件：内容已封存。"),
        }
    }

    fn printed(self) -> Result<String, Refusal> {
        match self {
            Self::Text(text) => Ok(text),
            Self::Hidden(place) => Err(Refusal::new(
                RefusalCode::Recused,
                format!("第{place}件您须回避或不能看，会议记录请由其他纪委专人或镇纪委书记出文。"),
            )),
            Self::Gone(place) => Err(Refusal::new(
                RefusalCode::NothingToDo,
                format!("第{place}件的内容已封存，会议记录写不出来。"),
            )),
        }
    }
}

/// The sections in the order of the agenda; cases about which nothing was written have none.
fn sections(meeting: &Meeting, cases: &[Option<&Case>]) -> Vec<Section> {
    let written = |item: &crate::domain::meeting::Item| {
        let record = meeting.record.as_ref();
        record.is_some_and(|record| record.sections.iter().any(|section| section.case == item.case))
    };
    let mut sections = Vec::new();
    for ((item, case), place) in meeting.agenda.iter().zip(cases).zip(1..) {
        let section = case.and_then(|case| case.meeting(meeting.no)).and_then(|held| held.section.as_ref());
        match (case, section.map(Sealable::body)) {
            (_, Some(Some(text))) => sections.push(Section::Text(text.to_owned())),
            (_, Some(None)) => sections.push(Section::Gone(place)),
            (None, None) if written(item) => sections.push(Section::Hidden(place)),
            (None | Some(_), None) => {}
        }
    }
    sections
}
