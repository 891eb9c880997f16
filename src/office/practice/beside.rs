//! What stands beside the practice town's complaints: matters to be made public with records in several states, and a
//! meeting that was prepared. All of it is done at the moment in which the town is opened, through the same commands as
//! real ones.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::defect;
use super::schedule::{REGISTRAR, WorkingDays, answers};
use crate::actions::{self, On};
use crate::domain::ids::DisclosureId;
use crate::domain::time::Moment;
use crate::office::perform::AllOrNothing;
use crate::office::{DisclosureRequest, MeetingRequest, OfficeError};

/// What is done, a command a line.
const DONE: &str = include_str!("../../../assets/sample/beside.jsonl");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Done {
    #[serde(rename = "as")]
    login: String,
    command: String,
    /// How later lines call the record that this one opens.
    known_as: Option<String>,
    /// How the record is called that this is done to.
    about: Option<String>,
    fields: Map<String, Value>,
}

/// Does all of it; `opener` acts as the town's operator.
pub fn furnish(town: &mut AllOrNothing<'_, '_>, opener: &str, now: Moment) -> Result<(), OfficeError> {
    let calendar = town.desk.calendar.clone();
    let days = WorkingDays { today: now.date(), calendar: &calendar };
    let mut records: BTreeMap<String, DisclosureId> = BTreeMap::new();
    for (place, line) in DONE.lines().enumerate() {
        let done: Done = serde_json::from_str(line).map_err(defect)?;
        town.act_as(if done.login == REGISTRAR { opener } else { &done.login })?;
        town.set_now(now);
        let answers = answers(&done.fields, &days).map_err(defect)?;
        let (act, action) = (format!("practice-beside-{place}"), actions::find(&done.command)?);
        match action.on {
            On::Town(_) => drop(town.perform_town(&act, action, &answers)?),
            On::Meeting(_) => {
                town.perform_on_meeting(&MeetingRequest { act, meeting: None, action, answers })?;
            }
            On::Disclosure(_) => {
                let disclosure = done.about.and_then(|name| records.get(&name).copied());
                let request = DisclosureRequest { act, disclosure, seen_seq: None, action, answers };
                let report = town.perform_on_disclosure(&request)?;
                records.extend(done.known_as.map(|name| (name, report.disclosure)));
            }
            On::Case(_) => return Err(defect(format!("{}不在这里办", done.command))),
        }
    }
    Ok(())
}
