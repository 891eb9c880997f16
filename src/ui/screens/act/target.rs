//! What an action is done to, as its form sees it.

use crate::domain::case::Case;
use crate::domain::disclosure::Disclosure;
use crate::domain::ids::{CaseId, MeetingId};
use crate::domain::words::Route;

/// What the action is done to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A new case.
    New,
    /// One case as it was when the form opened.
    One {
        id: CaseId,
        /// Its number and title.
        name: String,
        /// How many events it had.
        seen_seq: u32,
        /// Its route, which says which kind of unit can have it.
        route: Option<Route>,
        /// The case itself, from which the form tells what would follow.
        case: Box<Case>,
    },
    /// The marked cases, with their numbers.
    Many(Vec<(CaseId, String)>),
    /// The town of this name.
    Town(String),
    /// A meeting, or one about to be prepared, by the name that the form shows.
    Meeting(Option<MeetingId>, String),
    /// A record of disclosure as it was when the form opened.
    Disclosure(Box<Disclosure>),
    /// A record of disclosure about to be opened.
    NewDisclosure,
}

impl Target {
    /// The case as the form sees it now.
    pub fn one(case: &Case) -> Self {
        let name = format!("{} {}", case.case_no, case.title.text());
        Self::One { id: case.id, name, seen_seq: case.seq, route: case.route, case: Box::new(case.clone()) }
    }

    /// The case, where it is one.
    pub fn case(&self) -> Option<&Case> {
        match self {
            Self::One { case, .. } => Some(case),
            Self::New
            | Self::Many(_)
            | Self::Town(_)
            | Self::Meeting(..)
            | Self::Disclosure(_)
            | Self::NewDisclosure => None,
        }
    }

    pub(super) fn name(&self) -> String {
        match self {
            Self::New | Self::NewDisclosure => String::new(),
            Self::Disclosure(record) => format!("{} {}", record.code(), record.told()),
            Self::One { name, .. } | Self::Town(name) | Self::Meeting(_, name) => name.clone(),
            Self::Many(marked) => format!("已标记的{}件", marked.len()),
        }
    }

    pub(super) const fn route(&self) -> Option<Route> {
        match self {
            Self::One { route, .. } => *route,
            Self::New
            | Self::Many(_)
            | Self::Town(_)
            | Self::Meeting(..)
            | Self::Disclosure(_)
            | Self::NewDisclosure => None,
        }
    }

    pub(super) fn cases(&self) -> Vec<CaseId> {
        match self {
            Self::New | Self::Town(_) | Self::Meeting(..) | Self::Disclosure(_) | Self::NewDisclosure => {
                Vec::new()
            }
            Self::One { id, .. } => vec![*id],
            Self::Many(marked) => marked.iter().map(|(id, _)| *id).collect(),
        }
    }

    pub(super) fn draft_part(&self) -> String {
        match self {
            Self::New => "new".to_owned(),
            Self::One { id, .. } => id.0.to_string(),
            Self::Many(_) => "marked".to_owned(),
            Self::Town(_) => "town".to_owned(),
            Self::Meeting(Some(id), _) => format!("meeting-{}", id.0),
            Self::Meeting(None, _) => "meeting".to_owned(),
            Self::Disclosure(record) => format!("disclosure-{}", record.id.0),
            Self::NewDisclosure => "disclosure".to_owned(),
        }
    }
}
