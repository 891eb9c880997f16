//! Disclosure (公示公开, N§三(一), `domain.md` §5): the record of one matter, unit and period, the fold of its own events.
//! The list of matters is the town's; periods and due days are those of whatever recurs.

mod duty;
pub(crate) mod event;
pub(crate) mod opening;
mod state;
mod who;

use crate::domain::attachment::Attachment;
use crate::domain::code::Coded as _;
use crate::domain::ids::{CaseId, DisclosureId, MatterId, PersonId, UnitId};
use crate::domain::recurring::{Cycle, Period};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::stream::Stamped;
use crate::domain::time::{Date, Moment};

pub use duty::{DisclosureTally, Duty};
pub use state::{DisclosureState, DisclosureVerdict};
pub(crate) use who::{DisclosureSight, deciders, signer_position, signers};

/// What the leader decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    pub signer: PersonId,
    /// The leader in whose name a deputy signed.
    pub as_deputy_for: Option<PersonId>,
    pub opinion: String,
    pub on: Date,
    /// Recorded from a paper by an operator (代录).
    pub on_paper: bool,
}

/// Where and when it was made public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    pub on: Date,
    pub place: String,
}

/// A spot check (抽查).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    pub on: Date,
    pub by: PersonId,
    pub truthful: bool,
    pub note: String,
}

/// A record and all that happened to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disclosure {
    pub id: DisclosureId,
    /// The town's own number, `d3`; numbers are never given again.
    pub no: u32,
    /// How many events it has; 0 before it is opened.
    pub seq: u32,
    pub matter: MatterId,
    pub unit: UnitId,
    /// The matter's name when it was opened.
    pub name: String,
    pub cycle: Cycle,
    pub period: Period,
    /// What happened, for a matter made public per event; empty otherwise.
    pub happened: String,
    pub due_on: Date,
    /// Whether the due day counts on holidays that are not published yet.
    pub provisional: bool,
    pub state: DisclosureState,
    /// What the unit submitted.
    pub text: String,
    /// Whether the unit said that there is nothing (本月无).
    pub is_nothing: bool,
    pub submitted: Option<(PersonId, Date)>,
    /// Everybody who had a hand in that: whose it is, and the operator who did it for them. None of them signs it.
    pub submitters: Vec<PersonId>,
    /// Why the leader sent it back last, while it has not been submitted again.
    pub returned: Option<String>,
    pub signed: Option<Signed>,
    pub published: Option<Published>,
    /// On time or late; what was late stays late.
    pub verdict: Option<DisclosureVerdict>,
    pub checks: Vec<Checked>,
    /// Complaints about it, by number.
    pub links: Vec<(CaseId, String)>,
    /// Files kept with it, in the order in which they were attached.
    pub files: Vec<Attachment>,
    pub updated_at: Moment,
}

impl Disclosure {
    /// One that has its numbers and nothing else yet.
    #[must_use]
    pub fn unborn(id: DisclosureId, no: u32) -> Self {
        Self {
            id,
            no,
            seq: 0,
            matter: MatterId(0),
            unit: UnitId(0),
            name: String::new(),
            cycle: Cycle::Monthly,
            period: Period::holding(crate::domain::recurring::CycleKind::Monthly, Date::LAST),
            happened: String::new(),
            due_on: Date::LAST,
            provisional: false,
            state: DisclosureState::ToDo,
            text: String::new(),
            is_nothing: false,
            submitted: None,
            submitters: Vec::new(),
            returned: None,
            signed: None,
            published: None,
            verdict: None,
            checks: Vec::new(),
            links: Vec::new(),
            files: Vec::new(),
            updated_at: Moment::UNIX_EPOCH,
        }
    }

    /// The name by which commands and other records call it, `d3`.
    #[must_use]
    pub fn code(&self) -> String {
        code_of(self.no)
    }

    /// `低保对象名单（2026年11月）`
    #[must_use]
    pub fn told(&self) -> String {
        told(&self.name, self.period, &self.happened)
    }

    /// Whether it has come so far.
    ///
    /// # Errors
    /// `wrong_stage`, saying how far it has come.
    pub fn check_state(&self, wanted: &[DisclosureState]) -> Result<(), Refusal> {
        if wanted.contains(&self.state) {
            return Ok(());
        }
        let wanted: Vec<String> = wanted.iter().map(|state| format!("“{}”", state.label())).collect();
        let message =
            format!("{}现在是“{}”，{}时才能办。", self.told(), self.state.label(), wanted.join("或"));
        Err(Refusal::new(RefusalCode::WrongStage, message))
    }

    /// Takes one recorded fact up. It never refuses and never fails.
    pub fn evolve(&mut self, event: &event::DisclosureEvent, stamped: &Stamped) {
        self.seq = stamped.seq;
        self.updated_at = stamped.at;
        event.fold(self, stamped);
    }

    /// On which day it was settled; `None` while something is still to come.
    #[must_use]
    pub fn settled_on(&self) -> Option<Date> {
        let signed = self.signed.as_ref().map(|signed| signed.on);
        match self.state {
            DisclosureState::Published => self.published.as_ref().map(|published| published.on),
            DisclosureState::Nothing => signed,
            DisclosureState::Cancelled => Some(self.updated_at.date()),
            DisclosureState::ToDo
            | DisclosureState::Submitted
            | DisclosureState::Returned
            | DisclosureState::Reviewed => None,
        }
    }

    /// On time or late, when it is settled on this day.
    #[must_use]
    pub fn verdict_on(&self, day: Date) -> DisclosureVerdict {
        if day > self.due_on { DisclosureVerdict::Late } else { DisclosureVerdict::OnTime }
    }
}

/// `低保对象名单（2026年11月）`, and of an event `临时救助（2026-11-05 张某家火灾）`.
#[must_use]
pub fn told(name: &str, period: Period, happened: &str) -> String {
    let gap = if happened.is_empty() { "" } else { " " };
    format!("{name}（{}{gap}{happened}）", period.words())
}

/// `d3`
#[must_use]
pub fn code_of(no: u32) -> String {
    format!("d{no}")
}

/// The number in `d3`; capital letters and full-width digits are what an input method makes of it.
#[must_use]
pub fn no_of(code: &str) -> Option<u32> {
    let folded = crate::domain::text::fold::fold(code);
    folded.strip_prefix('d')?.parse().ok().filter(|no| *no > 0)
}
