//! Taking a file in: copied beside the database and on the disk before anything is recorded of it. Until then, and when
//! it is refused, it is nobody's and goes.

use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Read, Write as _};
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use super::super::erasing::erase_file;
use super::super::{Records, Store, StoreError, backup, whole};
use super::{INCOMING, file_in, folder_of, make};
use crate::domain::attachment::{FileKind, LOOKED_AT, TakenFile};
use crate::domain::document::hash::hex;

/// So much is copied at once, in bytes.
const CHUNK: usize = 1 << 16;

/// A file that was taken in and waits to be recorded.
pub struct Incoming {
    draft: PathBuf,
    pub file: TakenFile,
}

impl Drop for Incoming {
    fn drop(&mut self) {
        if let Err(error) = forget(&self.draft) {
            tracing::warn!(%error, "a file that was taken in could not be removed");
        }
    }
}

/// Removes a file that waited. Under its digest it stays, so its bytes are overwritten only where it has no such name.
pub(super) fn forget(draft: &Path) -> std::io::Result<()> {
    match draft.symlink_metadata() {
        Ok(about) if about.nlink() > 1 => std::fs::remove_file(draft),
        Ok(_) => erase_file(draft),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

impl Store {
    /// Copies what is read to beside the database: `longest` bytes at most, and as many as `announced` where that is
    /// known. The name is what it shall be called.
    ///
    /// # Errors
    /// `Unsafe` for what is empty, too large or changes meanwhile; `DiskFull`. Nothing is left then.
    pub fn take_in(
        &self,
        name: &str,
        input: &mut dyn Read,
        announced: Option<u64>,
        longest: u64,
    ) -> Result<Incoming, StoreError> {
        if let Some(closed) = self.closed() {
            return Err(StoreError::Closed(closed.clone()));
        }
        if announced.is_some_and(|size| size > longest) {
            return Err(too_large(longest));
        }
        let folder = folder_of(&self.path).join(INCOMING);
        make(&folder)?;
        if let Some(size) = announced {
            backup::check_room(&folder.join(name_of_draft()?), size)?;
        }
        let first = folder.join(name_of_draft()?);
        let copied = copy(&first, input, longest);
        let (sha256, size, kind) = match copied {
            Ok(copied) => copied,
            Err(error) => {
                forget(&first)?;
                return Err(error);
            }
        };
        // The name says which file may stand without a row should the program end before it is recorded.
        let draft = folder.join(format!("{sha256}.{}", name_of_draft()?));
        if let Err(error) = std::fs::rename(&first, &draft) {
            forget(&first)?;
            return Err(error.into());
        }
        let incoming = Incoming { draft, file: TakenFile { name: name.to_owned(), sha256, size, kind } };
        if size == 0 {
            return Err(StoreError::Unsafe("文件是空的，没有附上；请核对是不是这个文件。".to_owned()));
        }
        if announced.is_some_and(|announced| announced != size) {
            return Err(StoreError::Unsafe("文件正在被改写，没有附上；请等它写完再附。".to_owned()));
        }
        Ok(incoming)
    }

    /// Removes a file again that was put in its place and whose row was not kept, unless another record needs it; says whether that could
    /// be looked at now.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn take_back(&mut self, sha256: &str) -> Result<bool, StoreError> {
        let done = self.write_if_free(|records| {
            let file = file_in(&records.folder(), sha256);
            if records.needs(sha256)? { Ok(()) } else { erase_file(&file).map_err(StoreError::from) }
        })?;
        Ok(done.is_some())
    }
}

fn name_of_draft() -> Result<String, StoreError> {
    let draft = whole::draft_of(Path::new("file"))?;
    Ok(draft.to_string_lossy().into_owned())
}

/// The refusal of a file beyond the town's limit.
pub(super) fn too_large(longest: u64) -> StoreError {
    StoreError::Unsafe(format!(
        "文件超过 {} MiB，没有附上；请压缩或分成几个，上限由系统管理员在“附件大小上限”里设置。",
        longest >> 20
    ))
}

/// Copies to a new file that is on the disk when this returns; gives digest, size and kind.
fn copy(to: &Path, input: &mut dyn Read, longest: u64) -> Result<(String, u64, FileKind), StoreError> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(to)?;
    let (mut digest, mut size) = (Sha256::new(), 0_u64);
    let (mut beginning, mut end) = (Vec::new(), Vec::new());
    let mut bytes = vec![0; CHUNK];
    loop {
        let read = match input.read(&mut bytes) {
            Ok(0) => break,
            Ok(read) => bytes.get(..read).unwrap_or_default(),
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => {
                tracing::warn!(%error, "a file could not be read to its end");
                return Err(StoreError::Unsafe(
                    "文件读不出来，没有附上；请检查磁盘，或换一份文件。".to_owned(),
                ));
            }
        };
        size += read.len() as u64;
        if size > longest {
            return Err(too_large(longest));
        }
        digest.update(read);
        file.write_all(read)?;
        beginning.extend(read.iter().take(LOOKED_AT.saturating_sub(beginning.len())));
        end.extend_from_slice(read);
        end.drain(..end.len().saturating_sub(LOOKED_AT));
    }
    file.sync_all()?;
    Ok((hex(&digest.finalize()), size, FileKind::of(&beginning, &end)))
}

impl Records<'_> {
    /// Takes a file in as [`Store::take_in`] does, inside a transaction.
    ///
    /// # Errors
    /// As there.
    pub fn take_in(
        &self,
        name: &str,
        input: &mut dyn Read,
        announced: Option<u64>,
        longest: u64,
    ) -> Result<Incoming, StoreError> {
        self.store().take_in(name, input, announced, longest)
    }

    /// Gives a file that was taken in its name, on the disk when this returns; its event follows in this transaction.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn keep_file(&self, incoming: &Incoming) -> Result<(), StoreError> {
        let folder = self.folder();
        let place = file_in(&folder, &incoming.file.sha256);
        match std::fs::hard_link(&incoming.draft, &place) {
            Ok(()) => {}
            // The same content, or what is left of it: this one is whole.
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                std::fs::rename(&incoming.draft, &place)?;
            }
            Err(error) if error.kind() == ErrorKind::Unsupported => std::fs::rename(&incoming.draft, &place)?,
            Err(error) => return Err(error.into()),
        }
        Ok(File::open(&folder)?.sync_all()?)
    }
}
