//! What `ydt calendar --json` writes.

use serde::Serialize;

use crate::domain::calendar::ExplainedDay;
use crate::domain::explanation::Explanation;
use crate::domain::time::Date;

#[derive(Serialize)]
pub(in crate::cli) struct DueJson {
    pub start: Date,
    pub working_days: u32,
    pub due_on: Date,
    pub provisional: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<Vec<DayJson>>,
}

#[derive(Serialize)]
pub(in crate::cli) struct DayJson {
    date: Date,
    kind: &'static str,
    holiday: Option<String>,
    counted: Option<u32>,
    provisional: bool,
    note: String,
}

impl DayJson {
    pub fn of(day: &ExplainedDay) -> Self {
        Self {
            date: day.date,
            kind: day.kind.code(),
            holiday: day.kind.name().map(str::to_owned),
            counted: day.counted,
            provisional: day.provisional,
            note: day.note.clone(),
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

/// How a due day comes about, in `ydt show --json`; the days of the spans add up to it.
#[derive(Serialize)]
pub(in crate::cli) struct ExplanationJson {
    start: String,
    rule: String,
    spans: Vec<SpanJson>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct SpanJson {
    heading: String,
    days: Vec<DayJson>,
}

impl ExplanationJson {
    pub fn of(told: Explanation) -> Self {
        let spans = told
            .spans
            .into_iter()
            .map(|span| SpanJson { heading: span.heading, days: span.days.iter().map(DayJson::of).collect() })
            .collect();
        Self { start: told.start, rule: told.rule, spans, notes: told.notes }
    }
}
