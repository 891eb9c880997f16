//! What screens are told and what they ask for. Nothing here knows who answers.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::actions::Answers;
use crate::domain::case::CaseId;
use crate::domain::limit::calendar_change::CalendarChange;
use crate::domain::refusal::Refusal;
use crate::domain::time::{Date, Moment};
use crate::domain::town::desk::Desk;
use crate::domain::town::org::PersonId;
use crate::domain::view::approvals::{ApprovalKey, ApprovalPage, ApprovalQuery};
use crate::domain::view::dashboard::Dashboard;
use crate::domain::view::detail::CaseDetail;
use crate::domain::view::importing::ImportReport;
use crate::domain::view::listing::{Alert, Counts, ListQuery, Page};
use crate::domain::view::reconciling::Reconciliation;

/// Numbers a request, so that an answer that was overtaken can be told from the one awaited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Ticket(pub u64);

/// A command to perform on one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Command {
    /// Client-made id, so that a doubled key press is one act.
    pub act: String,
    /// The case; `None` to make one.
    pub case: Option<CaseId>,
    /// How many events the case had when the form opened; somebody faster makes this a conflict.
    pub seen_seq: Option<u32>,
    pub action: &'static str,
    /// What was filled in.
    pub answers: Answers,
}

/// What a command came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Performed {
    /// The case it was done to or that it made.
    pub case: CaseId,
    pub case_no: String,
    pub action: &'static str,
}

/// Asked of the world outside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// A screenful of a list.
    List(Ticket, ListQuery),
    /// The numbers beside the views.
    Counts,
    /// A stretch of the approval queue.
    Approvals(ApprovalQuery),
    /// The figures of the deadline dashboard.
    Dashboard,
    /// What loading this notice file would change.
    CalendarPreview(PathBuf),
    /// Load the notice file whose preview was confirmed.
    LoadCalendar(PathBuf),
    /// A case laid open.
    Open(CaseId),
    /// The case on the screen was left; what was revealed of it is masked again.
    CloseCase,
    /// A case by its number, ours or the platform's.
    OpenNumbered(String),
    /// A command on one case.
    Perform(Box<Command>),
    /// One command on several cases, each for itself.
    PerformMany(Vec<Command>),
    /// What is in a folder; `None` for where one starts.
    Browse(Option<PathBuf>),
    /// What a file would become.
    Preview(PathBuf),
    /// Take a file in; these rows as sealed stubs, without their text.
    Import(PathBuf, BTreeSet<u32>),
    /// Compare a previewed file with our cases; nothing is changed by it.
    Reconcile(PathBuf),
    /// Stop the long work under way.
    Cancel,
    /// Keep unfinished text under a key.
    SaveDraft {
        /// Person, case and action it belongs to.
        key: String,
        /// The fields as they stand.
        answers: Answers,
    },
    /// Ask for unfinished text.
    LoadDraft(String),
    /// The text was committed or thrown away.
    DropDraft(String),
    /// Let somebody sign in one's own name from one day to another.
    Delegate {
        deputy: PersonId,
        from: Date,
        until: Date,
    },
    /// Act as another person of the practice town.
    SwitchPerson(PersonId),
    /// The alert was seen.
    AcknowledgeAlert(i64),
    /// First start: make the database.
    SetUp {
        town: String,
        district: String,
        /// The caller's own name.
        name: String,
    },
    /// Ring the terminal's bell.
    Bell,
    /// Leave the terminal to the shell until the program is continued.
    Suspend,
    /// Draw everything anew.
    Redraw,
    Quit,
}

/// Told to the screens.
#[derive(Debug, Clone, PartialEq)]
pub enum Message {
    /// Who acts, the town, the calendar; at start and whenever one of them changes.
    Desk(Box<Desk>),
    Page(Ticket, Page),
    /// The numbers beside the views.
    Counts(Counts),
    /// A stretch of the approval queue, after this item or from the beginning.
    Approvals(Option<ApprovalKey>, ApprovalPage),
    /// How many documents wait for one's own signature.
    ApprovalsWaiting(u64),
    /// A deputy was named; a sentence saying who and when.
    Delegated(String),
    /// No deputy was named, and why.
    DelegationRefused(Refusal),
    /// A case laid open.
    Case(Box<CaseDetail>),
    /// The figures of the deadline dashboard.
    Dashboard(Box<Dashboard>),
    /// The dashboard is not for these eyes.
    NoDashboard(Refusal),
    /// What loading a notice file would change.
    CalendarPreview(PathBuf, Box<CalendarPreview>),
    /// A notice was loaded, with what it changed.
    CalendarLoaded(Box<CalendarChange>),
    /// The notice could not be read or loaded.
    CalendarFailed(String),
    /// The case asked for is not there, or not for these eyes.
    NoCase(Refusal),
    /// A command was performed and committed; the draft may go.
    Performed {
        /// Client-made id of the command.
        act: String,
        /// What it came to.
        done: Performed,
    },
    /// A command was refused; nothing changed.
    Refused {
        /// Client-made id of the command.
        act: String,
        refusal: Refusal,
    },
    /// Several commands were tried, each for itself.
    PerformedMany {
        /// Those that went through.
        done: Vec<Performed>,
        /// Those that did not, by case number.
        refused: Vec<(String, Refusal)>,
    },
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
    Imported(Box<ImportReport>, Option<PathBuf>),
    /// The file could not be read or taken in.
    ImportFailed(String),
    /// How far long work has come, in percent.
    Progress(u8),
    /// Unfinished text that was kept, with the time it was kept; `None` when there is none.
    Draft {
        /// The key it was asked by.
        key: String,
        /// The fields, and when they were kept.
        kept: Option<(Answers, Moment)>,
    },
    /// Alerts nobody has acknowledged yet, newest last.
    Alerts(Vec<Alert>),
    /// Another session changed something.
    ChangedElsewhere,
    /// The minute turned.
    Tick(Moment),
    /// No database yet: ask for the town.
    NeedsSetUp,
    /// Something outside failed; a sentence for the operator.
    Failed(String),
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

/// What loading a notice would change, and what is unlikely about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarPreview {
    /// Days and open limits that change.
    pub change: CalendarChange,
    /// Sentences to compare with the notice's own text before confirming.
    pub warnings: Vec<String>,
}
