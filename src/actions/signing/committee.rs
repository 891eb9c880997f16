//! 报镇党委审批 (N§三(二)2(3)): signed by a principal leader, or decided at a meeting when they must stand aside.

use crate::actions::fixtures::later::REPLY;
use crate::actions::fixtures::people::{OPERATOR, PARTY_OPERATOR, PRINCIPAL, SECRETARY, XINJIAN_HANDLER};
use crate::actions::fixtures::{Bench, Fields, MONDAY, OWN_ASSESSMENT, TUESDAY, WEDNESDAY, day};
use crate::domain::document::{Signature, Step, StepLabel};
use crate::domain::refusal::RefusalCode;
use crate::domain::town::setting_key::SettingKey;
use crate::domain::words::DocumentState;

const MEETING: Fields<'static> = &[("meeting", "镇党委会议第12次"), ("meeting_on", "2026-11-17")];

/// The commission's own reply, signed by the secretary, before the Party committee.
fn before_the_committee(respondent: &str) -> Bench {
    let mut bench = Bench::registered_with(&[("respondent", respondent)]);
    let mut assessment = OWN_ASSESSMENT.to_vec();
    assessment.push(("confirm_leading_group", "yes"));
    bench.did("assess", &assessment, OPERATOR, MONDAY);
    bench.did("accept", &[], OPERATOR, MONDAY);
    bench.did("transfer", &[], OPERATOR, MONDAY);
    bench.did("record_finding", &[("text", "查明属实")], OPERATOR, MONDAY);
    bench.did("draft_reply", &[("text", REPLY)], OPERATOR, MONDAY);
    bench.did("submit", &[], OPERATOR, MONDAY);
    bench.did("sign", &[], SECRETARY, MONDAY);
    bench
}

fn last(bench: &Bench) -> &Step {
    bench.case.documents.last().unwrap().steps.last().unwrap()
}

fn signature(bench: &Bench) -> Signature {
    last(bench).signature.clone().unwrap()
}

#[test]
fn a_principal_leader_signs_with_the_meeting_and_its_day_or_without() {
    let mut bench = before_the_committee("周某");
    assert_eq!(last(&bench).label, Some(StepLabel::PartyCommittee));
    let events = bench.did("sign", MEETING, PRINCIPAL, TUESDAY);
    let signed = signature(&bench);
    assert_eq!(
        signed.meeting.as_ref().map(|name| name.text().to_owned()).as_deref(),
        Some("镇党委会议第12次")
    );
    assert_eq!((signed.meeting_on, signed.signer), (Some(day("2026-11-17")), bench.id(PRINCIPAL)));
    let told = events[0].sentence(&bench.org);
    assert!(
        told.starts_with("王建国同意") && told.contains("（会议：2026-11-17 镇党委会议第12次）"),
        "{told}"
    );

    let mut bench = before_the_committee("周某");
    bench.did("sign", &[], PRINCIPAL, TUESDAY);
    assert_eq!((signature(&bench).meeting, signature(&bench).meeting_on), (None, None));
}

#[test]
fn a_meeting_belongs_to_the_committees_step_and_lies_between_submission_and_today() {
    let mut bench = Bench::reply_submitted();
    bench.refuses(
        "sign",
        MEETING,
        (SECRETARY, TUESDAY),
        RefusalCode::InvalidValue,
        &["报镇党委审批", "镇纪委书记"],
    );
    for (on, word) in [("2026-11-18", "今天之后"), ("2026-11-15", "早于送审日")] {
        let fields = [("meeting_on", on)];
        let mut bench = before_the_committee("周某");
        bench.refuses("sign", &fields, (PRINCIPAL, TUESDAY), RefusalCode::OutOfTime, &["会议日期", word]);
    }
}

#[test]
fn with_its_only_holder_recused_the_operator_records_the_committees_decision_with_meeting_and_day() {
    let mut bench = before_the_committee(PRINCIPAL);
    assert!(last(&bench).by_meeting);
    assert_eq!(bench.awaited(), [bench.id(OPERATOR)]);
    let at = (OPERATOR, WEDNESDAY);
    bench.refuses("sign", &[], at, RefusalCode::MissingField, &["镇党委会议"]);
    bench.refuses("sign", &MEETING[..1], at, RefusalCode::MissingField, &["会议日期"]);
    let named = [MEETING[0], MEETING[1], ("on_paper_signer", SECRETARY), ("on_paper_date", "2026-11-17")];
    bench.refuses("sign", &named, at, RefusalCode::InvalidValue, &["书面审签人", "会议"]);
    bench.refuses("sign", MEETING, (PRINCIPAL, WEDNESDAY), RefusalCode::UnknownCase, &["2026-0001"]);
    bench.refuses("sign", MEETING, (SECRETARY, WEDNESDAY), RefusalCode::NotPermitted, &["审签"]);
    let events = bench.did("sign", MEETING, OPERATOR, WEDNESDAY);
    let told = events[0].sentence(&bench.org);
    assert!(told.starts_with("镇党委会议同意答复意见") && told.contains("代录"), "{told}");
    let signed = signature(&bench);
    assert_eq!((signed.signed_on, signed.recorded_by), (day("2026-11-17"), Some(bench.id(OPERATOR))));
    assert_eq!(last(&bench).names(&bench.org), "镇党委会议", "never the operator's own signature");
    assert_eq!(bench.case.documents[0].state, DocumentState::Approved);
}

#[test]
fn a_chain_in_progress_stays_as_it_was_submitted_when_the_setting_changes() {
    let mut bench = Bench::reply_submitted();
    bench.settings =
        bench.settings.with(SettingKey::ChainReplyVillage, "联系领导→镇纪委书记→镇主要领导").unwrap();
    bench.did("sign", &[], SECRETARY, TUESDAY);
    assert_eq!(bench.case.documents[0].state, DocumentState::Approved);

    let mut bench = Bench::reply_drafted();
    bench.settings =
        bench.settings.with(SettingKey::ChainReplyVillage, "联系领导→镇纪委书记→镇党委审批").unwrap();
    bench.did("submit", &[], XINJIAN_HANDLER, TUESDAY);
    bench.did("sign", &[], SECRETARY, TUESDAY);
    assert_eq!(bench.awaited(), [bench.id(PRINCIPAL)]);
    bench.refuses("sign", &[], (PARTY_OPERATOR, TUESDAY), RefusalCode::NotPermitted, &["审签人"]);
    bench.did("sign", MEETING, PRINCIPAL, TUESDAY);
    assert_eq!(bench.case.documents[0].state, DocumentState::Approved);
}
