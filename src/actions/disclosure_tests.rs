//! Tests of the acts on records of disclosure, by their rows: each is allowed to somebody, refused to others who are told
//! who may, and its example runs.

use super::disclosure_bench::{DisclosureBench, NOW, allowed_to, answers, disclosure_acts, example};
use super::find;
use super::fixtures::moment;
use super::fixtures::people::{
    AUDITOR, CONTACT, OPERATOR, PRINCIPAL, SECRETARY, XINJIAN, XINJIAN_HANDLER, assert_chinese, named, town,
};
use crate::domain::calendar::Calendar;
use crate::domain::context::Context;
use crate::domain::disclosure::event::DisclosureEvent;
use crate::domain::disclosure::{DisclosureState, DisclosureVerdict};
use crate::domain::refusal::RefusalCode;
use crate::domain::time::Date;
use crate::domain::town::org::{Delegation, Person};
use crate::domain::town::settings::Settings;
use crate::domain::words::Position;

#[test]
fn every_example_of_an_act_on_a_record_of_disclosure_yields_facts_that_can_be_said() {
    for act in disclosure_acts() {
        let bench = DisclosureBench::before(act.code);
        let outcome = bench
            .decide(act, &example(act), &allowed_to(act.code))
            .unwrap_or_else(|refusal| panic!("{}: {refusal}", act.code));
        assert!(!outcome.events.is_empty());
        outcome.events.iter().for_each(|event| assert_chinese(&event.sentence(&town())));
    }
}

#[test]
fn every_act_on_a_record_of_disclosure_is_refused_to_others_who_are_told_who_may() {
    for act in disclosure_acts() {
        let bench = DisclosureBench::before(act.code);
        let refusal = bench.decide(act, &example(act), AUDITOR).unwrap_err();
        assert_eq!(refusal.code, RefusalCode::NotPermitted, "{}", act.code);
        assert!(refusal.message.contains(act.who[0].label()) && refusal.message.contains(act.label()));
    }
}

#[test]
fn what_a_record_opens_its_forms_with_are_answers_that_their_fields_take() {
    let (org, calendar, settings) = (town(), Calendar::embedded(), Settings::default());
    let actor = named(&org, OPERATOR).clone();
    for act in disclosure_acts() {
        let record = DisclosureBench::before(act.code).record;
        let (now, other, brought) = (moment(NOW), None, None);
        let context = Context {
            now,
            calendar: &calendar,
            org: &org,
            settings: &settings,
            actor: &actor,
            other,
            brought,
        };
        let filled = (act.on_disclosure().unwrap().prefill)(&record, &context);
        for (name, _) in filled.iter() {
            assert!(act.fields().iter().any(|field| field.name == name), "{}: {name}", act.code);
        }
    }
}

#[test]
fn the_day_of_publication_decides_and_of_nothing_that_of_the_signature() {
    for (now, code, verdict) in [
        ("2026-11-10 23:00", "disclosure_submit", DisclosureVerdict::OnTime),
        ("2026-11-11 00:30", "disclosure_submit", DisclosureVerdict::Late),
        ("2026-11-10 23:00", "disclosure_none", DisclosureVerdict::OnTime),
        ("2026-11-11 00:30", "disclosure_none", DisclosureVerdict::Late),
    ] {
        let mut bench = DisclosureBench::at(now);
        bench.did(code);
        bench.did("disclosure_sign");
        if code == "disclosure_submit" {
            bench.did("disclosure_publish");
        }
        assert_eq!(bench.record.verdict, Some(verdict), "{now} {code}");
        assert!(bench.record.state.is_settled());
    }
}

#[test]
fn a_day_of_publication_long_past_counts_by_the_secretarys_ruling_only() {
    let mut bench = DisclosureBench::at("2026-11-09 09:00");
    bench.did("disclosure_submit");
    bench.did("disclosure_sign");
    bench.now = NOW;
    let place = ("place", "公示栏");
    let publish = |bench: &mut DisclosureBench, fields: &[(&str, &str)], actor: &str| {
        bench.perform("disclosure_publish", &answers(fields), actor)
    };
    let early = [("on", "2026-11-08"), place];
    assert_eq!(publish(&mut bench, &early, OPERATOR).unwrap_err().code, RefusalCode::OutOfTime);
    let future = [("on", "2026-11-24"), place];
    assert_eq!(publish(&mut bench, &future, OPERATOR).unwrap_err().code, RefusalCode::OutOfTime);
    let bare = [("on", "2026-11-10"), place];
    assert_eq!(publish(&mut bench, &bare, OPERATOR).unwrap_err().code, RefusalCode::MissingSignature);
    let ruled = [("on", "2026-11-10"), place, ("ruling", "当日确已张贴"), ("ruled_on", "2026-11-20")];
    let own = publish(&mut bench, &ruled, XINJIAN_HANDLER);
    assert_eq!(own.unwrap_err().code, RefusalCode::NotPermitted, "a handler writes no ruling");
    publish(&mut bench, &ruled, OPERATOR).unwrap();
    assert_eq!(bench.record.verdict, Some(DisclosureVerdict::OnTime));
}

#[test]
fn a_paper_signature_is_recorded_by_the_operator_with_its_day_and_of_the_units_leader_only() {
    let mut bench = DisclosureBench::at("2026-11-09 09:00");
    bench.did("disclosure_submit");
    bench.now = NOW;
    let leader = allowed_to("disclosure_sign");
    let sign = |bench: &mut DisclosureBench, fields: &[(&str, &str)]| {
        bench.perform("disclosure_sign", &answers(fields), OPERATOR)
    };
    assert_eq!(sign(&mut bench, &[]).unwrap_err().code, RefusalCode::NotYourStep);
    assert_eq!(sign(&mut bench, &[("signer", &leader)]).unwrap_err().code, RefusalCode::MissingField);
    for day in ["2026-11-08", "2026-11-24"] {
        let refusal = sign(&mut bench, &[("signer", &leader), ("signed_on", day)]).unwrap_err();
        assert_eq!(refusal.code, RefusalCode::OutOfTime, "{day}");
    }
    let other = [("signer", XINJIAN_HANDLER), ("signed_on", "2026-11-10")];
    assert_eq!(sign(&mut bench, &other).unwrap_err().code, RefusalCode::NotYourStep);
    sign(&mut bench, &[("signer", &leader), ("signed_on", "2026-11-10")]).unwrap();
    assert!(bench.record.signed.as_ref().unwrap().on_paper);
    assert_eq!(bench.record.state, DisclosureState::Reviewed);
}

#[test]
fn a_returned_record_is_submitted_anew_and_what_was_submitted_is_not_submitted_twice() {
    let mut bench = DisclosureBench::before("disclosure_return");
    let again = example(find("disclosure_submit").unwrap());
    let twice = bench.perform("disclosure_submit", &again, XINJIAN_HANDLER).unwrap_err();
    assert_eq!(twice.code, RefusalCode::WrongStage);
    bench.did("disclosure_return");
    assert_eq!(
        (bench.record.state, bench.record.returned.as_deref()),
        (DisclosureState::Returned, Some("请补金额"))
    );
    bench.did("disclosure_submit");
    assert_eq!((bench.record.state, bench.record.returned.clone()), (DisclosureState::Submitted, None));
}

#[test]
fn an_event_is_of_a_matter_per_event_of_its_unit_and_no_day_to_come() {
    let event = |fields: &[(&str, &str)]| {
        let answers =
            fields.iter().fold(example(find("disclosure_event").unwrap()), |answers, (name, value)| {
                answers.with(name, *value)
            });
        DisclosureBench::opened().decide(find("disclosure_event").unwrap(), &answers, XINJIAN_HANDLER)
    };
    let outcome = event(&[]).unwrap();
    let DisclosureEvent::DisclosureOpened(opened) = &outcome.events[0] else { panic!("not opened") };
    assert_eq!(opened.due_on.to_string(), "2026-11-27", "five working days after Friday the 20th");
    for (field, code) in [
        (("on", "2026-11-24"), RefusalCode::OutOfTime),
        (("on", "2025-12-31"), RefusalCode::OutOfTime),
        (("matter", "7"), RefusalCode::InvalidValue),
        (("unit", "大堰村"), RefusalCode::NotPermitted),
        (("unit", "没有的村"), RefusalCode::InvalidValue),
    ] {
        assert_eq!(event(&[field]).unwrap_err().code, code, "{field:?}");
    }
}

impl DisclosureBench {
    /// Somebody of the town is somebody else besides.
    fn change(&mut self, name: &str, change: impl FnOnce(&mut Person)) {
        change(self.org.people.iter_mut().find(|person| person.name == name).unwrap());
    }

    /// The only contact leader of 新建村 works for it too, and has submitted its record.
    fn submitted_by_its_leader() -> Self {
        let mut bench = Self::opened();
        bench.change(SECRETARY, |person| {
            person.unit = Some(XINJIAN);
            person.positions.push(Position::Handler);
        });
        bench.perform("disclosure_submit", &example(find("disclosure_submit").unwrap()), SECRETARY).unwrap();
        bench
    }
}

#[test]
fn whoever_submitted_a_record_neither_signs_nor_returns_it_and_is_told_who_does() {
    let mut bench = DisclosureBench::submitted_by_its_leader();
    for code in ["disclosure_sign", "disclosure_return"] {
        let refusal =
            bench.decide(find(code).unwrap(), &example(find(code).unwrap()), SECRETARY).unwrap_err();
        assert_eq!(refusal.code, RefusalCode::Recused, "{refusal}");
        assert!(refusal.message.contains(SECRETARY) && refusal.message.contains(PRINCIPAL), "{refusal}");
    }
    let paper = answers(&[("signer", SECRETARY), ("signed_on", "2026-11-23")]);
    let refusal = bench.decide(find("disclosure_sign").unwrap(), &paper, OPERATOR).unwrap_err();
    assert_eq!((refusal.code, refusal.field.as_deref()), (RefusalCode::Recused, Some("signer")));
    // Contact leader and secretary are one person here, so it is the principal leader's.
    bench.did_as("disclosure_sign", PRINCIPAL);
    let signed = bench.record.signed.clone().unwrap();
    assert_eq!((signed.signer, signed.as_deputy_for), (named(&bench.org, PRINCIPAL).id, None));
}

#[test]
fn the_deputy_of_the_leader_who_submitted_signs_in_that_leaders_name() {
    let mut bench = DisclosureBench::submitted_by_its_leader();
    let (leader, deputy) = (named(&bench.org, SECRETARY).id, named(&bench.org, CONTACT).id);
    let (from, until) = (Date::constant(2026, 11, 1), Date::constant(2026, 11, 30));
    bench.org.delegations.push(Delegation { leader, deputy, from, until, revoked_on: None });
    bench.did_as("disclosure_sign", CONTACT);
    let signed = bench.record.signed.clone().unwrap();
    assert_eq!((signed.signer, signed.as_deputy_for), (deputy, Some(leader)));
}

#[test]
fn an_operator_who_submitted_for_the_unit_signs_it_as_little_as_whoever_it_is_of() {
    let mut bench = DisclosureBench::opened();
    bench.change(OPERATOR, |person| {
        person.contacts.push(XINJIAN);
    });
    bench.did_as("disclosure_none", OPERATOR);
    assert_eq!(bench.record.submitted.unwrap().0, named(&bench.org, XINJIAN_HANDLER).id);
    let refusal = bench.perform("disclosure_sign", &answers(&[]), OPERATOR).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::Recused, "{refusal}");
    assert!(refusal.message.contains(SECRETARY) && !refusal.message.contains(PRINCIPAL), "{refusal}");
    bench.did_as("disclosure_sign", SECRETARY);
}

#[test]
fn what_nobody_else_could_sign_is_not_submitted_by_the_one_who_could() {
    let mut bench = DisclosureBench::opened();
    bench.change(SECRETARY, |person| {
        person.unit = Some(XINJIAN);
        person.positions.push(Position::Handler);
    });
    bench.change(PRINCIPAL, |person| person.active = false);
    for code in ["disclosure_submit", "disclosure_none"] {
        let refusal =
            bench.decide(find(code).unwrap(), &example(find(code).unwrap()), SECRETARY).unwrap_err();
        assert_eq!(refusal.code, RefusalCode::Recused, "{refusal}");
        assert!(refusal.message.contains("授权代签") && refusal.message.contains("没有保存"), "{refusal}");
    }
    // Submitted by its handler it is the leader's to sign, as ever.
    bench.did_as("disclosure_submit", XINJIAN_HANDLER);
    bench.did_as("disclosure_sign", SECRETARY);
    // Whoever is left alone with it afterwards is refused too, and told what has to be done first.
    let mut bench = DisclosureBench::submitted_by_its_leader();
    bench.change(PRINCIPAL, |person| person.active = false);
    let refusal = bench.perform("disclosure_sign", &answers(&[]), SECRETARY).unwrap_err();
    assert!(refusal.code == RefusalCode::Recused && refusal.message.contains("授权代签"), "{refusal}");
}
