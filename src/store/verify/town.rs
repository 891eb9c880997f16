//! The town as its own events say: organisation, settings, calendars, deputies, alerts seen, and what holds for the
//! whole file. Compared with the rows once all events were read.

mod standing;

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension as _};

use super::super::error::StoreError;
use super::super::journal::Entry;
use super::super::{Snapshot, attest};
use super::reminders::Known;
use super::{FirstBad, Found, frozen};
use crate::domain::calendar::YearNotice;
use crate::domain::ids::{ChainPlace, MatterId, PersonId};
use crate::domain::time::Moment;
use crate::domain::town::event::{
    Attested, CalendarLoaded, ColumnSaid, Delegated, DelegationRevoked, Founded, MattersChanged, Named,
    OrgChanged, PersonRecord, SettingChanged, TownEvent, UnitRecord,
};
use crate::domain::town::former_names::FormerNames;
use crate::domain::town::matter::Matter;
use crate::domain::town::org::Delegation;
use crate::domain::town::rights::Waiting;
use crate::domain::town::templates::Templates;
use crate::domain::view::columns::ColumnWords;

/// Words of the whole file that are computed and only spare work: what they say is checked where it is used.
const COMPUTED: [&str; 6] = [
    "town_revision",
    "warnings_of",
    "steps_of",
    "rows_of_schema",
    crate::store::OPENED_MARK,
    crate::store::REMINDED_MARK,
];

/// The town on its way through its events.
#[derive(Default)]
pub struct Town {
    settings: BTreeMap<String, (i64, String)>,
    notices: BTreeMap<i64, (i64, YearNotice)>,
    org: Option<(i64, OrgChanged)>,
    /// What units and people were called before.
    former: FormerNames,
    delegations: Vec<Delegation>,
    last_delegation: i64,
    /// Rights that somebody has still to confirm, and where that changed last.
    waiting: Waiting,
    last_waiting: i64,
    /// Who knew of which reminder.
    known: Known,
    /// Name, district and kind of the town, and where that was said last.
    names: Option<(i64, String, String)>,
    sandbox: Option<(i64, bool)>,
    attested: Option<(i64, Attested)>,
    attested_from: Option<i64>,
    drafts_erased: Option<i64>,
    given_before: Vec<String>,
    /// What was said of columns of the platform's files, and where that was done last.
    columns: ColumnWords,
    last_column: i64,
    /// The list of matters, and where it was changed last.
    matters: BTreeMap<MatterId, Matter>,
    last_matters: i64,
    /// The office's own templates, and where they were changed last.
    templates: Templates,
    last_templates: i64,
    /// Figures that were frozen: where that stands, and the digest of the body, by name.
    frozen: frozen::Said,
    unreadable: Found,
}

impl Town {
    /// From where on the schema and the town's key and name are in the record.
    pub fn attested_from(&self) -> Option<u64> {
        self.attested_from.and_then(|position| u64::try_from(position).ok())
    }

    /// The last numbers that were given in records which a restored backup took the place of.
    pub fn given_before(&self) -> &[String] {
        &self.given_before
    }

    /// The next event of the town.
    pub fn take(&mut self, entry: &Entry<'_>) {
        let position = entry.position;
        match serde_json::from_str(entry.body) {
            Ok(TownEvent::SettingChanged(SettingChanged { key, after, .. })) => {
                self.settings.insert(key, (position, after));
            }
            Ok(TownEvent::ColumnSaid(ColumnSaid { column, after, .. })) => {
                self.say(column, after, position);
            }
            Ok(TownEvent::MattersChanged(MattersChanged { matters })) => {
                self.list(matters, position);
            }
            Ok(TownEvent::CalendarLoaded(CalendarLoaded { notice, .. })) => {
                self.notices.insert(i64::from(notice.year), (position, notice));
            }
            Ok(TownEvent::OrgChanged(OrgChanged { units, people })) => {
                let changed = in_order(units, people);
                if let Some((_, before)) = &self.org {
                    self.former.add_changed(before, &changed, ChainPlace(position));
                }
                self.org = Some((position, changed));
            }
            Ok(TownEvent::Delegated(Delegated { leader, deputy, from, until })) => {
                let revoked_on = None;
                self.delegations.push(Delegation { leader, deputy, from, until, revoked_on });
                self.last_delegation = position;
            }
            Ok(TownEvent::DelegationRevoked(revoked)) => self.revoke(&revoked, position),
            Ok(TownEvent::Founded(Founded { town, district, sandbox })) => {
                self.names = Some((position, town, district));
                self.sandbox = Some((position, sandbox));
            }
            Ok(TownEvent::Named(Named { town, district })) => self.names = Some((position, town, district)),
            Ok(TownEvent::Attested(attested)) => self.attest(position, *attested),
            Ok(TownEvent::AlertAcknowledged(fact)) => self.known.of_case(fact, entry),
            Ok(TownEvent::DisclosureAlertAcknowledged(fact)) => self.known.of_disclosure(fact, entry),
            Ok(
                event @ (TownEvent::RightsProposed(_)
                | TownEvent::RightsAwaited(_)
                | TownEvent::RightsConfirmed(_)
                | TownEvent::RightsDeclined(_)
                | TownEvent::HandOverListed(_)
                | TownEvent::HandOverSigned(_)),
            ) => self.wait(&event, entry),
            Ok(event @ (TownEvent::TemplateSet(_) | TownEvent::TemplateReset(_))) => {
                self.template(&event, entry);
            }
            Ok(TownEvent::ReportFrozen(frozen)) => {
                self.frozen.insert(frozen.name, (position, frozen.sha256));
            }
            Ok(TownEvent::Restored(restored)) => self.given_before.extend(restored.last_numbers),
            Ok(TownEvent::DraftsErased(_)) => self.drafts_erased = Some(position),
            Ok(
                TownEvent::Imported(_)
                | TownEvent::PapersExported(_)
                | TownEvent::LedgerExported(_)
                | TownEvent::ActedAs(_)
                | TownEvent::CopiesErased(_)
                // Older versions kept only the row, so the row proves nothing.
                | TownEvent::TimeConfirmed(_),
            ) => {}
            Err(_) => {
                self.unreadable.get_or_insert_with(|| FirstBad::at(position, "这一条记录的内容读不出来"));
            }
        }
    }

    fn wait(&mut self, event: &TownEvent, entry: &Entry<'_>) {
        if let Some(at) = Moment::parse(entry.at) {
            self.waiting.take(event, PersonId(entry.actor), at.date());
            self.last_waiting = entry.position;
        } else {
            let bad = || FirstBad::at(entry.position, "这一条记录的时间读不出来");
            self.unreadable.get_or_insert_with(bad);
        }
    }

    fn say(&mut self, column: String, after: String, position: i64) {
        if after.is_empty() {
            self.columns.remove(&column);
        } else {
            self.columns.insert(column, after);
        }
        self.last_column = position;
    }

    fn list(&mut self, matters: Vec<Matter>, position: i64) {
        self.matters.extend(matters.into_iter().map(|matter| (matter.id, matter)));
        self.last_matters = position;
    }

    fn template(&mut self, event: &TownEvent, entry: &Entry<'_>) {
        if let Some(at) = Moment::parse(entry.at) {
            self.templates.take(event, PersonId(entry.actor), at);
            self.last_templates = entry.position;
        } else {
            let bad = || FirstBad::at(entry.position, "这一条记录的时间读不出来");
            self.unreadable.get_or_insert_with(bad);
        }
    }

    fn revoke(&mut self, revoked: &DelegationRevoked, position: i64) {
        self.last_delegation = position;
        let DelegationRevoked { leader, deputy, from, revoked_on } = revoked;
        let is_meant = |given: &&mut Delegation| {
            (given.leader, given.deputy, given.from) == (*leader, *deputy, *from)
                && given.revoked_on.is_none()
        };
        for given in self.delegations.iter_mut().filter(is_meant) {
            given.revoked_on = Some(*revoked_on);
        }
    }

    /// The key never changes; what a later version says of it is what the first one said.
    fn attest(&mut self, position: i64, attested: Attested) {
        match &self.attested {
            Some((_, before)) if before.secret != attested.secret => {
                self.unreadable.get_or_insert_with(|| FirstBad::at(position, "本库的密钥与早先记录的不同"));
            }
            Some(_) => {}
            // An older version recorded no change of the names, so a file of its time is judged from here on.
            None => {
                self.names = Some((position, attested.town.clone(), attested.district.clone()));
                self.attested_from = Some(position);
            }
        }
        self.attested = Some((position, attested));
    }

    /// Compares with what the rows say now.
    pub fn compare(&self, connection: &Connection) -> Result<Found, StoreError> {
        if self.unreadable.is_some() {
            return Ok(self.unreadable.clone());
        }
        let checks = [
            Self::meta,
            Self::org,
            Self::settings,
            Self::notices,
            Self::alerts,
            Self::drafts,
            Self::columns,
            Self::matters,
            Self::templates,
            Self::frozen,
        ];
        for check in checks {
            if let Some(bad) = check(self, connection)? {
                return Ok(Some(bad));
            }
        }
        Ok(None)
    }

    fn meta(&self, connection: &Connection) -> Result<Found, StoreError> {
        let mut statement = connection.prepare("SELECT key, value FROM meta")?;
        let found = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let found = found.collect::<rusqlite::Result<BTreeMap<String, String>>>()?;
        let says = |key: &str| found.get(key).map(String::as_str);
        if let Some((position, sandbox)) = self.sandbox
            && says("sandbox") != Some(if sandbox { "1" } else { "0" })
        {
            return Ok(Some(FirstBad::at(position, "是否演练库与建库时的记录不符")));
        }
        if let (Some((position, town, district)), Some(_)) = (&self.names, &self.attested)
            && (says("town") != Some(town) || says("district") != Some(district))
        {
            return Ok(Some(FirstBad::at(*position, "镇名或区名与记录不符")));
        }
        if let Some((position, attested)) = &self.attested {
            if says("secret").map(attest::of_secret).as_ref() != Some(&attested.secret) {
                return Ok(Some(FirstBad::at(*position, "本库的密钥与记录不符")));
            }
            let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
            if attested.schema_version == version && attested.schema != super::schema_digest(connection)? {
                return Ok(Some(FirstBad::at(*position, "库结构与记录不符")));
            }
        }
        let known = ["town", "district", "sandbox", "secret"];
        let stray =
            found.keys().find(|key| !known.contains(&key.as_str()) && !COMPUTED.contains(&key.as_str()));
        Ok(stray.map(|key| FirstBad::at(0, format!("全库信息中有不认识的一项“{key}”"))))
    }

    fn org(&self, connection: &Connection) -> Result<Found, StoreError> {
        let records = Snapshot { connection };
        if let Some((position, said)) = &self.org
            && OrgChanged::to(&records.org()?) != *said
        {
            return Ok(Some(FirstBad::at(*position, "现在的单位和人员与记录不符")));
        }
        if records.former_names()? != self.former {
            let position = self.org.as_ref().map_or(0, |(position, _)| *position);
            return Ok(Some(FirstBad::at(position, "单位和人员的旧名与记录不符")));
        }
        let is_same = records.delegations()? == self.delegations;
        if !is_same {
            return Ok(Some(FirstBad::at(self.last_delegation, "授权代签与记录不符")));
        }
        let found = records.rights_waiting()?;
        let is_same = Waiting { phase: found.phase, ..self.waiting.clone() } == found;
        Ok((!is_same).then(|| FirstBad::at(self.last_waiting, "待确认的岗位、待签的交接与记录不符")))
    }

    fn settings(&self, connection: &Connection) -> Result<Found, StoreError> {
        for (key, (position, after)) in &self.settings {
            let stored: Option<String> = connection
                .query_row("SELECT value FROM settings WHERE key = ?1", [key], |row| row.get(0))
                .optional()?;
            if stored.as_ref() != Some(after) {
                return Ok(Some(FirstBad::at(*position, format!("设置“{key}”与记录不符"))));
            }
        }
        let rows: i64 = connection.query_row("SELECT count(*) FROM settings", [], |row| row.get(0))?;
        let expected = i64::try_from(self.settings.len()).unwrap_or(-1);
        Ok((rows != expected).then(|| FirstBad::at(0, "有的设置没有对应的记录")))
    }

    fn columns(&self, connection: &Connection) -> Result<Found, StoreError> {
        let is_same = Snapshot { connection }.column_words()? == self.columns;
        Ok((!is_same).then(|| FirstBad::at(self.last_column, "平台文件里列的含义与记录不符")))
    }

    fn matters(&self, connection: &Connection) -> Result<Found, StoreError> {
        let is_same = Snapshot { connection }.matters()?.iter().eq(self.matters.values());
        Ok((!is_same).then(|| FirstBad::at(self.last_matters, "监督事项清单与记录不符")))
    }

    /// The rows, and that every file which some version needs is there and sound, and no other.
    fn templates(&self, connection: &Connection) -> Result<Found, StoreError> {
        let snapshot = Snapshot { connection };
        let bad = |what: &str| Ok(Some(FirstBad::at(self.last_templates, what)));
        if snapshot.templates()? != self.templates {
            return bad("文书模板与记录不符");
        }
        let needed: BTreeSet<&str> = self.templates.0.iter().map(|own| own.sha256.as_str()).collect();
        if !snapshot.template_files()?.iter().map(String::as_str).eq(needed.iter().copied()) {
            return bad("文书模板的文件与记录不符");
        }
        for sha256 in needed {
            if snapshot.template_file(sha256).is_err() {
                return bad("文书模板的文件被改动过（内容不符）");
            }
        }
        Ok(None)
    }

    fn frozen(&self, connection: &Connection) -> Result<Found, StoreError> {
        frozen::compare(connection, &self.frozen)
    }

    fn notices(&self, connection: &Connection) -> Result<Found, StoreError> {
        for (year, (position, notice)) in &self.notices {
            let stored: Option<String> = connection
                .query_row("SELECT body FROM notices WHERE year = ?1", [year], |row| row.get(0))
                .optional()?;
            let is_same = stored.is_some_and(|body| {
                serde_json::from_str(&body).is_ok_and(|kept: YearNotice| kept == *notice)
            });
            if !is_same {
                return Ok(Some(FirstBad::at(*position, format!("{year}年的节假日安排与记录不符"))));
            }
        }
        let rows: i64 = connection.query_row("SELECT count(*) FROM notices", [], |row| row.get(0))?;
        let expected = i64::try_from(self.notices.len()).unwrap_or(-1);
        Ok((rows != expected).then(|| FirstBad::at(0, "有的节假日安排没有对应的记录")))
    }

    fn alerts(&self, connection: &Connection) -> Result<Found, StoreError> {
        match self.known.compare_cases(connection)? {
            None => self.known.compare_disclosures(connection),
            bad => Ok(bad),
        }
    }

    fn drafts(&self, connection: &Connection) -> Result<Found, StoreError> {
        let Some(position) = self.drafts_erased else { return Ok(None) };
        let left: i64 = connection.query_row("SELECT count(*) FROM drafts", [], |row| row.get(0))?;
        Ok((left > 0).then(|| FirstBad::at(position, "记录说草稿已从库中抹去，库中却还有")))
    }
}

/// An organisation as recorded, in the order in which its rows are read: that of the file it came from says nothing.
fn in_order(mut units: Vec<UnitRecord>, mut people: Vec<PersonRecord>) -> OrgChanged {
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
    OrgChanged { units, people }
}
