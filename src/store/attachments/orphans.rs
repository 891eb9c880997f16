//! Files that no record needs: their case was sealed or its retention ended, or the program ended between file and row.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::os::unix::fs::MetadataExt as _;
use std::path::Path;

use super::super::erasing::erase_file;
use super::super::{Store, StoreError};
use super::{GOING, INCOMING, file_in, folder_of, is_digest, taking};
use crate::domain::time::Moment;

/// What waits longer to be recorded, in seconds, was left behind by a program that ended.
const LONGEST_WAIT: i64 = 24 * 3600;

impl Store {
    /// Erases every file that no record needs; says whether that could be done.
    ///
    /// # Errors
    /// When a file cannot be overwritten.
    pub fn erase_orphans(&mut self) -> Result<bool, StoreError> {
        let folder = folder_of(&self.path);
        if !folder.exists() {
            return Ok(true);
        }
        // A file gets its name and its row under one lock; seen under the same lock, one without a row needs none.
        let parted = self.write_if_free(|records| {
            let needed = records.files_needed()?;
            for name in names(&folder)? {
                let name = name.to_string_lossy().into_owned();
                if is_digest(&name) && !needed.contains_key(&name) {
                    std::fs::rename(folder.join(&name), folder.join(format!("{GOING}{name}")))?;
                }
            }
            Ok::<(), StoreError>(())
        })?;
        if parted.is_none() {
            return Ok(false);
        }
        for name in names(&folder)? {
            if name.to_string_lossy().starts_with(GOING) {
                erase_file(&folder.join(name))?;
            }
        }
        Ok(true)
    }

    /// Removes what a program left behind that ended while it took a file in.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn erase_left_behind(&mut self, now: Moment) -> Result<(), StoreError> {
        let folder = folder_of(&self.path);
        let incoming = folder.join(INCOMING);
        let old: Vec<OsString> =
            names(&incoming)?.into_iter().filter(|name| has_waited(&incoming.join(name), now)).collect();
        if old.is_empty() {
            return Ok(());
        }
        let digests: BTreeSet<String> = old
            .iter()
            .filter_map(|name| name.to_string_lossy().split('.').next().map(str::to_owned))
            .filter(|digest| is_digest(digest))
            .collect();
        let done = self.write_if_free(|records| {
            for digest in &digests {
                let file = file_in(&folder, digest);
                if !records.needs(digest)? && file.exists() {
                    std::fs::rename(file, folder.join(format!("{GOING}{digest}")))?;
                }
            }
            Ok::<(), StoreError>(())
        })?;
        if done.is_none() {
            return Ok(());
        }
        for digest in digests {
            erase_file(&folder.join(format!("{GOING}{digest}")))?;
        }
        for name in old {
            taking::forget(&incoming.join(name))?;
        }
        Ok(())
    }
}

/// Whether a file was written so long ago that nobody works on it any more.
fn has_waited(file: &Path, now: Moment) -> bool {
    file.symlink_metadata().is_ok_and(|about| about.mtime() + LONGEST_WAIT < now.unix())
}

/// What stands in a folder; nothing where there is none.
fn names(folder: &Path) -> Result<Vec<OsString>, StoreError> {
    match folder.read_dir() {
        Ok(entries) => {
            entries.map(|entry| entry.map(|entry| entry.file_name()).map_err(StoreError::from)).collect()
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        Err(error) => Err(error.into()),
    }
}
