//! The zip archive of a template: looked through in full before anything of it is used, and written again with some of
//! its parts changed.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _, Write as _};
use std::path::Path;

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

/// The largest template, in bytes; it is kept in the database with every version.
pub const LONGEST: usize = 5 << 20;
/// All parts together may inflate to this many bytes, one part of text to fewer.
const INFLATED_LIMIT: u64 = 64 << 20;
const TEXT_LIMIT: usize = 16 << 20;
/// So much is inflated at once, in bytes.
const CHUNK: usize = 64 << 10;
/// More parts than any real document.
const PART_LIMIT: usize = 2_000;
/// How an old Word file begins, and an encrypted one.
const OLD_WORD: [u8; 4] = [0xd0, 0xcf, 0x11, 0xe0];

const DAMAGED: &str = "文件打不开或不完整，没有导入；请在 WPS 或 Word 里打开，另存为 docx 再试。";
const TOO_MUCH: &str = "文件解压后太大，不像一份文书，没有导入；请检查是不是这个文件。";

/// An archive that was looked through.
#[derive(Debug, Clone)]
pub struct Archive {
    bytes: Vec<u8>,
    /// Names of all parts, in the order of the file.
    pub names: Vec<String>,
    /// The parts that are read: those of XML.
    texts: BTreeMap<String, String>,
}

impl Archive {
    /// Opens a template.
    ///
    /// # Errors
    /// One Chinese sentence: what it is instead, or what is wrong with it.
    pub fn open(bytes: Vec<u8>) -> Result<Self, String> {
        if bytes.len() > LONGEST {
            return Err(format!("模板超过 {} MiB，没有导入；请把里面的图片缩小。", LONGEST >> 20));
        }
        if bytes.starts_with(&OLD_WORD) {
            return Err(
                "是旧格式的 Word 文件，或者加了密码，没有导入；请去掉密码，另存为 docx 再试。".to_owned()
            );
        }
        let mut zip = ZipArchive::new(Cursor::new(bytes.as_slice()))
            .map_err(|_| "不是 docx 文件，没有导入；请在 WPS 或 Word 里另存为 docx。".to_owned())?;
        let names = names(&mut zip)?;
        refuse_other_kinds(&names)?;
        let texts = texts(&mut zip, &names)?;
        drop(zip);
        Ok(Self { bytes, names, texts })
    }

    /// A part of XML.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.texts.get(name).map(String::as_str)
    }

    /// The archive with other text in these parts; all others stay as they are.
    ///
    /// # Errors
    /// When it cannot be written, which in memory means that there is none left.
    pub fn with(&self, changed: &BTreeMap<String, String>) -> Result<Vec<u8>, String> {
        let failed = |error: ZipError| error.to_string();
        let mut zip = ZipArchive::new(Cursor::new(self.bytes.as_slice())).map_err(failed)?;
        let mut out = ZipWriter::new(Cursor::new(Vec::new()));
        // No time of day: the same paper always gives the same bytes.
        let packed = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default());
        for (place, name) in self.names.iter().enumerate() {
            match changed.get(name) {
                Some(text) => {
                    out.start_file(name, packed).map_err(failed)?;
                    out.write_all(text.as_bytes()).map_err(|error| error.to_string())?;
                }
                None => out.raw_copy_file(zip.by_index_raw(place).map_err(failed)?).map_err(failed)?,
            }
        }
        Ok(out.finish().map_err(failed)?.into_inner())
    }
}

/// Whether a part has this ending; names of parts mean the same in capitals.
pub fn ends_with(name: &str, ending: &str) -> bool {
    Path::new(name).extension().is_some_and(|found| found.eq_ignore_ascii_case(ending))
}

/// The names of the parts. Leading bytes, comments and names that stand twice are where two readers can be made to see
/// two different documents.
fn names(zip: &mut ZipArchive<Cursor<&[u8]>>) -> Result<Vec<String>, String> {
    let damaged = |_| DAMAGED.to_owned();
    if zip.offset() != 0 || !zip.comment().is_empty() || zip.len() > PART_LIMIT {
        return Err(DAMAGED.to_owned());
    }
    if zip.has_duplicate_names() || zip.has_overlapping_files().map_err(damaged)? {
        return Err(DAMAGED.to_owned());
    }
    let mut names = Vec::with_capacity(zip.len());
    for place in 0..zip.len() {
        let name = zip.by_index_raw(place).map_err(damaged)?.name().map_err(damaged)?.into_owned();
        let is_taken = names.iter().any(|taken: &String| taken.eq_ignore_ascii_case(&name));
        if is_taken || name.contains('\\') {
            return Err(DAMAGED.to_owned());
        }
        names.push(name);
    }
    Ok(names)
}

fn refuse_other_kinds(names: &[String]) -> Result<(), String> {
    let has = |name: &str| names.iter().any(|part| part == name);
    let what = if has("word/document.xml") {
        return Ok(());
    } else if has("xl/workbook.xml") {
        "是表格，不是 docx 文件"
    } else if has("content.xml") {
        "是 OpenDocument 文档，不是 docx 文件"
    } else {
        "是压缩包，不是 docx 文件"
    };
    Err(format!("{what}，没有导入；请在 WPS 或 Word 里另存为 docx。"))
}

/// Reads every part to its end, which also verifies its checksum.
fn texts(zip: &mut ZipArchive<Cursor<&[u8]>>, names: &[String]) -> Result<BTreeMap<String, String>, String> {
    let damaged = || DAMAGED.to_owned();
    let mut texts = BTreeMap::new();
    let mut inflated = 0;
    for (place, name) in names.iter().enumerate() {
        let mut part = zip.by_index(place).map_err(|error| {
            if matches!(error, ZipError::UnsupportedArchive(_)) {
                "加了密码或用了不支持的压缩方式，没有导入；请去掉密码，另存为 docx 再试。".to_owned()
            } else {
                damaged()
            }
        })?;
        let is_text = ["xml", "rels"].iter().any(|ending| ends_with(name, ending));
        let mut bytes = Vec::new();
        let mut chunk = vec![0_u8; CHUNK];
        loop {
            let read = part.read(&mut chunk).map_err(|_| damaged())?;
            let Some(piece) = chunk.get(..read).filter(|piece| !piece.is_empty()) else { break };
            inflated += read as u64;
            if inflated > INFLATED_LIMIT || (is_text && bytes.len() + read > TEXT_LIMIT) {
                return Err(TOO_MUCH.to_owned());
            }
            // What is no text is only proven to be whole.
            if is_text {
                bytes.extend_from_slice(piece);
            }
        }
        if is_text {
            let text = String::from_utf8(bytes).map_err(|_| damaged())?;
            texts.insert(name.clone(), text.trim_start_matches('\u{feff}').to_owned());
        }
    }
    Ok(texts)
}
