//! A restored database in the place of the present one. The backup is first copied beside the present file and made ready
//! there; then the two change places in one step, and the old file is kept under a name that says when.

use std::io::ErrorKind;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use rusqlite::OptionalExtension as _;
use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::process::{Flock, FlockType, fcntl_getlk};

use super::error::StoreError;
use super::journal::Head;
use super::surroundings::{self, folder_of};
use super::whole::{self, beside};
use super::{Snapshot, backup, erased_list, open, soundness};
use crate::domain::time::Moment;

/// What the old file's name ends with, before the moment at which it was replaced.
pub const REPLACED: &str = ".replaced-";
/// Where in a database file the library keeps its locks, and how many bytes they take.
const LOCKS_AT: u64 = 0x4000_0000;
const LOCKS: u64 = 512;

/// A copy of a backup beside the file that it shall replace; what is not put in place goes when this is dropped.
pub struct Staged {
    draft: PathBuf,
    target: PathBuf,
}

impl Drop for Staged {
    fn drop(&mut self) {
        if let Err(error) = whole::remove(&self.draft).and_then(|()| remove_older_forms(&self.draft)) {
            tracing::warn!(%error, "what was to be restored could not be removed");
        }
    }
}

impl Staged {
    /// Copies a backup to beside `target`.
    ///
    /// # Errors
    /// `Missing`, `NotOurs`, `TooNew`, `Damaged`; `Unsafe` for a link, for a file that is not complete by itself, for a
    /// folder that others can write, for too little room.
    pub fn of(from: &Path, target: &Path) -> Result<Self, StoreError> {
        let about = match from.symlink_metadata() {
            Ok(about) => about,
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Err(StoreError::Unsafe(format!(
                    "没有找到备份文件 {}，没有恢复；请核对路径。",
                    from.display()
                )));
            }
            Err(error) => return Err(error.into()),
        };
        if !about.is_file() {
            return Err(StoreError::Unsafe(format!(
                "{} 是符号链接或不是普通文件，没有恢复；请直接写出备份文件本身的路径。",
                from.display()
            )));
        }
        if target.metadata().is_ok_and(|present| (present.dev(), present.ino()) == (about.dev(), about.ino()))
        {
            return Err(StoreError::Unsafe(format!(
                "{} 就是现在的数据库，不是备份，没有恢复；请写出备份文件的路径。",
                from.display()
            )));
        }
        if let Err(error) = surroundings::check_header(from) {
            let unfit = StoreError::Unsafe(format!(
                "{} 不是一点通的数据库，不能当作备份，没有恢复；请核对路径。",
                from.display()
            ));
            return Err(if matches!(error, StoreError::NotOurs(_)) { unfit } else { error });
        }
        if surroundings::has_log(from) {
            return Err(StoreError::Unsafe(format!(
                "{0} 旁边的 {0}-wal 里还有没并入的内容，它不是一份完整的备份，没有恢复；请用 ydt backup 做的备份。",
                from.display()
            )));
        }
        let folder = folder_of(target);
        if !folder.exists() {
            std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        }
        surroundings::check_folder(target, surroundings::Lies::Database)?;
        backup::check_room(target, about.len())?;
        let staged = Self { draft: whole::draft_of(target)?, target: target.to_owned() };
        let mut to =
            std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&staged.draft)?;
        std::io::copy(&mut std::fs::File::open(from)?, &mut to)?;
        to.sync_all()?;
        surroundings::refuse_network_disk(&staged.draft)?;
        Ok(staged)
    }

    /// Where it lies until it is put in place.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.draft
    }

    /// Puts it in the place of the present file; says where that is now, `None` where there was none. Nobody may have
    /// either of them open.
    ///
    /// # Errors
    /// `Unsafe` when somebody has just opened the present file; when the folder cannot be written. The present file
    /// stays in its place then.
    pub fn put_in_place(self, now: Moment) -> Result<Option<PathBuf>, StoreError> {
        std::fs::File::open(&self.draft)?.sync_all()?;
        if self.target.symlink_metadata().is_err() {
            whole::put_in_place(&self.draft, &self.target)?;
            return Ok(None);
        }
        let old = self.free_name(now);
        // What the library kept beside the old file belongs to it and to no other.
        for part in ["-wal", "-shm"] {
            rename_if_there(&beside(&self.target, part), &beside(&old, part))?;
        }
        let put_back = || -> Result<(), StoreError> {
            ["-wal", "-shm"]
                .iter()
                .try_for_each(|part| rename_if_there(&beside(&old, part), &beside(&self.target, part)))
        };
        if let Err(error) = renameat_with(CWD, &self.draft, CWD, &self.target, RenameFlags::EXCHANGE) {
            put_back()?;
            return Err(StoreError::Unsafe(format!(
                "{} 所在的磁盘不能把两个文件一步对调（{error}），没有恢复；请先把现在的文件移到别处，再恢复一次。",
                folder_of(&self.target).display()
            )));
        }
        // From here on the old file is under the draft's name. Whoever opened it in this instant goes first.
        if let Err(error) = refuse_in_use(&self.draft) {
            let _same_step_back = renameat_with(CWD, &self.draft, CWD, &self.target, RenameFlags::EXCHANGE);
            put_back()?;
            return Err(error);
        }
        std::fs::rename(&self.draft, &old)?;
        std::fs::File::open(folder_of(&self.target))?.sync_all()?;
        Ok(Some(old))
    }
}

impl Staged {
    /// A name for the present file that says when it was replaced, and that nothing has yet.
    fn free_name(&self, now: Moment) -> PathBuf {
        let digits: String = now.second().chars().filter(char::is_ascii_digit).collect();
        let first = beside(&self.target, &format!("{REPLACED}{digits}"));
        let further = (2..).map(|number: u32| beside(&first, &format!("-{number}")));
        let is_free = |path: &PathBuf| path.symlink_metadata().is_err();
        std::iter::once(first.clone()).chain(further).find(is_free).unwrap_or(first)
    }
}

fn rename_if_there(from: &Path, to: &Path) -> Result<(), StoreError> {
    match std::fs::rename(from, to) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Removes the copies that bringing the draft up to date has left.
fn remove_older_forms(draft: &Path) -> Result<(), StoreError> {
    (1..=open::newest_schema())
        .try_for_each(|version| whole::remove(&beside(draft, &format!(".before-{version}"))))
}

/// Refuses a database that another process has open, by the library's locks on it. This process may not have it open:
/// closing the file here would give up its own locks.
///
/// # Errors
/// `Unsafe` with the number of the process.
pub fn refuse_in_use(path: &Path) -> Result<(), StoreError> {
    let file = match std::fs::File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error.into()),
    };
    let mut asked = Flock::from(FlockType::WriteLock);
    asked.start = LOCKS_AT;
    asked.length = LOCKS;
    let held = fcntl_getlk(&file, &asked).map_err(std::io::Error::from)?;
    let Some(held) = held else { return Ok(()) };
    let process = held.pid.map_or(String::new(), |pid| format!("（进程 {}）", pid.as_raw_nonzero()));
    Err(StoreError::Unsafe(format!(
        "{} 还有人开着{process}，没有恢复；请各人退出操作台，停下定时检查，再恢复。",
        path.display()
    )))
}

/// What is known of the present file without opening it for writing.
pub struct Present {
    /// The key that tells its town from others.
    pub secret: String,
    /// The end of its record and when its newest event was recorded.
    pub head: Head,
    pub newest_at: Option<Moment>,
    pub(super) connection: rusqlite::Connection,
}

impl Present {
    /// Looks at a database of any of our schemas.
    ///
    /// # Errors
    /// `Damaged`, `NotOurs` and whatever else keeps it from being read.
    pub fn look(path: &Path) -> Result<Self, StoreError> {
        surroundings::check(path)?;
        let connection = open::look_at(path)?;
        let snapshot = Snapshot { connection: &connection };
        let (secret, head, newest_at) = (snapshot.secret()?, snapshot.head()?, snapshot.newest_at()?);
        Ok(Self { secret, head, newest_at, connection })
    }

    /// How many of its events the other record does not hold.
    ///
    /// # Errors
    /// When one of them cannot be read.
    pub fn missing_in(&self, other: &Snapshot<'_>) -> Result<u64, StoreError> {
        let count = i64::try_from(self.head.count).unwrap_or(i64::MAX);
        // Once two records differ they differ to their ends, so the last common event is found by halving.
        let (mut common, mut differs) = (0, count + 1);
        while differs - common > 1 {
            let middle = common + (differs - common) / 2;
            let here = hash_at(&self.connection, middle)?;
            if here.is_some() && here == hash_at(other.connection, middle)? {
                common = middle;
            } else {
                differs = middle;
            }
        }
        Ok(u64::try_from(count - common).unwrap_or(0))
    }

    /// The cases in which something was erased: it may not come back.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn erased(&self) -> Result<erased_list::ErasedCases, StoreError> {
        erased_list::of(&self.connection)
    }

    /// The last number that was given in each year, with the year and the serial it consists of.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn last_numbers(&self) -> Result<Vec<(i16, i64)>, StoreError> {
        let mut statement = self.connection.prepare("SELECT year, last FROM serials ORDER BY year")?;
        let numbers = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(numbers.collect::<rusqlite::Result<_>>()?)
    }

    /// Moves what stands in the log into the file, where both are sound, so that they cannot be parted.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn tidy(self, path: &Path) -> Result<(), StoreError> {
        let is_sound = soundness::fault(&self.connection)?.is_none();
        drop(self.connection);
        if !is_sound || !surroundings::has_log(path) {
            return Ok(());
        }
        let connection = open::reach(path)?;
        let busy: i64 = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
        if busy == 0 { Ok(()) } else { Err(StoreError::Busy) }
    }
}

fn hash_at(connection: &rusqlite::Connection, position: i64) -> Result<Option<Vec<u8>>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT hash FROM events WHERE position = ?1")?;
    Ok(statement.query_row([position], |row| row.get(0)).optional()?)
}
