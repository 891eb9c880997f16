//! Proof of the record: the file is sound, the chain unbroken, every erasable text is the one its digest names, and
//! every summary row equals the replay of its events.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension as _};

use super::error::StoreError;
use super::journal::{self, Entry, Head};
use super::summary::{self, Summary};
use super::{Outlook, Snapshot};
use crate::domain::calendar::YearNotice;
use crate::domain::document::hash::hex;
use crate::domain::event::CaseEvent;
use crate::domain::ids::CaseId;
use crate::domain::town::org::Delegation;
use crate::domain::town::town_event::{PersonRecord, TownEvent, UnitRecord};

/// What the proof says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// The end of the chain as found.
    pub head: Head,
    /// The first fault, if any.
    pub first_bad: Option<FirstBad>,
}

/// The first fault found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FirstBad {
    /// Place in the chain; 0 when the fault is not in one event.
    pub seq: u64,
    /// What is wrong, in Chinese.
    pub reason: String,
}

impl FirstBad {
    fn at(position: i64, reason: impl Into<String>) -> Self {
        Self { seq: u64::try_from(position).unwrap_or(0), reason: reason.into() }
    }
}

/// Looks for the first fault: in the file, the chain, the texts, the summary rows.
pub fn verify(
    connection: &Connection,
    anchor: Option<&Head>,
    outlook: &Outlook<'_>,
) -> Result<Verdict, StoreError> {
    // The chain goes first: an edited event is named by its place, whatever else it has upset.
    let first_bad = match chain(connection, anchor)? {
        Some(bad) => Some(bad),
        None => match file(connection)? {
            Some(bad) => Some(bad),
            None => match town(connection)? {
                Some(bad) => Some(bad),
                None => cases(connection, outlook)?,
            },
        },
    };
    Ok(Verdict { head: journal::head(connection)?, first_bad })
}

fn file(connection: &Connection) -> Result<Option<FirstBad>, StoreError> {
    // The search index keeps its structure as it last read it, and the check of the file alone does not look whether
    // another session wrote since; a query does.
    connection
        .prepare_cached("SELECT rowid FROM search WHERE search MATCH 'body : zzseparator' LIMIT 1")?
        .query_row([], |row| row.get::<_, i64>(0))
        .optional()?;
    let sound: String = connection.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if sound != "ok" {
        tracing::error!(fault = %sound, "the file is damaged");
        return Ok(Some(FirstBad::at(0, "数据库文件损坏，有的内容互相矛盾")));
    }
    let orphan: Option<String> =
        connection.query_row("PRAGMA foreign_key_check", [], |row| row.get(0)).optional()?;
    Ok(orphan.map(|table| FirstBad::at(0, format!("表 {table} 中有指向不存在内容的行"))))
}

fn chain(connection: &Connection, anchor: Option<&Head>) -> Result<Option<FirstBad>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT position, case_id, seq, at, actor, on_behalf_of, action, act, origin, body, hash
         FROM events ORDER BY position",
    )?;
    let mut rows = statement.query([])?;
    let mut previous = vec![0_u8; 32];
    let mut expected = 1_i64;
    let mut anchored = anchor.is_none_or(|anchor| anchor.count == 0);
    while let Some(row) = rows.next()? {
        let position: i64 = row.get(0)?;
        if position != expected {
            return Ok(Some(FirstBad::at(expected, "这一条记录不见了")));
        }
        let unreadable = || FirstBad::at(position, "这一条记录读不出来");
        let texts: rusqlite::Result<Vec<String>> =
            [3, 6, 7, 8, 9].into_iter().map(|column| row.get::<_, String>(column)).collect();
        let Ok(texts) = texts else { return Ok(Some(unreadable())) };
        let [at, action, act, origin, body] = texts.as_slice() else { return Ok(Some(unreadable())) };
        let entry = Entry {
            position,
            case_id: row.get(1)?,
            seq: row.get(2)?,
            at,
            actor: row.get(4)?,
            on_behalf_of: row.get(5)?,
            action,
            act,
            origin,
            body,
        };
        let stored: Vec<u8> = row.get(10)?;
        if entry.hash(&previous).as_slice() != stored {
            return Ok(Some(FirstBad::at(position, "这一条记录被改动过，与它的校验值不符")));
        }
        if let Some(anchor) = anchor.filter(|anchor| anchor.count == u64::try_from(position).unwrap_or(0)) {
            anchored = true;
            if anchor.hash != hex(&stored) {
                return Ok(Some(FirstBad::at(position, "与给出的校验锚不符：这之前的记录被整体替换过")));
            }
        }
        previous = stored;
        expected += 1;
    }
    if !anchored {
        return Ok(Some(FirstBad::at(expected, "记录比给出的校验锚少：末尾被截掉，或这是较旧的副本")));
    }
    Ok(None)
}

/// Organisation, settings and loaded calendars are what the town's own events last said of them.
fn town(connection: &Connection) -> Result<Option<FirstBad>, StoreError> {
    let mut statement =
        connection.prepare("SELECT position, body FROM events WHERE case_id = 0 ORDER BY seq")?;
    let mut rows = statement.query([])?;
    let (mut settings, mut notices) = (BTreeMap::new(), BTreeMap::new());
    let (mut org, mut given, mut last_given) = (None, Vec::new(), 0);
    while let Some(row) = rows.next()? {
        let (position, body): (i64, String) = (row.get(0)?, row.get(1)?);
        match serde_json::from_str(&body) {
            Ok(TownEvent::SettingChanged { key, after, .. }) => {
                settings.insert(key, (position, after));
            }
            Ok(TownEvent::CalendarLoaded { notice, .. }) => {
                notices.insert(i64::from(notice.year), (position, notice));
            }
            Ok(TownEvent::OrgChanged { units, people }) => org = Some((position, in_order(units, people))),
            Ok(TownEvent::Delegated { leader, deputy, from, until }) => {
                given.push(Delegation { leader, deputy, from, until });
                last_given = position;
            }
            Ok(
                TownEvent::Founded { .. }
                | TownEvent::Imported { .. }
                | TownEvent::AlertAcknowledged { .. }
                | TownEvent::ActedAs { .. },
            ) => {}
            Err(_) => return Ok(Some(FirstBad::at(position, "这一条记录的内容读不出来"))),
        }
    }
    if let Some((position, said)) = org
        && TownEvent::org_changed(&Snapshot { connection }.org()?) != said
    {
        return Ok(Some(FirstBad::at(position, "现在的单位和人员与记录不符")));
    }
    if (Snapshot { connection }).delegations()? != given {
        return Ok(Some(FirstBad::at(last_given, "授权代签与记录不符")));
    }
    for (key, (position, after)) in &settings {
        let stored: Option<String> = connection
            .query_row("SELECT value FROM settings WHERE key = ?1", [key], |row| row.get(0))
            .optional()?;
        if stored.as_ref() != Some(after) {
            return Ok(Some(FirstBad::at(*position, format!("设置“{key}”与记录不符"))));
        }
    }
    for (year, (position, notice)) in &notices {
        let stored: Option<String> = connection
            .query_row("SELECT body FROM notices WHERE year = ?1", [year], |row| row.get(0))
            .optional()?;
        let same = stored
            .is_some_and(|body| serde_json::from_str(&body).is_ok_and(|kept: YearNotice| kept == *notice));
        if !same {
            return Ok(Some(FirstBad::at(*position, format!("{year}年的节假日安排与记录不符"))));
        }
    }
    let count = |sql| connection.query_row(sql, [], |row| row.get::<_, i64>(0));
    let rows = count("SELECT (SELECT count(*) FROM settings) + (SELECT count(*) FROM notices)")?;
    let expected = i64::try_from(settings.len() + notices.len()).unwrap_or(-1);
    Ok((rows != expected).then(|| FirstBad::at(0, "有的设置或节假日安排没有对应的记录")))
}

/// An organisation as recorded, in the order in which its rows are read: that of the file it came from says nothing.
fn in_order(mut units: Vec<UnitRecord>, mut people: Vec<PersonRecord>) -> TownEvent {
    units.sort_unstable_by_key(|unit| unit.id);
    people.sort_unstable_by_key(|person| person.id);
    for person in &mut people {
        person.positions.sort_unstable();
        person.positions.dedup();
        for responsible in [&mut person.leads, &mut person.contacts] {
            responsible.sort_unstable();
            responsible.dedup();
        }
    }
    TownEvent::OrgChanged { units, people }
}

fn cases(connection: &Connection, outlook: &Outlook<'_>) -> Result<Option<FirstBad>, StoreError> {
    let mut statement = connection.prepare(
        "SELECT case_id, min(position) FROM events WHERE case_id > 0 GROUP BY case_id ORDER BY case_id",
    )?;
    let mut rows = statement.query([])?;
    let mut with_events = 0_i64;
    while let Some(row) = rows.next()? {
        with_events += 1;
        let case = CaseId(row.get(0)?);
        if let Some(bad) = one_case(connection, case, row.get(1)?, outlook)? {
            return Ok(Some(bad));
        }
    }
    let summaries: i64 = connection.query_row("SELECT count(*) FROM cases", [], |row| row.get(0))?;
    if summaries != with_events {
        return Ok(Some(FirstBad::at(0, "有的投诉件没有任何记录，或记录没有对应的投诉件")));
    }
    let miscounted: i64 = connection.query_row(
        "SELECT count(*) FROM tallies
         WHERE n <> (SELECT count(*) FROM cases WHERE cases.bucket = tallies.bucket)",
        [],
        |row| row.get(0),
    )?;
    Ok((miscounted > 0).then(|| FirstBad::at(0, "各类件数与投诉件不符")))
}

fn one_case(
    connection: &Connection,
    case: CaseId,
    first: i64,
    outlook: &Outlook<'_>,
) -> Result<Option<FirstBad>, StoreError> {
    let mut history = match journal::read(connection, case) {
        Ok(history) => history,
        Err(StoreError::Damaged(what)) => return Ok(Some(FirstBad::at(first, what))),
        Err(other) => return Err(other),
    };
    for recorded in &mut history {
        if let Some(place) = wrong_text(connection, case, recorded.seq, &mut recorded.event)? {
            let position = position_of(connection, case, recorded.seq)?;
            return Ok(Some(FirstBad::at(position, format!("这一条记录的文本（{place}）被改动过"))));
        }
    }
    let Some(state) = journal::fold(case, &history) else { return Ok(None) };
    let bad =
        |what: &str| Some(FirstBad::at(first, format!("{}的{what}与记录重放的结果不符", state.case_no)));
    if !summary::matches(connection, &Summary::of(&state, outlook), case)? {
        return Ok(bad("当前状态"));
    }
    if summary::clocks(connection, case.0)? != summary::in_row_order(&state.clocks) {
        return Ok(bad("时限"));
    }
    if !summary::people_match(connection, &state)? || !summary::warnings_match(connection, &state, outlook)? {
        return Ok(bad("投诉人、审签人或提醒日期"));
    }
    if !super::derived::matches(connection, &state)? {
        return Ok(bad("待审签环节或平台同步情况"));
    }
    Ok(None)
}

/// The place of the first text that is not the one its digest names; an erased text names nothing any more.
fn wrong_text(
    connection: &Connection,
    case: CaseId,
    seq: u32,
    event: &mut CaseEvent,
) -> Result<Option<&'static str>, StoreError> {
    let mut statement = connection.prepare_cached(
        "SELECT key FROM identity_texts WHERE case_id = ?1 AND seq = ?2 AND place = ?3
         UNION ALL SELECT key FROM case_texts WHERE case_id = ?1 AND seq = ?2 AND place = ?3",
    )?;
    for (place, _, text) in event.sealables_mut() {
        let Some(body) = text.body() else { continue };
        let key: Vec<u8> = statement.query_row(rusqlite::params![case.0, seq, place], |row| row.get(0))?;
        if journal::digest(&key, body)? != text.mac() {
            return Ok(Some(place));
        }
    }
    Ok(None)
}

fn position_of(connection: &Connection, case: CaseId, seq: u32) -> Result<i64, StoreError> {
    Ok(connection.query_row(
        "SELECT position FROM events WHERE case_id = ?1 AND seq = ?2",
        rusqlite::params![case.0, seq],
        |row| row.get(0),
    )?)
}
