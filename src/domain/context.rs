//! What every decision is given besides the case and the answers: the time, the calendar, the town, the actor.

use crate::domain::attachment::TakenFile;
use crate::domain::calendar::{Calendar, YearNotice};
use crate::domain::case::Case;
use crate::domain::limit::calendar_change::CalendarChange;
use crate::domain::paper::PaperKind;
use crate::domain::refusal::Refusal;
use crate::domain::time::{Date, Moment};
use crate::domain::town::catalogue::CatalogueFile;
use crate::domain::town::frozen::FrozenKind;
use crate::domain::town::hand_over::Holdings;
use crate::domain::town::matter::Matter;
use crate::domain::town::org::{Org, Person};
use crate::domain::town::org_plan::{UnitHolds, WantedOrg};
use crate::domain::town::settings::Settings;
use crate::domain::town::templates::OwnTemplate;

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
    pub actor: &'a Person,
    /// The other case that the answers name, when there is one and the actor may see it.
    pub other: Option<&'a Case>,
    /// What an act on the town brings or names, or the paper that an act issues.
    pub brought: Option<&'a Brought>,
}

/// What the answers of an act stand for, read or looked up before the decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Brought {
    /// The organisation of a file, with the numbers of those who are known already.
    Org(Box<WantedOrg>),
    /// A year's notice, with the days and open limits that it changes.
    Calendar { notice: YearNotice, change: CalendarChange },
    /// Open cases of the unit that the answers name, where it holds any.
    Held(Vec<UnitHolds>),
    /// What the post holds that is handed over.
    Post(Box<Holdings>),
    /// A file that was taken in.
    File(TakenFile),
    /// Cases: those that the answers name, or that wait for a meeting where they name none, and those that the record
    /// is about already; as far as the actor may see them.
    Cases { named: Vec<Case>, standing: Vec<Case> },
    /// How many cases on the agenda of a meeting the actor may not see, and how many are sealed.
    Agenda { unseen: usize, sealed: usize },
    /// The list of matters as it stands, with the catalogue that an import brings.
    Matters { known: Vec<Matter>, catalogue: Option<CatalogueFile> },
    /// A paper laid out from the case as it stands, with the next number of its kind.
    Paper(Box<Drafted>),
    /// The office's own template that is in force for a kind of paper, with the file that is to take its place.
    Template { in_force: Option<OwnTemplate>, file: Option<TemplateFile> },
    /// A bulletin laid out from the record as it stands.
    Bulletin(Box<DraftedBulletin>),
    /// An alert that nobody acknowledged yet.
    Alert { id: i64, case_no: String },
    /// A reminder of a record of disclosure, by its code, that nobody acknowledged yet.
    DisclosureAlert { id: i64, disclosure: String },
}

/// A paper before it is issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drafted {
    pub kind: PaperKind,
    pub number: String,
    pub year: i16,
    pub serial: u32,
    /// The head of the chain as it stands.
    pub head: String,
    /// The layout as it will be stored.
    pub frozen: String,
    /// SHA-256 of the office's own template of its kind, where one is in force.
    pub template: Option<String>,
}

/// A bulletin before it is frozen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftedBulletin {
    /// What was frozen under its name before.
    pub before: Option<FrozenKind>,
    /// Why its text cannot be frozen: it has other numbers than the figures, or names who complains.
    pub refused: Option<Refusal>,
    /// How many events the record has.
    pub events: u64,
    /// The figures and the text as they will be kept.
    pub body: String,
    pub sha256: String,
}

/// A file that is to become a template, read and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateFile {
    pub name: String,
    pub sha256: String,
    pub bytes: Vec<u8>,
}

impl Context<'_> {
    /// The civil date in the town.
    #[must_use]
    pub fn today(&self) -> Date {
        self.now.date()
    }
}
