//! What drafts need of the database. The texts themselves are files of the session (`runtime/drafts`): nothing that
//! somebody types waits for the database.

use super::{Office, OfficeError, gate};
use crate::domain::ids::CaseId;
use crate::domain::time::Moment;
use crate::store::{LeftDraft, StoreError, database_id, keyed_digest};

/// Gives the drafts of one database their file names, which tell nobody who writes about which case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftSeal {
    database: String,
    secret: String,
}

impl DraftSeal {
    /// That of the database with this key.
    ///
    /// # Errors
    /// `Damaged` for an empty key.
    pub fn of(secret: String) -> Result<Self, StoreError> {
        Ok(Self { database: database_id(&secret)?, secret })
    }

    /// Which database it is, for telling its drafts from another's in the same folder.
    #[must_use]
    pub fn database(&self) -> &str {
        &self.database
    }

    /// The name of the file for a person, case and form.
    ///
    /// # Errors
    /// When the database has no key.
    pub fn file_name(&self, key: &str) -> Result<String, StoreError> {
        let digest = keyed_digest(self.secret.as_bytes(), &format!("draft {} {key}", self.database))?;
        Ok(format!("{digest}.draft"))
    }
}

impl Office {
    /// What names the drafts of this database.
    ///
    /// # Errors
    /// `Damaged` when the database has no key; when it cannot be read.
    pub fn draft_seal(&self) -> Result<DraftSeal, OfficeError> {
        Ok(DraftSeal::of(self.read(|snapshot| Ok(snapshot.secret()?))?)?)
    }

    /// Unfinished texts that an older version kept in the database, of everybody.
    ///
    /// # Errors
    /// A store failure.
    pub fn left_drafts(&self) -> Result<Vec<LeftDraft>, OfficeError> {
        self.read(|snapshot| Ok(snapshot.left_drafts()?))
    }

    /// Erases them from the database once they are files.
    ///
    /// # Errors
    /// A store failure.
    pub fn erase_left_drafts(&mut self, now: Moment) -> Result<(), OfficeError> {
        let stamp = self.stamp(&self.town_act("drafts", now)?, "keep_drafts", now);
        self.change(now, |records, _| Ok(records.erase_drafts(&stamp)?))?;
        self.finish_erasing();
        Ok(())
    }

    /// Takes up what an erasure could not complete. It stays marked when that fails, and whoever did the act is not
    /// told that it failed: it is done.
    pub(super) fn finish_erasing(&mut self) {
        if let Err(error) = self.store.finish_erasing() {
            tracing::error!(%error, "an erasure could not be completed yet");
        }
    }

    /// The number of a case that the actor may see; opening it is not what this is.
    ///
    /// # Errors
    /// A store failure.
    pub fn number_in_sight(&self, case: CaseId, now: Moment) -> Result<Option<String>, OfficeError> {
        let Ok(sight) = self.sight_on(now.date()) else { return Ok(None) };
        self.read(|snapshot| {
            let read = snapshot.case(case)?.filter(|read| gate::covers(&sight, read, &self.org));
            Ok(read.map(|read| gate::handled(&read).1))
        })
    }

    /// Those of the cases whose text was erased: nothing typed about them may be left.
    ///
    /// # Errors
    /// A store failure.
    pub fn erased_among(&self, cases: &[CaseId]) -> Result<Vec<CaseId>, OfficeError> {
        self.read(|snapshot| {
            let mut erased = Vec::new();
            for id in cases {
                if snapshot.case(*id)?.is_some_and(|read| gate::is_sealed(&read)) {
                    erased.push(*id);
                }
            }
            Ok(erased)
        })
    }
}
