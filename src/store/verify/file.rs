//! Whether the file is sound: its pages, its indexes, what points from one table into another. That takes as long as the
//! record itself, so it can be looked at beside it.

use std::path::PathBuf;

use rusqlite::{Connection, OptionalExtension as _};

use super::super::error::StoreError;
use super::super::{Store, open};
use super::{FirstBad, Found};

/// A look at the file through a connection of its own, for another thread.
#[derive(Debug, Clone)]
pub struct FileLook(PathBuf);

impl Store {
    /// A look at the file that can be taken while the record is read.
    #[must_use]
    pub fn file_look(&self) -> FileLook {
        FileLook(self.path.clone())
    }
}

impl FileLook {
    /// The first fault of the file as it stands now.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn take(&self) -> Result<Found, StoreError> {
        let connection = open::to_read(&self.0)?;
        // One moment, although several statements look: others may write meanwhile.
        let moment = connection.unchecked_transaction()?;
        sound(&moment)
    }
}

/// The first fault of the file at the moment that is being read.
pub fn sound(connection: &Connection) -> Result<Found, StoreError> {
    // The search index keeps its structure as it last read it, and the check of the file alone does not look whether
    // another session wrote since; a query does.
    connection
        .prepare_cached("SELECT rowid FROM search WHERE search MATCH 'body : zzseparator' LIMIT 1")?
        .query_row([], |row| row.get::<_, i64>(0))
        .optional()?;
    let sound: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if sound != "ok" {
        tracing::error!(fault = %sound, "the file is damaged");
        return Ok(Some(FirstBad::at(0, "数据库文件损坏，有的内容互相矛盾")));
    }
    let orphan: Option<String> =
        connection.query_row("PRAGMA foreign_key_check", [], |row| row.get(0)).optional()?;
    Ok(orphan.map(|table| FirstBad::at(0, format!("表 {table} 中有指向不存在内容的行"))))
}
