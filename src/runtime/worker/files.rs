//! The file picker's look into folders.

use std::io::Write as _;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use super::Service;
use crate::domain::time::Moment;
use crate::intake::bounded;
use crate::ui::message::{FileEntry, ImportMessage, Message, SessionMessage};

/// A folder with more entries than this is shown in part; nobody picks from ten thousand lines.
const ENTRIES_AT_MOST: usize = 2_000;

/// Under this name the folder from which a file was taken last is kept, for the next time.
const LAST_FOLDER: &str = "last-folder";

/// More than any path takes, in bytes.
const LONGEST_PATH: u64 = 4096;

impl Service {
    /// Remembers where a file was taken.
    pub(super) fn remember_folder_of(&self, file: &Path) {
        let Some(folder) = file.parent().filter(|folder| folder.is_absolute()) else { return };
        let kept = std::fs::OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(true)
            .mode(0o600)
            .open(self.drafts.beside(LAST_FOLDER))
            .and_then(|mut kept| kept.write_all(folder.as_os_str().as_bytes()));
        // Without it one starts elsewhere the next time, and that is all.
        drop(kept);
    }

    fn last_folder(&self) -> Option<PathBuf> {
        let kept = bounded::file_text(&self.drafts.beside(LAST_FOLDER), LONGEST_PATH).ok()?;
        Some(PathBuf::from(kept)).filter(|folder| folder.is_dir())
    }

    /// Tells what is in a folder, or in the folder of a file; without one, where a file was taken last, else where the
    /// program was started.
    pub(super) fn browse(&self, folder: Option<PathBuf>) {
        let folder = folder
            .map(at_home)
            .or_else(|| self.last_folder())
            .or_else(|| std::env::current_dir().ok())
            .unwrap_or_else(|| PathBuf::from("/"));
        let folder =
            if folder.is_file() { folder.parent().map_or(folder.clone(), Path::to_owned) } else { folder };
        match read(&folder) {
            Ok(entries) => self.tell_screens(Message::Import(ImportMessage::Files { folder, entries })),
            Err(error) => self.tell_screens(Message::Session(SessionMessage::Failed(format!(
                "打不开文件夹 {}：{}；请选别的文件夹。",
                folder.display(),
                reason(&error)
            )))),
        }
    }
}

/// A path that begins with `~` lies in the home folder.
fn at_home(path: PathBuf) -> PathBuf {
    let Ok(rest) = path.strip_prefix("~") else { return path };
    directories::BaseDirs::new().map_or_else(|| path.clone(), |dirs| dirs.home_dir().join(rest))
}

#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "the system knows many more reasons, which come to the same"
)]
fn reason(error: &std::io::Error) -> &'static str {
    match error.kind() {
        std::io::ErrorKind::NotFound => "文件夹不存在",
        std::io::ErrorKind::PermissionDenied => "没有读取权限",
        std::io::ErrorKind::NotADirectory => "它不是文件夹",
        _ => "系统不允许读取",
    }
}

/// Folders first, then plain files, each by name; hidden entries and anything that isn't a plain file are left out.
fn read(folder: &Path) -> std::io::Result<Vec<FileEntry>> {
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder)?.take(ENTRIES_AT_MOST) {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let Ok(about) = entry.metadata() else { continue };
        if name.starts_with('.') || !(about.is_dir() || about.is_file()) {
            continue;
        }
        let modified = about
            .modified()
            .ok()
            .and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok())
            .and_then(|since| i64::try_from(since.as_secs()).ok())
            .and_then(Moment::from_unix);
        entries.push(FileEntry {
            name,
            path: entry.path(),
            is_folder: about.is_dir(),
            size: about.len(),
            modified,
        });
    }
    entries.sort_by(|a, b| b.is_folder.cmp(&a.is_folder).then_with(|| a.name.cmp(&b.name)));
    if let Some(parent) = folder.parent() {
        let up = FileEntry {
            name: "..".to_owned(),
            path: parent.to_owned(),
            is_folder: true,
            size: 0,
            modified: None,
        };
        entries.insert(0, up);
    }
    Ok(entries)
}
