//! How a command ends: the exit codes of `interfaces.md` and the one sentence that goes with a failure.

use std::io;

use color_eyre::Report;

use crate::domain::calendar::CalendarFault;
use crate::domain::refusal::Refusal;
use crate::intake::IntakeError;
use crate::intake::org_file::OrgFault;
use crate::office::OfficeError;
use crate::store::{Closed, StoreError};

/// The exit codes that scripts may rely on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Exit {
    Done = 0,
    /// `check` found something approaching, due or overdue.
    Due = 1,
    /// The command line is wrong.
    Usage = 2,
    /// The record is damaged or was changed from outside.
    Integrity = 3,
    /// A rule or a missing permission forbids it.
    Refused = 4,
    /// An input file is faulty, wholly or in some rows.
    FaultyInput = 5,
    /// The database is busy, missing or cannot be written.
    Unavailable = 6,
    /// The database is from a newer version.
    TooNew = 7,
}

/// Why a command did not do what it was asked.
#[derive(Debug)]
pub enum Failure {
    /// Whoever read our output went away, as `head` does; nothing is said.
    BrokenPipe,
    /// Something is broken in or around the program. Its outermost message is a sentence for the operator; what
    /// caused it is for whoever looks after the program. A rule that forbids something never comes this way.
    Broken(Report),
    /// One sentence for the operator.
    Told {
        /// The exit code.
        exit: Exit,
        /// What happened, what did not, what to do next.
        sentence: String,
    },
}

impl Failure {
    /// A failure with its sentence.
    #[must_use]
    pub fn new(exit: Exit, sentence: impl Into<String>) -> Self {
        Self::Told { exit, sentence: sentence.into() }
    }

    /// A command line that cannot be meant.
    #[must_use]
    pub fn usage(sentence: impl Into<String>) -> Self {
        Self::new(Exit::Usage, sentence)
    }

    /// The exit code.
    #[must_use]
    pub const fn exit(&self) -> Exit {
        match self {
            Self::BrokenPipe => Exit::Done,
            Self::Broken(_) => Exit::Unavailable,
            Self::Told { exit, .. } => *exit,
        }
    }
}

impl From<Report> for Failure {
    fn from(report: Report) -> Self {
        Self::Broken(report)
    }
}

/// Output that cannot be written; input files are read where their own sentences are made.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::BrokenPipe;
        }
        Self::new(Exit::Unavailable, "结果写不出去（磁盘满或输出已关闭），输出不完整；请检查后重新运行。")
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::new(Exit::Refused, refusal.message)
    }
}

impl From<IntakeError> for Failure {
    fn from(error: IntakeError) -> Self {
        let exit = match error {
            IntakeError::Cancelled => Exit::Refused,
            IntakeError::Path(_)
            | IntakeError::TooLarge(_)
            | IntakeError::Unsupported(_)
            | IntakeError::Encoding(_)
            | IntakeError::Damaged(_)
            | IntakeError::Columns(_)
            | IntakeError::Mapping(_) => Exit::FaultyInput,
        };
        Self::new(exit, error.to_string())
    }
}

impl From<OrgFault> for Failure {
    fn from(fault: OrgFault) -> Self {
        Self::new(Exit::FaultyInput, fault.to_string())
    }
}

impl From<CalendarFault> for Failure {
    fn from(fault: CalendarFault) -> Self {
        Self::usage(format!("{fault}。"))
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let exit = match error {
            StoreError::TooNew { .. } => Exit::TooNew,
            StoreError::Damaged(_)
            | StoreError::Closed(Closed::Damaged { .. } | Closed::Overtaken { .. }) => Exit::Integrity,
            StoreError::Conflict | StoreError::Exists(_) => Exit::Refused,
            StoreError::Busy
            | StoreError::Importing(_)
            | StoreError::Missing(_)
            | StoreError::NotOurs(_)
            | StoreError::Unsafe(_)
            | StoreError::DiskFull
            | StoreError::Closed(Closed::Medium(_) | Closed::Full(_))
            | StoreError::ReadOnly
            | StoreError::Other(_) => Exit::Unavailable,
        };
        Self::new(exit, error.to_string())
    }
}

impl From<OfficeError> for Failure {
    fn from(error: OfficeError) -> Self {
        match error {
            OfficeError::Refused(refusal) => refusal.into(),
            OfficeError::Store(error) => error.into(),
            OfficeError::Intake(error) => error.into(),
        }
    }
}
