//! What somebody did on a day, for the diary and for whoever takes over.

use crate::domain::ids::CaseId;
use crate::domain::time::Moment;

/// One act of one's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DoneLine {
    /// When it was recorded.
    pub at: Moment,
    /// The case it was done to, with its number and title; none for an act on the town.
    pub case: Option<(CaseId, String, String)>,
    /// Code of the act.
    pub action: String,
    /// What was recorded, as the history says it.
    pub words: String,
    /// Whether its own reverse can be done now.
    pub can_be_undone: bool,
}
