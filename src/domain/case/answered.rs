//! Replies that went out, and what the complainant said of them.

use super::letter::Letter;
use crate::domain::sealable::Sealable;
use crate::domain::time::Moment;
use crate::domain::words::{DeliveryMethod, EvaluationSource, Resolved, Satisfaction};

/// A reply that went out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Round of handling it ended.
    pub round: u32,
    /// How it went out.
    pub method: DeliveryMethod,
    /// When, as stated.
    pub delivered_at: Moment,
    /// When that was recorded.
    pub recorded_at: Moment,
    /// The text as sent.
    pub text: Sealable,
    /// What stood around it on paper; absent where an older program delivered it.
    pub letter: Option<Letter>,
}

/// The complainant's word of one round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    /// Round of handling.
    pub round: u32,
    pub satisfaction: Satisfaction,
    pub resolved: Option<Resolved>,
    /// In these words.
    pub comment: Option<Sealable>,
    /// Where it came from, when nobody here asked for it.
    pub source: Option<EvaluationSource>,
    /// It came after the case was closed.
    pub late: bool,
    /// When it was recorded.
    pub at: Moment,
}
