//! Whom the entries of a file mean (`domain.md` §10 People and units): by `id`, by the name a person had before, by name
//! within the unit, by login, in this order and each for all entries before the next, so that two people may exchange
//! their logins. A wrong guess would give one person the signatures of another, so what can be meant in two ways is
//! refused.

use std::collections::BTreeSet;

use super::fault::{OrgFault, quoted};
use super::{OrgFile, PersonEntry};
use crate::domain::ids::{PersonId, UnitId};
use crate::domain::town::org::{Org, Person, Unit};

/// For each entry the person of the record whom it means; `None` for somebody new.
pub(super) fn known(
    file: &OrgFile,
    present: &Org,
    units: &[Unit],
) -> Result<Vec<Option<PersonId>>, OrgFault> {
    let mut matching = Matching { file, present, units, found: vec![None; file.people.len()] };
    matching.by_number()?;
    matching.by_former_name()?;
    matching.by_name()?;
    matching.by_login();
    Ok(matching.found)
}

struct Matching<'a> {
    file: &'a OrgFile,
    present: &'a Org,
    units: &'a [Unit],
    /// Whom each entry means, as far as that is known.
    found: Vec<Option<PersonId>>,
}

impl<'a> Matching<'a> {
    fn by_number(&mut self) -> Result<(), OrgFault> {
        for (place, entry) in self.file.people.iter().enumerate() {
            let Some(id) = &entry.id else { continue };
            let line = self.file.lines.at(&id.span());
            let number = *id.get_ref();
            let person = self
                .present
                .person(PersonId(number))
                .ok_or_else(|| OrgFault::at(line, format!("没有编号为 {number} 的人员；新来的人不写 id")))?;
            let name = entry.name.get_ref();
            let said = entry.renamed_from.as_ref().map(toml::Spanned::get_ref);
            if person.name != *name && said != Some(&person.name) {
                return Err(OrgFault::at(
                    line,
                    format!(
                        "编号 {number} 登记的是{}，这里写的是{}：同一人改了名，请加 renamed_from = \"{}\"；\
                         换成了另一个人，请删去 id",
                        quoted(&person.name),
                        quoted(name),
                        person.name
                    ),
                ));
            }
            self.found[place] = Some(person.id);
        }
        Ok(())
    }

    fn by_former_name(&mut self) -> Result<(), OrgFault> {
        for (place, entry) in self.file.people.iter().enumerate() {
            let (None, Some(formerly)) = (self.found[place], &entry.renamed_from) else { continue };
            let fits = |person: &&Person| {
                person.name == *formerly.get_ref()
                    && (person.unit == self.unit_of(entry) || has_login_of(entry, person))
            };
            let mut free = self.free().into_iter().filter(fits);
            let line = self.file.lines.at(&formerly.span());
            match (free.next(), free.next()) {
                (Some(person), None) => {
                    let id = person.id;
                    drop(free);
                    self.found[place] = Some(id);
                }
                (Some(_), Some(_)) => return Err(self.unclear(entry, formerly.get_ref(), line)),
                // A file that was taken in before renames nobody a second time.
                (None, _) if self.is_here_already(entry) => {}
                (None, _) => {
                    return Err(OrgFault::at(
                        line,
                        format!("没有原名为{}的人员，请核对 renamed_from", quoted(formerly.get_ref())),
                    ));
                }
            }
        }
        Ok(())
    }

    fn by_name(&mut self) -> Result<(), OrgFault> {
        let before = self.found.clone();
        let open = |place: &usize| before[*place].is_none();
        for place in (0..self.file.people.len()).filter(open) {
            let entry = &self.file.people[place];
            let unit = self.unit_of(entry);
            let is_same = |name: &str, other: Option<UnitId>| name == entry.name.get_ref() && other == unit;
            let mut free =
                self.free_before(&before).into_iter().filter(|person| is_same(&person.name, person.unit));
            let Some(person) = free.next() else { continue };
            let id = person.id;
            let namesake = self.file.people.iter().enumerate().any(|(other, entry)| {
                other != place && open(&other) && is_same(entry.name.get_ref(), self.unit_of(entry))
            });
            let line = self.file.lines.at(&entry.name.span());
            if free.next().is_some() || namesake || self.brings_login_of_namesake(entry, id) {
                drop(free);
                return Err(self.unclear(entry, entry.name.get_ref(), line));
            }
            drop(free);
            self.found[place] = Some(id);
        }
        Ok(())
    }

    /// Same login and name in another unit is somebody who moved; a login under another name is somebody new.
    fn by_login(&mut self) {
        for (place, entry) in self.file.people.iter().enumerate() {
            if self.found[place].is_none() {
                let moved = self
                    .free()
                    .into_iter()
                    .find(|person| person.name == *entry.name.get_ref() && has_login_of(entry, person));
                self.found[place] = moved.map(|person| person.id);
            }
        }
    }

    /// The people whom no entry means yet.
    fn free(&self) -> Vec<&'a Person> {
        self.free_before(&self.found)
    }

    fn free_before(&self, found: &[Option<PersonId>]) -> Vec<&'a Person> {
        let taken: BTreeSet<PersonId> = found.iter().flatten().copied().collect();
        self.present.people.iter().filter(|person| !taken.contains(&person.id)).collect()
    }

    fn unit_of(&self, entry: &PersonEntry) -> Option<UnitId> {
        let name = entry.unit.as_ref()?;
        self.units.iter().find(|unit| unit.name == *name.get_ref()).map(|unit| unit.id)
    }

    /// Whether the login of the entry is that of somebody else of the same name, who may have moved here.
    fn brings_login_of_namesake(&self, entry: &PersonEntry, found: PersonId) -> bool {
        self.present.people.iter().any(|person| {
            person.id != found && person.name == *entry.name.get_ref() && has_login_of(entry, person)
        })
    }

    fn is_here_already(&self, entry: &PersonEntry) -> bool {
        self.present.people.iter().any(|person| {
            person.name == *entry.name.get_ref()
                && (person.unit == self.unit_of(entry) || has_login_of(entry, person))
        })
    }

    fn unclear(&self, entry: &PersonEntry, name: &str, line: usize) -> OrgFault {
        let unit = entry.unit.as_ref().map_or("没有单位的人员里", |unit| unit.get_ref().as_str());
        let known: Vec<String> = self
            .present
            .people
            .iter()
            .filter(|person| person.name == name)
            .map(|person| format!("id = {}（{}）", person.id.0, self.told(person)))
            .collect();
        OrgFault::at(
            line,
            format!(
                "{unit}叫{}的不止一人，看不出是哪一位，请写明编号：{}；新来的一位不写",
                quoted(name),
                known.join("、")
            ),
        )
    }

    fn told(&self, person: &Person) -> String {
        let unit = person.unit.map_or("没有单位", |unit| self.present.unit_name(unit));
        let login =
            person.login.as_deref().map_or("没有登录名".to_owned(), |login| format!("登录名 {login}"));
        format!("{unit}，{login}{}", if person.active { "" } else { "，已离岗" })
    }
}

fn has_login_of(entry: &PersonEntry, person: &Person) -> bool {
    entry.login.as_ref().is_some_and(|login| person.login.as_deref() == Some(login.get_ref()))
}
