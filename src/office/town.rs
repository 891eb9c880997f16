//! The town itself: founding the database, changing the organisation.

use std::path::Path;

use super::{Office, OfficeError};
use crate::domain::code::Coded as _;
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Moment;
use crate::domain::town::org::{Org, Person, Unit, hides};
use crate::domain::town::town_event::TownEvent;
use crate::domain::words::{Position, UnitKind};
use crate::store::{Stamp, Store};

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
        for (label, text) in [("镇名", &new.town), ("区名", &new.district), ("姓名", &new.name)] {
            if text.trim().is_empty() || text.chars().count() > 40 || text.chars().any(hides) {
                return Err(Refusal::invalid(label, "须填 1 到 40 个看得见的字。").into());
            }
        }
        let org = founding_org(&new);
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
            let founding = TownEvent::Founded {
                town: new.town.clone(),
                district: new.district.clone(),
                sandbox: new.sandbox,
            };
            records.append_town(&founding, &stamp)?;
            records.append_town(&TownEvent::org_changed(&org), &stamp)?;
            Ok::<(), OfficeError>(())
        })?;
        Self::open(path, &new.login, origin)
    }

    /// The organisation as it stands.
    #[must_use]
    pub fn org(&self) -> &Org {
        &self.org
    }

    /// Replaces the organisation: units and people are matched by name (people also by login) and keep their
    /// numbers; those left out stay in the record, people as no longer active.
    ///
    /// # Errors
    /// `not_permitted` unless the actor is administrator; refusals of an organisation that cannot work.
    pub fn replace_org(&mut self, wanted: Org, now: Moment) -> Result<(), OfficeError> {
        if !self.actor.holds(Position::Administrator) {
            return Err(Refusal::new(
                RefusalCode::NotPermitted,
                format!("单位和人员由{}维护，{}不能修改。", Position::Administrator.label(), self.actor.name),
            )
            .into());
        }
        let merged = merge(&self.org, wanted);
        let keeps_one = merged
            .people
            .iter()
            .any(|person| person.holds(Position::Administrator) && person.login.is_some());
        if !keeps_one {
            return Err(Refusal::new(
                RefusalCode::InvalidValue,
                "新的人员名单里没有能登录的系统管理员，以后将无人可以修改，没有保存；请至少保留一位。",
            )
            .into());
        }
        if merged == *self.org {
            return Ok(());
        }
        let stamp = self.stamp(&format!("org-{now}-{}", self.actor.id.0), "org_import", now);
        self.store.write(|records| {
            records.write_org(&merged)?;
            records.append_town(&TownEvent::org_changed(&merged), &stamp)?;
            Ok::<(), OfficeError>(())
        })?;
        if let Some(actor) = merged.person(self.actor.id) {
            self.actor = actor.clone();
        }
        self.org = std::sync::Arc::new(merged);
        self.revision = self.store.records().revision()?;
        Ok(())
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
            org.units.push(Unit { id: UnitId(id), name, kind });
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

/// The wanted organisation with the numbers of the present one.
fn merge(present: &Org, wanted: Org) -> Org {
    let mut merged = Org {
        town: if wanted.town.is_empty() { present.town.clone() } else { wanted.town },
        district: if wanted.district.is_empty() { present.district.clone() } else { wanted.district },
        units: present.units.clone(),
        people: present.people.clone(),
        delegations: present.delegations.clone(),
    };
    let mut next_unit = merged.units.iter().map(|unit| unit.id.0).max().unwrap_or(0);
    let mut renumbered = std::collections::BTreeMap::new();
    for unit in wanted.units {
        let known = merged.units.iter().position(|known| known.name == unit.name);
        let id = if let Some(place) = known {
            merged.units[place].kind = unit.kind;
            merged.units[place].id
        } else {
            next_unit += 1;
            let id = UnitId(next_unit);
            merged.units.push(Unit { id, name: unit.name, kind: unit.kind });
            id
        };
        renumbered.insert(unit.id, id);
    }
    let renumber = |unit: &UnitId| renumbered.get(unit).copied();
    let mut next_person = merged.people.iter().map(|person| person.id.0).max().unwrap_or(0);
    for person in &mut merged.people {
        person.active = false;
    }
    for mut person in wanted.people {
        person.unit = person.unit.as_ref().and_then(renumber);
        person.leads = person.leads.iter().filter_map(renumber).collect();
        person.contacts = person.contacts.iter().filter_map(renumber).collect();
        person.leads.sort_unstable();
        person.contacts.sort_unstable();
        person.positions.sort_unstable();
        let same = |known: &Person| {
            known.name == person.name
                && (known.login == person.login || known.login.is_none() || person.login.is_none())
                || (known.login.is_some() && known.login == person.login)
        };
        if let Some(place) = merged.people.iter().position(same) {
            person.id = merged.people[place].id;
            merged.people[place] = person;
        } else {
            next_person += 1;
            person.id = PersonId(next_person);
            merged.people.push(person);
        }
    }
    // A login belongs to one person: somebody who left gives it up when another takes it.
    let taken: Vec<String> = merged
        .people
        .iter()
        .filter(|person| person.active)
        .filter_map(|person| person.login.clone())
        .collect();
    for person in merged.people.iter_mut().filter(|person| !person.active) {
        if person.login.as_ref().is_some_and(|login| taken.contains(login)) {
            person.login = None;
        }
    }
    merged
}
