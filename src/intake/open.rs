//! Opening the file a person named: a regular file only, never through a symlink, never blocking.

use std::fs::{File, FileType, Metadata, OpenOptions};
use std::io::{Error, ErrorKind};
use std::os::unix::fs::{FileTypeExt, OpenOptionsExt};
use std::path::Path;

use nix::errno::Errno;
use nix::fcntl::OFlag;

use super::bounded::{self, Unread};
use super::error::{IntakeError, quoted};

/// The largest file that is read, in bytes.
pub const FILE_LIMIT: u64 = 256 << 20;
/// What did not happen to a file that is no table.
const NOT_DONE: &str = "没有导入";

/// Opens a regular file and tells what is known of it. `not_done` says what was not done where that is refused.
///
/// # Errors
/// `Path` for what is missing, unreadable, a link or no regular file.
pub fn regular(path: &Path, not_done: &str) -> Result<(File, Metadata), IntakeError> {
    let shown = quoted(&path.to_string_lossy());
    let cannot = |error| unreadable(&shown, &error, not_done);
    // Looked at before opening because opening a device can already do something.
    let before = std::fs::symlink_metadata(path).map_err(cannot)?;
    refuse_odd_kinds(&shown, before.file_type(), not_done)?;
    let flags = (OFlag::O_NOFOLLOW | OFlag::O_NONBLOCK).bits();
    let file = OpenOptions::new().read(true).custom_flags(flags).open(path).map_err(cannot)?;
    // Looked at again because the path may have been exchanged in between.
    let metadata = file.metadata().map_err(cannot)?;
    refuse_odd_kinds(&shown, metadata.file_type(), not_done)?;
    Ok((file, metadata))
}

/// The whole content of a regular file.
pub(super) fn read_file(path: &Path) -> Result<Vec<u8>, IntakeError> {
    let shown = quoted(&path.to_string_lossy());
    let (file, metadata) = regular(path, NOT_DONE)?;
    if metadata.len() > FILE_LIMIT {
        return Err(too_large(metadata.len()));
    }
    take_all(&shown, file, metadata.len())
}

/// The refusal for a file beyond [`FILE_LIMIT`].
pub(super) fn too_large(size: u64) -> IntakeError {
    IntakeError::TooLarge(format!(
        "文件有 {} MiB，超过 256 MiB 的上限，没有导入；请分成几个文件再导入。",
        size.div_ceil(1 << 20)
    ))
}

fn take_all(shown: &str, file: File, size: u64) -> Result<Vec<u8>, IntakeError> {
    let changing = || IntakeError::Path(format!("文件{shown}正在被改写，没有导入；请等它写完再导入。"));
    let bytes = bounded::bytes(file, size, FILE_LIMIT).map_err(|fault| match fault {
        Unread::NoMemory => {
            IntakeError::TooLarge(format!("内存不够读入文件{shown}，没有导入；请分成几个文件再导入。"))
        }
        Unread::Opening(error) | Unread::Reading(error) => unreadable(shown, &error, NOT_DONE),
        // Its size was looked at before, so it has grown since.
        Unread::TooLong(_)
        | Unread::EndlessLine
        | Unread::Folder
        | Unread::NoRegularFile
        | Unread::NotUtf8 => changing(),
    })?;
    if bytes.len() as u64 == size { Ok(bytes) } else { Err(changing()) }
}

fn refuse_odd_kinds(shown: &str, kind: FileType, not_done: &str) -> Result<(), IntakeError> {
    let what = if kind.is_file() {
        return Ok(());
    } else if kind.is_dir() {
        "是一个文件夹"
    } else if kind.is_symlink() {
        "是一个符号链接"
    } else if kind.is_fifo() {
        "是一个管道"
    } else if kind.is_block_device() || kind.is_char_device() {
        "是一个设备"
    } else {
        "不是普通文件"
    };
    Err(IntakeError::Path(format!("{shown}{what}，{not_done}；请指定普通文件本身。")))
}

fn unreadable(shown: &str, error: &Error, not_done: &str) -> IntakeError {
    let kind = error.kind();
    let what = if matches!(kind, ErrorKind::NotFound | ErrorKind::NotADirectory) {
        "找不到文件，请检查路径"
    } else if kind == ErrorKind::PermissionDenied {
        "没有读这个文件的权限，请让文件的所有者授权"
    } else if error.raw_os_error() == Some(Errno::ELOOP as i32) {
        // The open itself fails this way when the path turned into a symlink after the first look.
        "路径里有符号链接，请指定文件本身"
    } else {
        "文件读不出来，请检查磁盘或换一份文件"
    };
    IntakeError::Path(format!("{shown}{not_done}：{what}。"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(path: &Path) -> String {
        let error = read_file(path).unwrap_err();
        assert!(matches!(error, IntakeError::Path(_) | IntakeError::TooLarge(_)), "{error:?}");
        error.to_string()
    }

    #[test]
    fn everything_but_a_regular_file_is_refused_without_blocking() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a.csv");
        std::fs::write(&file, "x").unwrap();
        let link = folder.path().join("link.csv");
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let fifo = folder.path().join("fifo.csv");
        nix::unistd::mkfifo(&fifo, nix::sys::stat::Mode::S_IRWXU).unwrap();
        for (path, word) in [
            (folder.path().to_path_buf(), "文件夹"),
            (link, "符号链接"),
            (fifo, "管道"),
            ("/dev/null".into(), "设备"),
            (folder.path().join("none.csv"), "找不到"),
            (file.join("below"), "找不到"),
        ] {
            let sentence = refusal(&path);
            assert!(sentence.contains(word), "{sentence}");
        }
        assert_eq!(read_file(&file).unwrap(), b"x");
    }

    #[test]
    fn a_file_beyond_the_limit_is_refused_before_it_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("big.csv");
        File::create(&path).unwrap().set_len(FILE_LIMIT + 1).unwrap();
        assert!(refusal(&path).contains("257 MiB"));
    }
}
