//! Why a database is opened for reading only, and where a sound copy of a damaged one is.

use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use super::journal::Head;
use super::surroundings::folder_of;
use super::{Store, StoreFailure, open, soundness};
use crate::domain::time::Moment;

/// A database that is read and never written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Closed {
    /// It lies where nothing can be written.
    Medium(PathBuf),
    /// The disk has no room even for what the library shares with other processes.
    Full(PathBuf),
    /// Its pages contradict each other.
    Damaged {
        path: PathBuf,
        fault: String,
        /// The newest sound copy beside it, and when it was made.
        copy: Option<(PathBuf, Moment)>,
    },
    /// It does not hold what this machine saw in it last: an older copy, or the log of another.
    Overtaken {
        path: PathBuf,
        head: Head,
        /// The file that says so.
        mark: PathBuf,
    },
}

impl Closed {
    /// A damaged one, with where its last sound copy is.
    #[must_use]
    pub fn damaged(fault: String, path: &Path) -> Self {
        Self::Damaged { path: path.to_owned(), fault, copy: last_sound_copy(path) }
    }

    /// In the few words that fit on every screen.
    #[must_use]
    pub const fn label(&self) -> &'static str {
        match self {
            Self::Medium(_) => "数据库在只读的位置",
            Self::Full(_) => "磁盘已满",
            Self::Damaged { .. } => "数据库已损坏",
            Self::Overtaken { .. } => "数据库可能被换成了旧的",
        }
    }
}

impl std::fmt::Display for Closed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Medium(path) => write!(
                f,
                "{} 在不能写入的位置，按只读打开：可以查看和核验，什么也没有保存；要办件，请复制到只有本人能写的文件夹再打开。",
                path.display()
            ),
            Self::Full(path) => write!(
                f,
                "磁盘已满，{} 按只读打开：可以查看和核验，什么也没有保存；请清理磁盘，再重新打开。",
                path.display()
            ),
            Self::Damaged { path, fault, copy } => {
                write!(
                    f,
                    "数据库 {} 已损坏（{fault}），按只读打开，没有写入任何内容；请保留原文件备查，",
                    path.display()
                )?;
                match copy {
                    Some((copy, made)) => {
                        write!(
                            f,
                            "最近的完好副本是 {}（{}），请用 ydt restore 从它恢复后再办件。",
                            copy.display(),
                            made.minute()
                        )
                    }
                    None => f.write_str("旁边没有完好的副本，请用 ydt restore 从最近的备份恢复后再办件。"),
                }
            }
            Self::Overtaken { path, head, mark } => write!(
                f,
                "数据库 {} 里没有本机最后见过的第 {} 条记录（链头 {}），可能换成了旧的副本，或旁边的 -wal 文件属于别的库；按只读打开，没有写入任何内容。请找回原来的文件；查明确实要用这一份的，先运行：rm {}",
                path.display(),
                head.count,
                head.hash.chars().take(12).collect::<String>(),
                mark.display()
            ),
        }
    }
}

impl Store {
    /// Why nothing may be written; `None` as a rule.
    #[must_use]
    pub fn closed(&self) -> Option<&Closed> {
        self.closed.as_ref().or_else(|| self.met.get())
    }

    /// Looks at what some work came to. Where that was damage, the file is only read from then on: what stands in the
    /// log stays there, and nothing more is written.
    pub(super) fn watched<T, E: StoreFailure>(&self, done: Result<T, E>) -> Result<T, E> {
        if let Err(error) = &done
            && let Some(what) = error.damage()
            && self.closed().is_none()
        {
            if let Err(error) = open::write_no_more(&self.connection) {
                tracing::error!(%error, "a damaged file could not be closed for writing");
            }
            let _first_known = self.met.set(Closed::damaged(what.to_owned(), &self.path));
        }
        done
    }
}

/// The newest file beside the database whose name begins with its name and that is a sound database of ours.
fn last_sound_copy(path: &Path) -> Option<(PathBuf, Moment)> {
    let begins = format!("{}.", path.file_name()?.to_string_lossy());
    let entries = folder_of(path).read_dir().ok()?;
    let mut copies: Vec<(i64, PathBuf)> = entries
        .filter_map(|entry| {
            let copy = entry.ok()?.path();
            let about = copy.symlink_metadata().ok().filter(std::fs::Metadata::is_file)?;
            let is_named = copy.file_name()?.to_string_lossy().starts_with(&begins);
            is_named.then(|| (about.mtime(), copy))
        })
        .collect();
    copies.sort();
    let (made, copy) = copies.into_iter().rev().find(|(_, copy)| is_sound(copy))?;
    Some((copy, Moment::UNIX_EPOCH.plus_seconds(made)))
}

/// Whether this is a sound database of ours, looked at without leaving anything beside it.
fn is_sound(copy: &Path) -> bool {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let looked = Connection::open_with_flags(open::immutable(copy), flags).and_then(|connection| {
        let application: i64 = connection.pragma_query_value(None, "application_id", |row| row.get(0))?;
        Ok(application == open::APPLICATION_ID && matches!(soundness::fault(&connection), Ok(None)))
    });
    looked.unwrap_or(false)
}
