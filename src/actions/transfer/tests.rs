//! Transfers by every route: to whom, signed by whom, from which day the clock runs.

use crate::actions::fixtures::people::{
    AFFAIRS, COMMISSION, IN_CHARGE, OPERATOR, PARTY_OPERATOR, SECRETARY, XINJIAN, XINJIAN_HANDLER,
};
use crate::actions::fixtures::{
    Bench, Fields, MONDAY, OUT_OF_SCOPE, OWN_ASSESSMENT, SECTION_ASSESSMENT, TUESDAY, VILLAGE_ASSESSMENT,
    WEDNESDAY, day,
};
use crate::domain::case::stage::Stage;
use crate::domain::event::{CaseEvent, ClockStarted, ClockStopped, Transferred};
use crate::domain::fixtures::named;
use crate::domain::ids::PersonId;
use crate::domain::refusal::RefusalCode;
use crate::domain::sealable::Sealable;
use crate::domain::town::org::Person;
use crate::domain::words::{ClockKind, Route, Verdict};

#[test]
fn a_transfer_stops_the_triage_limit_and_begins_the_handling_limit() {
    let mut bench = Bench::accepted(VILLAGE_ASSESSMENT);
    let events = bench.did("transfer", &[], OPERATOR, TUESDAY);
    let today = day("2026-11-17");
    let [transferred, stopped, CaseEvent::ClockStarted(ClockStarted { clock })] = events.as_slice() else {
        panic!("{events:?}");
    };
    let (route, unit) = (Route::Village, XINJIAN);
    assert_eq!(
        *transferred,
        CaseEvent::Transferred(Transferred {
            route,
            unit,
            received_on: today,
            on_paper: false,
            ruling: None
        })
    );
    let verdict = Verdict::OnTime;
    assert_eq!(
        *stopped,
        CaseEvent::ClockStopped(ClockStopped { clock: ClockKind::Triage, round: 1, on: today, verdict })
    );
    assert_eq!((clock.started_on, clock.limit, clock.due_on), (today, 10, day("2026-12-01")));
    assert_eq!(bench.case.stage, Stage::Transfer);
}

#[test]
fn a_late_transfer_is_late_for_ever() {
    let mut bench = Bench::accepted(VILLAGE_ASSESSMENT);
    bench.did("transfer", &[], OPERATOR, "2026-11-20 08:00");
    assert_eq!(bench.case.clock(ClockKind::Triage).unwrap().verdict, Some(Verdict::Late));
}

#[test]
fn delivery_on_paper_stops_one_limit_and_starts_the_other_on_the_day_of_delivery() {
    let mut bench = Bench::accepted(VILLAGE_ASSESSMENT);
    bench.did("transfer", &[("received_on", "2026-11-16")], OPERATOR, WEDNESDAY);
    assert_eq!(bench.case.clock(ClockKind::Handling).unwrap().started_on, day("2026-11-16"));
    assert_eq!(bench.case.clock(ClockKind::Triage).unwrap().stopped_on, Some(day("2026-11-16")));
}

#[test]
fn delivery_on_paper_is_neither_before_acceptance_nor_in_the_future() {
    let table: [(&str, &[&str]); 2] =
        [("2026-11-15", &["早于受理日2026-11-16"]), ("2026-11-18", &["2026-11-18", "今天之后"])];
    for (date, words) in table {
        Bench::accepted(VILLAGE_ASSESSMENT).refuses(
            "transfer",
            &[("received_on", date)],
            (OPERATOR, TUESDAY),
            RefusalCode::OutOfTime,
            words,
        );
    }
}

#[test]
fn the_commission_transfers_to_itself_and_acknowledges_nothing() {
    let mut bench = Bench::accepted(OWN_ASSESSMENT);
    bench.did("transfer", &[], OPERATOR, TUESDAY);
    assert_eq!((bench.case.stage, bench.case.unit), (Stage::Handling, Some(COMMISSION)));
    assert!(bench.case.clock(ClockKind::Handling).unwrap().is_running());
}

#[test]
fn a_section_gets_a_case_only_with_a_signed_proposal() {
    let mut bench = Bench::accepted(SECTION_ASSESSMENT);
    let refused = |bench: &mut Bench, words: &[&str]| {
        bench.refuses("transfer", &[], (PARTY_OPERATOR, TUESDAY), RefusalCode::MissingSignature, words);
    };
    refused(&mut bench, &["拟办", "送审"]);
    bench.did("propose", &[("text", "拟请核实。")], PARTY_OPERATOR, MONDAY);
    refused(&mut bench, &["拟办意见还没有送审"]);
    bench.did("submit", &[], PARTY_OPERATOR, MONDAY);
    refused(&mut bench, &["拟办意见还在审签", SECRETARY]);
    bench.did("sign", &[], SECRETARY, TUESDAY);
    refused(&mut bench, &[IN_CHARGE, "分管领导"]);
    bench.did("return", &[("opinion", "重写")], IN_CHARGE, TUESDAY);
    refused(&mut bench, &["被退回", "重新"]);
    bench.did("propose", &[("text", "拟请尽快核实。")], PARTY_OPERATOR, TUESDAY);
    bench.did("submit", &[], PARTY_OPERATOR, TUESDAY);
    bench.did("sign", &[], SECRETARY, TUESDAY);
    bench.did("sign", &[], IN_CHARGE, TUESDAY);
    bench.did("transfer", &[], PARTY_OPERATOR, TUESDAY);
    assert_eq!(bench.case.unit, Some(AFFAIRS));
}

#[test]
fn a_signed_proposal_binds_its_unit() {
    Bench::proposal_signed().refuses(
        "transfer",
        &[("unit", "经济发展办")],
        (PARTY_OPERATOR, TUESDAY),
        RefusalCode::MissingSignature,
        &["社会事务办", "经济发展办", "重新研判"],
    );
}

#[test]
fn a_voluntary_proposal_under_review_is_waited_for_too() {
    let mut bench = Bench::accepted(VILLAGE_ASSESSMENT);
    bench.did("propose", &[("text", "拟请新建村核实。")], OPERATOR, MONDAY);
    bench.did("submit", &[], OPERATOR, MONDAY);
    bench.refuses("transfer", &[], (OPERATOR, MONDAY), RefusalCode::MissingSignature, &[SECRETARY]);
}

#[test]
fn a_route_and_a_unit_that_fits_it_are_needed() {
    let mut bench = Bench::accepted(VILLAGE_ASSESSMENT);
    let to_a_section = [("unit", "社会事务办")];
    bench.refuses(
        "transfer",
        &to_a_section,
        (OPERATOR, TUESDAY),
        RefusalCode::WrongUnit,
        &["村（社区）办理", "社会事务办", "机关科室"],
    );
    bench.refuses("transfer", &[], (PARTY_OPERATOR, TUESDAY), RefusalCode::NotPermitted, &["镇纪委专人"]);
    bench.did("assess", &VILLAGE_ASSESSMENT[..4], OPERATOR, MONDAY);
    bench.refuses("transfer", &[], (OPERATOR, TUESDAY), RefusalCode::MissingField, &["承办单位"]);
    bench.did("assess", OUT_OF_SCOPE, OPERATOR, MONDAY);
    bench.refuses("transfer", &[], (OPERATOR, TUESDAY), RefusalCode::NotAssessed, &["办理途径", "研判"]);
}

#[test]
fn a_case_against_a_units_people_goes_there_only_by_the_secretarys_ruling() {
    let respondents: [Fields<'_>; 2] =
        [&[("respondent", XINJIAN_HANDLER)], &[("respondent_unit_position", "新建村党总支书记")]];
    for respondent in respondents {
        let mut bench = Bench::registered_with(respondent);
        let mut assessment = VILLAGE_ASSESSMENT.to_vec();
        assessment.push(("respondents", "无"));
        bench.did("assess", &assessment, OPERATOR, MONDAY);
        bench.did("accept", &[], OPERATOR, MONDAY);
        bench.refuses(
            "transfer",
            &[],
            (OPERATOR, TUESDAY),
            RefusalCode::Recused,
            &["新建村", "回避", "镇纪委书记"],
        );
        let ruled = [("ruling", "由村监督委员会核实"), ("ruled_on", "2026-11-17")];
        let events = bench.did("transfer", &ruled, OPERATOR, TUESDAY);
        assert!(matches!(
            &events[0],
            CaseEvent::Transferred(Transferred { ruling: Some(ruling), .. })
                if ruling.on_paper && ruling.text == Sealable::new("由村监督委员会核实")
        ));
    }
}

#[test]
fn a_reason_given_when_the_case_was_assessed_for_the_unit_counts_here() {
    let mut bench = Bench::registered_with(&[("respondent", "新建村承办人、某某")]);
    let mut ruled = VILLAGE_ASSESSMENT.to_vec();
    ruled.extend([("ruling", "由村内其他人员办理"), ("ruled_on", "2026-11-16")]);
    bench.did("assess", &ruled, OPERATOR, MONDAY);
    bench.did("accept", &[], OPERATOR, MONDAY);
    // Nobody is hidden there from the complaint; it has somebody who can take it.
    let elsewhere = [("unit", "大堰村")];
    let there = Person {
        id: PersonId(90),
        unit: bench.org.unit_named("大堰村").map(|unit| unit.id),
        ..named(&bench.org, XINJIAN_HANDLER).clone()
    };
    bench.org.people.push(Person { name: "大堰村承办人".to_owned(), login: None, ..there });
    assert_eq!(bench.case.ruled_unit, Some(XINJIAN));
    bench.did("transfer", &[], OPERATOR, TUESDAY);
    let back = [("reason", "other"), ("note", "请另派")];
    bench.did("send_back", &back, SECRETARY, TUESDAY);
    bench.did("assess", VILLAGE_ASSESSMENT, OPERATOR, TUESDAY);
    bench.refuses("transfer", &[], (OPERATOR, TUESDAY), RefusalCode::Recused, &["新建村", "回避"]);
    bench.did("transfer", &elsewhere, OPERATOR, TUESDAY);
}

#[test]
fn a_paper_is_not_delivered_before_the_last_unit_sent_the_case_back() {
    let mut bench = Bench::in_village();
    let back = [("reason", "not_ours"), ("note", "不属本村")];
    bench.did("send_back", &back, XINJIAN_HANDLER, "2026-11-18 09:00");
    let at = (OPERATOR, "2026-11-19 09:00");
    let early = [("received_on", "2026-11-17")];
    bench.refuses("transfer", &early, at, RefusalCode::OutOfTime, &["2026-11-17", "退件", "2026-11-18"]);
    bench.did("transfer", &[("received_on", "2026-11-18")], OPERATOR, at.1);
    let earlier = [("field", "handling_received_on"), ("value", "2026-11-17"), ("reason", "写错")];
    bench.refuses("correct", &earlier, at, RefusalCode::OutOfTime, &["退件"]);
}
