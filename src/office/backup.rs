//! A backup while others work: who may make one, and the proof that the copy is the record before it gets its name.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use super::change::Town;
use super::{Office, OfficeError};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Moment;
use crate::domain::words::Position;
use crate::store::{Head, Store, StoreError, Verdict, database_id, kept_backups};

/// A backup that stands under its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackedUp {
    pub file: PathBuf,
    /// The end of the record in it.
    pub head: Head,
    pub bytes: u64,
    /// Whether it lies on the disk of the database, with which it would be lost.
    pub is_same_disk: bool,
    /// Older backups that were removed for it.
    pub removed: Vec<PathBuf>,
}

/// Hears how many pages are left and how many there are; `Break` ends the copying.
pub type OnCopied<'a> = &'a mut dyn FnMut(u32, u32) -> ControlFlow<()>;

impl Office {
    /// Copies the database to a file that does not exist yet, and proves the copy.
    ///
    /// # Errors
    /// `not_permitted` for whoever neither administers the town nor works for its commission; a place where no copy may
    /// be made, a record that does not prove itself, a disk that is full.
    pub fn back_up(&self, target: &Path, told: OnCopied<'_>) -> Result<BackedUp, OfficeError> {
        self.may_keep_copies()?;
        let copy = self.store.copy_to(target, told)?;
        let verdict = prove(&copy.open()?)?;
        if let Some(bad) = verdict.first_bad {
            return Err(StoreError::Unsafe(format!(
                "备份与记录不符（{}），没有留下备份文件；请先运行 ydt verify 核验本库。",
                bad.reason
            ))
            .into());
        }
        let done = BackedUp {
            file: target.to_owned(),
            head: verdict.head,
            bytes: copy.bytes,
            is_same_disk: copy.is_same_disk,
            removed: Vec::new(),
        };
        copy.put_in_place()?;
        Ok(done)
    }

    /// The same into a folder, under a name made from the database and the moment; of the database's earlier backups
    /// there the newest `count`, this one included, are kept.
    ///
    /// # Errors
    /// As [`back_up`](Self::back_up).
    pub fn back_up_into(
        &self,
        folder: &Path,
        count: usize,
        now: Moment,
        told: OnCopied<'_>,
    ) -> Result<BackedUp, OfficeError> {
        let database = self.read(|snapshot| Ok(database_id(&snapshot.secret()?)?))?;
        let mut done = self.back_up(&kept_backups::name_for(folder, &database, now), told)?;
        done.removed = kept_backups::keep_newest(folder, &database, count, now)?;
        Ok(done)
    }

    /// A copy holds everything, so whoever may read only a part may make none.
    pub(super) fn may_keep_copies(&self) -> Result<(), OfficeError> {
        let may = [Position::Administrator, Position::CommissionOperator, Position::DisciplineSecretary];
        if may.iter().any(|position| self.actor.holds(*position)) {
            return Ok(());
        }
        Err(Refusal::new(
            RefusalCode::NotPermitted,
            format!(
                "备份里有全部投诉，由系统管理员、镇纪委专人或镇纪委书记来做，{}不能做。",
                self.actor.name
            ),
        )
        .into())
    }
}

/// Proves what stands in a file that nobody writes.
pub(super) fn prove(copy: &Store) -> Result<Verdict, StoreError> {
    copy.read(|snapshot| snapshot.verify(None, &Town::of(snapshot)?.outlook(), || snapshot.file_fault()))
}
