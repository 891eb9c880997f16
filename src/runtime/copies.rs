//! How far the copies elsewhere lag behind. A copy is a folder in which an engine or a timer writes; the newest file in it
//! says when it was written last.

use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use crate::domain::time::Moment;
use crate::office::{Found, Sought};

/// A dead network disk answers never: so long is waited for all copies.
pub const LONGEST_LOOK: Duration = Duration::from_secs(5);
/// More files than this are not looked at in one folder: the names of new ones rise, and the folder itself changes too.
const MOST_FILES: usize = 200_000;

/// What is known of the copies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Copies {
    /// The copy that was written longest ago was written then.
    WrittenAt(Moment),
    /// One of them is not there or cannot be looked at.
    Unseen,
}

/// Looks at every folder; `None` where none is configured.
#[must_use]
pub fn look(folders: &[PathBuf]) -> Option<Copies> {
    if folders.is_empty() {
        return None;
    }
    let (found, looked) = mpsc::channel();
    let folders = folders.to_vec();
    // Left behind where it hangs: it holds nothing and changes nothing.
    let started = thread::Builder::new().name("copies".to_owned()).spawn(move || {
        let oldest = folders.iter().map(|folder| newest(folder)).collect::<Option<Vec<i64>>>();
        let _nobody_waits = found.send(oldest.and_then(|times| times.into_iter().min()));
    });
    let oldest = started.ok().and_then(|_| looked.recv_timeout(LONGEST_LOOK).ok()).flatten();
    Some(oldest.and_then(Moment::from_unix).map_or(Copies::Unseen, Copies::WrittenAt))
}

/// Looks for backups, and no longer than so long: then those are not seen of which nothing is known.
#[must_use]
pub fn look_for(sought: Sought, longest: Duration) -> Found {
    let (found, looked) = mpsc::channel();
    let asked = sought.again();
    let started = thread::Builder::new().name("backups".to_owned()).spawn(move || {
        let _nobody_waits = found.send(asked.look());
    });
    let found = started.ok().and_then(|_| looked.recv_timeout(longest).ok());
    found.unwrap_or_else(|| sought.unseen())
}

/// When something below a folder was written last, in seconds since 1970.
fn newest(folder: &Path) -> Option<i64> {
    use std::os::unix::fs::MetadataExt as _;
    let (mut waiting, mut newest, mut left) = (vec![folder.to_owned()], None, MOST_FILES);
    while let Some(place) = waiting.pop() {
        let entries = match place.read_dir() {
            Ok(entries) => entries,
            // An engine removes what is too old while one looks.
            Err(_) if place != folder => continue,
            Err(_) => return None,
        };
        for entry in entries.flatten() {
            let Ok(about) = entry.metadata() else { continue };
            newest = newest.max(Some(about.mtime()));
            left = left.saturating_sub(1);
            if about.is_dir() && left > 0 {
                waiting.push(entry.path());
            }
        }
    }
    newest
}

/// The copies as a console looks at them, minute by minute, without ever waiting for them.
pub struct CopyWatch {
    folders: Vec<PathBuf>,
    looking: Option<(mpsc::Receiver<Option<Copies>>, Instant)>,
}

impl CopyWatch {
    /// Over these folders; the first look begins at once.
    #[must_use]
    pub fn over(folders: Vec<PathBuf>) -> Self {
        let mut watch = Self { folders, looking: None };
        watch.begin();
        watch
    }

    /// What the look before has found, and begins another one. One that does not come back is not seen; `None` while it
    /// may still come.
    pub fn turn(&mut self) -> Option<Copies> {
        let (looked, begun_at) = self.looking.as_ref()?;
        let found = match looked.try_recv() {
            Err(mpsc::TryRecvError::Empty) if begun_at.elapsed() < LONGEST_LOOK => return None,
            // Whatever hangs there is not joined by another.
            Err(mpsc::TryRecvError::Empty) => return Some(Copies::Unseen),
            found => found.ok().flatten(),
        };
        self.begin();
        found
    }

    fn begin(&mut self) {
        if self.folders.is_empty() {
            return;
        }
        let (found, looked) = mpsc::channel();
        let folders = self.folders.clone();
        let begun = thread::Builder::new().name("copies".to_owned()).spawn(move || {
            let _nobody_waits = found.send(look(&folders));
        });
        self.looking = begun.ok().map(|_| (looked, Instant::now()));
    }
}

impl Copies {
    /// When the copy that is behind most was written; `None` for one that is not seen.
    #[must_use]
    pub const fn written(self) -> Option<Moment> {
        match self {
            Self::WrittenAt(at) => Some(at),
            Self::Unseen => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_copy_that_was_written_longest_ago_counts_and_one_that_is_not_there_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let place = |name: &str| folder.path().join(name);
        for name in ["a", "b"] {
            std::fs::create_dir(place(name)).unwrap();
            std::fs::write(place(name).join("0001.ltx"), "x").unwrap();
        }
        let written = |name: &str| {
            use std::os::unix::fs::MetadataExt as _;
            place(name).join("0001.ltx").metadata().unwrap().mtime()
        };
        let hour_ago =
            place("b").join("0001.ltx").metadata().unwrap().modified().unwrap() - Duration::from_hours(1);
        let file = std::fs::File::options().write(true).open(place("b").join("0001.ltx")).unwrap();
        file.set_modified(hour_ago).unwrap();
        let both = [place("a"), place("b")];
        assert_eq!(look(&both), Some(Copies::WrittenAt(Moment::from_unix(written("b")).unwrap())));
        assert_eq!(look(&[place("a"), place("c")]), Some(Copies::Unseen));
        assert_eq!(look(&[]), None);
    }
}
