//! The one opener: it checks where the file lies and who can reach it, then sets everything in one order.

use std::io::Read as _;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, OpenFlags};

use super::error::StoreError;
use crate::domain::case::platform_no;
use crate::domain::document::hash::hex;

/// "ydt1" as the application id in the file's header.
const APPLICATION_ID: i64 = 0x7964_7431;
/// How every database file of the library begins.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// How long a writer waits for the others before it says that the database is busy.
pub(super) const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// So many KiB of pages, which the library asks for as a negative number.
const PAGES_FOR_READING: i64 = -(64 << 10);
/// Older libraries can damage a WAL file that several processes write.
const OLDEST_SQLITE: i32 = 3_051_003;

/// Numbered migrations; each runs once, in a transaction of its own, and is never edited once landed. The place in
/// this list is the schema's number, so files stand in the order of their numbers.
const MIGRATIONS: &[&str] = &[
    include_str!("../../assets/migrations/0001_foundation.sql"),
    include_str!("../../assets/migrations/0002_settings_and_calendar.sql"),
    include_str!("../../assets/migrations/0003_respondents.sql"),
    include_str!("../../assets/migrations/0004_approvals.sql"),
    include_str!("../../assets/migrations/0005_import.sql"),
    include_str!("../../assets/migrations/0006_erasing.sql"),
    include_str!("../../assets/migrations/0007_open_forms.sql"),
    include_str!("../../assets/migrations/0008_streams.sql"),
    include_str!("../../assets/migrations/0009_respondents_by_occurrence.sql"),
    include_str!("../../assets/migrations/0010_later_facts.sql"),
];

/// Newest schema this program knows.
pub fn newest_schema() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// Makes a new, empty database file that only its owner can reach.
///
/// # Errors
/// `Exists`, or whatever keeps the file from being made.
pub fn create(path: &Path) -> Result<Connection, StoreError> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists()) {
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    let made = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    match made {
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            return Err(StoreError::Exists(path.to_owned()));
        }
        Err(error) => return Err(error.into()),
    }
    let mut connection = reach(path)?;
    set(&connection)?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    migrate(&mut connection, path)?;
    Ok(connection)
}

/// Opens an existing database of ours.
///
/// # Errors
/// `Missing`, `Unsafe`, `NotOurs`, `TooNew`, `Damaged`.
pub fn open(path: &Path) -> Result<Connection, StoreError> {
    check_file(path)?;
    check_header(path)?;
    check_private(path)?;
    let mut connection = connect(path)?;
    migrate(&mut connection, path)?;
    Ok(connection)
}

/// Refuses what is no database by its first bytes, before the library could take an empty file for a new one.
fn check_header(path: &Path) -> Result<(), StoreError> {
    let mut begins = [0; MAGIC.len()];
    match std::fs::File::open(path)?.read_exact(&mut begins) {
        Ok(()) if begins == *MAGIC => Ok(()),
        Err(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => Err(error.into()),
        Ok(()) | Err(_) => Err(StoreError::NotOurs(path.to_owned())),
    }
}

/// Refuses a database of another program or of a newer version. Nothing has been written by then, and closing
/// the refused connection moves nothing from the write-ahead log into the file.
fn check_owner(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    let number = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    let (application, found, known) = (number("application_id")?, number("user_version")?, newest_schema());
    if application != APPLICATION_ID {
        return Err(StoreError::NotOurs(path.to_owned()));
    }
    if found > known {
        return Err(StoreError::TooNew { found, known });
    }
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok(())
}

fn connect(path: &Path) -> Result<Connection, StoreError> {
    let connection = reach(path)?;
    check_owner(&connection, path)?;
    set(&connection)?;
    Ok(connection)
}

/// A further connection for long reading beside the one that is open, so that both cores have something to do. It has
/// room for more pages, because it goes to and fro between tables and their indexes.
pub fn to_read(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.pragma_update(None, "cache_size", PAGES_FOR_READING)?;
    Ok(connection)
}

/// Opens the file, changing nothing.
fn reach(path: &Path) -> Result<Connection, StoreError> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        return Err(StoreError::Other(format!(
            "内置数据库版本{}过旧，多人同时写入可能损坏文件",
            rusqlite::version()
        )));
    }
    refuse_network_disk(path)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY_TIMEOUT)?;
    Ok(connection)
}

/// What every connection works with.
fn set(connection: &Connection) -> Result<(), StoreError> {
    let journal: String =
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if !journal.eq_ignore_ascii_case("wal") {
        return Err(StoreError::Other("数据库不能以多人方式（WAL）打开，请换到本地磁盘".to_owned()));
    }
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "secure_delete", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    // What a statement or a sort puts aside is text of cases, and has no place in a temporary file.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // Otherwise every statement beside a partial index is planned anew whenever other values are bound to it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(160);
    Ok(())
}

/// A plain file of the caller's own.
fn check_file(path: &Path) -> Result<(), StoreError> {
    let about = match std::fs::symlink_metadata(path) {
        Ok(about) => about,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(StoreError::Missing(path.to_owned()));
        }
        Err(error) => return Err(error.into()),
    };
    let shown = path.display();
    if about.file_type().is_symlink() {
        return Err(StoreError::Unsafe(format!(
            "{shown} 是符号链接，没有打开；请用 --db 直接指定数据库文件本身。"
        )));
    }
    if !about.is_file() {
        return Err(StoreError::Unsafe(format!("{shown} 不是普通文件，没有打开；请核对 --db 的路径。")));
    }
    if about.uid() != nix::unistd::geteuid().as_raw() {
        return Err(StoreError::Unsafe(format!(
            "{shown} 属于别的用户，没有打开；请以该用户身份运行，或由管理员执行 chown。"
        )));
    }
    Ok(())
}

/// Refuses a database that others can reach. Only what looks like one comes here: nobody is told to change the mode of
/// some file that was named by mistake.
fn check_private(path: &Path) -> Result<(), StoreError> {
    if std::fs::symlink_metadata(path)?.mode() & 0o077 != 0 {
        let shown = path.display();
        return Err(StoreError::Unsafe(format!(
            "{shown} 的权限过宽，其他用户可以读写，没有打开；请先运行：chmod 600 {shown}"
        )));
    }
    Ok(())
}

/// File locks on network disks cannot be trusted, so WAL on them can lose what was saved.
fn refuse_network_disk(path: &Path) -> Result<(), StoreError> {
    const NETWORK: [(i64, &str); 6] = [
        (0x6969, "NFS"),
        (0x517B, "SMB"),
        (0xFF53_4D42, "CIFS"),
        (0xFE53_4D42, "SMB2"),
        (0x0102_1997, "9P"),
        (0x00C3_6400, "Ceph"),
    ];
    let Ok(disk) = nix::sys::statfs::statfs(path) else { return Ok(()) };
    let kind = disk.filesystem_type().0;
    #[expect(clippy::useless_conversion, reason = "the width of this number differs between platforms")]
    let kind = i64::from(kind);
    match NETWORK.iter().find(|(magic, _)| *magic == kind) {
        Some((_, name)) => Err(StoreError::Unsafe(format!(
            "{} 在网络磁盘（{name}）上，多人同时写入可能丢数据，没有打开；请放到服务器的本地磁盘。",
            path.display()
        ))),
        None => Ok(()),
    }
}

/// Brings the schema up to date; a copy of the file is kept before an existing one is changed.
fn migrate(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let known = newest_schema();
    let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found == known {
        return Ok(());
    }
    if found > 0 {
        keep_copy(connection, path, found)?;
    }
    offer_platform_key(connection)?;
    for (index, sql) in MIGRATIONS.iter().enumerate() {
        let version = i64::try_from(index + 1).unwrap_or(i64::MAX);
        let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
        // Another process may have migrated while this one waited for the lock.
        let present: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if version > present {
            transaction.execute_batch(sql)?;
            transaction.pragma_update(None, "user_version", version)?;
        }
        transaction.commit()?;
    }
    Ok(())
}

/// A database in memory with nothing in it but the schema, for comparing.
pub fn pristine() -> Result<Connection, StoreError> {
    let connection = Connection::open_in_memory()?;
    offer_platform_key(&connection)?;
    for sql in MIGRATIONS {
        connection.execute_batch(sql)?;
    }
    Ok(connection)
}

/// Lets migrations compute what numbers are compared by.
fn offer_platform_key(connection: &Connection) -> Result<(), StoreError> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("platform_key", 1, flags, |call| {
        Ok(call.get::<Option<String>>(0)?.as_deref().and_then(platform_no::key))
    })?;
    Ok(())
}

/// Keeps the file as it was before a migration; what stands under that name is always whole.
fn keep_copy(connection: &Connection, path: &Path, version: i64) -> Result<(), StoreError> {
    let copy = beside(path, &format!(".before-{}", version + 1));
    if copy.exists() {
        return Ok(());
    }
    let draft = draft_of(&copy)?;
    let kept = (|| {
        std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&draft)?;
        connection.backup("main", &draft, None::<fn(rusqlite::backup::Progress)>)?;
        put_in_place(&draft, &copy)
    })();
    remove(&draft)?;
    match kept {
        // Another process was migrating too, and its copy is the older one.
        Err(StoreError::Exists(_)) => Ok(()),
        other => other,
    }
}

/// A name of its own for what will stand under the target's name when it is whole.
///
/// # Errors
/// When the system has no random numbers.
pub fn draft_of(target: &Path) -> Result<PathBuf, StoreError> {
    let mut random = [0_u8; 8];
    getrandom::fill(&mut random).map_err(|error| StoreError::Other(error.to_string()))?;
    Ok(beside(target, &format!(".part-{}", hex(&random))))
}

/// The path with something behind its name.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Gives a finished file its name, on the disk when this returns; nothing that stands there is overwritten.
///
/// # Errors
/// `Exists`, or whatever keeps the name from being made.
pub fn put_in_place(draft: &Path, target: &Path) -> Result<(), StoreError> {
    match std::fs::hard_link(draft, target) {
        Ok(()) => {}
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            return Err(StoreError::Exists(target.to_owned()));
        }
        Err(error) => return Err(error.into()),
    }
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty());
    std::fs::File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    Ok(())
}

/// Removes a draft with what the library keeps beside it.
///
/// # Errors
/// When the folder cannot be written.
pub fn remove(draft: &Path) -> Result<(), StoreError> {
    for ending in ["-journal", "-wal", "-shm", ""] {
        match std::fs::remove_file(beside(draft, ending)) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}
