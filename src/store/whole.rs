//! Files that get their name when they are whole: until then they are drafts under a name of their own.

use std::path::{Path, PathBuf};

use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use super::error::StoreError;
use super::surroundings::folder_of;
use crate::domain::document::hash::hex;

/// What stands between a file's name and the random end of its draft's.
pub const DRAFT: &str = ".part-";

/// A name of its own for what will stand under the target's name when it is whole.
///
/// # Errors
/// When the system has no random numbers.
pub fn draft_of(target: &Path) -> Result<PathBuf, StoreError> {
    let mut random = [0_u8; 8];
    getrandom::fill(&mut random).map_err(|error| StoreError::Other(error.to_string()))?;
    Ok(beside(target, &format!("{DRAFT}{}", hex(&random))))
}

/// The path with something behind its name.
pub fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Gives a finished file its name, on the disk when this returns; nothing that stands there is overwritten.
///
/// # Errors
/// `Exists`, or whatever keeps the name from being made.
pub fn put_in_place(draft: &Path, target: &Path) -> Result<(), StoreError> {
    let named = match renameat_with(CWD, draft, CWD, target, RenameFlags::NOREPLACE) {
        // Not every file system can rename only where nothing stands; a second name it has everywhere.
        Err(Errno::INVAL | Errno::NOSYS) => std::fs::hard_link(draft, target),
        other => other.map_err(std::io::Error::from),
    };
    match named {
        Ok(()) => {}
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            return Err(StoreError::Exists(target.to_owned()));
        }
        Err(error) => return Err(error.into()),
    }
    std::fs::File::open(folder_of(target))?.sync_all()?;
    Ok(())
}

/// Removes a draft with what the library keeps beside it.
///
/// # Errors
/// When the folder cannot be written.
pub fn remove(draft: &Path) -> Result<(), StoreError> {
    for ending in ["-journal", "-wal", "-shm", ""] {
        match std::fs::remove_file(beside(draft, ending)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}
