//! What can go wrong with the database, each as one Chinese sentence that says what to do next.

use std::path::PathBuf;

/// A failure of the store. Nothing of the act in hand was kept.
#[derive(Debug)]
pub enum StoreError {
    /// Others were writing for longer than the time-out.
    Busy,
    /// The case got further events meanwhile.
    Conflict,
    /// There is no such file.
    Missing(PathBuf),
    /// A file is there already.
    Exists(PathBuf),
    /// Made by a newer version of the program.
    TooNew {
        /// Schema in the file.
        found: i64,
        /// Newest schema this program knows.
        known: i64,
    },
    /// Not a database of this program.
    NotOurs(PathBuf),
    /// Others can read or write it, or it isn't a plain file of ours: the sentence holds the mending command.
    Unsafe(String),
    /// The file is damaged.
    Damaged(String),
    /// No room left on the disk.
    DiskFull,
    /// The file or its folder cannot be written.
    ReadOnly,
    /// Anything else, as the library or the system put it.
    Other(String),
}

impl std::fmt::Display for StoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Busy => f.write_str("数据库正忙，没有保存；请稍后再试一次。"),
            Self::Conflict => f.write_str("本件刚被他人办理，您的操作没有执行；请看过最新情况再办。"),
            Self::Missing(path) => {
                write!(
                    f,
                    "没有找到数据库 {}；请先运行 ydt init 建库，或用 ydt sandbox 打开演练库。",
                    path.display()
                )
            }
            Self::Exists(path) => {
                write!(f, "{} 已经存在，没有改动；要另建请用 --db 指定别的文件。", path.display())
            }
            Self::TooNew { found, known } => write!(
                f,
                "数据库由更新的版本建立（格式 {found}，本程序认识到 {known}），没有打开；请升级 ydt 后再用。"
            ),
            Self::NotOurs(path) => {
                write!(f, "{} 不是一点通的数据库，没有改动；请核对 --db 的路径。", path.display())
            }
            Self::Unsafe(sentence) => f.write_str(sentence),
            Self::Damaged(detail) => {
                write!(f, "数据库已损坏（{detail}），没有写入；请从最近的备份恢复，并保留原文件备查。")
            }
            Self::DiskFull => f.write_str("磁盘已满，未保存；请清理磁盘后再保存一次。"),
            Self::ReadOnly => f.write_str("数据库所在位置不能写入，未保存；请检查文件和文件夹的权限。"),
            Self::Other(detail) => write!(f, "数据库出错，没有保存：{detail}"),
        }
    }
}

impl std::error::Error for StoreError {}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(error.to_string()),
            Some(ErrorCode::NotADatabase) => Self::Damaged("文件不是数据库".to_owned()),
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly,
            _ => Self::Other(error.to_string()),
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull => Self::DiskFull,
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            _ => Self::Other(error.to_string()),
        }
    }
}
