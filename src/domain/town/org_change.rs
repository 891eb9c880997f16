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

/// The present organisation with what `wanted` changes in the one its sender `saw`. Both are told by numbers; whoever
/// has one that the sender did not see is new, and the same as somebody who came meanwhile under the same name and login.
///
/// # Errors
/// What somebody else changed meanwhile to something else.
pub fn apply(saw: &Org, present: &Org, wanted: Org) -> Result<Org, Overtaken> {
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
    changed.give_up_logins();
    refuse_shared_logins(saw, &changed)?;
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
    let seen = known.map_or((present.kind, present.active), |known| (known.kind, known.active));
    let found = (present.kind, present.active);
    let wanted = (unit.kind, unit.active);
    let fault = || Overtaken::Unit { id: present.id, name: present.name.clone() };
    let (kind, active) = match known {
        Some(_) => one_of(&seen, &found, wanted).ok_or_else(fault)?,
        // Somebody else added a unit of this name meanwhile.
        None if found == wanted => wanted,
        None => return Err(fault()),
    };
    let name = match known {
        Some(known) => one_of(&known.name, &present.name, unit.name).ok_or_else(fault)?,
        None => unit.name,
    };
    (present.kind, present.active) = (kind, active);
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

/// Two who came at the same time under one name, and not under two logins.
fn is_same(known: &Person, person: &Person) -> bool {
    let compatible = known.login == person.login || known.login.is_none() || person.login.is_none();
    known.name == person.name && known.unit == person.unit && compatible
}

/// A login that two have now was given to the other one meanwhile.
fn refuse_shared_logins(saw: &Org, changed: &Org) -> Result<(), Overtaken> {
    let mut owners: BTreeMap<&str, &Person> = BTreeMap::new();
    for person in changed.people.iter().filter(|person| person.active) {
        let Some(login) = person.login.as_deref() else { continue };
        if let Some(other) = owners.insert(login, person) {
            let had = |person: &&Person| saw.person(person.id).is_some_and(|seen| seen.login == person.login);
            let first = [other, person].into_iter().find(|person| !had(person)).unwrap_or(other);
            return Err(Overtaken::Person { id: first.id, name: first.name.clone() });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::town::former_names::FormerNames;
    use crate::domain::town::rights::Waiting;
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
        Unit { id: UnitId(id), name: name.to_owned(), kind: UnitKind::Village, active: true }
    }

    fn town() -> Org {
        Org {
            town: "镇".to_owned(),
            district: "区".to_owned(),
            units: vec![village(1, "甲村")],
            people: vec![person(1, "周敏"), person(2, "吴波")],
            delegations: Vec::new(),
            former: FormerNames::default(),
            waiting: Waiting::default(),
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
    fn two_may_exchange_their_logins_and_who_left_gives_the_login_to_whoever_takes_it() {
        let saw = town();
        let mut wanted = saw.clone();
        wanted.people[0].login.clone_from(&saw.people[1].login);
        wanted.people[1].login.clone_from(&saw.people[0].login);
        let swapped = apply(&saw, &saw, wanted.clone()).unwrap();
        assert_eq!(swapped, wanted);
        wanted.people[0].active = false;
        let successor = Person { login: wanted.people[0].login.clone(), ..person(3, "赵宁") };
        wanted.people.push(successor.clone());
        let changed = apply(&saw, &saw, wanted).unwrap();
        assert!(!changed.people[0].active);
        assert_eq!((&changed.people[0].login, &changed.people[2]), (&None, &successor));
    }

    #[test]
    fn a_login_that_was_given_to_another_meanwhile_stays_with_them() {
        let saw = town();
        let with = |place: usize, login: &str| {
            let mut org = saw.clone();
            org.people[place].login = Some(login.to_owned());
            org
        };
        let present = apply(&saw, &saw, with(0, "desk")).unwrap();
        let second = apply(&saw, &present, with(1, "desk"));
        assert_eq!(second, Err(Overtaken::Person { id: PersonId(1), name: "周敏".to_owned() }));
    }

    #[test]
    fn who_dissolves_a_unit_that_another_made_something_else_meanwhile_is_told() {
        let saw = town();
        let (mut section, mut dissolved) = (saw.clone(), saw.clone());
        section.units[0].kind = UnitKind::Section;
        dissolved.units[0].active = false;
        let present = apply(&saw, &saw, section).unwrap();
        let fault = Overtaken::Unit { id: UnitId(1), name: "甲村".to_owned() };
        assert_eq!(apply(&saw, &present, dissolved.clone()), Err(fault));
        assert!(!apply(&saw, &saw, dissolved).unwrap().units[0].active);
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
