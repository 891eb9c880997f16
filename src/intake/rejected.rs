//! The file of rows that were not taken: their own cells and the reason, for mending and importing again.
//!
//! A spreadsheet takes a CSV cell that begins with `=`, `+`, `-` or `@` (or a tab or line break before one) for a
//! formula. Such a cell gets an apostrophe before it, so that it is shown as text and nothing is executed; a
//! cell that already begins with an apostrophe gets another one. The reader takes exactly one apostrophe off
//! again, but only in files that carry our own reason column, so mending and importing loses and adds nothing.

use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use super::bounded::{self, Unread};
use super::error::IntakeError;
use crate::domain::view::intake_row::RowFault;

/// The last column of a rejected file; the reader leaves it out.
pub(super) const REASON_COLUMN: &str = "未导入原因";
/// The name of columns that hold what stood beyond the header; filled, it is a fault again.
pub(super) const SURPLUS_COLUMN: &str = "多余的内容";

/// In a folder that cannot be looked into every name seems taken.
const MOST_BESIDE: u32 = 1_000;

/// The content of `FILE.rejected.csv`: UTF-8 with BOM, lines ended as WPS and Excel expect.
///
/// # Errors
/// Only if memory runs out while writing.
pub fn rejected_csv(header: &[String], faulty: &[RowFault]) -> Result<Vec<u8>, IntakeError> {
    write(header, faulty)
        .ok_or_else(|| IntakeError::TooLarge("未导入的行太多，写不出清单；请减少文件行数再导入。".into()))
}

/// Writes `FILE.rejected.csv` beside an imported file, whole or not at all, readable by its owner alone. One that
/// stands there with another content may hold somebody's corrections, so the new one is `FILE.rejected-2.csv` then,
/// and so on. `None` when nothing was rejected.
///
/// # Errors
/// When the folder cannot be written; the rows are then only in the report.
pub fn write_rejected(
    imported: &Path,
    header: &[String],
    faulty: &[RowFault],
) -> Result<Option<PathBuf>, IntakeError> {
    if faulty.is_empty() {
        return Ok(None);
    }
    let bytes = rejected_csv(header, faulty)?;
    let beside = |ending: &str| {
        let mut name = imported.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    };
    let unfinished = beside(".rejected.csv.part");
    let further = (2..=MOST_BESIDE).map(|number| beside(&format!(".rejected-{number}.csv")));
    let mut names = std::iter::once(beside(".rejected.csv")).chain(further);
    let cannot = || {
        IntakeError::Path(format!(
            "有误的行没能写到 {}：所在文件夹不能写入；请按报告中的行号在原文件里改正。",
            beside(".rejected.csv").display()
        ))
    };
    let target = names.find(|name| !holds_another(name, &bytes)).ok_or_else(cannot)?;
    let written = put(&unfinished, &bytes).and_then(|()| std::fs::rename(&unfinished, &target));
    written.map(|()| Some(target)).map_err(|_| cannot())
}

/// Whether something else than these bytes stands there; what cannot be read may be somebody's corrections too.
fn holds_another(path: &Path, bytes: &[u8]) -> bool {
    match bounded::file_bytes(path, bytes.len() as u64) {
        Ok(old) => old != bytes,
        Err(Unread::Opening(error)) => error.kind() != ErrorKind::NotFound,
        Err(_) => true,
    }
}

fn put(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    // What a killed run left behind is in the way of nobody.
    let _none_was_left = std::fs::remove_file(path);
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn write(header: &[String], faulty: &[RowFault]) -> Option<Vec<u8>> {
    // A second round must not carry the reasons of the first.
    let kept: Vec<usize> = header
        .iter()
        .enumerate()
        .filter(|(_, name)| *name != REASON_COLUMN)
        .map(|(index, _)| index)
        .collect();
    // Cells beyond the header stay, or a row with surplus cells would come back shorter than it was.
    let widest = faulty.iter().map(|fault| fault.raw.len()).max().unwrap_or(0).max(header.len());
    let columns: Vec<usize> = kept.into_iter().chain(header.len()..widest).collect();
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .quote_style(csv::QuoteStyle::Necessary)
        .flexible(true)
        .from_writer(b"\xef\xbb\xbf".to_vec());
    let line = |cells: &[String], missing: &str, last: &str| -> Vec<String> {
        let text = |index: &usize| guarded(cells.get(*index).map_or(missing, String::as_str));
        columns.iter().map(text).chain([guarded(last)]).collect()
    };
    writer.write_record(line(header, SURPLUS_COLUMN, REASON_COLUMN)).ok()?;
    for fault in faulty {
        let reason = format!("第 {} 行 {}：{}", fault.row, fault.column, fault.reason);
        writer.write_record(line(&fault.raw, "", &reason)).ok()?;
    }
    writer.into_inner().ok()
}

fn is_dangerous(first: char) -> bool {
    matches!(first, '=' | '+' | '-' | '@' | '\t' | '\r' | '\n' | '\'')
}

fn guarded(text: &str) -> String {
    if text.chars().next().is_some_and(is_dangerous) { format!("'{text}") } else { text.to_owned() }
}

/// The cell without its guard, if it has one.
pub(super) fn without_guard(text: &str) -> Option<&str> {
    text.strip_prefix('\'').filter(|bare| bare.chars().next().is_some_and(is_dangerous))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dangerous_cells_are_guarded_and_the_guard_comes_off_again() {
        for text in ["=1+1", "+86", "-3", "@x", "\tx", "'=x", "'", "''=x", "x", "", "'x"] {
            let guarded = guarded(text);
            assert!(!guarded.starts_with(['=', '+', '-', '@', '\t']));
            assert_eq!(without_guard(&guarded).unwrap_or(&guarded), text);
        }
    }

    #[test]
    fn what_stands_under_the_name_and_is_something_else_or_cannot_be_read_stays() {
        let folder = tempfile::tempdir().unwrap();
        let imported = folder.path().join("a.csv");
        let fault =
            RowFault { row: 2, column: "标题".into(), reason: "空。".into(), raw: vec!["x".into()] };
        let write = || write_rejected(&imported, &["标题".to_owned()], std::slice::from_ref(&fault)).unwrap();
        // A folder is no file that could be read.
        std::fs::create_dir(folder.path().join("a.csv.rejected.csv")).unwrap();
        std::fs::write(folder.path().join("a.csv.rejected-2.csv"), "改了一半").unwrap();
        let third = Some(folder.path().join("a.csv.rejected-3.csv"));
        assert_eq!(write(), third);
        assert_eq!(write(), third, "the same again is the same file");
        assert_eq!(std::fs::read(folder.path().join("a.csv.rejected-2.csv")).unwrap(), "改了一半".as_bytes());
    }

    #[test]
    fn the_file_has_a_mark_the_original_columns_and_the_reason_once() {
        let header = ["标题".to_owned(), REASON_COLUMN.to_owned()];
        let fault = RowFault {
            row: 3,
            column: "投诉时间".into(),
            reason: "投诉时间在将来，请核对。".into(),
            raw: vec!["=cmd,\"x\"".into(), "旧原因".into(), "多余".into()],
        };
        let bytes = rejected_csv(&header, &[fault]).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(
            text,
            "\u{feff}标题,多余的内容,未导入原因\r\n\"'=cmd,\"\"x\"\"\",多余,第 3 行 投诉时间：投诉时间在将来，请核对。\r\n"
        );
    }
}
