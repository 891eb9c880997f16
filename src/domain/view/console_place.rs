//! Where somebody was in the console when they left it: they are there again at the next start.

#[cfg(doc)]
use crate::domain::figures::compared::Compare;
use crate::domain::ids::CaseId;
use crate::domain::view::listing::{Sort, View};

/// A place in the console.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsolePlace {
    /// The digit of the pane.
    pub pane: u8,
    /// How the list of cases stood.
    pub view: View,
    pub sort: Sort,
    /// Filter words as typed.
    pub filter: String,
    /// The case that was selected.
    pub case: Option<CaseId>,
    /// The newest alert that had been looked at.
    pub seen_alert: i64,
    /// Which figures were open, in the words of [`Compare::kept`]; empty where none were.
    pub figures: String,
}

impl Default for ConsolePlace {
    /// Where everybody begins.
    fn default() -> Self {
        Self {
            pane: 1,
            view: View::Today,
            sort: Sort::Urgency,
            filter: String::new(),
            case: None,
            seen_alert: 0,
            figures: String::new(),
        }
    }
}
