//! The town itself: who acts there, its calendar, its deputies.

use std::path::PathBuf;

use crate::domain::desk::Desk;
use crate::domain::ids::PersonId;
use crate::domain::limit::calendar_change::CalendarChange;
use crate::domain::refusal::Refusal;
use crate::domain::time::Date;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TownEffect {
    /// What loading this notice file would change.
    PreviewCalendar(PathBuf),
    /// Load the notice file whose preview was confirmed.
    LoadCalendar(PathBuf),
    /// Let somebody sign in one's own name from one day to another.
    Delegate { deputy: PersonId, from: Date, until: Date },
}

#[derive(Debug, Clone, PartialEq)]
pub enum TownMessage {
    /// Who acts, the town, the calendar; at start and whenever one of them changes.
    Desk(Box<Desk>),
    /// A deputy was named; a sentence saying who and when.
    Delegated(String),
    /// No deputy was named, and why.
    DelegationRefused(Refusal),
    /// What loading a notice file would change.
    CalendarPreview(PathBuf, Box<CalendarPreview>),
    /// A notice was loaded, with what it changed.
    CalendarLoaded(Box<CalendarChange>),
    /// The notice could not be read or loaded.
    CalendarFailed(String),
}

/// What loading a notice would change, and what is unlikely about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarPreview {
    /// Days and open limits that change.
    pub change: CalendarChange,
    /// Sentences to compare with the notice's own text before confirming.
    pub warnings: Vec<String>,
}
