//! Signing where a position has several holders: one of them signs, in their own name.

use crate::actions::fixtures::people::{
    AFFAIRS, CONTACT, IN_CHARGE, OPERATOR, PRINCIPAL, SECOND_CONTACT, SECOND_PRINCIPAL, SECRETARY,
    XINJIAN_HANDLER, named, shared_town,
};
use crate::actions::fixtures::{Bench, OWN_ASSESSMENT, SECTION_ASSESSMENT, TUESDAY, WEDNESDAY, day};
use crate::domain::document::Step;
use crate::domain::event::{CaseEvent, DocumentSigned};
use crate::domain::refusal::RefusalCode;
use crate::domain::sight::Sight;
use crate::domain::town::org::Delegation;
use crate::domain::words::{DocumentState, Position};

/// 新建村's reply in a town where the secretary and 苏文 both contact the village.
fn reply() -> Bench {
    let mut bench = Bench::reply_drafted();
    bench.org = shared_town();
    bench.did("submit", &[], XINJIAN_HANDLER, TUESDAY);
    bench
}

fn steps(bench: &Bench) -> &[Step] {
    &bench.case.documents.last().unwrap().steps
}

fn state(bench: &Bench) -> DocumentState {
    bench.case.documents.last().unwrap().state
}

#[test]
fn it_waits_for_all_of_them_and_each_sees_it() {
    let bench = reply();
    assert_eq!(bench.awaited(), [bench.id(SECRETARY), bench.id(SECOND_CONTACT)]);
    for name in [SECRETARY, SECOND_CONTACT] {
        let sight = Sight::of(named(&bench.org, name), &bench.org).unwrap();
        assert!(sight.covers(&bench.case, &bench.org), "{name}");
        assert!(bench.case.signers().contains(&bench.id(name)), "{name}");
    }
}

#[test]
fn whoever_signs_first_signs_in_their_own_name_and_the_other_is_told() {
    let mut bench = reply();
    bench
        .org
        .people
        .iter_mut()
        .find(|person| person.name == CONTACT)
        .unwrap()
        .contacts
        .push(crate::actions::fixtures::people::XINJIAN);
    bench.did("recall", &[], XINJIAN_HANDLER, TUESDAY);
    bench.did("submit", &[], XINJIAN_HANDLER, TUESDAY);
    let events = bench.did("sign", &[], SECOND_CONTACT, TUESDAY);
    let CaseEvent::DocumentSigned(DocumentSigned { signer, deputy: None, .. }) = &events[0] else {
        panic!("{events:?}");
    };
    assert_eq!(*signer, bench.id(SECOND_CONTACT));
    assert!(events[0].sentence(&bench.org).starts_with("苏文同意"));
    assert_eq!(steps(&bench)[0].told(&bench.org), "苏文（联系领导）");
    bench.refuses(
        "sign",
        &[],
        (CONTACT, TUESDAY),
        RefusalCode::Conflict,
        &["联系领导", SECOND_CONTACT, "2026-11-17", "同意", "不用再签"],
    );
    // Also when the chain is complete, and under a form that was opened before.
    bench.did("sign", &[], SECRETARY, WEDNESDAY);
    let words = [SECOND_CONTACT, "2026-11-17"];
    bench.refuses("sign", &[("document", "reply")], (CONTACT, WEDNESDAY), RefusalCode::Conflict, &words);
    // Nobody else is told that somebody was faster.
    bench.refuses("sign", &[], (IN_CHARGE, WEDNESDAY), RefusalCode::NotPermitted, &["审签人"]);
}

#[test]
fn a_person_in_two_positions_signs_once_only_if_it_is_they_who_sign() {
    let mut by_the_other = reply();
    by_the_other.did("sign", &[], SECOND_CONTACT, TUESDAY);
    assert_eq!(by_the_other.awaited(), [by_the_other.id(SECRETARY)]);
    by_the_other.did("sign", &[], SECRETARY, TUESDAY);
    assert_eq!((state(&by_the_other), steps(&by_the_other).len()), (DocumentState::Approved, 2));

    let mut by_themselves = reply();
    by_themselves.did("sign", &[], SECRETARY, TUESDAY);
    assert_eq!(state(&by_themselves), DocumentState::Approved);
    let told: Vec<String> = steps(&by_themselves).iter().map(|step| step.told(&by_themselves.org)).collect();
    assert_eq!(told, ["余忠涛（镇纪委书记、联系领导）"]);
}

#[test]
fn of_two_principal_leaders_the_one_who_led_the_section_signs_once_and_the_other_need_not() {
    let mut fields = SECTION_ASSESSMENT.to_vec();
    fields.push(("key_matters", "livelihood"));
    let mut bench = Bench::accepted(&fields);
    bench.org = shared_town();
    bench.org.people.retain(|person| person.name != IN_CHARGE);
    let second = bench.org.people.iter_mut().find(|person| person.name == SECOND_PRINCIPAL).unwrap();
    second.leads.push(AFFAIRS);
    bench.did("propose", &[("text", "拟请社会事务办核实。")], OPERATOR, TUESDAY);
    bench.did("submit", &[], OPERATOR, TUESDAY);
    let positions: Vec<Position> = steps(&bench).iter().map(|step| step.position).collect();
    assert_eq!(
        positions,
        [Position::DisciplineSecretary, Position::LeaderInCharge, Position::PrincipalLeader]
    );
    bench.did("sign", &[], SECRETARY, TUESDAY);
    bench.did("sign", &[], SECOND_PRINCIPAL, TUESDAY);
    assert_eq!(state(&bench), DocumentState::Approved);
    assert_eq!(steps(&bench)[1].told(&bench.org), "何平（镇主要领导、分管领导）");
}

#[test]
fn a_paper_signature_says_which_of_them_signed() {
    let mut bench = reply();
    let filled = bench.prefilled("sign", OPERATOR, TUESDAY);
    assert_eq!(filled.text("on_paper_signer"), None, "it could be either");
    let day = ("on_paper_date", "2026-11-17");
    let words = ["余忠涛或苏文", "联系领导", "签字的那一位"];
    bench.refuses("sign", &[day], (OPERATOR, TUESDAY), RefusalCode::NotYourStep, &words);
    bench.refuses(
        "sign",
        &[("on_paper_signer", PRINCIPAL), day],
        (OPERATOR, TUESDAY),
        RefusalCode::NotYourStep,
        &words,
    );
    bench.did("sign", &[("on_paper_signer", SECOND_CONTACT), day], OPERATOR, TUESDAY);
    let signature = steps(&bench)[0].signature.clone().unwrap();
    assert_eq!(signature.signer, bench.id(SECOND_CONTACT));
    assert_eq!(signature.recorded_by, Some(bench.id(OPERATOR)));
    assert_eq!(bench.awaited(), [bench.id(SECRETARY)]);
}

#[test]
fn a_deputy_signs_for_the_holder_who_named_them() {
    let mut bench = reply();
    let (leader, deputy) = (bench.id(SECOND_CONTACT), bench.id(IN_CHARGE));
    bench.org.delegations.push(Delegation {
        leader,
        deputy,
        from: day("2026-11-17"),
        until: day("2026-11-18"),
        revoked_on: None,
    });
    bench.did("sign", &[], IN_CHARGE, TUESDAY);
    let signature = steps(&bench)[0].signature.clone().unwrap();
    assert_eq!((signature.signer, signature.signed_by()), (leader, deputy));
    bench.did("sign", &[], SECRETARY, TUESDAY);
    assert_eq!(state(&bench), DocumentState::Approved);
}

#[test]
fn the_holder_who_is_not_the_respondent_signs_and_a_holder_who_left_keeps_nobody_waiting() {
    let mut bench = Bench::accepted(OWN_ASSESSMENT);
    bench.org = shared_town();
    bench.did("transfer", &[], OPERATOR, TUESDAY);
    bench.did("escalate_clue", &[("text", "涉嫌违规发放资金")], OPERATOR, TUESDAY);
    bench.did("submit", &[], OPERATOR, TUESDAY);
    bench.did("sign", &[], SECRETARY, TUESDAY);
    assert_eq!(bench.awaited(), [bench.id(PRINCIPAL), bench.id(SECOND_PRINCIPAL)]);
    bench.org.people.iter_mut().find(|person| person.name == PRINCIPAL).unwrap().active = false;
    bench.did("sign", &[], SECOND_PRINCIPAL, WEDNESDAY);
    assert_eq!(state(&bench), DocumentState::Approved);
}

#[test]
fn an_urging_names_everybody_who_keeps_the_case_waiting() {
    let mut bench = reply();
    let filled = bench.prefilled("urge", OPERATOR, TUESDAY);
    assert!(filled.text("text").unwrap().starts_with("余忠涛或苏文：2026-0001"));
    let events = bench.did("urge", &[("text", "请抓紧")], OPERATOR, TUESDAY);
    assert_eq!(events[0].sentence(&bench.org), "催办余忠涛、苏文：请抓紧");
}
