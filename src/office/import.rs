//! Taking a platform export in: judging every good row against the record, in one transaction. A preview runs
//! the very same code and keeps nothing, so it cannot promise what the import doesn't hold.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::import_row::{columns, differences, facts, stub_facts};
use super::{Office, OfficeError};
use crate::actions::{register, seal};
use crate::domain::case::Case;
use crate::domain::case::platform_no;
use crate::domain::case::repeats::Repeat;
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::event::{CaseEvent, SupplementOrigin, Supplemented};
use crate::domain::ids::CaseId;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sealable::Sealable;
use crate::domain::sight::Sight;
use crate::domain::time::Moment;
use crate::domain::town::town_event::TownEvent;
use crate::domain::view::importing::{ImportReport, PreviewRow, RowFate};
use crate::domain::view::intake_row::{IntakeFile, IntakeRow, RowFault};
use crate::domain::words::Position;
use crate::intake::UnreadFile;
use crate::store::{Records, Stamp, StoreError};

/// How many rows a preview shows.
const PREVIEW_ROWS: usize = 200;
/// The action under which imported cases stand in the record.
const ACTION: &str = "import";

/// A case already here, with the digest of what the platform last said of it when it came by import.
type Known = (CaseId, Option<Vec<u8>>);

/// Told how many rows are done and how many there are; `Break` stops and keeps nothing.
pub type Progress<'a> = &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>;

impl Office {
    /// What a file would become; nothing is kept.
    ///
    /// # Errors
    /// `not_permitted` unless the actor is commission operator; a store failure.
    pub fn preview(&mut self, file: &IntakeFile, now: Moment) -> Result<ImportReport, OfficeError> {
        self.check_importer()?;
        let (desk, origin, secret) = self.import_tools(now)?;
        let mut report = blank_report(file);
        let mut previewed = false;
        let rolled_back: Result<(), OfficeError> = self.change(now, |records, _| {
            let mut run = Run::new(records, desk, origin, secret, &mut report);
            run.take_all(file, &mut |_, _| ControlFlow::Continue(()))?;
            previewed = true;
            Err(StoreError::Conflict.into())
        });
        if previewed { Ok(report) } else { rolled_back.map(|()| report) }
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
        let (desk, origin, secret) = self.import_tools(now)?;
        let stamp = self.import_stamp(&file.sha256, now);
        let mut report = blank_report(file);
        let done: Result<(), OfficeError> = self.change(now, |records, _| {
            let mut run = Run::new(records, desk, origin, secret, &mut report);
            run.to_seal.clone_from(sealed);
            run.take_all(file, progress)?;
            if let Some(row) = run.to_seal.first() {
                return Err(not_sealable(*row).into());
            }
            if strict && !run.report.faulty.is_empty() {
                return Err(strict_refusal(run.report).into());
            }
            records.append_town(&fact(run.report, file, None), &stamp)?;
            Ok(())
        });
        match done {
            Ok(()) => Ok(report),
            Err(error) => {
                self.record_refused_import(file, &error.to_string(), now)?;
                Err(error)
            }
        }
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
        let refused = TownEvent::Imported {
            file: file.name,
            size: file.size,
            sha256: file.sha256,
            rows: 0,
            new: 0,
            known: 0,
            supplement: 0,
            faulty: 0,
            refused: Some(reason.to_owned()),
        };
        self.change(now, |records, _| Ok(records.append_town(&refused, &stamp)?))
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

    fn import_tools(&self, now: Moment) -> Result<(Desk, String, String), OfficeError> {
        let secret = self.read(|snapshot| Ok(snapshot.known_meta("secret")?))?;
        Ok((self.desk(now), self.origin.clone(), secret))
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
        warnings: file.warnings.clone(),
        ..ImportReport::default()
    }
}

fn fact(report: &ImportReport, file: &IntakeFile, refused: Option<String>) -> TownEvent {
    TownEvent::Imported {
        file: file.name.clone(),
        size: file.size,
        sha256: file.sha256.clone(),
        rows: report.rows,
        new: report.new,
        known: report.known,
        supplement: report.supplement,
        faulty: report.faulty.len() as u64,
        refused,
    }
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

/// One pass over the rows of a file, inside a transaction.
struct Run<'a, 'b> {
    records: &'a Records<'b>,
    desk: Desk,
    origin: String,
    secret: String,
    report: &'a mut ImportReport,
    /// Rows still to be registered as sealed stubs.
    to_seal: BTreeSet<u32>,
    sight: Option<Sight>,
}

impl<'a, 'b> Run<'a, 'b> {
    fn new(
        records: &'a Records<'b>,
        desk: Desk,
        origin: String,
        secret: String,
        report: &'a mut ImportReport,
    ) -> Self {
        let sight = desk.sight();
        Self { records, desk, origin, secret, report, to_seal: BTreeSet::new(), sight }
    }

    fn take_all(&mut self, file: &IntakeFile, progress: Progress<'_>) -> Result<(), OfficeError> {
        let total = file.rows.len() as u64;
        for (done, row) in (0_u64..).zip(&file.rows) {
            if done % 64 == 0 && progress(done, total).is_break() {
                return Err(crate::intake::IntakeError::Cancelled.into());
            }
            self.take(row)?;
        }
        self.report.faulty.sort_by_key(|fault| fault.row);
        let _ = progress(total, total);
        Ok(())
    }

    fn take(&mut self, row: &IntakeRow) -> Result<(), OfficeError> {
        let digest = self.digest(row);
        let known = match &row.platform_no {
            Some(number) => self.known(number)?,
            None => None,
        };
        let mut repeat_of = None;
        let fate = match known {
            Some((_, Some(last))) if last == digest => {
                self.report.known += 1;
                RowFate::Known
            }
            Some((id, _)) => self.supplement(id, row, &digest)?,
            None => {
                let Some(repeats) = self.register(row, &digest)? else { return Ok(()) };
                repeat_of = repeats.into_iter().next().map(|repeat| repeat.case_no);
                RowFate::New
            }
        };
        if self.report.sample.len() < PREVIEW_ROWS {
            self.report.sample.push(PreviewRow {
                row: row.row,
                fate,
                platform_no: row.platform_no.clone(),
                title: row.title.clone(),
                repeat_of,
                received_at: row.received_at.unwrap_or(self.desk.now),
            });
        }
        Ok(())
    }

    /// The case of a platform number, if there is one.
    fn known(&self, number: &str) -> Result<Option<Known>, StoreError> {
        if let Some(key) = platform_no::key(number)
            && let Some((id, digest)) = self.records.numbered_row(&key)?
        {
            return Ok(Some((id, Some(digest))));
        }
        Ok(self.records.case_of_platform(number)?.map(|id| (id, None)))
    }

    /// Remembers what the platform said of its number.
    fn remember(&self, row: &IntakeRow, case: CaseId, digest: &[u8]) -> Result<(), StoreError> {
        match row.platform_no.as_deref().and_then(platform_no::key) {
            Some(key) => self.records.remember_numbered_row(&key, case, digest),
            None => Ok(()),
        }
    }

    /// A case of its own, with the cases it likely repeats; `None` when the row turns out to be faulty,
    /// which is then in the report.
    fn register(&mut self, row: &IntakeRow, digest: &[u8]) -> Result<Option<Vec<Repeat>>, OfficeError> {
        let year = self.desk.today().year();
        let seals = self.to_seal.contains(&row.row);
        let facts = if seals { stub_facts(row, self.desk.now) } else { facts(row, self.desk.now) };
        let events = match register::registered(facts, &self.desk.context()) {
            Ok(events) => events,
            Err(refusal) => {
                self.report.faulty.push(RowFault {
                    row: row.row,
                    column: "推送时间".to_owned(),
                    reason: refusal.message,
                    raw: Vec::new(),
                });
                return Ok(None);
            }
        };
        let case_no = self.records.next_case_no(year)?;
        let mut case = Case::unborn(self.records.next_case_id()?, case_no.clone());
        let events = numbered(events, &case_no);
        self.append(&mut case, events)?;
        let repeats = if seals {
            let sealed = seal::sealed_on_import(&case, &self.desk.context());
            self.append(&mut case, sealed)?;
            self.to_seal.remove(&row.row);
            self.report.sealed += 1;
            Vec::new()
        } else {
            self.remember(row, case.id, digest)?;
            self.propose_repeats(&case)?
        };
        self.report.new += 1;
        let first = self.report.case_nos.take().map_or_else(|| case_no.clone(), |(first, _)| first);
        self.report.case_nos = Some((first, case_no));
        Ok(Some(repeats))
    }

    /// Notes which earlier cases this one likely repeats; merging stays a person's decision.
    fn propose_repeats(&mut self, case: &Case) -> Result<Vec<Repeat>, StoreError> {
        let Some(sight) = &self.sight else { return Ok(Vec::new()) };
        let found = self.records.likely_repeats(case, sight)?;
        self.records.keep_repeat_hints(case.id, &found)?;
        self.report.repeats += u64::from(!found.is_empty());
        Ok(found)
    }

    /// What differs from the case is recorded for the operator to look at; nothing is overwritten.
    fn supplement(&mut self, id: CaseId, row: &IntakeRow, digest: &[u8]) -> Result<RowFate, OfficeError> {
        let Some((mut case, _)) = self.records.case(id)? else {
            return Err(StoreError::Damaged(format!("第{}件没有记录", id.0)).into());
        };
        // Nothing of what a sealed complaint says may come in again, not even as a difference.
        if case.sealed {
            self.report.known += 1;
            return Ok(RowFate::Known);
        }
        self.remember(row, id, digest)?;
        let differences = differences(&case, row);
        if differences.is_empty() {
            self.report.known += 1;
            return Ok(RowFate::Known);
        }
        let text = Sealable::new(differences.join("；"));
        self.append(
            &mut case,
            vec![CaseEvent::Supplemented(Supplemented { text, origin: SupplementOrigin::Import })],
        )?;
        self.report.supplement += 1;
        Ok(RowFate::Supplement)
    }

    fn append(&self, case: &mut Case, events: Vec<CaseEvent>) -> Result<(), StoreError> {
        let stamp = Stamp {
            at: self.desk.now,
            actor: self.desk.actor.id,
            on_behalf_of: None,
            action: ACTION.to_owned(),
            act: format!("import-{}", self.report.sha256),
            origin: self.origin.clone(),
        };
        let outlook = super::outlook(&self.desk.settings, &self.desk.calendar);
        self.records.append(case, events, &stamp, &outlook)
    }

    /// A keyed digest of everything the platform says in a row.
    fn digest(&self, row: &IntakeRow) -> Vec<u8> {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(self.secret.as_bytes()) else { return Vec::new() };
        for (name, value) in columns(row) {
            mac.update(name.as_bytes());
            mac.update(&(value.len() as u64).to_be_bytes());
            mac.update(value.as_bytes());
        }
        mac.finalize().into_bytes().to_vec()
    }
}

/// The number given inside the transaction goes into the first fact.
fn numbered(mut events: Vec<CaseEvent>, case_no: &str) -> Vec<CaseEvent> {
    for event in &mut events {
        if let CaseEvent::Registered(first) = event {
            case_no.clone_into(&mut first.case_no);
        }
    }
    events
}
