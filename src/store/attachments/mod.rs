//! Attachments: files beside the database, each under the SHA-256 of its content, and the rows that say which record
//! needs which. The file comes first and the row in the same transaction as its event, so that no row stands without its
//! file; a file without a row is erased.

mod copying;
mod erasing;
mod orphans;
mod proof;
mod taking;

use std::collections::BTreeMap;
use std::os::unix::fs::DirBuilderExt as _;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, Row, params};

use super::error::StoreError;
use super::streams::StreamId;
use super::whole::beside;
use super::{Records, Snapshot, Store};
use crate::domain::attachment::Attachment;
pub(crate) use copying::{
    Copied, copy_missing, folder_of_kept, folders_of_backup, needed_by, remove_unneeded,
};
pub(crate) use erasing::OwnStream;
pub(crate) use taking::Incoming;

/// What the folder's name ends with, after the database's.
const FOLDER: &str = ".attachments";
/// The folder inside it for what is not recorded yet.
const INCOMING: &str = "incoming";
/// How the name of a file begins that is being erased.
const GOING: &str = "gone-";
/// Characters of a digest.
const DIGEST: usize = 64;

/// Place of the event, digest and size: what a row says of a file of its record.
pub type FileRow = (u32, String, u64);

/// The rows of all cases in the order of their numbers. Other records that have files prove theirs themselves.
pub const IN_ORDER: &str = "SELECT a.stream_id, a.seq, a.sha256, a.size
    FROM attachments a JOIN streams s ON s.stream_id = a.stream_id AND s.kind = 'case'
    ORDER BY a.stream_id, a.seq";

/// The folder of a database.
pub fn folder_of(database: &Path) -> PathBuf {
    beside(database, FOLDER)
}

/// Where the file with this content lies in a folder of attachments.
fn file_in(folder: &Path, sha256: &str) -> PathBuf {
    folder.join(sha256)
}

/// Whether a name is that of a file kept under its digest.
fn is_digest(name: &str) -> bool {
    name.len() == DIGEST && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Makes a folder that only its owner can reach, with those above it.
fn make(folder: &Path) -> Result<(), StoreError> {
    Ok(std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?)
}

/// The rows of a record with these files: those whose content was not erased.
pub fn rows_of(files: &[Attachment]) -> Vec<FileRow> {
    let kept = |file: &Attachment| Some((file.seq, file.file.body()?.to_owned(), file.size));
    files.iter().filter_map(kept).collect()
}

/// Writes the rows of a record in the place of what stood there.
pub fn write(connection: &Connection, stream: StreamId, rows: &[FileRow]) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM attachments WHERE stream_id = ?1")?.execute([stream.0])?;
    let mut insert = connection
        .prepare_cached("INSERT INTO attachments (stream_id, seq, sha256, size) VALUES (?1, ?2, ?3, ?4)")?;
    for (seq, sha256, size) in rows {
        let size = i64::try_from(*size).unwrap_or(i64::MAX);
        insert.execute(params![stream.0, seq, sha256, size])?;
    }
    Ok(())
}

/// Whether the rows of a record that is no case are those of these files.
pub fn are_rows(connection: &Connection, stream: StreamId, files: &[Attachment]) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT stream_id, seq, sha256, size FROM attachments WHERE stream_id = ?1 ORDER BY seq",
    )?;
    let mut rows = statement.query([stream.0])?;
    for expected in rows_of(files) {
        match rows.next()? {
            Some(row) if is_row(row, &expected)? => {}
            Some(_) | None => return Ok(false),
        }
    }
    Ok(rows.next()?.is_none())
}

/// Whether a row of [`IN_ORDER`] says this.
pub fn is_row(row: &Row<'_>, (seq, sha256, size): &FileRow) -> rusqlite::Result<bool> {
    let stored: u64 = u64::try_from(row.get::<_, i64>(3)?).unwrap_or(u64::MAX);
    Ok(row.get::<_, u32>(1)? == *seq && row.get_ref(2)?.as_str()? == sha256 && stored == *size)
}

impl Snapshot<'_> {
    /// Every file that some record needs, with its size in bytes.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn files_needed(&self) -> Result<BTreeMap<String, u64>, StoreError> {
        needed(self.connection)
    }

    fn needs(&self, sha256: &str) -> Result<bool, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT EXISTS (SELECT 1 FROM attachments WHERE sha256 = ?1)")?;
        Ok(statement.query_row([sha256], |row| row.get(0))?)
    }
}

impl Store {
    /// Every file that some record needs, of a database that nobody writes.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn files_needed(&self) -> Result<BTreeMap<String, u64>, StoreError> {
        needed(&self.connection)
    }
}

fn needed(connection: &Connection) -> Result<BTreeMap<String, u64>, StoreError> {
    let mut statement = connection.prepare("SELECT DISTINCT sha256, size FROM attachments")?;
    let rows = statement.query_map([], |row| {
        Ok((row.get::<_, String>(0)?, u64::try_from(row.get::<_, i64>(1)?).unwrap_or(0)))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

impl Records<'_> {
    /// The folder of this database.
    fn folder(&self) -> PathBuf {
        folder_of(&self.store().path)
    }
}
