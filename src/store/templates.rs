//! The office's own templates: the rows that follow from the town's facts, and the files themselves. They stand in the
//! database, so that backups, copies and proofs have them.

use rusqlite::{OptionalExtension as _, params};
use sha2::{Digest as _, Sha256};

use super::error::StoreError;
use super::summary::word;
use super::{Records, Snapshot};
use crate::domain::code::Coded as _;
use crate::domain::document::hash::hex;
use crate::domain::ids::PersonId;
use crate::domain::time::Moment;
use crate::domain::town::templates::{OwnTemplate, Templates};

/// The digest under which a template is kept.
#[must_use]
pub fn template_digest(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

impl Snapshot<'_> {
    /// Every version of every template.
    ///
    /// # Errors
    /// `Damaged` when a row cannot be read.
    pub fn templates(&self) -> Result<Templates, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT kind, version, name, sha256, set_at, set_by, in_force FROM templates")?;
        let mut rows = statement.query([])?;
        let mut templates = Vec::new();
        while let Some(row) = rows.next()? {
            let at: String = row.get(4)?;
            templates.push(OwnTemplate {
                kind: word(&row.get::<_, String>(0)?)?,
                version: row.get(1)?,
                name: row.get(2)?,
                sha256: row.get(3)?,
                set_at: Moment::parse(&at).ok_or_else(|| StoreError::Damaged("文书模板".to_owned()))?,
                set_by: PersonId(row.get(5)?),
                is_in_force: row.get(6)?,
            });
        }
        templates.sort_by_key(|own| (own.kind, own.version));
        Ok(Templates(templates))
    }

    /// The bytes of a template, proven by their digest.
    ///
    /// # Errors
    /// `Damaged` when it is not there or is not the one that was imported.
    pub fn template_file(&self, sha256: &str) -> Result<Vec<u8>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT bytes FROM template_files WHERE sha256 = ?1")?;
        let bytes: Option<Vec<u8>> = statement.query_row([sha256], |row| row.get(0)).optional()?;
        let sound = bytes.filter(|bytes| template_digest(bytes) == sha256);
        sound.ok_or_else(|| StoreError::Damaged("文书模板的文件".to_owned()))
    }

    /// The digests of all files that are kept, sound or not.
    pub(super) fn template_files(&self) -> Result<Vec<String>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT sha256 FROM template_files ORDER BY sha256")?;
        let found = statement.query_map([], |row| row.get(0))?;
        Ok(found.collect::<rusqlite::Result<_>>()?)
    }
}

impl Records<'_> {
    /// Keeps the templates in the place of what they were; sessions notice by the revision.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn write_templates(&self, templates: &Templates) -> Result<(), StoreError> {
        self.connection.execute("DELETE FROM templates", [])?;
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO templates (kind, version, name, sha256, set_at, set_by, in_force)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?;
        for own in &templates.0 {
            insert.execute(params![
                own.kind.code(),
                own.version,
                own.name,
                own.sha256,
                own.set_at.to_string(),
                own.set_by.0,
                own.is_in_force,
            ])?;
        }
        self.bump_revision()
    }

    /// Keeps the bytes of a template. They stay when another takes its place: papers were made from it.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn keep_template_file(&self, sha256: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.connection
            .prepare_cached("INSERT OR IGNORE INTO template_files (sha256, bytes) VALUES (?1, ?2)")?
            .execute(params![sha256, bytes])?;
        Ok(())
    }
}
