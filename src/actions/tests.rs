//! Tests of the table itself: they fail for a new action that is not described, exercised or led out of.

use std::collections::BTreeSet;

use super::fixtures::later::REPLY;
use super::fixtures::people::{
    AUDITOR, OPERATOR, PARTY_OPERATOR, SECRETARY, XINJIAN_HANDLER, assert_chinese,
};
use super::fixtures::{
    Bench, Fields, MONDAY, OUT_OF_SCOPE, OWN_ASSESSMENT, SECTION_ASSESSMENT, THURSDAY, TUESDAY,
    VILLAGE_ASSESSMENT, WEDNESDAY, later,
};
use super::{ACTS, Act, Answers, FieldKind, find, on_case_menu};
use crate::domain::case::stage::Stage;
use crate::domain::code::Coded as _;
use crate::domain::fixtures::drafted;
use crate::domain::paper::PaperKind;
use crate::domain::refusal::RefusalCode;

/// The acts on a case, a new one included.
fn case_acts() -> impl Iterator<Item = &'static Act> {
    ACTS.iter().copied().filter(|act| act.on_case().is_ok())
}

fn example(action: &Act) -> Vec<(String, String)> {
    let object: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(action.example).unwrap_or_else(|error| panic!("{}: {error}", action.code));
    let plain = |value: serde_json::Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    object.into_iter().map(|(name, value)| (name, plain(value))).collect()
}

/// A case to which the action can be done, by whom and when. An action without a row here fails every test below.
fn allowed_on(code: &str) -> (Bench, &'static str, &'static str) {
    match code {
        "register" => (Bench::unborn(), OPERATOR, THURSDAY),
        "assess" => (Bench::registered(), OPERATOR, MONDAY),
        "accept" => {
            let mut bench = Bench::registered();
            bench.did("assess", VILLAGE_ASSESSMENT, OPERATOR, MONDAY);
            (bench, OPERATOR, MONDAY)
        }
        "propose" => (Bench::accepted(SECTION_ASSESSMENT), PARTY_OPERATOR, MONDAY),
        "report_up" => {
            let mut bench = Bench::registered();
            bench.did("assess", OUT_OF_SCOPE, OPERATOR, MONDAY);
            (bench, OPERATOR, MONDAY)
        }
        "submit" => {
            let mut bench = Bench::accepted(SECTION_ASSESSMENT);
            bench.did("propose", &[("text", "拟请核实。")], PARTY_OPERATOR, MONDAY);
            (bench, PARTY_OPERATOR, MONDAY)
        }
        "sign" | "return" => (Bench::proposal_submitted(), SECRETARY, TUESDAY),
        "transfer" => (Bench::accepted(VILLAGE_ASSESSMENT), OPERATOR, TUESDAY),
        "acknowledge" | "send_back" | "assign_handler" => (Bench::in_village(), XINJIAN_HANDLER, TUESDAY),
        "record_finding" | "extend" => (Bench::being_handled(), XINJIAN_HANDLER, TUESDAY),
        "report_up_sent" | "record_district_receipt" => (Bench::reported(), OPERATOR, "2026-11-20 10:00"),
        "supplement" | "correct" | "withdraw" | "seal" | "attach" => (Bench::registered(), OPERATOR, TUESDAY),
        "export_attachment" => {
            let mut bench = Bench::registered();
            bench.did("attach", &[("path", "/in/名单.pdf")], OPERATOR, TUESDAY);
            (bench, OPERATOR, TUESDAY)
        }
        "recall" => (Bench::proposal_submitted(), PARTY_OPERATOR, TUESDAY),
        "draft_reply" => (Bench::investigated(), XINJIAN_HANDLER, TUESDAY),
        "override_limit" | "urge" | "allow_identity" | "take_back" => {
            (Bench::being_handled(), OPERATOR, TUESDAY)
        }
        "deliver" => (Bench::reply_signed(), OPERATOR, TUESDAY),
        "evaluate" => (Bench::delivered(), OPERATOR, TUESDAY),
        "rehandle" => (Bench::evaluated("dissatisfied"), OPERATOR, TUESDAY),
        "close" => (Bench::evaluated("satisfied"), OPERATOR, TUESDAY),
        "reopen" => (Bench::closed(), SECRETARY, TUESDAY),
        // Five years later.
        "erase_identity" => (Bench::closed(), OPERATOR, "2031-12-01 09:00"),
        "merge" => (Bench::beside_another(), OPERATOR, TUESDAY),
        "unmerge" => (Bench::merged(), OPERATOR, TUESDAY),
        "undo_withdraw" => (Bench::withdrawn(), OPERATOR, TUESDAY),
        "escalate_clue" => (Bench::own(), OPERATOR, TUESDAY),
        "record_filing" => (Bench::clue_signed(), OPERATOR, "2026-11-20 10:00"),
        "mark_mirrored" => (later::known_to_the_platform(), OPERATOR, TUESDAY),
        "reveal_identity" => (later::with_complainant(), OPERATOR, WEDNESDAY),
        "rule_not_respondent" => {
            (Bench::registered_with(&[("respondent", XINJIAN_HANDLER)]), SECRETARY, TUESDAY)
        }
        "appoint" => (Bench::registered_with(&[("respondent", OPERATOR)]), SECRETARY, TUESDAY),
        "issue_paper" => (Bench::in_village().bringing(drafted(PaperKind::Transfer)), OPERATOR, TUESDAY),
        "issue_card" => (Bench::being_handled(), OPERATOR, "2026-12-07 09:00"),
        "answer_card" => {
            let mut bench = Bench::being_handled();
            bench.did("issue_card", &[("colour", "red")], OPERATOR, "2026-12-07 09:00");
            (bench, XINJIAN_HANDLER, "2026-12-07 10:00")
        }
        "draft_circular" => (Bench::urged_in_writing(), OPERATOR, "2026-12-09 09:00"),
        "reprint_paper" | "void_paper" => (Bench::with_paper(), OPERATOR, TUESDAY),
        other => panic!("say on which case “{other}” is allowed"),
    }
}

#[test]
fn every_example_runs_on_a_case_to_which_its_action_can_be_done() {
    for action in case_acts() {
        let (mut bench, actor, at) = allowed_on(action.code);
        let fields = example(action);
        let fields: Vec<(&str, &str)> =
            fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        assert!(!bench.did(action.code, &fields, actor, at).is_empty());
    }
}

#[test]
fn every_action_is_refused_to_the_auditor_who_is_told_who_may() {
    for action in case_acts() {
        let (mut bench, _, at) = allowed_on(action.code);
        let who = action.who.first().unwrap().label();
        bench.refuses(
            action.code,
            &[],
            (AUDITOR, at),
            RefusalCode::NotPermitted,
            &[action.label(), who, AUDITOR],
        );
    }
}

/// A case at this stage.
fn at_stage(stage: Stage) -> Bench {
    match stage {
        Stage::Complaint => Bench::registered(),
        Stage::Acceptance => Bench::accepted(VILLAGE_ASSESSMENT),
        Stage::Transfer => Bench::in_village(),
        Stage::Handling => Bench::investigated(),
        Stage::Drafting => Bench::reply_drafted(),
        Stage::Review => Bench::reply_submitted(),
        Stage::Reply => Bench::reply_signed(),
        Stage::Evaluation => Bench::delivered(),
        Stage::Closure => Bench::closed(),
        Stage::Reported => Bench::reported(),
        Stage::Merged => Bench::merged(),
        Stage::Withdrawn => Bench::withdrawn(),
    }
}

#[test]
fn every_command_at_every_stage_it_does_not_belong_to_is_refused_with_where_it_belongs() {
    for action in on_case_menu() {
        let (_, actor, _) = allowed_on(action.code);
        for stage in Stage::ALL.iter().filter(|stage| !action.stages().contains(stage)) {
            let words = [action.label(), stage.label(), stage.waiting_for()];
            let mut bench = at_stage(*stage);
            assert_eq!(bench.case.stage, *stage);
            bench.refuses(action.code, &[], (actor, THURSDAY), RefusalCode::WrongStage, &words);
        }
    }
}

#[test]
fn a_case_is_unknown_to_its_respondent_whatever_they_want_to_do() {
    for action in case_acts() {
        let (mut bench, actor, at) = allowed_on(action.code);
        if action.makes_case() {
            continue;
        }
        bench.case.respondent.name = Some(crate::domain::sealable::Sealable::new(actor));
        bench.refuses(action.code, &[], (actor, at), RefusalCode::UnknownCase, &["2026-0001"]);
    }
}

#[test]
fn codes_are_unique_and_so_are_the_names_on_one_menu() {
    let codes: BTreeSet<&str> = ACTS.iter().map(|action| action.code).collect();
    assert_eq!(codes.len(), ACTS.len());
    // Menus find an act by its name alone.
    let on_menu: Vec<&Act> = on_case_menu().collect();
    let names: BTreeSet<&str> = on_menu.iter().map(|action| action.label()).collect();
    assert_eq!(names.len(), on_menu.len());
}

#[test]
fn every_action_and_field_has_a_name_for_machines_and_words_for_people() {
    let is_snake_case = |name: &str| {
        !name.is_empty() && name.chars().all(|character| character.is_ascii_lowercase() || character == '_')
    };
    for action in ACTS {
        assert!(is_snake_case(action.code), "{}", action.code);
        assert_chinese(action.label());
        assert_chinese(action.questions.summary);
        action.questions.confirm.into_iter().for_each(assert_chinese);
        assert!(!action.who.is_empty());
        let names: BTreeSet<&str> = action.fields().iter().map(|field| field.name).collect();
        assert_eq!(names.len(), action.fields().len(), "{}", action.code);
        for field in action.fields() {
            assert!(is_snake_case(field.name), "{}", field.name);
            assert_chinese(field.label);
            if !field.hint.is_empty() {
                assert_chinese(field.hint);
            }
            if let FieldKind::Choice(words) | FieldKind::Several(words) = field.kind {
                assert!(!words().is_empty());
                for word in words() {
                    assert_chinese(word.label);
                }
                assert!(words().iter().all(|word| is_snake_case(word.code)));
            }
        }
    }
}

#[test]
fn what_a_form_opens_with_are_answers_that_its_fields_take() {
    for action in case_acts() {
        let (bench, actor, at) = allowed_on(action.code);
        let actor = super::fixtures::people::named(&bench.org, actor).clone();
        let context = bench.context(&actor, super::fixtures::moment(at));
        let filled: Answers = (action.on_case().unwrap().prefill)(&bench.case, &context);
        for (name, _) in filled.iter() {
            assert!(action.fields().iter().any(|field| field.name == name), "{}: {name}", action.code);
        }
    }
}

#[test]
fn every_stage_that_is_not_an_end_has_a_way_out_and_every_end_that_can_be_undone_a_way_back() {
    let assessed = || {
        let mut bench = Bench::registered();
        bench.did("assess", VILLAGE_ASSESSMENT, OPERATOR, MONDAY);
        bench
    };
    let reason: Fields<'_> = &[("reason", "情况有变")];
    let table: Vec<(Bench, &str, Fields<'_>, &str, Stage)> = vec![
        (assessed(), "accept", &[], OPERATOR, Stage::Acceptance),
        (Bench::registered(), "seal", &[], OPERATOR, Stage::Reported),
        (Bench::report_submitted(), "sign", &[], SECRETARY, Stage::Reported),
        (Bench::beside_another(), "merge", &[("into", "2026-0002")], OPERATOR, Stage::Merged),
        (Bench::accepted(VILLAGE_ASSESSMENT), "transfer", &[], OPERATOR, Stage::Transfer),
        (Bench::accepted(OWN_ASSESSMENT), "transfer", &[], OPERATOR, Stage::Handling),
        (Bench::proposal_signed(), "transfer", &[], PARTY_OPERATOR, Stage::Transfer),
        (Bench::in_village(), "acknowledge", &[], XINJIAN_HANDLER, Stage::Handling),
        (
            Bench::in_village(),
            "send_back",
            &[("reason", "not_ours"), ("note", "应由社会事务办办理")],
            XINJIAN_HANDLER,
            Stage::Acceptance,
        ),
        (Bench::being_handled(), "withdraw", reason, OPERATOR, Stage::Withdrawn),
        (Bench::investigated(), "draft_reply", &[("text", REPLY)], XINJIAN_HANDLER, Stage::Drafting),
        (Bench::reply_drafted(), "submit", &[], XINJIAN_HANDLER, Stage::Review),
        (Bench::reply_submitted(), "sign", &[], SECRETARY, Stage::Reply),
        (Bench::reply_submitted(), "return", &[("opinion", "重写")], SECRETARY, Stage::Drafting),
        (Bench::reply_submitted(), "recall", &[], XINJIAN_HANDLER, Stage::Drafting),
        (Bench::reply_signed(), "deliver", &[("method", "phone")], OPERATOR, Stage::Evaluation),
        (Bench::reply_signed(), "draft_reply", &[("text", "另写")], XINJIAN_HANDLER, Stage::Drafting),
        (Bench::evaluated("satisfied"), "close", &[], OPERATOR, Stage::Closure),
        (Bench::evaluated("dissatisfied"), "rehandle", reason, OPERATOR, Stage::Handling),
        (Bench::closed(), "reopen", reason, SECRETARY, Stage::Handling),
        (Bench::merged(), "unmerge", reason, OPERATOR, Stage::Complaint),
        (Bench::withdrawn(), "undo_withdraw", reason, OPERATOR, Stage::Complaint),
    ];
    let mut left = BTreeSet::new();
    for (mut bench, code, fields, actor, reached) in table {
        left.insert(bench.case.stage);
        bench.did(code, fields, actor, TUESDAY);
        assert_eq!(bench.case.stage, reached, "{code}");
    }
    // The district has what was reported up; nothing comes back from there.
    let all: BTreeSet<Stage> = Stage::ALL.iter().copied().filter(|stage| *stage != Stage::Reported).collect();
    assert_eq!(left, all);
}

#[test]
fn an_unknown_command_is_refused_with_where_the_commands_are_listed() {
    let refusal = find("fly").err().unwrap();
    assert_eq!(refusal.code, RefusalCode::UnknownCommand);
    assert!(refusal.message.contains("fly") && refusal.message.contains("ydt help apply"));
}

#[test]
fn a_field_that_the_command_does_not_have_is_refused_by_its_name() {
    let refusal = Bench::registered().perform("withdraw", &[("cause", "撤")], OPERATOR, TUESDAY).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::UnknownField);
    assert!(refusal.message.contains("cause") && refusal.message.contains("reason"));
}

#[test]
fn every_required_field_is_asked_for_by_its_label() {
    for action in case_acts() {
        let (_, actor, at) = allowed_on(action.code);
        for left_out in action.fields().iter().filter(|field| field.required) {
            let (mut bench, ..) = allowed_on(action.code);
            let fields = example(action);
            let fields: Vec<(&str, &str)> = fields
                .iter()
                .filter(|(name, _)| name != left_out.name)
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            bench.refuses(action.code, &fields, (actor, at), RefusalCode::MissingField, &[left_out.label]);
        }
    }
}

/// What no field of this kind takes.
fn unfit(kind: FieldKind) -> String {
    match kind {
        // One character more than any text may have.
        FieldKind::Line | FieldKind::People(_) | FieldKind::Prose => {
            "长".repeat(super::answers::LONGEST_TEXT_CHARS + 1)
        }
        FieldKind::Choice(_) | FieldKind::Several(_) => "没有的词".to_owned(),
        FieldKind::Unit(_) => "没有的单位".to_owned(),
        FieldKind::Person(_) => "没有的人".to_owned(),
        FieldKind::Date | FieldKind::Moment => "明天".to_owned(),
        FieldKind::Count => "-1".to_owned(),
        FieldKind::Flag => "也许".to_owned(),
        // The bench hands the other case over; who asks for an unknown one is told by the office.
        FieldKind::Case => "2026-9999".to_owned(),
        // Acts on a case have none of these.
        FieldKind::Alert | FieldKind::Setting | FieldKind::File(_) | FieldKind::Cases => String::new(),
    }
}

#[test]
fn every_field_left_out_or_filled_in_wrongly_is_named_by_the_refusal() {
    let mut asked = 0;
    for action in case_acts() {
        for field in action.fields() {
            let given = example(action);
            let others = given.iter().filter(|(name, _)| name != field.name);
            let others: Vec<(&str, &str)> =
                others.map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let wrong = unfit(field.kind);
            let filled: Vec<(&str, &str)> =
                others.iter().copied().chain([(field.name, wrong.as_str())]).collect();
            let is_case = matches!(field.kind, FieldKind::Case);
            let tries = [field.required.then_some(&others), (!is_case).then_some(&filled)];
            for fields in tries.into_iter().flatten() {
                let (mut bench, actor, at) = allowed_on(action.code);
                let refusal = match bench.perform(action.code, fields, actor, at) {
                    Err(refusal) => refusal,
                    Ok(outcome) => {
                        panic!("{} took a wrong {}: {:?}", action.code, field.name, outcome.events)
                    }
                };
                assert_eq!(refusal.field.as_deref(), Some(field.name), "{}: {refusal}", action.code);
                asked += 1;
            }
        }
    }
    assert!(asked > case_acts().count(), "{asked}");
}

#[test]
fn whoever_asks_for_a_ruling_on_paper_takes_the_districts_too() {
    for action in case_acts() {
        let asks = |name: &str| action.fields().iter().any(|field| field.name == name);
        assert_eq!(asks("ruled_on"), asks("ruling_no"), "{}", action.code);
    }
}
