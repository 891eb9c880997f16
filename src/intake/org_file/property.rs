//! Whatever sequence of files is taken in, nobody gets the number, and with it the signatures, of another person.

use std::collections::BTreeMap;

use super::*;
use crate::domain::ids::PersonId;

const RUNS: u64 = 300;
const FILES: usize = 70;
const UNITS: [&str; 3] = ["甲村", "乙村", "丙村"];
const NAMES: [&str; 5] = ["王平", "李敏", "张伟", "赵宁", "周敏"];

/// Numbers that look random, the same for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, count: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % count as u64).unwrap()
    }

    fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == 0
    }
}

/// A human being, as those who write the files know them.
#[derive(Clone)]
struct Human {
    name: String,
    unit: usize,
    login: Option<String>,
    active: bool,
    /// Their number, once the office has one.
    id: Option<PersonId>,
}

fn entry(human: &Human, with_id: bool, renamed_from: Option<&str>) -> String {
    let mut lines = vec![
        "[[person]]".to_owned(),
        format!("name = \"{}\"", human.name),
        format!("unit = \"{}\"", UNITS[human.unit]),
    ];
    lines.extend(human.login.as_ref().map(|login| format!("login = \"{login}\"")));
    lines.extend(human.id.filter(|_| with_id).map(|id| format!("id = {}", id.0)));
    lines.extend(renamed_from.map(|name| format!("renamed_from = \"{name}\"")));
    lines.push(format!("active = {}\n\n", human.active));
    lines.join("\n")
}

struct Run {
    dice: Dice,
    humans: Vec<Human>,
    org: Org,
    logins: usize,
    taken: usize,
    refused: usize,
}

impl Run {
    /// Something happens to one or two people; what the file says of it.
    fn change(&mut self, humans: &mut Vec<Human>) -> (String, Vec<usize>) {
        let with_id = self.dice.one_in(3);
        let who = self.dice.below(humans.len().max(1));
        let what = if humans.is_empty() { 0 } else { self.dice.below(7) };
        match what {
            // Somebody comes, under a login of their own or under that of somebody who therefore leaves.
            0 | 1 => {
                let (name, unit) = (NAMES[self.dice.below(NAMES.len())].to_owned(), self.dice.below(3));
                // Of whom the name is known in the unit, a file without a number speaks of the one who is known.
                if humans.iter().any(|human| human.name == name && human.unit == unit) {
                    return (String::new(), Vec::new());
                }
                let mut login = format!("l{}", self.logins);
                self.logins += 1;
                if what == 1
                    && let Some(before) = humans[who].login.take()
                {
                    if humans[who].name == name {
                        humans[who].login = Some(before);
                        return (String::new(), Vec::new());
                    }
                    humans[who].active = false;
                    login = before;
                }
                humans.push(Human { name, unit, login: Some(login), active: true, id: None });
                let new = humans.len() - 1;
                (entry(&humans[new], false, None), vec![new])
            }
            2 => {
                let other = self.dice.below(humans.len());
                if other == who {
                    return (String::new(), Vec::new());
                }
                let login = humans[who].login.take();
                humans[who].login = std::mem::replace(&mut humans[other].login, login);
                let text = entry(&humans[who], with_id, None) + &entry(&humans[other], with_id, None);
                (text, vec![who, other])
            }
            3 => {
                humans[who].unit = self.dice.below(3);
                let has_login = humans[who].login.is_some();
                (entry(&humans[who], with_id || !has_login, None), vec![who])
            }
            4 => {
                let before =
                    std::mem::replace(&mut humans[who].name, NAMES[self.dice.below(NAMES.len())].to_owned());
                (entry(&humans[who], with_id, Some(&before)), vec![who])
            }
            5 => {
                humans[who].active = !humans[who].active;
                (entry(&humans[who], with_id, None), vec![who])
            }
            _ => {
                humans[who].login = Some(format!("l{}", self.logins));
                self.logins += 1;
                (entry(&humans[who], with_id, None), vec![who])
            }
        }
    }

    fn file(&mut self, seed: u64, number: usize) {
        let mut humans = self.humans.clone();
        let (text, about) = self.change(&mut humans);
        if text.is_empty() {
            return;
        }
        let read = OrgFile::parse(&text).and_then(|file| file.resolve(&self.org, false));
        let Ok(resolved) = read else {
            // Nothing happened that the office knows of; whoever wrote the file asks.
            self.refused += 1;
            return;
        };
        self.taken += 1;
        let mut owners: BTreeMap<PersonId, usize> = BTreeMap::new();
        for (human, of) in humans.iter().enumerate() {
            owners.extend(of.id.map(|id| (id, human)));
        }
        for human in about {
            let is_new = humans[human].id.is_none();
            let told = &humans[human];
            let fits = |person: &&crate::domain::town::org::Person| {
                person.name == told.name
                    && person.login == told.login
                    && resolved.org.unit_name(person.unit.unwrap()) == UNITS[told.unit]
                    && if is_new { self.org.person(person.id).is_none() } else { Some(person.id) == told.id }
            };
            let found = resolved.org.people.iter().find(fits);
            let found = found
                .unwrap_or_else(|| panic!("seed {seed}, file {number}: somebody else was meant\n{text}"));
            let owner = owners.get(&found.id).copied();
            assert!(owner.is_none_or(|owner| owner == human), "seed {seed}, file {number}: {text}");
            humans[human].id = Some(found.id);
        }
        let active: Vec<&str> = resolved
            .org
            .people
            .iter()
            .filter(|person| person.active)
            .filter_map(|person| person.login.as_deref())
            .collect();
        let distinct: std::collections::BTreeSet<&str> = active.iter().copied().collect();
        assert_eq!(active.len(), distinct.len(), "seed {seed}, file {number}: one login for two");
        (self.humans, self.org) = (humans, resolved.org);
    }
}

#[test]
fn no_sequence_of_files_ever_gives_one_person_the_number_of_another() {
    let (mut taken, mut refused) = (0, 0);
    for seed in 0..RUNS {
        let units = UNITS.map(|name| format!("[[unit]]\nname = \"{name}\"\nkind = \"village\"\n")).concat();
        let first = units + "[[person]]\nname = \"管理\"\nlogin = \"admin\"\n";
        let org = OrgFile::parse(&first).unwrap().resolve(&Org::default(), false).unwrap().org;
        let mut run = Run { dice: Dice(seed), humans: Vec::new(), org, logins: 0, taken: 0, refused: 0 };
        for number in 0..FILES {
            run.file(seed, number);
        }
        (taken, refused) = (taken + run.taken, refused + run.refused);
    }
    println!("{RUNS} seeds from 0: {taken} files taken, {refused} refused");
    assert!(taken > 10_000 && refused > 300, "too little was tried: {taken} taken, {refused} refused");
}
