//! The one way in for what comes from outside, whole or line by line: so many bytes are read and no more, so that
//! neither a huge file nor an input without an end fills the memory. Text is UTF-8 here; the encodings of exports are
//! told apart from the bytes elsewhere.

use std::fs::{File, OpenOptions};
use std::io::{self, BufRead, ErrorKind, Read};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::Path;

use nix::fcntl::OFlag;

/// So much of a line beyond its limit is passed over to find the next one.
const LONGEST_REST: u64 = 64 << 20;

/// Why something from outside was not read.
#[derive(Debug)]
pub enum Unread {
    Opening(io::Error),
    Folder,
    /// A pipe or a device.
    NoRegularFile,
    /// Longer than so many bytes.
    TooLong(u64),
    /// A line that goes on and on.
    EndlessLine,
    NoMemory,
    Reading(io::Error),
    NotUtf8,
}

impl Unread {
    /// A sentence about the file with this name: why, what was not done because of it, what to do.
    #[must_use]
    pub fn sentence(&self, name: &str, not_done: &str) -> String {
        let why = self.reason();
        format!("{name} {why}，{not_done}；{}。", self.way_out())
    }

    /// Why, as what follows the name of the file.
    #[must_use]
    pub fn reason(&self) -> String {
        let plain = match self {
            Self::Opening(error) if is_missing(error) => "找不到，打不开",
            Self::Opening(error) if error.kind() == ErrorKind::PermissionDenied => "没有权限读，打不开",
            Self::Opening(_) => "打不开",
            Self::Folder => "是一个文件夹，不是普通文件",
            Self::NoRegularFile => "不是普通文件",
            Self::TooLong(longest) => return format!("超过 {} MiB", longest.div_ceil(1 << 20)),
            Self::EndlessLine => "里有一行没有尽头",
            Self::NoMemory => "太大，内存不够读入",
            Self::Reading(_) => "读不出来",
            Self::NotUtf8 => "不是 UTF-8 文本",
        };
        plain.to_owned()
    }

    const fn way_out(&self) -> &'static str {
        match self {
            Self::Opening(_) => "请检查路径和权限",
            Self::Folder | Self::NoRegularFile => "请写普通文件的名字",
            Self::TooLong(_) | Self::NoMemory => "请检查是不是这个文件，是就分成几个",
            Self::EndlessLine => "请检查文件或输入",
            Self::Reading(_) => "请检查磁盘或换一份文件",
            Self::NotUtf8 => "请另存为 UTF-8 再试",
        }
    }
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// Opens a regular file without waiting: a pipe or a device is refused before it could block.
///
/// # Errors
/// `Opening`, `Folder`, `NoRegularFile`.
pub fn open_regular(path: &Path) -> Result<File, Unread> {
    let file = OpenOptions::new().read(true).custom_flags(OFlag::O_NONBLOCK.bits()).open(path);
    let file = file.map_err(Unread::Opening)?;
    let kind = file.metadata().map_err(Unread::Opening)?.file_type();
    match (kind.is_file(), kind.is_dir()) {
        (true, _) => Ok(file),
        (false, true) => Err(Unread::Folder),
        (false, false) => Err(Unread::NoRegularFile),
    }
}

/// All bytes of an input that should have about so many, and may have `longest` at most.
///
/// # Errors
/// `TooLong`, `NoMemory`, `Reading`.
pub fn bytes(input: impl Read, expected: u64, longest: u64) -> Result<Vec<u8>, Unread> {
    // A file that says how long it is need not be read to be refused.
    if expected > longest {
        return Err(Unread::TooLong(longest));
    }
    let mut bytes = Vec::new();
    let room = usize::try_from(expected).map_err(|_| Unread::NoMemory)?.saturating_add(1);
    bytes.try_reserve_exact(room).map_err(|_| Unread::NoMemory)?;
    input.take(longest + 1).read_to_end(&mut bytes).map_err(Unread::Reading)?;
    if bytes.len() as u64 > longest { Err(Unread::TooLong(longest)) } else { Ok(bytes) }
}

/// The text of an input without its byte-order mark.
///
/// # Errors
/// As [`bytes`]; `NotUtf8`.
pub fn text(input: impl Read, longest: u64) -> Result<String, Unread> {
    text_of(bytes(input, 0, longest)?)
}

/// The text of a regular file without its byte-order mark.
///
/// # Errors
/// As [`open_regular`] and [`text`].
pub fn file_text(path: &Path, longest: u64) -> Result<String, Unread> {
    text_of(file_bytes(path, longest)?)
}

/// The bytes of a regular file.
///
/// # Errors
/// As [`open_regular`] and [`bytes`].
pub fn file_bytes(path: &Path, longest: u64) -> Result<Vec<u8>, Unread> {
    let file = open_regular(path)?;
    let expected = file.metadata().map_err(Unread::Reading)?.len();
    bytes(file, expected, longest)
}

fn text_of(bytes: Vec<u8>) -> Result<String, Unread> {
    let mut text = String::from_utf8(bytes).map_err(|_| Unread::NotUtf8)?;
    if text.starts_with('\u{feff}') {
        text.remove(0);
    }
    Ok(text)
}

/// A line of an input, or why it is no text.
#[derive(Debug, PartialEq, Eq)]
pub enum InputLine {
    /// Without its end, the blanks around it and a byte-order mark.
    Text(String),
    /// Longer than allowed; its rest was passed over.
    TooLong,
    NotUtf8,
}

/// The next line, of so many bytes at most; `None` at the end of the input.
///
/// # Errors
/// `Reading`; `EndlessLine` when the line is so long that no next one is to be expected.
pub fn next_line(input: &mut dyn BufRead, longest: u64) -> Result<Option<InputLine>, Unread> {
    let mut bytes = Vec::new();
    input.take(longest).read_until(b'\n', &mut bytes).map_err(Unread::Reading)?;
    if bytes.is_empty() {
        return Ok(None);
    }
    if bytes.last() != Some(&b'\n') && bytes.len() as u64 == longest {
        let passed = input.take(LONGEST_REST).skip_until(b'\n').map_err(Unread::Reading)?;
        return if passed as u64 == LONGEST_REST {
            Err(Unread::EndlessLine)
        } else {
            Ok(Some(InputLine::TooLong))
        };
    }
    Ok(Some(match String::from_utf8(bytes) {
        Ok(text) => InputLine::Text(text.trim_start_matches('\u{feff}').trim().to_owned()),
        Err(_) => InputLine::NotUtf8,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_too_long_or_no_text_is_one_line_and_the_next_is_read() {
        let mut input = b"\xef\xbb\xbf a \r\n0123456789abc\n\xe9\n\nlast".as_slice();
        let mut lines = Vec::new();
        while let Some(line) = next_line(&mut input, 10).unwrap() {
            lines.push(line);
        }
        let text = |text: &str| InputLine::Text(text.to_owned());
        assert_eq!(lines, [text("a"), InputLine::TooLong, InputLine::NotUtf8, text(""), text("last")]);
    }

    #[test]
    fn an_input_without_an_end_is_refused_as_a_whole_and_as_a_line() {
        let endless = || io::BufReader::new(io::repeat(b'x'));
        assert!(matches!(text(endless(), 100), Err(Unread::TooLong(100))));
        assert!(matches!(next_line(&mut endless(), 100), Err(Unread::EndlessLine)));
    }

    #[test]
    fn exactly_the_longest_is_read_and_one_byte_more_is_not() {
        assert_eq!(text(b"\xef\xbb\xbf12".as_slice(), 5).unwrap(), "12");
        assert!(matches!(text(b"123456".as_slice(), 5), Err(Unread::TooLong(5))));
        assert!(matches!(text(b"\xff".as_slice(), 5), Err(Unread::NotUtf8)));
    }

    #[test]
    fn only_regular_files_are_opened_and_none_is_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        nix::unistd::mkfifo(&path("pipe"), nix::sys::stat::Mode::S_IRWXU).unwrap();
        std::fs::write(path("file"), "甲").unwrap();
        assert_eq!(file_text(&path("file"), 3).unwrap(), "甲");
        assert!(matches!(file_text(&path("pipe"), 3), Err(Unread::NoRegularFile)));
        assert!(matches!(file_text(Path::new("/dev/zero"), 3), Err(Unread::NoRegularFile)));
        assert!(matches!(file_text(folder.path(), 3), Err(Unread::Folder)));
        let why = file_text(&path("none"), 3).unwrap_err().sentence("none", "什么也没有做");
        assert_eq!(why, "none 找不到，打不开，什么也没有做；请检查路径和权限。");
    }
}
