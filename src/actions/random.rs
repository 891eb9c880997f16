//! Random commands by random people: whatever they do, the record and the state keep the promises of `domain.md`.
//! Every failure names the seed of its run and the number of the command.

mod promises;
mod recusal;

use std::collections::BTreeMap;

use super::fixtures::Bench;
use super::fixtures::people::{OPERATOR, drafted, named, shared_town};
use super::{ACTS, Act, CaseAct, Field, FieldKind, find, on_case_menu};
use crate::actions::next_step::next_step;
use crate::domain::case::Case;
use crate::domain::context::{Brought, Context};
use crate::domain::event::evolve;
use crate::domain::event::{CaseEvent, Recorded};
use crate::domain::paper::PaperKind;
use crate::domain::sight::Sight;
use crate::domain::time::Moment;
use crate::domain::town::org::Person;
use crate::domain::town::settings::HandlingStop;
use promises::{check_awaited, check_signatures, check_state, check_step};
use recusal::check_recusal;

/// So many are enough for 20,000 commands, among them every act.
const RUNS: u64 = 600;
/// And so many where `YDT_LONG=1` asks for the long proof.
const MANY_RUNS: u64 = 1_200;
const COMMANDS: u32 = 70;

/// `SplitMix64`: enough disorder, and the same on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut word = self.0;
        word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((word ^ (word >> 31)) % u64::try_from(sides).unwrap()).unwrap()
    }

    fn one_in(&mut self, sides: usize) -> bool {
        self.roll(sides) == 0
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.roll(from.len())]
    }

    fn choose(&mut self, from: &[&'static Act]) -> &'static Act {
        from[self.roll(from.len())]
    }
}

/// Where a run stands: the case, the time, and texts that are never the same twice.
struct Run {
    bench: Bench,
    dice: Dice,
    now: Moment,
    texts: u32,
    done: BTreeMap<&'static str, u32>,
}

impl Run {
    fn new(seed: u64) -> Self {
        Self::from(seed, Bench::unborn(), "2026-11-16 09:00")
    }

    /// Beginning further on, so that what follows late in a case is tried often too.
    fn further_on(seed: u64) -> Self {
        let start = match seed % 7 {
            0 => Bench::closed(),
            1 => Bench::delivered(),
            2 => Bench::reply_submitted(),
            3 => Bench::in_section(),
            4 => Bench::clue_signed(),
            // Urged in writing a week ago.
            5 if seed.is_multiple_of(3) => {
                return Self::from(seed, Bench::urged_in_writing(), "2026-12-09 10:00");
            }
            _ => return Self::new(seed),
        };
        Self::from(seed, start, "2026-11-17 10:00")
    }

    fn from(seed: u64, start: Bench, now: &str) -> Self {
        let now = super::fixtures::moment(now);
        let is_new = start.case.seq == 0;
        let mut bench = Bench { other: Some(Bench::another()), org: shared_town(), ..start };
        // In the others the limit has been running on after the reply.
        if is_new && seed.is_multiple_of(3) {
            bench.settings.handling_clock_stops_at = HandlingStop::Reply;
        }
        Self { bench, dice: Dice(seed), now, texts: 0, done: BTreeMap::new() }
    }

    fn text(&mut self) -> String {
        self.texts += 1;
        format!("〖{}〗", self.texts)
    }

    /// A person, more often than not one who may.
    fn actor(&mut self, action: &Act) -> String {
        let org = &self.bench.org;
        let may: Vec<&str> = org
            .people
            .iter()
            .filter(|person| action.allowed(&self.bench.case, &self.context(person)).is_ok())
            .map(|person| person.name.as_str())
            .collect();
        let all: Vec<&str> = org.people.iter().map(|person| person.name.as_str()).collect();
        let from = if may.is_empty() || self.dice.0.is_multiple_of(5) { all } else { may };
        let from: Vec<String> = from.into_iter().map(str::to_owned).collect();
        self.dice.pick(&from).clone()
    }

    fn context<'a>(&'a self, actor: &'a Person) -> Context<'a> {
        self.bench.context(actor, self.now)
    }

    fn answer(&mut self, field: &Field) -> String {
        match field.kind {
            FieldKind::Line | FieldKind::People(_) | FieldKind::Prose => self.free_text(field.name),
            // Half of all cases leaving for the district would be too many to see much of the others.
            FieldKind::Choice(_) if field.name == "scope" && !self.dice.one_in(8) => {
                "matters_list".to_owned()
            }
            FieldKind::Choice(words) | FieldKind::Several(words) => self.dice.pick(&words()).code.to_owned(),
            FieldKind::Unit(kinds) => {
                let fitting = |kind| kinds.is_empty() || kinds.contains(&kind);
                let units: Vec<String> = self
                    .bench
                    .org
                    .units
                    .iter()
                    .filter(|unit| fitting(unit.kind))
                    .map(|unit| unit.name.clone())
                    .collect();
                self.dice.pick(&units).clone()
            }
            FieldKind::Person(_) => self.somebody(),
            FieldKind::Date => self.around_now().date().to_string(),
            FieldKind::Moment => self.around_now().to_string(),
            FieldKind::Count => self.dice.roll(12).to_string(),
            FieldKind::Case
            | FieldKind::Cases
            | FieldKind::Alert
            | FieldKind::Setting
            | FieldKind::File(_) => "2026-0002".to_owned(),
            // Otherwise hardly a complaint about a leader would be assessed.
            FieldKind::Flag if field.name == "confirm_leading_group" => "是".to_owned(),
            FieldKind::Flag => (*self.dice.pick(&["是", "否"])).to_owned(),
        }
    }

    fn free_text(&mut self, name: &str) -> String {
        match (name, self.dice.roll(6)) {
            ("respondents" | "respondent" | "value", 0) => self.somebody(),
            ("respondents", _) => "无".to_owned(),
            ("value", 1) => self.around_now().date().to_string(),
            ("value", 2) => (*self.dice.pick(&["咨询类", "民政", "匿名", "7"])).to_owned(),
            ("complainant", 1) => "匿名".to_owned(),
            _ => self.text(),
        }
    }

    fn somebody(&mut self) -> String {
        let place = self.dice.roll(self.bench.org.people.len());
        self.bench.org.people[place].name.clone()
    }

    fn around_now(&mut self) -> Moment {
        let hours = i64::try_from(self.dice.roll(96)).unwrap() - 80;
        self.now.plus_seconds(hours * 3_600)
    }

    /// Answers to an action's fields, on top of what its form opens with.
    fn answers(&mut self, action: &Act, actor: &str) -> Vec<(String, String)> {
        let mut answers = BTreeMap::new();
        if !self.dice.one_in(3) {
            let actor = named(&self.bench.org, actor);
            let filled = action.prefill(&self.bench.case, &self.context(actor));
            answers.extend(filled.iter().map(|(name, value)| (name.to_owned(), value.to_owned())));
        }
        for field in action.fields() {
            let rarely = if field.required { 40 } else { 3 };
            let skip = if field.required { self.dice.one_in(rarely) } else { !self.dice.one_in(rarely) };
            let keep = answers.contains_key(field.name) && !self.dice.one_in(3);
            if !skip && !keep {
                let answer = self.answer(field);
                answers.insert(field.name.to_owned(), answer);
            }
        }
        answers.into_iter().collect()
    }

    /// A paper laid out under the next number.
    fn paper(&self) -> Brought {
        let serial = self.bench.case.papers.len() + 1;
        let Brought::Paper(mut paper) = drafted(PaperKind::Transfer) else { unreachable!() };
        paper.number = format!("建纪转〔2026〕{serial}号");
        Brought::Paper(paper)
    }

    fn action(&mut self) -> &'static Act {
        let case = &self.bench.case;
        if case.seq == 0 {
            return find("register").unwrap();
        }
        // Ending a case early would leave little to see.
        let dull = |action: &Act| {
            matches!(
                action.code,
                "withdraw"
                    | "supplement"
                    | "report_up"
                    | "merge"
                    | "seal"
                    | "reveal_identity"
                    | "issue_paper"
                    | "reprint_paper"
                    | "void_paper"
                    | "issue_card"
                    | "answer_card"
            )
        };
        let lively = !self.dice.0.is_multiple_of(12);
        let here: Vec<&'static Act> = on_case_menu()
            .filter(|action| action.stages().contains(&case.stage) && !(lively && dull(action)))
            .collect();
        // What this run has not seen yet is worth a try as soon as it is possible.
        let operator = self.context(named(&self.bench.org, OPERATOR));
        let new: Vec<&'static Act> = here
            .iter()
            .copied()
            .filter(|action| {
                !self.done.contains_key(action.code)
                    && (action.on_case().unwrap().ready)(case, &operator).is_ok()
            })
            .collect();
        match next_step(case) {
            _ if !new.is_empty() && self.dice.one_in(2) => self.dice.choose(&new),
            Some(next) if self.dice.one_in(2) => next,
            _ if here.is_empty() || self.dice.one_in(12) => {
                let born: Vec<&'static Act> = on_case_menu().collect();
                self.dice.choose(&born)
            }
            _ => self.dice.choose(&here),
        }
    }

    fn step(&mut self) {
        let hours = *self.dice.pick(&[0, 0, 1, 2, 5, 15, 30]);
        self.now = self.now.plus_seconds(hours * 3_600 + 60);
        let action = self.action();
        let actor = self.actor(action);
        let answers = self.answers(action, &actor);
        let fields: Vec<(&str, &str)> =
            answers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        let before = self.bench.case.clone();
        self.bench.brought = action.on_case().is_ok_and(|on| on.issues).then(|| self.paper());
        match self.bench.perform(action.code, &fields, &actor, &self.now.to_string()) {
            Err(refusal) => {
                assert_eq!(self.bench.case, before, "a refused command changed the case");
                assert!(!refusal.message.is_empty());
            }
            Ok(outcome) => {
                *self.done.entry(action.code).or_default() += 1;
                assert!(!outcome.events.is_empty());
                let person = named(&self.bench.org, &actor);
                let is_unseen = action.on_case().is_ok_and(|on| on.unseen)
                    && before.may_be_sealed_unseen_by(person, &self.bench.org);
                if !action.makes_case() && !is_unseen {
                    let sight = Sight::of(named(&self.bench.org, &actor), &self.bench.org);
                    assert!(
                        sight.is_some_and(|sight| sight.covers(&before, &self.bench.org)),
                        "{actor} acted on what they can't see"
                    );
                }
                check_step(&before, &self.bench.case, &outcome.events, &self.bench);
                let writes = |person: &str| {
                    let paper = fields.iter().find(|(name, _)| *name == "on_paper_signer");
                    person == paper.map_or(actor.as_str(), |(_, signer)| signer)
                };
                check_signatures(&before, &self.bench.case, &outcome.events, &self.bench.org, writes);
                check_state(&self.bench.case, self.bench.settings.handling_clock_stops_at, &self.bench.org);
                check_awaited(&self.bench, self.now);
                check_recusal(&self.bench, self.now);
            }
        }
    }
}

/// An event as it comes back from the store: read from its JSON, with the erasable texts put back.
fn stored(recorded: &Recorded) -> Recorded {
    let json = serde_json::to_string(&recorded.event).unwrap();
    let mut source = recorded.event.clone();
    let mut event: CaseEvent = serde_json::from_str(&json).unwrap();
    let places = source.sealables_mut();
    let mut read = event.sealables_mut();
    assert_eq!(places.len(), read.len());
    for ((name, class, text), (read_name, read_class, empty)) in places.into_iter().zip(&mut read) {
        assert_eq!((name, class, text.mac()), (*read_name, *read_class, empty.mac()));
        let body = text.body().unwrap();
        assert!(!body.contains('〖') || !json.contains(body), "{body} stands in the chain: {json}");
        empty.set_body(Some(body.to_owned()));
    }
    Recorded { event, ..recorded.clone() }
}

#[test]
fn random_commands_by_random_people_break_no_promise() {
    let mut done: BTreeMap<&str, u32> = BTreeMap::new();
    let mut tried = 0_u32;
    let runs = if std::env::var_os("YDT_LONG").is_some() { MANY_RUNS } else { RUNS };
    for seed in 0..runs {
        let mut run = Run::further_on(seed);
        for command in 0..COMMANDS {
            if run.bench.case.stage.is_final() && run.dice.one_in(4) {
                break;
            }
            tried += 1;
            let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| run.step()));
            assert!(outcome.is_ok(), "seed {seed}, command {command}");
        }
        let mut replayed = Case::unborn(run.bench.case.id, "2026-0001");
        for recorded in &run.bench.record {
            evolve(&mut replayed, &stored(recorded));
        }
        assert_eq!(replayed, run.bench.case, "seed {seed}: the replay differs from the state");
        for (code, times) in run.done {
            *done.entry(code).or_default() += times;
        }
    }
    let least = runs * 25 / 3;
    assert!(u64::from(done.values().sum::<u32>()) > least, "too little was done: {done:?}");
    println!("{runs} seeds from 0, up to {COMMANDS} commands each, {tried} in all: {done:?}");
    assert!(tried >= 20_000, "too few commands: {tried}");
    // A promise about something that never happened would be empty.
    // Nobody plays on for the years after which an identity may be erased.
    let is_played = |on: &CaseAct| !on.erases_identity;
    for action in ACTS.iter().filter(|act| act.on_case().is_ok_and(is_played)) {
        assert!(done.contains_key(action.code), "{} was never done: {done:?}", action.code);
    }
}

#[test]
fn somebody_may_always_go_on_and_no_respondent_sees_or_signs_whoever_of_the_office_it_is_about() {
    const SEEDS: u64 = 300;
    let mut done = 0;
    for seed in 0..SEEDS {
        let mut run = Run::new(0x5eed_0000 + seed);
        let named: Vec<String> = (0..=run.dice.roll(3)).map(|_| run.somebody()).collect();
        let (respondents, now) = (named.join("、"), run.now.to_string());
        let fields = [
            ("title", "反映干部问题"),
            ("content", "请核实"),
            ("complained_at", "2026-11-15 20:00"),
            ("respondent", respondents.as_str()),
        ];
        run.bench.did("register", &fields, OPERATOR, &now);
        for command in 0..70 {
            let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                run.step();
            }));
            assert!(outcome.is_ok(), "seed {seed} about {respondents}, command {command}");
        }
        done += run.done.values().sum::<u32>();
    }
    println!("{SEEDS} seeds from 0x5eed0000, 70 commands each, {done} of them done");
    assert!(done > 2_000, "too little was done: {done}");
}
