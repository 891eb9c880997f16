//! A workbench for tests of acts on a meeting: a meeting with its cases in the small town, on which acts are performed as
//! the program does and folded.

use super::fixtures::people::drafted;
use super::fixtures::people::{OPERATOR, SECRETARY, named, town};
use super::fixtures::{Bench, moment, taken};
use super::{Act, Answers, StreamOutcome, decide_on, find};
use crate::domain::calendar::Calendar;
use crate::domain::case::Case;
use crate::domain::context::{Brought, Context};
use crate::domain::event::foretold;
use crate::domain::ids::{ChainPlace, MeetingId};
use crate::domain::meeting::Meeting;
use crate::domain::meeting::event::MeetingEvent;
use crate::domain::paper::PaperKind;
use crate::domain::refusal::Refusal;
use crate::domain::stream::Stamped;
use crate::domain::town::settings::Settings;

/// When everything on the bench is done.
pub(super) const NOW: &str = "2026-11-23 09:00";

/// A meeting, the cases it is about, and everything that decisions look at.
pub(super) struct MeetingBench {
    pub meeting: Meeting,
    pub cases: Vec<Case>,
    /// The cases that the answers name.
    pub named: Vec<Case>,
    /// What was laid out for an act that issues it, or is brought in another way than as cases.
    pub paper: Option<Brought>,
}

impl MeetingBench {
    /// Nothing prepared yet; one case waits for assessment.
    pub fn unborn() -> Self {
        Self::about(Bench::registered().case)
    }

    pub fn about(case: Case) -> Self {
        Self { meeting: Meeting::unborn(MeetingId(9), 3), cases: Vec::new(), named: vec![case], paper: None }
    }

    /// Prepared for tomorrow.
    pub fn prepared() -> Self {
        let mut bench = Self::unborn();
        bench.did("meeting_prepare", PREPARATION);
        bench.cases = std::mem::take(&mut bench.named);
        bench
    }

    /// Begun by the operator, who records; the one case is what acts name.
    pub fn running() -> Self {
        let mut bench = Self::prepared();
        bench.did("meeting_run", &[]);
        bench.named.clone_from(&bench.cases);
        bench
    }

    pub fn decided() -> Self {
        let mut bench = Self::running();
        bench.did("meeting_decide", DECISION);
        bench
    }

    pub fn confirmed() -> Self {
        let mut bench = Self::decided();
        bench.did("meeting_confirm", &[]);
        bench
    }

    pub fn submitted() -> Self {
        let mut bench = Self::confirmed();
        bench.did("meeting_record", &[]);
        bench.did("meeting_submit", &[]);
        bench
    }

    /// Its record laid out.
    pub fn laid_out() -> Self {
        Self { paper: Some(drafted(PaperKind::Meeting)), ..Self::submitted() }
    }

    /// Its record issued.
    pub fn issued() -> Self {
        let mut bench = Self::laid_out();
        bench.did("meeting_issue", &[]);
        Self { paper: None, ..bench }
    }

    /// Confirmed, with a file that waits to be attached.
    pub fn with_file_at_hand() -> Self {
        Self { paper: Some(Brought::File(taken("签到表.jpg"))), ..Self::confirmed() }
    }

    /// With that file, looked at by somebody who may see every case of the agenda.
    pub fn with_file() -> Self {
        let mut bench = Self::with_file_at_hand();
        bench.did("meeting_attach", &[]);
        Self { paper: Some(Brought::Agenda { unseen: 0, sealed: 0 }), ..bench }
    }

    pub fn perform(
        &mut self,
        code: &str,
        fields: &[(&str, &str)],
        actor: &str,
    ) -> Result<StreamOutcome<MeetingEvent>, Refusal> {
        let act = find(code).unwrap();
        let answers =
            fields.iter().fold(Answers::none(), |answers, (name, value)| answers.with(name, *value));
        let outcome = self.decide(act, &answers, actor)?;
        let actor = named(&town(), actor).id;
        for event in &outcome.events {
            let stamped = Stamped { seq: self.meeting.seq + 1, place: ChainPlace(0), at: moment(NOW), actor };
            self.meeting.evolve(event, &stamped);
        }
        for (id, event) in &outcome.cases {
            let told = self.cases.iter_mut().chain(&mut self.named).filter(|case| case.id == *id);
            told.for_each(|case| *case = foretold(case, std::slice::from_ref(event), moment(NOW), actor));
        }
        Ok(outcome)
    }

    pub fn did(&mut self, code: &str, fields: &[(&str, &str)]) -> StreamOutcome<MeetingEvent> {
        self.perform(code, fields, OPERATOR).unwrap_or_else(|refusal| panic!("{code}: {refusal}"))
    }

    pub fn decide(
        &self,
        act: &Act,
        answers: &Answers,
        actor: &str,
    ) -> Result<StreamOutcome<MeetingEvent>, Refusal> {
        let (org, calendar, settings) = (town(), Calendar::embedded(), Settings::default());
        let actor = named(&org, actor).clone();
        let cases = Brought::Cases { named: self.named.clone(), standing: self.cases.clone() };
        let brought = self.paper.clone().unwrap_or(cases);
        let context = Context {
            now: moment(NOW),
            calendar: &calendar,
            org: &org,
            settings: &settings,
            actor: &actor,
            other: None,
            brought: Some(&brought),
        };
        decide_on(act, act.on_meeting()?, &self.meeting, answers, &context)
    }
}

pub(super) const PREPARATION: &[(&str, &str)] = &[
    ("at", "2026-11-24 09:00"),
    ("place", "三楼会议室"),
    ("host", SECRETARY),
    ("attendees", "李敏、新建村承办人、外请专家"),
];

pub(super) const DECISION: &[(&str, &str)] = &[
    ("case", "2026-0001"),
    ("scope", "matters_list"),
    ("kind", "non_consultation"),
    ("field", "civil_affairs"),
    ("route", "village"),
    ("unit", "新建村"),
    ("minutes", "先由村里核实名单。"),
];
