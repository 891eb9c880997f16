//! The town itself: founding the database, changing the organisation.

use std::path::Path;

use super::town_act::decide_in;
use super::{Office, OfficeError, org_plan};
use crate::actions::{Answers, org_import};
use crate::domain::context::Brought;
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::text::signs::is_hidden;
use crate::domain::time::Moment;
use crate::domain::town::event::{Founded, OrgChanged, PersonRecord, RightsAwaited, TownEvent, UnitRecord};
use crate::domain::town::org::{Org, Person, Unit};
use crate::domain::town::org_change::{self, Overtaken};
use crate::domain::town::rights::{self, Waiting};
use crate::domain::words::{Position, UnitKind};
use crate::store::{Records, Snapshot, Stamp, Store};

/// What a new database is made from.
#[derive(Debug, Clone)]
pub struct NewTown {
    /// Town's name, such as 建胜镇.
    pub town: String,
    /// District's name, such as 大渡口区.
    pub district: String,
    /// The caller's login, who becomes administrator and commission operator.
    pub login: String,
    /// The caller's own name.
    pub name: String,
    /// Whether it is a practice database.
    pub sandbox: bool,
    /// Units and people to begin with.
    pub org: Option<Org>,
}

impl Office {
    /// Makes a database and opens it for its founder.
    ///
    /// # Errors
    /// `Exists` when the file is there; a name that is empty or too long.
    #[expect(clippy::needless_pass_by_value, reason = "a town is founded once, from a value of its own")]
    pub fn create(path: &Path, new: NewTown, origin: &str, now: Moment) -> Result<Self, OfficeError> {
        let asked =
            [("town", "镇名", &new.town), ("district", "区名", &new.district), ("name", "姓名", &new.name)];
        for (field, label, text) in asked {
            if text.trim().is_empty() || text.chars().count() > 40 || text.chars().any(is_hidden) {
                return Err(Refusal::invalid(field, label, "须填 1 到 40 个看得见的字。").into());
            }
        }
        let org = founding_org(&new);
        org.people.iter().try_for_each(rights::auditor_holds_nothing_else)?;
        let founder = org.by_login(&new.login).map_or(PersonId(1), |person| person.id);
        let stamp = Stamp {
            at: now,
            actor: founder,
            on_behalf_of: None,
            action: "init".to_owned(),
            act: "init".to_owned(),
            origin: origin.to_owned(),
        };
        Store::create(path, |records| {
            let mut secret = [0_u8; 32];
            getrandom::fill(&mut secret)
                .map_err(|error| crate::store::StoreError::Other(error.to_string()))?;
            records.set_meta("secret", &crate::domain::document::hash::hex(&secret))?;
            records.set_meta("sandbox", if new.sandbox { "1" } else { "0" })?;
            records.write_org(&org)?;
            let founding =
                Founded { town: new.town.clone(), district: new.district.clone(), sandbox: new.sandbox };
            records.append_town(&founding.into(), &stamp)?;
            records.append_town(&OrgChanged::to(&org).into(), &stamp)?;
            if !new.sandbox {
                await_confirmation(records, &org, &stamp)?;
            }
            records.attest(&stamp)?;
            Ok::<(), OfficeError>(())
        })?;
        Self::open(path, &new.login, origin)
    }

    /// The organisation as it stands.
    #[must_use]
    pub fn org(&self) -> &Org {
        &self.org
    }

    /// Replaces the organisation by one whose units and people are told by their numbers. What another session changed
    /// since this one read the organisation is kept.
    ///
    /// # Errors
    /// `not_permitted` unless the actor is administrator; `conflict` when another session changed the same to
    /// something else; refusals of an organisation that cannot work.
    pub fn replace_org(&mut self, wanted: Org, now: Moment) -> Result<(), OfficeError> {
        let stamp = self.stamp(&format!("org-{now}-{}", self.actor.id.0), org_import::ACT.code, now);
        let saw = std::sync::Arc::clone(&self.org);
        self.change(now, |records, desk| {
            org_import::ACT.allowed_in_town(&desk.context())?;
            let merged = merged(records, &saw, &desk.org, wanted)?;
            let merged = Brought::Org(Box::new(org_plan::wanted(records, merged, desk)?));
            let decided = decide_in(records, &org_import::ACT, &Answers::none(), Some(&merged), desk, &stamp);
            match decided {
                Err(OfficeError::Refused(refusal)) if refusal.code == RefusalCode::NothingToDo => Ok(()),
                other => other.map(drop),
            }
        })
    }
}

impl Office {
    /// Units that hold open cases and have nobody left who handles them, with how many cases: only their clocks run.
    ///
    /// # Errors
    /// A store failure.
    pub fn stranded(&self) -> Result<Vec<(UnitId, u32)>, OfficeError> {
        let held = self.read(|snapshot| Ok(snapshot.open_by_holder()?))?;
        let is_left = |unit: UnitId| {
            self.org.only(UnitKind::Commission).is_none_or(|commission| commission.id != unit)
                && self.org.holders(Position::Handler, Some(unit)).next().is_none()
        };
        Ok(held.into_iter().filter(|(unit, _)| is_left(*unit)).collect())
    }
}

/// Everybody's rights are in force from the beginning and wait to be confirmed.
fn await_confirmation(records: &Records<'_>, org: &Org, stamp: &Stamp) -> Result<(), OfficeError> {
    let holds = |person: &&Person| person.active && (person.login.is_some() || !person.title(org).is_empty());
    let people = org.people.iter().filter(holds).map(|person| person.id).collect();
    let awaited: TownEvent = RightsAwaited { people }.into();
    let mut waiting = Waiting::default();
    waiting.take(&awaited, stamp.actor, stamp.at.date());
    records.write_rights_waiting(&waiting)?;
    records.append_town(&awaited, stamp)?;
    Ok(())
}

/// The present organisation with what the wanted one changes in the one its sender saw.
pub(super) fn merged(
    snapshot: &Snapshot<'_>,
    saw: &Org,
    present: &Org,
    wanted: Org,
) -> Result<Org, OfficeError> {
    match org_change::apply(saw, present, wanted) {
        Ok(merged) => Ok(merged),
        Err(overtaken) => Err(faster(snapshot, &overtaken, present)?.into()),
    }
}

/// Who changed the same meanwhile, and when.
fn faster(snapshot: &Snapshot<'_>, overtaken: &Overtaken, org: &Org) -> Result<Refusal, OfficeError> {
    let what = match overtaken {
        Overtaken::Names => "镇名或区名".to_owned(),
        Overtaken::Unit { name, .. } | Overtaken::Person { name, .. } => format!("“{name}”的登记"),
    };
    let mut last: Option<(OrgEntry, PersonId, Moment)> = None;
    for (actor, at, event) in snapshot.org_changes()? {
        let entry = entry_of(&event, overtaken);
        if last.as_ref().is_none_or(|(before, _, _)| *before != entry) {
            last = Some((entry, actor, at));
        }
    }
    let (who, when) = last.map_or_else(
        || ("另一个人".to_owned(), String::new()),
        |(_, actor, at)| (org.person_name(actor).to_owned(), format!("（{}）", at.minute())),
    );
    Ok(Refusal::new(
        RefusalCode::Conflict,
        format!(
            "{who}已先一步{when}修改了{what}，您的名单一项也没有导入；请用 ydt org export 导出最新的，改好再导入。"
        ),
    ))
}

/// What a recorded organisation says of what was overtaken.
#[derive(PartialEq)]
enum OrgEntry {
    Unit(Option<UnitRecord>),
    Person(Option<PersonRecord>),
    /// The town's names are in no event of the organisation: whoever recorded the last one is named.
    Unknown,
}

fn entry_of(event: &TownEvent, overtaken: &Overtaken) -> OrgEntry {
    let TownEvent::OrgChanged(OrgChanged { units, people }) = event else { return OrgEntry::Unknown };
    match overtaken {
        Overtaken::Names => OrgEntry::Unknown,
        Overtaken::Unit { id, .. } => OrgEntry::Unit(units.iter().find(|unit| unit.id == id.0).cloned()),
        Overtaken::Person { id, .. } => {
            OrgEntry::Person(people.iter().find(|person| person.id == id.0).cloned())
        }
    }
}

/// The first organisation: what was given, and the founder as administrator and commission operator.
fn founding_org(new: &NewTown) -> Org {
    let mut org = new.org.clone().unwrap_or_default();
    org.town.clone_from(&new.town);
    org.district.clone_from(&new.district);
    let founders = [
        (UnitKind::Commission, format!("{}纪委", new.town)),
        (UnitKind::PartyCommittee, format!("{}党委", new.town)),
    ];
    for (kind, name) in founders {
        if org.only(kind).is_none() {
            let id = org.units.iter().map(|unit| unit.id.0).max().unwrap_or(0) + 1;
            org.units.push(Unit { id: UnitId(id), name, kind, active: true });
        }
    }
    if org.by_login(&new.login).is_none() {
        let id = org.people.iter().map(|person| person.id.0).max().unwrap_or(0) + 1;
        org.people.push(Person {
            id: PersonId(id),
            name: new.name.clone(),
            login: Some(new.login.clone()),
            unit: org.only(UnitKind::Commission).map(|unit| unit.id),
            positions: vec![Position::CommissionOperator, Position::Administrator],
            leads: Vec::new(),
            contacts: Vec::new(),
            active: true,
        });
    }
    org
}
