//! Erasing. Erasable text lies in the tables of texts, in the rows and the index made from them, in the write-ahead
//! log, in copies kept before migrations, and in drafts; this file owns that list. What an act cannot complete at once
//! is marked in the database and taken up again by every sweep, until no byte is left.
//!
//! Drafts lie outside the database: `office` says which cases were erased, and each session deletes what it kept about
//! them (`runtime/worker/drafts.rs`).

use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension as _, params};

use super::error::StoreError;
use super::journal::{self, Stamp};
use super::streams::StreamId;
use super::{Outlook, Records, Snapshot, Store, derived, erased_list, log_file, open, replacing, summary};
use crate::domain::case::Case;
use crate::domain::event::TextPlace;
use crate::domain::sealable::SealClass;
use crate::domain::time::Moment;
use crate::domain::town::event::{CopiesErased, DraftsErased};

/// Up to so many cases the search index is put in order inside the act; with more that would keep others waiting.
const OPTIMISED_IN_THE_ACT: i64 = 20_000;
/// Pages of the index that one step rewrites, and steps that one sweep takes.
const PAGES_A_STEP: i64 = 250;
const STEPS_A_SWEEP: u32 = 20;
/// How long emptying the log waits for those who still read from it; the next sweep tries again.
const WAIT_FOR_READERS: Duration = Duration::from_millis(200);
/// So much is overwritten at once.
const CHUNK: usize = 1 << 16;

/// Where bytes of erased text may still lie after an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Segments of the search index that hold deleted entries until they are merged.
    Index,
    /// The write-ahead log, which somebody still reads from.
    Log,
    /// Copies of the file that were kept before migrations.
    Copies,
    /// Attachments that no record needs any more.
    Files,
}

impl Place {
    const ALL: [Self; 4] = [Self::Index, Self::Log, Self::Copies, Self::Files];

    /// As stored and as written in JSON.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Index => "index",
            Self::Log => "log",
            Self::Copies => "copies",
            Self::Files => "files",
        }
    }

    /// In the words of whoever has to mend it.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Index => "检索索引",
            Self::Log => "预写日志",
            Self::Copies => "升级前留下的副本",
            Self::Files => "附件",
        }
    }
}

impl Snapshot<'_> {
    /// What bytes of erased text may still lie in, and since when.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn unfinished_erasures(&self) -> Result<Vec<(Place, String)>, StoreError> {
        let mut found = Vec::new();
        for place in Place::ALL {
            let since = marked(self.connection, place)?;
            found.extend(since.map(|since| (place, since)));
        }
        Ok(found)
    }
}

impl Records<'_> {
    /// Erases every text and identity of a sealed case, ordered by its newest event; chain and replay stay whole, for
    /// they hold only digests. [`Store::finish_erasing`] has to follow once this is committed.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn erase(&self, case: &mut Case, stamp: &Stamp, outlook: &Outlook<'_>) -> Result<(), StoreError> {
        let connection = self.connection;
        let erased = self.texts_of(case.id)?;
        order(connection, case.id.into(), case.seq, &[SealClass::Identity, SealClass::Text])?;
        for table in ["identity_texts", "case_texts"] {
            connection
                .prepare_cached(&format!("DELETE FROM {table} WHERE case_id = ?1"))?
                .execute([case.id.0])?;
        }
        self.after_erasing(case, &erased, stamp, outlook)
    }

    /// Erases who complained and the texts that say it, ordered by the case's newest event.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn erase_identity(
        &self,
        case: &mut Case,
        texts: &[TextPlace],
        stamp: &Stamp,
        outlook: &Outlook<'_>,
    ) -> Result<(), StoreError> {
        let connection = self.connection;
        let erased = self.texts_of(case.id)?;
        order(connection, case.id.into(), case.seq, &[SealClass::Identity, SealClass::Text])?;
        connection.prepare_cached("DELETE FROM identity_texts WHERE case_id = ?1")?.execute([case.id.0])?;
        let mut delete = connection
            .prepare_cached("DELETE FROM case_texts WHERE case_id = ?1 AND seq = ?2 AND place = ?3")?;
        for TextPlace { seq, place } in texts {
            delete.execute(params![case.id.0, seq, place])?;
        }
        self.after_erasing(case, &erased, stamp, outlook)
    }

    /// What follows from the texts that are gone.
    fn after_erasing(
        &self,
        case: &mut Case,
        erased: &[String],
        stamp: &Stamp,
        outlook: &Outlook<'_>,
    ) -> Result<(), StoreError> {
        let connection = self.connection;
        connection.prepare_cached("DELETE FROM erasure WHERE case_id = ?1")?.execute([case.id.0])?;
        connection
            .prepare_cached("DELETE FROM drafts WHERE key LIKE '%' || ?1 || '%'")?
            .execute([format!("/{}/", case.id.0)])?;
        if let Some(blank) = journal::fold(case.id, &journal::read(connection, case.id)?) {
            *case = blank;
        }
        self.forget_filters()?;
        self.forget_repeat_hints(case.id)?;
        self.forget_unnumbered_rows(case.id)?;
        summary::write(connection, case, outlook)?;
        derived::write(connection, case)?;
        self.forget_kept_filters(erased)?;
        self.mark_backups_of(case.id)?;
        self.begin_erasing(stamp)
    }

    /// Erases the drafts that an older version kept in the database, once they are files.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn erase_drafts(&self, stamp: &Stamp) -> Result<(), StoreError> {
        let erased = self.connection.execute("DELETE FROM drafts", [])?;
        self.append_town(&DraftsErased { drafts: erased as u64 }.into(), stamp)?;
        mark(self.connection, Place::Log, stamp.at)
    }

    /// Puts the index in order, or marks that it has to be, and notes the copies that have to go.
    fn begin_erasing(&self, stamp: &Stamp) -> Result<(), StoreError> {
        let connection = self.connection;
        let cases: i64 =
            connection.query_row("SELECT coalesce(sum(n), 0) FROM tallies", [], |row| row.get(0))?;
        if cases <= OPTIMISED_IN_THE_ACT {
            connection.execute("INSERT INTO search (search) VALUES ('optimize')", [])?;
        } else {
            mark(connection, Place::Index, stamp.at)?;
        }
        mark(connection, Place::Files, stamp.at)?;
        self.begin_erasing_beside_index(stamp)
    }

    /// The same for what the index never held.
    pub(super) fn begin_erasing_beside_index(&self, stamp: &Stamp) -> Result<(), StoreError> {
        let connection = self.connection;
        mark(connection, Place::Log, stamp.at)?;
        let copies = copies(connection)?;
        if !copies.is_empty() {
            let files = copies.iter().map(|path| name_of(path)).collect();
            self.append_town(&CopiesErased { files }.into(), stamp)?;
            mark(connection, Place::Copies, stamp.at)?;
        }
        Ok(())
    }
}

impl Store {
    /// Completes what an erasure has left, as far as that is possible now: copies, index, then the log, which nobody
    /// may be reading from, then attachments. What is left stays marked.
    ///
    /// # Errors
    /// When the database or a copy cannot be written.
    pub fn finish_erasing(&mut self) -> Result<(), StoreError> {
        self.finish_erasing_beside_files()?;
        if self.closed().is_none()
            && marked(&self.connection, Place::Files)?.is_some()
            && self.erase_orphans()?
        {
            self.unmark(Place::Files)?;
        }
        Ok(())
    }

    /// The same but for attachments, which lie in the folder of another database while this one is only made ready to take
    /// its place.
    ///
    /// # Errors
    /// As [`finish_erasing`](Self::finish_erasing).
    pub fn finish_erasing_beside_files(&mut self) -> Result<(), StoreError> {
        let is_finished: bool = self
            .connection
            .prepare_cached("SELECT NOT EXISTS (SELECT 1 FROM unfinished_erasures WHERE place <> 'files')")?
            .query_row([], |row| row.get(0))?;
        if is_finished {
            return Ok(());
        }
        self.settle()?;
        if self.closed().is_some() {
            return Ok(());
        }
        erased_list::keep(&self.connection, &self.path)?;
        if marked(&self.connection, Place::Copies)?.is_some() {
            for copy in copies(&self.connection)? {
                erase_file(&copy)?;
            }
            self.unmark(Place::Copies)?;
        }
        let mut steps = 0;
        while steps < STEPS_A_SWEEP && marked(&self.connection, Place::Index)?.is_some() {
            // Nobody waits for this, so whoever writes goes first.
            let Some(is_merged) = self.write_if_free(|records| merge(records.connection))? else {
                return Ok(());
            };
            if is_merged {
                self.unmark(Place::Index)?;
            }
            steps += 1;
        }
        // As long as the index is not in order, more of it goes through the log.
        let is_ordered = marked(&self.connection, Place::Index)?.is_none();
        if is_ordered
            && marked(&self.connection, Place::Log)?.is_some()
            && (self.empty_log()? || self.is_log_another()?)
        {
            self.unmark(Place::Log)?;
        }
        Ok(())
    }

    /// Moves what was written into the main file and empties the write-ahead log; says whether nobody was in the way.
    pub fn empty_log(&self) -> Result<bool, StoreError> {
        self.connection.busy_timeout(WAIT_FOR_READERS)?;
        let busy =
            self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, i64>(0));
        self.connection.busy_timeout(open::BUSY_TIMEOUT)?;
        match busy.map_err(StoreError::from) {
            Ok(busy) => Ok(busy == 0),
            Err(StoreError::Busy) => Ok(false),
            Err(other) => Err(other),
        }
    }

    /// Where an engine that copies the file keeps the log from being emptied by us, it empties it by itself: whether the log
    /// is another one by now than that in which the erased text stood, with nothing left of the former.
    fn is_log_another(&mut self) -> Result<bool, StoreError> {
        let noted: Option<String> = self
            .connection
            .prepare_cached("SELECT log FROM unfinished_erasures WHERE place = 'log'")?
            .query_row([], |row| row.get(0))
            .optional()?
            .flatten();
        let Some(present) = log_file::look(&self.path)? else { return Ok(true) };
        let Some(noted) = noted else {
            // Noted after the erasure was committed, so what was erased stood in this log or an earlier one.
            let name = present.name;
            self.write_if_free(|records| {
                records
                    .connection
                    .prepare_cached(
                        "UPDATE unfinished_erasures SET log = ?1 WHERE place = 'log' AND log IS NULL",
                    )?
                    .execute([name])?;
                Ok::<(), StoreError>(())
            })?;
            return Ok(false);
        };
        Ok(present.name != noted && present.is_of_one_piece)
    }

    fn unmark(&mut self, place: Place) -> Result<(), StoreError> {
        // Where somebody else writes it stays marked, and the next sweep finds it done.
        self.write_if_free(|records| {
            records
                .connection
                .prepare_cached("DELETE FROM unfinished_erasures WHERE place = ?1")?
                .execute([place.code()])?;
            Ok::<(), StoreError>(())
        })?;
        Ok(())
    }
}

/// Lets texts of these classes be deleted until the transaction takes the order back.
pub(super) fn order(
    connection: &Connection,
    stream: StreamId,
    seq: u32,
    classes: &[SealClass],
) -> Result<(), StoreError> {
    let mut insert =
        connection.prepare_cached("INSERT INTO erasure (case_id, seq, class) VALUES (?1, ?2, ?3)")?;
    for class in classes {
        insert.execute(params![stream.0, seq, class.code()])?;
    }
    Ok(())
}

pub(super) fn mark(connection: &Connection, place: Place, since: Moment) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT OR IGNORE INTO unfinished_erasures (place, since) VALUES (?1, ?2)")?
        .execute([place.code(), &since.to_string()])?;
    Ok(())
}

fn marked(connection: &Connection, place: Place) -> Result<Option<String>, StoreError> {
    let mut statement =
        connection.prepare_cached("SELECT since FROM unfinished_erasures WHERE place = ?1")?;
    Ok(statement.query_row([place.code()], |row| row.get(0)).optional()?)
}

/// Merges some pages of the search index; says whether there was nothing left to merge, which the library tells by
/// the number of rows it changed. A negative number of pages says that everything is to become one segment.
fn merge(connection: &Connection) -> Result<bool, StoreError> {
    let before = connection.total_changes();
    connection.execute("INSERT INTO search (search, rank) VALUES ('merge', ?1)", [-PAGES_A_STEP])?;
    Ok(connection.total_changes() - before < 2)
}

/// Copies of the file that were kept before migrations and by restoring, and what a migration that was killed left of one.
fn copies(connection: &Connection) -> Result<Vec<PathBuf>, StoreError> {
    let Some(path) = connection.path().map(PathBuf::from) else { return Ok(Vec::new()) };
    let (Some(folder), Some(name)) = (path.parent(), path.file_name()) else { return Ok(Vec::new()) };
    let kinds = [".before-", replacing::REPLACED].map(|kind| format!("{}{kind}", name.to_string_lossy()));
    let mut found = Vec::new();
    for entry in folder.read_dir()? {
        let copy = entry?.path();
        if kinds.iter().any(|begins| name_of(&copy).starts_with(begins)) {
            found.push(copy);
        }
    }
    found.sort();
    Ok(found)
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Overwrites a file before its name goes, so that its words don't outlive it on the disk. One that is not there is
/// erased already.
///
/// # Errors
/// When it can be neither overwritten nor removed.
pub fn erase_file(path: &Path) -> std::io::Result<()> {
    match std::fs::OpenOptions::new().write(true).open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
        Ok(mut file) => {
            let zeros = vec![0; CHUNK];
            let mut left = file.metadata()?.len();
            while left > 0 {
                let now = usize::try_from(left).map_or(CHUNK, |left| left.min(CHUNK));
                file.write_all(zeros.split_at(now).0)?;
                left -= now as u64;
            }
            file.sync_all()?;
        }
    }
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        // Another process erased it at the same moment.
        Ok(()) | Err(_) => Ok(()),
    }
}
