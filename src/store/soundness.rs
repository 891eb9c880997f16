//! The quick check when a database is opened: whether its pages fit together, before anything is written on them. That
//! the record is the one that was written is proven by `verify`, which takes as long as the record.

use rusqlite::Connection;

use super::error::StoreError;

/// Up to so many bytes everything is looked at, indexes too: a fifth of a second at most.
const IN_FULL: i64 = 16 << 20;
/// Up to so many bytes the pages are looked at; beyond that opening would take seconds, and it is left to `verify`.
const BY_PAGES: i64 = 256 << 20;

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
        Err(error) => {
            let error = StoreError::from(error);
            if let StoreError::Damaged(what) = error { Ok(Some(what)) } else { Err(error) }
        }
    }
}

fn look(connection: &Connection) -> rusqlite::Result<Option<String>> {
    let number = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let bytes = number("page_count")?.saturating_mul(number("page_size")?);
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
