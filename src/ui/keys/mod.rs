//! Keys: one table of bindings ([`BINDINGS`]), looked up by where the operator is. Hints and help are made from the
//! same rows, so they can't disagree with what keys do.

mod bound;
mod editing;
mod key;
mod scope;
mod table;
#[cfg(test)]
mod tests;

use crate::domain::code::Coded as _;
pub use bound::{Keys, lookup};
#[cfg(test)]
pub(crate) use editing::EDITING;
pub(crate) use editing::{Edit, editing_key, edits};
pub(crate) use key::{Key, twin};
pub use scope::Scope;
pub(crate) use table::BINDINGS;

/// What a key brings about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Do {
    /// Shows a pane, counted from 1.
    Pane(u8),
    /// One line up.
    Up,
    /// One line down.
    Down,
    /// One place to the left.
    Left,
    /// One place to the right.
    Right,
    /// To the first line.
    Top,
    /// To the last line.
    Bottom,
    /// One screen up.
    PageUp,
    /// One screen down.
    PageDown,
    /// Half a screen up.
    HalfUp,
    /// Half a screen down.
    HalfDown,
    /// Opens or takes what is selected.
    Open,
    /// Opens the case of what is selected.
    OpenCase,
    /// Shows the selected case beside the list, or the list alone.
    TogglePreview,
    /// One step back, never losing text.
    Back,
    /// The next page of a case.
    NextPart,
    /// The page before.
    PreviousPart,
    /// The papers of a case.
    Papers,
    /// Writes what is shown to a file.
    Write,
    /// Opens what a figure counts only below the line.
    OpenRest,
    /// Months, quarters, years.
    Stretch,
    /// Freezes what is shown, so that it stays as it is.
    Freeze,
    /// Writes everything of a month's end.
    Pack,
    /// The next case of the list.
    NextCase,
    /// The case before.
    PreviousCase,
    /// The next view of the list.
    NextView,
    /// The view before.
    PreviousView,
    /// Chooses the possibility with this digit.
    Choose(u8),
    /// Leaves the case to the next meeting.
    Defer,
    /// Writes down what is said.
    Minute,
    /// Prepares a meeting about the marked cases.
    PrepareMeeting,
    /// Urges whoever keeps cases waiting.
    Urge,
    /// The cases of which a rule proposes that something is issued or answered.
    Chase,
    /// Notes that every reminder was seen.
    MarkAll,
    /// Marks the line, or takes the mark off.
    Mark,
    /// Takes all marks off.
    ClearMarks,
    /// Agrees to the document.
    Agree,
    /// Returns the document with an opinion.
    SendBack,
    /// Says that there is nothing to make public.
    SayNothing,
    /// The records of disclosure, to link one with the case.
    Link,
    /// Names a deputy.
    Delegate,
    /// Takes back what was done last, by its own recorded reverse.
    Undo,
    /// Registers the row as a sealed stub.
    Seal,
    /// Compares the file with our cases.
    Reconcile,
    /// Says what a column is that the program does not know.
    SayColumn,
    /// Chooses another sheet of the workbook.
    ChooseSheet,
    /// The menu of actions.
    Actions,
    /// Types a filter (in the file picker a path).
    Filter,
    /// The filters kept under names.
    KeptFilters,
    /// What one did today.
    MyDay,
    /// One's own unfinished texts.
    Drafts,
    /// Gives something another name.
    Rename,
    /// Finds a case by its number.
    Search,
    /// The next order of the list.
    Sort,
    /// Takes a platform export in.
    Import,
    /// Registers a complaint by hand.
    Register,
    /// The folder above.
    Parent,
    /// The calendar of working days.
    Calendar,
    /// Loads a newly published calendar.
    Load,
    /// The palette of everything.
    Palette,
    /// Alerts about limits.
    Alerts,
    /// The keys that work here.
    Help,
    /// The next field of a form.
    NextField,
    /// The field before.
    PreviousField,
    /// Saves or submits.
    Save,
    /// Answers a question with yes.
    Yes,
    /// Answers a question with no.
    No,
    /// Throws a draft away.
    Discard,
    /// Masks identities on the whole console, or shows them again.
    Mask,
    /// Acts as another person of the practice town.
    SwitchPerson,
    /// Draws everything anew.
    Redraw,
    /// Leaves the terminal to the shell for a while.
    Suspend,
    /// Ends the program.
    Quit,
}

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// Where it holds.
    pub scope: Scope,
    /// Its name in the configuration, after the scope's code and a dot: `inbox.import`.
    pub name: &'static str,
    /// The keys as delivered; hints show the first.
    pub keys: &'static [Key],
    /// What they do.
    pub does: Do,
    /// What the operator reads.
    pub label: &'static str,
    /// Whether the hint line shows it.
    pub hinted: bool,
}

impl Do {
    /// By how many rows a key of moving goes down in a list of which so many are shown at once, up when negative; nothing
    /// for every other key. One place, so that each list answers to all of them.
    #[must_use]
    #[expect(clippy::wildcard_enum_match_arm, reason = "the other keys move nothing")]
    pub fn rows(self, page: usize) -> Option<isize> {
        let page = page.max(1).cast_signed();
        match self {
            Self::Down => Some(1),
            Self::Up => Some(-1),
            Self::PageDown => Some(page),
            Self::PageUp => Some(-page),
            Self::HalfDown => Some(page / 2),
            Self::HalfUp => Some(-(page / 2)),
            Self::Top => Some(isize::MIN),
            Self::Bottom => Some(isize::MAX),
            _ => None,
        }
    }
}

impl Binding {
    /// Its full name in the configuration.
    #[must_use]
    pub fn full_name(&self) -> String {
        format!("{}.{}", self.scope.code(), self.name)
    }
}
