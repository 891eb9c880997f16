//! The two ways to the records. A [`Snapshot`] is one moment of the database: it can only be read, and what is read
//! from it belongs together whatever others write meanwhile. [`Records`] is a transaction: it reads like a snapshot
//! and writes besides. Neither can be had outside [`Store::read`] and [`Store::write`].

use std::ops::{ControlFlow, Deref};
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension as _, Transaction, TransactionBehavior};

use super::error::{StoreError, StoreFailure};
use super::importing::{self, ImportMark};
use super::open::BUSY_TIMEOUT;
use super::{OnWait, Store};
use crate::domain::time::Moment;

/// A writer asks in rounds of this length whether the others are done. Within one round the library asks ever more
/// seldom, so short rounds let many writers take turns.
const ROUND: Duration = Duration::from_millis(100);
/// So many rounds without an import it waits: as long as [`BUSY_TIMEOUT`].
const ROUNDS: u32 = 50;
/// So many rounds in all it waits beside an import: a minute.
const ROUNDS_BESIDE_IMPORT: u32 = 600;
/// Pages kept in memory while very much is written at once, in KiB; negative by the library's convention.
const LARGE_CACHE: i64 = -65_536;
/// As the library has it by itself.
const USUAL_CACHE: i64 = -2_000;

/// The records as they stand at one moment.
pub struct Snapshot<'a> {
    pub(super) connection: &'a Connection,
}

/// The records inside a transaction that may change them.
pub struct Records<'a> {
    snapshot: Snapshot<'a>,
    store: &'a Store,
}

impl<'a> Deref for Records<'a> {
    type Target = Snapshot<'a>;

    fn deref(&self) -> &Snapshot<'a> {
        &self.snapshot
    }
}

impl Records<'_> {
    /// The store that this transaction belongs to.
    pub(super) const fn store(&self) -> &Store {
        self.store
    }

    /// Tells whoever waits that this person imports. To be kept until the transaction has ended.
    ///
    /// # Errors
    /// When the folder of the database cannot be written.
    pub fn mark_import(&self, name: &str) -> Result<ImportMark, StoreError> {
        importing::mark(&self.store.path, name)
    }

    /// Gets ready for writing very much: what is written again and again stays in memory instead of going to the log
    /// each time.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn expect_much(&self) -> Result<(), StoreError> {
        Ok(self.connection.pragma_update(None, "cache_size", LARGE_CACHE)?)
    }
}

impl Store {
    /// Reads several things of one moment. Nobody is kept from writing by it, and whoever reads is kept from it by
    /// nobody. One reading cannot begin inside another.
    ///
    /// # Errors
    /// What `work` returns; when the database cannot be read.
    pub fn read<T, E: StoreFailure>(&self, work: impl FnOnce(&Snapshot<'_>) -> Result<T, E>) -> Result<T, E> {
        // The moment begins with the first statement and ends when this is dropped; there is nothing to commit.
        let transaction = self.connection.unchecked_transaction().map_err(StoreError::from)?;
        self.watched(work(&Snapshot { connection: &transaction }))
    }

    /// Does several things as one: all of them are kept, or none. The lock is taken at once, so nobody is
    /// surprised half-way.
    ///
    /// # Errors
    /// What `work` returns; then nothing was kept.
    pub fn write<T, E: StoreFailure>(
        &mut self,
        work: impl FnOnce(&Records<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        self.settle()?;
        let mut on_wait = self.on_wait.take();
        let written = self.write_with(&mut on_wait, work);
        self.on_wait = on_wait;
        self.watched(written)
    }

    fn write_with<T, E: StoreFailure>(
        &self,
        on_wait: &mut Option<OnWait>,
        work: impl FnOnce(&Records<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        if let Some(closed) = self.closed() {
            return Err(StoreError::Closed(closed.clone()).into());
        }
        let transaction = self.begin(on_wait)?;
        let done = work(&Records { snapshot: Snapshot { connection: &transaction }, store: self })?;
        transaction.commit().map_err(StoreError::from)?;
        self.note_head();
        Ok(done)
    }

    /// The same for what nobody waits for: when somebody else is writing, or nothing may be written, nothing is done and nothing is given back.
    ///
    /// # Errors
    /// What `work` returns; then nothing was kept.
    pub fn write_if_free<T, E: StoreFailure>(
        &mut self,
        work: impl FnOnce(&Records<'_>) -> Result<T, E>,
    ) -> Result<Option<T>, E> {
        self.settle()?;
        if self.closed().is_some() {
            return Ok(None);
        }
        self.watched(self.write_at_once(work))
    }

    fn write_at_once<T, E: StoreFailure>(
        &self,
        work: impl FnOnce(&Records<'_>) -> Result<T, E>,
    ) -> Result<Option<T>, E> {
        self.shared.reserve(&self.path)?;
        self.connection.busy_timeout(ROUND).map_err(StoreError::from)?;
        let begun = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate);
        self.connection.busy_timeout(BUSY_TIMEOUT).map_err(StoreError::from)?;
        let transaction = match begun.map_err(StoreError::from) {
            Err(StoreError::Busy) => return Ok(None),
            other => other?,
        };
        let done = work(&Records { snapshot: Snapshot { connection: &transaction }, store: self })?;
        transaction.commit().map_err(StoreError::from)?;
        self.note_head();
        Ok(Some(done))
    }

    /// Keeps how far the record goes now, so that this machine notices when the file is changed for an older one. What
    /// was saved is saved, whether or not that can be noted.
    fn note_head(&self) {
        let noted = self.seen.as_ref().map(|seen| seen.keep(&self.connection));
        if let Some(Err(error)) = noted {
            tracing::warn!(%error, "the head that was seen could not be kept");
        }
    }

    /// Gives back the memory that [`Records::expect_much`] took.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn expect_little(&self) -> Result<(), StoreError> {
        Ok(self.connection.pragma_update(None, "cache_size", USUAL_CACHE)?)
    }

    /// Takes the lock. Beside an import it waits long and says for whom, else as long as for anything.
    fn begin(&self, on_wait: &mut Option<OnWait>) -> Result<Transaction<'_>, StoreError> {
        self.shared.reserve(&self.path)?;
        self.connection.busy_timeout(ROUND)?;
        let (mut rounds, mut without_import, mut beside) = (0, 0, 0);
        let begun = loop {
            let begun = Transaction::new_unchecked(&self.connection, TransactionBehavior::Immediate);
            match begun.map_err(StoreError::from) {
                Err(StoreError::Busy) => {}
                other => break other,
            }
            rounds += 1;
            if let Some(name) = importing::importer(&self.path) {
                (without_import, beside) = (0, beside + 1);
                let goes_on = on_wait.as_mut().map_or(ControlFlow::Continue(()), |told| told(&name, beside));
                if goes_on.is_break() || rounds >= ROUNDS_BESIDE_IMPORT {
                    break Err(StoreError::Importing(name));
                }
            } else {
                without_import += 1;
                if without_import >= ROUNDS {
                    break Err(StoreError::Busy);
                }
            }
        };
        self.connection.busy_timeout(BUSY_TIMEOUT)?;
        begun
    }
}

impl Snapshot<'_> {
    /// When the newest event was recorded; `None` before the first.
    ///
    /// # Errors
    /// `Damaged` when that cannot be read.
    pub fn newest_at(&self) -> Result<Option<Moment>, StoreError> {
        let mut statement =
            self.connection.prepare_cached("SELECT at FROM events ORDER BY position DESC LIMIT 1")?;
        let newest: Option<String> = statement.query_row([], |row| row.get(0)).optional()?;
        newest
            .map(|at| Moment::parse(&at).ok_or_else(|| StoreError::Damaged("最新一条记录的时间".to_owned())))
            .transpose()
    }
}
