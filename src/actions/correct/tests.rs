//! Corrections of every field, and what follows from them for clocks and signatures.

use crate::actions::fixtures::later::REPLY;
use crate::actions::fixtures::people::{OPERATOR, PRINCIPAL, SECRETARY, XINJIAN_HANDLER};
use crate::actions::fixtures::{Bench, TUESDAY, VILLAGE_ASSESSMENT, WEDNESDAY, day, moment};
use crate::domain::calendar::Calendar;
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::event::fact::{Fact, FactName};
use crate::domain::event::{CaseEvent, ClockMoved, Corrected, HandlerReleased};
use crate::domain::refusal::RefusalCode;
use crate::domain::sealable::Sealable;
use crate::domain::words::{CaseKind, ClockKind, DocumentState, Scope, Verdict};

fn fields<'a>(fact: &'a str, value: &'a str) -> [(&'a str, &'a str); 3] {
    [("field", fact), ("value", value), ("reason", "登记有误")]
}

/// The same with the secretary's ruling of this day.
fn ruled<'a>(fields: &[(&'a str, &'a str)], on: &'a str) -> Vec<(&'a str, &'a str)> {
    [fields, &[("ruling", "情况属实，同意更正"), ("ruled_on", on)]].concat()
}

#[test]
fn every_fact_can_be_put_right_and_its_old_value_stays_in_the_record() {
    for name in FactName::ALL {
        let value = match name {
            FactName::Kind => "咨询类",
            FactName::Field => "住房",
            FactName::ReceivedAt => "2026-11-16 08:00",
            FactName::ComplainedAt => "2026-11-14 08:00",
            FactName::HandlingReceivedOn => "2026-11-16",
            FactName::MainPages | FactName::Attachments => "3",
            FactName::Scope => "公示公开信息",
            FactName::KeyMatters => "民生实事",
            FactName::PlatformNo
            | FactName::Method
            | FactName::Source
            | FactName::Complainant
            | FactName::Contact
            | FactName::Respondent
            | FactName::RespondentUnitPosition
            | FactName::RespondentRank
            | FactName::Village
            | FactName::Title
            | FactName::Content => "更正后的内容",
        };
        let mut bench = Bench::in_village();
        let events = bench.did("correct", &fields(name.label(), value), OPERATOR, WEDNESDAY);
        let CaseEvent::Corrected(Corrected { before, after, reason, ruling: None }) = &events[0] else {
            panic!("{events:?}")
        };
        assert_eq!((before.name(), after.name(), reason.text()), (*name, *name, "登记有误"));
        assert_eq!(after.value_label(), if value.len() == 1 { "3" } else { value });
        // The state follows: correcting it the same way again changes nothing.
        bench.refuses(
            "correct",
            &fields(name.code(), value),
            (OPERATOR, WEDNESDAY),
            RefusalCode::NothingToDo,
            &[name.label(), value],
        );
    }
}

#[test]
fn clocks_follow_the_fact_that_drives_them() {
    let table = [
        ("kind", "consultation", ClockKind::Handling, "2026-11-17", "2026-11-20"),
        ("handling_received_on", "2026-11-16", ClockKind::Handling, "2026-11-16", "2026-11-30"),
        ("received_at", "2026-11-15 21:00", ClockKind::Triage, "2026-11-15", "2026-11-18"),
    ];
    for (fact, value, kind, started_on, due_on) in table {
        let mut bench = Bench::in_village();
        let events = bench.did("correct", &fields(fact, value), OPERATOR, WEDNESDAY);
        let [CaseEvent::Corrected(_), CaseEvent::ClockMoved(ClockMoved { clock, because })] =
            events.as_slice()
        else {
            panic!("{events:?}");
        };
        assert_eq!((clock.clock, clock.started_on, clock.due_on), (kind, day(started_on), day(due_on)));
        assert!(because.contains("更正"));
        assert_eq!(bench.case.clock(kind), Some(clock));
    }
}

#[test]
fn a_stopped_clock_keeps_its_day_and_gets_the_verdict_that_follows_from_the_fact() {
    let mut bench = Bench::in_village();
    bench.calendar = Calendar::embedded();
    bench.did("correct", &fields("complained_at", "2026-11-10 08:00"), OPERATOR, WEDNESDAY);
    let receipt = fields("received_at", "2026-11-11 08:00");
    let at = (OPERATOR, WEDNESDAY);
    bench.refuses("correct", &receipt, at, RefusalCode::MissingSignature, &["判定会改变", "镇纪委书记"]);
    let early = ruled(&receipt, "2026-11-16");
    bench.refuses("correct", &early, at, RefusalCode::OutOfTime, &["2026-11-16早于", "2026-11-17"]);
    bench.did("correct", &ruled(&receipt, "2026-11-17"), OPERATOR, WEDNESDAY);
    let triage = bench.case.clock(ClockKind::Triage).unwrap();
    assert_eq!((triage.stopped_on, triage.due_on), (Some(day("2026-11-17")), day("2026-11-16")));
    assert_eq!(triage.verdict, Some(Verdict::Late));
}

#[test]
fn what_drives_no_clock_moves_none() {
    let mut bench = Bench::in_village();
    let clocks = bench.case.clocks.clone();
    bench.did("correct", &fields("received_at", "2026-11-16 07:00"), OPERATOR, WEDNESDAY);
    bench.did("correct", &fields("title", "低保名单"), OPERATOR, WEDNESDAY);
    assert_eq!(bench.case.clocks, clocks, "the same day of receipt is the same limit");
}

#[test]
fn an_empty_value_clears_a_fact_that_can_be_absent() {
    let mut bench = Bench::registered_with(&[("complainant", "张三")]);
    let events = bench.did("correct", &fields("complainant", "匿名"), OPERATOR, TUESDAY);
    let CaseEvent::Corrected(Corrected { before, after, .. }) = &events[0] else { panic!("{events:?}") };
    assert_eq!((before.value_label().as_str(), after), ("张三", &Fact::Complainant(None)));
    bench.did("correct", &fields("respondent", "李四"), OPERATOR, TUESDAY);
    bench.did("correct", &fields("respondent", ""), OPERATOR, TUESDAY);
    assert_eq!(bench.case.respondent.name, None);
}

#[test]
fn impossible_values_are_refused_by_what_is_wrong_with_them() {
    use RefusalCode::{InvalidValue, MissingField, OutOfTime};
    let table: [(&str, &str, RefusalCode, &[&str]); 11] = [
        ("kind", "", MissingField, &["改为"]),
        ("title", "", MissingField, &["改为"]),
        ("received_at", "", MissingField, &["改为"]),
        ("received_at", "昨天", InvalidValue, &["昨天", "2026-03-05 14:20"]),
        ("received_at", "2026-11-19 08:00", OutOfTime, &["在现在之后"]),
        ("received_at", "2026-11-15 08:00", OutOfTime, &["早于投诉时间2026-11-15 20:00"]),
        ("received_at", "2026-11-17 08:00", OutOfTime, &["晚于受理时间2026-11-16 09:00"]),
        ("complained_at", "2026-11-17 08:00", OutOfTime, &["晚于收到时间2026-11-16 09:00"]),
        ("handling_received_on", "2026-11-15", OutOfTime, &["不得早于受理日"]),
        ("handling_received_on", "2026-11-19", OutOfTime, &["不得晚于今天"]),
        ("main_pages", "一页", InvalidValue, &["一页", "9999"]),
    ];
    for (fact, value, code, words) in table {
        Bench::in_village().refuses("correct", &fields(fact, value), (OPERATOR, WEDNESDAY), code, words);
    }
}

#[test]
fn a_day_of_receipt_by_the_unit_is_corrected_only_after_transfer_and_only_by_the_operator() {
    let mut bench = Bench::registered();
    let receipt = fields("handling_received_on", "2026-11-16");
    bench.refuses("correct", &receipt, (OPERATOR, TUESDAY), RefusalCode::WrongStage, &["还没有转办"]);
    bench.refuses("correct", &receipt, (SECRETARY, TUESDAY), RefusalCode::NotPermitted, &["镇纪委专人"]);
}

#[test]
fn an_ended_case_can_still_be_put_right() {
    let mut bench = Bench::withdrawn();
    let events = bench.did("correct", &fields("kind", "consultation"), OPERATOR, WEDNESDAY);
    let (before, after) = (Fact::Kind(None), Fact::Kind(Some(CaseKind::Consultation)));
    assert_eq!(
        events,
        [CaseEvent::Corrected(Corrected {
            before, after, reason: Sealable::new("登记有误"), ruling: None
        })]
    );
    assert_eq!(bench.case.updated_at, moment(WEDNESDAY));
}

#[test]
fn a_handler_who_turns_out_to_be_the_respondent_is_released() {
    let mut bench = Bench::being_handled();
    let handler = bench.id(XINJIAN_HANDLER);
    assert_eq!(bench.case.handler, Some(handler));
    let fields = [("field", "respondent"), ("value", "某某、新建村承办人（代办员）"), ("reason", "漏登")];
    let events = bench.did("correct", &fields, OPERATOR, TUESDAY);
    assert!(
        events.contains(&CaseEvent::HandlerReleased(HandlerReleased { handler, left: false })),
        "{events:?}"
    );
    assert_eq!(bench.case.handler, None);
    bench.refuses("record_finding", &[], (XINJIAN_HANDLER, TUESDAY), RefusalCode::UnknownCase, &[]);
    let other = [("field", "respondent"), ("value", "某某"), ("reason", "核实过")];
    let mut bench = Bench::being_handled();
    assert_eq!(bench.did("correct", &other, OPERATOR, TUESDAY).len(), 1);
    assert_eq!(bench.case.handler, Some(handler));
}

/// Release is by ruling only (`domain.md` §10 Recusal): taking a name out of the line is no way around it.
#[test]
fn a_correction_by_which_a_respondent_would_see_the_case_again_needs_the_secretarys_ruling() {
    let mut bench = Bench::registered_with(&[("respondent", SECRETARY)]);
    let other = [("field", "respondent"), ("value", "某某"), ("reason", "登记错人")];
    let missing = RefusalCode::MissingSignature;
    bench.refuses("correct", &other, (OPERATOR, TUESDAY), missing, &[SECRETARY, "不再是被投诉人", "裁定"]);
    // More about the same person frees nobody, and who is added is found by looking back.
    let more = format!("{SECRETARY}书记、{XINJIAN_HANDLER}");
    let fuller = [("field", "respondent"), ("value", more.as_str()), ("reason", "写全")];
    bench.did("correct", &fuller, OPERATOR, TUESDAY);
    let mut ruled = other.to_vec();
    ruled.extend([("ruling", "来信所指不是这两人"), ("ruled_on", "2026-11-16")]);
    bench.refuses("correct", &ruled, (OPERATOR, TUESDAY), RefusalCode::OutOfTime, &["登记被投诉人"]);
    ruled[4] = ("ruled_on", "2026-11-17");
    let events = bench.did("correct", &ruled, OPERATOR, TUESDAY);
    let told: Vec<String> = events.iter().map(|event| event.sentence(&bench.org)).collect();
    assert_eq!(events.len(), 3, "{told:?}");
    for (told, name) in told.iter().zip([SECRETARY, XINJIAN_HANDLER]) {
        assert!(told.contains(&format!("认定{name}不是被投诉人")) && told.contains("代录"), "{told}");
    }
    // The secretary is concerned no more and rules again from now on.
    assert_eq!(bench.case.secretaries(&bench.org)[0].name, SECRETARY);
}

#[test]
fn a_chain_without_the_principal_leader_is_void_once_the_case_is_a_key_matter() {
    let mut bench = Bench::reply_submitted();
    let events = bench.did("correct", &fields("key_matters", "livelihood"), OPERATOR, WEDNESDAY);
    assert!(events[1].sentence(&bench.org).contains("缺镇主要领导，请重新送审"), "{events:?}");
    assert_eq!(bench.case.stage, Stage::Drafting);
    bench.did("draft_reply", &[("text", REPLY)], XINJIAN_HANDLER, WEDNESDAY);
    bench.did("submit", &[], XINJIAN_HANDLER, WEDNESDAY);
    let people: Vec<&str> =
        bench.case.documents[1].steps.iter().map(|step| bench.org.person_name(step.person)).collect();
    assert_eq!(people, [SECRETARY, PRINCIPAL]);
    // With the principal leader in the chain another flag changes nothing about it.
    let events = bench.did("correct", &fields("key_matters", "key_work,livelihood"), OPERATOR, WEDNESDAY);
    assert_eq!(events.len(), 1);
    assert_eq!(bench.case.stage, Stage::Review);
}

#[test]
fn a_signed_proposal_is_void_before_the_transfer_and_has_had_its_effect_after_it() {
    let mut bench = Bench::proposal_signed();
    bench.did("correct", &fields("key_matters", "livelihood"), OPERATOR, TUESDAY);
    assert_eq!(bench.case.documents[0].state, DocumentState::Void);
    bench.refuses("transfer", &[], (OPERATOR, TUESDAY), RefusalCode::MissingSignature, &["拟办"]);
    let mut bench = Bench::in_section();
    bench.did("correct", &fields("key_matters", "livelihood"), OPERATOR, TUESDAY);
    assert_eq!(bench.case.documents[0].state, DocumentState::Approved);
}

#[test]
fn scope_and_key_matters_are_put_right_until_the_reply_is_signed() {
    let at = (OPERATOR, WEDNESDAY);
    for (name, value) in [("scope", "disclosure_info"), ("key_matters", "livelihood")] {
        for mut bench in [Bench::reply_signed(), Bench::delivered(), Bench::closed()] {
            bench.refuses("correct", &fields(name, value), at, RefusalCode::WrongStage, &["审签完之前"]);
        }
        Bench::registered().refuses("correct", &fields(name, value), at, RefusalCode::NotAssessed, &["研判"]);
    }
}

#[test]
fn a_scope_that_asks_for_another_route_is_no_correction() {
    let at = (OPERATOR, WEDNESDAY);
    let (conduct, out) = (fields("scope", "conduct"), fields("scope", "out_of_scope"));
    Bench::being_handled().refuses("correct", &conduct, at, RefusalCode::WrongStage, &["收回改办"]);
    Bench::being_handled().refuses("correct", &out, at, RefusalCode::WrongStage, &["收回改办"]);
    Bench::accepted(VILLAGE_ASSESSMENT).refuses("correct", &out, at, RefusalCode::WrongStage, &["“研判”"]);
    let mut bench = Bench::own();
    bench.did("correct", &fields("scope", "matters_list"), OPERATOR, WEDNESDAY);
    assert_eq!(bench.case.scope, Some(Scope::MattersList));
}

#[test]
fn a_typing_error_in_the_content_is_put_right_and_stands_in_no_chain() {
    let mut bench = Bench::in_village();
    let events = bench.did("correct", &fields("content", "没有张贴名单\n也没有公示"), OPERATOR, WEDNESDAY);
    assert_eq!(bench.case.content.text(), "没有张贴名单\n也没有公示");
    let stored = serde_json::to_string(&events[0]).unwrap();
    assert!(!stored.contains("张贴"), "{stored}");
}
