//! Entries to an organisation: names looked up, numbers kept.

use toml::Spanned;

use super::fault::{OrgFault, quoted};
use super::{Lines, OrgFile, PersonEntry};
use crate::domain::code::Coded as _;
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::town::org::{Org, Person, Unit};
use crate::domain::words::{Position, UnitKind};

pub(super) fn resolve(file: &OrgFile, present: &Org) -> Result<Org, OrgFault> {
    let units = units(file, present)?;
    let mut next = present.people.iter().map(|person| person.id.0).max().unwrap_or(0);
    let mut people: Vec<Person> = Vec::new();
    for entry in &file.people {
        let known = known_person(entry, file, present);
        let id = known.filter(|id| people.iter().all(|person| person.id != *id)).unwrap_or_else(|| {
            next += 1;
            PersonId(next)
        });
        people.push(person(entry, id, &units, &file.lines)?);
    }
    Ok(Org {
        town: file.town.clone().unwrap_or_else(|| present.town.clone()),
        district: file.district.clone().unwrap_or_else(|| present.district.clone()),
        units,
        people,
        delegations: present.delegations.clone(),
        former: present.former.clone(),
    })
}

fn units(file: &OrgFile, present: &Org) -> Result<Vec<Unit>, OrgFault> {
    let mut units = present.units.clone();
    for entry in &file.units {
        let name = entry.name.get_ref();
        if let Some(unit) = units.iter_mut().find(|unit| unit.name == *name) {
            unit.kind = entry.kind;
        } else if let Some(formerly) = &entry.formerly {
            let unit = units.iter_mut().find(|unit| unit.name == *formerly.get_ref()).ok_or_else(|| {
                OrgFault::at(
                    file.lines.at(&formerly.span()),
                    format!("没有原名为{}的单位，请核对 formerly", quoted(formerly.get_ref())),
                )
            })?;
            unit.name.clone_from(name);
            unit.kind = entry.kind;
        } else {
            let next = units.iter().map(|unit| unit.id.0).max().unwrap_or(0) + 1;
            units.push(Unit { id: UnitId(next), name: name.clone(), kind: entry.kind });
        }
    }
    Ok(units)
}

/// The person of the record whom an entry means. A name decides only where it is unique and no other entry
/// claims that person by login.
fn known_person(entry: &PersonEntry, file: &OrgFile, present: &Org) -> Option<PersonId> {
    let login = entry.login.as_ref().map(|login| login.get_ref().as_str());
    let by_login =
        login.and_then(|login| present.people.iter().find(|person| person.login.as_deref() == Some(login)));
    if let Some(person) = by_login {
        return Some(person.id);
    }
    let mut named = present.people.iter().filter(|person| person.name == *entry.name.get_ref());
    let (Some(person), None) = (named.next(), named.next()) else { return None };
    let claimed = person.login.as_ref().is_some_and(|login| {
        file.people.iter().any(|other| other.login.as_ref().is_some_and(|name| name.get_ref() == login))
    });
    (!claimed).then_some(person.id)
}

fn person(entry: &PersonEntry, id: PersonId, units: &[Unit], lines: &Lines) -> Result<Person, OrgFault> {
    let unit = entry.unit.as_ref().map(|name| named_unit(name, units, lines)).transpose()?;
    if unit.is_none() && entry.positions.contains(&Position::Handler) {
        return Err(OrgFault::at(
            lines.at(&entry.name.span()),
            format!("{}是承办人（handler），请用 unit 写明所在单位", quoted(entry.name.get_ref())),
        ));
    }
    Ok(Person {
        id,
        name: entry.name.get_ref().clone(),
        login: entry.login.as_ref().map(|login| login.get_ref().clone()),
        unit: unit.map(|unit| unit.id),
        positions: entry.positions.clone(),
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
