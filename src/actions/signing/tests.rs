//! Signing by deputies, on paper, and of what was changed meanwhile.

use crate::actions::fixtures::people::{
    CONTACT, ECONOMY, IN_CHARGE, OPERATOR, PARTY_OPERATOR, PRINCIPAL, SECRETARY, XINJIAN_HANDLER, named,
};
use crate::actions::fixtures::{Bench, MONDAY, THURSDAY, TUESDAY, WEDNESDAY, day};
use crate::domain::case::stage::Stage;
use crate::domain::event::{CaseEvent, DocumentSigned};
use crate::domain::refusal::RefusalCode;
use crate::domain::sight::Sight;
use crate::domain::town::org::Delegation;
use crate::domain::words::{DocumentKind, DocumentState};

/// A proposal that waits for the secretary, for whom 赵强 signs on Tuesday and Wednesday.
fn with_deputy() -> Bench {
    let mut bench = Bench::proposal_submitted();
    let (leader, deputy) = (bench.id(SECRETARY), bench.id(CONTACT));
    let (from, until) = (day("2026-11-17"), day("2026-11-18"));
    bench.org.delegations.push(Delegation { leader, deputy, from, until, revoked_on: None });
    bench
}

#[test]
fn a_deputy_signs_in_the_leaders_name_and_the_history_shows_both() {
    for at in [TUESDAY, WEDNESDAY] {
        let mut bench = with_deputy();
        let events = bench.did("sign", &[], CONTACT, at);
        let CaseEvent::DocumentSigned(DocumentSigned { signer, deputy, on_paper, .. }) = &events[0] else {
            panic!("{events:?}");
        };
        assert_eq!((*signer, *deputy), (bench.id(SECRETARY), Some(bench.id(CONTACT))));
        assert!(!on_paper);
        let told = events[0].sentence(&bench.org);
        assert!(told.contains(SECRETARY) && told.contains("赵强代签"), "{told}");
        let signature = bench.case.documents[0].steps[0].signature.clone().unwrap();
        assert_eq!((signature.deputy, signature.recorded_by), (Some(bench.id(CONTACT)), None));
    }
}

#[test]
fn outside_its_days_a_delegation_is_none() {
    for at in ["2026-11-16 23:59", "2026-11-19 00:00"] {
        with_deputy().refuses("sign", &[], (CONTACT, at), RefusalCode::NotPermitted, &["审签人", CONTACT]);
    }
    let mut bench = with_deputy();
    let paper = [("on_paper_signer", CONTACT), ("on_paper_date", "2026-11-19")];
    bench.refuses("sign", &paper, (OPERATOR, THURSDAY), RefusalCode::NotYourStep, &[SECRETARY]);
    let paper = [("on_paper_signer", CONTACT), ("on_paper_date", "2026-11-18")];
    bench.did("sign", &paper, OPERATOR, THURSDAY);
    let signature = bench.case.documents[0].steps[0].signature.clone().unwrap();
    assert_eq!(signature.deputy, Some(bench.id(CONTACT)));
    assert_eq!((signature.signed_on, signature.recorded_by), (day("2026-11-18"), Some(bench.id(OPERATOR))));
}

#[test]
fn a_deputy_who_is_an_operator_signs_as_deputy_also_when_naming_themselves() {
    let mut bench = with_deputy();
    bench.org.delegations[0].deputy = bench.id(PARTY_OPERATOR);
    // Only whoever holds a leader's position signs for a leader.
    bench.org.people.iter_mut().find(|person| person.name == PARTY_OPERATOR).unwrap().leads.push(ECONOMY);
    bench.case.documents[0].drafted_by = bench.id(OPERATOR);
    bench.did("sign", &[("on_paper_signer", PARTY_OPERATOR)], PARTY_OPERATOR, TUESDAY);
    let signature = bench.case.documents[0].steps[0].signature.clone().unwrap();
    assert_eq!(signature.deputy, Some(bench.id(PARTY_OPERATOR)));
}

#[test]
fn whoever_wrote_the_document_or_handles_the_case_signs_it_for_nobody() {
    for (name, at) in [(PARTY_OPERATOR, TUESDAY), (PARTY_OPERATOR, WEDNESDAY)] {
        let mut bench = with_deputy();
        bench.org.delegations[0].deputy = bench.id(name);
        let drafter = bench.org.people.iter_mut().find(|person| person.name == name).unwrap();
        drafter.leads.push(ECONOMY);
        bench.refuses(
            "sign",
            &[],
            (name, at),
            RefusalCode::NotPermitted,
            &[name, "起草人", "不能代领导审签"],
        );
        bench.did("sign", &[], SECRETARY, at);
    }
    let mut bench = Bench::reply_submitted();
    let (leader, deputy) = (bench.id(SECRETARY), bench.id(XINJIAN_HANDLER));
    let (from, until) = (day("2026-11-17"), day("2026-11-18"));
    bench.org.delegations.push(Delegation { leader, deputy, from, until, revoked_on: None });
    let handler = bench.org.people.iter_mut().find(|person| person.id == deputy).unwrap();
    handler.leads.push(ECONOMY);
    bench.case.documents[0].drafted_by = bench.id(OPERATOR);
    let at = (XINJIAN_HANDLER, TUESDAY);
    bench.refuses("sign", &[], at, RefusalCode::NotPermitted, &[XINJIAN_HANDLER, "承办人"]);
    let paper = [("on_paper_signer", XINJIAN_HANDLER), ("on_paper_date", "2026-11-17")];
    bench.refuses("sign", &paper, (OPERATOR, TUESDAY), RefusalCode::NotPermitted, &["承办人"]);
}

#[test]
fn the_sheet_says_that_the_only_holder_signed_a_text_of_their_own() {
    let mut bench = Bench::proposal_submitted();
    bench.case.documents[0].drafted_by = bench.id(SECRETARY);
    bench.did("sign", &[], SECRETARY, TUESDAY);
    bench.did("sign", &[], IN_CHARGE, TUESDAY);
    let document = &bench.case.documents[0];
    let own: Vec<bool> = document
        .steps
        .iter()
        .filter_map(|step| step.signature.as_ref())
        .map(|signature| document.is_own_draft(signature))
        .collect();
    assert_eq!(own, [true, false]);
}

#[test]
fn a_deputy_sees_what_is_theirs_to_sign_on_their_days_and_never_what_is_about_them() {
    let mut bench = with_deputy();
    let sees = |bench: &Bench, on: &str| {
        Sight::on(named(&bench.org, CONTACT), &bench.org, day(on))
            .is_some_and(|sight| sight.covers(&bench.case, &bench.org))
    };
    assert!(!sees(&bench, "2026-11-16"));
    assert!(sees(&bench, "2026-11-17"));
    assert!(!sees(&bench, "2026-11-19"));
    let about_him = [("field", "respondent"), ("value", "赵强（联系领导）、某某"), ("reason", "漏登")];
    bench.did("correct", &about_him, OPERATOR, TUESDAY);
    assert!(!sees(&bench, "2026-11-17"));
    bench.refuses("sign", &[], (CONTACT, TUESDAY), RefusalCode::UnknownCase, &["2026-0001"]);
    let paper = [("on_paper_signer", CONTACT), ("on_paper_date", "2026-11-17")];
    bench.refuses("sign", &paper, (OPERATOR, TUESDAY), RefusalCode::Recused, &[CONTACT, "回避"]);
}

#[test]
fn a_document_whose_signer_left_office_says_who_must_submit_it_anew() {
    let mut bench = Bench::proposal_submitted();
    bench.did("sign", &[], SECRETARY, TUESDAY);
    let left = bench.org.people.iter_mut().find(|person| person.name == IN_CHARGE).unwrap();
    (left.active, left.leads) = (false, Vec::new());
    let successor = bench.org.people.iter_mut().find(|person| person.name == CONTACT).unwrap();
    successor.leads.push(crate::actions::fixtures::people::AFFAIRS);
    for fields in [&[][..], &[("on_paper_signer", CONTACT), ("on_paper_date", "2026-11-17")]] {
        let words = [IN_CHARGE, "已离任", "撤回送审", "送审"];
        bench.refuses("sign", fields, (OPERATOR, TUESDAY), RefusalCode::VacantPosition, &words);
    }
    bench.did("recall", &[], PARTY_OPERATOR, TUESDAY);
    bench.did("submit", &[], PARTY_OPERATOR, TUESDAY);
    bench.did("sign", &[], SECRETARY, WEDNESDAY);
    assert_eq!(bench.awaited(), [bench.id(CONTACT)]);
}

#[test]
fn a_paper_binds_the_text_that_is_on_it() {
    let mut bench = Bench::proposal_submitted();
    let old = bench.case.documents[0].sheet_no();
    bench.did("propose", &[("text", "拟请社会事务办三日内核实。")], PARTY_OPERATOR, MONDAY);
    bench.did("submit", &[], PARTY_OPERATOR, MONDAY);
    let paper =
        |sheet| [("on_paper_signer", SECRETARY), ("on_paper_date", "2026-11-16"), ("on_paper_sheet", sheet)];
    let current = bench.case.documents[1].sheet_no();
    assert!(old.starts_with("N1-") && current.starts_with("N2-"));
    let outdated = bench.perform("sign", &paper(&old), OPERATOR, TUESDAY).unwrap_err();
    assert_eq!(outdated.code, RefusalCode::OutdatedSheet);
    for word in ["第1稿", "第2稿", "增“三日内”", "重新签字", &current] {
        assert!(outdated.message.contains(word), "{word} in {outdated}");
    }
    let unknown = bench.perform("sign", &paper("N9-00000000"), OPERATOR, TUESDAY).unwrap_err();
    assert_eq!(unknown.code, RefusalCode::OutdatedSheet);
    assert!(unknown.message.contains("没有这个编号"), "{unknown}");
    assert_eq!(bench.case.documents[1].steps[0].signature, None);
    bench.did("sign", &paper(&current.to_lowercase()), OPERATOR, TUESDAY);
}

/// A section's reply and an application for two days more, both with the leader in charge.
fn two_under_review() -> Bench {
    use crate::actions::fixtures::later::REPLY;
    use crate::actions::fixtures::people::AFFAIRS_HANDLER;
    let mut bench = Bench::in_section();
    bench.did("acknowledge", &[], AFFAIRS_HANDLER, TUESDAY);
    bench.did("record_finding", &[("text", "查明")], AFFAIRS_HANDLER, TUESDAY);
    bench.did("draft_reply", &[("text", REPLY)], AFFAIRS_HANDLER, TUESDAY);
    bench.did("submit", &[], AFFAIRS_HANDLER, TUESDAY);
    bench.did("extend", &[("days", "2"), ("reason", "调档")], AFFAIRS_HANDLER, WEDNESDAY);
    bench.did("submit", &[], AFFAIRS_HANDLER, WEDNESDAY);
    bench
}

#[test]
fn two_documents_under_review_are_signed_each_by_its_own_chain() {
    let mut bench = two_under_review();
    assert_eq!(bench.case.open_steps().count(), 2);
    let at = (OPERATOR, WEDNESDAY);
    let paper = [("on_paper_signer", IN_CHARGE), ("on_paper_date", "2026-11-18")];
    bench.refuses("sign", &paper, at, RefusalCode::MissingField, &["文书"]);
    bench.did("sign", &[("document", "reply")], IN_CHARGE, WEDNESDAY);
    // The reply is now with the secretary; what is left to the leader in charge is found by itself.
    bench.did("sign", &[], IN_CHARGE, WEDNESDAY);
    assert_eq!(bench.case.stage, Stage::Review);
    bench.did("sign", &[("document", "extension")], SECRETARY, WEDNESDAY);
    assert_eq!(bench.limit().extensions, 1);
    assert_eq!(bench.case.stage, Stage::Review, "an extension moves no stage");
    bench.did("sign", &[], SECRETARY, WEDNESDAY);
    assert_eq!(bench.case.stage, Stage::Reply);
    assert_eq!(bench.case.document(DocumentKind::Reply).unwrap().state, DocumentState::Approved);
}

#[test]
fn a_leader_whose_turn_it_is_under_one_document_only_is_let_in_for_that_one() {
    let mut bench = two_under_review();
    bench.did("sign", &[("document", "reply")], IN_CHARGE, WEDNESDAY);
    bench.refuses(
        "sign",
        &[("document", "extension")],
        (SECRETARY, WEDNESDAY),
        RefusalCode::NotYourStep,
        &["延期申请", IN_CHARGE],
    );
    bench.refuses("sign", &[], (PRINCIPAL, WEDNESDAY), RefusalCode::NotPermitted, &["审签人"]);
    bench.refuses(
        "sign",
        &[("document", "clue")],
        (SECRETARY, WEDNESDAY),
        RefusalCode::MissingDocument,
        &["问题线索移送意见"],
    );
    bench.did("return", &[("opinion", "再核实")], SECRETARY, WEDNESDAY);
    assert_eq!(bench.case.stage, Stage::Drafting);
    assert_eq!(bench.case.open_steps().count(), 1, "the application stays where it was");
}

#[test]
fn an_extension_too_late_to_take_effect_is_returned_and_not_signed() {
    let mut bench = Bench::extension_submitted();
    bench.case.clocks.iter_mut().for_each(|clock| clock.stopped_on = Some(day("2026-11-17")));
    bench.refuses("sign", &[], (SECRETARY, WEDNESDAY), RefusalCode::WrongStage, &["已经停止", "退回"]);
    bench.did("return", &[("opinion", "已办结")], SECRETARY, WEDNESDAY);
    assert_eq!(bench.awaited(), [bench.id(XINJIAN_HANDLER)]);
}
