//! Backups that were made of this database: where they were put, and which of them hold what was erased since. A small
//! table that proves nothing; one that is gone is forgotten when somebody looks for it.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, params};

use super::error::StoreError;
use super::journal::Head;
use super::replacing::Present;
use super::streams::StreamId;
use super::surroundings::folder_of;
use super::{Records, Snapshot};
use crate::domain::backups::Presence;
use crate::domain::ids::CaseId;
use crate::domain::time::Moment;

/// A backup that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownBackup {
    pub file: PathBuf,
    pub made_at: Moment,
    /// The end of the record in it.
    pub head: Head,
    /// How many of the newest its folder keeps; `None` for one under a name of its own.
    pub kept: Option<u32>,
    /// The number of the disk that it lay on, and whether that was the database's.
    disk: u64,
    is_same_disk: bool,
    /// Whether something was erased since that it holds.
    pub holds_erased: bool,
}

impl KnownBackup {
    /// One that lies, or is about to lie, in a folder that is there.
    ///
    /// # Errors
    /// When the folder cannot be looked at.
    pub fn at(
        file: &Path,
        made_at: Moment,
        head: Head,
        kept: Option<u32>,
        database: &Path,
    ) -> Result<Self, StoreError> {
        let folder = folder_of(file).canonicalize()?;
        let disk = folder.metadata()?.dev();
        let is_same_disk = disk == folder_of(database).metadata()?.dev();
        let file = folder.join(file.file_name().unwrap_or_default());
        Ok(Self { file, made_at, head, kept, disk, is_same_disk, holds_erased: false })
    }

    /// Whether it is still there. A name that is missing on the disk that it was on is gone; where another disk is in
    /// its place now, it lies on one that is not here.
    #[must_use]
    pub fn look(&self, database: &Path) -> Presence {
        match self.file.symlink_metadata() {
            Ok(_) => return Presence::There,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(_) => return Presence::Unseen,
        }
        let nearest = self.file.ancestors().skip(1).find_map(|folder| folder.metadata().ok());
        let of_database = folder_of(database).metadata().map(|about| about.dev());
        let (Some(nearest), Ok(of_database)) = (nearest, of_database) else { return Presence::Unseen };
        // Numbers of disks can be others after a start; that of the database is known anew each time.
        let is_its_disk =
            if self.is_same_disk { nearest.dev() == of_database } else { nearest.dev() == self.disk };
        if is_its_disk { Presence::Gone } else { Presence::Unseen }
    }
}

impl Snapshot<'_> {
    /// Every backup that is known, oldest first.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn known_backups(&self) -> Result<Vec<KnownBackup>, StoreError> {
        known(self.connection)
    }
}

impl Records<'_> {
    /// Notes a backup, or what is known of it by now.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn know_backup(&self, backup: &KnownBackup) -> Result<(), StoreError> {
        let KnownBackup { file, made_at, head, kept, disk, is_same_disk, holds_erased } = backup;
        self.connection
            .prepare_cached(
                "INSERT OR REPLACE INTO known_backups (path, made_at, events, hash, kept, disk, same_disk, holds)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                file.as_os_str().as_bytes(),
                made_at.unix(),
                i64::try_from(head.count).unwrap_or(i64::MAX),
                head.hash,
                kept,
                disk.cast_signed(),
                is_same_disk,
                holds_erased
            ])?;
        Ok(())
    }

    /// Forgets backups that are there no more.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn forget_backups<'a>(&self, gone: impl IntoIterator<Item = &'a Path>) -> Result<(), StoreError> {
        let mut forget = self.connection.prepare_cached("DELETE FROM known_backups WHERE path = ?1")?;
        for file in gone {
            forget.execute([file.as_os_str().as_bytes()])?;
        }
        Ok(())
    }

    /// Notes which backups hold what is erased in a case now: those that go as far as its registration.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn mark_backups_of(&self, case: CaseId) -> Result<(), StoreError> {
        self.mark_backups_since(case.into(), 1)
    }

    /// The same for what one event of a stream brought: those that go as far as that event.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn mark_backups_since(&self, stream: StreamId, seq: u32) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "UPDATE known_backups SET holds = 1 WHERE holds = 0
                     AND events >= (SELECT position FROM events WHERE stream_id = ?1 AND seq = ?2)",
            )?
            .execute(params![stream.0, seq])?;
        Ok(())
    }
}

impl Present {
    /// The backups that the record knows which is about to be replaced; none where it is older than their table.
    ///
    /// # Errors
    /// When they cannot be read.
    pub fn known_backups(&self) -> Result<Vec<KnownBackup>, StoreError> {
        let has_table: bool = self.connection.query_row(
            "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'known_backups')",
            [],
            |row| row.get(0),
        )?;
        if has_table { known(&self.connection) } else { Ok(Vec::new()) }
    }
}

fn known(connection: &Connection) -> Result<Vec<KnownBackup>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT path, made_at, events, hash, kept, disk, same_disk, holds FROM known_backups ORDER BY made_at, path",
    )?;
    let rows = statement.query_map([], |row| {
        let path: Vec<u8> = row.get(0)?;
        let count: i64 = row.get(2)?;
        Ok(KnownBackup {
            file: PathBuf::from(OsStr::from_bytes(&path)),
            made_at: Moment::from_unix(row.get(1)?).ok_or(rusqlite::Error::InvalidQuery)?,
            head: Head { count: u64::try_from(count).unwrap_or_default(), hash: row.get(3)? },
            kept: row.get(4)?,
            disk: row.get::<_, i64>(5)?.cast_unsigned(),
            is_same_disk: row.get(6)?,
            holds_erased: row.get(7)?,
        })
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_gone_from_its_disk_is_gone_and_what_lies_on_another_is_not_seen() {
        let folder = tempfile::tempdir().unwrap();
        let (database, place) = (folder.path().join("town.db"), folder.path().join("usb"));
        std::fs::create_dir(&place).unwrap();
        let file = place.join("b.db");
        std::fs::write(&file, "x").unwrap();
        let head = Head { count: 3, hash: "aa".to_owned() };
        let backup = KnownBackup::at(&file, Moment::UNIX_EPOCH, head, None, &database).unwrap();
        assert_eq!(backup.look(&database), Presence::There);
        // The same name, made while another disk was mounted in its folder.
        let elsewhere = KnownBackup { is_same_disk: false, disk: backup.disk + 1, ..backup.clone() };
        std::fs::remove_file(&file).unwrap();
        assert_eq!((backup.look(&database), elsewhere.look(&database)), (Presence::Gone, Presence::Unseen));
        std::fs::remove_dir(&place).unwrap();
        assert_eq!((backup.look(&database), elsewhere.look(&database)), (Presence::Gone, Presence::Unseen));
    }
}
