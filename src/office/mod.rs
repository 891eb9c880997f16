//! The use cases: where domain, actions, store and intake meet. Everything a person sees leaves through here, and
//! everything that leaves passes the one gate for permission and masking (`gate.rs`).

mod alerts;
mod approvals;
mod as_of;
mod attachments;
mod audit;
mod backup;
mod behind_figures;
mod bulletin;
mod calendar;
mod caller;
mod change;
mod columns;
mod console_places;
mod dashboard;
mod delegation;
mod disclosure;
mod disclosure_sweep;
mod disclosure_waiting;
mod drafts;
mod figures;
mod file_places;
mod gate;
#[cfg(test)]
pub(crate) mod groups_tests;
mod hand_over;
mod holding;
mod import;
mod in_turn;
mod kept_filters;
mod ledger;
mod lists;
mod looking_back;
pub(crate) mod matters;
mod meeting;
mod my_day;
mod notify;
mod numbers;
mod open_forms;
mod openings;
mod org_plan;
mod own_files;
mod pack;
mod papers;
mod perform;
mod practice;
mod reconcile;
mod restore;
mod retention;
mod retention_files;
mod saving_bulletins;
mod saving_tables;
mod settings;
mod several;
mod templates;
mod town;
mod town_act;
mod town_history;

use std::path::Path;
use std::sync::Arc;

use crate::actions::next_step::next_code;
use crate::domain::calendar::Calendar;
use crate::domain::case::respondents::Register;
use crate::domain::ids::{CaseId, PersonId};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sight::Sight;
use crate::domain::time::{Date, Moment};
use crate::domain::town::org::{Org, Person};
use crate::domain::town::settings::{IdentityBasis, Settings};
use crate::domain::town::templates::Templates;
use crate::store::{
    Closed, FileLook, FirstBad, OnWait, OpeningsLog, Outlook, QuickLook, Stamp, Store, StoreError,
    StoreFailure,
};
pub(crate) use alerts::{CheckReport, DueLine};
pub use as_of::CaseAsOf;
pub(crate) use audit::{AuditHead, AuditPart};
pub use backup::BackedUp;
pub use bulletin::BulletinView;
pub use caller::Caller;
pub(crate) use caller::needs_session;
use caller::{not_a_sandbox, unmapped};
use change::{Told, Town};
pub(crate) use columns::meaning_label;
pub use disclosure::{DisclosureReport, DisclosureRequest};
pub(crate) use drafts::DraftSeal;
pub use figures::{FigureGrounds, FreezeAsked};
pub(crate) use file_places::FilePlaces;
pub(crate) use holding::{Found, Sought};
pub use ledger::{CasesRead, Ledger, LedgerAsked};
pub use lists::{CaseName, Overview};
pub use meeting::{MeetingReport, MeetingRequest};
pub use own_files::{OwnRecord, OwnReport};
pub use pack::PackFile;
pub use papers::PapersAsked;
pub(crate) use perform::AllOrNothing;
pub use perform::{PerformReport, PerformRequest};
pub use practice::{Practice, practice_org};
pub use restore::{RestoreAsked, Restored};
pub(crate) use retention::Due;
pub use saving_bulletins::make_folder;
pub use town::NewTown;
pub(crate) use town_history::TownHistory;

/// Why something the office was asked for did not happen.
#[derive(Debug)]
pub enum OfficeError {
    /// Expected: a rule or a permission says no.
    Refused(Refusal),
    /// The database failed.
    Store(StoreError),
    /// A file could not be read.
    Intake(crate::intake::IntakeError),
}

impl std::fmt::Display for OfficeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Store(error) => error.fmt(f),
            Self::Intake(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for OfficeError {}

impl From<Refusal> for OfficeError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<StoreError> for OfficeError {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl StoreFailure for OfficeError {
    fn damage(&self) -> Option<&str> {
        if let Self::Store(error) = self { error.damage() } else { None }
    }
}

impl From<crate::intake::IntakeError> for OfficeError {
    fn from(error: crate::intake::IntakeError) -> Self {
        Self::Intake(error)
    }
}

/// The database seen by one person.
pub struct Office {
    store: Store,
    actor: Person,
    org: Arc<Org>,
    calendar: Arc<Calendar>,
    settings: Arc<Settings>,
    templates: Arc<Templates>,
    sandbox: bool,
    origin: String,
    /// Where it is noted which cases are opened; `None` where nobody keeps that.
    openings: Option<OpeningsLog>,
    /// Whether only sudo says who the actor is.
    by_sudo: bool,
    /// The case whose complainant is shown, until it is left.
    revealed: Option<CaseId>,
    /// By how many seconds the machine's clock was set while the program ran, until somebody confirms the time.
    jumped: Option<i64>,
    /// When the actor looked at the console last; `None` outside of a console, where nothing is new.
    looked_at: Option<Moment>,
    /// Which state of organisation, calendar and settings these copies are of.
    revision: i64,
    file_places: FilePlaces,
    copies: backup::Elsewhere,
}

impl Office {
    /// Opens a database for the person with this login; `origin` is the machine and terminal for the record.
    ///
    /// # Errors
    /// A store failure, or the refusal of a login that belongs to no active person.
    pub fn open(path: &Path, login: &str, origin: &str) -> Result<Self, OfficeError> {
        let caller = Caller { login: login.to_owned(), origin: origin.to_owned(), by_sudo: false };
        Self::of_store(Store::open(path, None)?, &caller, &|_| {})
    }

    /// The same on a machine that keeps in the folder `state` how far it has seen each database, and who opened which
    /// case. A database that does not hold what was seen any more is opened for reading only. What takes long is `told`.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn open_marked(
        path: &Path,
        caller: &Caller,
        state: &Path,
        told: Told<'_>,
    ) -> Result<Self, OfficeError> {
        let mut office = Self::of_store(Store::open(path, Some(&state.join("heads")))?, caller, told)?;
        let database = office.draft_seal()?.database().to_owned();
        office.openings = Some(OpeningsLog::of(&state.join("openings"), &database));
        Ok(office)
    }

    fn of_store(mut store: Store, caller: &Caller, told: Told<'_>) -> Result<Self, OfficeError> {
        let (town, sandbox) = store.read(|snapshot| {
            Ok::<_, OfficeError>((Town::of(snapshot)?, snapshot.known_meta("sandbox")? == "1"))
        })?;
        if caller.by_sudo && town.settings.identity != IdentityBasis::Sudo {
            return Err(Refusal::new(RefusalCode::NotPermitted, needs_session()).into());
        }
        let actor = person_of(&town.org, &caller.login)?.clone();
        if store.closed().is_none() {
            change::renew_rows(&mut store, told)?;
            change::renew_warnings(&mut store, &town)?;
        }
        Ok(Self {
            store,
            actor,
            org: town.org,
            calendar: town.calendar,
            settings: town.settings,
            templates: town.templates,
            sandbox,
            origin: caller.origin.clone(),
            by_sudo: caller.by_sudo,
            openings: None,
            revealed: None,
            jumped: None,
            looked_at: None,
            revision: town.revision,
            file_places: FilePlaces::Anywhere,
            copies: backup::Elsewhere::default(),
        })
    }

    /// Has somebody told while a save waits for a colleague's import; they can end the waiting.
    pub fn set_on_wait(&mut self, told: OnWait) {
        self.store.set_on_wait(told);
    }

    /// Why nothing can be saved in this database; `None` as a rule.
    #[must_use]
    pub fn closed(&self) -> Option<&Closed> {
        self.store.closed()
    }

    /// What has still to be looked at before anything is saved, for another thread; `None` as a rule.
    #[must_use]
    pub fn quick_look(&self) -> Option<QuickLook> {
        self.store.quick_look()
    }

    /// Looks now. Tells whether the file turned out to be damaged: then it is only read from now on.
    ///
    /// # Errors
    /// When it cannot be looked at.
    pub fn settle(&mut self) -> Result<bool, OfficeError> {
        let was_closed = self.store.closed().is_some();
        self.store.settle()?;
        Ok(!was_closed && self.store.closed().is_some())
    }

    /// The same with what such a look found.
    ///
    /// # Errors
    /// When the connection cannot be set.
    pub fn settle_by(&mut self, found: Option<String>) -> Result<bool, OfficeError> {
        let was_closed = self.store.closed().is_some();
        self.store.settle_by(found)?;
        Ok(!was_closed && self.store.closed().is_some())
    }

    /// Forgets how far this machine has seen the database, because it is about to be removed.
    ///
    /// # Errors
    /// When the mark cannot be removed.
    pub fn forget_seen(&self) -> Result<(), OfficeError> {
        Ok(self.store.forget_seen()?)
    }

    /// Whether this is the practice database.
    #[must_use]
    pub const fn is_sandbox(&self) -> bool {
        self.sandbox
    }

    /// Acts as another person of a practice town from now on.
    ///
    /// # Errors
    /// `not_permitted` on a real database, or when nobody has this login.
    pub fn act_as(&mut self, login: &str) -> Result<(), OfficeError> {
        if !self.sandbox {
            return Err(not_a_sandbox().into());
        }
        self.actor = person_of(&self.org, login)?.clone();
        self.revealed = None;
        Ok(())
    }

    /// Acts as another person of a practice town from now on, also one without a login.
    ///
    /// # Errors
    /// `not_permitted` on a real database, or when the person is not active.
    pub fn act_as_person(&mut self, person: PersonId) -> Result<(), OfficeError> {
        if !self.sandbox {
            return Err(not_a_sandbox().into());
        }
        let wanted = self.org.person(person).filter(|person| person.active).cloned();
        self.actor = wanted.ok_or_else(|| unmapped(""))?;
        self.revealed = None;
        Ok(())
    }

    /// A number that changes whenever another session has written.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn data_version(&self) -> Result<i64, OfficeError> {
        Ok(self.store.data_version()?)
    }

    /// The end of the chain, for forms and `ydt verify`.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn head(&self) -> Result<crate::store::Head, OfficeError> {
        self.read(|snapshot| Ok(snapshot.head()?))
    }

    /// Proves the record; with an anchor also that nothing was cut off or replaced as a whole. What is proven is one
    /// moment, and the head of the verdict is that moment's: others may go on writing.
    ///
    /// # Errors
    /// When the database cannot be read at all.
    pub fn verify(&self, anchor: Option<&crate::store::Head>) -> Result<crate::store::Verdict, OfficeError> {
        self.read(|snapshot| {
            Ok(snapshot.verify(anchor, &Town::of(snapshot)?.outlook(), || snapshot.file_fault())?)
        })
    }

    /// The same with what was found by whoever took a [`file_look`](Self::file_look) meanwhile.
    ///
    /// # Errors
    /// When the database cannot be read at all.
    pub fn verify_beside(
        &self,
        anchor: Option<&crate::store::Head>,
        looked: impl FnOnce() -> Result<Option<FirstBad>, StoreError>,
    ) -> Result<crate::store::Verdict, OfficeError> {
        self.read(|snapshot| Ok(snapshot.verify(anchor, &Town::of(snapshot)?.outlook(), looked)?))
    }

    /// A look at the file, to be taken by another thread.
    #[must_use]
    pub fn file_look(&self) -> FileLook {
        self.store.file_look()
    }

    /// What the actor may see by positions of their own.
    fn sight(&self) -> Result<Sight, Refusal> {
        Sight::of(&self.actor, &self.org).ok_or_else(|| self.sees_nothing())
    }

    /// What the actor may see on a day, as a leader's deputy too.
    fn sight_on(&self, day: Date) -> Result<Sight, Refusal> {
        Sight::on(&self.actor, &self.org, day).ok_or_else(|| self.sees_nothing())
    }

    fn sees_nothing(&self) -> Refusal {
        Refusal::new(
            RefusalCode::NotPermitted,
            format!("{}（{}）不能查看投诉件。", self.actor.name, self.actor.title(&self.org)),
        )
    }

    fn stamp(&self, act: &str, action: &str, now: Moment) -> Stamp {
        Stamp {
            at: now,
            actor: self.actor.id,
            on_behalf_of: None,
            action: action.to_owned(),
            act: act.to_owned(),
            origin: self.origin.clone(),
        }
    }
}

/// What the store derives its rows with under these settings and this calendar.
fn outlook<'a>(settings: &'a Settings, calendar: &'a Calendar, register: &'a Register) -> Outlook<'a> {
    Outlook { settings, calendar, register, next_step: next_code }
}

fn person_of<'a>(org: &'a Org, login: &str) -> Result<&'a Person, Refusal> {
    org.by_login(login).ok_or_else(|| unmapped(login))
}
