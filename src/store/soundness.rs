//! The quick check of a database that is opened: whether its pages fit together, before anything is written on them. What
//! takes long is looked at beside the reading, and only whoever writes waits for it. That the record is the one that was
//! written is proven by `verify`, which takes as long as the record.

use std::path::Path;
use std::thread::JoinHandle;

use rusqlite::{Connection, InterruptHandle};

use super::error::StoreError;
use super::open;

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

/// A look that is being taken on a thread of its own. Given up when this is dropped.
pub struct Looking {
    /// `None` once the answer was taken.
    thread: Option<JoinHandle<Result<Option<String>, StoreError>>>,
    interrupt: InterruptHandle,
}

impl Looking {
    /// Begins to look at the file through a connection of its own.
    ///
    /// # Errors
    /// When the file cannot be opened once more, or no thread can be had.
    pub fn begin(path: &Path) -> Result<Self, StoreError> {
        let connection = open::to_read(path)?;
        let interrupt = connection.get_interrupt_handle();
        let thread =
            std::thread::Builder::new().name("soundness".to_owned()).spawn(move || fault(&connection))?;
        Ok(Self { thread: Some(thread), interrupt })
    }

    /// Whether the answer is there, so that taking it takes no time.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.thread.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// Waits for the answer: the first fault found.
    ///
    /// # Errors
    /// As [`fault`].
    pub fn finish(mut self) -> Result<Option<String>, StoreError> {
        let stopped = || StoreError::Other("数据库的快速检查中断了，请重新打开".to_owned());
        self.thread.take().map_or(Ok(None), |thread| thread.join().map_err(|_panicked| stopped())?)
    }
}

impl Drop for Looking {
    fn drop(&mut self) {
        if let Some(thread) = self.thread.take() {
            // Its connection has to be closed before the one it stands beside, which then tidies up.
            self.interrupt.interrupt();
            let _nobody_asks_any_more = thread.join();
        }
    }
}
