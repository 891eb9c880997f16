//! The list of what was erased, beside the database and beside its copies: numbers and classes only. A backup made before
//! an erasure still holds the text; whoever restores it erases it again by this list before anybody can open it.

use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::error::StoreError;
use super::surroundings::folder_of;
use super::whole;
use crate::domain::sealable::SealClass;

/// How the list is called.
const NAME: &str = "erased.list";
/// No list of a town is longer, in bytes.
const LONGEST: u64 = 16 << 20;

/// Where the list of a database in this place is.
#[must_use]
pub fn beside(database: &Path) -> PathBuf {
    folder_of(database).join(NAME)
}

/// The numbers of cases whose texts were all erased.
///
/// # Errors
/// When the record cannot be read.
pub fn of(connection: &Connection) -> Result<BTreeSet<String>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT DISTINCT json_extract(first.body, '$.case_no')
         FROM events sealed JOIN events first ON first.stream_id = sealed.stream_id AND first.seq = 1
         WHERE sealed.body LIKE '{\"event\":\"sealed_up\",%' OR sealed.body = '{\"event\":\"sealed_up\"}'",
    )?;
    let numbers = statement.query_map([], |row| row.get::<_, Option<String>>(0))?;
    let numbers: Vec<Option<String>> = numbers.collect::<rusqlite::Result<_>>()?;
    Ok(numbers.into_iter().flatten().collect())
}

/// Writes the list anew, whole or not at all.
///
/// # Errors
/// When the record cannot be read or the folder not be written.
pub fn keep(connection: &Connection, database: &Path) -> Result<(), StoreError> {
    let place = beside(database);
    let classes = format!("{} {}", SealClass::Identity.code(), SealClass::Text.code());
    // What an earlier list held stays: the record may be that of an older backup.
    let mut numbers = read(&place)?;
    numbers.extend(of(connection)?);
    let lines = numbers.iter().fold(String::new(), |lines, number| lines + number + " " + &classes + "\n");
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

/// The numbers in a list; none where there is none.
///
/// # Errors
/// When it cannot be read or is no such list.
pub fn read(list: &Path) -> Result<BTreeSet<String>, StoreError> {
    let about = match list.symlink_metadata() {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(BTreeSet::new()),
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
    let is_number =
        |word: &str| !word.is_empty() && word.chars().all(|sign| sign.is_ascii_digit() || sign == '-');
    text.lines()
        .map(|line| {
            let number = line.split(' ').next().filter(|word| is_number(word));
            number.map(str::to_owned).ok_or_else(wrong)
        })
        .collect()
}
