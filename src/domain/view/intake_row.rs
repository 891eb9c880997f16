//! What a platform export yields: rows ready to become complaints, rows that cannot, and what is known of the
//! file they stood in. Reading the bytes is the business of `intake`; judging against the record is not done here.

use crate::domain::time::Moment;
use crate::domain::view::intake_rows::Rows;

/// One good row of an export, in the file's own words; only times and counts are interpreted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntakeRow {
    /// The row as a spreadsheet numbers it (the header is row 1); for JSON the position of the object, from 1.
    pub row: u32,
    /// 平台编号, without surrounding white space: it is a key, not a text.
    pub platform_no: Option<String>,
    /// 投诉时间, never in the future and never before 2000.
    pub complained_at: Moment,
    /// 推送时间; where the file has none, the importer takes the time of import.
    pub received_at: Option<Moment>,
    pub method: Option<String>,
    pub source: Option<String>,
    /// 投诉人 as written, 匿名 included.
    pub complainant: Option<String>,
    pub contact: Option<String>,
    pub respondent_name: Option<String>,
    pub respondent_unit_position: Option<String>,
    pub respondent_rank: Option<String>,
    /// 所属村社区, the raw label.
    pub village: Option<String>,
    /// 领域, the raw label.
    pub field: Option<String>,
    /// 投诉事项名称, never blank.
    pub title: String,
    /// 投诉内容, never blank.
    pub content: String,
    /// 主件页数, at most 9999.
    pub main_pages: Option<u32>,
    /// 附件数, at most 9999.
    pub attachments: Option<u32>,
    /// 满意度, the raw label.
    pub satisfaction: Option<String>,
    pub evaluation_comment: Option<String>,
    /// Columns the program does not know, as (name in the file, text), in the file's order, blank cells left out.
    pub other: Vec<(String, String)>,
}

/// A row that was not taken, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowFault {
    /// The row, counted as in [`IntakeRow::row`].
    pub row: u32,
    /// The column as the file names it, or 整行 where no single column is to blame.
    pub column: String,
    /// What is wrong and what to do, one Chinese sentence.
    pub reason: String,
    /// The cells as they stood in the file, in the order of [`IntakeFile::header`], for the rejected file.
    pub raw: Vec<String>,
}

/// The kinds of file that can be imported; told from the content, never from the name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileFormat {
    /// Text with separators.
    Csv,
    /// An Office Open XML workbook.
    Xlsx,
    /// One JSON array of objects.
    JsonArray,
    /// JSON objects one after the other, usually one a line.
    JsonLines,
}

/// A sheet of a workbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetName {
    pub name: String,
    /// Whether whoever opens the workbook sees it.
    pub is_visible: bool,
    /// Whether its rows are those that were read.
    pub is_read: bool,
}

/// A whole file, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IntakeFile {
    /// The file's name without its folder.
    pub name: String,
    /// What kind of file it is.
    pub format: FileFormat,
    /// The encoding in the operator's words, e.g. `UTF-8（带 BOM）`.
    pub encoding: String,
    /// The column names as they stand in the file; for JSON every key, in order of first appearance.
    pub header: Vec<String>,
    /// The codes of the columns that the program knows, in the order of the header; `None` for the others.
    pub columns: Vec<Option<&'static str>>,
    /// The good rows, in the file's order; empty when the rows went to a sink.
    pub rows: Rows,
    /// The rows not taken, in the file's order; empty when the rows went to a sink.
    pub faulty: Vec<RowFault>,
    /// How many rows were read, good and faulty, blank ones left out.
    pub row_count: u32,
    /// Names of columns that are kept as "other columns".
    pub unknown_columns: Vec<String>,
    /// The sheets of a workbook, in order, and which of them was read; nothing of other formats.
    pub sheets: Vec<SheetName>,
    /// What was done to the content on the way or looks odd, one Chinese sentence each.
    pub warnings: Vec<String>,
    /// SHA-256 of the bytes as they came, in lower-case hex.
    pub sha256: String,
    /// The size in bytes.
    pub size: u64,
}
