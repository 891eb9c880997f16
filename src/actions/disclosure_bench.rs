//! A workbench for tests of acts on a record of disclosure: the record of one month in the small town, on which acts are
//! performed as the program does and folded.

use super::fixtures::people::{OPERATOR, XINJIAN_HANDLER, named, town};
use super::fixtures::{Bench, moment, taken};
use super::{ACTS, Act, Answers, StreamOutcome, decide_disclosure, find};
use crate::domain::calendar::Calendar;
use crate::domain::context::{Brought, Context};
use crate::domain::disclosure::event::DisclosureEvent;
use crate::domain::disclosure::opening::open;
use crate::domain::disclosure::{Disclosure, signers};
use crate::domain::ids::{ChainPlace, DisclosureId, MatterId};
use crate::domain::recurring::{Cycle, Period};
use crate::domain::refusal::Refusal;
use crate::domain::stream::Stamped;
use crate::domain::time::Date;
use crate::domain::town::matter::Matter;
use crate::domain::town::org::Org;
use crate::domain::town::settings::Settings;

pub(super) const NOW: &str = "2026-11-23 09:00";

pub(super) fn matter(cycle: Cycle) -> Matter {
    Matter {
        id: MatterId(1),
        unit: None,
        field: String::new(),
        level_one: String::new(),
        name: "低保对象名单".to_owned(),
        elements: String::new(),
        cycle,
        channel: String::new(),
        basis: String::new(),
        audience: String::new(),
        manner: String::new(),
        subject: String::new(),
        active: true,
        since: Date::constant(2026, 1, 1),
    }
}

/// The record of October of 新建村, and everything that decisions look at.
pub(super) struct DisclosureBench {
    pub record: Disclosure,
    pub org: Org,
    pub now: &'static str,
}

impl DisclosureBench {
    pub fn opened() -> Self {
        let unit = town().unit_named("新建村").unwrap().id;
        let (rule, calendar) = (Settings::default().disclosure_rule(), Calendar::embedded());
        let period = Period::parse("2026-10").unwrap();
        let opened = open(&matter(Cycle::Monthly), unit, period, String::new(), rule, &calendar);
        let mut record = Disclosure::unborn(DisclosureId(9), 3);
        let stamped = Stamped {
            seq: 1,
            place: ChainPlace(0),
            at: moment("2026-11-01 00:01"),
            actor: named(&town(), OPERATOR).id,
        };
        record.evolve(&opened.into(), &stamped);
        Self { record, org: town(), now: NOW }
    }

    pub fn at(now: &'static str) -> Self {
        Self { now, ..Self::opened() }
    }

    /// As far as this act needs it.
    pub fn before(code: &str) -> Self {
        let mut bench = Self::opened();
        let steps: &[&str] = match code {
            "disclosure_sign" | "disclosure_return" => &["disclosure_submit"],
            "disclosure_publish" => &["disclosure_submit", "disclosure_sign"],
            "disclosure_check" | "disclosure_link" => {
                &["disclosure_submit", "disclosure_sign", "disclosure_publish"]
            }
            "disclosure_export" | "disclosure_erase_file" => &["disclosure_attach"],
            _ => &[],
        };
        for step in steps {
            bench.did(step);
        }
        bench
    }

    pub fn did(&mut self, code: &str) {
        let act = find(code).unwrap();
        self.perform(code, &example(act), &allowed_to(code)).unwrap_or_else(|no| panic!("{code}: {no}"));
    }

    pub fn did_as(&mut self, code: &str, actor: &str) {
        self.perform(code, &example(find(code).unwrap()), actor).unwrap_or_else(|no| panic!("{code}: {no}"));
    }

    pub fn perform(&mut self, code: &str, answers: &Answers, actor: &str) -> Result<(), Refusal> {
        let outcome = self.decide(find(code).unwrap(), answers, actor)?;
        let actor = named(&self.org, actor).id;
        for event in &outcome.events {
            let stamped =
                Stamped { seq: self.record.seq + 1, place: ChainPlace(0), at: moment(self.now), actor };
            self.record.evolve(event, &stamped);
        }
        Ok(())
    }

    pub fn decide(
        &self,
        act: &Act,
        answers: &Answers,
        actor: &str,
    ) -> Result<StreamOutcome<DisclosureEvent>, Refusal> {
        let (org, calendar, settings) = (&self.org, Calendar::embedded(), Settings::default());
        let actor = named(org, actor).clone();
        let per_event = matter(Cycle::PerEvent { within_working_days: Some(5) });
        let brought = match act.code {
            "disclosure_link" => {
                Brought::Cases { named: vec![Bench::registered().case], standing: Vec::new() }
            }
            "disclosure_attach" => Brought::File(taken("公示栏.jpg")),
            _ => Brought::Matters { known: vec![per_event], catalogue: None },
        };
        let context = Context {
            now: moment(self.now),
            calendar: &calendar,
            org,
            settings: &settings,
            actor: &actor,
            other: None,
            brought: Some(&brought),
        };
        decide_disclosure(act, &self.record, answers, &context)
    }
}

/// Who may do the act.
pub(super) fn allowed_to(code: &str) -> String {
    let org = town();
    let leader = || {
        let unit = org.unit_named("新建村").unwrap().id;
        signers(unit, &org).next().unwrap().name.clone()
    };
    match code {
        "disclosure_sign" | "disclosure_return" => leader(),
        "disclosure_check" | "disclosure_cancel" | "disclosure_link" | "disclosure_erase_file" => {
            OPERATOR.to_owned()
        }
        _ => XINJIAN_HANDLER.to_owned(),
    }
}

pub(super) fn disclosure_acts() -> impl Iterator<Item = &'static Act> {
    ACTS.iter().copied().filter(|act| act.on_disclosure().is_ok())
}

pub(super) fn example(act: &Act) -> Answers {
    let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(act.example).unwrap();
    let plain = |value: serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    object.into_iter().fold(Answers::none(), |answers, (name, value)| answers.with(&name, plain(value)))
}

pub(super) fn answers(fields: &[(&str, &str)]) -> Answers {
    fields.iter().fold(Answers::none(), |answers, (name, value)| answers.with(name, *value))
}
