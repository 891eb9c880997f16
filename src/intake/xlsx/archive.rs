//! The zip archive around a workbook, checked in full before the spreadsheet library sees it: what it holds, that
//! every entry inflates to what it promises within our bounds, and that no two readers can see different archives.

use std::collections::HashSet;
use std::io::{Cursor, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::damaged;
use super::scan::{Scan, Trouble};
use crate::intake::collect::Collector;
use crate::intake::error::IntakeError;
use crate::intake::kind::unsupported;

/// All entries together may inflate to this many bytes.
const INFLATED_LIMIT: u64 = 1 << 30;
/// More entries than any real workbook.
const ENTRY_LIMIT: usize = 10_000;

/// What the spreadsheet library keeps in memory, besides the strings.
const HELD: [&str; 4] = ["_rels/.rels", "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"];

/// Checks the whole archive; returns an upper bound of the rows in its sheets, for progress.
pub(super) fn check(bytes: &[u8], collector: &mut Collector<'_>) -> Result<u64, IntakeError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    refuse_oddities(&mut archive)?;
    refuse_other_kinds(&archive)?;
    let mut inflated = 0_u64;
    let mut rows = 0_u64;
    for index in 0..archive.len() {
        rows = rows.saturating_add(inflate(&mut archive, index, &mut inflated, collector)?);
    }
    Ok(rows)
}

fn refuse_oddities(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<(), IntakeError> {
    // Leading bytes and comments are where two zip readers can be made to see two different archives.
    if archive.offset() != 0 || !archive.comment().is_empty() || archive.len() > ENTRY_LIMIT {
        return Err(damaged());
    }
    let mut seen = HashSet::new();
    for name in archive.file_names() {
        let name = name.map_err(|_| damaged())?.to_lowercase().replace('\\', "/");
        if !seen.insert(name) {
            return Err(IntakeError::Damaged(
                "表格文件里有重名的内部文件，可能被改动过，没有导入；请从平台重新导出。".into(),
            ));
        }
    }
    if archive.has_duplicate_names() || archive.has_overlapping_files().map_err(|_| damaged())? {
        return Err(damaged());
    }
    Ok(())
}

fn refuse_other_kinds(archive: &ZipArchive<Cursor<&[u8]>>) -> Result<(), IntakeError> {
    let has = |name: &str| archive.index_for_name(name).is_some();
    if has("xl/workbook.xml") {
        Ok(())
    } else if has("xl/workbook.bin") {
        Err(unsupported("是 .xlsb 二进制表格"))
    } else if has("word/document.xml") {
        Err(unsupported("是 Word 文档"))
    } else if has("content.xml") {
        Err(unsupported("是 OpenDocument 文档"))
    } else {
        Err(unsupported("是压缩包，不是表格"))
    }
}

/// Reads one entry to its end, which also verifies its checksum; returns its rows.
fn inflate(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    inflated: &mut u64,
    collector: &mut Collector<'_>,
) -> Result<u64, IntakeError> {
    let mut entry = archive.by_index(index).map_err(|error| {
        if matches!(error, ZipError::UnsupportedArchive(_)) {
            unsupported("加了密码或用了不支持的压缩方式")
        } else {
            damaged()
        }
    })?;
    let name = entry.name().map_err(|_| damaged())?.to_lowercase().replace('\\', "/");
    let xml = [".xml", ".rels"].iter().any(|ending| name.ends_with(ending));
    let held = HELD.contains(&name.as_str()) || name.starts_with("xl/theme/");
    let mut scan = xml.then(|| if held { Scan::of_held_part() } else { Scan::default() });
    let mut chunk = vec![0_u8; 64 << 10];
    loop {
        let count = entry.read(&mut chunk).map_err(|_| damaged())?;
        let Some(part) = chunk.get(..count).filter(|part| !part.is_empty()) else { break };
        *inflated += count as u64;
        if *inflated > INFLATED_LIMIT {
            return Err(IntakeError::TooLarge(
                "表格解压后超过 1 GiB，没有导入；请分成几个文件再导入。".into(),
            ));
        }
        if let Some(scan) = &mut scan {
            scan.feed(part).map_err(refuse_trouble)?;
        }
        collector.report(0, 1)?;
    }
    scan.map_or(Ok(0), |scan| scan.finish().map_err(refuse_trouble))
}

fn refuse_trouble(trouble: Trouble) -> IntakeError {
    match trouble {
        Trouble::Malformed => damaged(),
        Trouble::Excessive => IntakeError::TooLarge(
            "表格里有过长的单元格或过多的文字、样式，没有导入；请另存为 CSV，或分成几个文件再导入。".into(),
        ),
    }
}
