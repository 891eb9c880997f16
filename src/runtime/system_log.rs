//! The head of the record in the system's own log, once a day: other hands keep that log, so a record that was cut or computed
//! anew afterwards disagrees with it.

use std::io::Write as _;
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::os::unix::net::UnixDatagram;
use std::path::Path;

use crate::domain::time::{Date, Moment};
use crate::intake::bounded;
use crate::office::{Office, OfficeError};

/// Where the system's log listens.
const LOG: &str = "/dev/log";
/// Facility "user", severity "notice".
const PRIORITY: u32 = 13;
/// In the state folder: on which day the head of which database was told last.
const FOLDER: &str = "told-heads";
/// More than a date takes, in bytes.
const LONGEST_DAY: u64 = 64;

/// Tells the head where the town wants it told and it was not yet today; says why that could not be done.
///
/// # Errors
/// When the database cannot be read.
pub fn tell_daily(office: &Office, state: &Path, now: Moment) -> Result<Option<String>, OfficeError> {
    if !office.desk(now).settings.daily_head_to_system_log {
        return Ok(None);
    }
    let head = office.head()?;
    let database = office.draft_seal()?.database().to_owned();
    let line = format!("链头 {}:{}（库 {database}）", head.count, head.hash);
    let told = tell_once(Path::new(LOG), &state.join(FOLDER), &database, now.date(), &line);
    Ok(told.err().map(|error| {
        tracing::warn!(%error, "the head could not be written to the system's log");
        "今天的链头没能写进系统日志（/dev/log 不能写），会再试；请系统管理员检查日志服务。".to_owned()
    }))
}

fn tell_once(log: &Path, folder: &Path, database: &str, today: Date, line: &str) -> std::io::Result<()> {
    let mark = folder.join(database);
    let day = today.to_string();
    if bounded::file_text(&mark, LONGEST_DAY).is_ok_and(|told| told == day) {
        return Ok(());
    }
    let message = format!("<{PRIORITY}>ydt[{}]: {line}", std::process::id());
    UnixDatagram::unbound()?.send_to(message.as_bytes(), log)?;
    std::fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
    let mut kept =
        std::fs::OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&mark)?;
    kept.write_all(day.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_is_told_once_a_day_and_again_when_nobody_listened() {
        let folder = tempfile::tempdir().unwrap();
        let (log, marks) = (folder.path().join("log"), folder.path().join("marks"));
        let monday = Date::constant(2026, 11, 16);
        assert!(tell_once(&log, &marks, "ab", monday, "链头 1:aa").is_err());
        let listening = UnixDatagram::bind(&log).unwrap();
        listening.set_nonblocking(true).unwrap();
        let mut heard = Vec::new();
        for day in [monday, monday, monday.tomorrow().unwrap()] {
            tell_once(&log, &marks, "ab", day, "链头 1:aa").unwrap();
            let mut bytes = [0; 256];
            if let Ok(length) = listening.recv(&mut bytes) {
                heard.push(String::from_utf8(bytes[..length].to_vec()).unwrap());
            }
        }
        assert_eq!(heard.len(), 2, "{heard:?}");
        assert!(heard[0].starts_with("<13>ydt[") && heard[0].ends_with("链头 1:aa"), "{heard:?}");
    }
}
