//! Tests of the acts on a meeting, by their rows: each is allowed to somebody, refused to others who are told who may,
//! and its example runs.

use super::fixtures::people::{
    AUDITOR, IN_CHARGE, LEFT, OPERATOR, SECRETARY, XINJIAN_HANDLER, assert_chinese, named, town,
};
use super::fixtures::{Bench, moment};
use super::meeting_bench::{DECISION, MeetingBench, NOW, PREPARATION};
use super::{ACTS, Act, Answers, find};
use crate::domain::calendar::Calendar;
use crate::domain::context::Context;
use crate::domain::meeting::MeetingState;
use crate::domain::meeting::event::MeetingEvent;
use crate::domain::refusal::RefusalCode;
use crate::domain::town::settings::Settings;

/// A meeting to which the act can be done, by whom. An act without a row here fails every test below.
fn allowed_on(code: &str) -> (MeetingBench, &'static str) {
    match code {
        "meeting_prepare" => (MeetingBench::unborn(), OPERATOR),
        "meeting_change" | "meeting_cancel" | "meeting_run" => (MeetingBench::prepared(), OPERATOR),
        "meeting_call" | "meeting_decide" => (MeetingBench::running(), OPERATOR),
        "meeting_confirm" => (MeetingBench::decided(), OPERATOR),
        "meeting_record" => (MeetingBench::confirmed(), OPERATOR),
        "meeting_submit" => {
            let mut bench = MeetingBench::confirmed();
            bench.did("meeting_record", &[]);
            (bench, OPERATOR)
        }
        "meeting_sign" | "meeting_return" => (MeetingBench::submitted(), IN_CHARGE),
        "meeting_issue" => (MeetingBench::laid_out(), OPERATOR),
        "meeting_reprint" | "meeting_void" => (MeetingBench::issued(), OPERATOR),
        "meeting_attach" => (MeetingBench::with_file_at_hand(), OPERATOR),
        "meeting_export" | "meeting_erase_file" => (MeetingBench::with_file(), OPERATOR),
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
        let other = if act.who.contains(&super::permission::Who::Reader) { LEFT } else { AUDITOR };
        let refusal = bench.decide(act, &example(act), other).unwrap_err();
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
fn one_person_hosts_a_meeting_and_one_records_it() {
    for field in ["host", "recorder"] {
        let fields: Vec<(&str, &str)> = PREPARATION
            .iter()
            .copied()
            .filter(|(name, _)| *name != field)
            .chain([(field, "余忠涛、李敏")])
            .collect();
        let refusal = MeetingBench::unborn().perform("meeting_prepare", &fields, OPERATOR).unwrap_err();
        assert_eq!((refusal.code, refusal.field.as_deref()), (RefusalCode::InvalidValue, Some(field)));
    }
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

#[test]
fn a_second_recorder_is_told_who_records_and_may_take_over() {
    let mut bench = MeetingBench::running();
    let refusal = bench.perform("meeting_decide", DECISION, SECRETARY).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::Conflict);
    assert!(refusal.message.contains(OPERATOR) && refusal.message.contains("接手"), "{refusal}");
    let refusal = bench.perform("meeting_run", &[], SECRETARY).unwrap_err();
    assert!(refusal.message.contains(OPERATOR), "{refusal}");
    bench.perform("meeting_run", &[("take_over", "true")], SECRETARY).unwrap();
    bench.perform("meeting_decide", DECISION, SECRETARY).unwrap();
    assert_eq!(bench.perform("meeting_decide", DECISION, OPERATOR).unwrap_err().code, RefusalCode::Conflict);
}

#[test]
fn nothing_of_a_case_is_called_before_those_it_is_about_have_left() {
    let mut bench = MeetingBench::running();
    // It became known only after the meeting was prepared.
    bench.named[0].respondent.name = Some(crate::domain::sealable::Sealable::new("李敏"));
    let call = [("case", "2026-0001")];
    let refusal = bench.perform("meeting_call", &call, OPERATOR).unwrap_err();
    assert_eq!((refusal.code, refusal.field.as_deref()), (RefusalCode::Recused, Some("left")));
    assert!(refusal.message.contains("请李敏回避离场"), "{refusal}");
    assert!(!refusal.message.contains("2026-0001"), "not even its number is shown: {refusal}");
    bench.did("meeting_call", &[("case", "2026-0001"), ("left", "true")]);
    assert_eq!(bench.meeting.agenda[0].recused[0].name, "李敏");
    // Whoever records and is concerned cannot go on.
    let mut bench = MeetingBench::running();
    bench.named[0].respondent.unit_position = Some(crate::domain::sealable::Sealable::new("镇纪委干部"));
    let refusal = bench.perform("meeting_call", &[("case", "2026-0001"), ("left", "true")], OPERATOR);
    assert!(refusal.unwrap_err().message.contains("接手"));
}

#[test]
fn each_part_of_a_decision_is_kept_and_a_deferred_case_is_taken_up_again() {
    let mut bench = MeetingBench::running();
    for (name, value) in DECISION.iter().skip(1) {
        assert!(!bench.meeting.agenda[0].decision.is_complete() || *name == "unit" || *name == "minutes");
        bench.did("meeting_decide", &[("case", "2026-0001"), (name, value)]);
    }
    assert!(bench.meeting.agenda[0].decision.takes_effect());
    assert_eq!(bench.cases[0].meeting(3).unwrap().minutes.as_ref().unwrap().text(), "先由村里核实名单。");
    bench.did("meeting_decide", &[("case", "2026-0001"), ("defer", "true")]);
    assert!(!bench.meeting.agenda[0].decision.takes_effect());
    bench.did("meeting_decide", &[("case", "2026-0001"), ("key_matters", "key_work")]);
    assert!(bench.meeting.agenda[0].decision.takes_effect());
    bench.did("meeting_decide", &[("case", "2026-0001"), ("no_key_matters", "true")]);
    assert!(bench.meeting.agenda[0].decision.key_matters.is_empty());
    let refusal = bench.perform("meeting_decide", &[("case", "2026-0001"), ("uphold", "true")], OPERATOR);
    assert!(refusal.unwrap_err().message.contains("没有研判过"));
}

#[test]
fn a_recused_person_is_no_panel_signer_for_the_case_and_the_sheet_says_so() {
    let mut bench = MeetingBench::running();
    let mut other = bench.cases[0].clone();
    other.id = crate::domain::ids::CaseId(2);
    other.case_no = "2026-0002".to_owned();
    other.respondent.name = Some(crate::domain::sealable::Sealable::new("李敏"));
    bench.cases.push(other.clone());
    let mut second = bench.meeting.agenda[0].clone();
    (second.case, second.case_no) = (other.id, other.case_no.clone());
    bench.meeting.agenda.push(second);
    bench.did("meeting_decide", DECISION);
    bench.named = vec![other];
    bench.did("meeting_decide", &[("case", "2026-0002"), ("defer", "true"), ("minutes", "再核实。")]);
    bench.did("meeting_confirm", &[]);
    bench.did("meeting_record", &[]);
    bench.did("meeting_submit", &[]);
    let record = bench.meeting.record.clone().unwrap();
    let step = record.steps.iter().find(|step| step.name == "李敏").unwrap();
    assert_eq!(step.without, [crate::domain::ids::CaseId(2)]);
    assert_eq!(bench.meeting.without_told(step), "第2件回避");
    assert_eq!(record.steps.last().unwrap().name, SECRETARY);
    assert!(record.steps.last().unwrap().also_panel, "one signature serves both");
    // The secretary signs last, whoever is first of the others.
    let early = bench.perform("meeting_sign", &[], SECRETARY).unwrap_err();
    assert_eq!(early.code, RefusalCode::NotYourStep);
    let signed = bench.perform("meeting_sign", &[], IN_CHARGE).unwrap();
    let whole = record.hash_without(&[]);
    let MeetingEvent::RecordSigned(signed) = &signed.events[0] else { panic!("{signed:?}") };
    assert_ne!(signed.hash, whole, "the section is no part of what was signed");
    assert_eq!(signed.hash, record.hash_without(&step.without));
    let paper = [("on_paper_signer", "外请专家"), ("on_paper_date", "2026-11-23")];
    bench.did("meeting_sign", &paper);
    bench.perform("meeting_sign", &[], XINJIAN_HANDLER).unwrap();
    bench.did("meeting_sign", &[]);
    bench.perform("meeting_sign", &[], SECRETARY).unwrap();
    assert_eq!(bench.meeting.state, MeetingState::Signed);
}

#[test]
fn a_record_that_is_edited_or_returned_is_signed_anew() {
    let mut bench = MeetingBench::submitted();
    bench.perform("meeting_sign", &[], IN_CHARGE).unwrap();
    bench.did("meeting_record", &[("remarks", "会后补充")]);
    assert!(bench.meeting.record.as_ref().unwrap().steps.is_empty());
    bench.did("meeting_submit", &[]);
    bench.perform("meeting_return", &[("opinion", "漏记一句")], IN_CHARGE).unwrap();
    assert_eq!(bench.meeting.state, MeetingState::Confirmed);
    let returned = bench.meeting.record.as_ref().unwrap().returned.clone();
    assert_eq!(returned, Some(("李敏".to_owned(), "漏记一句".to_owned())));
}

#[test]
fn whoever_complains_is_the_complainant_in_the_drafted_record() {
    let mut bench = MeetingBench::about(
        Bench::registered_with(&[("complainant", "李桂芳"), ("contact", "13812341234")]).case,
    );
    bench.named[0].title = crate::domain::sealable::Sealable::new("李桂芳（13812341234）反映低保");
    bench.did("meeting_prepare", PREPARATION);
    bench.cases.clone_from(&bench.named);
    bench.did("meeting_run", &[]);
    let refusal =
        bench.perform("meeting_decide", &[("case", "2026-0001"), ("minutes", "李桂芳说的属实")], OPERATOR);
    assert_eq!(refusal.unwrap_err().code, RefusalCode::IdentityInText);
    bench.did("meeting_decide", &DECISION[..6]);
    bench.did("meeting_confirm", &[]);
    let drafted = bench.did("meeting_record", &[]);
    let told = format!("{drafted:?}");
    assert!(told.contains("投诉人（投诉人）反映低保") && !told.contains("李桂芳"), "{told}");
}

#[test]
fn a_record_on_paper_is_counted_and_a_void_number_is_used_no_more() {
    let mut bench = MeetingBench::issued();
    let asked = [("number", "建纪会〔2026〕1号"), ("reason", "原件遗失")];
    bench.did("meeting_reprint", &asked);
    bench.did("meeting_reprint", &asked);
    let copies: Vec<u32> = bench.meeting.papers.iter().map(|paper| paper.copies).collect();
    assert_eq!(copies, [3]);
    assert!(bench.meeting.papers[0].foot()[0].ends_with("第3次打印"));
    let odd = [("number", "建纪会〔2026〕9号"), ("reason", "原件遗失")];
    let refusal = bench.perform("meeting_reprint", &odd, OPERATOR).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::InvalidValue);
    assert!(refusal.message.contains("建纪会〔2026〕1号"), "{refusal}");
    bench.did("meeting_void", &asked);
    let refusal = bench.perform("meeting_reprint", &asked, OPERATOR).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::NothingToDo);
    assert_eq!(bench.meeting.papers.len(), 1, "the number stays taken");
}

#[test]
fn a_record_gets_no_number_before_it_was_sent_for_signature() {
    let mut bench = MeetingBench::confirmed();
    bench.did("meeting_record", &[]);
    let refusal = bench.perform("meeting_issue", &[], OPERATOR).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::WrongStage);
}
