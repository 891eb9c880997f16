//! Entries to an organisation: names looked up, numbers kept.

use toml::Spanned;

use super::fault::{OrgFault, quoted};
use super::{Lines, OrgFile, PersonEntry, people};
use crate::domain::code::Coded as _;
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::town::org::{Org, Person, Unit};
use crate::domain::words::{Position, UnitKind};

/// What a file comes to over the organisation it was read against.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    pub org: Org,
    /// Active units and people that the file does not name and that stay as they are.
    pub left_out: Vec<String>,
    /// What looks like a mistake and is taken as written all the same.
    pub hints: Vec<String>,
}

pub(super) fn resolve(file: &OrgFile, present: &Org, complete: bool) -> Result<Resolved, OrgFault> {
    let mut left_out = Vec::new();
    let units = units(file, present, complete, &mut left_out)?;
    // A town that is being founded takes the numbers of the file.
    let is_first = present.people.is_empty();
    let known = if is_first {
        file.people.iter().map(|entry| entry.id.as_ref().map(|id| PersonId(*id.get_ref()))).collect()
    } else {
        people::known(file, present, &units)?
    };
    let highest = present.people.iter().map(|person| person.id).chain(known.iter().flatten().copied()).max();
    let mut next = highest.map_or(0, |id| id.0);
    let mut people: Vec<Person> = Vec::new();
    for (entry, known) in file.people.iter().zip(&known) {
        let id = known.unwrap_or_else(|| {
            next += 1;
            PersonId(next)
        });
        people.push(person(entry, id, &units, &file.lines)?);
    }
    let hints = namesakes(&people, present);
    for known in &present.people {
        if people.iter().all(|person| person.id != known.id) {
            let kept = not_named(known, &people, complete);
            if kept.active {
                left_out.push(kept.name.clone());
            }
            people.push(kept);
        }
    }
    people.sort_unstable_by_key(|person| person.id);
    let org = Org {
        town: file.town.clone().unwrap_or_else(|| present.town.clone()),
        district: file.district.clone().unwrap_or_else(|| present.district.clone()),
        units,
        people,
        delegations: present.delegations.clone(),
        former: present.former.clone(),
        waiting: present.waiting.clone(),
    };
    Ok(Resolved { org, left_out, hints })
}

/// Somebody whom the file does not name stays as they are; whose login the file gives to another has none left and is
/// no longer active, and of a complete list nobody is missing who still works here.
fn not_named(known: &Person, named: &[Person], complete: bool) -> Person {
    let gave_login = known.login.is_some() && named.iter().any(|person| person.login == known.login);
    let mut kept = known.clone();
    if gave_login {
        kept.login = None;
    }
    kept.active &= !(gave_login || complete);
    kept
}

/// Somebody new with the name of somebody who works here may be the same person.
fn namesakes(people: &[Person], present: &Org) -> Vec<String> {
    let new = people.iter().filter(|person| present.person(person.id).is_none());
    new.filter_map(|person| {
        let known = present.people.iter().find(|known| known.active && known.name == person.name)?;
        let unit = known.unit.map_or("没有单位", |unit| present.unit_name(unit));
        let (name, id) = (&person.name, known.id.0);
        Some(format!("新增的{name}与在岗的{name}（{unit}）同名；如果是同一个人，请写上 id = {id}"))
    })
    .collect()
}

fn units(
    file: &OrgFile,
    present: &Org,
    complete: bool,
    left_out: &mut Vec<String>,
) -> Result<Vec<Unit>, OrgFault> {
    let mut units = present.units.clone();
    for entry in &file.units {
        let name = entry.name.get_ref();
        if let Some(unit) = units.iter_mut().find(|unit| unit.name == *name) {
            (unit.kind, unit.active) = (entry.kind, entry.active);
        } else if let Some(formerly) = &entry.formerly {
            let unit = units.iter_mut().find(|unit| unit.name == *formerly.get_ref()).ok_or_else(|| {
                OrgFault::at(
                    file.lines.at(&formerly.span()),
                    format!("没有原名为{}的单位，请核对 formerly", quoted(formerly.get_ref())),
                )
            })?;
            unit.name.clone_from(name);
            (unit.kind, unit.active) = (entry.kind, entry.active);
        } else {
            let next = units.iter().map(|unit| unit.id.0).max().unwrap_or(0) + 1;
            units.push(Unit { id: UnitId(next), name: name.clone(), kind: entry.kind, active: entry.active });
        }
    }
    let is_named = |unit: &Unit| file.units.iter().any(|entry| unit.name == *entry.name.get_ref());
    // Without these two the town could not work, so they do not leave by being passed over.
    let is_lasting = |unit: &Unit| matches!(unit.kind, UnitKind::Commission | UnitKind::PartyCommittee);
    for unit in units.iter_mut().filter(|unit| unit.active && !is_named(unit)) {
        if complete && !is_lasting(unit) {
            unit.active = false;
        } else {
            left_out.push(unit.name.clone());
        }
    }
    Ok(units)
}

fn person(entry: &PersonEntry, id: PersonId, units: &[Unit], lines: &Lines) -> Result<Person, OrgFault> {
    let unit = entry.unit.as_ref().map(|name| named_unit(name, units, lines)).transpose()?;
    if unit.is_none() && entry.positions.contains(&Position::Handler) {
        return Err(OrgFault::at(
            lines.at(&entry.name.span()),
            format!("{}是承办人（handler），请用 unit 写明所在单位", quoted(entry.name.get_ref())),
        ));
    }
    let mut positions = entry.positions.clone();
    positions.sort_unstable();
    Ok(Person {
        id,
        name: entry.name.get_ref().clone(),
        login: entry.login.as_ref().map(|login| login.get_ref().clone()),
        unit: unit.map(|unit| unit.id),
        positions,
        leads: units_of_kind(&entry.leads, UnitKind::Section, "leads", units, lines)?,
        contacts: units_of_kind(&entry.contacts, UnitKind::Village, "contacts", units, lines)?,
        active: entry.active,
    })
}

/// 分管 is of sections, 联系 of villages (`domain.md` §1).
fn units_of_kind(
    names: &[Spanned<String>],
    kind: UnitKind,
    key: &str,
    units: &[Unit],
    lines: &Lines,
) -> Result<Vec<UnitId>, OrgFault> {
    let mut ids = Vec::new();
    for name in names {
        let unit = named_unit(name, units, lines)?;
        if unit.kind != kind {
            return Err(OrgFault::at(
                lines.at(&name.span()),
                format!("{key} 里只能写{}，{}是{}", kind.label(), quoted(name.get_ref()), unit.kind.label()),
            ));
        }
        if !ids.contains(&unit.id) {
            ids.push(unit.id);
        }
    }
    ids.sort_unstable();
    Ok(ids)
}

fn named_unit<'a>(name: &Spanned<String>, units: &'a [Unit], lines: &Lines) -> Result<&'a Unit, OrgFault> {
    units.iter().find(|unit| unit.name == *name.get_ref()).ok_or_else(|| {
        OrgFault::at(
            lines.at(&name.span()),
            format!("没有{}这个单位，请先用 [[unit]] 写上", quoted(name.get_ref())),
        )
    })
}
