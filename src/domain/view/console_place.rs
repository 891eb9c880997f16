//! Where somebody was in the console when they left it: they are there again at the next start.

use crate::domain::ids::CaseId;
use crate::domain::view::listing::{Sort, View};

/// A place in the console.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsolePlace {
    /// The digit of the pane.
    pub pane: u8,
    /// What was selected in it, in words of the pane's own; empty where it keeps nothing.
    pub spot: String,
    /// How the list of cases stood.
    pub view: View,
    pub sort: Sort,
    /// Filter words as typed.
    pub filter: String,
    /// The case that was selected.
    pub case: Option<CaseId>,
    /// The newest alert that had been looked at.
    pub seen_alert: i64,
}

impl Default for ConsolePlace {
    /// Where everybody begins.
    fn default() -> Self {
        Self {
            pane: 1,
            spot: String::new(),
            view: View::Today,
            sort: Sort::Urgency,
            filter: String::new(),
            case: None,
            seen_alert: 0,
        }
    }
}
