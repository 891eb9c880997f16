//! The one opener: where the file lies and who can reach it was looked at before; here it is judged whether it may be
//! written, then everything is set in one order.

use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::functions::FunctionFlags;
use rusqlite::{Connection, OpenFlags};

use super::closed::Closed;
use super::error::StoreError;
use super::seen_head::SeenHead;
use super::whole::{beside, draft_of, put_in_place, remove};
use super::{soundness, space, surroundings};
use crate::domain::case::platform_no;
use crate::domain::text::matching;

/// "ydt1" as the application id in the file's header.
pub(super) const APPLICATION_ID: i64 = 0x7964_7431;
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
    include_str!("../../assets/migrations/0011_console_and_rights.sql"),
    include_str!("../../assets/migrations/0012_meetings_and_disclosure.sql"),
    include_str!("../../assets/migrations/0013_papers.sql"),
    include_str!("../../assets/migrations/0014_figures.sql"),
];

/// Newest schema this program knows.
pub fn newest_schema() -> i64 {
    i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX)
}

/// A database as it was opened.
pub struct Opened {
    pub connection: Connection,
    /// Why nothing may be written; `None` as a rule.
    pub closed: Option<Closed>,
    /// The mark of how far this machine has seen it; `None` where none is kept.
    pub seen: Option<SeenHead>,
    /// Whether it is not known yet that the file is sound: nothing is written before.
    pub is_unjudged: bool,
}

/// Makes a new, empty database file that only its owner can reach.
///
/// # Errors
/// `Exists`, `Unsafe`, or whatever keeps the file from being made.
pub fn create(path: &Path) -> Result<Connection, StoreError> {
    let folder = surroundings::folder_of(path);
    if !folder.exists() {
        std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    }
    surroundings::check_folder(path, surroundings::Lies::Database)?;
    let made = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    match made {
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            return Err(StoreError::Exists(path.to_owned()));
        }
        Err(error) => return Err(error.into()),
    }
    surroundings::refuse_network_disk(path)?;
    let mut connection = reach(path)?;
    set(&connection)?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    migrate(&mut connection, path)?;
    Ok(connection)
}

/// Opens an existing database of ours: to be read only where it may not be written. `marks` is the folder in which this
/// machine keeps how far it has seen each database.
///
/// # Errors
/// `Missing`, `Unsafe`, `NotOurs`, `TooNew`, `Damaged`.
pub fn open(path: &Path, marks: Option<&Path>) -> Result<Opened, StoreError> {
    surroundings::check(path)?;
    if !surroundings::is_writable(path) {
        let connection = look_at(path)?;
        return only_read(connection, path, Closed::Medium(path.to_owned()), None);
    }
    if !space::has_room_to_share(path) {
        if surroundings::has_log(path) {
            return Err(StoreError::DiskFull);
        }
        return only_read(look_at(path)?, path, Closed::Full(path.to_owned()), None);
    }
    check_log(path)?;
    let mut connection = reach(path)?;
    let had_log = surroundings::has_log(path);
    check_owner(&connection, path)?;
    let is_looked_at = is_looked_at_first(&connection)?;
    let judged = judge(&connection, path, marks, is_looked_at)?;
    let seen = match judged {
        Ok(seen) => seen,
        Err((closed, seen)) => {
            // What stands in the log stays there. An empty one goes away with the connection, as always.
            connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, had_log)?;
            return only_read(connection, path, closed, seen);
        }
    };
    // Until the file is known to be sound, what stands in the log is not moved into it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, had_log && !is_looked_at)?;
    set(&connection)?;
    migrate(&mut connection, path)?;
    Ok(Opened { connection, closed: None, seen, is_unjudged: !is_looked_at })
}

/// Lets the log be moved into the file when the last connection is closed, as always.
pub fn let_log_go(connection: &Connection) -> Result<(), StoreError> {
    Ok(connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false).map(|_| ())?)
}

/// Lets nothing more be written through this connection, nor moved from the log into the file when it is closed.
pub fn write_no_more(connection: &Connection) -> Result<(), StoreError> {
    connection.pragma_update(None, "query_only", true)?;
    Ok(connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true).map(|_| ())?)
}

/// Whether the file has to be looked at before anything else: it is small, or about to be brought up to date.
fn is_looked_at_first(connection: &Connection) -> Result<bool, StoreError> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    Ok(version < newest_schema() || soundness::is_quick(connection)?)
}

/// How far this machine has seen the database, or why it may not be written.
type Judged = Result<Option<SeenHead>, (Closed, Option<SeenHead>)>;

/// Looks whether the file is sound, unless that is done beside, and whether it still holds what this machine saw last.
fn judge(
    connection: &Connection,
    path: &Path,
    marks: Option<&Path>,
    is_looked_at: bool,
) -> Result<Judged, StoreError> {
    if is_looked_at && let Some(fault) = soundness::fault(connection)? {
        return Ok(Err((Closed::damaged(fault, path), None)));
    }
    let Some(marks) = marks else { return Ok(Ok(None)) };
    let seen = SeenHead::of(connection, marks, path)?;
    Ok(match seen.missing_in(connection)? {
        None => {
            seen.follow(connection);
            Ok(Some(seen))
        }
        Some(head) => {
            let mark = seen.file().to_owned();
            Err((Closed::Overtaken { path: path.to_owned(), head, mark }, Some(seen)))
        }
    })
}

/// A connection through which nothing is written.
pub fn only_read(
    connection: Connection,
    path: &Path,
    closed: Closed,
    seen: Option<SeenHead>,
) -> Result<Opened, StoreError> {
    let version = || connection.pragma_query_value(None, "user_version", |row| row.get::<_, i64>(0));
    let found = match &closed {
        // What is damaged may say anything; what cannot be read in it is told when it is asked for.
        Closed::Damaged { .. } => version().unwrap_or_else(|_| newest_schema()),
        Closed::Medium(_) | Closed::Full(_) | Closed::Overtaken { .. } => version()?,
    };
    if found < newest_schema() {
        return Err(StoreError::Unsafe(format!(
            "{closed}它还是旧格式（{found}），在这里升级不了，也就看不了；请把 {} 复制到只有本人能写的文件夹再打开。",
            path.display()
        )));
    }
    connection.pragma_update(None, "query_only", true)?;
    harden(&connection)?;
    Ok(Opened { connection, closed: Some(closed), seen, is_unjudged: false })
}

/// Opens a file that cannot be written where it lies. Without a log beside it nobody can be writing, and the library
/// needs no memory shared with others, which it could not make there.
pub fn look_at(path: &Path) -> Result<Connection, StoreError> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = if surroundings::has_log(path) {
        Connection::open_with_flags(path, flags)?
    } else {
        Connection::open_with_flags(immutable(path), flags | OpenFlags::SQLITE_OPEN_URI)?
    };
    connection.busy_timeout(BUSY_TIMEOUT)?;
    match check_numbers(&connection, path) {
        Err(StoreError::ReadOnly) => Err(StoreError::Unsafe(format!(
            "{0} 在只读的位置，旁边的 {0}-wal 里还有没并入的内容，在这里读不出来；请把它们一起复制到只有本人能写的文件夹再打开。",
            path.display()
        ))),
        other => other.map(|()| connection),
    }
}

/// The name by which the library opens a file that nobody changes.
pub(super) fn immutable(path: &Path) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"/._-".contains(byte);
    let encoded = path
        .as_os_str()
        .as_bytes()
        .iter()
        .map(|byte| if plain(byte) { char::from(*byte).to_string() } else { format!("%{byte:02X}") });
    format!("file:{}?immutable=1", encoded.collect::<String>())
}

/// Refuses what is of another program or newer by what still stands in the log only. Looked at without the memory that
/// processes share, because that would stay behind; where it is there already somebody has the file open.
fn check_log(path: &Path) -> Result<(), StoreError> {
    if !surroundings::has_log(path) || surroundings::has_shared_memory(path) {
        return Ok(());
    }
    let connection = reach(path)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    match check_numbers(&connection, path) {
        // Somebody opened it meanwhile.
        Err(StoreError::Busy) => Ok(()),
        other => other,
    }
}

/// Refuses a database of another program or of a newer version. Nothing has been written by then, and closing
/// the refused connection moves nothing from the write-ahead log into the file.
fn check_owner(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    check_numbers(connection, path)
}

fn check_numbers(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    let number = |name| connection.pragma_query_value(None, name, |row| row.get::<_, i64>(0));
    surroundings::check_numbers(path, number("application_id")?, number("user_version")?)
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
pub fn reach(path: &Path) -> Result<Connection, StoreError> {
    if rusqlite::version_number() < OLDEST_SQLITE {
        return Err(StoreError::Other(format!(
            "内置数据库版本{}过旧，多人同时写入可能损坏文件",
            rusqlite::version()
        )));
    }
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
    harden(connection)
}

/// What holds for reading too.
fn harden(connection: &Connection) -> Result<(), StoreError> {
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    // What a statement or a sort puts aside is text of cases, and has no place in a temporary file.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // Otherwise every statement beside a partial index is planned anew whenever other values are bound to it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.set_prepared_statement_cache_capacity(160);
    offer_sound(connection)
}

/// Lets lists ask whether a text sounds like what was typed in letters.
fn offer_sound(connection: &Connection) -> Result<(), StoreError> {
    let flags = FunctionFlags::SQLITE_UTF8 | FunctionFlags::SQLITE_DETERMINISTIC;
    connection.create_scalar_function("sounds_like", 2, flags, |call| {
        let (text, typed) = (call.get::<String>(0)?, call.get::<String>(1)?);
        Ok(matching::find(&text, &typed).is_some())
    })?;
    Ok(())
}

/// Brings the schema up to date; a copy of the file is kept before an existing one is changed.
fn migrate(connection: &mut Connection, path: &Path) -> Result<(), StoreError> {
    let known = newest_schema();
    let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if found == known {
        return Ok(());
    }
    let kept = if found > 0 { keep_copy(connection, path, found)? } else { None };
    offer_platform_key(connection)?;
    let Err(error) = apply_migrations(connection) else { return Ok(()) };
    tracing::error!(%error, "a migration failed");
    let error = StoreError::from(error);
    if !matches!(error, StoreError::Other(_)) {
        return Err(error);
    }
    // The statements fit every file that is of the version it says, so this one is of another, and was not changed.
    kept.map_or(Ok(()), |copy| remove(&copy))?;
    Err(StoreError::Damaged(format!("库结构与它的格式号 {found} 不符")))
}

fn apply_migrations(connection: &mut Connection) -> rusqlite::Result<()> {
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

/// Keeps the file as it was before a migration; what stands under that name is always whole. Gives the copy back where
/// it was made now.
fn keep_copy(connection: &Connection, path: &Path, version: i64) -> Result<Option<PathBuf>, StoreError> {
    let copy = beside(path, &format!(".before-{}", version + 1));
    if copy.exists() {
        return Ok(None);
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
        Err(StoreError::Exists(_)) => Ok(None),
        other => other.map(|()| Some(copy)),
    }
}
