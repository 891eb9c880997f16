//! A meeting in JSON: what heads it, its agenda with what was decided, its history.

use serde::Serialize;

use super::detail::HistoryJson;
use super::linked::FileJson;
use crate::domain::meeting::decision::{Decision, Outcome};
use crate::domain::meeting::heading::Attendee;
use crate::domain::meeting::record::{RecordRole, RecordStep};
use crate::domain::meeting::{Item, MeetingState};
use crate::domain::refusal::RefusalCode;
use crate::domain::time::{Date, Moment};
use crate::domain::town::org::Org;
use crate::domain::view::meeting::{MeetingDetail, MeetingRow, OnAgenda};
use crate::domain::words::{CaseKind, KeyMatter, MatterField, Route, Scope};

/// A line of the list.
#[derive(Debug, Clone, Serialize)]
pub(in crate::cli) struct MeetingRowJson {
    meeting: String,
    name: String,
    at: Moment,
    place: String,
    state: MeetingState,
    cases: usize,
}

impl MeetingRowJson {
    pub fn of(row: &MeetingRow) -> Self {
        Self {
            meeting: row.code.clone(),
            name: row.name.clone(),
            at: row.at,
            place: row.place.clone(),
            state: row.state,
            cases: row.cases,
        }
    }
}

/// A meeting laid open.
#[derive(Serialize)]
pub(in crate::cli) struct MeetingJson<'a> {
    meeting: String,
    name: String,
    at: Moment,
    place: String,
    state: MeetingState,
    host: String,
    recorder: String,
    attendees: Vec<String>,
    /// Who records it, once it was begun.
    recorded_by: Option<String>,
    agenda: Vec<ItemJson>,
    record: Option<RecordJson>,
    files: Vec<FileJson<'a>>,
    history: Vec<HistoryJson<'a>>,
}

#[derive(Debug, Clone, Serialize)]
struct ItemJson {
    place: usize,
    /// Absent for a case that the reader may not see.
    case: Option<String>,
    title: Option<String>,
    recused: Vec<String>,
    decision: DecisionJson,
    /// `applied`, `blocked`, or null before the meeting was confirmed.
    outcome: Option<&'static str>,
    blocked_because: Option<RefusalCode>,
    minutes: Option<String>,
    seconds: i64,
}

#[derive(Debug, Clone, Serialize)]
struct DecisionJson {
    scope: Option<Scope>,
    kind: Option<CaseKind>,
    field: Option<MatterField>,
    route: Option<Route>,
    unit: Option<String>,
    key_matters: Vec<KeyMatter>,
    deferred: bool,
    upheld: bool,
    complete: bool,
}

impl DecisionJson {
    fn of(decision: &Decision, org: &Org) -> Self {
        Self {
            scope: decision.scope,
            kind: decision.kind,
            field: decision.field,
            route: decision.route,
            unit: decision.unit.map(|unit| org.unit_name(unit).to_owned()),
            key_matters: decision.key_matters.clone(),
            deferred: decision.deferred,
            upheld: decision.upheld,
            complete: decision.is_complete(),
        }
    }
}

/// The record with its sections, as far as the reader may see them, and who signs it.
#[derive(Debug, Clone, Serialize)]
struct RecordJson {
    version: u32,
    opinion: String,
    remarks: String,
    sections: Vec<SectionJson>,
    steps: Vec<StepJson>,
}

#[derive(Debug, Clone, Serialize)]
struct SectionJson {
    place: usize,
    case: String,
    text: String,
    hash: String,
}

#[derive(Debug, Clone, Serialize)]
struct StepJson {
    role: RecordRole,
    person: String,
    /// Places on the agenda of the cases for which they sign without the section.
    without: Vec<usize>,
    signed_on: Option<Date>,
    opinion: Option<String>,
    on_paper: bool,
}

impl RecordJson {
    fn of(detail: &MeetingDetail) -> Option<Self> {
        let (meeting, record) = (&detail.meeting, detail.meeting.record.as_ref()?);
        let section = |((item, case), place): ((&Item, Option<&OnAgenda>), usize)| {
            let section = case?.whole()?.meeting(meeting.no)?.section.as_ref()?;
            let (text, hash) = (section.text().to_owned(), section.mac().to_owned());
            Some(SectionJson { place, case: item.case_no.clone(), text, hash })
        };
        let step = |step: &RecordStep| {
            let signature = step.signature.as_ref();
            StepJson {
                role: step.role,
                person: step.name.clone(),
                without: step.without.iter().filter_map(|case| Some(meeting.item(*case)?.0)).collect(),
                signed_on: signature.map(|signed| signed.signed_on),
                opinion: signature.map(|signed| signed.opinion.clone()),
                on_paper: signature.is_some_and(|signed| signed.recorded_by.is_some()),
            }
        };
        Some(Self {
            version: record.version,
            opinion: record.opinion.clone(),
            remarks: record.remarks.clone(),
            sections: detail.items().zip(1..).filter_map(section).collect(),
            steps: record.steps.iter().map(step).collect(),
        })
    }
}

fn names(people: &[Attendee]) -> Vec<String> {
    people.iter().map(|one| one.name.clone()).collect()
}

impl<'a> MeetingJson<'a> {
    pub fn of(detail: &'a MeetingDetail, org: &'a Org) -> Self {
        let (meeting, heading) = (&detail.meeting, &detail.meeting.heading);
        let items = detail.items().zip(1..).map(|((item, case), place)| ItemJson {
            place,
            case: case.map(|_| item.case_no.clone()),
            title: case.map(|case| case.title().to_owned()),
            recused: names(&item.recused),
            decision: DecisionJson::of(&item.decision, org),
            outcome: item.outcome.map(|outcome| match outcome {
                Outcome::Applied => "applied",
                Outcome::Blocked(_) => "blocked",
            }),
            blocked_because: item.outcome.and_then(|outcome| match outcome {
                Outcome::Applied => None,
                Outcome::Blocked(because) => Some(because),
            }),
            minutes: case
                .and_then(|case| case.whole()?.meeting(meeting.no)?.minutes.as_ref())
                .map(|minutes| minutes.text().to_owned()),
            seconds: item.seconds,
        });
        Self {
            meeting: meeting.code(),
            name: heading.name.clone(),
            at: heading.at,
            place: heading.place.clone(),
            state: meeting.state,
            host: heading.host.name.clone(),
            recorder: heading.recorder.name.clone(),
            attendees: names(&heading.attendees),
            recorded_by: meeting.records.map(|person| org.person_name(person).to_owned()),
            agenda: items.collect(),
            record: RecordJson::of(detail),
            files: meeting.files.iter().map(|file| FileJson::of(file, org)).collect(),
            history: detail.history.iter().map(|line| HistoryJson::of(line, org)).collect(),
        }
    }
}
