//! A ruling of the discipline secretary: the recorded reason that opens a way the rules keep shut (`domain.md` §2).

use serde::{Deserialize, Serialize};

use crate::domain::ids::PersonId;
use crate::domain::sealable::Sealable;
use crate::domain::time::Date;
use crate::domain::town::org::Org;

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

impl Ruling {
    /// The ruling as it follows the sentence of what it opened the way for; nothing when there is none.
    #[must_use]
    pub fn in_brackets(ruling: Option<&Self>, org: &Org) -> String {
        ruling.map_or(String::new(), |ruling| {
            let paper = if ruling.on_paper { "，代录" } else { "" };
            format!(
                "（镇纪委书记{}{}意见{paper}：{}）",
                org.person_name(ruling.by),
                ruling.ruled_on,
                ruling.text.text()
            )
        })
    }
}
