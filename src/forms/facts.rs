//! What a form is filled from.

use crate::domain::case::letter::Letter;
use crate::domain::case::respondents::Register;
use crate::domain::case::{Case, Delivery};
use crate::domain::document::Document;
use crate::domain::ids::UnitId;
use crate::domain::sight::identity::Identity;
use crate::domain::time::Date;
use crate::domain::town::org::Org;
use crate::domain::town::phrases::Phrases;

/// A case as the reader may see it, with the town as it was when the sheet is dated.
#[derive(Debug, Clone, Copy)]
pub struct Facts<'a> {
    pub case: &'a Case,
    pub org: &'a Org,
    /// The names that are no complainant's: those of the town's people and places.
    pub register: &'a Register,
    /// The version that was asked for; the newest of its kind otherwise.
    pub document: Option<&'a Document>,
    /// The day of the issue.
    pub today: Date,
    /// The office's own sentences.
    pub phrases: &'a Phrases,
}

impl Facts<'_> {
    /// A text for a paper that goes to those who need not know who complains.
    #[must_use]
    pub fn unnamed(&self, text: &str) -> String {
        Identity::of(&self.case.complainant).unnamed(text, self.register)
    }

    /// What the unit was called when the text that the paper carries was drafted.
    #[must_use]
    pub fn unit_name(&self, unit: UnitId, text: Option<&Document>) -> &str {
        match text {
            Some(text) => self.org.unit_name_at(unit, text.drafted_in),
            None => self.org.unit_name(unit),
        }
    }
}

/// What stands around the reply: as it went out, or as it would go out now.
pub fn letter(facts: &Facts<'_>, sent: Option<&Delivery>, reply: Option<&Document>) -> Letter {
    let frozen = sent.and_then(|sent| sent.letter.clone());
    frozen.unwrap_or_else(|| Letter::of(facts.case, reply, facts.phrases, facts.org))
}

/// What a form needs and the case doesn't have yet: each by its name on the form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing(pub Vec<&'static str>);

impl Missing {
    /// What to do about it, in one Chinese sentence without its full stop.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!("还缺{}，补上后才能出这份文书", self.0.join("、"))
    }
}
