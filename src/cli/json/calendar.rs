//! What `ydt calendar --json` writes.

use serde::Serialize;

use crate::domain::calendar::ExplainedDay;
use crate::domain::time::Date;

#[derive(Serialize)]
pub(in crate::cli) struct DueJson<'a> {
    pub start: Date,
    pub working_days: u32,
    pub due_on: Date,
    pub provisional: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<Vec<DayJson<'a>>>,
}

#[derive(Serialize)]
pub(in crate::cli) struct DayJson<'a> {
    date: Date,
    kind: &'static str,
    holiday: Option<&'a str>,
    counted: Option<u32>,
    provisional: bool,
    note: &'a str,
}

impl<'a> DayJson<'a> {
    pub fn of(day: &'a ExplainedDay) -> Self {
        Self {
            date: day.date,
            kind: day.kind.code(),
            holiday: day.kind.name(),
            counted: day.counted,
            provisional: day.provisional,
            note: &day.note,
        }
    }
}

#[derive(Serialize)]
pub(in crate::cli) struct YearJson<'a> {
    pub year: i16,
    pub source: &'a str,
    pub days: Vec<NamedDayJson<'a>>,
}

#[derive(Serialize)]
pub(in crate::cli) struct NamedDayJson<'a> {
    pub date: Date,
    pub name: &'a str,
    pub rest: bool,
}
