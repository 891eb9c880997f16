//! Taking a platform export in. Every row is judged against a snapshot first (`judge.rs`), which keeps nobody waiting;
//! then one transaction writes what was prepared (`take_in.rs`), all of the good rows or none. A preview ends after the
//! judging.

pub(super) mod beside;
mod judge;
mod likely;
pub(super) mod row;
mod take_in;
mod told;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;

use super::{Office, OfficeError};
use crate::domain::case::respondents::Register;
use crate::domain::code::Coded as _;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Moment;
use crate::domain::town::event::{Imported, TownEvent};
use crate::domain::view::importing::{ImportReport, PreviewRow, RowFate};
use crate::domain::view::intake_row::{IntakeFile, IntakeRow};
use crate::domain::words::Position;
use crate::intake::{IntakeError, UnreadFile};
use crate::store::{EarlierImport, Stamp, case_no};
use judge::{Fate, Judgement, NewCase, judge};
use likely::Likely;
use take_in::take_in;

/// How many rows a preview shows.
const PREVIEW_ROWS: usize = 200;
/// The action under which imported cases stand in the record.
const ACTION: &str = "import";

/// Told how many rows are done and how many there are; `Break` stops and keeps nothing.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>;

impl Office {
    /// What a file would become; nothing is kept.
    ///
    /// # Errors
    /// `not_permitted` unless the actor is commission operator; a store failure.
    pub fn preview(&self, file: &IntakeFile, now: Moment) -> Result<ImportReport, OfficeError> {
        self.check_importer()?;
        let nothing = BTreeSet::new();
        let task = self.import_task(file, &nothing)?;
        let earlier = task.earlier;
        let desk = self.desk(now);
        let goes_on = &mut |_, _| ControlFlow::Continue(());
        let judgement = self.read(|snapshot| judge(snapshot, &task, &desk, goes_on))?;
        let mut report = foretold(file, judgement, (&Register::of(&desk.org), now));
        self.tell_about(&mut report, earlier)?;
        Ok(report)
    }

    /// Takes a file in: good rows in one transaction, or none of them. With `strict`, one faulty row keeps all out.
    ///
    /// # Errors
    /// As [`Office::import_sealing`].
    pub fn import(
        &mut self,
        file: &IntakeFile,
        strict: bool,
        now: Moment,
        progress: Progress<'_>,
    ) -> Result<ImportReport, OfficeError> {
        self.import_sealing(file, &BTreeSet::new(), strict, now, progress)
    }

    /// The same, with some rows (as the report counts them) registered as sealed stubs: their text is never stored
    /// (工作规则 art. 15, `domain.md` §2 Sealed stub).
    ///
    /// # Errors
    /// `invalid_value` when a row to be sealed is not one that becomes a new case; `not_permitted`; with `strict` a refusal when any row is faulty; `Intake(Cancelled)` when stopped; a store
    /// failure. Then no row was kept, and the refused import is recorded.
    pub fn import_sealing(
        &mut self,
        file: &IntakeFile,
        sealed: &BTreeSet<u32>,
        strict: bool,
        now: Moment,
        progress: Progress<'_>,
    ) -> Result<ImportReport, OfficeError> {
        self.check_importer()?;
        match self.judge_and_take_in(file, sealed, strict, now, progress) {
            Ok(report) => Ok(report),
            Err(error) => {
                self.record_refused_import(file, &error.to_string(), now)?;
                Err(error)
            }
        }
    }

    /// First everything that needs no lock, then the transaction.
    fn judge_and_take_in(
        &mut self,
        file: &IntakeFile,
        sealed: &BTreeSet<u32>,
        strict: bool,
        now: Moment,
        progress: Progress<'_>,
    ) -> Result<ImportReport, OfficeError> {
        let task = self.import_task(file, sealed)?;
        let earlier = task.earlier;
        let desk = self.desk(now);
        let judgement = self.read(|snapshot| judge(snapshot, &task, &desk, progress))?;
        let mut report = blank_report(file);
        let stamp = self.import_stamp(&file.sha256, now);
        let taken = self.change(now, |records, desk| {
            let mark = records.mark_import(&desk.actor.name)?;
            records.expect_much()?;
            take_in(records, &task, judgement, desk, &mut report, progress)?;
            if strict && !report.faulty.is_empty() {
                return Err(strict_refusal(&report).into());
            }
            records.append_town(&fact(&report, file, None), &stamp)?;
            let steps = task.steps() as u64;
            // The last row is written: from here on it cannot be stopped any more.
            let _too_late_to_stop = progress(steps, steps);
            Ok(mark)
        });
        self.store.expect_little()?;
        // The mark ends here, when the transaction has.
        taken.map(drop)?;
        self.tell_about(&mut report, earlier)?;
        Ok(report)
    }

    /// Records that a file was not taken in, and why. Who may not import leaves no trace of the attempt's content.
    ///
    /// # Errors
    /// A store failure.
    pub fn record_refused_import(
        &mut self,
        file: &IntakeFile,
        reason: &str,
        now: Moment,
    ) -> Result<(), OfficeError> {
        let stamp = self.import_stamp(&file.sha256, now);
        let refused = fact(&blank_report(file), file, Some(reason.to_owned()));
        self.change(now, |records, _| Ok(records.append_town(&refused, &stamp)?))
    }

    /// Records that a file could not be read as an export, and why.
    ///
    /// # Errors
    /// `not_permitted` unless the actor is commission operator; a store failure.
    pub fn record_unread_import(
        &mut self,
        file: UnreadFile,
        reason: &str,
        now: Moment,
    ) -> Result<(), OfficeError> {
        self.check_importer()?;
        let stamp = self.import_stamp(&file.sha256, now);
        let refused = Imported {
            file: file.name,
            size: file.size,
            sha256: file.sha256,
            rows: 0,
            new: 0,
            known: 0,
            supplement: 0,
            faulty: 0,
            elsewhere: 0,
            refused: Some(reason.to_owned()),
        };
        self.change(now, |records, _| Ok(records.append_town(&refused.into(), &stamp)?))
    }

    fn import_stamp(&self, sha256: &str, now: Moment) -> Stamp {
        self.stamp(&format!("import-{sha256}-{now}"), ACTION, now)
    }

    pub(super) fn check_importer(&self) -> Result<(), Refusal> {
        if self.actor.holds(Position::CommissionOperator) {
            return Ok(());
        }
        Err(Refusal::new(
            RefusalCode::NotPermitted,
            format!(
                "导入由{}办理，您（{}）不能导入。",
                Position::CommissionOperator.label(),
                self.actor.name
            ),
        ))
    }

    fn import_task<'a>(
        &self,
        file: &'a IntakeFile,
        to_seal: &'a BTreeSet<u32>,
    ) -> Result<Task<'a>, OfficeError> {
        let (secret, earlier) =
            self.read(|snapshot| Ok((snapshot.secret()?, snapshot.earlier_import(&file.sha256)?)))?;
        Ok(Task { file, to_seal, secret, origin: self.origin.clone(), earlier })
    }
}

/// A file to be judged and taken in.
struct Task<'a> {
    file: &'a IntakeFile,
    /// Rows to be registered as sealed stubs.
    to_seal: &'a BTreeSet<u32>,
    /// The database's key, for the digests of rows.
    secret: String,
    origin: String,
    /// When the very same bytes were taken in before.
    earlier: Option<EarlierImport>,
}

impl Task<'_> {
    /// Whether the very same bytes were taken in before, with every row: then none without a number is new.
    fn came_before(&self) -> bool {
        self.earlier.is_some_and(|earlier| earlier.faulty == 0)
    }

    /// Every row is judged and then taken in.
    fn steps(&self) -> usize {
        self.file.rows.len() * 2
    }
}

fn blank_report(file: &IntakeFile) -> ImportReport {
    ImportReport {
        file: file.name.clone(),
        sha256: file.sha256.clone(),
        size: file.size,
        encoding: file.encoding.clone(),
        rows: u64::from(file.row_count),
        faulty: file.faulty.clone(),
        header: file.header.clone(),
        unknown_columns: file.unknown_columns.clone(),
        sheets: file.sheets.clone(),
        warnings: file.warnings.clone(),
        ..ImportReport::default()
    }
}

fn fact(report: &ImportReport, file: &IntakeFile, refused: Option<String>) -> TownEvent {
    Imported {
        file: file.name.clone(),
        size: file.size,
        sha256: file.sha256.clone(),
        rows: report.rows,
        new: report.new,
        known: report.known,
        supplement: report.supplement,
        faulty: report.faulty.len() as u64,
        elsewhere: report.elsewhere,
        refused,
    }
    .into()
}

fn strict_refusal(report: &ImportReport) -> Refusal {
    Refusal::new(
        RefusalCode::InvalidValue,
        format!("有{}行有误，按“全部或全不”的要求一行也没有导入；请改正后再导入。", report.faulty.len()),
    )
}

fn not_sealable(row: u32) -> Refusal {
    Refusal::new(
        RefusalCode::InvalidValue,
        format!(
            "第{row}行不是会新登记的一行，不能密封登记，一行也没有导入；已有的件请在该件上办“密封上报”。"
        ),
    )
}

/// A row as the report shows it, as long as there is room.
fn preview_row(
    report: &mut ImportReport,
    row: &IntakeRow,
    fate: RowFate,
    repeat_of: Option<String>,
    (register, now): (&Register, Moment),
) {
    if report.sample.len() < PREVIEW_ROWS {
        report.sample.push(PreviewRow {
            row: row.row,
            fate,
            platform_no: row.platform_no.clone(),
            title: row::shown_title(row, register),
            repeat_of,
            received_at: row.received_at.unwrap_or(now),
        });
    }
}

/// What a judged file would become if nobody wrote before it is taken in.
fn foretold(file: &IntakeFile, judgement: Judgement, (register, now): (&Register, Moment)) -> ImportReport {
    let mut report = blank_report(file);
    let year = now.date().year();
    let mut numbers: BTreeMap<usize, String> = BTreeMap::new();
    let mut registered = 0;
    for (place, (row, judged)) in file.rows.iter().zip(judgement.rows).enumerate() {
        let (fate, repeats) = match judged.fate {
            Fate::Faulty(fault) => {
                report.faulty.push(*fault);
                continue;
            }
            Fate::Same => {
                report.known += 1;
                report.known_unnumbered += u64::from(row.platform_no.is_none());
                (RowFate::Known, Vec::new())
            }
            Fate::Differs { is_supplement, is_evaluation } => {
                report.evaluated += u64::from(is_evaluation);
                report.supplement += u64::from(is_supplement);
                report.known += u64::from(!is_supplement);
                (fate_of(is_supplement, is_evaluation), Vec::new())
            }
            Fate::Elsewhere(_) => {
                report.elsewhere += 1;
                continue;
            }
            Fate::New(NewCase { is_elsewhere: true, .. }) => {
                registered += 1;
                report.elsewhere += 1;
                continue;
            }
            Fate::New(new) => {
                registered += 1;
                report.new += 1;
                report.repeats += u64::from(!new.repeats.is_empty());
                let serial = judgement.last_serial.saturating_add_unsigned(registered);
                numbers.insert(place, case_no(year, serial));
                (RowFate::New, new.repeats)
            }
        };
        let repeat_of = repeats.into_iter().next().and_then(|likely| match likely {
            Likely::Case(repeat) => Some(repeat.case_no),
            Likely::Row(earlier, _) => numbers.get(&earlier).cloned(),
        });
        preview_row(&mut report, &row, fate, repeat_of, (register, now));
    }
    let given = (numbers.first_key_value(), numbers.last_key_value());
    if let (Some((_, first)), Some((_, last))) = given {
        report.case_nos = Some((first.clone(), last.clone()));
    }
    report.faulty.sort_by_key(|fault| fault.row);
    report
}

/// What a row beside a case that is here becomes.
const fn fate_of(is_supplement: bool, is_evaluation: bool) -> RowFate {
    match (is_supplement, is_evaluation) {
        (true, _) => RowFate::Supplement,
        (false, true) => RowFate::Evaluation,
        (false, false) => RowFate::Known,
    }
}

/// Tells how far it is and asks whether to go on; not at every row.
fn advance(progress: Progress<'_>, done: usize, steps: usize) -> Result<(), IntakeError> {
    if done.is_multiple_of(64) && progress(done as u64, steps as u64).is_break() {
        return Err(IntakeError::Cancelled);
    }
    Ok(())
}
