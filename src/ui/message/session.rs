//! The session: its beginning, who acts in it, the passing of time, what went wrong outside.

use crate::domain::ids::{CaseId, PersonId};
use crate::domain::time::Moment;
use crate::domain::view::console_place::ConsolePlace;
use crate::domain::view::kept_filter::KeptFilter;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionEffect {
    /// First start: make the database.
    SetUp {
        town: String,
        district: String,
        /// The caller's own name.
        name: String,
    },
    /// Act as another person of the practice town.
    SwitchPerson(PersonId),
    /// A form of a case was opened; whoever has it open too is told of.
    FormOpened {
        case: CaseId,
        form: String,
    },
    /// It is still open.
    FormStillOpen {
        case: CaseId,
        form: String,
    },
    /// It was left.
    FormLeft {
        case: CaseId,
        form: String,
    },
    /// Somebody is there in the console now, and has looked.
    KeepPlace(Box<ConsolePlace>),
    /// Keep a filter under its name.
    KeepFilter(Box<KeptFilter>),
    RenameFilter {
        from: String,
        to: String,
    },
    /// Delete the kept filter of this name.
    DropFilter(String),
    /// Stop the long work under way.
    Cancel,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SessionMessage {
    /// No database yet: ask for the town.
    NeedsSetUp,
    /// Where whoever acts was the last time; told before their desk.
    Place(Box<ConsolePlace>),
    /// The filters that whoever acts keeps; told before their desk and whenever they change.
    Filters(Vec<KeptFilter>),
    /// Another session changed something.
    ChangedElsewhere,
    /// A save waits for the import of this person; told again and again while it does.
    Waiting(String),
    /// Somebody else has the form open that was just opened; a sentence saying who and since when.
    AlsoOpen(String),
    /// The town has something to settle; a sentence that says what and where it stands.
    Unsettled(String),
    /// The minute turned.
    Tick(Moment),
    /// The machine's clock was set while the console ran; a sentence that says by how much.
    TimeJumped(String),
    /// Something outside failed; a sentence for the operator.
    Failed(String),
}
