//! The write-ahead log as a file, where an engine that copies the database keeps us from emptying it: which log it is, and
//! whether frames of a former one still lie in it. The library begins a log anew with another salt and overwrites the
//! former from its beginning, so what was erased may lie behind the present frames for as long as little is written.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{ErrorKind, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use rusqlite::OptionalExtension as _;

use super::Store;
use super::error::StoreError;
use super::whole::beside;
use crate::domain::document::hash::hex;

/// Bytes of the log's head and of the head of each frame, and where the two salts stand in them.
const HEAD: usize = 32;
const FRAME_HEAD: usize = 24;
const PAGE_SIZE_AT: usize = 8;
const SALT_AT: usize = 16;
const FRAME_SALT_AT: usize = 8;
const SALT: usize = 8;

/// At most so many bytes are written to overwrite what is left of a former log; a longer one is left to the engine.
const FILLED_AT_ONCE: u64 = 64 << 20;

/// A log with something in it.
struct LogFile {
    /// Differs for every log that was begun anew.
    name: String,
    /// The names of all logs of which frames lie in it, its own among them where it has any.
    of: BTreeSet<String>,
    length: u64,
}

impl LogFile {
    /// The names of former logs of which frames are left.
    fn former(&self) -> BTreeSet<String> {
        self.of.iter().filter(|name| **name != self.name).cloned().collect()
    }
}

impl Store {
    /// Whether the log is another one by now than that in which the erased text stood, with nothing left of the former. As
    /// long as it isn't, something is written: that moves the engine to take the log over, after which the library begins
    /// it anew, and then overwrites what is left behind the present frames. The mark itself is what is written.
    pub(super) fn is_log_another(&mut self) -> Result<bool, StoreError> {
        let noted: Option<String> = self
            .connection
            .prepare_cached("SELECT log FROM unfinished_erasures WHERE place = 'log'")?
            .query_row([], |row| row.get(0))
            .optional()?
            .flatten();
        let Some(present) = look(&self.path)? else { return Ok(true) };
        // Noted after the erasure was committed, so what was erased stood in this log or an earlier one.
        let Some(noted) = noted.filter(|noted| *noted != present.name) else {
            self.note_log(&[&present.name])?;
            return Ok(false);
        };
        let former = present.former();
        if former.is_empty() {
            return Ok(true);
        }
        if present.length > FILLED_AT_ONCE {
            self.note_log(&[&noted])?;
            return Ok(false);
        }
        // One transaction is never parted by a new beginning, so as many frames as the log has overwrite all of it wherever
        // the first of them comes to lie. The pages are free again when it ends.
        let filling = "0".repeat(usize::try_from(present.length).unwrap_or(0));
        self.note_log(&[&filling, &noted])?;
        let now = look(&self.path)?;
        Ok(now.is_none_or(|now| now.name != noted && now.of.is_disjoint(&former) && !now.of.contains(&noted)))
    }

    /// Writes these into the mark one after the other, of which the last stays. Where somebody else writes nothing is
    /// done: that moves the engine too, and the next sweep goes on.
    fn note_log(&mut self, names: &[&str]) -> Result<(), StoreError> {
        self.write_if_free(|records| {
            for name in names {
                records
                    .connection
                    .prepare_cached("UPDATE unfinished_erasures SET log = ?1 WHERE place = 'log'")?
                    .execute([name])?;
            }
            Ok::<(), StoreError>(())
        })?;
        Ok(())
    }
}

/// Looks at the log of a database; `None` where it is empty.
///
/// # Errors
/// When it cannot be read.
fn look(database: &Path) -> Result<Option<LogFile>, StoreError> {
    let mut log = match File::open(beside(database, "-wal")) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
        opened => opened?,
    };
    let length = log.metadata()?.len();
    let mut head = [0; HEAD];
    if length < HEAD as u64 {
        return Ok(None);
    }
    log.read_exact(&mut head)?;
    let page = part(&head, PAGE_SIZE_AT, 4).iter().fold(0_u64, |size, byte| size << 8 | u64::from(*byte));
    let (mut at, mut of) = (HEAD as u64, BTreeSet::new());
    let mut frame = [0; FRAME_HEAD];
    while at + FRAME_HEAD as u64 <= length {
        log.seek(SeekFrom::Start(at))?;
        log.read_exact(&mut frame)?;
        of.insert(hex(part(&frame, FRAME_SALT_AT, SALT)));
        at += FRAME_HEAD as u64 + page;
    }
    Ok(Some(LogFile { name: hex(part(&head, SALT_AT, SALT)), of, length }))
}

fn part(bytes: &[u8], at: usize, length: usize) -> &[u8] {
    bytes.get(at..at + length).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(salts: &[u64]) -> Vec<u8> {
        let mut bytes = vec![0; HEAD];
        bytes[PAGE_SIZE_AT..PAGE_SIZE_AT + 4].copy_from_slice(&512_u32.to_be_bytes());
        bytes[SALT_AT..SALT_AT + SALT].copy_from_slice(&7_u64.to_be_bytes());
        for salt in salts {
            let mut frame = vec![0; FRAME_HEAD + 512];
            frame[FRAME_SALT_AT..FRAME_SALT_AT + SALT].copy_from_slice(&salt.to_be_bytes());
            bytes.extend(frame);
        }
        bytes
    }

    #[test]
    fn frames_of_a_former_log_are_seen_and_an_empty_log_holds_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("a.db");
        assert!(look(&database).unwrap().is_none());
        let of_one_piece = |bytes: &[u8]| {
            std::fs::write(folder.path().join("a.db-wal"), bytes).unwrap();
            look(&database).unwrap().map(|log| log.former().is_empty())
        };
        assert_eq!(of_one_piece(b""), None);
        assert_eq!(of_one_piece(&log(&[7, 7])), Some(true));
        assert_eq!(of_one_piece(&log(&[7, 6])), Some(false));
    }
}
