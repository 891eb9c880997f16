//! One draft as a file: its format, and writing it so that a former one stays until the new one is whole.

use std::collections::BTreeMap;
use std::fs::{DirBuilder, OpenOptions, Permissions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _, PermissionsExt as _};
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::{Kept, parts};
use crate::actions::Answers;
use crate::domain::ids::{CaseId, PersonId};
use crate::domain::time::Moment;
use crate::intake::bounded::{self, Unread};

/// The form of the file; a file of a later one is passed over.
const VERSION: u32 = 1;
/// Larger than any form can be filled in.
const LARGEST: u64 = 1 << 20;

/// Unfinished text of one form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    version: u32,
    database: String,
    /// Person, case and form, as `7/12/supplement`.
    key: String,
    /// Numbers of the cases it is about; none for a complaint not yet registered.
    cases: Vec<i64>,
    kept_at: Moment,
    /// Whether its owner was asked about it after it had lain for long.
    asked: bool,
    fields: BTreeMap<String, String>,
}

impl Draft {
    /// Of a form's fields as they stand at a moment.
    #[must_use]
    pub fn of(key: &str, cases: &[CaseId], answers: &Answers, kept_at: Moment) -> Self {
        let fields = answers.iter().map(|(name, text)| (name.to_owned(), text.to_owned())).collect();
        Self::with_fields(key, cases, fields, kept_at)
    }

    /// Of fields kept by an older version in the database, as a JSON object; `None` when they cannot be read.
    #[must_use]
    pub fn of_json(key: &str, body: &str, kept_at: Moment) -> Option<Self> {
        let cases: Vec<CaseId> = parts(key)?.1.into_iter().collect();
        Some(Self::with_fields(key, &cases, serde_json::from_str(body).ok()?, kept_at))
    }

    fn with_fields(key: &str, cases: &[CaseId], fields: BTreeMap<String, String>, kept_at: Moment) -> Self {
        Self {
            version: VERSION,
            database: String::new(),
            key: key.to_owned(),
            cases: cases.iter().map(|case| case.0).collect(),
            kept_at,
            asked: false,
            fields,
        }
    }

    pub(super) fn in_database(self, database: String) -> Self {
        Self { database, ..self }
    }

    /// The same, marked so that its owner is not asked about it again.
    #[must_use]
    pub fn asked_about(self) -> Self {
        Self { asked: true, ..self }
    }

    #[must_use]
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Who typed it; `None` when the key was made by nobody's program.
    #[must_use]
    pub fn person(&self) -> Option<PersonId> {
        parts(&self.key).map(|(person, _, _)| person)
    }

    /// The cases it is about.
    #[must_use]
    pub fn cases(&self) -> Vec<CaseId> {
        self.cases.iter().copied().map(CaseId).collect()
    }

    /// When it was kept.
    #[must_use]
    pub const fn kept_at(&self) -> Moment {
        self.kept_at
    }

    #[must_use]
    pub const fn was_asked_about(&self) -> bool {
        self.asked
    }

    pub(super) fn is_of(&self, database: &str) -> bool {
        self.database == database
    }

    /// The fields and when they were kept.
    #[must_use]
    pub fn content(self) -> (Answers, Moment) {
        let answers =
            self.fields.into_iter().fold(Answers::none(), |answers, (name, text)| answers.with(&name, text));
        (answers, self.kept_at)
    }
}

/// Writes a draft whole: the former one stands until the new one is on the disk.
pub(super) fn write(folder: &Path, path: &Path, draft: &Draft) -> Kept<()> {
    let bytes = serde_json::to_vec(draft).map_err(|error| format!("草稿没有留存：{error}"))?;
    if bytes.len() as u64 > LARGEST {
        return Err("这份草稿超过 1 MiB，没有留存；请先提交一部分，或把文字另存到别处。".to_owned());
    }
    let part = path.with_extension(format!("part-{}", std::process::id()));
    let written = (|| {
        make_private(folder)?;
        let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&part)?;
        file.write_all(&bytes)?;
        file.sync_all()?;
        std::fs::rename(&part, path)?;
        std::fs::File::open(folder)?.sync_all()
    })();
    written.map_err(|error: std::io::Error| {
        tracing::error!(%error, "a draft could not be written");
        // The part may not even have been made.
        let _not_there = std::fs::remove_file(&part);
        format!("草稿写不到 {}，没有留存；请检查磁盘空间和文件夹权限，提交之前不要退出。", folder.display())
    })
}

/// Makes the folder if need be, and keeps others out of it.
fn make_private(folder: &Path) -> std::io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    if folder.metadata()?.permissions().mode() & 0o077 != 0 {
        std::fs::set_permissions(folder, Permissions::from_mode(0o700))?;
    }
    Ok(())
}

/// A draft, if there is one. One that cannot be read is told and left where it is.
pub(super) fn read(path: &Path) -> Kept<Option<Draft>> {
    let text = match bounded::file_text(path, LARGEST) {
        Err(Unread::Opening(error)) if error.kind() == ErrorKind::NotFound => return Ok(None),
        Err(_) => return Err(unreadable()),
        Ok(text) => text,
    };
    let draft: Draft = serde_json::from_str(&text).map_err(|_| unreadable())?;
    let is_known = draft.version == VERSION && draft.person().is_some();
    if is_known { Ok(Some(draft)) } else { Err(unreadable()) }
}

fn unreadable() -> String {
    "上次留下的草稿已损坏，读不出来，没有恢复；请重新填写。".to_owned()
}
