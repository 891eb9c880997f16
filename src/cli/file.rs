//! Small files named on the command line: read whole and checked, written whole or not at all.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use nix::fcntl::OFlag;

use super::exit::{Exit, Failure};

/// More than any organisation, column table or list of commands a person would write, in bytes.
pub const LONGEST_TEXT: u64 = 64 << 20;

/// The text of a regular file, or of standard input for `-`; a byte-order mark is left out.
///
/// # Errors
/// `FaultyInput` with one sentence: missing, unreadable, no regular file, too large, not UTF-8.
pub fn read_text(path: &Path) -> Result<String, Failure> {
    let shown = path.display();
    let mut bytes = Vec::new();
    if path == Path::new("-") {
        io::stdin().lock().take(LONGEST_TEXT + 1).read_to_end(&mut bytes)
    } else {
        open_regular(path)?.take(LONGEST_TEXT + 1).read_to_end(&mut bytes)
    }
    .map_err(|error| {
        tracing::warn!(%error, "a file could not be read");
        faulty(format!("{shown} 读不出来，什么也没有做；请检查磁盘或换一份文件。"))
    })?;
    if bytes.len() as u64 > LONGEST_TEXT {
        return Err(faulty(format!("{shown} 超过 64 MiB，什么也没有做；请分成几个文件。")));
    }
    let text = String::from_utf8(bytes)
        .map_err(|_| faulty(format!("{shown} 不是 UTF-8 文本，什么也没有做；请另存为 UTF-8 再试。")))?;
    Ok(text.strip_prefix('\u{feff}').map_or_else(|| text.clone(), ToOwned::to_owned))
}

/// Opens a regular file without waiting: a pipe or a device is refused before it could block.
///
/// # Errors
/// As [`read_text`].
pub fn open_regular(path: &Path) -> Result<File, Failure> {
    let shown = path.display();
    let file = OpenOptions::new()
        .read(true)
        .custom_flags(OFlag::O_NONBLOCK.bits())
        .open(path)
        .map_err(|error| faulty(format!("{shown} {}", unreadable(&error))))?;
    match file.metadata() {
        Ok(metadata) if metadata.is_file() => Ok(file),
        Ok(metadata) if metadata.is_dir() => {
            Err(faulty(format!("{shown} 是一个文件夹，什么也没有做；请写文件名。")))
        }
        Ok(_) | Err(_) => Err(faulty(format!("{shown} 不是普通文件，什么也没有做；从管道读请写 - 。"))),
    }
}

fn unreadable(error: &io::Error) -> &'static str {
    let kind = error.kind();
    if matches!(kind, ErrorKind::NotFound | ErrorKind::NotADirectory) {
        "找不到，什么也没有做；请检查路径。"
    } else if kind == ErrorKind::PermissionDenied {
        "没有权限读，什么也没有做；请让文件的所有者授权。"
    } else {
        "打不开，什么也没有做；请检查路径和磁盘。"
    }
}

fn faulty(sentence: String) -> Failure {
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
