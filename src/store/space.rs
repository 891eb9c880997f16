//! Room on the disk: the warning before it runs out, and what happens to memory shared with other processes when it has.
//!
//! The library maps the file `-shm` and writes one byte in each of its pages, so that they have a place on the disk. Where
//! a page is made of several blocks, as on a small ext4, the other blocks get theirs only when something is written into
//! the mapping; on a full disk the system then ends the process with a bus error. So on such a disk room is reserved
//! before anything is written, and without it the file is only read.

use std::cell::OnceCell;
use std::fs::{File, OpenOptions};
use std::mem::ManuallyDrop;
use std::os::unix::fs::{MetadataExt as _, OpenOptionsExt as _};
use std::path::Path;

use nix::fcntl::OFlag;
use nix::sys::statvfs::{Statvfs, statvfs};
use rustix::fs::{FallocateFlags, fallocate};
use rustix::io::Errno;

use super::Store;
use super::error::StoreError;
use super::surroundings::folder_of;
use super::whole::beside;

/// Below so many MB on the disk somebody has to make room soon.
const SCARCE_MB: u64 = 500;
/// The library's shared memory grows by pages of so many bytes.
const PAGE: u64 = 4096;
/// What it takes at the beginning, and a little for the folder.
const FIRST_NEED: u64 = 64 << 10;
/// So many bytes more than it has are reserved before something is written: enough for a log of 128 MB.
const AHEAD: u64 = 256 << 10;
/// The system tells the room of a file in units of so many bytes.
const UNIT: u64 = 512;

fn free_bytes(disk: &Statvfs) -> u64 {
    disk.blocks_available().saturating_mul(disk.fragment_size())
}

/// The disk on which the file lies, where its blocks are smaller than a page of the shared memory.
fn disk_of_small_blocks(path: &Path) -> Option<Statvfs> {
    statvfs(folder_of(path)).ok().filter(|disk| disk.fragment_size() < PAGE)
}

/// Whether the shared memory has room, or is not needed: then the file can be opened as always.
pub fn has_room_to_share(path: &Path) -> bool {
    disk_of_small_blocks(path).is_none_or(|disk| {
        let there = beside(path, "-shm").metadata().map_or(0, |shared| shared.blocks() * UNIT);
        free_bytes(&disk) + there >= FIRST_NEED
    })
}

/// The shared memory as this connection reserves room for it.
#[derive(Default)]
pub struct SharedMemory {
    /// Never closed: closing it would give up the locks that the library holds on the same file.
    file: OnceCell<ManuallyDrop<File>>,
}

impl SharedMemory {
    /// Reserves room for what a change may need.
    ///
    /// # Errors
    /// `DiskFull` where there is none.
    pub fn reserve(&self, database: &Path) -> Result<(), StoreError> {
        if disk_of_small_blocks(database).is_none() {
            return Ok(());
        }
        let file = if let Some(file) = self.file.get() {
            file
        } else {
            let mut options = OpenOptions::new();
            options.read(true).write(true).custom_flags(OFlag::O_NOFOLLOW.bits());
            let Ok(opened) = options.open(beside(database, "-shm")) else { return Ok(()) };
            self.file.get_or_init(|| ManuallyDrop::new(opened))
        };
        let length = file.metadata()?.len() + AHEAD;
        match fallocate(&**file, FallocateFlags::KEEP_SIZE, 0, length) {
            Err(Errno::NOSPC | Errno::DQUOT) => Err(StoreError::DiskFull),
            // Where nothing can be reserved the library is on its own, as everywhere else.
            Ok(()) | Err(_) => Ok(()),
        }
    }
}

impl Store {
    /// How many MB are left on the disk, where they are few.
    #[must_use]
    pub fn scarce_space_mb(&self) -> Option<u64> {
        let free = free_bytes(&statvfs(folder_of(&self.path)).ok()?) >> 20;
        (free < SCARCE_MB).then_some(free)
    }
}
