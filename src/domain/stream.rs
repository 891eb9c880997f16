//! What every record of its own has, whatever it is about: facts in their order, and what a fold may know of each.

use crate::domain::ids::{ChainPlace, PersonId};
use crate::domain::time::Moment;

/// What a fold may know of a fact beside the fact itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamped {
    /// Place in the stream, from 1.
    pub seq: u32,
    pub at: Moment,
    pub actor: PersonId,
}

/// A fact as it stands in the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedFact<E> {
    /// Place in the stream, from 1.
    pub seq: u32,
    /// Place in the chain of the whole file.
    pub place: ChainPlace,
    pub at: Moment,
    pub actor: PersonId,
    /// Code of the act.
    pub action: String,
    /// Hash in the chain, lower-case hexadecimal.
    pub hash: String,
    pub event: E,
}

impl<E> RecordedFact<E> {
    /// What a fold may know of it.
    #[must_use]
    pub const fn stamped(&self) -> Stamped {
        Stamped { seq: self.seq, at: self.at, actor: self.actor }
    }
}
