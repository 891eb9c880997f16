//! Files from outside: looking for one, what it would become, taking it in.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::domain::time::Moment;
use crate::domain::view::importing::ImportReport;
use crate::domain::view::reconciling::Reconciliation;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportEffect {
    /// What is in a folder; `None` for where one starts.
    Browse(Option<PathBuf>),
    /// What a file would become; of a workbook this sheet, or the one that the reader finds.
    Preview { path: PathBuf, sheet: Option<String> },
    /// Take a file in; these rows as sealed stubs, without their text.
    TakeIn(PathBuf, BTreeSet<u32>),
    /// Compare a previewed file with our cases; nothing is changed by it.
    Reconcile(PathBuf),
    /// Keep what a column of the previewed file is, by the code of its meaning, and preview the file anew.
    SayColumn { path: PathBuf, sheet: Option<String>, column: String, meaning: String },
}

#[derive(Debug, Clone, PartialEq)]
pub enum ImportMessage {
    /// What is in a folder.
    Files {
        folder: PathBuf,
        /// Its files and folders, folders first.
        entries: Vec<FileEntry>,
    },
    /// What a file would become.
    Preview(PathBuf, Box<ImportReport>),
    /// What a file and our cases say differently.
    Reconciled(PathBuf, Box<Reconciliation>),
    /// What a file became, and where its rejected rows are.
    TakenIn(Box<ImportReport>, Option<PathBuf>),
    /// The file could not be read or taken in.
    Failed(String),
    /// How far long work has come, in percent.
    Progress(u8),
}

/// A line of the file picker.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileEntry {
    /// Name as shown.
    pub name: String,
    /// Where it is.
    pub path: PathBuf,
    /// Folder or file.
    pub is_folder: bool,
    /// Size in bytes of a file.
    pub size: u64,
    /// When it was last changed.
    pub modified: Option<Moment>,
}
