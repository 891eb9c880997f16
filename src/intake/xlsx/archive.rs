//! The zip archive around a workbook, checked in full before a sheet is read: what it holds, that every entry inflates to
//! what it promises within our bounds, and that no two readers can see different archives.

use std::collections::HashMap;
use std::io::{BufReader, Cursor, Read};

use zip::ZipArchive;
use zip::read::ZipFile;
use zip::result::ZipError;

use super::damaged;
use super::merges::Range;
use super::scan::{Scan, Trouble};
use crate::intake::collect::Collector;
use crate::intake::error::IntakeError;
use crate::intake::kind::unsupported;
use crate::intake::table::Table;

/// All entries together may inflate to this many bytes.
const INFLATED_LIMIT: u64 = 1 << 30;
/// More entries than any real workbook.
const ENTRY_LIMIT: usize = 10_000;

/// What is kept in memory besides the strings.
const HELD: [&str; 4] = ["_rels/.rels", "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"];

type Zip<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// A part of the workbook as it is read.
pub(super) type Part<'z, 'a> = BufReader<ZipFile<'z, Cursor<&'a [u8]>>>;

/// The checked archive; its parts go by names in lower case with forward slashes, for some programs write others.
pub(super) struct Archive<'a> {
    zip: Zip<'a>,
    parts: HashMap<String, usize>,
    merges: HashMap<String, Vec<Range>>,
    rows: u64,
}

impl<'a> Archive<'a> {
    /// Checks the whole archive.
    pub fn check<C: Table>(bytes: &'a [u8], collector: &mut Collector<'_, C>) -> Result<Self, IntakeError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
        let mut archive = Self { zip, parts: HashMap::new(), merges: HashMap::new(), rows: 0 };
        archive.refuse_oddities()?;
        archive.refuse_other_kinds()?;
        let mut inflated = 0_u64;
        for index in 0..archive.zip.len() {
            archive.inflate(index, &mut inflated, collector)?;
        }
        Ok(archive)
    }

    /// An upper bound of the rows in all sheets, for progress.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    /// The merged cells of a sheet.
    pub fn merges(&mut self, part: &str) -> Vec<Range> {
        self.merges.remove(part).unwrap_or_default()
    }

    /// A part to be read from its beginning; `None` when the workbook has none of this name.
    pub fn part(&mut self, name: &str) -> Result<Option<Part<'_, 'a>>, IntakeError> {
        let Some(index) = self.parts.get(&canonical(name)) else { return Ok(None) };
        let entry = self.zip.by_index(*index).map_err(|_| damaged())?;
        Ok(Some(BufReader::with_capacity(64 << 10, entry)))
    }

    fn refuse_oddities(&mut self) -> Result<(), IntakeError> {
        // Leading bytes and comments are where two zip readers can be made to see two different archives.
        if self.zip.offset() != 0 || !self.zip.comment().is_empty() || self.zip.len() > ENTRY_LIMIT {
            return Err(damaged());
        }
        for index in 0..self.zip.len() {
            let name = self.zip.by_index_raw(index).map_err(|_| damaged())?;
            let name = canonical(&name.name().map_err(|_| damaged())?);
            if self.parts.insert(name, index).is_some() {
                return Err(IntakeError::Damaged(
                    "表格文件里有重名的内部文件，可能被改动过，没有导入；请从平台重新导出。".into(),
                ));
            }
        }
        if self.zip.has_duplicate_names() || self.zip.has_overlapping_files().map_err(|_| damaged())? {
            return Err(damaged());
        }
        Ok(())
    }

    fn refuse_other_kinds(&self) -> Result<(), IntakeError> {
        let has = |name: &str| self.parts.contains_key(name);
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

    /// Reads one entry to its end, which also verifies its checksum; notes its rows and merged cells.
    fn inflate<C: Table>(
        &mut self,
        index: usize,
        inflated: &mut u64,
        collector: &mut Collector<'_, C>,
    ) -> Result<(), IntakeError> {
        let mut entry = self.zip.by_index(index).map_err(|error| {
            if matches!(error, ZipError::UnsupportedArchive(_)) {
                unsupported("加了密码或用了不支持的压缩方式")
            } else {
                damaged()
            }
        })?;
        let name = canonical(&entry.name().map_err(|_| damaged())?);
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
        drop(entry);
        if let Some(scan) = scan {
            let seen = scan.finish().map_err(refuse_trouble)?;
            self.rows = self.rows.saturating_add(seen.rows);
            if !seen.merges.is_empty() {
                self.merges.insert(name, seen.merges);
            }
        }
        Ok(())
    }
}

/// The name of a part as it is looked up.
fn canonical(name: &str) -> String {
    name.to_lowercase().replace('\\', "/").trim_start_matches('/').to_owned()
}

fn refuse_trouble(trouble: Trouble) -> IntakeError {
    match trouble {
        Trouble::Malformed => damaged(),
        Trouble::Excessive => IntakeError::TooLarge(
            "表格里有过长的单元格或过多的文字、样式，没有导入；请另存为 CSV，或分成几个文件再导入。".into(),
        ),
    }
}
