//! Who opened which case and when. It proves nothing and changes nothing, so it stands outside the record: a file a month in
//! the state folder, a line for a person and a case in a minute at most. Kept for half a year at least.

use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{BufRead as _, BufReader, ErrorKind, Seek as _, SeekFrom, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

use nix::fcntl::OFlag;

use super::error::StoreError;
use crate::domain::ids::PersonId;
use crate::domain::time::{Date, Moment};

/// So many months are kept before the present one: never less than six whole ones.
const MONTHS_KEPT: i32 = 6;
/// So many bytes at the end of a file are looked through for a line of the same minute.
const LAST_BYTES: u64 = 1 << 16;

/// A case was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening {
    pub at: Moment,
    pub person: PersonId,
    pub case_no: String,
    /// Machine and terminal.
    pub origin: String,
}

/// Where the openings of one database are noted.
#[derive(Debug)]
pub struct OpeningsLog {
    folder: PathBuf,
}

impl OpeningsLog {
    /// That of the database with this id, below a folder.
    #[must_use]
    pub fn of(folder: &Path, database: &str) -> Self {
        Self { folder: folder.join(database) }
    }

    /// Notes an opening, unless the same was noted in this minute.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn note(&self, opening: &Opening) -> Result<(), StoreError> {
        let file = self.folder.join(name_of_month(opening.at.date(), 0));
        if noted_in_this_minute(&file, opening)? {
            return Ok(());
        }
        if !file.exists() {
            DirBuilder::new().recursive(true).mode(0o700).create(&self.folder)?;
            self.forget_old(opening.at.date())?;
        }
        let mut options = OpenOptions::new();
        options.append(true).create(true).mode(0o600).custom_flags(OFlag::O_NOFOLLOW.bits());
        Ok(options.open(&file)?.write_all(line(opening).as_bytes())?)
    }

    /// What was noted from one day to another, oldest first.
    ///
    /// # Errors
    /// When a file cannot be read; `Damaged` for a line that is none.
    pub fn between(&self, from: Date, until: Date) -> Result<Vec<Opening>, StoreError> {
        let mut openings = Vec::new();
        for file in self.files()? {
            for text in BufReader::new(File::open(&file)?).lines() {
                let opening = parse(&text?)
                    .ok_or_else(|| StoreError::Damaged(format!("查看记录 {}", file.display())))?;
                if (from..=until).contains(&opening.at.date()) {
                    openings.push(opening);
                }
            }
        }
        Ok(openings)
    }

    /// The files, oldest first.
    fn files(&self) -> Result<Vec<PathBuf>, StoreError> {
        let entries = match self.folder.read_dir() {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut files = entries.map(|entry| Ok(entry?.path())).collect::<std::io::Result<Vec<_>>>()?;
        files.sort();
        Ok(files)
    }

    fn forget_old(&self, today: Date) -> Result<(), StoreError> {
        let oldest = self.folder.join(name_of_month(today, MONTHS_KEPT));
        for file in self.files()?.into_iter().filter(|file| *file < oldest) {
            std::fs::remove_file(file)?;
        }
        Ok(())
    }
}

/// The name of the file of the month that is so many before this day's.
fn name_of_month(day: Date, months_before: i32) -> String {
    let months = i32::from(day.year()) * 12 + i32::from(day.month()) - 1 - months_before;
    format!("{:04}-{:02}", months.div_euclid(12), months.rem_euclid(12) + 1)
}

/// One line; what it is made of holds no tab.
fn line(Opening { at, person, case_no, origin }: &Opening) -> String {
    format!("{at}\t{}\t{case_no}\t{origin}\n", person.0)
}

fn parse(line: &str) -> Option<Opening> {
    let mut parts = line.splitn(4, '\t');
    let at = Moment::parse(parts.next()?)?;
    let person = PersonId(parts.next()?.parse().ok()?);
    Some(Opening { at, person, case_no: parts.next()?.to_owned(), origin: parts.next()?.to_owned() })
}

fn noted_in_this_minute(file: &Path, opening: &Opening) -> Result<bool, StoreError> {
    let mut file = match File::open(file) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(false),
        opened => opened?,
    };
    let length = file.metadata()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(LAST_BYTES)))?;
    let minute = |at: Moment| at.unix().div_euclid(60);
    // The first piece may be the end of a line, which is no line then.
    let lines = BufReader::new(file).split(b'\n');
    for bytes in lines {
        let noted = String::from_utf8(bytes?).ok().and_then(|text| parse(&text));
        let is_same = noted.is_some_and(|noted| {
            (minute(noted.at), noted.person, noted.case_no.as_str())
                == (minute(opening.at), opening.person, opening.case_no.as_str())
        });
        if is_same {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opening(at: &str, person: i64, case_no: &str) -> Opening {
        let at = Moment::parse(at).unwrap();
        Opening { at, person: PersonId(person), case_no: case_no.to_owned(), origin: "host pts/1".to_owned() }
    }

    #[test]
    fn a_line_a_minute_for_a_person_and_a_case_is_kept_for_six_months_and_then_goes() {
        let folder = tempfile::tempdir().unwrap();
        let log = OpeningsLog::of(folder.path(), "town");
        let (first, last) = (Date::constant(2025, 1, 1), Date::constant(2027, 1, 1));
        assert_eq!(log.between(first, last).unwrap(), []);
        let kept = [
            opening("2026-05-31 23:59", 1, "2026-0001"),
            opening("2026-11-29 18:00", 1, "2026-0001"),
            opening("2026-11-29 18:00", 2, "2026-0001"),
            opening("2026-11-29 18:00", 1, "2026-0002"),
            opening("2026-11-29 18:01", 1, "2026-0001"),
        ];
        for opening in &kept {
            log.note(opening).unwrap();
            log.note(opening).unwrap();
        }
        assert_eq!(log.between(first, last).unwrap(), kept);
        let day = Date::constant(2026, 11, 29);
        assert_eq!(log.between(day, day).unwrap(), kept[1..]);
        log.note(&opening("2026-12-01 09:00", 1, "2026-0003")).unwrap();
        let left = log.between(first, last).unwrap();
        assert_eq!((left.len(), left[0].at), (5, kept[1].at), "May is more than six months ago");
    }
}
