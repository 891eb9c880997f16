//! What `ydt apply`, `check`, `import` and `verify` write.

use std::borrow::Cow;

use serde::Serialize;

use super::town::WaitingJson;
use crate::cli::holding::HoldingJson;

use super::disclosure::DisclosureRowJson;
use crate::domain::case::stage::Stage;
use crate::domain::case::undecided::Undecided;
use crate::domain::code::Coded as _;
use crate::domain::disclosure::DisclosureState;
use crate::domain::figures::step::CaseStep;
use crate::domain::ids::ClockId;
use crate::domain::meeting::MeetingState;
use crate::domain::refusal::Refusal;
use crate::domain::time::{Date, Moment};
use crate::domain::town::waits::Awaited;
use crate::domain::view::importing::ImportReport;
use crate::domain::view::reconciling::Reconciliation;
use crate::domain::words::{ClockKind, ClockLevel};
use crate::office::{BackedUp, Restored};

/// One result line of `ydt apply`.
#[derive(Debug, Serialize)]
#[serde(untagged)]
pub(in crate::cli) enum AppliedJson {
    Done {
        line: u64,
        ok: bool,
        case: String,
        stage: Stage,
        events: Vec<String>,
        /// Who complains, after the act that shows it.
        #[serde(skip_serializing_if = "Option::is_none")]
        complainant: Option<String>,
        #[serde(skip_serializing_if = "Option::is_none")]
        contact: Option<String>,
    },
    /// An act on the town has neither case nor stage.
    DoneInTown {
        line: u64,
        ok: bool,
        events: Vec<String>,
    },
    /// An act on a meeting, with how far that has come.
    DoneToMeeting {
        line: u64,
        ok: bool,
        meeting: String,
        state: MeetingState,
        events: Vec<String>,
        /// What became of each decision, after the act by which they take effect.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        results: Vec<MeetingResultJson>,
    },
    /// An act on a record of disclosure, with how far that has come.
    Disclosed {
        line: u64,
        ok: bool,
        disclosure: String,
        state: DisclosureState,
        events: Vec<String>,
    },
    Refused {
        line: u64,
        ok: bool,
        refusal: RefusalJson,
    },
}

/// What became of a decision of a meeting.
#[derive(Debug, Clone, Serialize)]
pub(in crate::cli) struct MeetingResultJson {
    pub case: String,
    pub ok: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<RefusalJson>,
}

impl AppliedJson {
    pub fn refused(line: u64, refusal: RefusalJson) -> Self {
        Self::Refused { line, ok: false, refusal }
    }
}

#[derive(Debug, Clone, Serialize)]
pub(in crate::cli) struct RefusalJson {
    pub code: &'static str,
    /// The field it is about; none for a refusal that no field can mend.
    pub field: Option<Cow<'static, str>>,
    pub message: String,
}

impl RefusalJson {
    pub fn of(refusal: &Refusal) -> Self {
        Self { code: refusal.code.code(), field: refusal.field.clone(), message: refusal.message.clone() }
    }
}

#[derive(Serialize)]
pub(in crate::cli) struct CheckJson<'a> {
    pub now: Moment,
    pub due: Vec<DueClockJson<'a>>,
    /// Records of disclosure that need attention.
    pub disclosures: Vec<DisclosureRowJson<'a>>,
    pub new_alerts: u64,
    pub missing_calendar_years: &'a [i16],
    pub provisional_clocks: u64,
    /// How many MB are left on the disk, where they are few.
    pub scarce_space_mb: Option<u64>,
    /// Rights that somebody has still to confirm.
    pub rights_waiting: Vec<WaitingJson<'a>>,
    pub doubled_numbers: &'a [(String, String)],
    /// Cases of which a rule proposes something that whoever asks may issue or has to answer.
    pub proposed: u64,
    pub notices: Vec<NoticeJson<'a>>,
    pub left_to_the_district: Vec<LeftToTheDistrictJson<'a>>,
    pub undecided: Vec<UndecidedJson<'a>>,
    pub unfinished_erasures: Vec<UnfinishedErasureJson<'a>>,
    pub due_for_erasing: usize,
    pub copies_behind_minutes: Option<i64>,
    pub copies_unseen: bool,
    pub backups_holding_erased: Vec<HoldingJson<'a>>,
}

/// A case whose number somebody brought again who may not see it.
#[derive(Serialize)]
pub(in crate::cli) struct NoticeJson<'a> {
    pub case_no: &'a str,
    pub at: Moment,
}

/// A case that nobody here may see.
#[derive(Serialize)]
pub(in crate::cli) struct LeftToTheDistrictJson<'a> {
    pub case_no: &'a str,
    pub received_on: Date,
}

/// Something to look at in a case recorded by an older version.
#[derive(Serialize)]
pub(in crate::cli) struct UndecidedJson<'a> {
    pub case_no: &'a str,
    pub why: Undecided,
}

/// Where bytes of an erased text may still lie.
#[derive(Serialize)]
pub(in crate::cli) struct UnfinishedErasureJson<'a> {
    pub place: &'static str,
    pub since: &'a str,
}

#[derive(Serialize)]
pub(in crate::cli) struct DueClockJson<'a> {
    pub case_no: &'a str,
    /// The clock's number in its case.
    pub id: ClockId,
    pub turn: u32,
    pub round: u32,
    pub clock: ClockKind,
    pub level: ClockLevel,
    pub due_on: Date,
    pub remaining: i32,
    pub next_step: Option<&'a str>,
    pub waits_for: Option<&'a Awaited>,
    pub extension_pending: bool,
    /// The step that the case waits in, until when it has to be done, and whether that day has come.
    pub step: Option<CaseStep>,
    pub safe_until: Option<Date>,
    pub pressing: bool,
}

#[derive(Serialize)]
pub(in crate::cli) struct ImportJson<'a> {
    file: &'a str,
    sha256: &'a str,
    encoding: &'a str,
    rows: u64,
    new: u64,
    repeats: u64,
    sealed: u64,
    known: u64,
    supplement: u64,
    elsewhere: u64,
    evaluated: u64,
    faulty: Vec<FaultJson<'a>>,
    unknown_columns: &'a [String],
    asked_columns: &'a [String],
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
            repeats: report.repeats,
            sealed: report.sealed,
            known: report.known,
            supplement: report.supplement,
            elsewhere: report.elsewhere,
            evaluated: report.evaluated,
            faulty,
            unknown_columns: &report.unknown_columns,
            asked_columns: &report.asked_columns,
            warnings: &report.warnings,
            first_case_no: report.case_nos.as_ref().map(|(first, _)| first.as_str()),
            last_case_no: report.case_nos.as_ref().map(|(_, last)| last.as_str()),
        }
    }
}

/// What `ydt import --reconcile --json` writes.
#[derive(Serialize)]
pub(in crate::cli) struct ReconciliationJson<'a> {
    file: &'a str,
    compared: u64,
    unnumbered: u64,
    faulty: u64,
    elsewhere: u64,
    has_status: bool,
    only_there: Vec<OnlyThereJson<'a>>,
    only_here: Vec<OnlyHereJson<'a>>,
    different: Vec<DifferentJson<'a>>,
}

#[derive(Serialize)]
struct OnlyThereJson<'a> {
    row: u32,
    platform_no: &'a str,
    title: &'a str,
}

#[derive(Serialize)]
struct OnlyHereJson<'a> {
    case_no: &'a str,
    platform_no: &'a str,
    title: &'a str,
}

#[derive(Serialize)]
struct DifferentJson<'a> {
    row: u32,
    case_no: &'a str,
    platform_no: &'a str,
    what: &'a [String],
}

impl<'a> ReconciliationJson<'a> {
    pub fn of(found: &'a Reconciliation) -> Self {
        let there = found.only_there.iter();
        let here = found.only_here.iter();
        let different = found.different.iter();
        Self {
            file: &found.file,
            compared: found.compared,
            unnumbered: found.unnumbered,
            faulty: found.faulty,
            elsewhere: found.elsewhere,
            has_status: found.has_status,
            only_there: there
                .map(|row| OnlyThereJson { row: row.row, platform_no: &row.platform_no, title: &row.title })
                .collect(),
            only_here: here
                .map(|case| OnlyHereJson {
                    case_no: &case.case_no,
                    platform_no: &case.platform_no,
                    title: &case.title,
                })
                .collect(),
            different: different
                .map(|case| DifferentJson {
                    row: case.row,
                    case_no: &case.case_no,
                    platform_no: &case.platform_no,
                    what: &case.what,
                })
                .collect(),
        }
    }
}

#[derive(Serialize)]
pub(in crate::cli) struct VerifyJson<'a> {
    pub ok: bool,
    pub events: u64,
    pub head: &'a str,
    pub first_bad: Option<FirstBadJson<'a>>,
    pub attested_from: Option<u64>,
}

#[derive(Serialize)]
pub(in crate::cli) struct FirstBadJson<'a> {
    pub seq: u64,
    pub reason: &'a str,
}

/// What `ydt backup` writes.
#[derive(Serialize)]
pub(in crate::cli) struct BackupJson<'a> {
    file: Cow<'a, str>,
    bytes: u64,
    events: u64,
    head: &'a str,
    same_disk: bool,
    removed: Vec<Cow<'a, str>>,
    attachments: usize,
    attachments_copied: usize,
    noted: bool,
}

impl<'a> BackupJson<'a> {
    pub fn of(done: &'a BackedUp) -> Self {
        let BackedUp { file, head, bytes, is_same_disk, removed, attachments, attachments_copied, is_noted } =
            done;
        Self {
            noted: *is_noted,
            file: file.to_string_lossy(),
            bytes: *bytes,
            events: head.count,
            head: &head.hash,
            same_disk: *is_same_disk,
            removed: removed.iter().map(|old| old.to_string_lossy()).collect(),
            attachments: *attachments,
            attachments_copied: *attachments_copied,
        }
    }
}

/// What `ydt restore` writes.
#[derive(Serialize)]
pub(in crate::cli) struct RestoreJson<'a> {
    events: u64,
    head: &'a str,
    lost: u64,
    sealed_again: usize,
    former: Option<Cow<'a, str>>,
    attachments: usize,
    attachments_missing: usize,
}

impl<'a> RestoreJson<'a> {
    pub fn of(done: &'a Restored) -> Self {
        let Restored { head, lost, sealed_again, former, attachments, attachments_missing } = done;
        Self {
            events: head.count,
            head: &head.hash,
            lost: *lost,
            sealed_again: *sealed_again,
            former: former.as_ref().map(|file| file.to_string_lossy()),
            attachments: *attachments,
            attachments_missing: *attachments_missing,
        }
    }
}
