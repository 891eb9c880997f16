//! Figures and the ledger written to files that the program makes itself: for the console, which hands no bytes to a screen.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::attachments::at_home;
use super::ledger::{CasesRead, LedgerAsked};
use super::{Office, OfficeError};
use crate::domain::code::Coded as _;
use crate::domain::figures::compared::Compare;
use crate::domain::figures::grouping::By;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Moment;
use crate::domain::view::filter::Filter;
use crate::domain::view::listing::View;
use crate::forms::table_file::{self, TableKind};
use crate::store::StoreError;

impl Office {
    /// The figures of a period as `ydt report` writes them, into a folder or to a file that isn't there yet; where it
    /// stands.
    ///
    /// # Errors
    /// A refusal, then nothing was written; a store failure.
    pub fn save_figures(&self, asked: Compare, to: &str, now: Moment) -> Result<PathBuf, OfficeError> {
        let (path, kind) = self.target(to, "xlsx、csv、json 或 txt")?;
        let grounds = self.figure_grounds(now)?;
        let (from, until) = asked.days();
        let report = grounds.report(from, until, asked.by);
        let bytes = table_file::figures(&report, kind, &grounds.note()).map_err(|why| not_written(&why))?;
        let by = asked.by.map_or("合计", By::label);
        self.make_file(&path, &format!("统计-{}-{by}-{}.xlsx", asked.period, stamp(now)), &bytes)
    }

    /// The ledger of a list, with who complains masked, written in the same way; how many cases and where it stands.
    ///
    /// # Errors
    /// As [`Office::save_figures`].
    pub fn save_ledger(
        &mut self,
        (view, filter): (View, Filter),
        to: &str,
        now: Moment,
        read: &mut CasesRead<'_>,
    ) -> Result<(usize, PathBuf), OfficeError> {
        let (path, kind) = self.target(to, "xlsx、csv 或 json")?;
        let asked = LedgerAsked { act: self.town_act("ledger", now)?, view, filter, reason: None };
        let ledger = self.ledger(&asked, now, read)?;
        let bytes = table_file::ledger(&ledger.file(false), kind).map_err(|why| not_written(&why))?;
        let path = self.make_file(&path, &format!("台账-{}.xlsx", stamp(now)), &bytes)?;
        Ok((ledger.rows.len(), path))
    }

    /// Where it is to go and as what; into a folder it goes as a spreadsheet.
    fn target(&self, to: &str, kinds: &str) -> Result<(PathBuf, TableKind), OfficeError> {
        let path = at_home(to.trim());
        self.file_places.check_target(&path)?;
        if path.is_dir() {
            return Ok((path, TableKind::Xlsx));
        }
        match TableKind::named(&path) {
            Ok(Some(kind)) if kind != TableKind::Text || kinds.contains("txt") => Ok((path, kind)),
            Ok(_) | Err(_) => {
                let message =
                    format!("{} 看不出是什么格式，没有写出；文件名请以 {kinds} 结尾。", path.display());
                Err(Refusal::new(RefusalCode::InvalidValue, message).into())
            }
        }
    }

    /// Writes the file whole; no half file is left.
    pub(super) fn make_file(&self, path: &Path, name: &str, bytes: &[u8]) -> Result<PathBuf, OfficeError> {
        let (path, mut file) = self.file_places.make_target(path, name)?;
        let written = file.write_all(bytes).and_then(|()| file.sync_all());
        if let Err(error) = written {
            std::fs::remove_file(&path).map_err(StoreError::from)?;
            return Err(StoreError::from(error).into());
        }
        Ok(path)
    }
}

fn not_written(why: &str) -> OfficeError {
    Refusal::new(RefusalCode::NotSaved, format!("没有写成：{why}。")).into()
}

/// `20261126-1030`, so that two files of one day stand side by side.
fn stamp(now: Moment) -> String {
    now.minute()
        .chars()
        .filter_map(|c| if c == ' ' { Some('-') } else { c.is_ascii_digit().then_some(c) })
        .collect()
}
