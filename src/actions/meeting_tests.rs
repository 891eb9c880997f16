//! Tests of the acts on a meeting, by their rows: each is allowed to somebody, refused to others who are told who may,
//! and its example runs.

use super::fixtures::Bench;
use super::fixtures::moment;
use super::fixtures::people::{AUDITOR, OPERATOR, SECRETARY, XINJIAN_HANDLER, assert_chinese, named, town};
use super::{ACTS, Act, Answers, StreamOutcome, decide_on, find};
use crate::domain::calendar::Calendar;
use crate::domain::case::Case;
use crate::domain::context::{Brought, Context};
use crate::domain::ids::MeetingId;
use crate::domain::meeting::event::MeetingEvent;
use crate::domain::meeting::{Meeting, MeetingState};
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::stream::Stamped;
use crate::domain::town::settings::Settings;

const NOW: &str = "2026-11-23 09:00";

/// A meeting, the cases it is about, and everything that decisions look at.
pub(super) struct MeetingBench {
    pub meeting: Meeting,
    pub cases: Vec<Case>,
    /// The cases that the answers name.
    pub named: Vec<Case>,
}

impl MeetingBench {
    /// Nothing prepared yet; one case waits for assessment.
    pub fn unborn() -> Self {
        Self::about(Bench::registered().case)
    }

    fn about(case: Case) -> Self {
        Self { meeting: Meeting::unborn(MeetingId(9), 3), cases: Vec::new(), named: vec![case] }
    }

    /// Prepared for tomorrow.
    pub fn prepared() -> Self {
        let mut bench = Self::unborn();
        bench.did("meeting_prepare", PREPARATION);
        bench.cases = std::mem::take(&mut bench.named);
        bench
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
            let stamped = Stamped { seq: self.meeting.seq + 1, at: moment(NOW), actor };
            self.meeting.evolve(event, &stamped);
        }
        Ok(outcome)
    }

    pub fn did(&mut self, code: &str, fields: &[(&str, &str)]) -> StreamOutcome<MeetingEvent> {
        self.perform(code, fields, OPERATOR).unwrap_or_else(|refusal| panic!("{code}: {refusal}"))
    }

    fn decide(
        &self,
        act: &Act,
        answers: &Answers,
        actor: &str,
    ) -> Result<StreamOutcome<MeetingEvent>, Refusal> {
        let (org, calendar, settings) = (town(), Calendar::embedded(), Settings::default());
        let actor = named(&org, actor).clone();
        let brought = Brought::Cases { named: self.named.clone(), standing: self.cases.clone() };
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

/// A meeting to which the act can be done, by whom. An act without a row here fails every test below.
fn allowed_on(code: &str) -> (MeetingBench, &'static str) {
    match code {
        "meeting_prepare" => (MeetingBench::unborn(), OPERATOR),
        "meeting_change" | "meeting_cancel" => (MeetingBench::prepared(), OPERATOR),
        other => panic!("say on which meeting “{other}” is allowed"),
    }
}

fn meeting_acts() -> impl Iterator<Item = &'static Act> {
    ACTS.iter().copied().filter(|act| act.on_meeting().is_ok())
}

fn example(act: &Act) -> Answers {
    let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(act.example).unwrap();
    let plain = |value: serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    object.into_iter().fold(Answers::none(), |answers, (name, value)| answers.with(&name, plain(value)))
}

#[test]
fn every_example_of_an_act_on_a_meeting_yields_facts_that_can_be_said() {
    for act in meeting_acts() {
        let (bench, actor) = allowed_on(act.code);
        let outcome = bench
            .decide(act, &example(act), actor)
            .unwrap_or_else(|refusal| panic!("{}: {refusal}", act.code));
        assert!(!outcome.events.is_empty());
        for event in outcome.events {
            assert_chinese(&event.sentence(&town()));
        }
    }
}

#[test]
fn every_act_on_a_meeting_is_refused_to_others_who_are_told_who_may() {
    for act in meeting_acts() {
        let (bench, _) = allowed_on(act.code);
        let refusal = bench.decide(act, &example(act), AUDITOR).unwrap_err();
        assert_eq!(refusal.code, RefusalCode::NotPermitted, "{}", act.code);
        assert!(refusal.message.contains(act.who[0].label()) && refusal.message.contains(act.label()));
    }
}

#[test]
fn what_a_meeting_opens_its_forms_with_are_answers_that_their_fields_take() {
    let (org, calendar, settings) = (town(), Calendar::embedded(), Settings::default());
    let actor = named(&org, OPERATOR).clone();
    for act in meeting_acts() {
        let (bench, _) = allowed_on(act.code);
        let (org, other, brought) = (&org, None, None);
        let context = Context {
            now: moment(NOW),
            calendar: &calendar,
            org,
            settings: &settings,
            actor: &actor,
            other,
            brought,
        };
        let filled = (act.on_meeting().unwrap().prefill)(&bench.meeting, &context);
        for (name, _) in filled.iter() {
            assert!(act.fields().iter().any(|field| field.name == name), "{}: {name}", act.code);
        }
    }
}

#[test]
fn the_respondent_and_people_of_the_respondents_unit_are_named_as_recused() {
    let about = |respondent: &str, position: &str| {
        let more = [("respondent", respondent), ("respondent_unit_position", position)];
        let mut bench = MeetingBench::about(Bench::registered_with(&more).case);
        bench.did("meeting_prepare", PREPARATION);
        let recused = &bench.meeting.agenda[0].recused;
        recused.iter().map(|one| one.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(about("", ""), Vec::<String>::new());
    assert_eq!(about("李敏", ""), ["李敏"]);
    assert_eq!(about("", "新建村村主任"), [XINJIAN_HANDLER]);
    assert_eq!(about("外请专家某", ""), ["外请专家"], "whoever is not registered counts by name");
}

#[test]
fn a_meeting_without_a_case_or_at_a_nonsense_time_is_refused_in_a_sentence() {
    let mut bench = MeetingBench::unborn();
    bench.named.clear();
    let refusal = bench.perform("meeting_prepare", PREPARATION, OPERATOR).unwrap_err();
    assert!(refusal.message.contains("没有议题"), "{refusal}");
    let mut fields = PREPARATION.to_vec();
    for (at, code) in [
        ("2099-01-01 09:00", RefusalCode::OutOfTime),
        ("2026-09-01 09:00", RefusalCode::OutOfTime),
        ("明天上午", RefusalCode::InvalidValue),
    ] {
        fields[0] = ("at", at);
        let refusal = MeetingBench::unborn().perform("meeting_prepare", &fields, OPERATOR).unwrap_err();
        assert_eq!((refusal.code, refusal.field.as_deref()), (code, Some("at")), "{refusal}");
    }
    let mut closed = MeetingBench::about(Bench::withdrawn().case);
    let refusal = closed.perform("meeting_prepare", PREPARATION, OPERATOR).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::WrongStage);
}

#[test]
fn a_change_looks_up_anew_who_is_recused_and_one_that_changes_nothing_is_none() {
    let mut bench = MeetingBench::prepared();
    let refusal = bench.perform("meeting_change", PREPARATION, OPERATOR).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::NothingToDo);
    bench.cases[0].respondent.name = Some(crate::domain::sealable::Sealable::new("李敏"));
    bench.did("meeting_change", PREPARATION);
    assert_eq!(bench.meeting.agenda[0].recused[0].name, "李敏");
}

#[test]
fn a_cancelled_meeting_is_neither_changed_nor_cancelled_again() {
    let mut bench = MeetingBench::prepared();
    bench.did("meeting_cancel", &[("reason", "主持人出差")]);
    assert_eq!(bench.meeting.state, MeetingState::Cancelled);
    for code in ["meeting_change", "meeting_cancel"] {
        let refusal = bench.decide(find(code).unwrap(), &example(find(code).unwrap()), OPERATOR).unwrap_err();
        assert_eq!(refusal.code, RefusalCode::WrongStage);
        assert!(refusal.message.contains("已取消"), "{refusal}");
    }
}

#[test]
fn a_text_that_says_who_complains_is_not_taken() {
    let mut bench = MeetingBench::about(Bench::registered_with(&[("complainant", "李桂芳")]).case);
    bench.did("meeting_prepare", PREPARATION);
    bench.cases = std::mem::take(&mut bench.named);
    let refusal =
        bench.perform("meeting_cancel", &[("reason", "李桂芳来电说不投诉了")], OPERATOR).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::IdentityInText);
    assert!(!refusal.message.contains("李桂芳"));
}
