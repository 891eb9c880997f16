//! What can go wrong with the database, each as one Chinese sentence that says what to do next.

use std::path::PathBuf;

use super::closed::Closed;

/// A failure of the store. Nothing of the act in hand was kept.
#[derive(Debug)]
pub enum StoreError {
    /// Others were writing for longer than the time-out.
    Busy,
    /// This person imports, and the waiting for it ended before the import did.
    Importing(String),
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
    /// It was opened for reading only.
    Closed(Closed),
    /// No room left on the disk.
    DiskFull,
    /// The file or its folder cannot be written.
    ReadOnly,
    Other(String),
}

impl std::fmt::Display for StoreError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Busy => f.write_str("数据库正忙，没有保存；请稍后再试一次。"),
            Self::Importing(name) => {
                write!(f, "{name}正在导入，没有保存；填写的内容还在，请等导入完成后再保存一次。")
            }
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
                write!(
                    f,
                    "数据库已损坏（{detail}），没有写入；请用 ydt restore 从最近的备份恢复，并保留原文件备查。"
                )
            }
            Self::Closed(closed) => closed.fmt(f),
            Self::DiskFull => f.write_str("磁盘已满，未保存；请清理磁盘后再保存一次。"),
            Self::ReadOnly => f.write_str("数据库所在位置不能写入，未保存；请检查文件和文件夹的权限。"),
            Self::Other(detail) => write!(f, "数据库出错，没有保存：{detail}"),
        }
    }
}

impl std::error::Error for StoreError {}

/// What the work inside a reading or a change can fail with.
pub trait StoreFailure: From<StoreError> {
    /// What is damaged, where it failed because the file is.
    fn damage(&self) -> Option<&str>;
}

impl StoreFailure for StoreError {
    fn damage(&self) -> Option<&str> {
        if let Self::Damaged(what) = self { Some(what) } else { None }
    }
}

impl From<rusqlite::Error> for StoreError {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the list of a library is open; what is new gets the general sentence"
    )]
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode;
        let Some(code) = error.sqlite_error_code() else { return Self::of_content(&error) };
        match code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            ErrorCode::DatabaseCorrupt => Self::Damaged("文件内容前后矛盾".to_owned()),
            ErrorCode::NotADatabase => Self::Damaged("文件不是数据库".to_owned()),
            ErrorCode::DiskFull => Self::DiskFull,
            ErrorCode::ReadOnly | ErrorCode::CannotOpen => Self::ReadOnly,
            ErrorCode::SystemIoFailure => Self::of_device(&error),
            _ => Self::unexpected(&error),
        }
    }
}

impl StoreError {
    /// A value that is missing or not of the kind that was written: this program never leaves one so.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the list of a library is open; what is new gets the general sentence"
    )]
    fn of_content(error: &rusqlite::Error) -> Self {
        match error {
            rusqlite::Error::QueryReturnedNoRows
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::IntegralValueOutOfRange(..)
            | rusqlite::Error::Utf8Error(..) => Self::Damaged("表里有读不懂的内容".to_owned()),
            _ => Self::unexpected(error),
        }
    }

    /// A failed reading or writing. A limit on the size of files or a quota is reported as a failed write, not as a
    /// full disk, and comes to the same for whoever wants to save.
    fn of_device(error: &rusqlite::Error) -> Self {
        use rusqlite::ffi;
        match error.sqlite_error().map_or(0, |error| error.extended_code) {
            ffi::SQLITE_IOERR_WRITE
            | ffi::SQLITE_IOERR_TRUNCATE
            | ffi::SQLITE_IOERR_SHMOPEN
            | ffi::SQLITE_IOERR_SHMSIZE => Self::DiskFull,
            ffi::SQLITE_IOERR_READ | ffi::SQLITE_IOERR_SHORT_READ | ffi::SQLITE_IOERR_CORRUPTFS => {
                Self::Damaged("文件读不完整".to_owned())
            }
            _ => Self::unexpected(error),
        }
    }

    /// What only whoever mends the program understands goes to the log; it names tables, never what stands in them.
    fn unexpected(error: &rusqlite::Error) -> Self {
        tracing::error!(%error, "the database library failed");
        let number = error.sqlite_error().map_or(0, |error| error.extended_code);
        Self::Other(format!("内部错误 {number}；请再试一次，仍不行时请联系系统管理员查看日志。"))
    }
}

impl From<std::io::Error> for StoreError {
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the list of a library is open; what is new gets the general sentence"
    )]
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull
            | std::io::ErrorKind::FileTooLarge
            | std::io::ErrorKind::QuotaExceeded => Self::DiskFull,
            std::io::ErrorKind::PermissionDenied | std::io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            _ => {
                tracing::error!(%error, "the system failed");
                let number = error.raw_os_error().unwrap_or(0);
                Self::Other(format!("系统错误 {number}；请检查文件和磁盘，仍不行时请联系系统管理员。"))
            }
        }
    }
}
