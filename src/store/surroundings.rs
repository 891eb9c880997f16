//! What is looked at before the library may open a file: that it is ours, that it is a plain file of one name, and that
//! nobody else can write it, its folder, or what the library keeps beside it. Nothing is changed by looking.

use std::fs::Metadata;
use std::io::Read as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use nix::sys::statvfs::{FsFlags, statvfs};
use nix::unistd::{AccessFlags, eaccess, geteuid};

use super::error::StoreError;
use super::open::{APPLICATION_ID, newest_schema};
use super::whole::{DRAFT, beside};

/// How every database file of the library begins.
const MAGIC: &[u8] = b"SQLite format 3\0";
/// The header of a database file, and where two big-endian numbers of four bytes stand in it.
const HEADER: usize = 100;
const USER_VERSION: usize = 60;
const APPLICATION: usize = 68;
/// What the library keeps beside a file and takes for a part of it.
const PARTS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Refuses a file that may not or need not be opened.
///
/// # Errors
/// `Missing`, `NotOurs`, `TooNew`, `Damaged`; `Unsafe` with the command that mends it.
pub fn check(path: &Path) -> Result<(), StoreError> {
    let about = plain_file(path)?;
    check_header(path)?;
    // Only what looks like a database of ours comes here: nobody is told to change the mode of some file that was
    // named by mistake.
    check_private(path, &about)?;
    check_names(path, &about)?;
    for ending in PARTS {
        let part = beside(path, ending);
        match std::fs::symlink_metadata(&part) {
            Ok(about) => check_private(&part, &about)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
    }
    check_folder(path, Lies::Database)?;
    refuse_network_disk(path)
}

/// Whether the file can be written where it lies, and the library's own files beside it.
pub fn is_writable(path: &Path) -> bool {
    let is_read_only = statvfs(path).is_ok_and(|disk| disk.flags().contains(FsFlags::ST_RDONLY));
    !is_read_only && [path, folder_of(path)].iter().all(|place| eaccess(*place, AccessFlags::W_OK).is_ok())
}

/// Whether something stands in the write-ahead log that may not be in the file yet.
pub fn has_log(path: &Path) -> bool {
    beside(path, "-wal").metadata().is_ok_and(|log| log.len() > 0)
}

/// Whether the library's shared memory is there, as it is while somebody has the file open.
pub fn has_shared_memory(path: &Path) -> bool {
    beside(path, "-shm").exists()
}

/// The folder that a file lies in.
pub fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// What is to lie in a folder, in the words of whoever is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lies {
    Database,
    Backup,
}

impl Lies {
    /// What others could exchange there, what was not done, and what to do where a folder is everybody's.
    const fn words(self) -> [&'static str; 3] {
        match self {
            Self::Database => ["数据库", "没有打开", "把数据库移到只有本人能写的文件夹，再用 --db 指定"],
            Self::Backup => ["备份", "没有写", "把备份放到只有本人能写的文件夹"],
        }
    }
}

/// Refuses a folder in which others could put another file in the place of this one.
///
/// # Errors
/// `Unsafe` with the command that mends it.
pub fn check_folder(path: &Path, lies: Lies) -> Result<(), StoreError> {
    let folder = folder_of(path);
    let about = folder.metadata()?;
    let (shown, [what, not_done, way_out]) = (folder.display(), lies.words());
    // Root can put anything anywhere, so a folder of root's is as safe as one's own.
    if about.uid() != geteuid().as_raw() && about.uid() != 0 {
        return Err(StoreError::Unsafe(format!(
            "文件夹 {shown} 属于别的用户，可以调换其中的{what}，{not_done}；请先由管理员运行：chown {} {shown}",
            geteuid()
        )));
    }
    if about.mode() & 0o022 == 0 {
        return Ok(());
    }
    Err(StoreError::Unsafe(if about.mode() & 0o1000 == 0 {
        format!("文件夹 {shown} 别人也能写，可以调换其中的{what}，{not_done}；请先运行：chmod 700 {shown}")
    } else {
        format!("文件夹 {shown} 是大家共用的，别人可以在旁边放文件，{not_done}；请{way_out}。")
    }))
}

fn plain_file(path: &Path) -> Result<Metadata, StoreError> {
    let about = match std::fs::symlink_metadata(path) {
        Ok(about) => about,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(StoreError::Missing(path.to_owned()));
        }
        Err(error) => return Err(error.into()),
    };
    let shown = path.display();
    if about.file_type().is_symlink() {
        return Err(StoreError::Unsafe(format!(
            "{shown} 是符号链接，没有打开；请用 --db 直接指定数据库文件本身。"
        )));
    }
    if !about.is_file() {
        return Err(StoreError::Unsafe(format!("{shown} 不是普通文件，没有打开；请核对 --db 的路径。")));
    }
    if about.uid() != geteuid().as_raw() {
        return Err(StoreError::Unsafe(format!(
            "{shown} 属于别的用户，没有打开；请以该用户身份运行，或由管理员执行 chown。"
        )));
    }
    Ok(about)
}

/// Refuses what is no database of ours, or a newer one, by its first bytes: the library would leave its own files beside
/// it, and takes an empty file for a new database.
pub fn check_header(path: &Path) -> Result<(), StoreError> {
    let mut header = [0; HEADER];
    match std::fs::File::open(path)?.read_exact(&mut header) {
        Ok(()) if header.starts_with(MAGIC) => {}
        Err(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => return Err(error.into()),
        Ok(()) | Err(_) => return Err(StoreError::NotOurs(path.to_owned())),
    }
    let number = |at: usize| {
        let bytes = header.get(at..at + 4).and_then(|bytes| bytes.try_into().ok());
        bytes.map_or(0, |bytes| i64::from(i32::from_be_bytes(bytes)))
    };
    check_numbers(path, number(APPLICATION), number(USER_VERSION))
}

/// Judges the two numbers by which a file says what it is.
///
/// # Errors
/// `NotOurs`, `TooNew`, `Damaged`.
pub fn check_numbers(path: &Path, application: i64, version: i64) -> Result<(), StoreError> {
    let known = newest_schema();
    if application != APPLICATION_ID {
        Err(StoreError::NotOurs(path.to_owned()))
    } else if version > known {
        Err(StoreError::TooNew { found: version, known })
    } else if version < 1 {
        Err(StoreError::Damaged(format!("格式号 {version} 不是本程序写的")))
    } else {
        Ok(())
    }
}

/// Refuses what others can reach or own.
fn check_private(path: &Path, about: &Metadata) -> Result<(), StoreError> {
    let shown = path.display();
    if !about.is_file() || about.uid() != geteuid().as_raw() {
        return Err(StoreError::Unsafe(format!(
            "{shown} 不是本用户的普通文件，数据库没有打开；请先由管理员查明来源，再运行：chown {} {shown}",
            geteuid()
        )));
    }
    if about.mode() & 0o077 != 0 {
        return Err(StoreError::Unsafe(format!(
            "{shown} 的权限过宽，其他用户可以读写，没有打开；请先运行：chmod 600 {shown}"
        )));
    }
    Ok(())
}

/// Refuses a file that has a further name: whoever has that one reaches the same bytes by another way.
fn check_names(path: &Path, about: &Metadata) -> Result<(), StoreError> {
    if about.nlink() < 2 || about.nlink() <= 1 + drafts_of(path, about)? {
        return Ok(());
    }
    let shown = path.display();
    Err(StoreError::Unsafe(format!(
        "{shown} 还有别的名字（硬链接），从那里也能改动，没有打开；请先运行：cp -p {shown} {shown}.new && mv {shown}.new {shown}"
    )))
}

/// How many names of the same file are drafts of ours: where a disk cannot rename without overwriting, a file being made
/// has two names for a moment.
fn drafts_of(path: &Path, about: &Metadata) -> Result<u64, StoreError> {
    let mut begins = path.file_name().unwrap_or_default().to_owned();
    begins.push(DRAFT);
    let begins = begins.to_string_lossy().into_owned();
    let mut drafts = 0;
    for entry in folder_of(path).read_dir()? {
        let entry: PathBuf = entry?.path();
        let is_draft =
            entry.file_name().is_some_and(|name| name.to_string_lossy().starts_with(begins.as_str()));
        let is_same = || entry.symlink_metadata().is_ok_and(|draft| draft.ino() == about.ino());
        drafts += u64::from(is_draft && is_same());
    }
    Ok(drafts)
}

/// File locks on network disks cannot be trusted, so WAL on them can lose what was saved.
///
/// # Errors
/// `Unsafe` naming the kind of disk.
pub fn refuse_network_disk(path: &Path) -> Result<(), StoreError> {
    const NETWORK: [(i64, &str); 6] = [
        (0x6969, "NFS"),
        (0x517B, "SMB"),
        (0xFF53_4D42, "CIFS"),
        (0xFE53_4D42, "SMB2"),
        (0x0102_1997, "9P"),
        (0x00C3_6400, "Ceph"),
    ];
    let Ok(disk) = nix::sys::statfs::statfs(path) else { return Ok(()) };
    let kind = disk.filesystem_type().0;
    #[expect(clippy::useless_conversion, reason = "the width of this number differs between platforms")]
    let kind = i64::from(kind);
    match NETWORK.iter().find(|(magic, _)| *magic == kind) {
        Some((_, name)) => Err(StoreError::Unsafe(format!(
            "{} 在网络磁盘（{name}）上，多人同时写入可能丢数据，没有打开；请放到服务器的本地磁盘。",
            path.display()
        ))),
        None => Ok(()),
    }
}
