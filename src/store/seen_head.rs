//! How far this machine has seen a database: the end of its record, kept in a small file of the state folder. A file
//! that was changed for an older copy, or that took the log of another one for its own, does not hold it any more.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Read as _, Write as _};
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension as _};

use super::error::StoreError;
use super::journal::{self, Head, digest};
use super::{Snapshot, Store, whole};
use crate::domain::document::hash::hex;

/// How many characters of a digest name a database.
const NAME_OF_DATABASE: usize = 16;
/// A number, a colon and a digest are no longer.
const LONGEST: usize = 128;
/// No path is longer, in bytes.
const LONGEST_PLACE: usize = 4096;

/// What tells a database from all others, made from its key.
///
/// # Errors
/// `Damaged` for an empty key.
pub fn database_id(secret: &str) -> Result<String, StoreError> {
    Ok(digest(secret.as_bytes(), "database")?.chars().take(NAME_OF_DATABASE).collect())
}

/// The mark for one database.
#[derive(Debug)]
pub struct SeenHead {
    file: PathBuf,
    /// Where the database lies, all links resolved.
    place: PathBuf,
}

impl SeenHead {
    /// That of this database among the marks in a folder. A copy of a practice town is a town of its own, wherever it
    /// lies; a copy of the real record is that record.
    ///
    /// # Errors
    /// `Damaged` when the database has no key.
    pub fn of(connection: &Connection, marks: &Path, path: &Path) -> Result<Self, StoreError> {
        let snapshot = Snapshot { connection };
        let secret = snapshot.secret()?;
        let mut name = database_id(&secret)?;
        if snapshot.known_meta("sandbox")? == "1" {
            let place = std::fs::canonicalize(path)?;
            let of_place = digest(secret.as_bytes(), &format!("place {}", place.display()))?;
            name.push('-');
            name.extend(of_place.chars().take(NAME_OF_DATABASE));
        }
        let place = std::fs::canonicalize(path).unwrap_or_else(|_not_there_yet| path.to_owned());
        Ok(Self { file: marks.join(name), place })
    }

    /// Where the mark is.
    #[must_use]
    pub fn file(&self) -> &Path {
        &self.file
    }

    /// What was seen last and is not in the database; `None` when it is there, or nothing was seen yet.
    ///
    /// # Errors
    /// When the mark or the database cannot be read.
    pub fn missing_in(&self, connection: &Connection) -> Result<Option<Head>, StoreError> {
        let Some(head) = self.read()?.filter(|head| head.count > 0) else { return Ok(None) };
        // No record is longer than the library's largest number.
        let position = i64::try_from(head.count).unwrap_or(i64::MAX);
        let hash = connection
            .prepare("SELECT hash FROM events WHERE position = ?1")?
            .query_row([position], |row| row.get::<_, Vec<u8>>(0))
            .optional()?;
        Ok((hash.map(|hash| hex(&hash)).as_deref() != Some(head.hash.as_str())).then_some(head))
    }

    /// Keeps how far the database goes where marks are kept already: who only looks makes no folder.
    pub fn follow(&self, connection: &Connection) {
        let has_folder = self.file.parent().is_some_and(Path::exists);
        if has_folder && let Err(error) = self.keep(connection) {
            tracing::warn!(%error, "the head that was seen could not be kept");
        }
    }

    /// Keeps how far the database goes now.
    ///
    /// # Errors
    /// When the mark cannot be written.
    pub fn keep(&self, connection: &Connection) -> Result<(), StoreError> {
        let head = journal::head(connection)?;
        if self.read()?.as_ref() == Some(&head) || !self.is_its_place() {
            return Ok(());
        }
        if let Some(folder) = self.file.parent() {
            DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        }
        write(&self.file, format!("{}:{}\n", head.count, head.hash).as_bytes())?;
        if self.known_place().as_deref() != Some(self.place.as_path()) {
            write(&self.place_file(), self.place.as_os_str().as_bytes())?;
        }
        Ok(())
    }

    /// Whether the record is kept where this database lies: a copy of it elsewhere, as in a drill, may go another way and
    /// says nothing of the record. Where the former place is gone the record has moved.
    fn is_its_place(&self) -> bool {
        self.known_place().is_none_or(|known| known == self.place || !known.exists())
    }

    fn place_file(&self) -> PathBuf {
        whole::beside(&self.file, ".place")
    }

    fn known_place(&self) -> Option<PathBuf> {
        let mut bytes = vec![0; LONGEST_PLACE];
        let length = File::open(self.place_file()).and_then(|mut file| file.read(&mut bytes)).ok()?;
        bytes.truncate(length);
        Some(PathBuf::from(std::ffi::OsString::from_vec(bytes))).filter(|place| place.is_absolute())
    }

    /// Removes the mark.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn forget(&self) -> Result<(), StoreError> {
        match std::fs::remove_file(&self.file) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
            Ok(()) | Err(_) => Ok(()),
        }
    }

    /// The mark as it stands; `None` where there is none that can be understood.
    fn read(&self) -> Result<Option<Head>, StoreError> {
        let mut bytes = [0; LONGEST];
        let length = match File::open(&self.file) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            opened => opened?.read(&mut bytes)?,
        };
        let head = bytes.get(..length).and_then(|bytes| str::from_utf8(bytes).ok()).and_then(|text| {
            let (count, hash) = text.trim_end().split_once(':')?;
            Some(Head { count: count.parse().ok()?, hash: hash.to_owned() })
        });
        if head.is_none() {
            // A power cut can leave an empty one; it is written anew with the next act.
            tracing::warn!("the head that was seen cannot be read");
        }
        Ok(head)
    }
}

/// Writes a small file whole or not at all.
fn write(to: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let draft = whole::draft_of(to)?;
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    let written = file.write_all(bytes).and_then(|()| std::fs::rename(&draft, to));
    if written.is_err() {
        whole::remove(&draft)?;
    }
    Ok(written?)
}

impl Store {
    /// Forgets how far this machine has seen the database, because it is about to go.
    ///
    /// # Errors
    /// When the mark cannot be removed.
    pub fn forget_seen(&self) -> Result<(), StoreError> {
        self.seen.as_ref().map_or(Ok(()), SeenHead::forget)
    }

    /// What this machine saw last in a database of this name and place and is not in this one; `None` where nothing was
    /// seen.
    ///
    /// # Errors
    /// When the mark or the database cannot be read.
    pub fn lacks_seen(&self, marks: &Path, path: &Path) -> Result<Option<Head>, StoreError> {
        // A practice town is known by its place, and what is gone has none.
        if !path.exists() && (Snapshot { connection: &self.connection }).known_meta("sandbox")? == "1" {
            return Ok(None);
        }
        SeenHead::of(&self.connection, marks, path)?.missing_in(&self.connection)
    }

    /// Keeps the head of this database as the one that was seen last.
    ///
    /// # Errors
    /// When the mark cannot be written.
    pub fn keep_seen(&self, marks: &Path, path: &Path) -> Result<(), StoreError> {
        SeenHead::of(&self.connection, marks, path)?.keep(&self.connection)
    }
}
