//! What every record of its own has, whatever it is about: facts in their order, and what a fold may know of each.

use crate::domain::ids::{ChainPlace, PersonId};
use crate::domain::sealable::Sealables;
use crate::domain::time::Moment;

/// A fact of a record of its own, as far as it has to do with texts that stand outside the chain.
pub trait StreamEvent {
    /// Every place in it that holds erasable text.
    fn sealables_mut(&mut self) -> Sealables<'_>;

    /// Place in the stream of the fact whose texts it takes away for ever.
    fn erases(&self) -> Option<u32>;
}

/// What a fold may know of a fact beside the fact itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamped {
    /// Place in the stream, from 1.
    pub seq: u32,
    /// Place in the chain of the whole file.
    pub place: ChainPlace,
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
        Stamped { seq: self.seq, place: self.place, at: self.at, actor: self.actor }
    }
}
