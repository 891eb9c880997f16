//! `ydt audit export`: the record for an outsider, who proves it with a script of their own.

use std::io::Write;
use std::path::Path;

use serde::Serialize;

use super::exit::{Exit, Failure};
use super::file;
use super::out::{Out, tell};
use super::session::Session;
use crate::office::{AuditHead, AuditPart};
use crate::store::{Entry, Head};

/// The form that the script knows.
const FORM: u32 = 1;

/// The first line.
#[derive(Serialize)]
struct HeadJson<'a> {
    ydt_audit: u32,
    town: &'a str,
    district: &'a str,
    events: u64,
    head: &'a str,
    calendars: Vec<CalendarJson<'a>>,
}

/// A loaded notice of days off.
#[derive(Serialize)]
struct CalendarJson<'a> {
    year: i16,
    sha256: &'a str,
}

/// One event, each column as the chain's hash covers it.
#[derive(Serialize)]
struct EventJson<'a> {
    position: i64,
    stream: i64,
    seq: i64,
    at: &'a str,
    actor: i64,
    on_behalf_of: Option<i64>,
    action: &'a str,
    act: &'a str,
    origin: &'a str,
    body: &'a str,
    hash: &'a str,
}

pub(super) fn export<W: Write>(session: &Session, to: &Path, out: &mut Out<W>) -> Result<Exit, Failure> {
    let head = if to == Path::new("-") {
        session.office.audit(|part| out.raw(&line(part)?).map_err(Failure::from))?
    } else {
        file::write_new(to, |file| {
            session.office.audit(|part| file.write_all(line(part)?.as_bytes()).map_err(Failure::from))
        })?
    };
    out.flush()?;
    let Head { count, hash } = head;
    tell(&format!(
        "已导出 {count} 条记录，其中没有投诉人身份和投诉内容；外部人员用 check_export.py 核对，链头 {count}:{hash}。"
    ));
    Ok(Exit::Done)
}

/// A piece of the record on a line of its own.
fn line(part: &AuditPart<'_>) -> Result<String, Failure> {
    let json = match part {
        AuditPart::Head(AuditHead { town, district, head, calendars }) => serde_json::to_string(&HeadJson {
            ydt_audit: FORM,
            town,
            district,
            events: head.count,
            head: &head.hash,
            calendars: calendars.iter().map(|(year, sha256)| CalendarJson { year: *year, sha256 }).collect(),
        }),
        AuditPart::Event(entry, hash) => {
            let Entry { position, stream_id, seq, at, actor, on_behalf_of, action, act, origin, body } =
                **entry;
            serde_json::to_string(&EventJson {
                position,
                stream: stream_id,
                seq,
                at,
                actor,
                on_behalf_of,
                action,
                act,
                origin,
                body,
                hash,
            })
        }
    };
    let written = json.map_err(|error| Failure::new(Exit::Unavailable, format!("没有导出：{error}。")))?;
    Ok(written + "\n")
}
