//! A ruling of the discipline secretary: the recorded reason that opens a way the rules keep shut (`domain.md` §2).

use serde::{Deserialize, Serialize};

use crate::domain::ids::PersonId;
use crate::domain::sealable::Sealable;
use crate::domain::time::Date;

/// Who ruled, when, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruling {
    /// In these words.
    pub text: Sealable,
    /// The discipline secretary of that day.
    pub by: PersonId,
    /// The day it was given.
    pub ruled_on: Date,
    /// Whether an operator recorded it from paper (代录).
    pub on_paper: bool,
}
