//! The write-ahead log as a file: which one it is, and whether frames of a former one still lie in it. The library begins a
//! log anew with another salt and overwrites the former from its beginning.

use std::fs::File;
use std::io::{ErrorKind, Read as _, Seek as _, SeekFrom};
use std::path::Path;

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

/// A log with something in it.
pub struct LogFile {
    /// Differs for every log that was begun anew.
    pub name: String,
    /// Whether every frame in it belongs to it.
    pub is_of_one_piece: bool,
}

/// Looks at the log of a database; `None` where it is empty.
///
/// # Errors
/// When it cannot be read.
pub fn look(database: &Path) -> Result<Option<LogFile>, StoreError> {
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
    let salt = part(&head, SALT_AT, SALT).to_vec();
    let page = part(&head, PAGE_SIZE_AT, 4).iter().fold(0_u64, |size, byte| size << 8 | u64::from(*byte));
    let (mut at, mut is_of_one_piece) = (HEAD as u64, true);
    let mut frame = [0; FRAME_HEAD];
    while at + FRAME_HEAD as u64 <= length {
        log.seek(SeekFrom::Start(at))?;
        log.read_exact(&mut frame)?;
        is_of_one_piece &= part(&frame, FRAME_SALT_AT, SALT) == salt;
        at += FRAME_HEAD as u64 + page;
    }
    Ok(Some(LogFile { name: hex(&salt), is_of_one_piece }))
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
            look(&database).unwrap().map(|log| log.is_of_one_piece)
        };
        assert_eq!(of_one_piece(b""), None);
        assert_eq!(of_one_piece(&log(&[7, 7])), Some(true));
        assert_eq!(of_one_piece(&log(&[7, 6])), Some(false));
    }
}
