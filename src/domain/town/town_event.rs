//! What happens to the town itself and not to a case: its founding, changes of the organisation, imports.
//! These facts stand in the same chain, under the case number 0.

use serde::{Deserialize, Serialize};

use crate::domain::calendar::YearNotice;
use crate::domain::code::Coded;
use crate::domain::ids::PersonId;
use crate::domain::time::Date;
use crate::domain::town::org::Org;
use crate::domain::town::setting_key::SettingKey;
use crate::domain::words::{Position, UnitKind};

/// A recorded fact about the town.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum TownEvent {
    /// The database was made.
    Founded { town: String, district: String, sandbox: bool },
    /// Units or people changed; this is how they stand since.
    OrgChanged { units: Vec<UnitRecord>, people: Vec<PersonRecord> },
    /// A file was taken in, or refused.
    Imported {
        file: String,
        size: u64,
        sha256: String,
        rows: u64,
        new: u64,
        known: u64,
        supplement: u64,
        faulty: u64,
        refused: Option<String>,
    },
    /// Somebody saw an alert.
    AlertAcknowledged { alert: i64, case_no: String },
    /// A leader named a deputy for these days (授权代签).
    Delegated { leader: PersonId, deputy: PersonId, from: Date, until: Date },
    /// A town-wide setting was changed; values as `ydt settings` writes them.
    SettingChanged { key: String, before: String, after: String },
    /// Somebody said what a column of the platform's files is; empty for nothing said.
    ColumnSaid { column: String, before: String, after: String },
    /// A year's holidays were published, or published anew.
    CalendarLoaded { notice: YearNotice, changed_days: u64, moved_clocks: u64 },
    /// The town got another name, or the district did.
    Named { town: String, district: String },
    /// What holds for the whole file, as it stands since.
    Attested(Box<Attested>),
    /// Drafts that an older version kept in the database were erased there; they are files now.
    DraftsErased { drafts: u64 },
    /// Copies of the file that were kept before migrations go, because something in them was erased.
    CopiesErased { files: Vec<String> },
    /// A practice session acted as another person.
    ActedAs { person: PersonId },
}

/// What holds for the whole file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attested {
    /// Number of the newest migration.
    pub schema_version: i64,
    /// SHA-256 of tables, indexes and triggers.
    pub schema: String,
    pub town: String,
    pub district: String,
    /// SHA-256 of the town's key.
    pub secret: String,
}

/// A unit as recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRecord {
    /// Number in the database.
    pub id: i64,
    pub name: String,
    pub kind: UnitKind,
}

/// A person as recorded.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRecord {
    /// Number in the database.
    pub id: i64,
    pub name: String,
    pub login: Option<String>,
    /// Number of the unit.
    pub unit: Option<i64>,
    pub positions: Vec<Position>,
    /// Numbers of the sections led.
    pub leads: Vec<i64>,
    /// Numbers of the villages one is contact of.
    pub contacts: Vec<i64>,
    /// Whether still in office.
    pub active: bool,
}

impl TownEvent {
    /// What happened, in one Chinese sentence without its full stop.
    #[must_use]
    pub fn sentence(&self, org: &Org) -> String {
        match self {
            Self::Founded { town, district, .. } => format!("建立{district}{town}的数据库"),
            Self::OrgChanged { units, people } => {
                let active = people.iter().filter(|person| person.active).count();
                format!("更新单位和人员：单位{}个，在岗人员{active}人", units.len())
            }
            Self::Imported { file, rows, new, .. } => format!("导入“{file}”：{rows}行，新登记{new}件"),
            Self::AlertAcknowledged { case_no, .. } => format!("已知晓{case_no}的时限提醒"),
            Self::Delegated { leader, deputy, from, until } => {
                let (leader, deputy) = (org.person_name(*leader), org.person_name(*deputy));
                format!("{leader}授权{deputy}代签：{from}至{until}")
            }
            Self::SettingChanged { key, before, after } => {
                let label = SettingKey::from_code(key).map_or(key.as_str(), |known| known.label());
                format!("设置“{label}”由{before}改为{after}")
            }
            Self::ColumnSaid { column, after, .. } if after.is_empty() => {
                format!("取消对平台文件里“{column}”一列的说明")
            }
            Self::ColumnSaid { column, .. } => format!("说明平台文件里“{column}”一列的含义"),
            Self::CalendarLoaded { notice, changed_days, moved_clocks } => {
                format!("载入{}年节假日安排：改变{changed_days}天，重算{moved_clocks}个时限", notice.year)
            }
            Self::Named { town, district } => format!("改称{district}{town}"),
            Self::Attested(attested) => {
                format!("记下库结构（第{}版）和全库信息的校验值", attested.schema_version)
            }
            Self::DraftsErased { drafts } => format!("草稿{drafts}份移出数据库"),
            Self::CopiesErased { files } => format!("抹去升级前留下的副本{}个", files.len()),
            Self::ActedAs { person } => format!("演练时以{}的身份操作", org.person_name(*person)),
        }
    }

    /// Its stored name, as in result lines and in the record.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Founded { .. } => "founded",
            Self::OrgChanged { .. } => "org_changed",
            Self::Imported { .. } => "imported",
            Self::AlertAcknowledged { .. } => "alert_acknowledged",
            Self::Delegated { .. } => "delegated",
            Self::SettingChanged { .. } => "setting_changed",
            Self::ColumnSaid { .. } => "column_said",
            Self::CalendarLoaded { .. } => "calendar_loaded",
            Self::Named { .. } => "named",
            Self::Attested(_) => "attested",
            Self::DraftsErased { .. } => "drafts_erased",
            Self::CopiesErased { .. } => "copies_erased",
            Self::ActedAs { .. } => "acted_as",
        }
    }

    /// The organisation as a fact.
    #[must_use]
    pub fn org_changed(org: &Org) -> Self {
        let units = org
            .units
            .iter()
            .map(|unit| UnitRecord { id: unit.id.0, name: unit.name.clone(), kind: unit.kind })
            .collect();
        let people = org
            .people
            .iter()
            .map(|person| PersonRecord {
                id: person.id.0,
                name: person.name.clone(),
                login: person.login.clone(),
                unit: person.unit.map(|unit| unit.0),
                positions: person.positions.clone(),
                leads: person.leads.iter().map(|unit| unit.0).collect(),
                contacts: person.contacts.iter().map(|unit| unit.0).collect(),
                active: person.active,
            })
            .collect();
        Self::OrgChanged { units, people }
    }
}
