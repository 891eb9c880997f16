//! A backup while others work: who may make one, and the proof that the copy is the record before it gets its name.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::change::Town;
use super::{Office, OfficeError};
use crate::domain::backups::Holding;
use crate::domain::copies::Lag;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Moment;
use crate::domain::words::Position;
use crate::store::{
    Copied, Head, KnownBackup, Store, StoreError, Verdict, attachments_of, copy_missing, database_id,
    folder_of_kept, kept_backups,
};

/// What is known of the copies of a database that lie elsewhere.
#[derive(Debug, Default)]
pub(super) struct Elsewhere {
    /// How far those that are written all the time lagged behind when they were looked at last.
    pub lag: Option<Lag>,
    /// Where these are written.
    pub folders: Vec<PathBuf>,
    /// Backups that hold what was erased since.
    pub holding: Arc<[Holding]>,
}

/// A backup that stands under its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BackedUp {
    pub file: PathBuf,
    /// The end of the record in it.
    pub head: Head,
    pub bytes: u64,
    /// How many attachments belong to it, and how many of them were not in the folder yet.
    pub attachments: usize,
    pub attachments_copied: usize,
    /// Whether it lies on the disk of the database, with which it would be lost.
    pub is_same_disk: bool,
    /// Older backups that were removed for it.
    pub removed: Vec<PathBuf>,
    /// Whether it was noted where it is, so that it is named when something is erased that it holds.
    pub is_noted: bool,
}

/// Hears how many pages are left and how many there are; `Break` ends the copying.
pub type OnCopied<'a> = &'a mut dyn FnMut(u32, u32) -> ControlFlow<()>;

impl Office {
    /// Copies the database to a file that does not exist yet, and proves the copy.
    ///
    /// # Errors
    /// `not_permitted` for whoever neither administers the town nor works for its commission; a place where no copy may
    /// be made, a record that does not prove itself, a disk that is full.
    pub fn back_up(
        &mut self,
        target: &Path,
        now: Moment,
        told: OnCopied<'_>,
    ) -> Result<BackedUp, OfficeError> {
        self.back_up_with(target, &attachments_of(target), (None, now), told)
    }

    /// The same with the folder that its attachments go to, and how many its own folder keeps.
    fn back_up_with(
        &mut self,
        target: &Path,
        attachments: &Path,
        (kept, now): (Option<u32>, Moment),
        told: OnCopied<'_>,
    ) -> Result<BackedUp, OfficeError> {
        self.may_keep_copies()?;
        let copy = self.store.copy_to(target, told)?;
        let opened = copy.open()?;
        let verdict = prove(&opened)?;
        if let Some(bad) = verdict.first_bad {
            return Err(StoreError::Unsafe(format!(
                "备份与记录不符（{}），没有留下备份文件；请先运行 ydt verify 核验本库。",
                bad.reason
            ))
            .into());
        }
        let needed = opened.files_needed()?;
        let from = attachments_of(self.store.path());
        let count = |files: usize| u32::try_from(files).unwrap_or(u32::MAX);
        let copied = copy_missing(&[from], attachments, &needed, &mut |done, all| {
            told(count(all.saturating_sub(done)), count(all))
        })?;
        self.check_none_missing(&copied)?;
        // Noted before it has its name: what is noted and never came is forgotten when it is looked for.
        let backup = KnownBackup::at(target, now, verdict.head.clone(), kept, self.store.path())?;
        let done = BackedUp {
            is_noted: self.note_backup(&backup),
            file: target.to_owned(),
            attachments: needed.len(),
            attachments_copied: copied.files,
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
        &mut self,
        folder: &Path,
        count: u32,
        now: Moment,
        told: OnCopied<'_>,
    ) -> Result<BackedUp, OfficeError> {
        let database = self.read(|snapshot| Ok(database_id(&snapshot.secret()?)?))?;
        let attachments = folder_of_kept(folder, &database);
        let target = kept_backups::name_for(folder, &database, now);
        let mut done = self.back_up_with(&target, &attachments, (Some(count), now), told)?;
        let newest = usize::try_from(count).unwrap_or(usize::MAX);
        done.removed = kept_backups::keep_newest(folder, &database, newest, now)?;
        self.forget_backups(&done.removed);
        kept_backups::keep_attachments(folder, &database, now)?;
        Ok(done)
    }

    /// Refuses a backup without a file that the record needs; one that was erased meanwhile it needs no more.
    fn check_none_missing(&self, copied: &Copied) -> Result<(), OfficeError> {
        let still = self.read(|snapshot| Ok(snapshot.files_needed()?))?;
        let missing = copied.missing.iter().filter(|sha256| still.contains_key(*sha256)).count();
        if missing == 0 {
            return Ok(());
        }
        Err(StoreError::Unsafe(format!(
            "有 {missing} 个附件不见了或被改动过，没有留下备份文件；请先运行 ydt verify 查明，找回附件后再备份。"
        ))
        .into())
    }

    /// Says in which folders the copies elsewhere are written.
    pub fn set_copy_folders(&mut self, folders: Vec<PathBuf>) {
        self.copies.folders = folders;
    }

    /// The folders, for whoever watches them.
    pub fn take_copy_folders(&mut self) -> Vec<PathBuf> {
        std::mem::take(&mut self.copies.folders)
    }

    /// Takes note of when the copies elsewhere were written last, `None` for one that cannot be seen; gives how far they lag
    /// behind.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn note_copies(&mut self, written: Option<Moment>, now: Moment) -> Result<Lag, OfficeError> {
        let lag = Lag::of(written, self.read(|snapshot| Ok(snapshot.newest_at()?))?, now);
        self.copies.lag = Some(lag);
        Ok(lag)
    }

    /// Whether the actor has to do with copies: each holds everything, so whoever may read only a part has not.
    pub(super) fn keeps_copies(&self) -> bool {
        let may = [Position::Administrator, Position::CommissionOperator, Position::DisciplineSecretary];
        may.iter().any(|position| self.actor.holds(*position))
    }

    /// Refuses whoever has not.
    pub(super) fn may_keep_copies(&self) -> Result<(), OfficeError> {
        if self.keeps_copies() {
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
