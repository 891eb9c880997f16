//! A copy of the database while others go on working in it. It is made under a name of its own, opened once more and
//! proven by whoever asked for it, and gets its name only then: under that name nothing or a whole copy stands.

use std::io::ErrorKind;
use std::ops::ControlFlow;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use nix::sys::statvfs::statvfs;
use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::closed::Closed;
use super::error::StoreError;
use super::open::{self, to_read};
use super::surroundings::{self, folder_of};
use super::{Store, whole};

/// Pages that one step copies; between two of them it can be ended.
const PAGES_A_STEP: i32 = 2_000;
/// Room that is left on the disk besides the copy, in bytes.
const ROOM: u64 = 4 << 20;

/// A copy without its name yet; what is not put in place goes when this is dropped.
pub struct CopyDraft {
    draft: PathBuf,
    target: PathBuf,
    /// Its size in bytes.
    pub bytes: u64,
    /// Whether it lies on the disk that the database itself is on.
    pub is_same_disk: bool,
}

impl Drop for CopyDraft {
    fn drop(&mut self) {
        if let Err(error) = whole::remove(&self.draft) {
            tracing::warn!(%error, "the draft of a copy could not be removed");
        }
    }
}

impl CopyDraft {
    /// The copy, to be read.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn open(&self) -> Result<Store, StoreError> {
        Store::open_copy(&self.draft)
    }

    /// Gives it its name, on the disk when this returns.
    ///
    /// # Errors
    /// `Exists`, or whatever keeps the name from being made.
    pub fn put_in_place(self) -> Result<(), StoreError> {
        std::fs::File::open(&self.draft)?.sync_all()?;
        whole::put_in_place(&self.draft, &self.target)
    }
}

impl Store {
    /// Opens a file that nobody writes, as it lies, to read it.
    ///
    /// # Errors
    /// `NotOurs`, `TooNew`, `Damaged`; `Unsafe` for one of an older schema.
    pub fn open_copy(path: &Path) -> Result<Self, StoreError> {
        let connection = open::look_at(path)?;
        Ok(Self::over(open::only_read(connection, path, Closed::Medium(path.to_owned()), None)?, path))
    }

    /// Copies the database as it stands at one moment to where `target` shall lie. `told` hears how many pages are left
    /// and how many there are, and can end it.
    ///
    /// # Errors
    /// `Exists`; `Unsafe` for a link, a folder that others can write, or too little room; when it was ended or cannot be
    /// written.
    pub fn copy_to(
        &self,
        target: &Path,
        told: &mut dyn FnMut(u32, u32) -> ControlFlow<()>,
    ) -> Result<CopyDraft, StoreError> {
        check_target(target)?;
        let source = to_read(&self.path)?;
        // One moment for the whole copy: without it the library begins again whenever somebody saves.
        let moment = source.unchecked_transaction()?;
        let pages: u64 = moment.query_row("PRAGMA page_count", [], |row| row.get::<_, u32>(0))?.into();
        let size: u64 = moment.query_row("PRAGMA page_size", [], |row| row.get::<_, u32>(0))?.into();
        let bytes = pages.saturating_mul(size);
        check_room(target, bytes)?;
        let copy = CopyDraft {
            draft: whole::draft_of(target)?,
            target: target.to_owned(),
            bytes,
            is_same_disk: folder_of(target).metadata()?.dev() == self.path.metadata()?.dev(),
        };
        std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&copy.draft)?;
        let mut written = Connection::open(&copy.draft)?;
        copy_pages(&moment, &mut written, told)?;
        Ok(copy)
    }
}

fn copy_pages(
    from: &Connection,
    to: &mut Connection,
    told: &mut dyn FnMut(u32, u32) -> ControlFlow<()>,
) -> Result<(), StoreError> {
    let backup = Backup::new(from, to)?;
    loop {
        let step = backup.step(PAGES_A_STEP)?;
        let progress = backup.progress();
        let number = |pages: i32| u32::try_from(pages).unwrap_or(0);
        if told(number(progress.remaining), number(progress.pagecount)).is_break() {
            return Err(stopped());
        }
        // Both ends are ours alone, so nobody can be in the way for long.
        if step == StepResult::Done {
            return Ok(());
        } else if step != StepResult::More {
            return Err(StoreError::Busy);
        }
    }
}

/// The answer to whoever ended a copying.
pub fn stopped() -> StoreError {
    StoreError::Unsafe("备份已按您的要求停下，没有留下备份文件。".to_owned())
}

/// Refuses a place where no copy may be made.
///
/// # Errors
/// `Exists`; `Unsafe` for a link, no folder, or a folder that others can write.
pub fn check_target(target: &Path) -> Result<(), StoreError> {
    let shown = target.display();
    match target.symlink_metadata() {
        Ok(about) if about.is_symlink() => {
            return Err(StoreError::Unsafe(format!(
                "{shown} 是符号链接，没有写；请直接写出备份文件本身的路径。"
            )));
        }
        Ok(about) if about.is_dir() => {
            return Err(StoreError::Unsafe(format!(
                "{shown} 是文件夹，没有写；请写出备份文件的路径，或运行 ydt backup --keep 份数 {shown} 由程序命名。"
            )));
        }
        Ok(_) => {
            return Err(StoreError::Unsafe(format!(
                "{shown} 已经存在，没有改动；请换一个文件名，或用 ydt backup --keep 份数 文件夹，由程序命名。"
            )));
        }
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {}
        Err(error) => return Err(error.into()),
    }
    // A name that ends like a folder's would be cut to that of a file.
    let named_folder = target.as_os_str().as_bytes().ends_with(b"/");
    let folder = if named_folder { target } else { folder_of(target) };
    if folder.is_file() {
        let shown = folder.display();
        return Err(StoreError::Unsafe(format!("{shown} 是文件，不是文件夹，没有备份；请核对路径。")));
    }
    if !folder.is_dir() {
        return Err(StoreError::Unsafe(format!("没有文件夹 {}，没有备份；请先建好它。", folder.display())));
    }
    surroundings::check_folder(target, surroundings::Lies::Backup)
}

/// Refuses a disk on which so many bytes find no room.
///
/// # Errors
/// `Unsafe` with both numbers.
pub fn check_room(target: &Path, bytes: u64) -> Result<(), StoreError> {
    let Ok(disk) = statvfs(folder_of(target)) else { return Ok(()) };
    let free = disk.blocks_available().saturating_mul(disk.fragment_size());
    let needed = bytes.saturating_add(ROOM);
    if free >= needed {
        return Ok(());
    }
    Err(StoreError::Unsafe(format!(
        "{} 所在的磁盘只剩 {} MB，需要 {} MB，没有写；请清理磁盘或换一个位置。",
        folder_of(target).display(),
        free >> 20,
        (needed >> 20) + 1
    )))
}
