//! The record on disk: the only folder that names the database library. One file, one connection, concrete and
//! synchronous; whoever owns a [`Store`] owns its thread.

pub(crate) mod alerts;
pub(crate) mod approvals;
mod as_of;
mod attachments;
mod attest;
mod audit;
pub(crate) mod backup;
mod chases;
mod clock_rows;
mod closed;
mod conditions;
mod console_places;
#[cfg(test)]
mod costs_tests;
mod dashboard;
mod delegations;
mod derived;
mod disclosure_alerts;
mod disclosures;
mod drafts;
pub(crate) mod erased_list;
mod erasing;
mod error;
mod figure_facts;
mod held;
mod import_log;
mod importing;
mod in_order;
mod journal;
pub(crate) mod kept_backups;
mod kept_filters;
mod known_backups;
mod list_rows;
mod listing;
mod log_file;
mod masked;
mod matters;
mod meetings;
mod mirroring;
mod moment;
mod notices;
mod notify;
mod numbers;
mod open;
mod open_forms;
mod openings;
mod org;
mod own_acts;
mod papers;
mod repeats;
pub(crate) mod replacing;
mod reports;
mod respondents;
mod retention;
mod rights;
mod running;
mod search;
mod seen_head;
mod shown;
mod soundness;
mod space;
mod steps;
mod stream_facts;
mod streams;
mod summary;
mod surroundings;
mod templates;
mod town;
mod undecided;
mod usual_units;
mod verify;
mod waiting;
mod whole;

use std::cell::OnceCell;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension as _};

use crate::domain::case::Case;
use crate::domain::event::CaseEvent;
use crate::domain::ids::CaseId;
use crate::domain::sight::unmasked::{CaseOnRecord, Unmasked};
use crate::domain::town::settings::Settings;
pub(crate) use as_of::TownAsOf;
pub(crate) use attachments::{
    Copied, Incoming, OwnStream, copy_missing, folder_of as attachments_of, folder_of_kept, folders_of_backup,
};
pub(crate) use closed::Closed;
pub(crate) use conditions::Reader;
pub(crate) use disclosures::{OPENED_MARK, REMINDED_MARK};
pub(crate) use drafts::LeftDraft;
pub(crate) use erasing::{Place as ErasurePlace, erase_file};
pub use error::{StoreError, StoreFailure};
pub(crate) use import_log::EarlierImport;
pub use journal::Head;
pub(crate) use journal::{Entry, Stamp, digest as keyed_digest};
pub(crate) use known_backups::KnownBackup;
pub(crate) use moment::{Records, Snapshot};
pub(crate) use numbers::case_no;
pub(crate) use openings::{Opening, OpeningsLog};
pub(crate) use own_acts::{DoneTo, OwnAct};
pub(crate) use reports::body_digest;
pub(crate) use search::SearchWords;
use seen_head::SeenHead;
pub(crate) use seen_head::database_id;
pub(crate) use soundness::QuickLook;
use space::SharedMemory;
pub(crate) use summary::day_number;
pub(crate) use templates::template_digest;
pub use verify::FirstBad;
pub(crate) use verify::{FileLook, Verdict};

/// An open database.
pub(crate) struct Store {
    connection: Connection,
    path: PathBuf,
    on_wait: Option<OnWait>,
    /// Why nothing may be written.
    closed: Option<Closed>,
    /// The same where damage was met only while it was used.
    met: OnceCell<Closed>,
    shared: SharedMemory,
    /// The mark of how far this machine has seen the database.
    seen: Option<SeenHead>,
    /// Whether the file has not been looked at yet: nothing is written before.
    is_unjudged: bool,
}

/// Told who imports and how many times it was asked, ten times a second while a writer waits for that; `Break` ends the
/// waiting.
pub(crate) type OnWait = Box<dyn FnMut(&str, u32) -> ControlFlow<()> + Send>;

impl Store {
    /// Makes a new database with what `found` writes into it. It gets its name when it is whole: until then
    /// nothing stands there, whatever happens.
    ///
    /// # Errors
    /// `Exists`, whatever keeps the file from being made, or what `found` returns.
    pub fn create<E: StoreFailure>(
        path: &Path,
        found: impl FnOnce(&Records<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        if path.symlink_metadata().is_ok() {
            return Err(StoreError::Exists(path.to_owned()).into());
        }
        let draft = whole::draft_of(path)?;
        let made = Self::found(&draft, found).and_then(|()| Ok(whole::put_in_place(&draft, path)?));
        whole::remove(&draft)?;
        made
    }

    fn found<E: StoreFailure>(
        draft: &Path,
        found: impl FnOnce(&Records<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let connection = open::create(draft)?;
        let opened = open::Opened { connection, closed: None, seen: None, is_unjudged: false };
        let mut store = Self::over(opened, draft);
        store.write(found)?;
        // Closing would do this too, but in silence when it fails.
        if store.empty_log()? { Ok(()) } else { Err(StoreError::Busy.into()) }
    }

    /// Opens an existing one, for reading only where it may not be written. `marks` is the folder in which this machine
    /// keeps how far it has seen each database; without it that is neither compared nor kept.
    ///
    /// # Errors
    /// `Missing`, `Unsafe`, `NotOurs`, `TooNew`, `Damaged`.
    pub fn open(path: &Path, marks: Option<&Path>) -> Result<Self, StoreError> {
        Ok(Self::over(open::open(path, marks)?, path))
    }

    fn over(opened: open::Opened, path: &Path) -> Self {
        let open::Opened { connection, closed, seen, is_unjudged } = opened;
        let (path, met, shared) = (path.to_owned(), OnceCell::new(), SharedMemory::default());
        Self { connection, path, on_wait: None, closed, met, shared, seen, is_unjudged }
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Has somebody told while a writing waits for an import.
    pub fn set_on_wait(&mut self, told: OnWait) {
        self.on_wait = Some(told);
    }

    /// A number that changes whenever another connection has written; it costs no reading of tables.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn data_version(&self) -> Result<i64, StoreError> {
        let version = self.connection.pragma_query_value(None, "data_version", |row| row.get(0));
        self.watched(version.map_err(StoreError::from))
    }
}

impl Snapshot<'_> {
    /// A word that holds for the whole database.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn meta(&self, key: &str) -> Result<Option<String>, StoreError> {
        let mut statement = self.connection.prepare_cached("SELECT value FROM meta WHERE key = ?1")?;
        Ok(statement.query_row([key], |row| row.get(0)).optional()?)
    }

    /// The database's own key: what names drafts and digests of texts is made with it.
    ///
    /// # Errors
    /// `Damaged` when there is none; when the database cannot be read.
    pub fn secret(&self) -> Result<String, StoreError> {
        self.known_meta("secret")
    }

    /// A word that is set when a database is made and that nothing works without.
    ///
    /// # Errors
    /// `Damaged` when it is missing.
    pub fn known_meta(&self, key: &str) -> Result<String, StoreError> {
        let known = self.meta(key)?.filter(|value| !value.is_empty());
        known.ok_or_else(|| StoreError::Damaged(format!("缺少“{key}”")))
    }

    /// The case with its history; `None` when there is no such case.
    ///
    /// # Errors
    /// `Damaged` when an event cannot be read.
    pub fn case(&self, id: CaseId) -> Result<Option<Unmasked<CaseOnRecord>>, StoreError> {
        let history = journal::read(self.connection, id)?;
        Ok(journal::fold(id, &history).map(|case| Unmasked::new(CaseOnRecord::of(case, history))))
    }

    /// The case with this number, ours before the platform's.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn case_numbered(&self, number: &str) -> Result<Option<CaseId>, StoreError> {
        match self.case_of_town(number)? {
            Some(id) => Ok(Some(id)),
            None => self.case_of_platform(number),
        }
    }

    /// The case that an act was done to, when it was recorded before.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn case_of_act(&self, act: &str) -> Result<Option<CaseId>, StoreError> {
        journal::case_of_act(self.connection, act)
    }

    /// The number in the database for a case about to be made.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn next_case_id(&self) -> Result<CaseId, StoreError> {
        Ok(CaseId(streams::next(self.connection)?.0))
    }

    /// The end of the chain.
    ///
    /// # Errors
    /// When the database cannot be read.
    pub fn head(&self) -> Result<Head, StoreError> {
        journal::head(self.connection)
    }

    /// Proves the chain, the texts and that the summary rows equal the replay. `looked` says whether the file is sound.
    ///
    /// # Errors
    /// When the database cannot be read at all.
    pub fn verify(
        &self,
        anchor: Option<&Head>,
        outlook: &Outlook<'_>,
        looked: impl FnOnce() -> Result<Option<FirstBad>, StoreError>,
    ) -> Result<Verdict, StoreError> {
        verify::verify(self.connection, anchor, outlook, looked)
    }

    /// The first fault of the file itself.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn file_fault(&self) -> Result<Option<FirstBad>, StoreError> {
        verify::sound(self.connection)
    }
}

impl Records<'_> {
    /// The case as it is for deciding on it and recording it anew, in the transaction that does so. For whatever is
    /// shown there is [`Snapshot::case`].
    ///
    /// # Errors
    /// `Damaged` when an event cannot be read.
    pub fn case_to_change(&self, id: CaseId) -> Result<Option<Case>, StoreError> {
        Ok(journal::fold(id, &journal::read(self.connection, id)?))
    }

    /// Sets such a word.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn set_meta(&self, key: &str, value: &str) -> Result<(), StoreError> {
        self.connection
            .prepare_cached(
                "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE SET value = ?2",
            )?
            .execute([key, value])?;
        Ok(())
    }

    /// Records events like [`Self::append`] and leaves the search index as it is: a case that has no words in it yet
    /// gets them by [`Self::index`].
    ///
    /// # Errors
    /// `Conflict` when somebody was faster; nothing is kept then.
    pub fn append_unindexed(
        &self,
        case: &mut Case,
        events: Vec<CaseEvent>,
        stamp: &Stamp,
        outlook: &Outlook<'_>,
    ) -> Result<(), StoreError> {
        self.note_first_case(case)?;
        journal::append(self.connection, case, events, stamp)?;
        notices::answer(self.connection, case.id)?;
        summary::write_rows(self.connection, case, outlook)?;
        derived::write(self.connection, case)
    }

    /// Writes the words of a case that has none in the search index yet. The index gathers what comes one after the
    /// other, by rising numbers, and puts it down when anything else is written: so this is done for many cases at
    /// once.
    ///
    /// # Errors
    /// When the database cannot be written.
    pub fn index(&self, case: CaseId, words: &SearchWords) -> Result<(), StoreError> {
        search::add(self.connection, case, words)
    }

    /// Records events on a case with the summary row they imply.
    ///
    /// # Errors
    /// `Conflict` when somebody was faster; nothing is kept then.
    pub fn append(
        &self,
        case: &mut Case,
        events: Vec<CaseEvent>,
        stamp: &Stamp,
        outlook: &Outlook<'_>,
    ) -> Result<(), StoreError> {
        self.note_first_case(case)?;
        journal::append(self.connection, case, events, stamp)?;
        notices::answer(self.connection, case.id)?;
        summary::write(self.connection, case, outlook)?;
        derived::write(self.connection, case)
    }
}

/// What summary rows are derived with besides the case: limits and the calendar decide the first warning day, the
/// acts what the case waits for.
#[derive(Clone, Copy)]
pub(crate) struct Outlook<'a> {
    /// Limits and switches.
    pub settings: &'a Settings,
    /// The names that are looked for among respondents.
    pub register: &'a crate::domain::case::respondents::Register,
    pub calendar: &'a crate::domain::calendar::Calendar,
    /// Code of the act that brings a case on; acts are not known here.
    pub next_step: fn(&Case) -> Option<&'static str>,
}
