//! Unfinished text, kept as files in the state folder by the loop's side: what is typed never waits for the database.
//! The thread that owns the database only says how the files are named and which of them must go.

mod file;

use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

pub(crate) use self::file::Draft;
use self::file::{read, write};
use crate::domain::ids::{CaseId, PersonId};
use crate::domain::time::Moment;
use crate::office::DraftSeal;
use crate::runtime::clock::WallClock;
use crate::runtime::wake::{Wake, Waker};
use crate::store::erase_file;
use crate::ui::message::{DraftEffect, DraftMessage, Message};

/// How drafts are kept, in the words of whoever loses something by it.
pub type Kept<T> = Result<T, String>;

/// The drafts of one session, shared by the loop and the thread that owns the database.
#[derive(Debug)]
pub struct Drafts {
    folder: PathBuf,
    clock: WallClock,
    /// Known as soon as the database is open; no form can be open before.
    seal: OnceLock<DraftSeal>,
}

impl Drafts {
    /// Drafts in this folder, which is made when the first is kept.
    #[must_use]
    pub const fn new(folder: PathBuf, clock: WallClock) -> Self {
        Self { folder, clock, seal: OnceLock::new() }
    }

    /// A file of this name beside the folder of drafts, for what else the console keeps on this machine.
    #[must_use]
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.with_file_name(name)
    }

    /// From now on they are those of this database.
    pub fn open(&self, seal: DraftSeal) {
        // A session opens one database in its life.
        let _opened_before = self.seal.set(seal);
    }

    /// Does what a screen asks.
    pub fn ask(&self, effect: DraftEffect, waker: &Waker) {
        let answer = match effect {
            DraftEffect::Save { key, cases, answers } => self
                .keep(Draft::of(&key, &cases, &answers, self.clock.now()))
                .err()
                .map(DraftMessage::Trouble),
            DraftEffect::Load(key) => Some(match self.find(&key) {
                Ok(kept) => DraftMessage::Kept { key, kept: kept.map(Draft::content) },
                Err(words) => DraftMessage::Trouble(words),
            }),
            DraftEffect::Drop(key) => self.forget(&key).err().map(DraftMessage::Trouble),
        };
        if let Some(message) = answer {
            let _loop_is_gone = waker.send(Wake::Message(Message::Drafts(message)));
        }
    }

    /// Keeps a draft in the place of the former one under its key.
    ///
    /// # Errors
    /// A sentence when it is too large or cannot be written.
    pub fn keep(&self, draft: Draft) -> Kept<()> {
        let path = self.path(draft.key())?;
        let database = self.seal()?.database().to_owned();
        write(&self.folder, &path, &draft.in_database(database))
    }

    /// The draft under a key.
    ///
    /// # Errors
    /// A sentence when there is one that cannot be read.
    pub fn find(&self, key: &str) -> Kept<Option<Draft>> {
        read(&self.path(key)?)
    }

    /// Removes the draft under a key, its bytes with it.
    ///
    /// # Errors
    /// A sentence when it cannot be removed.
    pub fn forget(&self, key: &str) -> Kept<()> {
        erase(&self.path(key)?)
    }

    /// Every draft of this database that can be read, of everybody who uses this folder. One that cannot is told when
    /// its form is opened.
    ///
    /// # Errors
    /// A sentence when the folder cannot be read.
    pub fn all(&self) -> Kept<Vec<Draft>> {
        let seal = self.seal()?;
        let paths = match self
            .folder
            .read_dir()
            .and_then(|entries| entries.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>())
        {
            Ok(paths) => paths,
            // It is made when the first draft is kept.
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(_) => {
                return Err(format!(
                    "草稿文件夹 {} 读不出来，以前的草稿没有查看；请检查它的权限。",
                    self.folder.display()
                ));
            }
        };
        let drafts = paths
            .into_iter()
            .filter(|path| path.extension().is_some_and(|ending| ending == "draft"))
            .filter_map(|path| read(&path).ok().flatten())
            .filter(|draft| draft.is_of(seal.database()))
            .collect();
        Ok(drafts)
    }

    /// The moment it is for this session.
    #[must_use]
    pub fn now(&self) -> Moment {
        self.clock.now()
    }

    fn path(&self, key: &str) -> Kept<PathBuf> {
        let name = self.seal()?.file_name(key).map_err(|error| format!("草稿没有留存：{error}"))?;
        Ok(self.folder.join(name))
    }

    fn seal(&self) -> Kept<&DraftSeal> {
        self.seal.get().ok_or_else(|| "数据库还没有打开，草稿没有留存；请稍候再填。".to_owned())
    }
}

fn erase(path: &Path) -> Kept<()> {
    erase_file(path).map_err(|_| {
        format!("旧草稿删不掉（{}），其中的文字还在磁盘上；请检查文件夹的权限。", path.display())
    })
}

/// The person, cases and form in the key under which a draft is kept, as `7/12/supplement`.
#[must_use]
pub fn parts(key: &str) -> Option<(PersonId, Option<CaseId>, &str)> {
    let mut parts = key.split('/');
    let person = PersonId(parts.next()?.parse().ok()?);
    let case = parts.next()?.parse().ok().map(CaseId);
    Some((person, case, parts.next()?))
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
