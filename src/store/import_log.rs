//! What earlier imports left: the rows seen, so that the same push is known when it comes again, and the files.

use rusqlite::{OptionalExtension as _, params};

use super::error::StoreError;
use super::streams::TOWN;
use super::{Records, Snapshot};
use crate::domain::ids::{CaseId, PersonId};
use crate::domain::time::Moment;
use crate::domain::town::event::{Imported, TownEvent};
use crate::domain::view::columns::ColumnWords;

/// A file that was taken in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EarlierImport {
    pub at: Moment,
    pub actor: PersonId,
    /// Rows that were not taken.
    pub faulty: u64,
}

impl Snapshot<'_> {
    /// The case of a platform number, by its key, and the digest of the row seen last.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn numbered_row(&self, platform_key: &str) -> Result<Option<(CaseId, [u8; 32])>, StoreError> {
        Ok(self
            .connection
            .prepare_cached("SELECT case_id, digest FROM numbered_rows WHERE platform_key = ?1")?
            .query_row([platform_key], |row| Ok((CaseId(row.get(0)?), row.get(1)?)))
            .optional()?)
    }

    /// The case that a row without a number became when it came before.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn unnumbered_row(&self, digest: &[u8]) -> Result<Option<CaseId>, StoreError> {
        Ok(self
            .connection
            .prepare_cached("SELECT case_id FROM unnumbered_rows WHERE digest = ?1")?
            .query_row([digest], |row| Ok(CaseId(row.get(0)?)))
            .optional()?)
    }

    /// What the town said of columns that the program does not know.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn column_words(&self) -> Result<ColumnWords, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT word, meaning FROM column_words")?;
        let words = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(words.collect::<rusqlite::Result<_>>()?)
    }

    /// When these very bytes were taken in before, by whom, and how many rows were faulty then; a refused attempt does
    /// not count.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn earlier_import(&self, sha256: &str) -> Result<Option<EarlierImport>, StoreError> {
        // The act of an import begins with its digest, so this is a stretch of the index of acts.
        let mut statement = self.connection.prepare_cached(
            "SELECT at, actor, body FROM events WHERE act >= ?1 AND act < ?2 AND stream_id = ?3
             ORDER BY act, position",
        )?;
        let mut rows =
            statement.query(params![format!("import-{sha256}-"), format!("import-{sha256}."), TOWN.0])?;
        while let Some(row) = rows.next()? {
            let body: String = row.get(2)?;
            let damaged = |what: &str| StoreError::Damaged(format!("导入记录的{what}"));
            let event: TownEvent = serde_json::from_str(&body).map_err(|_| damaged("内容"))?;
            if let TownEvent::Imported(Imported { refused: None, faulty, .. }) = event {
                let (at, actor): (String, i64) = (row.get(0)?, row.get(1)?);
                let at = Moment::parse(&at).ok_or_else(|| damaged("时间"))?;
                return Ok(Some(EarlierImport { at, actor: PersonId(actor), faulty }));
            }
        }
        Ok(None)
    }
}

impl Records<'_> {
    /// Keeps what the town said of a column; nothing said takes it back.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn write_column_word(&self, word: &str, meaning: Option<&str>) -> Result<(), StoreError> {
        match meaning {
            Some(meaning) => self
                .connection
                .prepare_cached(
                    "INSERT INTO column_words (word, meaning) VALUES (?1, ?2)
                     ON CONFLICT (word) DO UPDATE SET meaning = ?2",
                )?
                .execute(params![word, meaning])?,
            None => {
                self.connection.prepare_cached("DELETE FROM column_words WHERE word = ?1")?.execute([word])?
            }
        };
        Ok(())
    }

    /// Remembers the digest of the row seen last.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn remember_numbered_row(
        &self,
        platform_key: &str,
        case: CaseId,
        digest: &[u8],
    ) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO numbered_rows (platform_key, case_id, digest) VALUES (?1, ?2, ?3)
                 ON CONFLICT (platform_key) DO UPDATE SET digest = excluded.digest",
            )?
            .execute(params![platform_key, case.0, digest])?;
        Ok(())
    }

    /// Remembers a row without a number.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn remember_unnumbered_row(&self, digest: &[u8], case: CaseId) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("INSERT OR IGNORE INTO unnumbered_rows (digest, case_id) VALUES (?1, ?2)")?
            .execute(params![digest, case.0])?;
        Ok(())
    }

    /// Forgets what a row without a number said, when its case is sealed: even a digest is a trace of the text.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn forget_unnumbered_rows(&self, case: CaseId) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("DELETE FROM unnumbered_rows WHERE case_id = ?1")?
            .execute([case.0])?;
        Ok(())
    }
}
