//! Small files named on the command line: read whole and checked, written whole or not at all.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use super::exit::{Exit, Failure};
use crate::intake::bounded::{self, Unread};
use crate::office::make_folder;

/// More than any organisation, column table or list of commands a person would write, in bytes.
pub const LONGEST_TEXT: u64 = 64 << 20;

/// The text of a regular file, or of standard input for `-`; a byte-order mark is left out.
///
/// # Errors
/// `FaultyInput` with one sentence: missing, unreadable, no regular file, too large, not UTF-8.
pub fn read_text(path: &Path) -> Result<String, Failure> {
    let read = if path == Path::new("-") {
        bounded::text(io::stdin().lock(), LONGEST_TEXT)
    } else {
        bounded::file_text(path, LONGEST_TEXT)
    };
    read.map_err(|fault| faulty(path, &fault))
}

/// Opens a regular file without waiting.
///
/// # Errors
/// As [`read_text`].
pub fn open_regular(path: &Path) -> Result<File, Failure> {
    bounded::open_regular(path).map_err(|fault| faulty(path, &fault))
}

fn faulty(path: &Path, fault: &Unread) -> Failure {
    tracing::warn!(?fault, "a file could not be read");
    let shown = path.display();
    let sentence = if matches!(fault, Unread::NoRegularFile) {
        format!("{shown} {}，什么也没有做；从管道读请写 - 。", fault.reason())
    } else {
        fault.sentence(&shown.to_string(), "什么也没有做")
    };
    Failure::new(Exit::FaultyInput, sentence)
}

/// Writes a file that only its owner can read: the old one stays until the new one is complete on the disk.
///
/// # Errors
/// When it cannot be written; then nothing has changed.
pub fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let cannot = |_| {
        Failure::new(
            Exit::Unavailable,
            format!("写不到 {}，没有写出；请检查文件夹的权限和磁盘空间。", path.display()),
        )
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let draft: PathBuf = folder.join(format!(".{name}.{}", std::process::id()));
    let written = (|| {
        let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&draft, path)
    })();
    if written.is_err() {
        // The draft may not even have been made.
        let _ = std::fs::remove_file(&draft);
    }
    written.map_err(cannot)
}

/// Something stands under the name already, and is left as it is.
pub fn exists(path: &Path) -> Failure {
    Failure::new(Exit::Unavailable, format!("{} 已经存在，没有改动；请换一个文件名。", path.display()))
}

/// Writes a file that does not exist yet and that only its owner can read, piece by piece: until it is complete on the
/// disk nothing stands under its name.
///
/// # Errors
/// When something stands there or it cannot be written; what `work` returns.
pub fn write_new<T>(
    path: &Path,
    work: impl FnOnce(&mut io::BufWriter<File>) -> Result<T, Failure>,
) -> Result<T, Failure> {
    if path.symlink_metadata().is_ok() {
        return Err(exists(path));
    }
    let cannot = |error: &io::Error| {
        Failure::new(
            Exit::Unavailable,
            format!("写不到 {}（{error}），没有写出；请检查文件夹的权限和磁盘空间。", path.display()),
        )
    };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let draft: PathBuf = folder.join(format!(".{name}.{}", std::process::id()));
    let opened = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft);
    let mut file = io::BufWriter::new(opened.map_err(|error| cannot(&error))?);
    let written = work(&mut file).and_then(|done| {
        let named = file
            .flush()
            .and_then(|()| file.get_ref().sync_all())
            .and_then(|()| std::fs::hard_link(&draft, path));
        named.map(|()| done).map_err(|error| cannot(&error))
    });
    // With its name it stays under that; without one it was not made.
    std::fs::remove_file(&draft).map_err(|error| cannot(&error))?;
    written
}

/// Writes files into a folder that does not exist yet and that only its owner can open: until all are complete on the disk
/// nothing stands under its name.
///
/// # Errors
/// When something stands there or a file cannot be written; then nothing is left.
pub fn write_folder<'f>(
    path: &Path,
    files: impl Iterator<Item = (&'f str, &'f [u8])>,
) -> Result<(), Failure> {
    if path.symlink_metadata().is_ok() {
        return Err(exists(path));
    }
    make_folder(path, files).map_err(|error| {
        Failure::new(
            Exit::Unavailable,
            format!("写不到 {}（{error}），没有写出；请检查文件夹的权限和磁盘空间。", path.display()),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_utf8_text_of_regular_files_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        std::fs::write(path("a"), "\u{feff}甲").unwrap();
        assert_eq!(read_text(&path("a")).unwrap(), "甲");
        std::fs::write(path("b"), b"\xff").unwrap();
        nix::unistd::mkfifo(&path("f"), nix::sys::stat::Mode::S_IRWXU).unwrap();
        for name in ["b", "f", "none", "."] {
            assert_eq!(read_text(&path(name)).unwrap_err().exit(), Exit::FaultyInput, "{name}");
        }
    }

    #[test]
    fn a_written_file_is_whole_private_and_leaves_no_draft() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("org.toml");
        for text in ["一", "二"] {
            write_whole(&path, text.as_bytes()).unwrap();
            assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
        }
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(folder.path().read_dir().unwrap().count(), 1);
        assert!(write_whole(&folder.path().join("none/x"), b"").is_err());
    }
}
