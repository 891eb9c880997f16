//! What a session knows of the town while it works: who acts, the organisation, the calendar, the settings, the
//! time of the last look. It is handed to screens as a value, so they read no clock and no database.

use std::sync::Arc;

use crate::domain::backups::Holding;
use crate::domain::calendar::Calendar;
use crate::domain::context::Context;
use crate::domain::copies::Lag;
use crate::domain::sight::Sight;
use crate::domain::time::{Date, Moment};
use crate::domain::town::org::{Org, Person};
use crate::domain::town::settings::Settings;
use crate::domain::town::templates::Templates;

/// A snapshot for screens and decisions.
#[derive(Debug, Clone, PartialEq)]
pub struct Desk {
    pub actor: Person,
    /// Units and people.
    pub org: Arc<Org>,
    pub calendar: Arc<Calendar>,
    /// Limits and switches.
    pub settings: Arc<Settings>,
    /// The office's own templates of its papers, former versions too.
    pub templates: Arc<Templates>,
    /// The moment of the snapshot.
    pub now: Moment,
    /// Whether this is the practice database (演练库).
    pub sandbox: bool,
    /// Why nothing can be saved, in a few words; `None` as a rule.
    pub read_only: Option<&'static str>,
    /// Whether only sudo says who acts, which every screen shows.
    pub by_sudo: bool,
    /// How many MB are left on the disk, where they are few.
    pub scarce_space_mb: Option<u64>,
    /// How far the copies elsewhere lag behind; `None` where none are configured, or they were not looked at yet.
    pub copies: Option<Lag>,
    /// Backups that hold what was erased since, as far as the actor has to do with them.
    pub holding: Arc<[Holding]>,
}

impl Desk {
    /// The arguments for a decision.
    #[must_use]
    pub fn context(&self) -> Context<'_> {
        Context {
            now: self.now,
            calendar: &self.calendar,
            org: &self.org,
            settings: &self.settings,
            actor: &self.actor,
            other: None,
            brought: None,
        }
    }

    /// The civil date in the town.
    #[must_use]
    pub fn today(&self) -> Date {
        self.now.date()
    }

    /// What the actor may see; `None` for nothing at all.
    #[must_use]
    pub fn sight(&self) -> Option<Sight> {
        Sight::on(&self.actor, &self.org, self.today())
    }
}
