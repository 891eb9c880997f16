//! Tests of the acts on the town, by their rows: each is allowed to somebody, refused to others who are told who may,
//! and its example runs.

use super::fixtures::moment;
use super::fixtures::people::{
    ADMINISTRATOR, AUDITOR, IN_CHARGE, LEFT, OPERATOR, PARTY_OPERATOR, SECRETARY, assert_chinese, named, town,
};
use super::{ACTS, Act, Answers, decide_town, find};
use crate::domain::calendar::{Calendar, YearNotice};
use crate::domain::context::{Brought, Context, DraftedBulletin, TemplateFile};
use crate::domain::ids::PersonId;
use crate::domain::limit::calendar_change::CalendarChange;
use crate::domain::paper::PaperKind;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Moment;
use crate::domain::town::catalogue::{CatalogueFile, CatalogueRow};
use crate::domain::town::event::TownEvent;
use crate::domain::town::frozen::FrozenKind;
use crate::domain::town::hand_over::{HandOver, Holdings};
use crate::domain::town::org::{Delegation, Org};
use crate::domain::town::org_plan::{Cases, WantedOrg};
use crate::domain::town::rights::{Proposal, Rights};
use crate::domain::town::settings::Settings;
use crate::domain::town::templates::OwnTemplate;
use crate::domain::words::Position;

const NOW: &str = "2026-11-23 09:00";

fn decide(
    act: &Act,
    answers: &Answers,
    actor: &str,
    brought: Option<&Brought>,
) -> Result<Vec<TownEvent>, Refusal> {
    let (mut org, calendar, settings) = (town(), Calendar::embedded(), Settings::default());
    let (leader, deputy) = (named(&org, SECRETARY).id, named(&org, IN_CHARGE).id);
    let (from, until) = (moment(NOW).date(), moment("2026-11-30 09:00").date());
    if act.code == "revoke_delegation" {
        org.delegations.push(Delegation { leader, deputy, from, until, revoked_on: None });
    }
    if act.code == "sign_hand_over" {
        let (leaves, to) = (named(&org, OPERATOR).id, named(&org, PARTY_OPERATOR).id);
        let listed = HandOver { to, listed_on: from, sheet: "ab".to_owned(), signed: Vec::new() };
        org.waiting.hand_overs.insert(leaves, listed);
    }
    if act.code.ends_with("_rights") {
        let someone = named(&org, PARTY_OPERATOR);
        let rights = Rights { login: Some("1006".to_owned()), ..Rights::of(someone) };
        let proposal = Proposal { rights, proposed_by: leader, proposed_on: from };
        org.waiting.proposals.insert(someone.id, proposal);
    }
    let actor = named(&org, actor).clone();
    let context = Context {
        now: moment(NOW),
        calendar: &calendar,
        org: &org,
        settings: &settings,
        actor: &actor,
        other: None,
        brought,
    };
    decide_town(act, answers, &context)
}

fn example(act: &Act) -> Answers {
    let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(act.example).unwrap();
    object
        .into_iter()
        .fold(Answers::none(), |answers, (name, value)| answers.with(&name, value.as_str().unwrap()))
}

fn holdings() -> Holdings {
    let cases = |seen: &[&str]| Cases { seen: seen.iter().map(|no| (*no).to_owned()).collect(), unseen: 1 };
    let waiting = vec![(Position::CommissionOperator, cases(&["2026-0001"]))];
    let person = named(&town(), OPERATOR).id;
    Holdings { person, steps: Cases::default(), handled: cases(&[]), waiting }
}

fn bulletin(before: Option<FrozenKind>) -> Brought {
    let (body, sha256) = ("{}".to_owned(), "ab".to_owned());
    Brought::Bulletin(Box::new(DraftedBulletin { before, refused: None, events: 9, body, sha256 }))
}

fn wanted(org: Org) -> Brought {
    Brought::Org(Box::new(WantedOrg { org, held: Vec::new() }))
}

/// Who may do the act, and what its answers stand for. An act without a row here fails every test below.
fn allowed_to(code: &str) -> (&'static str, Option<Brought>) {
    match code {
        "delegate" | "revoke_delegation" | "confirm_rights" | "decline_rights" => (SECRETARY, None),
        "set_setting" | "propose_rights" | "add_units" | "set_unit" | "add_people" | "set_person"
        | "fill_post" => (ADMINISTRATOR, None),
        "org_import" => {
            let mut org = town();
            org.units.retain(|unit| unit.name != "新建村");
            (ADMINISTRATOR, Some(wanted(org)))
        }
        "calendar_load" => {
            let text = find("calendar_load").map(example).unwrap().text("text").unwrap();
            let notice: YearNotice = serde_json::from_str(&text).unwrap();
            let old = Calendar::embedded();
            let change = CalendarChange::of_days(&old, &old.with(notice.clone()), &notice);
            (ADMINISTRATOR, Some(Brought::Calendar { notice, change }))
        }
        "set_matter" => (OPERATOR, Some(Brought::Matters { known: Vec::new(), catalogue: None })),
        "matters_import" => {
            let row =
                CatalogueRow {
                    row: 2, name: "低保".into(), limit: "每月".into(), ..CatalogueRow::default()
                };
            let catalogue = Some(CatalogueFile { rows: vec![row], ..CatalogueFile::default() });
            (OPERATOR, Some(Brought::Matters { known: Vec::new(), catalogue }))
        }
        "set_template" => {
            let file = TemplateFile { name: "转办单".into(), sha256: "ab".into(), bytes: vec![1] };
            (OPERATOR, Some(Brought::Template { in_force: None, file: Some(file) }))
        }
        "reset_template" => {
            let own = OwnTemplate {
                kind: PaperKind::Transfer,
                version: 1,
                name: "转办单".into(),
                sha256: "ab".into(),
                set_at: Moment::UNIX_EPOCH,
                set_by: PersonId(5),
                is_in_force: true,
            };
            (OPERATOR, Some(Brought::Template { in_force: Some(own), file: None }))
        }
        "freeze_bulletin" => (OPERATOR, Some(bulletin(None))),
        "hand_over" => (ADMINISTRATOR, Some(Brought::Post(Box::new(holdings())))),
        "acknowledge_alert" => (OPERATOR, Some(Brought::Alert { id: 1, case_no: "2026-0001".to_owned() })),
        "confirm_time" | "sign_hand_over" => (OPERATOR, None),
        other => panic!("say to whom “{other}” is allowed"),
    }
}

fn town_acts() -> impl Iterator<Item = &'static Act> {
    ACTS.iter().copied().filter(|act| act.on_town().is_ok())
}

#[test]
fn every_example_of_an_act_on_the_town_yields_facts_that_can_be_said() {
    for act in town_acts() {
        let (actor, brought) = allowed_to(act.code);
        let events = decide(act, &example(act), actor, brought.as_ref()).unwrap();
        assert!(!events.is_empty());
        for event in events {
            assert_chinese(&event.sentence(&town()));
            let stored = serde_json::to_value(&event).unwrap();
            assert_eq!(stored["event"], event.code());
        }
    }
}

#[test]
fn every_act_on_the_town_is_refused_to_others_who_are_told_who_may() {
    for act in town_acts() {
        let (_, brought) = allowed_to(act.code);
        // Whoever left may do nothing at all; everybody else may at least see cases.
        let other = if act.who.contains(&super::permission::Who::Reader) { LEFT } else { AUDITOR };
        let refusal = decide(act, &example(act), other, brought.as_ref()).unwrap_err();
        assert_eq!(refusal.code, RefusalCode::NotPermitted, "{}", act.code);
        assert!(refusal.message.contains(act.who[0].label()) && refusal.message.contains(act.label()));
    }
}

#[test]
fn what_would_change_nothing_is_not_recorded() {
    let set = |value: &str| Answers::none().with("key", "triage_limit_working_days").with("value", value);
    let act = find("set_setting").unwrap();
    assert_eq!(decide(act, &set("3"), ADMINISTRATOR, None).unwrap_err().code, RefusalCode::NothingToDo);
    assert_eq!(decide(act, &set("0"), ADMINISTRATOR, None).unwrap_err().code, RefusalCode::InvalidValue);
    let same = wanted(town());
    let refusal =
        decide(find("org_import").unwrap(), &Answers::none(), ADMINISTRATOR, Some(&same)).unwrap_err();
    assert_eq!(refusal.code, RefusalCode::NothingToDo);
}

#[test]
fn an_organisation_in_which_nobody_could_administer_is_refused() {
    let mut org = town();
    for person in &mut org.people {
        person.positions.retain(|position| *position != Position::Administrator);
    }
    let brought = wanted(org);
    let refusal =
        decide(find("org_import").unwrap(), &Answers::none(), ADMINISTRATOR, Some(&brought)).unwrap_err();
    assert!(refusal.message.contains("系统管理员"), "{refusal}");
}

#[test]
fn an_act_on_the_town_is_done_to_no_case_and_one_on_a_case_not_to_the_town() {
    assert!(find("delegate").unwrap().on_case().is_err());
    let refusal = decide(find("accept").unwrap(), &Answers::none(), OPERATOR, None).unwrap_err();
    assert!(refusal.message.contains("哪一件"), "{refusal}");
}

#[test]
fn a_bulletin_is_frozen_once_for_a_period_that_is_over_with_all_its_parts_and_nobody_named() {
    let act = find("freeze_bulletin").unwrap();
    let of = |period: &str| Answers::none().with("period", period);
    let refused =
        |answers: &Answers, brought: &Brought| decide(act, answers, SECRETARY, Some(brought)).unwrap_err();
    let refusal = refused(&of("2026-11"), &bulletin(None));
    assert_eq!((refusal.code, refusal.field.as_deref()), (RefusalCode::OutOfTime, Some("period")));
    assert!(refusal.message.contains("到2026-12-01才能封存"), "{refusal}");
    assert_eq!(refused(&of("2026"), &bulletin(None)).code, RefusalCode::OutOfTime);
    assert_eq!(refused(&of("十月"), &bulletin(None)).code, RefusalCode::InvalidValue);
    assert_eq!(refused(&Answers::none(), &bulletin(None)).code, RefusalCode::MissingField);
    for (before, says) in [(FrozenKind::Bulletin, "已经封存过"), (FrozenKind::Report, "统计报表")] {
        let refusal = refused(&of("2026-10"), &bulletin(Some(before)));
        assert!(refusal.message.contains(says) && refusal.message.contains("没有封存"), "{refusal}");
    }
    let parts = "一、总体情况\n二、办理质效\n三、主要问题";
    let refusal = refused(&of("2026-10").with("text", parts), &bulletin(None));
    assert!(
        refusal.message.contains("四、下步工作") && refusal.field.as_deref() == Some("text"),
        "{refusal}"
    );
    let whole = format!("{parts}\n四、下步工作\n");
    let long = of("2026-10").with("text", format!("{whole}{}", "长".repeat(10_000)));
    assert!(refused(&long, &bulletin(None)).message.contains("最多10000字"));
    let mut named = bulletin(None);
    if let Brought::Bulletin(drafted) = &mut named {
        drafted.refused = Some(Refusal::new(RefusalCode::InvalidValue, "正文里有投诉人的姓名。"));
    }
    assert_eq!(refused(&of("2026-10"), &named).field.as_deref(), Some("text"));
    let frozen = decide(act, &of("2026-10").with("text", whole), OPERATOR, Some(&bulletin(None))).unwrap();
    assert_eq!(frozen.len(), 1);
    assert_eq!(frozen[0].sentence(&town()), "封存通报“2026-10”（2026-10-01至2026-10-31）");
}
