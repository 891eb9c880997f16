//! What `ydt apply`, `check`, `import` and `verify` write.

use serde::Serialize;

use crate::domain::code::Coded as _;
use crate::domain::importing::ImportReport;
use crate::domain::refusal::Refusal;
use crate::domain::stage::Stage;
use crate::domain::time::{Date, Moment};
use crate::domain::words::{ClockKind, ClockLevel};

/// One result line of `ydt apply`.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(in crate::cli) enum AppliedJson {
    Done { line: u64, ok: bool, case: String, stage: Stage, events: Vec<String> },
    Refused { line: u64, ok: bool, refusal: RefusalJson },
}

impl AppliedJson {
    pub fn refused(line: u64, refusal: RefusalJson) -> Self {
        Self::Refused { line, ok: false, refusal }
    }
}

#[derive(Debug, Clone, Serialize)]
pub(in crate::cli) struct RefusalJson {
    pub code: &'static str,
    pub message: String,
}

impl RefusalJson {
    pub fn of(refusal: &Refusal) -> Self {
        Self { code: refusal.code.code(), message: refusal.message.clone() }
    }
}

#[derive(Serialize)]
pub(in crate::cli) struct CheckJson<'a> {
    pub now: Moment,
    pub due: Vec<DueClockJson<'a>>,
    pub new_alerts: u64,
    pub missing_calendar_years: &'a [i16],
    pub provisional_clocks: u64,
}

#[derive(Serialize)]
pub(in crate::cli) struct DueClockJson<'a> {
    pub case_no: &'a str,
    pub clock: ClockKind,
    pub level: ClockLevel,
    pub due_on: Date,
    pub remaining: i32,
}

#[derive(Serialize)]
pub(in crate::cli) struct ImportJson<'a> {
    file: &'a str,
    sha256: &'a str,
    encoding: &'a str,
    rows: u64,
    new: u64,
    known: u64,
    supplement: u64,
    faulty: Vec<FaultJson<'a>>,
    unknown_columns: &'a [String],
    warnings: &'a [String],
    first_case_no: Option<&'a str>,
    last_case_no: Option<&'a str>,
}

#[derive(Serialize)]
struct FaultJson<'a> {
    row: u32,
    column: &'a str,
    reason: &'a str,
}

impl<'a> ImportJson<'a> {
    pub fn of(report: &'a ImportReport) -> Self {
        let faulty = report
            .faulty
            .iter()
            .map(|fault| FaultJson { row: fault.row, column: &fault.column, reason: &fault.reason })
            .collect();
        Self {
            file: &report.file,
            sha256: &report.sha256,
            encoding: &report.encoding,
            rows: report.rows,
            new: report.new,
            known: report.known,
            supplement: report.supplement,
            faulty,
            unknown_columns: &report.unknown_columns,
            warnings: &report.warnings,
            first_case_no: report.case_nos.as_ref().map(|(first, _)| first.as_str()),
            last_case_no: report.case_nos.as_ref().map(|(_, last)| last.as_str()),
        }
    }
}

#[derive(Serialize)]
pub(in crate::cli) struct VerifyJson<'a> {
    pub ok: bool,
    pub events: u64,
    pub head: &'a str,
    pub first_bad: Option<FirstBadJson<'a>>,
}

#[derive(Serialize)]
pub(in crate::cli) struct FirstBadJson<'a> {
    pub seq: u64,
    pub reason: &'a str,
}
