//! A town that lives on at random: whoever works there does what may be done, posts change hands, days go by.

use std::collections::BTreeMap;

use super::super::{NewTown, Office, OfficeError, PerformRequest, Practice};
use crate::actions::next_step::next_step;
use crate::actions::{Act, Answers, Field, FieldKind, delegate, find, on_case_menu, set_person};
use crate::domain::ids::{CaseId, PersonId, UnitId};
use crate::domain::time::Moment;
use crate::domain::town::org::{Org, Person, Unit};
use crate::domain::view::filter::{Filter, Term};
use crate::domain::view::listing::{From, ListQuery, ListRow, Sort, View};
use crate::domain::words::{Group, Position, UnitKind};

/// `SplitMix64`: enough disorder, and the same on every machine.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((word ^ (word >> 31)) % u64::try_from(sides).unwrap()).unwrap()
    }

    pub(crate) fn one_in(&mut self, sides: usize) -> bool {
        self.roll(sides) == 0
    }

    pub(crate) fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.roll(from.len())]
    }
}

/// A town that lives on at random.
pub(crate) struct Lively {
    _home: tempfile::TempDir,
    pub(crate) office: Office,
    pub(crate) now: Moment,
    pub(crate) dice: Dice,
    pub(crate) done: BTreeMap<&'static str, u32>,
    commands: u32,
}

pub(super) fn query(view: View, terms: Vec<Term>, from: From) -> ListQuery {
    ListQuery { view, filter: Filter { terms }, sort: Sort::Urgency, from, limit: 200 }
}

impl Lively {
    pub(super) fn practice(seed: u64) -> Self {
        let home = tempfile::tempdir().unwrap();
        let now = Moment::parse("2026-11-25 10:00").unwrap();
        let path = home.path().join("ydt.db");
        let office = Office::create_practice(&path, "learner", Practice::Busy, "test", now).unwrap();
        Self::on(home, office, now, Dice(seed))
    }

    /// A town whose posts are filled at random, with a few complaints.
    pub(crate) fn random(seed: u64) -> Self {
        let mut dice = Dice(seed);
        let org = random_org(&mut dice);
        let mut town = Self::with(org, dice);
        for _ in 0..6 {
            town.register();
        }
        town
    }

    /// A town with somebody in every post, and nothing to do yet.
    pub(crate) fn staffed(seed: u64) -> Self {
        let mut dice = Dice(seed);
        let mut org = random_org(&mut dice);
        let posts = [
            (vec![Position::CommissionOperator, Position::Administrator], 1, false),
            (vec![Position::PartyOperator], 2, false),
            (vec![Position::DisciplineSecretary], 1, false),
            (vec![Position::PrincipalLeader], 2, false),
            (Vec::new(), 2, true),
            (vec![Position::Handler], 3, false),
            (vec![Position::Handler], 5, false),
            (vec![Position::Handler], 6, false),
        ];
        for (person, (positions, unit, leads)) in org.people.iter_mut().zip(posts) {
            let led = |units: [i64; 2]| units.into_iter().filter(|_| leads).map(UnitId).collect();
            (person.leads, person.contacts) = (led([3, 4]), led([5, 6]));
            (person.positions, person.unit) = (positions, Some(UnitId(unit)));
        }
        Self::with(org, dice)
    }

    fn with(org: Org, dice: Dice) -> Self {
        let home = tempfile::tempdir().unwrap();
        let now = Moment::parse("2026-11-16 09:00").unwrap();
        let new = NewTown {
            town: "建胜镇".to_owned(),
            district: "大渡口区".to_owned(),
            login: "p1".to_owned(),
            name: "赵甲".to_owned(),
            sandbox: true,
            org: Some(org),
        };
        let office = Office::create(&home.path().join("ydt.db"), new, "test", now).unwrap();
        Self::on(home, office, now, dice)
    }

    fn on(home: tempfile::TempDir, office: Office, now: Moment, dice: Dice) -> Self {
        Self { _home: home, office, now, dice, done: BTreeMap::new(), commands: 0 }
    }

    /// People who may sit at the console.
    pub(super) fn people(&self) -> Vec<PersonId> {
        let org = self.office.desk(self.now).org;
        org.people.iter().filter(|person| person.active).map(|person| person.id).collect()
    }

    pub(crate) fn register(&mut self) {
        self.register_with(&[]);
    }

    /// Registers a complaint of which more is known, or something else.
    pub(crate) fn register_with(&mut self, more: &[(&'static str, String)]) {
        let now = self.now.minute();
        let mut answers = Answers::none()
            .with("title", "路灯不亮")
            .with("content", "村口的路灯坏了两个月。")
            .with("complained_at", now.as_str())
            .with("village", "一村");
        if self.dice.one_in(3) {
            answers = answers.with("respondent", self.somebody());
        }
        for (name, value) in more {
            answers = answers.with(name, value.as_str());
        }
        let operators: Vec<PersonId> = {
            let org = self.office.desk(self.now).org;
            org.holders(Position::CommissionOperator, None).map(|person| person.id).collect()
        };
        let operator = *self.dice.pick(&operators);
        self.office.act_as_person(operator).unwrap();
        self.perform(find("register").unwrap(), None, answers).unwrap();
    }

    fn perform(&mut self, act: &Act, case: Option<CaseId>, answers: Answers) -> Result<(), OfficeError> {
        self.commands += 1;
        let request = PerformRequest {
            act: format!("random-{}", self.commands),
            case,
            seen_seq: None,
            action: act.code.to_owned(),
            answers,
        };
        self.office.perform(&request, self.now).map(|_| ())
    }

    fn somebody(&mut self) -> String {
        let org = self.office.desk(self.now).org;
        self.dice.pick(&org.people).name.clone()
    }

    fn answer(&mut self, field: &Field) -> String {
        let org = self.office.desk(self.now).org;
        match field.kind {
            FieldKind::Line if field.name == "respondents" => "无".to_owned(),
            FieldKind::Line | FieldKind::People(_) | FieldKind::Prose => {
                format!("情况已核实，第{}次。", self.commands)
            }
            // Half of all cases leaving for the district would be too many to see much of the others.
            FieldKind::Choice(_) if field.name == "scope" && !self.dice.one_in(8) => {
                "matters_list".to_owned()
            }
            FieldKind::Choice(words) | FieldKind::Several(words) => self.dice.pick(&words()).code.to_owned(),
            FieldKind::Unit(kinds) => {
                let fits = |unit: &&Unit| kinds.is_empty() || kinds.contains(&unit.kind);
                let units: Vec<&Unit> = org.units.iter().filter(fits).collect();
                self.dice.pick(&units).name.clone()
            }
            FieldKind::Person(_) => self.somebody(),
            FieldKind::Date => self.around_now().date().to_string(),
            FieldKind::Moment => self.around_now().to_string(),
            FieldKind::Count => (1 + self.dice.roll(5)).to_string(),
            FieldKind::Case
            | FieldKind::Cases
            | FieldKind::Alert
            | FieldKind::Setting
            | FieldKind::File(_) => "2026-0001".to_owned(),
            FieldKind::Flag if field.name == "confirm_leading_group" => "是".to_owned(),
            FieldKind::Flag => (*self.dice.pick(&["是", "否"])).to_owned(),
        }
    }

    fn around_now(&mut self) -> Moment {
        let hours = i64::try_from(self.dice.roll(96)).unwrap() - 80;
        self.now.plus_seconds(hours * 3_600)
    }

    /// One act on one case by somebody who may do it, if there is one.
    pub(crate) fn step(&mut self) {
        let hours = *self.dice.pick(&[0, 0, 1, 2, 5, 15, 30]);
        self.now = self.now.plus_seconds(hours * 3_600 + 60);
        let people = self.people();
        let person = *self.dice.pick(&people);
        self.office.act_as_person(person).unwrap();
        let Ok(rows) = self.rows(View::Today, &[]) else { return };
        let Some(row) = self.chosen(&rows) else { return };
        self.act_on(&row);
    }

    /// One act by somebody who has something to do, on what is theirs to do or waits for the complainant's word.
    pub(crate) fn busy_step(&mut self) {
        let hours = *self.dice.pick(&[0, 1, 3, 7, 16]);
        self.now = self.now.plus_seconds(hours * 3_600 + 60);
        let mut people = self.people();
        let first = self.dice.roll(people.len());
        people.rotate_left(first);
        for person in people {
            self.office.act_as_person(person).unwrap();
            let mut rows = self.rows(View::Today, &[]).unwrap_or_default();
            rows.retain(|row| matches!(row.group, Some(Group::Mine | Group::AwaitingWord)));
            if !rows.is_empty() {
                let row = self.dice.pick(&rows).clone();
                return self.act_on(&row);
            }
        }
    }

    /// One act on this case by whoever sits at the console, if there is one.
    fn act_on(&mut self, row: &ListRow) {
        let case = self.office.open_case(row.id, self.now).unwrap().case;
        let desk = self.office.desk(self.now);
        // Ending a case early would leave little to see.
        let ends = ["withdraw", "report_up", "merge", "seal"];
        let is_dull = |act: &&Act| ends.contains(&act.code) || act.code == "reveal_identity";
        let allowed: Vec<&'static Act> = on_case_menu()
            // There are no files here that could be attached.
            .filter(|act| act.attachment_field().is_none())
            .filter(|act| act.allowed(&case, &desk.context()).is_ok())
            .collect();
        let lively: Vec<&'static Act> = allowed.iter().copied().filter(|act| !is_dull(act)).collect();
        let from = if self.dice.one_in(12) { &allowed } else { &lively };
        let act = match next_step(&case).filter(|next| allowed.contains(next)) {
            Some(next) if !self.dice.one_in(3) => next,
            Some(_) | None if from.is_empty() => return,
            Some(_) | None => *self.dice.pick(from),
        };
        let mut answers = act.prefill(&case, &desk.context());
        for field in act.fields() {
            let is_filled = answers.text(field.name).is_some();
            if !is_filled && (field.required || self.dice.one_in(12)) {
                answers = answers.with(field.name, self.answer(field));
            }
        }
        self.insist(act, row.id, answers);
    }

    /// Does it, and answers anew what a refusal names, a few times.
    fn insist(&mut self, act: &'static Act, case: CaseId, mut answers: Answers) {
        for _ in 0..8 {
            let refusal = match self.perform(act, Some(case), answers.clone()) {
                Ok(()) => {
                    *self.done.entry(act.code).or_default() += 1;
                    return;
                }
                Err(OfficeError::Refused(refusal)) => refusal,
                Err(other) => panic!("{}: {other}", act.code),
            };
            let named = act.fields().iter().find(|field| refusal.field.as_deref() == Some(field.name));
            let Some(field) = named else { return };
            let is_filled = answers.text(field.name).is_some();
            let answer = if is_filled && !field.required { String::new() } else { self.answer(field) };
            answers = answers.with(field.name, answer);
        }
    }

    /// Somebody's posts change, or a leader names who signs for them.
    pub(super) fn change_posts(&mut self) {
        let org = self.office.desk(self.now).org;
        self.commands += 1;
        let id = format!("town-{}", self.commands);
        let person = self.dice.pick(&org.people).clone();
        let (actor, act, answers) = if self.dice.one_in(2) {
            let days = (self.now.date(), self.now.plus_seconds(3 * 86_400).date());
            let leader = *self.dice.pick(&self.people());
            (leader, &delegate::ACT, delegate::answers(&person, days.0, days.1))
        } else {
            let wanted = random_person(person.id.0, &person.name, &mut self.dice);
            let leaves = if self.dice.one_in(3) { "是" } else { "否" };
            (PersonId(1), &set_person::ACT, set_person::answers(&wanted, &org).with("leave", leaves))
        };
        self.office.act_as_person(actor).unwrap();
        if self.office.perform_town(&id, act, &answers, self.now).is_ok() {
            *self.done.entry(act.code).or_default() += 1;
        }
    }

    /// A case, more often than not one of those that are theirs to do.
    fn chosen(&mut self, rows: &[ListRow]) -> Option<ListRow> {
        let own: Vec<ListRow> = rows.iter().filter(|row| row.group == Some(Group::Mine)).cloned().collect();
        let from = if own.is_empty() || self.dice.one_in(4) { rows } else { &own };
        (!from.is_empty()).then(|| self.dice.pick(from).clone())
    }

    /// The whole list as the console pages through it.
    pub(crate) fn rows(&self, view: View, terms: &[Term]) -> Result<Vec<ListRow>, OfficeError> {
        let mut rows: Vec<ListRow> = Vec::new();
        let mut from = From::Top;
        loop {
            let page = self.office.list(&query(view, terms.to_vec(), from), self.now)?;
            rows.extend(page.rows);
            match rows.last() {
                Some(last) if !page.at_bottom => from = From::After(last.key.clone()),
                Some(_) | None => return Ok(rows),
            }
        }
    }
}

/// Four units, and eight people each of whom holds what the dice say. The first is the operator, because nobody else
/// could register anything.
fn random_org(dice: &mut Dice) -> Org {
    let unit = |id: i64, name: &str, kind| Unit { id: UnitId(id), name: name.to_owned(), kind, active: true };
    let units = vec![
        unit(1, "镇纪委", UnitKind::Commission),
        unit(2, "镇党委", UnitKind::PartyCommittee),
        unit(3, "一办", UnitKind::Section),
        unit(4, "二办", UnitKind::Section),
        unit(5, "一村", UnitKind::Village),
        unit(6, "二村", UnitKind::Village),
    ];
    let names = ["赵甲", "钱乙", "孙丙", "李丁", "周戊", "吴己", "郑庚", "王辛"];
    let people = (1..).zip(names).map(|(id, name)| random_person(id, name, dice)).collect();
    Org { town: "建胜镇".to_owned(), district: "大渡口区".to_owned(), units, people, ..Org::default() }
}

fn random_person(id: i64, name: &str, dice: &mut Dice) -> Person {
    let own = [
        Position::CommissionOperator,
        Position::PartyOperator,
        Position::Handler,
        Position::DisciplineSecretary,
        Position::PrincipalLeader,
    ];
    let mut positions: Vec<Position> = own.into_iter().filter(|_| dice.one_in(4)).collect();
    if id == 1 {
        positions.extend([Position::CommissionOperator, Position::Administrator]);
    } else if dice.one_in(6) {
        positions.push(Position::Auditor);
    }
    positions.sort_unstable();
    positions.dedup();
    // Whoever looks after the others' work does none of it.
    let watches = id != 1 && positions.contains(&Position::Auditor);
    if watches {
        positions.retain(|position| *position == Position::Auditor);
    }
    let some = |dice: &mut Dice, units: [i64; 2]| -> Vec<UnitId> {
        units.into_iter().filter(|_| dice.one_in(4) && !watches).map(UnitId).collect()
    };
    Person {
        id: PersonId(id),
        name: name.to_owned(),
        login: Some(format!("p{id}")),
        unit: Some(UnitId(*dice.pick(&[1, 3, 4, 5, 6]))),
        positions,
        leads: some(dice, [3, 4]),
        contacts: some(dice, [5, 6]),
        active: true,
    }
}
