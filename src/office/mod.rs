//! The use cases: where domain, actions, store and intake meet. Everything a person sees leaves through here, and
//! everything that leaves passes the one gate for permission and masking (`gate.rs`).

mod alerts;
mod approvals;
mod calendar;
mod dashboard;
mod delegation;
mod drafts;
mod gate;
mod import;
mod import_row;
mod lists;
mod notify;
mod perform;
mod practice;
mod reconcile;
mod settings;
mod town;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::actions::next_step::next_step;
use crate::domain::calendar::Calendar;
use crate::domain::desk::Desk;
use crate::domain::ids::{CaseId, PersonId};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::sight::Sight;
use crate::domain::time::{Date, Moment};
use crate::domain::town::org::{Org, Person};
use crate::domain::town::settings::Settings;
use crate::store::{Outlook, Records, Stamp, Store, StoreError};
pub use alerts::{CheckReport, DueLine};
pub use drafts::DraftSeal;
pub use lists::CaseName;
pub use perform::{AllOrNothing, PerformReport, PerformRequest};
pub use practice::practice_org;
pub use settings::SettingChange;
pub use town::NewTown;

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

impl From<crate::intake::IntakeError> for OfficeError {
    fn from(error: crate::intake::IntakeError) -> Self {
        Self::Intake(error)
    }
}

/// The database seen by one person.
pub struct Office {
    store: Store,
    path: PathBuf,
    actor: Person,
    org: Arc<Org>,
    calendar: Arc<Calendar>,
    settings: Arc<Settings>,
    sandbox: bool,
    origin: String,
    /// The case whose complainant is shown, until it is left.
    revealed: Option<CaseId>,
    /// Which state of organisation, calendar and settings these copies are of.
    revision: i64,
}

impl Office {
    /// Opens a database for the person with this login; `origin` is the machine and terminal for the record.
    ///
    /// # Errors
    /// A store failure, or the refusal of a login that belongs to no active person.
    pub fn open(path: &Path, login: &str, origin: &str) -> Result<Self, OfficeError> {
        let mut store = Store::open(path)?;
        let records = store.records();
        let revision = records.revision()?;
        let org = records.org()?;
        let sandbox = records.meta("sandbox")?.as_deref() == Some("1");
        let actor = person_of(&org, login)?.clone();
        let (calendar, settings) = (records.calendar()?, records.settings()?);
        renew_warnings(&mut store, &outlook(&settings, &calendar))?;
        Ok(Self {
            store,
            path: path.to_owned(),
            actor,
            org: Arc::new(org),
            calendar: Arc::new(calendar),
            settings: Arc::new(settings),
            sandbox,
            origin: origin.to_owned(),
            revealed: None,
            revision,
        })
    }

    /// Where the database lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether this is the practice database.
    #[must_use]
    pub const fn is_sandbox(&self) -> bool {
        self.sandbox
    }

    /// What a session knows of the town at this moment.
    #[must_use]
    pub fn desk(&self, now: Moment) -> Desk {
        Desk {
            actor: self.actor.clone(),
            org: Arc::clone(&self.org),
            calendar: Arc::clone(&self.calendar),
            settings: Arc::clone(&self.settings),
            now,
            sandbox: self.sandbox,
        }
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

    /// Reads organisation, calendar and settings anew when another session changed them; says whether the desk is
    /// another now.
    ///
    /// # Errors
    /// When the database cannot be read, or the actor is no longer active.
    pub fn refresh(&mut self) -> Result<bool, OfficeError> {
        let records = self.store.records();
        let revision = records.revision()?;
        if revision == self.revision {
            return Ok(false);
        }
        let (org, calendar, settings) = (records.org()?, records.calendar()?, records.settings()?);
        let actor = org.person(self.actor.id).filter(|person| person.active).cloned();
        self.actor = actor.ok_or_else(|| unmapped(self.actor.login.as_deref().unwrap_or_default()))?;
        self.org = Arc::new(org);
        self.calendar = Arc::new(calendar);
        self.settings = Arc::new(settings);
        self.revision = revision;
        Ok(true)
    }

    /// Works in one transaction by the organisation, calendar and settings as they stand in it: when another session
    /// changed them a moment before, they are read anew first.
    fn write_current<T>(
        &mut self,
        now: Moment,
        mut work: impl FnMut(&Records<'_>, &Desk) -> Result<T, OfficeError>,
    ) -> Result<T, OfficeError> {
        loop {
            let (desk, known) = (self.desk(now), self.revision);
            let done = self.store.write(|records| {
                let is_current = records.revision()? == known;
                if is_current { work(records, &desk).map(Some) } else { Ok(None) }
            })?;
            match done {
                Some(done) => return Ok(done),
                None => self.refresh()?,
            };
        }
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
        Ok(self.store.records().head()?)
    }

    /// Proves the record; with an anchor also that nothing was cut off or replaced as a whole.
    ///
    /// # Errors
    /// When the database cannot be read at all.
    pub fn verify(&self, anchor: Option<&crate::store::Head>) -> Result<crate::store::Verdict, OfficeError> {
        Ok(self.store.records().verify(anchor, &self.outlook())?)
    }

    fn outlook(&self) -> Outlook<'_> {
        outlook(&self.settings, &self.calendar)
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
fn outlook<'a>(settings: &'a Settings, calendar: &'a Calendar) -> Outlook<'a> {
    Outlook { settings, calendar, next_step }
}

/// Makes the stored warning days those of these settings and this calendar: another version of the program, or of the
/// calendar in it, may have written them. A database that cannot be written is still read.
fn renew_warnings(store: &mut Store, outlook: &Outlook<'_>) -> Result<(), StoreError> {
    if store.records().warnings_are_current(outlook)? {
        return Ok(());
    }
    match store.write(|records| records.renew_warnings(outlook)) {
        Ok(_) | Err(StoreError::ReadOnly | StoreError::DiskFull) => Ok(()),
        Err(other) => Err(other),
    }
}

fn person_of<'a>(org: &'a Org, login: &str) -> Result<&'a Person, Refusal> {
    org.by_login(login).ok_or_else(|| unmapped(login))
}

fn not_a_sandbox() -> Refusal {
    Refusal::new(RefusalCode::NotPermitted, "只有演练库可以切换身份；正式数据库按登录用户认人。")
}

fn unmapped(login: &str) -> Refusal {
    Refusal::new(
        RefusalCode::NotPermitted,
        format!("登录用户“{login}”没有登记为在岗人员，不能使用；请系统管理员在人员中登记这个登录名。"),
    )
}
