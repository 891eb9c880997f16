//! What a form is filled from.

use crate::domain::case::Case;
use crate::domain::case::respondents::Register;
use crate::domain::document::Document;
use crate::domain::ids::UnitId;
use crate::domain::sight::identity::Identity;
use crate::domain::time::Date;
use crate::domain::town::org::Org;

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
    /// The office's own words.
    pub words: &'a Phrases,
}

/// The standard sentences of letters, which the town can change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrases {
    /// Ends the reply letter (N附件1).
    pub reply_closing: String,
    /// Signs the reply letter; empty for the handling unit.
    pub reply_unit: String,
    /// Stands as 答复审核单位 in Annex 4; empty for the town commission.
    pub reviewed_by: String,
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

impl Default for Phrases {
    fn default() -> Self {
        Self {
            reply_closing: "感谢您对我们工作给予的监督、关心、理解和支持！".to_owned(),
            reply_unit: String::new(),
            reviewed_by: String::new(),
        }
    }
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
