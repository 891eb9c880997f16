//! Records of disclosure in JSON: a line of the list, and one laid open.

use serde::Serialize;

use super::detail::HistoryJson;
use super::linked::FileJson;
use crate::domain::calendar::Calendar;
use crate::domain::disclosure::{DisclosureState, DisclosureVerdict};
use crate::domain::recurring::Period;
use crate::domain::time::Date;
use crate::domain::town::org::Org;
use crate::domain::view::disclosure::{DisclosureDetail, DisclosureRow};
use crate::domain::words::ClockLevel;

/// A line of the list.
#[derive(Debug, Clone, Serialize)]
pub(in crate::cli) struct DisclosureRowJson<'a> {
    disclosure: &'a str,
    matter: i64,
    name: &'a str,
    unit: &'a str,
    period: Period,
    happened: Option<&'a str>,
    state: DisclosureState,
    nothing: bool,
    due_on: Date,
    provisional: bool,
    level: ClockLevel,
    remaining: i32,
    verdict: Option<DisclosureVerdict>,
}

impl<'a> DisclosureRowJson<'a> {
    pub fn of(row: &'a DisclosureRow, org: &'a Org, calendar: &Calendar, today: Date) -> Self {
        Self {
            disclosure: &row.code,
            matter: row.matter.0,
            name: &row.name,
            unit: org.unit_name(row.unit),
            period: row.period,
            happened: Some(row.happened.as_str()).filter(|text| !text.is_empty()),
            state: row.state,
            nothing: row.is_nothing,
            due_on: row.due_on,
            provisional: row.provisional,
            level: row.level(calendar, today),
            remaining: calendar.remaining(today, row.due_on),
            verdict: row.verdict,
        }
    }
}

/// One laid open.
#[derive(Serialize)]
pub(in crate::cli) struct DisclosureJson<'a> {
    #[serde(flatten)]
    row: DisclosureRowJson<'a>,
    text: Option<&'a str>,
    returned: Option<&'a str>,
    signer: Option<&'a str>,
    signed_on: Option<Date>,
    on_paper: bool,
    published_on: Option<Date>,
    place: Option<&'a str>,
    checks: Vec<CheckedJson<'a>>,
    cases: Vec<&'a str>,
    files: Vec<FileJson<'a>>,
    history: Vec<HistoryJson<'a>>,
}

#[derive(Serialize)]
struct CheckedJson<'a> {
    on: Date,
    by: &'a str,
    truthful: bool,
    note: &'a str,
}

impl<'a> DisclosureJson<'a> {
    pub fn of(detail: &'a DisclosureDetail, row: DisclosureRowJson<'a>, org: &'a Org) -> Self {
        let record = &detail.disclosure;
        let checked = record.checks.iter().map(|check| CheckedJson {
            on: check.on,
            by: org.person_name(check.by),
            truthful: check.truthful,
            note: &check.note,
        });
        Self {
            row,
            text: Some(record.text.as_str()).filter(|text| !text.is_empty()),
            returned: record.returned.as_deref(),
            signer: record.signed.as_ref().map(|signed| org.person_name(signed.signer)),
            signed_on: record.signed.as_ref().map(|signed| signed.on),
            on_paper: record.signed.as_ref().is_some_and(|signed| signed.on_paper),
            published_on: record.published.as_ref().map(|published| published.on),
            place: record.published.as_ref().map(|published| published.place.as_str()),
            checks: checked.collect(),
            files: record.files.iter().map(|file| FileJson::of(file, org)).collect(),
            cases: record.links.iter().map(|(_, number)| number.as_str()).collect(),
            history: detail.history.iter().map(|line| HistoryJson::of(line, org)).collect(),
        }
    }
}
