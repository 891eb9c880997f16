//! The quick check of a database that is opened: whether its pages fit together, before anything is written on them. What
//! takes long is looked at beside the reading or before the first writing. That the record is the one that was
//! written is proven by `verify`, which takes as long as the record.

use std::path::PathBuf;

use rusqlite::Connection;

use super::closed::Closed;
use super::error::StoreError;
use super::{Store, open};

/// Up to so many bytes it is looked at before anything else: some milliseconds.
const AT_ONCE: i64 = 1 << 20;
/// Up to so many bytes everything is looked at, indexes too: a fifth of a second at most.
const IN_FULL: i64 = 16 << 20;
/// Up to so many bytes the pages are looked at; beyond that it would take seconds, and it is left to `verify`.
const BY_PAGES: i64 = 256 << 20;

/// Whether the file is so small that it is looked at before anything is read.
///
/// # Errors
/// When the file cannot be read.
pub fn is_quick(connection: &Connection) -> Result<bool, StoreError> {
    Ok(bytes_of(connection)? <= AT_ONCE)
}

/// The first fault found, in Chinese; `None` where there is none.
///
/// # Errors
/// When the file cannot be read for another reason than that it is damaged.
pub fn fault(connection: &Connection) -> Result<Option<String>, StoreError> {
    match look(connection) {
        Ok(None) => Ok(None),
        Ok(Some(found)) => {
            tracing::error!(%found, "the file is damaged");
            Ok(Some("页面之间互相矛盾".to_owned()))
        }
        Err(StoreError::Damaged(what)) => Ok(Some(what)),
        Err(error) => Err(error),
    }
}

fn bytes_of(connection: &Connection) -> Result<i64, StoreError> {
    let number = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    Ok(number("page_count")?.saturating_mul(number("page_size")?))
}

fn look(connection: &Connection) -> Result<Option<String>, StoreError> {
    let bytes = bytes_of(connection)?;
    let question = if bytes <= IN_FULL {
        "PRAGMA integrity_check(1)"
    } else if bytes <= BY_PAGES {
        "PRAGMA quick_check(1)"
    } else {
        return Ok(None);
    };
    let word: String = connection.query_row(question, [], |row| row.get(0))?;
    Ok((word != "ok").then_some(word))
}

/// The look at a large file through a connection of its own, for another thread.
#[derive(Debug, Clone)]
pub struct QuickLook(PathBuf);

impl QuickLook {
    /// The first fault found, as [`fault`] gives it.
    ///
    /// # Errors
    /// When the file cannot be opened once more or read.
    pub fn take(&self) -> Result<Option<String>, StoreError> {
        fault(&open::to_read(&self.0)?)
    }
}

impl Store {
    /// What has still to be looked at; `None` once it is known whether the file is sound. Reading goes on meanwhile.
    #[must_use]
    pub fn quick_look(&self) -> Option<QuickLook> {
        self.is_unjudged.then(|| QuickLook(self.path.clone()))
    }

    /// Looks now at what was not looked at yet; a file that is not sound is only read from then on.
    ///
    /// # Errors
    /// When it cannot be looked at.
    pub fn settle(&mut self) -> Result<(), StoreError> {
        if self.is_unjudged {
            let found = fault(&self.connection)?;
            self.settle_by(found)?;
        }
        Ok(())
    }

    /// The same with what a [`QuickLook`] found.
    ///
    /// # Errors
    /// When the connection cannot be set.
    pub fn settle_by(&mut self, found: Option<String>) -> Result<(), StoreError> {
        if !std::mem::take(&mut self.is_unjudged) {
            return Ok(());
        }
        let Some(fault) = found else { return open::let_log_go(&self.connection) };
        self.connection.pragma_update(None, "query_only", true)?;
        self.closed = Some(Closed::damaged(fault, &self.path));
        Ok(())
    }
}
