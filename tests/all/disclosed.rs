//! What waits of disclosure comes to whoever has to act: how much, reminders until somebody knows of them, and the
//! complaints about a record seen from both sides.

use rusqlite::Connection;
use ydt::domain::disclosure::DisclosureTally;
use ydt::domain::ids::{CaseId, UnitId};
use ydt::domain::words::{ClockLevel, Position};

use crate::disclosure::{disclose, list_matter, pane, row_of, three_villages};
use crate::town::{Town, at};

/// Two villages with the records of November, on a day in December.
fn december(day: u8) -> Town {
    let mut town = Town::new();
    town.now = at("2026-11-03 09:00");
    list_matter(&mut town, &[("name", "低保对象名单"), ("cycle", "每月")]);
    town.now = at(&format!("2026-12-{day:02} 09:00"));
    town.office.sweep(town.now).unwrap();
    town
}

fn tally(town: &mut Town, login: &str) -> DisclosureTally {
    town.office.act_as(login).unwrap();
    town.office.beside(town.now).unwrap().disclosure
}

/// Code and level of each reminder of a person.
fn reminders(town: &mut Town, login: &str) -> Vec<(String, ClockLevel)> {
    town.office.act_as(login).unwrap();
    let beside = town.office.beside(town.now).unwrap();
    beside.reminders.into_iter().map(|reminder| (reminder.code, reminder.level)).collect()
}

#[test]
fn each_step_stands_with_whoever_has_to_do_it_and_with_nobody_else() {
    let mut town = december(2);
    let id = row_of(&mut town, 5, "2026-11").id;
    let all = |town: &mut Town| {
        ["wangxiu", "hezhiqiang", "zhangning", "zhaoshen", "qianshuang"]
            .map(|login| tally(town, login).mine())
    };
    assert_eq!(all(&mut town), [1, 0, 0, 0, 1], "each unit has its own to submit");
    disclose(&mut town, "wangxiu", Some(id), "disclosure_submit", &[("text", "12户")]).unwrap();
    assert_eq!(all(&mut town), [0, 1, 0, 0, 1], "the contact leader signs");
    disclose(&mut town, "hezhiqiang", Some(id), "disclosure_return", &[("opinion", "补金额")]).unwrap();
    assert_eq!(all(&mut town), [1, 0, 0, 0, 1], "what was returned is the unit's again");
    disclose(&mut town, "wangxiu", Some(id), "disclosure_submit", &[("text", "12户3000元")]).unwrap();
    disclose(&mut town, "hezhiqiang", Some(id), "disclosure_sign", &[]).unwrap();
    assert_eq!(all(&mut town), [1, 0, 1, 0, 1], "unit and operator see to it that it is made public");
    disclose(&mut town, "wangxiu", Some(id), "disclosure_publish", &[("place", "公示栏")]).unwrap();
    assert_eq!(all(&mut town), [0, 0, 0, 0, 1]);
}

#[test]
fn what_a_unit_without_a_handler_leaves_undone_stands_with_the_operator() {
    let mut org = three_villages();
    org.people.retain(|person| person.name != "吴溪");
    let mut town = Town::with(org);
    town.now = at("2026-11-03 09:00");
    list_matter(&mut town, &[("name", "低保"), ("cycle", "每月")]);
    town.now = at("2026-12-11 09:00");
    town.office.sweep(town.now).unwrap();
    let own = tally(&mut town, "zhangning");
    assert_eq!((own.submit, own.overdue), (1, 3));
    assert_eq!(own.words(), "待报1 超期3");
}

#[test]
fn what_a_leader_submitted_is_in_no_list_of_what_that_leader_signs() {
    let mut org = three_villages();
    let leader = org.people.iter_mut().find(|person| person.name == "何志强").unwrap();
    (leader.unit, leader.positions) = (Some(UnitId(5)), vec![Position::Handler]);
    let mut town = Town::with(org);
    town.now = at("2026-11-03 09:00");
    list_matter(&mut town, &[("name", "低保对象名单"), ("cycle", "每月")]);
    list_matter(&mut town, &[("name", "财务收支"), ("cycle", "每月")]);
    town.now = at("2026-12-08 09:00");
    town.office.sweep(town.now).unwrap();
    let rows = pane(&mut town, &["2026-11"]).rows;
    let of = |name: &str| rows.iter().find(|row| row.name == name && row.unit.0 == 5).unwrap().id;
    let (own, others) = (of("低保对象名单"), of("财务收支"));
    let text = [("text", "名单")];
    disclose(&mut town, "hezhiqiang", Some(own), "disclosure_submit", &text).unwrap();
    disclose(&mut town, "wangxiu", Some(others), "disclosure_submit", &text).unwrap();
    assert_eq!(tally(&mut town, "hezhiqiang").sign, 1, "only what somebody else submitted");
    let told: Vec<(String, ClockLevel)> = reminders(&mut town, "hezhiqiang");
    let codes: Vec<&str> = told.iter().map(|(code, _)| code.as_str()).collect();
    let code = |id| rows.iter().find(|row| row.id == id).unwrap().code.as_str();
    assert!(!codes.contains(&code(own)) && codes.contains(&code(others)), "{codes:?}");
    disclose(&mut town, "hezhiqiang", Some(others), "disclosure_sign", &[]).unwrap();
    let sign = ydt::actions::find("disclosure_sign").unwrap();
    assert_eq!(town.office.next_like(others, sign, town.now).unwrap(), None);
    let submitters = |town: &mut Town| {
        let row = pane(town, &["2026-11"]).rows.into_iter().find(|row| row.id == own).unwrap();
        row.submitters
    };
    let leader = town.office.org().people.iter().find(|person| person.name == "何志强").unwrap().id;
    assert_eq!(submitters(&mut town), [leader]);
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}

#[test]
fn after_a_signature_the_next_paper_of_the_same_leader_is_named() {
    let mut town = december(2);
    let leader = ("hezhiqiang", "zhoumin");
    let (first, other) = (row_of(&mut town, 5, "2026-11").id, row_of(&mut town, 6, "2026-11").id);
    town.office.act_as("zhangning").unwrap();
    town.in_town("set_matter", &[("name", "财务收支"), ("cycle", "每月"), ("since", "2026-11-03")]);
    town.office.sweep(town.now).unwrap();
    let rows = pane(&mut town, &["2026-11"]).rows;
    let second = rows.iter().find(|row| row.name == "财务收支" && row.unit.0 == 5).unwrap().id;
    for (login, id) in [("wangxiu", first), ("wangxiu", second), ("qianshuang", other)] {
        disclose(&mut town, login, Some(id), "disclosure_submit", &[("text", "名单")]).unwrap();
    }
    disclose(&mut town, leader.0, Some(first), "disclosure_sign", &[]).unwrap();
    let sign = ydt::actions::find("disclosure_sign").unwrap();
    assert_eq!(town.office.next_like(first, sign, town.now).unwrap(), Some(second));
    disclose(&mut town, leader.0, Some(second), "disclosure_sign", &[]).unwrap();
    assert_eq!(
        town.office.next_like(second, sign, town.now).unwrap(),
        None,
        "the other waits for another leader"
    );
    let submit = ydt::actions::find("disclosure_submit").unwrap();
    assert_eq!(town.office.next_like(second, submit, town.now).unwrap(), None);
}

#[test]
fn a_reminder_is_shown_to_whoever_acts_or_follows_up_until_it_is_known_and_the_next_level_is_new() {
    let mut town = december(8);
    let code = row_of(&mut town, 5, "2026-11").code;
    let approaching = [(code.clone(), ClockLevel::Approaching)];
    assert_eq!(reminders(&mut town, "wangxiu"), approaching);
    assert_eq!(reminders(&mut town, "hezhiqiang"), [], "the leader has nothing to do yet");
    assert_eq!(reminders(&mut town, "zhangning").len(), 2, "the operator follows both up");
    town.now = at("2026-12-10 09:00");
    assert_eq!(town.office.sweep(town.now).unwrap(), 2);
    assert_eq!(reminders(&mut town, "wangxiu"), [(code.clone(), ClockLevel::DueToday)], "the worst alone");
    town.office.act_as("wangxiu").unwrap();
    let alert = town.office.beside(town.now).unwrap().reminders[0].alert;
    town.office.act_as("sunqiang").unwrap();
    town.office.acknowledge_disclosures(&[alert], town.now).unwrap();
    assert_eq!(reminders(&mut town, "wangxiu").len(), 1, "a stranger knows of nothing");
    town.office.act_as("wangxiu").unwrap();
    town.office.acknowledge_disclosures(&[alert], town.now).unwrap();
    assert_eq!(reminders(&mut town, "wangxiu"), []);
    // It is in the record who knew of it; a stranger's word is not.
    let told: Vec<String> = town
        .office
        .done_on("2026-12-10".parse().unwrap(), town.now)
        .unwrap()
        .into_iter()
        .map(|line| line.words)
        .collect();
    assert!(told.iter().any(|line| line.contains(&format!("已知晓公示记录{code}的提醒"))), "{told:?}");
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
    // Whoever edits who knew of it, and when, is found out.
    let raw = Connection::open(town.path()).unwrap();
    for (edit, back) in [
        ("acknowledged_by = acknowledged_by + 1", "acknowledged_by = acknowledged_by - 1"),
        ("acknowledged_at = NULL, acknowledged_by = NULL", ""),
    ] {
        let of_known = "WHERE acknowledged_at IS NOT NULL";
        assert!(raw.execute(&format!("UPDATE disclosure_alerts SET {edit} {of_known}"), []).unwrap() > 0);
        let bad = town.office.verify(None).unwrap().first_bad.unwrap();
        assert!(bad.reason.contains("公示提醒"), "{}", bad.reason);
        if !back.is_empty() {
            raw.execute(&format!("UPDATE disclosure_alerts SET {back} {of_known}"), []).unwrap();
            assert_eq!(town.office.verify(None).unwrap().first_bad, None);
        }
    }
    let known =
        "UPDATE disclosure_alerts SET acknowledged_at = '2026-12-10T09:00:00+08:00', acknowledged_by = (
                     SELECT person_id FROM people WHERE login = 'wangxiu')
                 WHERE disclosure_id = (SELECT disclosure_id FROM disclosures WHERE unit_id = 5)";
    assert_eq!(raw.execute(known, []).unwrap(), 2);
    assert_eq!(town.office.verify(None).unwrap().first_bad, None, "as it was");
    town.now = at("2026-12-11 09:00");
    town.office.sweep(town.now).unwrap();
    assert_eq!(reminders(&mut town, "wangxiu"), [(code, ClockLevel::Overdue)]);
    let id = row_of(&mut town, 5, "2026-11").id;
    disclose(&mut town, "zhangning", Some(id), "disclosure_cancel", &[("reason", "并村")]).unwrap();
    assert_eq!(reminders(&mut town, "wangxiu"), [], "it stops the moment nothing is open");
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}

#[test]
fn something_that_happens_on_the_day_is_reminded_of_without_waiting_for_the_next_day() {
    let mut town = december(2);
    let fields = [("name", "临时救助"), ("cycle", "1个工作日内"), ("since", "2026-11-03")];
    list_matter(&mut town, &fields);
    town.office.sweep(town.now).unwrap();
    let event = [("matter", "2"), ("unit", "新建村"), ("on", "2026-12-01"), ("happened", "火灾")];
    disclose(&mut town, "wangxiu", None, "disclosure_event", &event).unwrap();
    assert_eq!(town.office.sweep(town.now).unwrap(), 1, "it is due today");
    assert_eq!(town.office.sweep(town.now).unwrap(), 0);
}

#[test]
fn a_complaint_and_the_record_it_is_about_are_seen_from_both_sides() {
    let mut town = december(2);
    let case: CaseId = town.accepted_for_village("低保名单不实");
    let record = row_of(&mut town, 5, "2026-11");
    disclose(&mut town, "zhangning", Some(record.id), "disclosure_link", &[("case", "2026-0001")]).unwrap();
    let codes = |town: &mut Town, login: &str| -> Vec<String> {
        town.office.act_as(login).unwrap();
        let detail = town.office.open_case(case, town.now).unwrap();
        detail.disclosures.into_iter().map(|row| row.code).collect()
    };
    assert_eq!(codes(&mut town, "zhangning"), [record.code]);
    assert_eq!(codes(&mut town, "zhoumin").len(), 1);
    let path = town.path();
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
    let raw = Connection::open(&path).unwrap();
    raw.execute("DELETE FROM disclosure_links", []).unwrap();
    let bad = town.office.verify(None).unwrap().first_bad.unwrap();
    assert!(bad.reason.contains("公示记录"), "{}", bad.reason);
}

#[test]
fn a_reminder_of_disclosure_is_sent_once_in_office_hours_and_comes_back_when_it_failed() {
    let mut town = december(10);
    let claimed = town.office.claim_disclosure_notifications(town.now, 5).unwrap();
    assert_eq!(claimed.len(), 2);
    let text = &claimed[0].text;
    assert!(text.contains("公示今日到期（到期日 2026-12-10），待报，现在王秀。"), "{text}");
    let json = serde_json::to_value(&claimed[0]).unwrap();
    assert_eq!((&json["level"], &json["remaining"]), (&"due_today".into(), &0.into()));
    assert_eq!(town.office.claim_disclosure_notifications(town.now, 5).unwrap(), [], "both are claimed");
    town.office.mark_disclosure_notified(claimed[0].alert, town.now).unwrap();
    town.now = town.now.plus_seconds(120);
    let again = town.office.claim_disclosure_notifications(town.now, 5).unwrap();
    assert_eq!(again.iter().map(|it| it.alert).collect::<Vec<_>>(), [claimed[1].alert]);
    town.now = at("2026-12-12 10:00");
    town.office.sweep(town.now).unwrap();
    assert_eq!(town.office.claim_disclosure_notifications(town.now, 5).unwrap(), [], "a Saturday");
}
