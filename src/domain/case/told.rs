//! What was written down in the course of a case: findings and supplements.

use crate::domain::ids::{ChainPlace, PersonId};
use crate::domain::sealable::Sealable;
use crate::domain::time::Moment;

/// What an inquiry found, or what was learnt later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Round of handling it belongs to.
    pub round: u32,
    /// Turn it belongs to.
    pub turn: u32,
    /// When it was recorded.
    pub at: Moment,
    /// Where it stands in the chain.
    pub place: ChainPlace,
    pub by: PersonId,
    /// In these words.
    pub text: Sealable,
}
