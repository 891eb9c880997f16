//! Where the office reads and writes. One reading is one moment of the database, one change is one transaction, and
//! a change decides by the organisation, calendar and settings as they stand inside it.

use std::sync::Arc;

use super::{Office, OfficeError, outlook, unmapped};
use crate::domain::calendar::Calendar;
use crate::domain::case::respondents::Register;
use crate::domain::desk::Desk;
use crate::domain::ids::PersonId;
use crate::domain::refusal::Refusal;
use crate::domain::time::Moment;
use crate::domain::town::org::{Org, Person};
use crate::domain::town::settings::Settings;
use crate::domain::town::templates::Templates;
use crate::domain::wall_clock;
use crate::store::{Closed, Outlook, Records, Snapshot, Store, StoreError, TownAsOf};

/// What a session keeps a copy of, all of one moment.
pub(super) struct Town {
    pub org: Arc<Org>,
    pub calendar: Arc<Calendar>,
    pub settings: Arc<Settings>,
    pub templates: Arc<Templates>,
    /// The names that are looked for among respondents.
    pub register: Register,
    /// Grows whenever one of them changes.
    pub revision: i64,
}

impl Town {
    pub fn of(snapshot: &Snapshot<'_>) -> Result<Self, StoreError> {
        let org = snapshot.org()?;
        Ok(Self {
            register: Register::of(&org),
            org: Arc::new(org),
            calendar: Arc::new(snapshot.calendar()?),
            settings: Arc::new(snapshot.settings()?),
            templates: Arc::new(snapshot.templates()?),
            revision: snapshot.revision()?,
        })
    }

    /// The town as it stood at an earlier point; such a town is only looked at.
    pub fn of_then(then: TownAsOf) -> Self {
        Self {
            register: Register::of(&then.org),
            org: Arc::new(then.org),
            calendar: Arc::new(then.calendar),
            settings: Arc::new(then.settings),
            templates: Arc::new(then.templates),
            revision: 0,
        }
    }

    pub fn outlook(&self) -> Outlook<'_> {
        outlook(&self.settings, &self.calendar, &self.register)
    }

    fn active(&self, person: PersonId) -> Option<&Person> {
        self.org.person(person).filter(|person| person.active)
    }

    /// The desk as it is in this town; whoever is no longer active has none.
    pub fn desk(&self, desk: &Desk) -> Result<Desk, OfficeError> {
        let actor = self.active(desk.actor.id).cloned();
        Ok(Desk {
            actor: actor.ok_or_else(|| unmapped(desk.actor.login.as_deref().unwrap_or_default()))?,
            org: Arc::clone(&self.org),
            calendar: Arc::clone(&self.calendar),
            settings: Arc::clone(&self.settings),
            templates: Arc::clone(&self.templates),
            now: desk.now,
            sandbox: desk.sandbox,
            read_only: desk.read_only,
            by_sudo: desk.by_sudo,
            scarce_space_mb: desk.scarce_space_mb,
            copies: desk.copies,
            holding: Arc::clone(&desk.holding),
        })
    }
}

impl Office {
    /// What a session knows of the town at this moment.
    #[must_use]
    pub fn desk(&self, now: Moment) -> Desk {
        Desk {
            actor: self.actor.clone(),
            org: Arc::clone(&self.org),
            calendar: Arc::clone(&self.calendar),
            settings: Arc::clone(&self.settings),
            templates: Arc::clone(&self.templates),
            now,
            sandbox: self.sandbox,
            read_only: self.store.closed().map(Closed::label),
            by_sudo: self.by_sudo,
            scarce_space_mb: self.store.scarce_space_mb(),
            copies: self.copies.lag,
            holding: Arc::clone(&self.copies.holding),
        }
    }

    /// Reads what belongs together, all of one moment.
    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&Snapshot<'_>) -> Result<T, OfficeError>,
    ) -> Result<T, OfficeError> {
        self.store.read(work)
    }

    /// Changes the record in one transaction. `work` gets the organisation, calendar and settings as they stand in
    /// it: when another session changed them a moment before, they are read anew first.
    pub(super) fn change<T>(
        &mut self,
        now: Moment,
        work: impl FnOnce(&Records<'_>, &Desk) -> Result<T, OfficeError>,
    ) -> Result<T, OfficeError> {
        let jumped = self.jumped.map(|seconds| wall_clock::jumped(now, seconds));
        self.change_in_doubt(now, |records, desk| {
            match jumped.map_or_else(|| doubt(records, desk), |jumped| Ok(Some(jumped)))? {
                Some(doubt) => Err(doubt.into()),
                None => work(records, desk),
            }
        })
    }

    /// Why the present time cannot be believed, so that nothing is saved; `None` as a rule.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn time_doubt(&self, now: Moment) -> Result<Option<Refusal>, OfficeError> {
        match self.jumped {
            Some(seconds) => Ok(Some(wall_clock::jumped(now, seconds))),
            None => self.read(|snapshot| Ok(doubt(snapshot, &self.desk(now))?)),
        }
    }

    /// Notes that the machine's clock was set by so many seconds while the program ran. In a practice town time is play.
    pub const fn note_jump(&mut self, seconds: i64) {
        if !self.sandbox {
            self.jumped = Some(seconds);
        }
    }

    /// Notes what is no fact of the record and needs nobody's decision.
    pub(super) fn note<T>(
        &mut self,
        work: impl FnOnce(&Records<'_>) -> Result<T, OfficeError>,
    ) -> Result<T, OfficeError> {
        self.store.write(work)
    }

    /// The same without looking at the time, for the act that confirms it.
    pub(super) fn change_in_doubt<T>(
        &mut self,
        now: Moment,
        work: impl FnOnce(&Records<'_>, &Desk) -> Result<T, OfficeError>,
    ) -> Result<T, OfficeError> {
        let (desk, known) = (self.desk(now), self.revision);
        let stamp = self.stamp("attest", "attest", now);
        let (done, town) = self.store.write(|records| {
            if !records.is_attested()? {
                records.attest(&stamp)?;
            }
            let found = records.revision()?;
            let desk = if found == known { desk } else { Town::of(records)?.desk(&desk)? };
            let done = work(records, &desk)?;
            // The copies follow what was done, so that nobody has to think of it after each kind of change.
            let is_known = records.revision()? == known;
            let town = if is_known { None } else { Some(Town::of(records)?) };
            Ok::<_, OfficeError>((done, town))
        })?;
        if let Some(town) = town {
            self.take(town);
        }
        Ok(done)
    }

    /// Reads organisation, calendar and settings anew when another session changed them; says whether the desk is
    /// another now.
    ///
    /// # Errors
    /// When the database cannot be read, or the actor is no longer active.
    pub fn refresh(&mut self) -> Result<bool, OfficeError> {
        let known = self.revision;
        let changed = self.read(|snapshot| {
            let is_known = snapshot.revision()? == known;
            Ok(if is_known { None } else { Some(Town::of(snapshot)?) })
        })?;
        let Some(town) = changed else { return Ok(false) };
        if town.active(self.actor.id).is_none() {
            return Err(unmapped(self.actor.login.as_deref().unwrap_or_default()).into());
        }
        self.take(town);
        Ok(true)
    }

    fn take(&mut self, town: Town) {
        if let Some(actor) = town.org.person(self.actor.id) {
            self.actor = actor.clone();
        }
        self.org = town.org;
        self.calendar = town.calendar;
        self.settings = town.settings;
        self.templates = town.templates;
        self.revision = town.revision;
    }
}

/// Whether the time contradicts the newest record.
fn doubt(snapshot: &Snapshot<'_>, desk: &Desk) -> Result<Option<Refusal>, StoreError> {
    if desk.sandbox {
        return Ok(None);
    }
    Ok(wall_clock::doubt(desk.now, snapshot.newest_at()?, &desk.calendar))
}

/// Tells whoever waits at the terminal what takes long before there is anything to see.
pub(crate) type Told<'a> = &'a dyn Fn(&str);

/// Makes the rows that follow from the record those of this version, after its schema came to the file. A database that
/// cannot be written is still read.
pub(super) fn renew_rows(store: &mut Store, told: Told<'_>) -> Result<(), StoreError> {
    let old =
        store.read(
            |snapshot| {
                if snapshot.rows_are_current()? { Ok(None) } else { snapshot.case_count().map(Some) }
            },
        )?;
    let Some(cases) = old else { return Ok(()) };
    // A new file has nothing to renew.
    let told: Told<'_> = if cases > 0 { told } else { &|_| {} };
    told(&format!("数据库来自旧版本，正在按新版本整理{cases}件投诉件，件多时要十几秒，请不要关闭……"));
    let renewed = store.write(|records| records.renew_rows(&Town::of(records)?.outlook()));
    told("整理完了。");
    match renewed {
        Ok(()) | Err(StoreError::ReadOnly | StoreError::DiskFull) => Ok(()),
        Err(other) => Err(other),
    }
}

/// Makes the stored warning days those of these settings and this calendar: another version of the program, or of the
/// calendar in it, may have written them. A database that cannot be written is still read.
pub(super) fn renew_warnings(store: &mut Store, town: &Town) -> Result<(), StoreError> {
    if store.read(|snapshot| snapshot.warnings_are_current(&town.outlook()))? {
        return Ok(());
    }
    // Somebody may have set something since: what counts is how the town stands once nobody else can write.
    match store.write(|records| records.renew_warnings(&Town::of(records)?.outlook())) {
        Ok(_) | Err(StoreError::ReadOnly | StoreError::DiskFull) => Ok(()),
        Err(other) => Err(other),
    }
}
