//! The mark that an import leaves beside the database while it holds it for long, so that whoever waits can be told
//! for whom. It is a file with the name in it, locked by the importer: the lock ends with its process, however that
//! ends, so a mark left behind by a crash means nothing.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read as _, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use nix::fcntl::OFlag;

use super::error::StoreError;

/// No name of a person is longer, in bytes.
const LONGEST_NAME: u64 = 512;

/// The mark, set until this is dropped. It is to be dropped after the transaction it tells of.
pub struct ImportMark {
    path: PathBuf,
    /// Open for as long as the mark stands, for the lock goes with it.
    _locked: File,
}

impl Drop for ImportMark {
    fn drop(&mut self) {
        // What stays behind is not locked any more and means nothing.
        let _left_behind = std::fs::remove_file(&self.path);
    }
}

/// Marks the database as being imported into by this person. Only whoever holds the write transaction does so.
pub fn mark(database: &Path, name: &str) -> Result<ImportMark, StoreError> {
    let path = path_of(database);
    loop {
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .custom_flags(OFlag::O_NOFOLLOW.bits())
            .open(&path)?;
        file.lock()?;
        // The importer before may have removed this very file between its opening and its lock.
        let is_there = std::fs::symlink_metadata(&path).is_ok_and(|there| {
            file.metadata().is_ok_and(|opened| (there.dev(), there.ino()) == (opened.dev(), opened.ino()))
        });
        if is_there {
            file.set_len(0)?;
            file.write_all(name.as_bytes())?;
            return Ok(ImportMark { path, _locked: file });
        }
    }
}

/// Who imports now; `None` when nobody does. A mark that cannot be read tells of nobody: then the ordinary limit of
/// waiting holds.
pub fn importer(database: &Path) -> Option<String> {
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(OFlag::O_NOFOLLOW.bits() | OFlag::O_NONBLOCK.bits())
        .open(path_of(database))
        .ok()?;
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => {}
        Ok(()) | Err(TryLockError::Error(_)) => return None,
    }
    let mut name = String::new();
    file.take(LONGEST_NAME).read_to_string(&mut name).ok()?;
    Some(if name.is_empty() { "另一个人".to_owned() } else { name })
}

fn path_of(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".importing");
    PathBuf::from(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_names_its_importer_as_long_as_it_stands_and_one_left_behind_names_nobody() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("town.db");
        assert_eq!(importer(&database), None);
        let first = mark(&database, "周敏").unwrap();
        assert_eq!(importer(&database).as_deref(), Some("周敏"));
        drop(first);
        assert_eq!(importer(&database), None);
        assert!(!path_of(&database).exists());
        std::fs::write(path_of(&database), "吴波").unwrap();
        assert_eq!(importer(&database), None, "nobody holds it");
        let second = mark(&database, "郑洁").unwrap();
        assert_eq!(importer(&database).as_deref(), Some("郑洁"));
        drop(second);
        assert_eq!(importer(&database), None);
    }
}
