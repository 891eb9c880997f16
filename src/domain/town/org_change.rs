//! A wanted organisation put over the present one. What the file says is understood against the organisation that its
//! sender saw; what somebody else changed since is kept, and where both changed the same thing, the later one is told.

use std::collections::BTreeMap;

use super::org::{Org, Person, Unit};
use crate::domain::ids::{PersonId, UnitId};

/// What both changed, each to something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Overtaken {
    Names,
    Unit { id: UnitId, name: String },
    Person { id: PersonId, name: String },
}

/// The present organisation with what `wanted` changes in the one its sender `saw`: units and people are matched by
/// name (people also by login) and keep their numbers; those left out stay, people as no longer active.
///
/// # Errors
/// What somebody else changed meanwhile to something else.
pub fn apply(saw: &Org, present: &Org, wanted: Org) -> Result<Org, Overtaken> {
    let wanted = matched(saw, wanted);
    let mut changed = present.clone();
    changed.town = one_of(&saw.town, &present.town, wanted.town).ok_or(Overtaken::Names)?;
    changed.district = one_of(&saw.district, &present.district, wanted.district).ok_or(Overtaken::Names)?;
    let mut numbers = BTreeMap::new();
    for unit in wanted.units {
        let number = unit.id;
        numbers.insert(number, put_unit(saw, &mut changed.units, unit)?);
    }
    for person in wanted.people {
        put_person(saw, &mut changed, person, &numbers)?;
    }
    give_up_logins(&mut changed.people);
    Ok(changed)
}

/// Of what was seen, what is and what is wanted, that which was changed; `None` when both were, and differently.
fn one_of<T: PartialEq + Clone>(saw: &T, present: &T, wanted: T) -> Option<T> {
    if wanted == *saw {
        Some(present.clone())
    } else {
        (present == saw || *present == wanted).then_some(wanted)
    }
}

fn put_unit(saw: &Org, units: &mut Vec<Unit>, unit: Unit) -> Result<UnitId, Overtaken> {
    let known = saw.unit(unit.id);
    let place = units.iter().position(|present| match known {
        Some(_) => present.id == unit.id,
        None => present.name == unit.name,
    });
    let Some(place) = place else {
        let id = UnitId(units.iter().map(|unit| unit.id.0).max().unwrap_or(0) + 1);
        units.push(Unit { id, ..unit });
        return Ok(id);
    };
    let present = &mut units[place];
    let seen = known.map_or(present.kind, |known| known.kind);
    let fault = || Overtaken::Unit { id: present.id, name: present.name.clone() };
    let kind = match known {
        Some(_) => one_of(&seen, &present.kind, unit.kind).ok_or_else(fault)?,
        // Somebody else added a unit of this name meanwhile.
        None if present.kind == unit.kind => unit.kind,
        None => return Err(fault()),
    };
    let name = match known {
        Some(known) => one_of(&known.name, &present.name, unit.name).ok_or_else(fault)?,
        None => unit.name,
    };
    present.kind = kind;
    let id = present.id;
    present.name.clone_from(&name);
    // Somebody else gave the name to another unit meanwhile.
    match units.iter().find(|other| other.id != id && other.name == name) {
        Some(other) => Err(Overtaken::Unit { id: other.id, name }),
        None => Ok(id),
    }
}

fn put_person(
    saw: &Org,
    changed: &mut Org,
    mut person: Person,
    numbers: &BTreeMap<UnitId, UnitId>,
) -> Result<(), Overtaken> {
    let known = saw.person(person.id);
    if known == Some(&person) {
        return Ok(());
    }
    let renumber = |unit: &UnitId| numbers.get(unit).copied();
    person.unit = person.unit.as_ref().and_then(renumber);
    person.leads = in_order(person.leads.iter().filter_map(renumber).collect());
    person.contacts = in_order(person.contacts.iter().filter_map(renumber).collect());
    let place = changed.people.iter().position(|present| match known {
        Some(_) => present.id == person.id,
        None => saw.person(present.id).is_none() && is_same(present, &person),
    });
    let mut others = changed.people.iter().enumerate().filter(|(other, _)| Some(*other) != place);
    let took_login = others.find(|(_, other)| {
        let is_new = saw.person(other.id) != Some(other);
        is_new && other.active && person.active && other.login.is_some() && other.login == person.login
    });
    if let Some((_, other)) = took_login {
        return Err(Overtaken::Person { id: other.id, name: other.name.clone() });
    }
    let Some(place) = place else {
        person.id = PersonId(changed.people.iter().map(|person| person.id.0).max().unwrap_or(0) + 1);
        changed.people.push(person);
        return Ok(());
    };
    let present = &mut changed.people[place];
    person.id = present.id;
    if known != Some(&*present) && *present != person {
        return Err(Overtaken::Person { id: present.id, name: present.name.clone() });
    }
    *present = person;
    Ok(())
}

fn in_order(mut units: Vec<UnitId>) -> Vec<UnitId> {
    units.sort_unstable();
    units
}

/// A login belongs to one person: somebody who left gives it up when another takes it.
fn give_up_logins(people: &mut [Person]) {
    let active = people.iter().filter(|person| person.active);
    let taken: Vec<String> = active.filter_map(|person| person.login.clone()).collect();
    for person in people.iter_mut().filter(|person| !person.active) {
        if person.login.as_ref().is_some_and(|login| taken.contains(login)) {
            person.login = None;
        }
    }
}

fn is_same(known: &Person, person: &Person) -> bool {
    let same_login = known.login.is_some() && known.login == person.login;
    let compatible = known.login == person.login || known.login.is_none() || person.login.is_none();
    same_login || (known.name == person.name && compatible)
}

/// The wanted organisation with the numbers of the one it was written against.
fn matched(saw: &Org, wanted: Org) -> Org {
    let mut merged = Org {
        town: if wanted.town.is_empty() { saw.town.clone() } else { wanted.town },
        district: if wanted.district.is_empty() { saw.district.clone() } else { wanted.district },
        units: saw.units.clone(),
        people: saw.people.clone(),
        delegations: saw.delegations.clone(),
        former: saw.former.clone(),
    };
    // Whoever reads a file over the present takes every unit along, under its number; a name that is gone from them was
    // changed. Of an organisation with numbers of its own nothing of the kind can be said.
    let numbers: Vec<UnitId> = wanted.units.iter().map(|unit| unit.id).collect();
    let is_over_present = saw.units.iter().all(|unit| numbers.contains(&unit.id));
    let names: Vec<String> = wanted.units.iter().map(|unit| unit.name.clone()).collect();
    let is_renamed = |name: &String| is_over_present && !names.contains(name);
    let mut next_unit = merged.units.iter().map(|unit| unit.id.0).max().unwrap_or(0);
    let mut renumbered = BTreeMap::new();
    for unit in wanted.units {
        let known = merged.units.iter().position(|known| known.name == unit.name);
        let renamed = merged.units.iter().position(|known| known.id == unit.id && is_renamed(&known.name));
        let id = if let Some(place) = known.or(renamed) {
            merged.units[place].kind = unit.kind;
            merged.units[place].name.clone_from(&unit.name);
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
        person.leads = in_order(person.leads.iter().filter_map(renumber).collect());
        person.contacts = in_order(person.contacts.iter().filter_map(renumber).collect());
        person.positions.sort_unstable();
        if let Some(place) = merged.people.iter().position(|known| is_same(known, &person)) {
            person.id = merged.people[place].id;
            merged.people[place] = person;
        } else {
            next_person += 1;
            person.id = PersonId(next_person);
            merged.people.push(person);
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::town::former_names::FormerNames;
    use crate::domain::words::{Position, UnitKind};

    fn person(id: i64, name: &str) -> Person {
        Person {
            id: PersonId(id),
            name: name.to_owned(),
            login: Some(format!("login-{name}")),
            unit: None,
            positions: vec![Position::Auditor],
            leads: Vec::new(),
            contacts: Vec::new(),
            active: true,
        }
    }

    fn village(id: i64, name: &str) -> Unit {
        Unit { id: UnitId(id), name: name.to_owned(), kind: UnitKind::Village }
    }

    fn town() -> Org {
        Org {
            town: "镇".to_owned(),
            district: "区".to_owned(),
            units: vec![village(1, "甲村")],
            people: vec![person(1, "周敏"), person(2, "吴波")],
            delegations: Vec::new(),
            former: FormerNames::default(),
        }
    }

    #[test]
    fn two_who_add_different_things_both_get_them_with_numbers_of_their_own() {
        let saw = town();
        let (mut first, mut second) = (saw.clone(), saw.clone());
        first.units.push(village(2, "乙村"));
        first.people.push(person(3, "郑洁"));
        second.units.push(village(2, "丙村"));
        let mut contact = person(3, "冯伟");
        contact.contacts = vec![UnitId(2)];
        second.people.push(contact);
        let present = apply(&saw, &saw, first).unwrap();
        let both = apply(&saw, &present, second).unwrap();
        assert_eq!(both.units[1..], [village(2, "乙村"), village(3, "丙村")]);
        assert_eq!(both.people[2], person(3, "郑洁"));
        assert_eq!(both.people[3].id, PersonId(4));
        assert_eq!(both.people[3].contacts, [UnitId(3)], "the village of the same file");
        assert!(both.people.iter().all(|person| person.active), "who came meanwhile was not left out");
    }

    #[test]
    fn who_changes_the_same_person_to_something_else_is_told_and_who_changes_it_alike_is_not() {
        let saw = town();
        let with = |positions: Vec<Position>| {
            let mut org = saw.clone();
            org.people[1].positions = positions;
            org
        };
        let present = apply(&saw, &saw, with(vec![Position::CommissionOperator])).unwrap();
        let other = apply(&saw, &present, with(vec![Position::PartyOperator]));
        assert_eq!(other, Err(Overtaken::Person { id: PersonId(2), name: "吴波".to_owned() }));
        assert_eq!(apply(&saw, &present, with(vec![Position::CommissionOperator])), Ok(present.clone()));
        assert_eq!(apply(&saw, &present, saw.clone()), Ok(present), "an unchanged person is not reset");
    }

    #[test]
    fn who_is_left_out_is_no_longer_active_and_gives_up_the_login_to_whoever_takes_it() {
        let saw = town();
        let mut wanted = saw.clone();
        wanted.people[1].login = None;
        wanted.people.remove(0);
        let mut successor = person(9, "赵宁");
        successor.login = Some("login-吴波".to_owned());
        wanted.people[0] = successor;
        let changed = apply(&saw, &saw, wanted).unwrap();
        assert!(!changed.people[0].active);
        assert_eq!(changed.people[1].name, "赵宁", "a login means the same person under another name");
    }

    #[test]
    fn a_login_that_somebody_got_meanwhile_is_not_given_twice() {
        let saw = town();
        let newcomer = |name: &str| {
            let mut org = saw.clone();
            org.people.push(Person { login: Some("desk".to_owned()), ..person(3, name) });
            org
        };
        let present = apply(&saw, &saw, newcomer("郑洁")).unwrap();
        let second = apply(&saw, &present, newcomer("冯伟"));
        assert_eq!(second, Err(Overtaken::Person { id: PersonId(3), name: "郑洁".to_owned() }));
    }
}
