//! What every decision is given besides the case and the answers: the time, the calendar, the town, the actor.

use super::calendar::Calendar;
use super::case::Case;
use super::org::{Org, Person};
use super::settings::Settings;
use super::time::{Date, Moment};

/// The arguments that a pure decision may look at.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The present moment.
    pub now: Moment,
    /// Working days and holidays.
    pub calendar: &'a Calendar,
    /// Units, people, positions.
    pub org: &'a Org,
    /// Limits and switches.
    pub settings: &'a Settings,
    /// Who acts.
    pub actor: &'a Person,
    /// The other case that the answers name, when there is one and the actor may see it.
    pub other: Option<&'a Case>,
}

impl Context<'_> {
    /// The civil date in the town.
    #[must_use]
    pub fn today(&self) -> Date {
        self.now.date()
    }
}
