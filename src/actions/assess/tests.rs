//! What an assessment settles, who decided it, and which rulings it needs.

use crate::actions::fixtures::people::{COMMISSION, OPERATOR, PRINCIPAL, SECRETARY, XINJIAN};
use crate::actions::fixtures::{
    Bench, MONDAY, OUT_OF_SCOPE, OWN_ASSESSMENT, SECTION_ASSESSMENT, TUESDAY, VILLAGE_ASSESSMENT, day,
};
use crate::domain::case::decided::Decided;
use crate::domain::event::{Assessed, CaseEvent};
use crate::domain::refusal::RefusalCode;
use crate::domain::words::{
    CaseKind, DecidedBy, DocumentKind, DocumentState, KeyMatter, MatterField, Route, Scope,
};

#[test]
fn assessment_settles_scope_kind_field_route_and_unit() {
    let mut bench = Bench::registered();
    let mut fields = VILLAGE_ASSESSMENT.to_vec();
    fields.push(("key_matters", "民生实事、key_work，民生实事"));
    let events = bench.did("assess", &fields, OPERATOR, MONDAY);
    assert_eq!(
        events,
        [CaseEvent::Assessed(Assessed {
            scope: Scope::MattersList,
            kind: CaseKind::NonConsultation,
            field: MatterField::CivilAffairs,
            key_matters: vec![KeyMatter::KeyWork, KeyMatter::Livelihood],
            route: Some(Route::Village),
            unit: Some(XINJIAN),
            note: None,
            ruling: None,
            decided: Some(Decided { by: DecidedBy::Operator, meeting: None, with: None, on: None }),
            about_leaders: false,
        })]
    );
}

#[test]
fn an_assessment_says_whether_a_meeting_several_or_one_decided_it() {
    let assess = |more: &[(&'static str, &'static str)]| [VILLAGE_ASSESSMENT, more].concat();
    let meeting = ("decided_by", "meeting");
    let collective = ("decided_by", "集体研判");
    let (who, day) = (("decided_with", "余忠涛、张宁"), ("decided_on", "2026-11-16"));
    let at = (OPERATOR, MONDAY);
    for (more, code, words) in [
        (vec![meeting], RefusalCode::MissingField, "研判会编号"),
        (vec![collective, day], RefusalCode::MissingField, "参加人员"),
        (vec![collective, who], RefusalCode::MissingField, "研判日期"),
        (vec![collective, who, ("decided_on", "2026-11-17")], RefusalCode::OutOfTime, "2026-11-17"),
        (vec![collective, who, ("decided_on", "2026-11-15")], RefusalCode::OutOfTime, "收件日"),
        (vec![who], RefusalCode::InvalidValue, "研判方式"),
    ] {
        Bench::registered().refuses("assess", &assess(&more), at, code, &[words]);
    }
    for (more, sentence) in [
        (vec![meeting, ("meeting", "m3")], "研判会（m3）"),
        (vec![collective, who, day], "集体研判（2026-11-16，余忠涛、张宁）"),
        (vec![], "单独研判"),
    ] {
        let mut bench = Bench::registered();
        let events = bench.did("assess", &assess(&more), OPERATOR, MONDAY);
        assert_eq!(bench.case.decided.as_ref().unwrap().sentence(), sentence);
        assert!(events[0].sentence(&bench.org).contains(sentence));
    }
}

#[test]
fn the_commissions_own_route_needs_no_choice_of_unit_and_out_of_scope_has_none() {
    let mut bench = Bench::registered();
    bench.did("assess", OWN_ASSESSMENT, OPERATOR, MONDAY);
    assert_eq!(bench.case.unit, Some(COMMISSION));
    bench.did("assess", OUT_OF_SCOPE, OPERATOR, MONDAY);
    assert_eq!((bench.case.route, bench.case.unit), (None, None));
}

#[test]
fn a_case_in_scope_needs_a_route_and_a_unit_that_fits_it() {
    use RefusalCode::{MissingField, WrongUnit};
    let table: [(&str, &str, RefusalCode, &[&str]); 3] = [
        ("", "新建村", MissingField, &["办理途径"]),
        ("village", "社会事务办", WrongUnit, &["村（社区）", "社会事务办", "机关科室"]),
        ("party_committee", "镇党委", WrongUnit, &["镇党委", "机关科室"]),
    ];
    for (route, unit, code, words) in table {
        let fields = [
            ("scope", "matters_list"),
            ("kind", "consultation"),
            ("field", "other"),
            ("route", route),
            ("unit", unit),
        ];
        Bench::registered().refuses("assess", &fields, (OPERATOR, MONDAY), code, words);
    }
}

const CONDUCT_IN_A_VILLAGE: &[(&str, &str)] =
    &[("scope", "conduct"), ("kind", "non_consultation"), ("field", "other"), ("route", "village")];

#[test]
fn a_conduct_case_goes_to_the_commission_unless_the_secretary_says_why_not() {
    let mut bench = Bench::registered();
    bench.refuses(
        "assess",
        CONDUCT_IN_A_VILLAGE,
        (OPERATOR, MONDAY),
        RefusalCode::MissingSignature,
        &["镇纪委书记", "村（社区）办理"],
    );
    let mut ruled = CONDUCT_IN_A_VILLAGE.to_vec();
    ruled.push(("ruling", "情节轻微，由村先行核实"));
    bench.did("assess", &ruled, SECRETARY, TUESDAY);
    assert_eq!(bench.case.route, Some(Route::Village));
}

#[test]
fn a_ruling_on_paper_names_its_day_and_the_secretary() {
    use RefusalCode::{MissingField, OutOfTime};
    let mut bench = Bench::registered();
    let with_day = |ruled_on| {
        let mut fields = CONDUCT_IN_A_VILLAGE.to_vec();
        fields.extend([("ruling", "由村先行核实"), ("ruled_on", ruled_on)]);
        fields
    };
    let table: [(&str, RefusalCode, &[&str]); 3] = [
        ("", MissingField, &["书记签署日期"]),
        ("2026-11-18", OutOfTime, &["2026-11-18", "今天之后"]),
        ("2026-11-15", OutOfTime, &["2026-11-15", "早于收件日2026-11-16"]),
    ];
    for (ruled_on, code, words) in table {
        bench.refuses("assess", &with_day(ruled_on), (OPERATOR, TUESDAY), code, words);
    }
    let events = bench.did("assess", &with_day("2026-11-16"), OPERATOR, TUESDAY);
    let [CaseEvent::Assessed(Assessed { ruling: Some(ruling), .. })] = events.as_slice() else {
        panic!("{events:?}")
    };
    assert_eq!((ruling.by, ruling.ruled_on), (bench.id(SECRETARY), day("2026-11-16")));
    assert!(ruling.on_paper);
}

#[test]
fn a_secretary_who_is_missing_rules_nothing_and_the_principal_leader_rules_for_one_who_is_concerned() {
    let mut fields = CONDUCT_IN_A_VILLAGE.to_vec();
    fields.extend([("ruling", "由村先行核实"), ("ruled_on", "2026-11-16")]);
    let mut bench = Bench::registered();
    bench.org = crate::domain::fixtures::town_without(&[SECRETARY]);
    bench.refuses(
        "assess",
        &fields,
        (OPERATOR, MONDAY),
        RefusalCode::VacantPosition,
        &["没有登记镇纪委书记"],
    );
    fields.push(("confirm_leading_group", "是"));
    let mut bench = Bench::registered_with(&[("respondent", SECRETARY)]);
    let events = bench.did("assess", &fields, OPERATOR, MONDAY);
    let [CaseEvent::Assessed(Assessed { ruling: Some(ruling), about_leaders: true, .. })] = events.as_slice()
    else {
        panic!("{events:?}")
    };
    assert_eq!((ruling.by, ruling.in_place), (bench.id(PRINCIPAL), true));
    assert!(events[0].sentence(&bench.org).contains("镇主要领导王建国2026-11-16意见，代录"));
}

#[test]
fn the_district_rules_on_paper_where_secretary_and_principal_leader_are_both_concerned() {
    let both = format!("{SECRETARY}、{PRINCIPAL}");
    let mut bench = Bench::registered_with(&[("respondent", &both)]);
    let mut fields = CONDUCT_IN_A_VILLAGE.to_vec();
    fields.extend([("ruling", "由村先行核实"), ("ruled_on", "2026-11-16"), ("confirm_leading_group", "是")]);
    let words = ["区纪委监委", "文号", "镇纪委书记", "镇主要领导"];
    bench.refuses("assess", &fields, (OPERATOR, MONDAY), RefusalCode::Recused, &words);
    fields.push(("ruling_no", "区纪函〔2026〕9"));
    let events = bench.did("assess", &fields, OPERATOR, MONDAY);
    let sentence = events[0].sentence(&bench.org);
    assert!(sentence.contains("区纪委监委区纪函〔2026〕9号2026-11-16意见，代录"), "{sentence}");
}

#[test]
fn what_was_written_for_other_facts_counts_no_more() {
    let mut bench = Bench::proposal_signed();
    bench.did("assess", SECTION_ASSESSMENT, OPERATOR, TUESDAY);
    assert!(bench.case.approved(DocumentKind::Proposal).is_some(), "nothing it rests on has changed");
    let mut key = SECTION_ASSESSMENT.to_vec();
    key.push(("key_matters", "key_work"));
    bench.did("assess", &key, OPERATOR, TUESDAY);
    assert_eq!(bench.case.document(DocumentKind::Proposal).unwrap().state, DocumentState::Void);
    let mut bench = Bench::proposal_signed();
    let mut kind = SECTION_ASSESSMENT.to_vec();
    kind[1] = ("kind", "non_consultation");
    bench.did("assess", &kind, OPERATOR, TUESDAY);
    assert!(bench.case.approved(DocumentKind::Proposal).is_none(), "its text names the limit");
}

#[test]
fn a_case_that_is_the_towns_after_all_cannot_leave_by_a_signature_still_outstanding() {
    let mut bench = Bench::report_submitted();
    bench.did("assess", VILLAGE_ASSESSMENT, OPERATOR, TUESDAY);
    assert_eq!(bench.case.document(DocumentKind::ReportUp).unwrap().state, DocumentState::Void);
    bench.refuses("sign", &[], (SECRETARY, TUESDAY), RefusalCode::NotPermitted, &["审签人"]);
}
