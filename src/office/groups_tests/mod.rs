//! The inbox by groups over random states: random acts by random people, in the full practice town and in towns whose
//! posts are filled at random. Whatever is done, every open case stands in one group for whoever has groups, and no
//! open case is nobody's. In such a town it is also tried whether earlier days can be looked back at.

mod as_of;
pub(crate) mod lively;

use std::collections::{BTreeMap, BTreeSet};

use crate::actions::Act;
use crate::actions::next_step::{at_hand_of, next_step};
use crate::domain::code::Coded as _;
use crate::domain::ids::CaseId;
use crate::domain::town::waits::WaitsFor;
use crate::domain::view::filter::Term;
use crate::domain::view::listing::{From, ListRow, View};
use crate::domain::words::{Group, Position};
use lively::{Lively, query};

impl Lively {
    /// What holds of the lists at any time. Gives how many people have groups.
    fn check(&mut self) -> usize {
        let (mut open, mut taken, mut with_groups) = (BTreeSet::new(), BTreeSet::new(), 0);
        for person in self.people() {
            self.office.act_as_person(person).unwrap();
            let Ok(rows) = self.rows(View::Today, &[]) else { continue };
            self.check_list(&rows);
            open.extend(ids(&rows));
            let is_taken = |row: &&ListRow| matches!(row.group, Some(Group::Mine | Group::AwaitingWord));
            taken.extend(rows.iter().filter(is_taken).map(|row| row.id));
            with_groups += usize::from(rows.iter().any(|row| row.group.is_some()));
        }
        let nobodys: Vec<String> = open.difference(&taken).map(|id| self.told(*id)).collect();
        assert!(nobodys.is_empty(), "nobody's:\n{}", nobodys.join("\n"));
        with_groups
    }

    /// Whoever has a case among what is theirs may do what lies at hand in it, unless nobody may (岗位空缺); and whoever
    /// handles for a unit has every case that they may go on with.
    fn check_acts(&mut self) {
        let (mut possible, mut in_vain) = (BTreeSet::new(), BTreeMap::new());
        for person in self.people() {
            self.office.act_as_person(person).unwrap();
            let Ok(rows) = self.rows(View::Today, &[]) else { continue };
            let desk = self.office.desk(self.now);
            let only_handles =
                desk.actor.positions == [Position::Handler] && !desk.actor.title(&desk.org).contains('、');
            for row in rows {
                let case = self.office.open_case(row.id, self.now).unwrap().case;
                let allowed = |act: &Act| act.allowed(&case, &desk.context()).is_ok();
                let may = at_hand_of(&case, &desk.context()).is_some_and(allowed);
                match row.group {
                    Some(Group::Mine) if may => {
                        possible.insert(row.id);
                    }
                    Some(Group::Mine) => {
                        in_vain.insert(row.id, desk.actor.name.clone());
                    }
                    Some(Group::ToUrge | Group::Others | Group::AwaitingWord) | None => {
                        let is_free = case.handler.is_none_or(|handler| handler == person);
                        let goes_on = only_handles && is_free && next_step(&case).is_some_and(allowed);
                        assert!(!goes_on, "{} goes on with {}", desk.actor.name, self.told(row.id));
                    }
                }
            }
        }
        in_vain.retain(|id, _| possible.contains(id));
        let told: Vec<String> =
            in_vain.iter().map(|(id, who)| format!("{who}: {}", self.told(*id))).collect();
        assert!(told.is_empty(), "they may not do what is theirs:\n{}", told.join("\n"));
    }

    /// The list of whoever looks now: each open case that they may see once, in one group, counted with the others.
    fn check_list(&self, rows: &[ListRow]) {
        let desk = self.office.desk(self.now);
        let who = &desk.actor.name;
        assert_eq!(ids(rows).len(), rows.len(), "{who}: no case stands twice");
        let open = self.rows(View::All, &[Term::Open]).unwrap();
        assert_eq!(ids(rows), ids(&open), "{who}");
        let counts =
            self.office.overview(&query(View::Today, Vec::new(), From::Top), self.now).unwrap().counts;
        if counts.groups.is_empty() {
            assert!(rows.iter().all(|row| row.group.is_none()), "{who}: whoever only watches has one list");
            return;
        }
        let place = |row: &ListRow| Group::ALL.iter().position(|group| Some(*group) == row.group);
        let places: Vec<usize> = rows.iter().map(|row| place(row).expect("a case has its group")).collect();
        assert!(places.is_sorted(), "{who}: the groups follow one another");
        for group in Group::ALL {
            let standing: Vec<ListRow> =
                rows.iter().filter(|row| row.group == Some(*group)).cloned().collect();
            assert_eq!(counts.of_group(*group), standing.len() as u64, "{who} {group:?}");
            let filtered = self.rows(View::All, &[Term::In(*group)]).unwrap();
            assert_eq!(ids(&filtered), ids(&standing), "{who} {group:?}");
        }
    }

    /// A case and whom it waits for, for whoever reads the failure.
    fn told(&self, id: CaseId) -> String {
        let org = self.office.desk(self.now).org;
        let read = self.office.store.read(|snapshot| snapshot.case(id)).unwrap();
        let case = read.unwrap().in_full().case.clone();
        let awaited = case.waits_for(&org);
        let people = awaited.iter().flat_map(WaitsFor::people).filter_map(|id| org.person(*id));
        let titles: Vec<String> =
            people.map(|person| format!("{} {}", person.active, person.title(&org))).collect();
        format!("{} {:?} waits for {awaited:?} ({titles:?})", case.case_no, case.stage)
    }
}

fn ids(rows: &[ListRow]) -> BTreeSet<CaseId> {
    rows.iter().map(|row| row.id).collect()
}

/// How often something is tried: often where `YDT_LONG=1` asks for the long proof.
pub(crate) fn often(short: u64, long: u64) -> u64 {
    if std::env::var_os("YDT_LONG").is_some() { long } else { short }
}

#[test]
fn after_random_acts_in_the_practice_town_every_open_case_stands_in_one_group_and_is_somebodys() {
    let mut town = Lively::practice(0x91);
    for _ in 0..often(4, 6) {
        for _ in 0..40 {
            town.step();
        }
        assert!(town.check() >= 8);
    }
    println!("{:?}", town.done);
    assert!(town.done.values().sum::<u32>() > 100 && town.done.len() > 10, "{:?}", town.done);
}

#[test]
fn whoever_holds_the_posts_of_a_town_every_open_case_stands_in_one_group_and_is_somebodys() {
    let mut done: BTreeMap<&str, u32> = BTreeMap::new();
    for seed in 0..often(12, 24) {
        let outcome = std::panic::catch_unwind(|| {
            let mut town = Lively::random(seed);
            for _ in 0..5 {
                for _ in 0..25 {
                    if town.dice.one_in(12) {
                        town.change_posts();
                    } else {
                        town.step();
                    }
                }
                assert!(town.check() >= 1);
                town.check_acts();
                town.register();
            }
            town.done
        });
        let Ok(of_town) = outcome else { panic!("seed {seed}") };
        for (code, times) in of_town {
            *done.entry(code).or_default() += times;
        }
    }
    println!("{done:?}");
    assert!(done.values().sum::<u32>() > 500 && done.len() > 15, "{done:?}");
}
