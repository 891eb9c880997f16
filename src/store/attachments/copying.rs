//! Attachments beside a backup and back: each content is copied once into a folder, whatever number of backups share it,
//! and proven by its digest on the way.

use std::collections::BTreeMap;
use std::fs::OpenOptions;
use std::ops::ControlFlow;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use rusqlite::OptionalExtension as _;

use super::super::erasing::erase_file;
use super::super::{StoreError, backup, open, whole};
use super::{FOLDER, file_in, is_digest, make, needed, proof};

/// What was copied.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Copied {
    pub files: usize,
    pub bytes: u64,
    /// Digests of those that were found nowhere, or nowhere whole.
    pub missing: Vec<String>,
}

/// The folder that all backups share whose names the program makes.
#[must_use]
pub fn folder_of_kept(folder: &Path, database: &str) -> PathBuf {
    folder.join(format!("ydt-{database}{FOLDER}"))
}

/// Where the attachments of a backup may lie: beside it under its own name, or in the folder that it shares with others.
#[must_use]
pub fn folders_of_backup(backup: &Path) -> Vec<PathBuf> {
    let mut folders = vec![super::folder_of(backup)];
    let name = backup.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let database = name.strip_prefix("ydt-").and_then(|rest| rest.split('-').next());
    if let (Some(database), Some(folder)) = (database, backup.parent()) {
        folders.push(folder_of_kept(folder, database));
    }
    folders
}

/// Copies what is needed and is not in a folder yet from the first of the others that has it whole. `told` hears how
/// many files were looked at, and can end it.
///
/// # Errors
/// `Unsafe` for too little room; `DiskFull`; when the folder cannot be written.
pub fn copy_missing(
    from: &[PathBuf],
    to: &Path,
    needed: &BTreeMap<String, u64>,
    told: &mut dyn FnMut(usize, usize) -> ControlFlow<()>,
) -> Result<Copied, StoreError> {
    let mut copied = Copied::default();
    if needed.is_empty() {
        return Ok(copied);
    }
    make(to)?;
    let absent = needed.iter().filter(|(sha256, _)| !file_in(to, sha256).exists());
    backup::check_room(&file_in(to, ""), absent.map(|(_, size)| size).sum())?;
    for (looked_at, (sha256, size)) in needed.iter().enumerate() {
        if told(looked_at, needed.len()).is_break() {
            return Err(backup::stopped());
        }
        if proof::is_sound(&file_in(to, sha256), sha256, *size) {
            continue;
        }
        let source = from.iter().map(|folder| file_in(folder, sha256));
        match source.into_iter().find(|file| proof::is_sound(file, sha256, *size)) {
            Some(source) => {
                copy(&source, &file_in(to, sha256), sha256, *size)?;
                copied.files += 1;
                copied.bytes += size;
            }
            None => copied.missing.push(sha256.clone()),
        }
    }
    std::fs::File::open(to)?.sync_all()?;
    Ok(copied)
}

fn copy(from: &Path, to: &Path, sha256: &str, size: u64) -> Result<(), StoreError> {
    let draft = whole::draft_of(to)?;
    let written = (|| {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
        std::io::copy(&mut proof::open(from)?, &mut file)?;
        file.sync_all()?;
        if proof::is_sound(&draft, sha256, size) {
            std::fs::rename(&draft, to)
        } else {
            Err(std::io::Error::other("a file changed while it was copied"))
        }
    })();
    if written.is_err() {
        whole::remove(&draft)?;
    }
    Ok(written?)
}

/// The files that a backup needs; none for one from before there were any.
///
/// # Errors
/// When it cannot be read.
pub fn needed_by(backup: &Path) -> Result<BTreeMap<String, u64>, StoreError> {
    let connection = open::look_at(backup)?;
    let has_any: Option<i64> = connection
        .query_row("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'attachments'", [], |row| {
            row.get(0)
        })
        .optional()?;
    if has_any.is_some() { needed(&connection) } else { Ok(BTreeMap::new()) }
}

/// Erases what none of the backups in a folder needs any more, and what a copying that was killed left, as far as it is
/// old enough.
///
/// # Errors
/// When a file cannot be overwritten.
pub fn remove_unneeded(
    folder: &Path,
    needed: &BTreeMap<String, u64>,
    is_old: &dyn Fn(&Path) -> bool,
) -> Result<(), StoreError> {
    let entries = match folder.read_dir() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let file = entry?;
        let name = file.file_name().to_string_lossy().into_owned();
        let of_draft = name.split(whole::DRAFT).next().is_some_and(|part| part != name && is_digest(part));
        let is_unneeded = of_draft || (is_digest(&name) && !needed.contains_key(&name));
        if is_unneeded && is_old(&file.path()) {
            erase_file(&file.path())?;
        }
    }
    Ok(())
}
