//! What an import is told as: what each row became, what was faulty, and where the rejected rows went.

use crate::domain::time::Moment;
use crate::domain::view::intake_row::{RowFault, SheetName};

/// The report of one file, of a preview as of a finished import.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ImportReport {
    /// File name without its folder.
    pub file: String,
    /// SHA-256 of its bytes, lower-case hexadecimal.
    pub sha256: String,
    /// Size in bytes.
    pub size: u64,
    /// Encoding it was read in, as told to the operator.
    pub encoding: String,
    /// Rows read, faulty ones included.
    pub rows: u64,
    /// Rows that are or became new cases.
    pub new: u64,
    /// New rows that likely repeat an earlier complaint; proposed, never merged by themselves.
    pub repeats: u64,
    /// New rows registered as sealed stubs, without their text.
    pub sealed: u64,
    /// Rows already known with the same content.
    pub known: u64,
    /// Rows of a known number whose content differs: recorded as supplements.
    pub supplement: u64,
    /// Those of the known rows that have no number: equal in every column to one that was registered.
    pub known_unnumbered: u64,
    /// Rows of cases that whoever imports may not see, new or known (由其他人员办理).
    pub elsewhere: u64,
    /// Rows whose word of the complainant was recorded as the evaluation; counted among the known or supplements too.
    pub evaluated: u64,
    /// Rows that could not be taken.
    pub faulty: Vec<RowFault>,
    /// The file's header, for the rejected file.
    pub header: Vec<String>,
    /// Columns without a place here; kept on the case.
    pub unknown_columns: Vec<String>,
    /// Those of them whose names speak of identity and that nobody has said anything of yet.
    pub asked_columns: Vec<String>,
    /// The sheets of a workbook, in order, and which of them was read.
    pub sheets: Vec<SheetName>,
    /// Anything else worth a sentence.
    pub warnings: Vec<String>,
    /// First rows as they would be stored, masked, for the preview.
    pub sample: Vec<PreviewRow>,
    /// Numbers given to the new cases, first and last.
    pub case_nos: Option<(String, String)>,
}

impl ImportReport {
    /// Whether taking the file in would change anything.
    #[must_use]
    pub const fn brings_something(&self) -> bool {
        self.new + self.supplement + self.evaluated + self.elsewhere > 0
    }
}

/// A row in the preview.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewRow {
    /// Row in the file.
    pub row: u32,
    /// What it is.
    pub fate: RowFate,
    pub platform_no: Option<String>,
    pub title: String,
    /// Number of the earlier case that it likely repeats.
    pub repeat_of: Option<String>,
    /// Receipt, as it would be recorded.
    pub received_at: Moment,
}

coded! {
    /// What becomes of a good row.
    pub enum RowFate {
        /// A case of its own.
        New = "new" "新增",
        /// Already here, unchanged.
        Known = "known" "已有",
        /// Already here, with other content.
        Supplement = "supplement" "补充",
        /// Already here; the complainant's word is new.
        Evaluation = "evaluation" "评价",
    }
}
