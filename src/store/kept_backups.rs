//! Backups that follow each other in one folder: how they are called, and which of them go when there are enough.

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use super::error::StoreError;
use super::{attachments, whole};
use crate::domain::time::Moment;

/// How many digits a moment has in a name.
const MOMENT_DIGITS: usize = 14;

/// The name of the backup of a database made now: `ydt-1f2e3d4c5b6a7980-20261129201500.db`.
#[must_use]
pub fn name_for(folder: &Path, database: &str, now: Moment) -> PathBuf {
    let digits: String = now.second().chars().filter(char::is_ascii_digit).collect();
    folder.join(format!("ydt-{database}-{digits}.db"))
}

/// Removes the oldest backups of a database beyond so many, and what a backup that was killed has left; gives those
/// removed. Whatever else lies in the folder stays.
///
/// # Errors
/// When the folder cannot be read or written.
pub fn keep_newest(
    folder: &Path,
    database: &str,
    count: usize,
    now: Moment,
) -> Result<Vec<PathBuf>, StoreError> {
    let begins = format!("ydt-{database}-");
    let mut kept = Vec::new();
    for entry in folder.read_dir()? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_file = path.symlink_metadata().is_ok_and(|about| about.is_file());
        let Some(rest) = name.strip_prefix(&begins).filter(|_| is_file) else { continue };
        let digits = rest.chars().take_while(char::is_ascii_digit).count();
        let ending: String = rest.chars().skip(digits).collect();
        if digits == MOMENT_DIGITS && ending == ".db" {
            kept.push(path);
        } else if digits == MOMENT_DIGITS && rest.contains(whole::DRAFT) && is_left_over(&path, now) {
            whole::remove(&path)?;
        }
    }
    kept.sort();
    let surplus = kept.len().saturating_sub(count);
    kept.truncate(surplus);
    for old in &kept {
        std::fs::remove_file(old)?;
    }
    Ok(kept)
}

/// Erases the attachments that none of the database's backups in a folder needs any more. What a day has not passed over
/// stays: another backup may be about to need it.
///
/// # Errors
/// When a backup cannot be read or a file not be erased; nothing goes then that might be needed.
pub fn keep_attachments(folder: &Path, database: &str, now: Moment) -> Result<(), StoreError> {
    let begins = format!("ydt-{database}-");
    let mut needed = BTreeMap::new();
    for entry in folder.read_dir()? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.starts_with(&begins) && path.extension().is_some_and(|ending| ending == "db") {
            needed.append(&mut attachments::needed_by(&path)?);
        }
    }
    let attachments = attachments::folder_of_kept(folder, database);
    attachments::remove_unneeded(&attachments, &needed, &|file| is_left_over(file, now))
}

/// Whether a draft is older than any copying takes.
fn is_left_over(draft: &Path, now: Moment) -> bool {
    const A_DAY: i64 = 24 * 60 * 60;
    draft.metadata().is_ok_and(|about| now.unix() - about.mtime() > A_DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_stay_and_what_is_not_of_this_database_stays_too() {
        let folder = tempfile::tempdir().unwrap();
        let now = Moment::parse("2026-03-06T09:00:00+08:00").unwrap();
        let at = |hours: i64| name_for(folder.path(), "aa", now.plus_seconds(hours * 3600));
        let made: Vec<PathBuf> = (0..5).map(at).collect();
        assert!(made[0].to_string_lossy().ends_with("/ydt-aa-20260306090000.db"), "{}", made[0].display());
        let others =
            ["ydt-bb-20260306090000.db", "ydt-aa-20260306090000.db-wal", "ydt-aa-2026.db", "ydt-aa-x.db"];
        let left = "ydt-aa-20260306090000.db.part-0011";
        for name in
            made.iter().cloned().chain(others.iter().chain([&left]).map(|name| folder.path().join(name)))
        {
            std::fs::write(name, "x").unwrap();
        }
        let gone = keep_newest(folder.path(), "aa", 2, Moment::UNIX_EPOCH).unwrap();
        assert_eq!(gone, made[..3]);
        assert!(made[3].exists() && made[4].exists());
        assert!(others.iter().chain([&left]).all(|name| folder.path().join(name).exists()));
        let later = now.plus_seconds(100 * 366 * 24 * 3600);
        assert!(keep_newest(folder.path(), "aa", 2, later).unwrap().is_empty());
        assert!(!folder.path().join(left).exists());
    }
}
