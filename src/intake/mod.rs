//! Reading platform exports and catalogues of matters: CSV, XLSX and JSON, told apart by content, from bytes that may be
//! hostile.
//!
//! The way of a file: `open` takes a regular file's bytes, `kind` and `encoding` say what they are, one of
//! `csv`, `json`, `xlsx` splits them into cells, `header` knows the columns of the `table`, `row` or `catalogue` judges
//! each row, and `collect` keeps the limits. Nothing is compared with the record here and nothing is stored. Two small formats of the
//! town stand beside it: `org_file` for units and people, `calendar_file` for a year's holidays.

pub mod bounded;
pub mod calendar_file;
pub(crate) mod catalogue;
mod cell;
mod collect;
mod column;
mod csv;
mod encoding;
mod error;
mod header;
mod heading;
mod json;
mod kind;
mod open;
pub mod org_file;
mod rejected;
mod row;
mod table;
mod times;
mod warnings;
mod xlsx;

use std::path::Path;

use sha2::{Digest, Sha256};

pub(crate) use collect::Progress;
pub(crate) use column::Column;
pub use column::Mapping;
pub use encoding::Encoding;
pub use error::IntakeError;
pub(crate) use open::{FILE_LIMIT, regular};
pub use rejected::rejected_csv;
pub(crate) use rejected::write_rejected;

use crate::domain::document::hash::hex;
use crate::domain::time::Moment;
use crate::domain::view::intake_row::{FileFormat, IntakeFile, IntakeRow, RowFault};
use crate::domain::view::intake_rows::Rows;
use collect::Collector;
use kind::Kind;
use table::Table;

/// How a file is to be read.
#[derive(Debug, Clone)]
pub struct Options<C = Column> {
    /// The encoding of text files; `None` detects it.
    pub encoding: Option<Encoding>,
    /// The sheet of a workbook; `None` takes the first visible one.
    pub sheet: Option<String>,
    /// The office's own column names.
    pub map: Mapping<C>,
    /// Times after this are faults.
    pub now: Moment,
}

impl Options {
    /// Everything detected, nothing mapped.
    #[must_use]
    pub fn at(now: Moment) -> Self {
        Self { encoding: None, sheet: None, map: Mapping::default(), now }
    }
}

/// Takes rows one by one in the file's order, so that memory need not grow with the file. What was taken before
/// an error must be dropped by the caller: a file that ends in an error is imported not at all.
pub type Sink<'a, R = IntakeRow> = &'a mut dyn FnMut(Result<R, RowFault>);

/// Reads a file into memory, following no symlink and blocking on nothing.
///
/// # Errors
/// [`IntakeError`] if the file as a whole cannot be taken or `progress` breaks; faults of rows are in the result.
pub fn read_path(path: &Path, options: &Options, progress: Progress<'_>) -> Result<IntakeFile, IntakeError> {
    let bytes = open::read_file(path)?;
    let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    read_bytes(&name, &bytes, options, progress)
}

/// Reads a file that is already in memory, such as standard input.
///
/// # Errors
/// As [`read_path`].
pub fn read_bytes(
    name: &str,
    bytes: &[u8],
    options: &Options,
    progress: Progress<'_>,
) -> Result<IntakeFile, IntakeError> {
    let mut rows = Rows::default();
    let mut faulty = Vec::new();
    let mut file = read_into(name, bytes, options, progress, &mut |result| match result {
        Ok(row) => rows.push(&row),
        Err(fault) => faulty.push(fault),
    })?;
    file.rows = rows;
    file.faulty = faulty;
    Ok(file)
}

/// What is known of a file that could not be read as an export, for the record of refused imports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnreadFile {
    /// The file's name without its folder.
    pub name: String,
    pub size: u64,
    /// SHA-256 of the bytes, lower-case hexadecimal.
    pub sha256: String,
}

/// Name, size and digest of a file; `None` for what is no readable regular file, of which there is nothing to record.
#[must_use]
pub fn unread(path: &Path) -> Option<UnreadFile> {
    let bytes = open::read_file(path).ok()?;
    Some(UnreadFile {
        name: path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned()),
        size: bytes.len() as u64,
        sha256: hex(&Sha256::digest(&bytes)),
    })
}

/// Reads a file row by row into `sink`; the result has empty `rows` and `faulty`.
///
/// # Errors
/// As [`read_path`].
pub(crate) fn read_into<C: Table>(
    name: &str,
    bytes: &[u8],
    options: &Options<C>,
    progress: Progress<'_>,
    sink: Sink<'_, C::Row>,
) -> Result<IntakeFile, IntakeError> {
    let size = bytes.len() as u64;
    if size > FILE_LIMIT {
        return Err(open::too_large(size));
    }
    let mut collector = Collector::new(options, progress, sink);
    collector.report(0, size)?;
    let (format, encoding) = match kind::of_bytes(bytes)? {
        Kind::Zip => {
            xlsx::read(bytes, &mut collector)?;
            (FileFormat::Xlsx, "XLSX".to_owned())
        }
        Kind::Text => text(bytes, &mut collector)?,
    };
    collector.report(size, size)?;
    Ok(IntakeFile {
        name: name.to_owned(),
        format,
        encoding,
        header: collector.header.names().to_vec(),
        rows: Rows::default(),
        faulty: Vec::new(),
        row_count: collector.rows,
        columns: collector.header.codes(),
        unknown_columns: collector.header.unknown().iter().map(|name| error::short(name)).collect(),
        sheets: collector.sheets,
        warnings: collector.warnings.into_list(),
        sha256: hex(&Sha256::digest(bytes)),
        size,
    })
}

fn text<C: Table>(
    bytes: &[u8],
    collector: &mut Collector<'_, C>,
) -> Result<(FileFormat, String), IntakeError> {
    let decoded = encoding::decode(bytes, collector.options.encoding)?;
    kind::refuse_markup(&decoded.text)?;
    if decoded.replaced > 0 {
        collector.warnings.add(json::surrogates_replaced(decoded.replaced));
    }
    let format = match decoded.text.trim_start().chars().next() {
        Some('[') => FileFormat::JsonArray,
        Some('{') => FileFormat::JsonLines,
        _ => FileFormat::Csv,
    };
    match format {
        FileFormat::JsonArray => json::read_array(&decoded.text, collector)?,
        FileFormat::JsonLines if json::is_wrapped(&decoded.text, &collector.options.map) => {
            json::read_wrapped(&decoded.text, collector)?;
        }
        FileFormat::JsonLines => json::read_lines(&decoded.text, collector)?,
        FileFormat::Csv | FileFormat::Xlsx => csv::read(&decoded.text, collector)?,
    }
    Ok((format, decoded.label))
}

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
