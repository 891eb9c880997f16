//! Which backups hold what was erased since: they are noted when they are made, marked by the erasure, and named until they
//! are gone. Looking for them is left to whoever can wait for a disk.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{Office, OfficeError, PerformReport};
use crate::domain::backups::{Holding, Presence, Rotation};
use crate::domain::event::{CaseFact as _, IdentityErased, SealedUp};
use crate::domain::time::Moment;
use crate::store::{KnownBackup, StoreError};

/// Backups to be looked for, and the database that they are of.
pub struct Sought {
    database: PathBuf,
    backups: Vec<KnownBackup>,
}

impl Sought {
    /// Looks for each; a disk that does not answer keeps whoever looks waiting.
    #[must_use]
    pub fn look(self) -> Found {
        let found = self.backups.into_iter().map(|backup| {
            let presence = backup.look(&self.database);
            (backup, presence)
        });
        Found(found.collect())
    }

    /// What is known without looking.
    #[must_use]
    pub fn unseen(self) -> Found {
        Found(self.backups.into_iter().map(|backup| (backup, Presence::Unseen)).collect())
    }

    /// The same once more, for whoever has it looked for by another.
    #[must_use]
    pub fn again(&self) -> Self {
        Self { database: self.database.clone(), backups: self.backups.clone() }
    }
}

/// The backups that were looked for, each with whether it is there.
pub struct Found(Vec<(KnownBackup, Presence)>);

impl PerformReport {
    /// Whether it erased something, which backups may still hold.
    #[must_use]
    pub fn erased(&self) -> bool {
        self.events.iter().any(|code| [SealedUp::CODE, IdentityErased::CODE].contains(&code.as_str()))
    }
}

impl Office {
    /// The backups that hold what was erased since; `None` where there are none, or for whoever has nothing to do with
    /// them.
    ///
    /// # Errors
    /// A store failure.
    pub fn backups_holding(&self) -> Result<Option<Sought>, OfficeError> {
        if !self.keeps_copies() {
            return Ok(None);
        }
        let mut backups = self.read(|snapshot| Ok(snapshot.known_backups()?))?;
        backups.retain(|backup| backup.holds_erased);
        let sought = Sought { database: self.store.path().to_owned(), backups };
        Ok((!sought.backups.is_empty()).then_some(sought))
    }

    /// Takes note of which of them are still there: what is gone is forgotten, the others stand on the desk.
    ///
    /// # Errors
    /// A store failure.
    pub fn note_holding(&mut self, found: Option<Found>) -> Result<Arc<[Holding]>, OfficeError> {
        let found = found.map_or_else(Vec::new, |found| found.0);
        let (gone, there): (Vec<_>, Vec<_>) =
            found.into_iter().partition(|(_, presence)| *presence == Presence::Gone);
        let gone: Vec<PathBuf> = gone.into_iter().map(|(backup, _)| backup.file).collect();
        self.forget_backups(&gone);
        let known = self.read(|snapshot| Ok(snapshot.known_backups()?))?;
        let held = there.iter().map(|(backup, presence)| holding(backup, *presence, &known));
        self.copies.holding = held.collect();
        Ok(Arc::clone(&self.copies.holding))
    }

    /// Notes a backup that is about to be there; says whether that could be done.
    pub(super) fn note_backup(&mut self, backup: &KnownBackup) -> bool {
        let noted = self.note(|records| Ok(records.know_backup(backup)?));
        if let Err(error) = &noted {
            tracing::warn!(%error, "a backup could not be noted");
        }
        noted.is_ok()
    }

    /// Forgets backups that are gone; where that cannot be done they are looked for again.
    pub(super) fn forget_backups(&mut self, gone: &[PathBuf]) {
        // As they were noted: in folders that are there, whatever led to them.
        let noted = |file: &PathBuf| {
            let folder = file.parent()?.canonicalize().ok()?;
            Some(folder.join(file.file_name()?))
        };
        let gone: Vec<PathBuf> =
            gone.iter().map(|file| noted(file).unwrap_or_else(|| file.clone())).collect();
        if gone.is_empty() {
            return;
        }
        let forgotten = self.store.write_if_free(|records| {
            records.forget_backups(gone.iter().map(PathBuf::as_path))?;
            Ok::<(), StoreError>(())
        });
        if let Err(error) = forgotten {
            tracing::warn!(%error, "backups that are gone could not be forgotten");
        }
    }

    /// Takes over what the record knew that this one takes the place of, and the backup that it came from.
    pub(super) fn take_over_backups(
        &mut self,
        known: Vec<KnownBackup>,
        from: &Path,
        now: Moment,
    ) -> Result<(), OfficeError> {
        let mut known = known;
        let head = self.head()?;
        let origin = KnownBackup::at(from, now, head, None, self.store.path())?;
        if known.iter().all(|backup| backup.file != origin.file) {
            known.push(origin);
        }
        self.note(|records| {
            for backup in &known {
                records.know_backup(backup)?;
            }
            Ok(())
        })
    }
}

fn holding(backup: &KnownBackup, presence: Presence, known: &[KnownBackup]) -> Holding {
    let beside = |other: &&KnownBackup| other.kept.is_some() && other.file.parent() == backup.file.parent();
    let beside: Vec<&KnownBackup> = known.iter().filter(beside).collect();
    let made: Vec<Moment> = beside.iter().map(|other| other.made_at).collect();
    // How many are kept is said anew with each backup; the newest counts.
    let kept = backup.kept.and(beside.last()).and_then(|newest| newest.kept);
    Holding {
        place: backup.file.display().to_string(),
        made_on: backup.made_at.date(),
        is_seen: presence == Presence::There,
        rotation: kept.map(|kept| Rotation::of(backup.made_at, kept, &made)),
    }
}
