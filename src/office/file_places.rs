//! Where files may come from and go to. Under the service user the program can read and write what the person who asks
//! cannot, so there it takes files from one folder and puts them into another, and nowhere else (`interfaces.md` §Files).

use std::fs::{File, OpenOptions};
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use super::OfficeError;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::store::StoreError;

/// Which places a session may use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum FilePlaces {
    /// Whatever the user may read and write.
    #[default]
    Anywhere,
    /// These folders only; without one nothing.
    Only { inbox: Option<PathBuf>, exports: Option<PathBuf> },
}

impl FilePlaces {
    /// Refuses to take a file from elsewhere.
    ///
    /// # Errors
    /// `not_permitted` with where it has to lie.
    pub fn check_source(&self, path: &Path) -> Result<(), Refusal> {
        let Self::Only { inbox, .. } = self else { return Ok(()) };
        check(path, inbox.as_deref(), "附件只能从收件文件夹里取", "files.inbox")
    }

    /// Refuses a place where nothing may be written, or where something stands or no folder is; nothing is made.
    ///
    /// # Errors
    /// `not_permitted`; `invalid_value`.
    pub fn check_target(&self, path: &Path) -> Result<(), Refusal> {
        let refused =
            |why: &str| Err(Refusal::new(RefusalCode::InvalidValue, format!("{} {why}。", path.display())));
        if !path.is_absolute() {
            return refused("不是完整路径，没有写出；请从 / 或 ~/ 写起");
        }
        if let Self::Only { exports, .. } = self {
            let inside = if path.is_dir() { path.join("x") } else { path.to_owned() };
            check(&inside, exports.as_deref(), "文件只能写到导出文件夹里", "files.exports")?;
        }
        if path.is_dir() {
            return Ok(());
        }
        if path.symlink_metadata().is_ok() {
            return refused("已经存在，没有改动；请换一个文件名");
        }
        if path.parent().is_some_and(Path::is_dir) {
            Ok(())
        } else {
            refused("所在的文件夹不存在，没有写出；请先建好")
        }
    }

    /// Makes the file that a copy is written to, under this name where the path is that of a folder. Nothing that stands
    /// there is overwritten.
    ///
    /// # Errors
    /// `not_permitted` for another place; `invalid_value` for one where nothing can be written.
    pub fn make_target(&self, path: &Path, name: &str) -> Result<(PathBuf, File), OfficeError> {
        let path = if path.is_dir() { path.join(name) } else { path.to_owned() };
        if let Self::Only { exports, .. } = self {
            check(&path, exports.as_deref(), "文件只能写到导出文件夹里", "files.exports")?;
        }
        let made = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path);
        let why = match made {
            Ok(file) => return Ok((path, file)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => "已经存在，没有改动；请换一个文件名",
            Err(error) if error.kind() == ErrorKind::NotFound => "所在的文件夹不存在，没有另存；请先建好",
            Err(error) if error.kind() == ErrorKind::PermissionDenied => "不能写，没有另存；请换一个文件夹",
            Err(error) => return Err(StoreError::from(error).into()),
        };
        Err(Refusal::new(RefusalCode::InvalidValue, format!("{} {why}。", path.display())).into())
    }
}

fn check(path: &Path, folder: Option<&Path>, what: &str, key: &str) -> Result<(), Refusal> {
    let refusal = |message: String| Err(Refusal::new(RefusalCode::NotPermitted, message));
    let Some(folder) = folder else {
        return refusal(format!(
            "{what}，而 config.toml 里没有设 {key}，没有办；请系统管理员设好，或用 ydt attach 从标准输入、标准输出传。"
        ));
    };
    let lies_in = path.parent().and_then(|parent| parent.canonicalize().ok());
    let is_inside = folder.canonicalize().is_ok_and(|folder| lies_in.is_some_and(|place| place == folder));
    if is_inside { Ok(()) } else { refusal(format!("{what}（{}），没有办。", folder.display())) }
}
