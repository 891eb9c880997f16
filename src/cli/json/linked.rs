//! What ties a case to other cases and to rulings about its respondents, in JSON.

use serde::Serialize;

use crate::domain::attachment::{Attachment, FileKind};
use crate::domain::case::standing::Release;
use crate::domain::code::Coded as _;
use crate::domain::event::ELSEWHERE;
use crate::domain::time::{Date, Moment};
use crate::domain::town::org::Org;
use crate::domain::view::detail::CaseDetail;
use crate::domain::words::LeadingEnd;

/// Another case that belongs to this one: `repeat` (proposed, with its reason), `merged_into`, `joined`.
#[derive(Serialize)]
pub(super) struct LinkJson<'a> {
    kind: &'static str,
    /// Null of a case that the reader may not see.
    case_no: Option<&'a str>,
    reason: Option<&'static str>,
    /// What became of the leading case.
    ended: Option<LeadingEnd>,
}

/// Somebody who was ruled to be a namesake of a respondent only.
#[derive(Serialize)]
pub(super) struct ReleaseJson<'a> {
    person: String,
    reason: &'a str,
    ruling: &'a str,
    ruled_by: String,
    ruled_on: Date,
    on_paper: bool,
    district_no: Option<&'a str>,
}

/// A file that is kept with a case or another record.
#[derive(Serialize)]
pub(super) struct FileJson<'a> {
    number: u32,
    name: &'a str,
    kind: FileKind,
    size: u64,
    at: Moment,
    by: &'a str,
    /// Whether its content was erased.
    erased: bool,
}

/// What `ydt attach` did to the files of a record that is no case.
#[derive(Serialize)]
pub(in crate::cli) struct FiledJson {
    pub ok: bool,
    /// `m3`, `d3`
    pub record: String,
    pub events: Vec<String>,
}

impl<'a> FileJson<'a> {
    pub(super) fn of(file: &'a Attachment, org: &'a Org) -> Self {
        Self {
            number: file.number,
            name: file.name.text(),
            kind: file.kind,
            size: file.size,
            at: file.at,
            by: org.person_name_at(file.by, file.place),
            erased: file.file.body().is_none(),
        }
    }
}

impl<'a> ReleaseJson<'a> {
    pub(super) fn of(release: &'a Release, org: &Org) -> Self {
        let (org, ruling) = (org.as_at(release.place), &release.ruling);
        Self {
            person: org.person_name(release.person).to_owned(),
            reason: release.reason.text(),
            ruling: ruling.text.text(),
            ruled_by: org.person_name(ruling.by).to_owned(),
            ruled_on: ruling.ruled_on,
            on_paper: ruling.on_paper,
            district_no: ruling.district_no.as_deref(),
        }
    }
}

pub(super) fn links(detail: &CaseDetail) -> Vec<LinkJson<'_>> {
    let link = |kind, case_no| LinkJson { kind, case_no, reason: None, ended: None };
    let repeats = detail.repeats.iter().map(|repeat| LinkJson {
        reason: Some(repeat.reason.code()),
        ..link("repeat", Some(repeat.case_no.as_str()))
    });
    let leading = detail
        .leading
        .iter()
        .map(|leading| LinkJson { ended: leading.end, ..link("merged_into", leading.case_no.as_deref()) });
    let shown = |number: &'_ str| number != ELSEWHERE;
    let joined = detail.case.joined.iter();
    let joined =
        joined.map(|(_, number)| link("joined", Some(number.as_str()).filter(|number| shown(number))));
    repeats.chain(leading).chain(joined).collect()
}
