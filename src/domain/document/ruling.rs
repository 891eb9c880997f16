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
    /// The discipline secretary of that day, or whoever ruled in the secretary's place; of a ruling of the district
    /// whoever recorded it.
    pub by: PersonId,
    /// The day it was given.
    pub ruled_on: Date,
    /// Whether an operator recorded it from paper (代录).
    pub on_paper: bool,
    /// The principal leader ruled, because the complaint is about the secretary (回避).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_place: bool,
    /// Number of the district commission's paper, which rules where principal leader and secretary are both concerned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub district_no: Option<String>,
}

impl Ruling {
    /// The ruling as it follows the sentence of what it opened the way for; nothing when there is none.
    #[must_use]
    pub fn in_brackets(ruling: Option<&Self>, org: &Org) -> String {
        ruling.map_or(String::new(), |ruling| {
            let paper = if ruling.on_paper { "，代录" } else { "" };
            let whose = match &ruling.district_no {
                Some(number) => format!("区纪委监委{number}号"),
                None if ruling.in_place => format!("镇主要领导{}", org.person_name(ruling.by)),
                None => format!("镇纪委书记{}", org.person_name(ruling.by)),
            };
            format!("（{whose}{}意见{paper}：{}）", ruling.ruled_on, ruling.text.text())
        })
    }
}
