//! The list of what was erased, beside the database and beside its copies: numbers and classes only. A backup made before
//! an erasure still holds the text; whoever restores it erases it again by this list before anybody can open it.

use std::collections::BTreeMap;
use std::io::{Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::error::StoreError;
use super::surroundings::folder_of;
use super::whole;
use crate::domain::code::Coded as _;
use crate::domain::disclosure::code_of;
use crate::domain::meeting;
use crate::domain::sealable::SealClass;
use crate::domain::words::StreamKind;

/// How the list is called.
const NAME: &str = "erased.list";
/// No list of a town is longer, in bytes.
const LONGEST: u64 = 16 << 20;

/// Where the list of a database in this place is.
#[must_use]
pub fn beside(database: &Path) -> PathBuf {
    folder_of(database).join(NAME)
}

/// What was erased in a case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Erased {
    /// Who complained, after the retention period.
    Identity,
    /// Everything, by sealing.
    Everything,
}

impl Erased {
    /// The classes as a line of the list names them.
    fn classes(self) -> String {
        match self {
            Self::Identity => SealClass::Identity.code().to_owned(),
            Self::Everything => format!("{} {}", SealClass::Identity.code(), SealClass::Text.code()),
        }
    }
}

/// Cases by their numbers with what was erased in them; and files of other records, `m3/2` for the second of a meeting.
pub type ErasedCases = BTreeMap<String, Erased>;

/// Adds cases to a list: what was erased in either was erased.
pub fn add(to: &mut ErasedCases, more: ErasedCases) {
    for (number, erased) in more {
        let known = to.entry(number).or_insert(erased);
        *known = erased.max(*known);
    }
}

/// The cases in which something was erased, by the record.
///
/// # Errors
/// When it cannot be read.
pub fn of(connection: &Connection) -> Result<ErasedCases, StoreError> {
    let mut statement = connection.prepare(
        "SELECT json_extract(first.body, '$.case_no'), max(erased.body NOT LIKE '{\"event\":\"identity_erased\",%')
         FROM events erased JOIN events first ON first.stream_id = erased.stream_id AND first.seq = 1
         WHERE erased.body LIKE '{\"event\":\"sealed_up\",%' OR erased.body = '{\"event\":\"sealed_up\"}'
             OR erased.body LIKE '{\"event\":\"identity_erased\",%'
         GROUP BY first.stream_id",
    )?;
    let rows = statement.query_map([], |row| {
        let erased = if row.get(1)? { Erased::Everything } else { Erased::Identity };
        Ok((row.get::<_, Option<String>>(0)?, erased))
    })?;
    let mut cases = ErasedCases::new();
    for row in rows {
        if let (Some(number), erased) = row? {
            cases.insert(number, erased);
        }
    }
    add(&mut cases, files_of(connection)?);
    Ok(cases)
}

/// The files of meetings and of records of disclosure that were erased, by the record.
fn files_of(connection: &Connection) -> Result<ErasedCases, StoreError> {
    let mut statement = connection.prepare(
        "SELECT s.kind, json_extract(first.body, '$.no'), json_extract(erased.body, '$.number')
         FROM events erased JOIN streams s USING (stream_id)
             JOIN events first ON first.stream_id = erased.stream_id AND first.seq = 1
         WHERE erased.body LIKE '{\"event\":\"meeting_file_erased\",%'
             OR erased.body LIKE '{\"event\":\"disclosure_file_erased\",%'",
    )?;
    let rows = statement.query_map([], |row| {
        let (kind, no, number): (String, u32, u32) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let code = if kind == StreamKind::Meeting.code() { meeting::code_of(no) } else { code_of(no) };
        Ok((format!("{code}/{number}"), Erased::Identity))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

/// Writes the list anew, whole or not at all.
///
/// # Errors
/// When the record cannot be read or the folder not be written.
pub fn keep(connection: &Connection, database: &Path) -> Result<(), StoreError> {
    let place = beside(database);
    // What an earlier list held stays: the record may be that of an older backup.
    let mut cases = read(&place)?;
    add(&mut cases, of(connection)?);
    let lines = cases
        .iter()
        .fold(String::new(), |lines, (number, erased)| lines + number + " " + &erased.classes() + "\n");
    let draft = whole::draft_of(&place)?;
    let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
    let written = file
        .write_all(lines.as_bytes())
        .and_then(|()| file.sync_all())
        .and_then(|()| std::fs::rename(&draft, &place));
    if written.is_err() {
        whole::remove(&draft)?;
    }
    Ok(written?)
}

/// The cases in a list; none where there is none.
///
/// # Errors
/// When it cannot be read or is no such list.
pub fn read(list: &Path) -> Result<ErasedCases, StoreError> {
    let about = match list.symlink_metadata() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(ErasedCases::new()),
        about => about?,
    };
    let wrong = || {
        StoreError::Unsafe(format!(
            "{} 不是一点通的清除清单，不能确定哪些内容须再次清除，没有继续；请找回原来的清单，或查明后移走它。",
            list.display()
        ))
    };
    if !about.is_file() || about.len() > LONGEST {
        return Err(wrong());
    }
    let mut text = String::new();
    let read = std::fs::File::open(list)?.take(LONGEST).read_to_string(&mut text);
    read.map_err(|_no_text| wrong())?;
    let is_number = |word: &str| {
        !word.is_empty() && word.chars().all(|sign| sign.is_ascii_digit() || "-/md".contains(sign))
    };
    let case = |line: &str| {
        let mut words = line.split(' ');
        let number = words.next().filter(|word| is_number(word))?.to_owned();
        // A list of an older version names all classes, one without any means everything.
        let is_all = words.clone().count() == 0 || words.any(|class| class == SealClass::Text.code());
        Some((number, if is_all { Erased::Everything } else { Erased::Identity }))
    };
    text.lines().map(|line| case(line).ok_or_else(wrong)).collect()
}
