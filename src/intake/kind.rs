//! What kind of file the bytes are; names and endings are not believed.

use super::error::IntakeError;

/// What the first bytes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A zip archive; whether it is a workbook shows inside.
    Zip,
    /// Something to be decoded as text.
    Text,
}

/// Signatures of what is certainly no export, and the sentence's middle for each.
const FOREIGN: [(&[u8], &str); 9] = [
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "是旧版 .xls 文档，或加了密码的表格"),
    (b"%PDF", "是 PDF"),
    (b"\x89PNG", "是图片"),
    (b"\xff\xd8\xff", "是图片"),
    (b"GIF8", "是图片"),
    (b"Rar!", "是 RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "是 7z 压缩包"),
    (b"\x1f\x8b", "是 gzip 压缩包"),
    (b"SQLite format 3\0", "是数据库文件"),
];

/// Tells archives from text and refuses what is neither.
pub(super) fn of_bytes(bytes: &[u8]) -> Result<Kind, IntakeError> {
    if bytes.is_empty() {
        return Err(unsupported("是空的"));
    }
    if let Some((_, what)) = FOREIGN.iter().find(|(signature, _)| bytes.starts_with(signature)) {
        return Err(unsupported(what));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(Kind::Zip);
    }
    Ok(Kind::Text)
}

/// Many systems call a web page `.xls`.
pub(super) fn refuse_markup(text: &str) -> Result<(), IntakeError> {
    if text.trim_start().starts_with('<') {
        return Err(unsupported("是网页或 XML（有的系统把网页存成 .xls）"));
    }
    Ok(())
}

/// The refusal of a whole kind of file.
pub(super) fn unsupported(what: &str) -> IntakeError {
    IntakeError::Unsupported(format!(
        "文件{what}，没有导入；请在 WPS 里打开并另存为 .xlsx 或 CSV，或从平台导出 CSV、XLSX、JSON。"
    ))
}

/// `sep=;` in the first line is for spreadsheet programs, which do not show it.
pub(super) fn announced_delimiter(text: &str) -> (&str, Option<u8>) {
    let (line, rest) = text.split_once('\n').unwrap_or((text, ""));
    let line = line.trim_end_matches('\r').trim_matches('"');
    let sign = line.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).and(line.get(4..));
    match sign.map(str::as_bytes) {
        Some([delimiter @ (b',' | b';' | b'\t')]) => (rest, Some(*delimiter)),
        Some(_) | None => (text, None),
    }
}
