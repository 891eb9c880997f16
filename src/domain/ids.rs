//! Numbers by which the database knows things, each a type of its own so that none is taken for another.

use serde::{Deserialize, Serialize};

/// A case's number in the database, as distinct from its `case_no`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CaseId(pub i64);

/// A meeting's number in the database, as distinct from its own number, `m3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MeetingId(pub i64);

/// A clock's number in its case, in the order in which they were started; what was cancelled keeps its number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ClockId(pub u32);

impl ClockId {
    /// Whether no number was given yet; then it isn't part of what is recorded.
    #[must_use]
    pub const fn is_unset(&self) -> bool {
        self.0 == 0
    }
}

/// Place of an event in the chain of the whole file: of two events the one with the lower place was recorded first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ChainPlace(pub i64);

impl ChainPlace {
    /// Behind everything recorded so far, where a fact stands that is only being decided.
    pub const NEXT: Self = Self(i64::MAX);
}

/// A unit's number in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnitId(pub i64);

/// A person's number in the database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonId(pub i64);

/// A matter's number in the town's list of matters (监督事项清单).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MatterId(pub i64);

/// The number in the database of a record of disclosure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct DisclosureId(pub i64);
