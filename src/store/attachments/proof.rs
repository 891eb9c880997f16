//! The proof that every file is there and is the one that was attached.

use std::fs::{File, OpenOptions};
use std::io::Read as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use nix::fcntl::OFlag;
use sha2::{Digest as _, Sha256};

use super::super::verify::FirstBad;
use super::super::{Snapshot, Store, StoreError};
use super::{file_in, folder_of};
use crate::domain::document::hash::hex;

/// So much is read at once, in bytes.
const CHUNK: usize = 1 << 18;

/// A file that a record needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Place in the chain of the event that attached it.
    pub position: i64,
    pub sha256: String,
    pub size: u64,
}

impl Snapshot<'_> {
    /// Every file that a record needs, each once, in the order in which they were attached.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn files_wanted(&self) -> Result<Vec<Wanted>, StoreError> {
        let mut statement = self.connection.prepare(
            "SELECT min(e.position), a.sha256, a.size
             FROM attachments a JOIN events e ON e.stream_id = a.stream_id AND e.seq = a.seq
             GROUP BY a.sha256, a.size ORDER BY 1",
        )?;
        let rows = statement.query_map([], |row| {
            let size = u64::try_from(row.get::<_, i64>(2)?).unwrap_or(u64::MAX);
            Ok(Wanted { position: row.get(0)?, sha256: row.get(1)?, size })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }
}

impl Store {
    /// The first of these files that is missing or is not what was attached. `told` hears how many were looked at.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn attachment_fault(
        &self,
        wanted: &[Wanted],
        told: &mut dyn FnMut(usize, usize),
    ) -> Result<Option<FirstBad>, StoreError> {
        let folder = folder_of(&self.path);
        for (looked_at, file) in wanted.iter().enumerate() {
            told(looked_at, wanted.len());
            let Some(why) = fault(&file_in(&folder, &file.sha256), file) else { continue };
            // It may have been erased since the list was read, and rightly.
            if self.read(|snapshot| snapshot.needs(&file.sha256))? {
                let seq = u64::try_from(file.position).unwrap_or(0);
                return Ok(Some(FirstBad { seq, reason: format!("这一条附上的文件{why}") }));
            }
        }
        Ok(None)
    }

    /// Opens the file with this content for copying it out.
    ///
    /// # Errors
    /// `Unsafe` when it is not there or not the one that was attached.
    pub fn open_attachment(&self, sha256: &str, size: u64) -> Result<File, StoreError> {
        let path = file_in(&folder_of(&self.path), sha256);
        let wanted = Wanted { position: 0, sha256: sha256.to_owned(), size };
        if let Some(why) = fault(&path, &wanted) {
            return Err(StoreError::Unsafe(format!(
                "附上的文件{why}，没有另存；请系统管理员运行 ydt verify，再从备份里找回。"
            )));
        }
        Ok(open(&path)?)
    }
}

/// Opens a regular file and follows no link to it.
pub(super) fn open(path: &Path) -> std::io::Result<File> {
    let flags = (OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK).bits();
    OpenOptions::new().read(true).custom_flags(flags).open(path)
}

/// Whether the file is the one that is wanted.
pub(super) fn is_sound(path: &Path, sha256: &str, size: u64) -> bool {
    let wanted = Wanted { position: 0, sha256: sha256.to_owned(), size };
    fault(path, &wanted).is_none()
}

fn fault(path: &Path, wanted: &Wanted) -> Option<&'static str> {
    let Ok(mut file) = open(path) else { return Some("不见了") };
    let Ok(about) = file.metadata() else { return Some("读不出来") };
    if !about.is_file() || about.len() != wanted.size {
        return Some("被改动过（大小不符）");
    }
    let (mut digest, mut bytes) = (Sha256::new(), vec![0; CHUNK]);
    loop {
        match file.read(&mut bytes) {
            Ok(0) => break,
            Ok(read) => digest.update(bytes.get(..read).unwrap_or_default()),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => return Some("读不出来"),
        }
    }
    (hex(&digest.finalize()) != wanted.sha256).then_some("被改动过（内容不符）")
}
