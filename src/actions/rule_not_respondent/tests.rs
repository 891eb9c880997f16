//! Recusal over the acts: who acts in whose place, what looks back, what a ruling releases (`domain.md` §10 Recusal).

use crate::actions::fixtures::people::{
    AFFAIRS_HANDLER, CONTACT, IN_CHARGE, OPERATOR, PARTY_OPERATOR, PRINCIPAL, SECRETARY, SISHENG_HANDLERS,
    XINJIAN_HANDLER, named,
};
use crate::actions::fixtures::{
    Bench, Fields, MONDAY, OWN_ASSESSMENT, SECTION_ASSESSMENT, THURSDAY, TUESDAY, WEDNESDAY,
};
use crate::domain::case::stage::Stage;
use crate::domain::event::{CaseEvent, DocumentVoided, RespondentsSaid};
use crate::domain::refusal::RefusalCode;
use crate::domain::sight::Sight;
use crate::domain::town::waits::WaitsFor;
use crate::domain::words::{DocumentKind, DocumentState, Position};

/// A text that no warning is said of.
const REPLY: &str = "经核实，您反映的问题属实：名单未及时张贴。现已于11月17日在村公示栏补贴，并安排专人今后按月更新，请您监督。";

fn about(respondent: &str) -> Bench {
    Bench::registered_with(&[("respondent", respondent)])
}

fn with<'a>(fields: Fields<'a>, more: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let mut fields = fields.to_vec();
    fields.extend(more);
    fields
}

fn sees(bench: &Bench, name: &str) -> bool {
    let sight = Sight::of(named(&bench.org, name), &bench.org);
    sight.is_some_and(|sight| sight.covers(&bench.case, &bench.org))
}

#[test]
fn when_the_only_operator_is_the_respondent_the_secretary_brings_the_case_to_its_end() {
    let mut bench = about(OPERATOR);
    let secretary = bench.id(SECRETARY);
    let stands_in = WaitsFor::StandIn { role: Position::CommissionOperator, people: vec![secretary] };
    assert_eq!(bench.case.waits_for(&bench.org), Some(stands_in.clone()));
    assert!(stands_in.people_named(&bench.org).unwrap().contains("原承办人员回避"));
    bench.refuses("assess", OWN_ASSESSMENT, (OPERATOR, MONDAY), RefusalCode::UnknownCase, &[]);
    bench.did("assess", OWN_ASSESSMENT, SECRETARY, MONDAY);
    bench.did("accept", &[], SECRETARY, MONDAY);
    // The commission route is not exempt: the respondent is of the commission itself.
    bench.refuses("transfer", &[], (SECRETARY, TUESDAY), RefusalCode::Recused, &["镇纪委", "回避"]);
    bench.did("transfer", &[("ruling", "由书记直接核实")], SECRETARY, TUESDAY);
    bench.did("record_finding", &[("text", "经查属实")], SECRETARY, TUESDAY);
    bench.did("draft_reply", &[("text", REPLY)], SECRETARY, TUESDAY);
    bench.did("submit", &[], SECRETARY, TUESDAY);
    while let Some((_, _, step)) = bench.case.open_step() {
        let signer = bench.org.person_name(step.person).to_owned();
        assert_ne!(signer, OPERATOR);
        bench.did("sign", &[], &signer, WEDNESDAY);
    }
    bench.did("deliver", &[("method", "phone")], SECRETARY, WEDNESDAY);
    bench.did("evaluate", &[("satisfaction", "satisfied"), ("resolved", "yes")], SECRETARY, THURSDAY);
    bench.did("close", &[], SECRETARY, THURSDAY);
    assert_eq!(bench.case.stage, Stage::Closure);
    assert!(bench.record.iter().skip(2).all(|recorded| recorded.actor != bench.id(OPERATOR)));
}

#[test]
fn the_secretary_names_somebody_who_then_sees_the_case_and_has_it_to_do() {
    let mut bench = about(OPERATOR);
    let position = ("position", "commission_operator");
    bench.refuses(
        "appoint",
        &[position, ("person", OPERATOR)],
        (SECRETARY, MONDAY),
        RefusalCode::Recused,
        &[OPERATOR, "回避"],
    );
    bench.refuses(
        "appoint",
        &[("position", "discipline_secretary"), ("person", IN_CHARGE)],
        (SECRETARY, MONDAY),
        RefusalCode::NothingToDo,
        &[SECRETARY],
    );
    assert!(!sees(&bench, AFFAIRS_HANDLER));
    bench.did("appoint", &[position, ("person", AFFAIRS_HANDLER)], SECRETARY, MONDAY);
    assert!(sees(&bench, AFFAIRS_HANDLER) && !sees(&bench, OPERATOR));
    assert_eq!(bench.awaited(), [bench.id(AFFAIRS_HANDLER)]);
    bench.did("assess", OWN_ASSESSMENT, AFFAIRS_HANDLER, MONDAY);
    bench.refuses("accept", &[], (SECRETARY, MONDAY), RefusalCode::NotPermitted, &["镇纪委专人"]);
    bench.did("accept", &[], AFFAIRS_HANDLER, MONDAY);
}

#[test]
fn an_operator_records_the_secretarys_appointment_on_paper() {
    let mut bench = Bench::accepted(SECTION_ASSESSMENT);
    bench.org.people.retain(|person| person.name != IN_CHARGE);
    let fields = [("position", "leader_in_charge"), ("person", CONTACT)];
    bench.refuses("appoint", &fields, (OPERATOR, MONDAY), RefusalCode::MissingField, &["镇纪委书记意见"]);
    let paper = with(&fields, &[("ruling", "分管领导空缺，由赵强代行"), ("ruled_on", "2026-11-16")]);
    bench.did("appoint", &paper, OPERATOR, MONDAY);
    bench.did("propose", &[("text", "拟请社会事务办核实。")], PARTY_OPERATOR, MONDAY);
    bench.did("submit", &[], PARTY_OPERATOR, MONDAY);
    bench.did("sign", &[], SECRETARY, TUESDAY);
    bench.did("sign", &[], CONTACT, TUESDAY);
    assert!(bench.case.approved(DocumentKind::Proposal).is_some());
}

#[test]
fn a_unit_whose_only_handler_is_the_respondent_is_done_for_by_the_secretary_or_whoever_is_named() {
    let mut bench = Bench::in_village();
    let correct = [("field", "respondent"), ("value", XINJIAN_HANDLER), ("reason", "漏登")];
    bench.did("correct", &correct, OPERATOR, TUESDAY);
    assert!(!sees(&bench, XINJIAN_HANDLER));
    assert_eq!(bench.awaited(), [bench.id(SECRETARY)]);
    bench.did("acknowledge", &[], SECRETARY, TUESDAY);
    bench.did("appoint", &[("position", "handler"), ("person", SISHENG_HANDLERS[0])], SECRETARY, TUESDAY);
    assert_eq!(bench.awaited(), [bench.id(SISHENG_HANDLERS[0])]);
    bench.did("record_finding", &[("text", "查明属实")], SISHENG_HANDLERS[0], WEDNESDAY);
}

#[test]
fn recusal_looks_back_over_every_document_the_respondent_signs_and_over_the_handler() {
    let mut bench = Bench::reply_signed();
    let all = format!("{SECRETARY}、{XINJIAN_HANDLER}");
    let correct = [("field", "respondent_unit_position"), ("value", &*all), ("reason", "来信补充")];
    let events = bench.did("correct", &correct, OPERATOR, WEDNESDAY);
    let voided: Vec<&DocumentVoided> = events
        .iter()
        .filter_map(|event| if let CaseEvent::DocumentVoided(voided) = event { Some(voided) } else { None })
        .collect();
    assert_eq!(voided.len(), 1);
    assert_eq!(voided[0].because, "被投诉人变更，请重新送审");
    assert_eq!((bench.case.stage, bench.case.handler), (Stage::Drafting, None));
    assert!(!sees(&bench, SECRETARY) && !sees(&bench, XINJIAN_HANDLER));
    assert_eq!(bench.awaited(), [bench.id(PRINCIPAL)], "the principal leader does the only handler's acts");
}

#[test]
fn the_answer_given_at_assessment_hides_the_case_and_is_recorded() {
    let mut bench = about("镇纪委书记");
    let asked = RefusalCode::NeedsConfirmation;
    bench.refuses("assess", OWN_ASSESSMENT, (OPERATOR, MONDAY), asked, &[SECRETARY, "岗位", "无"]);
    assert_eq!(bench.prefilled("assess", OPERATOR, MONDAY).raw("respondents"), Some(SECRETARY));
    let named = with(OWN_ASSESSMENT, &[("respondents", SECRETARY)]);
    bench.refuses("assess", &named, (OPERATOR, MONDAY), asked, &[SECRETARY, "班子成员", "密封上报", "上报"]);
    let mut other = about("镇纪委书记");
    other.did("assess", &with(OWN_ASSESSMENT, &[("respondents", "无")]), OPERATOR, MONDAY);
    assert!(sees(&other, SECRETARY));
    let events = bench.did("assess", &with(&named, &[("confirm_leading_group", "是")]), OPERATOR, MONDAY);
    let said = RespondentsSaid { respondents: vec![bench.id(SECRETARY)], others: Vec::new() };
    assert_eq!(events[0], CaseEvent::RespondentsSaid(said));
    assert!(!sees(&bench, SECRETARY) && sees(&bench, OPERATOR));
}

#[test]
fn a_complaint_about_the_leading_group_that_goes_up_needs_no_confirmation() {
    let mut bench = about(IN_CHARGE);
    bench.did("assess", crate::actions::fixtures::OUT_OF_SCOPE, OPERATOR, MONDAY);
}

#[test]
fn a_name_in_the_content_only_warns_at_assessment_and_again_at_transfer_when_it_came_later() {
    let content = format!("去年找过{CONTACT}，没有结果");
    let mut bench = Bench::registered_with(&[("content", &content)]);
    let village = crate::actions::fixtures::VILLAGE_ASSESSMENT;
    assert!(sees(&bench, SECRETARY));
    let asked = RefusalCode::NeedsConfirmation;
    bench.refuses("assess", village, (OPERATOR, MONDAY), asked, &[CONTACT, "投诉内容提到"]);
    let events = bench.did("assess", &with(village, &[("respondents", "无")]), OPERATOR, MONDAY);
    let said = RespondentsSaid { respondents: Vec::new(), others: vec![bench.id(CONTACT)] };
    assert_eq!(events[0], CaseEvent::RespondentsSaid(said));
    bench.did("accept", &[], OPERATOR, MONDAY);
    let title = format!("反映{XINJIAN_HANDLER}");
    let correct = [("field", "title"), ("value", &*title), ("reason", "漏字")];
    bench.did("correct", &correct, OPERATOR, MONDAY);
    bench.refuses("transfer", &[], (OPERATOR, TUESDAY), asked, &[XINJIAN_HANDLER, "事项名称提到"]);
    let yes = [("respondents", XINJIAN_HANDLER)];
    bench.refuses("transfer", &yes, (OPERATOR, TUESDAY), RefusalCode::Recused, &["新建村"]);
    bench.did("transfer", &[("respondents", "无")], OPERATOR, TUESDAY);
}

#[test]
fn a_namesake_is_released_by_the_secretary_for_that_case_and_acts_from_then_on() {
    let mut bench = Bench::proposal_submitted();
    let correct = [("field", "respondent"), ("value", IN_CHARGE), ("reason", "漏登")];
    bench.did("correct", &correct, OPERATOR, TUESDAY);
    assert_eq!(bench.case.documents[0].state, DocumentState::Void);
    let fields = [("person", IN_CHARGE), ("reason", "另有其人，在外镇经商")];
    bench.refuses(
        "rule_not_respondent",
        &fields,
        (OPERATOR, TUESDAY),
        RefusalCode::MissingField,
        &["书记意见"],
    );
    bench.refuses("rule_not_respondent", &fields, (IN_CHARGE, TUESDAY), RefusalCode::UnknownCase, &[]);
    bench.did("rule_not_respondent", &fields, SECRETARY, TUESDAY);
    assert!(sees(&bench, IN_CHARGE));
    bench.refuses(
        "rule_not_respondent",
        &fields,
        (SECRETARY, TUESDAY),
        RefusalCode::NothingToDo,
        &[IN_CHARGE],
    );
    bench.did("propose", &[("text", "拟请社会事务办再核实。")], PARTY_OPERATOR, TUESDAY);
    bench.did("submit", &[], PARTY_OPERATOR, TUESDAY);
    bench.did("sign", &[], SECRETARY, TUESDAY);
    bench.did("sign", &[], IN_CHARGE, WEDNESDAY);
    // Who the respondent is was corrected again: the ruling was about the name before.
    let again = [("field", "respondent"), ("value", "镇干部李敏"), ("reason", "写全")];
    bench.did("correct", &again, OPERATOR, THURSDAY);
    assert!(!sees(&bench, IN_CHARGE));
    assert_eq!(bench.case.documents[1].state, DocumentState::Void);
}

#[test]
fn nobody_here_sees_a_case_about_operator_secretary_and_principal_leader() {
    let all = format!("{OPERATOR}、{SECRETARY}、{PRINCIPAL}");
    let bench = about(&all);
    assert!(bench.case.is_left_to_the_district(&bench.org));
    let names: Vec<String> = bench.org.people.iter().map(|person| person.name.clone()).collect();
    assert!(names.iter().all(|name| !sees(&bench, name)));
    let bench = about(&format!("{OPERATOR}、{SECRETARY}"));
    assert!(!bench.case.is_left_to_the_district(&bench.org));
    assert!(sees(&bench, PRINCIPAL));
    assert_eq!(bench.awaited(), [bench.id(PRINCIPAL)]);
}
