//! A meeting in JSON: what heads it, its agenda with what was decided, its history.

use serde::Serialize;

use super::detail::HistoryJson;
use crate::domain::meeting::MeetingState;
use crate::domain::meeting::heading::Attendee;
use crate::domain::time::Moment;
use crate::domain::town::org::Org;
use crate::domain::view::meeting::{MeetingDetail, MeetingRow};

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
    agenda: Vec<ItemJson>,
    history: Vec<HistoryJson<'a>>,
}

#[derive(Debug, Clone, Serialize)]
struct ItemJson {
    place: usize,
    /// Absent for a case that the reader may not see.
    case: Option<String>,
    title: Option<String>,
    recused: Vec<String>,
}

fn names(people: &[Attendee]) -> Vec<String> {
    people.iter().map(|one| one.name.clone()).collect()
}

impl<'a> MeetingJson<'a> {
    pub fn of(detail: &'a MeetingDetail, org: &'a Org) -> Self {
        let (meeting, heading) = (&detail.meeting, &detail.meeting.heading);
        let items = detail.items().zip(1..).map(|((item, case), place)| ItemJson {
            place,
            case: case.map(|case| case.case_no.clone()),
            title: case.map(|case| case.title.text().to_owned()),
            recused: names(&item.recused),
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
            agenda: items.collect(),
            history: detail.history.iter().map(|line| HistoryJson::of(line, org)).collect(),
        }
    }
}
