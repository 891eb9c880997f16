//! How timely the town made public what it has to (N§三(一)): each record counts once, in the period of its due day.

use super::counting::Item;
use super::facts::Number;
use super::grouping::{By, Part};
use super::span::Span;
use crate::domain::disclosure::{DisclosureState, DisclosureVerdict};
use crate::domain::ids::UnitId;
use crate::domain::time::Date;
use crate::domain::town::org::Org;

/// What figures know of a record of disclosure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisclosureFacts {
    /// `d3`
    pub code: Number,
    pub unit: UnitId,
    pub due_on: Date,
    pub state: DisclosureState,
    pub verdict: Option<DisclosureVerdict>,
}

impl DisclosureFacts {
    /// What it gives to the figure: a record counts in the period in which its due day lies.
    #[must_use]
    pub fn item(&self, span: Span) -> Option<Item> {
        if self.state == DisclosureState::Cancelled || !span.holds(self.due_on) {
            return None;
        }
        let hit = match self.verdict {
            Some(verdict) => verdict == DisclosureVerdict::OnTime,
            None if self.due_on < span.through => false,
            None => return None,
        };
        Some(Item { hit, turn: None, days: None })
    }

    /// The part that it belongs to; a record has a unit and nothing else by which figures are taken apart.
    #[must_use]
    pub fn part(&self, by: By, org: &Org) -> Part {
        match by {
            By::Unit => Part::unit(Some(self.unit), org),
            By::Month => Part::whole(),
            By::Village | By::Route | By::Field | By::Kind | By::Source | By::Rank | By::Decided => {
                Part::disclosure()
            }
        }
    }
}
