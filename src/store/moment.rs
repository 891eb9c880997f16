//! The two ways to the records. A [`Snapshot`] is one moment of the database: it can only be read, and what is read
//! from it belongs together whatever others write meanwhile. [`Records`] is a transaction: it reads like a snapshot
//! and writes besides. Neither can be had outside [`Store::read`] and [`Store::write`].

use std::ops::Deref;

use rusqlite::{Connection, TransactionBehavior};

use super::Store;
use super::error::StoreError;

/// The records as they stand at one moment.
pub struct Snapshot<'a> {
    pub(super) connection: &'a Connection,
}

/// The records inside a transaction that may change them.
pub struct Records<'a> {
    snapshot: Snapshot<'a>,
}

impl<'a> Deref for Records<'a> {
    type Target = Snapshot<'a>;

    fn deref(&self) -> &Snapshot<'a> {
        &self.snapshot
    }
}

impl Store {
    /// Reads several things of one moment. Nobody is kept from writing by it, and whoever reads is kept from it by
    /// nobody. One reading cannot begin inside another.
    ///
    /// # Errors
    /// What `work` returns; when the database cannot be read.
    pub fn read<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Snapshot<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        // The moment begins with the first statement and ends when this is dropped; there is nothing to commit.
        let transaction = self.connection.unchecked_transaction().map_err(StoreError::from)?;
        work(&Snapshot { connection: &transaction })
    }

    /// Does several things as one: all of them are kept, or none. The lock is taken at once, so nobody is
    /// surprised half-way.
    ///
    /// # Errors
    /// What `work` returns; then nothing was kept.
    pub fn write<T, E: From<StoreError>>(
        &mut self,
        work: impl FnOnce(&Records<'_>) -> Result<T, E>,
    ) -> Result<T, E> {
        let transaction = self
            .connection
            .transaction_with_behavior(TransactionBehavior::Immediate)
            .map_err(StoreError::from)?;
        let done = work(&Records { snapshot: Snapshot { connection: &transaction } })?;
        transaction.commit().map_err(StoreError::from)?;
        Ok(done)
    }
}
