//! A small town on which acts about rights are performed one after the other, as the program does it.

use super::fixtures::moment;
use super::{Answers, decide_town, find};
use crate::domain::calendar::Calendar;
use crate::domain::context::Context;
use crate::domain::fixtures::{named, town};
use crate::domain::refusal::Refusal;
use crate::domain::town::event::TownEvent;
use crate::domain::town::org::{Org, Person};
use crate::domain::town::rights::Phase;
use crate::domain::town::settings::Settings;

const NOW: &str = "2026-11-23 09:00";

pub struct RightsBench {
    pub org: Org,
}

impl RightsBench {
    /// A town with a complaint, in which nobody changes rights alone.
    pub fn at_work() -> Self {
        let mut org = town();
        org.waiting.phase = Phase::AtWork;
        Self { org }
    }

    pub fn person(&self, name: &str) -> &Person {
        named(&self.org, name)
    }

    /// What the act would record.
    pub fn perform(
        &self,
        act: &str,
        actor: &str,
        fields: &[(&str, &str)],
    ) -> Result<Vec<TownEvent>, Refusal> {
        let (calendar, settings) = (Calendar::embedded(), Settings::default());
        let context = Context {
            now: moment(NOW),
            calendar: &calendar,
            org: &self.org,
            settings: &settings,
            actor: self.person(actor),
            other: None,
            brought: None,
        };
        let answers =
            fields.iter().fold(Answers::none(), |answers, (name, value)| answers.with(name, *value));
        decide_town(find(act).unwrap(), &answers, &context)
    }

    /// Performs it and lets it take effect.
    #[track_caller]
    pub fn did(&mut self, act: &str, actor: &str, fields: &[(&str, &str)]) {
        let by = self.person(actor).id;
        for event in self.perform(act, actor, fields).unwrap() {
            self.org.waiting.take(&event, by, moment(NOW).date());
            if let TownEvent::OrgChanged(changed) = event {
                self.org = changed.over(&self.org);
            }
        }
    }
}
