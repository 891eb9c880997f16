//! Looking back over random states: what a case was on an earlier day equals what a copy of the database shows that was
//! taken at that day's end, for everybody who has the same rights and where nothing was erased since.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::super::{CaseAsOf, Office, OfficeError};
use super::lively::Lively;
use super::often;
use crate::actions::{Answers, find};
use crate::domain::case::Case;
use crate::domain::case::repeats::Repeat;
use crate::domain::ids::{CaseId, ChainPlace, PersonId};
use crate::domain::refusal::RefusalCode;
use crate::domain::time::{Date, Moment};
use crate::domain::view::detail::CaseDetail;
use crate::store::StoreError;

/// What was compared, so that a run in which nothing was shows.
#[derive(Debug, Default)]
struct Compared {
    same: u32,
    erased: u32,
    kept_from: u32,
    not_theirs: u32,
}

/// A town with a copy of its database for each of its days.
struct LookingBack {
    town: Lively,
    copies: tempfile::TempDir,
    ends: BTreeMap<Date, PathBuf>,
    settings: u32,
    /// Whether it is the small town whose villages the made-up complaints name.
    is_small: bool,
}

impl LookingBack {
    fn over(town: Lively, is_small: bool) -> Self {
        let copies = tempfile::tempdir().unwrap();
        Self { town, copies, ends: BTreeMap::new(), settings: 0, is_small }
    }

    /// Copies the database over the copy of the same day: the last one of a day is that of its end.
    fn copy(&mut self) {
        let day = self.town.now.date();
        let from = self.town.office.store.path();
        let to = self.copies.path().join(format!("{day}.db"));
        for ending in ["", "-wal"] {
            let part = |path: &Path| PathBuf::from(format!("{}{ending}", path.display()));
            std::fs::copy(part(from), part(&to)).unwrap();
        }
        self.ends.insert(day, to);
    }

    /// A setting by which limits and clocks are read.
    fn set_something(&mut self) {
        self.settings += 1;
        let (key, value) = match self.settings % 3 {
            0 => ("closing_hour", if self.settings.is_multiple_of(2) { "24:00" } else { "18:00" }),
            1 => ("approaching_short_working_days", if self.settings.is_multiple_of(2) { "1" } else { "3" }),
            _ => ("close_without_evaluation_after_working_days", "7"),
        };
        self.town.office.act_as_person(PersonId(1)).unwrap();
        let answers = Answers::none().with("key", key).with("value", value);
        let id = format!("setting-{}", self.settings);
        let act = find("set_setting").unwrap();
        let done = self.town.office.perform_town(&id, act, &answers, self.town.now);
        if done.is_ok() {
            *self.town.done.entry("set_setting").or_default() += 1;
        }
    }

    fn live(&mut self, steps: u32) {
        for _ in 0..steps {
            let dice = &mut self.town.dice;
            let [posts, setting, complaint] = [10, 12, 12].map(|sides| dice.one_in(sides));
            if posts {
                self.town.change_posts();
            } else if setting {
                self.set_something();
            } else if complaint && self.is_small {
                self.town.register();
            } else {
                self.town.step();
            }
            self.copy();
        }
    }

    /// Compares on every day for everybody every case, or one out of so many.
    fn compare(&mut self, one_of: i64, compared: &mut Compared) {
        let now = self.town.now;
        for (turn, (day, path)) in (0..).zip(&self.ends) {
            let mut copy = Office::open(path, &self.login(), "test").unwrap();
            let end = Moment::at(*day, 23, 59, 59).unwrap().min(now);
            let cases: Vec<CaseId> =
                cases_of(&copy).into_iter().filter(|id| (id.0 + turn) % one_of == 0).collect();
            for person in self.town.people() {
                let org = self.town.office.desk(now).org;
                let then = copy.desk(end).org;
                // Whoever has other rights now sees other things.
                if then.person(person) != org.person(person) || copy.act_as_person(person).is_err() {
                    continue;
                }
                self.town.office.act_as_person(person).unwrap();
                for id in &cases {
                    let shown = copy.open_case(*id, end);
                    self.compare_one(*id, *day, (&copy, shown), compared);
                }
            }
        }
    }

    fn login(&self) -> String {
        let org = self.town.office.desk(self.town.now).org;
        org.person(PersonId(1)).unwrap().login.clone().unwrap()
    }

    fn compare_one(
        &self,
        id: CaseId,
        day: Date,
        (copy, shown): (&Office, Result<CaseDetail, OfficeError>),
        compared: &mut Compared,
    ) {
        let office = &self.town.office;
        let (name, now) = (&office.actor.name, self.town.now);
        let back = office.case_as_of(id, day, now);
        let is_seen_today = office.open_case(id, now).is_ok();
        match (back, shown) {
            (Ok(back), Ok(shown)) => {
                assert!(is_seen_today, "{name} {id:?}");
                if back.erased_since {
                    compared.erased += 1;
                    assert_eq!(back.detail.history.len(), shown.history.len());
                } else if self.sees_the_same_of_others(id, (copy, back.desk.now)) {
                    compared.same += 1;
                    self.compare_shown(&back, &CaseDetail { usual: Vec::new(), ..shown }, copy);
                }
            }
            // Whom a case was about nobody knows any more once that was erased; today they see that it was sealed.
            (Ok(back), Err(_)) if back.erased_since => compared.erased += 1,
            (Ok(_), Err(_)) => {
                // The case came to them only later; they see all of it today.
                compared.not_theirs += 1;
                let read = copy.store.read(|snapshot| snapshot.case(id)).unwrap().unwrap();
                let case: &Case = &read.in_full().case;
                assert!(!copy.sight_on(day).is_ok_and(|sight| sight.is_kept_from(case, &copy.org)), "{name}");
            }
            (Err(OfficeError::Refused(refusal)), shown) => {
                let is_kept = refusal.code == RefusalCode::Recused;
                assert_eq!(is_seen_today, is_kept, "{name} {id:?} {day}: {refusal:?}");
                assert!(!is_kept || shown.is_err(), "{name} {id:?} {day}");
                compared.kept_from += u32::from(is_kept);
            }
            (Err(other), _) => panic!("{other}"),
        }
    }

    /// Whether the linked cases are as much the reader's today as they were: a number is shown to whoever may see it today.
    fn sees_the_same_of_others(&self, id: CaseId, (copy, then): (&Office, Moment)) -> bool {
        let read = copy.store.read(|snapshot| snapshot.case(id)).unwrap().unwrap();
        let linked = read.in_full().linked();
        let is_seen = |office: &Office, id, at| office.open_case(id, at).is_ok();
        linked
            .into_iter()
            .all(|(id, _)| is_seen(copy, id, then) == is_seen(&self.town.office, id, self.town.now))
    }

    fn compare_shown(&self, back: &CaseAsOf, shown: &CaseDetail, copy: &Office) {
        let told = format!("{} {} {}", self.town.office.actor.name, shown.case.case_no, back.day);
        // So are likely repeats that came to the reader only later, or are theirs no more. Of one that was erased since
        // nobody knows any more what made it one.
        let place = ChainPlace(i64::try_from(back.head.count).unwrap());
        let read = |id| self.town.office.store.read(|snapshot| snapshot.case(id)).unwrap().unwrap();
        let only = |detail: &CaseDetail, office: &Office, at| {
            let seen = |repeat: &&Repeat| {
                office.open_case(repeat.case, at).is_ok() && !read(repeat.case).was_erased_since(place)
            };
            let repeats = detail.repeats.iter().filter(seen).cloned().collect();
            CaseDetail { repeats, ..detail.clone() }
        };
        let (back_seen, now) = (only(&back.detail, copy, back.desk.now), self.town.now);
        let shown = only(shown, &self.town.office, now);
        assert_eq!(back_seen.repeats, shown.repeats, "{told}");
        assert_eq!(back_seen, shown, "{told}");
        let then = copy.desk(back.desk.now);
        assert_eq!(back.desk.org, then.org, "{told}");
        assert_eq!(back.desk.settings, then.settings, "{told}");
        assert_eq!(back.desk.calendar, then.calendar, "{told}");
        assert_eq!(back.desk.templates, then.templates, "{told}");
        let head = copy.head().unwrap();
        assert_eq!((back.head.count, &back.head.hash), (head.count, &head.hash), "{told}");
    }
}

fn cases_of(office: &Office) -> Vec<CaseId> {
    let mut cases = Vec::new();
    let every = CaseId(1)..=CaseId(i64::MAX);
    office
        .store
        .read(|snapshot| {
            snapshot.each_case_as_of(every, ChainPlace::NEXT, |read| {
                cases.push(read.in_full().case.id);
                Ok::<_, StoreError>(())
            })
        })
        .unwrap();
    cases
}

#[test]
fn a_case_as_of_a_day_is_what_a_copy_of_that_days_end_shows() {
    let mut compared = Compared::default();
    let mut done: BTreeMap<&str, u32> = BTreeMap::new();
    for seed in 0..often(5, 25) {
        let outcome = std::panic::catch_unwind(|| {
            let mut back = LookingBack::over(Lively::random(0xa5 + seed), true);
            back.live(90);
            let mut compared = Compared::default();
            back.compare(1, &mut compared);
            (compared, back.town.done)
        });
        let Ok((of_town, acts)) = outcome else { panic!("seed {seed}") };
        compared.same += of_town.same;
        compared.erased += of_town.erased;
        compared.kept_from += of_town.kept_from;
        compared.not_theirs += of_town.not_theirs;
        for (code, times) in acts {
            *done.entry(code).or_default() += times;
        }
    }
    println!("{compared:?} {done:?}");
    assert!(compared.same > 500 && compared.kept_from + compared.not_theirs > 10, "{compared:?}");
    assert!(done.len() > 15, "{done:?}");
}

#[test]
fn a_long_case_as_of_a_day_is_what_a_copy_of_that_days_end_shows() {
    let mut back = LookingBack::over(Lively::practice(0xb5), false);
    back.copy();
    back.live(60);
    let mut compared = Compared::default();
    back.compare(24, &mut compared);
    println!("{compared:?} {:?}", back.town.done);
    assert!(compared.same > 200 && back.ends.len() > 4, "{compared:?}");
}
