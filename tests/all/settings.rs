//! Town-wide settings: set by one, in force for all, each change a fact.

use std::sync::Arc;

use ydt::actions::{self, Answers};
use ydt::domain::code::Coded as _;
use ydt::domain::refusal::RefusalCode;
use ydt::domain::town::setting_key::SettingKey;
use ydt::domain::words::ClockLevel;
use ydt::office::Office;
use ydt::runtime::clock::WallClock;
use ydt::runtime::drafts::Drafts;
use ydt::runtime::wake::wakes;
use ydt::runtime::worker::{Start, Worker};
use ydt::ui::message::{Effect, Message, TownCommand, TownEffect, TownMessage};

use crate::program::Bench;
use crate::queue::heard;
use crate::town::{Town, at, wait};

#[test]
fn a_limit_set_anew_counts_for_later_clocks_and_in_every_open_session() {
    let mut town = Town::new();
    let before = town.complaint("旧时限");
    let mut other = Office::open(&town.path(), "zhangning", "test").unwrap();
    let change = other.set_setting(SettingKey::TriageLimit, "5", town.now).unwrap();
    assert_eq!((change.before.as_str(), change.after.as_str()), ("3", "5"));
    // This session never looked around in between, and still decides by what holds now.
    let after = town.complaint("新时限");
    let limit = |case| town.office.open_case(case, town.now).unwrap().clocks[0].clock.limit;
    assert_eq!((limit(before), limit(after)), (3, 5));
    assert_eq!(town.office.desk(town.now).settings.triage_limit_working_days, 5);
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}

#[test]
fn what_counts_as_approaching_holds_for_running_clocks_at_once() {
    let mut town = Town::new();
    let case = town.complaint("临期");
    town.now = at("2026-11-03 09:00");
    let level = |town: &Town| town.office.open_case(case, town.now).unwrap().clocks[0].level;
    assert_eq!(level(&town), ClockLevel::Ok);
    assert_eq!(town.office.check(town.now).unwrap().due.len(), 0);
    town.office.set_setting(SettingKey::ApproachingShort, "2", town.now).unwrap();
    assert_eq!(level(&town), ClockLevel::Approaching);
    let report = town.office.check(town.now).unwrap();
    assert_eq!((report.due.len(), report.new_alerts), (1, 1));
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}

#[test]
fn after_the_closing_hour_the_due_day_is_over_for_level_and_verdict() {
    let mut town = Town::new();
    town.office.set_setting(SettingKey::ClosingHour, "17:30", town.now).unwrap();
    let (early, late) = (town.complaint("准时"), town.complaint("过点"));
    let verdict = |town: &Town, case| {
        let clock = town.office.open_case(case, town.now).unwrap().clocks.remove(0);
        (clock.level, clock.clock.verdict.map(ydt::domain::code::Coded::code))
    };
    let withdraw = [("reason", "来电撤回")];
    town.now = at("2026-11-05 17:29");
    assert_eq!(verdict(&town, early), (ClockLevel::DueToday, None));
    town.act("zhangning", Some(early), "withdraw", &withdraw).unwrap();
    town.now = at("2026-11-05 17:30");
    assert_eq!(verdict(&town, late), (ClockLevel::Overdue, None));
    town.act("zhangning", Some(late), "withdraw", &withdraw).unwrap();
    assert_eq!(verdict(&town, early), (ClockLevel::Ok, Some("withdrawn")));
    assert_eq!(verdict(&town, late), (ClockLevel::Overdue, Some("late")));
}

#[test]
fn only_the_administrator_sets_and_a_value_that_stands_is_no_event() {
    let mut town = Town::new();
    let events = town.office.head().unwrap().count;
    town.office.set_setting(SettingKey::TriageLimit, "3", town.now).unwrap();
    assert_eq!(town.office.head().unwrap().count, events);
    town.office.act_as("zhaoshen").unwrap();
    let refused = town.office.set_setting(SettingKey::TriageLimit, "4", town.now).unwrap_err().to_string();
    assert!(refused.contains("系统管理员"), "{refused}");
    assert_eq!(town.office.head().unwrap().count, events);
}

#[test]
fn the_command_line_lists_gets_and_sets() {
    let bench = Bench::founded("2026-11-02T09:00");
    assert_eq!(bench.ok(&["settings", "get", "triage_limit_working_days"], ""), "3\n");
    bench.ok(&["settings", "set", "受理转办时限", "4"], "");
    assert_eq!(bench.ok(&["settings", "get", "triage_limit_working_days"], ""), "4\n");
    let listed = bench.json(&["settings", "list", "--json"]);
    let listed = listed.as_array().unwrap();
    assert_eq!(listed.len(), SettingKey::ALL.len());
    assert!(listed.iter().all(|row| row["meaning"].as_str().is_some_and(|text| !text.is_empty())));
    let set = bench.run(&["settings", "set", "triage_limit_working_days", "0"], "");
    assert_eq!(set.status.code(), Some(4));
    assert_eq!(bench.run(&["settings", "get", "none"], "").status.code(), Some(2));
    bench.ok(&["verify"], "");
}

#[test]
fn acts_on_the_town_work_through_apply_and_hold_for_the_lines_after_them() {
    let bench = Bench::founded("2026-11-02T09:00");
    let line = |value: serde_json::Value| format!("{value}\n");
    let org = bench.ok(&["org", "export", "-"], "") + "\n[[unit]]\nname = \"第九村\"\nkind = \"village\"\n";
    let notice = r#"{"year":2027,"source":"通知","days":[{"date":"2027-01-01","name":"元旦","rest":true}]}"#;
    let lines = [
        serde_json::json!({"command": "set_setting", "key": "triage_limit_working_days", "value": 5}),
        serde_json::json!({"command": "org_import", "text": org}),
        serde_json::json!({"command": "calendar_load", "text": notice}),
        serde_json::json!({"command": "register", "title": "路灯不亮", "content": "三组路灯不亮",
            "complained_at": "2026-11-01 09:00"}),
    ];
    let told = bench.ok(&["apply", "--atomic"], &lines.map(line).concat());
    let told: Vec<serde_json::Value> = told.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let events: Vec<&str> = told.iter().map(|line| line["events"][0].as_str().unwrap()).collect();
    assert_eq!(events, ["setting_changed", "org_changed", "calendar_loaded", "registered"]);
    assert!(told[0].get("case").is_none() && told[3]["case"].is_string());
    let shown = bench.json(&["show", told[3]["case"].as_str().unwrap(), "--json"]);
    assert_eq!(shown["clocks"][0]["limit"], 5, "the line after goes by what the line before set");
    assert!(bench.ok(&["org", "export", "-"], "").contains("第九村"));
    bench.ok(&["verify"], "");
    for (refused, code) in [
        (r#"{"command":"set_setting","key":"triage_limit_working_days","value":"5"}"#, "nothing_to_do"),
        (r#"{"case":"$last","command":"set_setting","key":"closing_hour","value":"18:00"}"#, "invalid_value"),
        (
            r#"{"command":"delegate","deputy":"无名氏","from":"2026-11-03","until":"2026-11-04"}"#,
            "not_permitted",
        ),
        (r#"{"command":"calendar_load","text":"{"}"#, "invalid_value"),
        (r#"{"command":"org_import"}"#, "missing_field"),
    ] {
        let ended = bench.run(&["apply"], refused);
        assert_eq!(ended.status.code(), Some(4), "{refused}");
        let told: serde_json::Value = serde_json::from_slice(&ended.stdout).unwrap();
        assert_eq!(told["refusal"]["code"], code, "{refused}");
    }
}

#[test]
fn at_the_console_a_setting_is_checked_recorded_and_in_force_for_the_screens_at_once() {
    let town = Town::new();
    let (sender, mut wakes) = wakes();
    let clock = WallClock::starting_at(town.now);
    let drafts = Arc::new(Drafts::new(town.folder.path().join("drafts"), clock));
    let path = town.path();
    let worker = Worker::start(Start::Open(Box::new(town.office)), clock, sender, drafts).unwrap();
    let set = |act: &str, value: &str| {
        let action = actions::find("set_setting").unwrap();
        let answers = Answers::none().with("key", "triage_limit_working_days").with("value", value);
        let command = TownCommand { act: act.to_owned(), action, answers };
        worker.ask(Effect::Town(TownEffect::Perform(Box::new(command))));
    };
    set("one", "90");
    let refusal = heard(&mut wakes, |message| {
        if let Message::Town(TownMessage::Refused { act, refusal }) = message {
            Some((act, refusal))
        } else {
            None
        }
    });
    assert_eq!((refusal.0.as_str(), refusal.1.code), ("one", RefusalCode::InvalidValue));
    assert_eq!(refusal.1.field.as_deref(), Some("value"), "the form goes to the value");
    set("two", "5");
    let said = heard(&mut wakes, |message| {
        if let Message::Town(TownMessage::Performed { words, .. }) = message { Some(words) } else { None }
    });
    assert_eq!(said, "已保存：设置“受理转办时限”由3改为5。");
    let desk = heard(&mut wakes, |message| {
        if let Message::Town(TownMessage::Desk(desk)) = message { Some(desk) } else { None }
    });
    assert_eq!(desk.settings.triage_limit_working_days, 5);
    wait(worker.finish(None));
    let office = Office::open(&path, "zhoumin", "later").unwrap();
    assert_eq!(office.settings().triage_limit_working_days, 5);
    assert_eq!(office.verify(None).unwrap().first_bad, None);
}
