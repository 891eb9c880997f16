//! The approval queue: what waits for a signature, whose it is, and for how long (`console.md` pane 3).

use crate::domain::case::stage::Stage;
use crate::domain::ids::{CaseId, PersonId, UnitId};
use crate::domain::time::Moment;
use crate::domain::town::org::Org;
use crate::domain::view::listing::ClockReading;
use crate::domain::view::meeting::MeetingRow;
use crate::domain::words::{CaseKind, DocumentKind, Position, Route};

/// Place of an item in the queue: mine first, then what was submitted first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ApprovalKey {
    /// Whether it waits for somebody else than the person who looks.
    pub is_others: bool,
    /// When it was submitted, in seconds since 1970.
    pub submitted_at: i64,
    pub case: CaseId,
    /// The document of the case.
    pub document: DocumentKind,
}

/// One document that waits for one signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApprovalItem {
    pub case: CaseId,
    pub case_no: String,
    pub title: String,
    /// Where it stands.
    pub stage: Stage,
    pub kind: Option<CaseKind>,
    pub route: Option<Route>,
    /// Proposed or handling unit.
    pub unit: Option<UnitId>,
    pub document: DocumentKind,
    pub version: u32,
    /// The position that signs.
    pub position: Position,
    /// Whose signature it is to the person who looks: their own, that of the leader they sign for, else the first of
    /// those who may sign.
    pub person: PersonId,
    /// Everybody who may sign, of whom one does.
    pub people: Vec<PersonId>,
    /// Whether the person who looks can sign it: in person, or as the signer's deputy.
    pub is_mine: bool,
    /// When it was submitted.
    pub submitted_at: Moment,
    /// Working days since then; 0 is today.
    pub waiting_days: u32,
    /// The limit that is running meanwhile.
    pub clock: Option<ClockReading>,
}

impl ApprovalItem {
    /// Everybody who may sign, in names, `李敏或赵强`.
    #[must_use]
    pub fn signers(&self, org: &Org) -> String {
        self.people.iter().map(|person| org.person_name(*person)).collect::<Vec<_>>().join("或")
    }

    /// Its place in the queue.
    #[must_use]
    pub const fn key(&self) -> ApprovalKey {
        ApprovalKey {
            is_others: !self.is_mine,
            submitted_at: self.submitted_at.unix(),
            case: self.case,
            document: self.document,
        }
    }
}

/// A stretch of the queue asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ApprovalQuery {
    /// After this item; `None` from the beginning.
    pub after: Option<ApprovalKey>,
    /// At most so many.
    pub limit: u32,
}

/// A stretch of the queue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ApprovalPage {
    pub items: Vec<ApprovalItem>,
    /// Meetings whose record waits for the person who looks, the oldest first.
    pub records: Vec<MeetingRow>,
    /// How many wait for the person who looks.
    pub mine: u64,
    /// How many wait for others.
    pub others: u64,
    /// Whether the last item is the last of the queue.
    pub at_end: bool,
}
