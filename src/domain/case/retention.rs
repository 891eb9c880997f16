//! How long it is kept who complains: from the end of a case on, for the years that the town has set (`domain.md` §9).

use super::Case;
use crate::domain::case::stage::Stage;
use crate::domain::time::Date;

impl Case {
    /// The day from which the retention counts: that of the closure, else of the last act on a case that ended otherwise.
    /// Who looks at the case or takes a copy of it keeps it no longer. `None` while it is open.
    #[must_use]
    pub fn ended_on(&self) -> Option<Date> {
        match self.stage {
            Stage::Closure => Some(self.closed_on().unwrap_or_else(|| self.acted_at.date())),
            Stage::Reported | Stage::Merged | Stage::Withdrawn => Some(self.acted_at.date()),
            Stage::Complaint
            | Stage::Acceptance
            | Stage::Transfer
            | Stage::Handling
            | Stage::Drafting
            | Stage::Review
            | Stage::Reply
            | Stage::Evaluation => None,
        }
    }

    /// The first day on which the identity may be erased; `None` where there is nothing to erase.
    #[must_use]
    pub fn retained_until(&self, years: u32) -> Option<Date> {
        if self.sealed || self.identity_erased {
            return None;
        }
        self.ended_on().map(|ended| ended.plus_years(years))
    }
}
