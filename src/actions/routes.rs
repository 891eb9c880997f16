//! Every route, ordinary and key matter, from registration to closure, each document by the chain of its route.

use super::fixtures::later::REPLY;
use super::fixtures::people::{
    AFFAIRS_HANDLER, CONTACT, IN_CHARGE, OPERATOR, PARTY_OPERATOR, PRINCIPAL, SECRETARY, SISHENG_HANDLERS,
};
use super::fixtures::{Bench, Fields, MONDAY, TUESDAY, WEDNESDAY};
use crate::domain::case::stage::Stage;
use crate::domain::words::{DocumentKind, DocumentState, Route};

/// One route: its unit, its handler, and who signs what in which order; of a key matter the principal leader too
/// where it says so.
struct Row {
    route: Route,
    unit: &'static str,
    handler: &'static str,
    proposal: &'static [&'static str],
    reply: &'static [&'static str],
    key_reply: &'static [&'static str],
    extension: &'static [&'static str],
}

const ROWS: [Row; 3] = [
    Row {
        route: Route::PartyCommittee,
        unit: "社会事务办",
        handler: AFFAIRS_HANDLER,
        proposal: &[SECRETARY, IN_CHARGE],
        reply: &[IN_CHARGE, SECRETARY],
        key_reply: &[IN_CHARGE, SECRETARY, PRINCIPAL],
        extension: &[IN_CHARGE, SECRETARY],
    },
    Row {
        route: Route::Village,
        unit: "四胜社区",
        handler: SISHENG_HANDLERS[0],
        proposal: &[],
        reply: &[CONTACT, SECRETARY],
        key_reply: &[CONTACT, SECRETARY, PRINCIPAL],
        extension: &[CONTACT, SECRETARY],
    },
    Row {
        route: Route::Commission,
        unit: "镇纪委",
        handler: OPERATOR,
        proposal: &[],
        // The Party committee approves the commission's own result by its principal leader, key matter or not.
        reply: &[SECRETARY, PRINCIPAL],
        key_reply: &[SECRETARY, PRINCIPAL],
        extension: &[SECRETARY],
    },
];

/// Submits a document and lets its chain sign, checking at every step whose turn it is.
fn signed_by(bench: &mut Bench, kind: DocumentKind, signers: &[&str], actor: &str, at: &str) {
    use crate::domain::code::Coded as _;
    bench.did("submit", &[("document", kind.code())], actor, at);
    let steps = &bench.case.document(kind).unwrap().steps;
    let people: Vec<&str> = steps.iter().map(|step| bench.org.person_name(step.person)).collect();
    assert_eq!(people, signers, "{kind:?} on {:?}", bench.case.route);
    for signer in signers {
        assert!(bench.case.document(kind).unwrap().state == DocumentState::UnderReview);
        bench.did("sign", &[("document", kind.code())], signer, at);
    }
    let state = bench.case.document(kind).unwrap().state;
    assert!(matches!(state, DocumentState::Approved | DocumentState::Done), "{kind:?} is {state:?}");
}

fn with_principal(signers: &[&'static str], key: bool) -> Vec<&'static str> {
    let mut signers = signers.to_vec();
    if key && !signers.is_empty() {
        signers.push(PRINCIPAL);
    }
    signers
}

fn walk(row: &Row, key: bool) -> Bench {
    use crate::domain::code::Coded as _;
    let mut bench = Bench::registered();
    let mut assessment = vec![
        ("scope", "matters_list"),
        ("kind", "non_consultation"),
        ("field", "civil_affairs"),
        ("route", row.route.code()),
        ("unit", row.unit),
    ];
    if key {
        assessment.push(("key_matters", "livelihood"));
    }
    bench.did("assess", &assessment, OPERATOR, MONDAY);
    bench.did("accept", &[], OPERATOR, MONDAY);
    if !row.proposal.is_empty() {
        bench.did("propose", &[("text", "拟请核实")], PARTY_OPERATOR, MONDAY);
        let signers = with_principal(row.proposal, key);
        signed_by(&mut bench, DocumentKind::Proposal, &signers, PARTY_OPERATOR, MONDAY);
    }
    bench.did("transfer", &[], OPERATOR, TUESDAY);
    if row.route != Route::Commission {
        assert_eq!(bench.case.stage, Stage::Transfer);
        bench.did("acknowledge", &[], row.handler, TUESDAY);
    }
    bench.did("extend", &[("days", "3"), ("reason", "调档")], row.handler, TUESDAY);
    signed_by(&mut bench, DocumentKind::Extension, row.extension, row.handler, TUESDAY);
    let basis: Fields<'_> = &[("limit", "20"), ("unit", "working_days"), ("basis", "条例")];
    bench.did("override_limit", basis, OPERATOR, TUESDAY);
    signed_by(&mut bench, DocumentKind::Override, &[SECRETARY], OPERATOR, TUESDAY);
    bench.did("record_finding", &[("text", "查明属实")], row.handler, TUESDAY);
    if row.route == Route::Commission {
        bench.did("escalate_clue", &[("text", "线索")], OPERATOR, TUESDAY);
        signed_by(&mut bench, DocumentKind::Clue, &[SECRETARY, PRINCIPAL], OPERATOR, TUESDAY);
        let filed = [("number", "12"), ("filed_on", "2026-11-17")];
        bench.did("record_filing", &filed, OPERATOR, TUESDAY);
    }
    bench.did("draft_reply", &[("text", REPLY)], row.handler, TUESDAY);
    let signers = if key { row.key_reply } else { row.reply };
    signed_by(&mut bench, DocumentKind::Reply, signers, row.handler, TUESDAY);
    bench.did("deliver", &[("method", "phone")], OPERATOR, TUESDAY);
    let word = [("satisfaction", "satisfied"), ("resolved", "yes")];
    bench.did("evaluate", &word, OPERATOR, WEDNESDAY);
    bench.did("close", &[], OPERATOR, WEDNESDAY);
    bench
}

#[test]
fn every_route_ordinary_and_key_matter_runs_from_registration_to_closure_by_its_own_chains() {
    for row in &ROWS {
        for key in [false, true] {
            let bench = walk(row, key);
            assert_eq!(bench.case.stage, Stage::Closure);
            assert!(bench.case.clocks.iter().all(|clock| clock.verdict.is_some()));
        }
    }
}

#[test]
fn a_case_out_of_scope_is_reported_by_the_secretary_alone_key_matter_or_not() {
    for key in [None, Some(("key_matters", "key_work"))] {
        let mut bench = Bench::registered();
        let mut fields = vec![("scope", "out_of_scope"), ("kind", "consultation"), ("field", "medical")];
        fields.extend(key);
        bench.did("assess", &fields, OPERATOR, MONDAY);
        bench.did("report_up", &[("reason", "属区级职权")], OPERATOR, MONDAY);
        signed_by(&mut bench, DocumentKind::ReportUp, &[SECRETARY], OPERATOR, MONDAY);
        assert_eq!(bench.case.stage, Stage::Reported);
    }
}
