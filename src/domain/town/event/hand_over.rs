//! Facts about the hand-over of a post: what it holds was listed, and each of the two signed.

use serde::{Deserialize, Serialize};

use super::TownFact;
use crate::domain::ids::PersonId;
use crate::domain::time::Date;
use crate::domain::town::org::Org;

/// What somebody's post holds was listed to be handed over.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOverListed {
    pub from: PersonId,
    pub to: PersonId,
    /// How many papers wait for a signature, how many cases are handled, how many wait for a position.
    pub to_sign: u32,
    pub handled: u32,
    pub waiting: u32,
    /// SHA-256 of the list as it was printed.
    pub sheet: String,
}

impl TownFact for HandOverListed {
    const CODE: &'static str = "hand_over_listed";

    fn sentence(&self, org: &Org) -> String {
        let (from, to) = (org.person_name(self.from), org.person_name(self.to));
        let Self { to_sign, handled, waiting, .. } = self;
        format!("列出{from}移交{to}的岗位清单：待审签{to_sign}件，承办{handled}件，等岗位办理{waiting}件")
    }
}

/// One of the two signed the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOverSigned {
    pub from: PersonId,
    pub to: PersonId,
    pub person: PersonId,
    pub signed_on: Date,
    /// Whether it was signed on paper and whoever recorded the fact only wrote it down.
    pub on_paper: bool,
}

impl TownFact for HandOverSigned {
    const CODE: &'static str = "hand_over_signed";

    fn sentence(&self, org: &Org) -> String {
        let name = |person| org.person_name(person);
        let paper = if self.on_paper { format!("（书面，{}）", self.signed_on) } else { String::new() };
        format!("{}在{}移交{}的岗位清单上签字{paper}", name(self.person), name(self.from), name(self.to))
    }
}
