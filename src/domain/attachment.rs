//! Attachments (附件): files that belong to a record and are kept beside the database under the digest of their content.
//! Here is what is known of one; the bytes are never looked into further than to tell their kind.

use crate::domain::code::Coded as _;
use crate::domain::ids::{ChainPlace, PersonId};
use crate::domain::sealable::Sealable;
use crate::domain::time::Moment;

coded! {
    /// What a file is by its content, whatever its name says.
    pub enum FileKind {
        Pdf = "pdf" "PDF",
        Jpeg = "jpeg" "JPEG 图片",
        Png = "png" "PNG 图片",
        Docx = "docx" "Word 文档",
        Xlsx = "xlsx" "Excel 表格",
        Zip = "zip" "压缩包",
        Text = "text" "文本",
        /// A file without a byte is of no kind either.
        Unknown = "unknown" "其他文件",
    }
}

/// So much of a file's beginning, and of its end, its kind is told from.
pub const LOOKED_AT: usize = 1 << 16;

impl FileKind {
    /// The kind of a file with this beginning and this end, of [`LOOKED_AT`] bytes each or the whole file.
    #[must_use]
    pub fn of(beginning: &[u8], end: &[u8]) -> Self {
        let names = |part: &[u8]| {
            beginning.windows(part.len()).any(|bytes| bytes == part)
                || end.windows(part.len()).any(|bytes| bytes == part)
        };
        if beginning.starts_with(b"%PDF-") {
            Self::Pdf
        } else if beginning.starts_with(b"\xff\xd8\xff") {
            Self::Jpeg
        } else if beginning.starts_with(b"\x89PNG\r\n\x1a\n") {
            Self::Png
        } else if beginning.starts_with(b"PK\x03\x04") {
            // The list of what is in an archive stands at its end.
            if names(b"word/document.xml") {
                Self::Docx
            } else if names(b"xl/workbook.xml") {
                Self::Xlsx
            } else {
                Self::Zip
            }
        } else if !beginning.is_empty()
            && [beginning, end].into_iter().flatten().all(|byte| is_of_text(*byte))
        {
            Self::Text
        } else {
            Self::Unknown
        }
    }
}

/// Whether a byte stands in a text, in UTF-8 as in GB18030.
const fn is_of_text(byte: u8) -> bool {
    byte >= 0x20 && byte != 0x7f || matches!(byte, b'\t' | b'\n' | b'\r' | 0x0c)
}

/// A file that was taken in and has not been recorded yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TakenFile {
    /// What it was called where it came from; empty where it had no name.
    pub name: String,
    /// SHA-256 of its content, lower-case hexadecimal; its size is in bytes.
    pub sha256: String,
    pub size: u64,
    pub kind: FileKind,
}

/// A recorded file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Its number in the record, from 1.
    pub number: u32,
    /// Place of the event that attached it.
    pub seq: u32,
    pub name: Sealable,
    /// SHA-256 of its content; erased with it.
    pub file: Sealable,
    pub size: u64,
    pub kind: FileKind,
    /// When it was recorded, by whom and where in the chain.
    pub at: Moment,
    pub by: PersonId,
    pub place: ChainPlace,
}

impl Attachment {
    /// `附件2（PDF，3 MB）`
    #[must_use]
    pub fn label(&self) -> String {
        format!("附件{}（{}，{}）", self.number, self.kind.label(), size_label(self.size))
    }
}

/// `812 B`, `20 KB`, `3 MB`
#[must_use]
pub fn size_label(bytes: u64) -> String {
    match bytes {
        0..1024 => format!("{bytes} B"),
        1024..1_048_576 => format!("{} KB", bytes.div_ceil(1024)),
        _ => format!("{} MB", bytes.div_ceil(1_048_576)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_bytes_say() {
        let table: [(&[u8], FileKind); 11] = [
            (b"%PDF-1.7\n", FileKind::Pdf),
            (b"\xff\xd8\xff\xe0", FileKind::Jpeg),
            (b"\x89PNG\r\n\x1a\n....", FileKind::Png),
            (b"PK\x03\x04....word/document.xml", FileKind::Docx),
            (b"PK\x03\x04....xl/workbook.xml", FileKind::Xlsx),
            (b"PK\x03\x04....a.exe", FileKind::Zip),
            ("名单\r\n".as_bytes(), FileKind::Text),
            (b"\xc3\xfb\xb5\xa5", FileKind::Text),
            (b"MZ\x00\x01", FileKind::Unknown),
            (b"\x1b]0;q\x07", FileKind::Unknown),
            (b"", FileKind::Unknown),
        ];
        for (bytes, kind) in table {
            assert_eq!(FileKind::of(bytes, b""), kind, "{bytes:?}");
        }
        assert_eq!(FileKind::of(b"PK\x03\x04", b"..word/document.xml.."), FileKind::Docx);
    }

    #[test]
    fn a_size_is_told_in_few_signs() {
        for (bytes, told) in [(0, "0 B"), (1023, "1023 B"), (1025, "2 KB"), (50 << 20, "50 MB")] {
            assert_eq!(size_label(bytes), told);
        }
    }
}
