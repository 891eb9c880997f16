//! People and units over time (`domain.md` §10): who signed stays who signed, whatever the organisation becomes.

use serde_json::{Value, json};
use ydt::domain::ids::{CaseId, PersonId, UnitId};
use ydt::domain::refusal::RefusalCode;
use ydt::domain::town::org::{Org, Person};
use ydt::domain::town::waits::WaitsFor;
use ydt::domain::words::DocumentKind;

use crate::home::Home;
use crate::town::{Town, org};

/// A reply of 新建村 that its contact leader 何志强 has signed and the secretary has not.
fn half_signed(town: &mut Town) -> CaseId {
    let case = town.accepted_for_village("低保评定未公示名单");
    let text =
        "经核实，低保名单评定后没有及时张贴，村里已于本月三日在公示栏补贴，今后评定后三日内张榜，感谢监督。";
    let steps = [
        ("zhangning", "transfer", &[][..]),
        ("wangxiu", "acknowledge", &[]),
        ("wangxiu", "record_finding", &[("text", "名单确未张贴。")]),
        ("wangxiu", "draft_reply", &[("text", text)]),
        ("wangxiu", "submit", &[("document", "reply")]),
        ("hezhiqiang", "sign", &[]),
    ];
    for (login, action, fields) in steps {
        town.act(login, Some(case), action, fields).unwrap();
    }
    case
}

/// The town's organisation with other names.
fn renamed(changes: &[(&str, &str)]) -> Org {
    let mut org = org();
    for (before, after) in changes {
        let names = org.units.iter_mut().map(|unit| &mut unit.name);
        for name in names.chain(org.people.iter_mut().map(|person| &mut person.name)) {
            if name == before {
                (*after).clone_into(name);
            }
        }
    }
    org
}

#[test]
fn history_and_signatures_keep_the_names_of_their_time_and_what_follows_has_the_new_ones() {
    let mut town = Town::new();
    let case = half_signed(&mut town);
    town.office.act_as("zhangning").unwrap();
    let now = town.now;
    let changes = [("何志强", "何志坚"), ("王秀", "王秀英"), ("新建村", "新建社区"), ("周敏", "周慧敏")];
    town.office.replace_org(renamed(&changes), now).unwrap();
    // At the same moment as everything before: it is the place in the chain that says what came first.
    town.act("zhoumin", Some(case), "sign", &[]).unwrap();
    let shown = town.office.open_case(case, now).unwrap();
    let org = town.office.org();
    let document = shown.case.document(DocumentKind::Reply).unwrap();
    let signed = |index: usize| {
        let step = &document.steps[index];
        org.person_name_at(step.person, step.signature.as_ref().unwrap().place)
    };
    assert_eq!((signed(0), signed(1)), ("何志强", "周慧敏"));
    assert_eq!(org.person_name_at(document.drafted_by, document.drafted_in), "王秀");
    let finding = &shown.case.findings[0];
    assert_eq!(org.person_name_at(finding.by, finding.place), "王秀");
    let said = |words: &str| shown.history.iter().any(|line| line.summary.contains(words));
    assert!(said("新建村") && !said("新建社区"), "{:?}", shown.history);
    assert!(said("何志强同意") && said("周慧敏同意"), "{:?}", shown.history);
    let actors: Vec<&str> =
        shown.history.iter().map(|line| org.person_name_at(line.actor.unwrap(), line.place)).collect();
    assert!(actors.contains(&"王秀") && !actors.contains(&"王秀英"), "{actors:?}");
    assert_eq!(org.person_name(document.drafted_by), "王秀英", "everywhere else it is the present name");
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}

#[test]
fn what_a_handler_who_left_had_is_the_units_until_somebody_is_named_anew() {
    let mut town = Town::new();
    let case = town.accepted_for_village("低保评定未公示名单");
    for (login, action) in [("zhangning", "transfer"), ("wangxiu", "acknowledge")] {
        town.act(login, Some(case), action, &[]).unwrap();
    }
    town.office.act_as("zhangning").unwrap();
    let mut changed = org();
    let newcomer = Person {
        id: PersonId(30),
        name: "赵新".to_owned(),
        login: Some("zhaoxin".to_owned()),
        ..changed.people[5].clone()
    };
    (changed.people[5].active, changed.people[5].login) = (false, None);
    changed.people.push(newcomer);
    let now = town.now;
    town.office.replace_org(changed, now).unwrap();
    let shown = town.office.open_case(case, now).unwrap();
    let awaited = shown.case.waits_for(town.office.org());
    assert_eq!((shown.case.handler, awaited), (None, Some(WaitsFor::Unit(UnitId(5)))));
    assert!(shown.history.last().unwrap().summary.contains("王秀"), "{:?}", shown.history);
    town.act("zhaoxin", Some(case), "record_finding", &[("text", "名单确未张贴。")]).unwrap();
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}

/// A leader signs; the login is given to another leader of the same unit.
#[test]
fn whoever_has_the_login_of_a_signer_now_neither_signed_nor_recalls_what_they_signed() {
    let mut town = Town::new();
    let case = half_signed(&mut town);
    town.office.act_as("zhangning").unwrap();
    let mut changed = org();
    let mut newcomer = changed.people[4].clone();
    (newcomer.id, newcomer.name) = (PersonId(30), "后来人".to_owned());
    changed.people[4].login = None;
    changed.people[4].active = false;
    changed.people.push(newcomer);
    let now = town.now;
    town.office.replace_org(changed, now).unwrap();
    let refused = town.act("hezhiqiang", Some(case), "recall", &[("document", "reply")]);
    assert_eq!(crate::town::refusal_code(refused), RefusalCode::NotPermitted);
    let shown = town.office.open_case(case, now).unwrap();
    let signature = shown.case.document(DocumentKind::Reply).unwrap().steps[0].signature.clone().unwrap();
    assert_eq!(town.office.org().person_name_at(signature.signer, signature.place), "何志强");
    assert!(shown.history.iter().any(|line| line.summary.contains("何志强同意")));
    assert!(shown.history.iter().all(|line| !line.summary.contains("后来人")), "{:?}", shown.history);
}

#[test]
fn a_former_name_that_was_changed_in_the_file_is_found() {
    let mut town = Town::new();
    half_signed(&mut town);
    town.office.act_as("zhangning").unwrap();
    let now = town.now;
    town.office.replace_org(renamed(&[("何志强", "何志坚")]), now).unwrap();
    let raw = rusqlite::Connection::open(town.path()).unwrap();
    for change in [
        "UPDATE former_names SET name = '另一人'",
        "UPDATE former_names SET until = until - 1",
        "DELETE FROM former_names",
    ] {
        let kept: (i64, i64, String) = raw
            .query_row("SELECT number, until, name FROM former_names", [], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .unwrap();
        raw.execute(change, []).unwrap();
        let bad = town.office.verify(None).unwrap().first_bad.unwrap();
        assert!(bad.reason.contains("旧名"), "{change}: {}", bad.reason);
        raw.execute("DELETE FROM former_names", []).unwrap();
        raw.execute(
            "INSERT INTO former_names (subject, number, until, name) VALUES ('person', ?1, ?2, ?3)",
            rusqlite::params![kept.0, kept.1, kept.2],
        )
        .unwrap();
        assert_eq!(town.office.verify(None).unwrap().first_bad, None);
    }
}

#[test]
fn a_database_from_before_gets_its_former_names_from_the_record() {
    let mut town = Town::new();
    half_signed(&mut town);
    town.office.act_as("zhangning").unwrap();
    let now = town.now;
    for changes in [&[("何志强", "何志坚"), ("新建村", "新建社区")][..], &[("何志强", "何志刚")]]
    {
        town.office.replace_org(renamed(changes), now).unwrap();
    }
    let raw = rusqlite::Connection::open(town.path()).unwrap();
    let count =
        || -> i64 { raw.query_row("SELECT count(*) FROM former_names", [], |row| row.get(0)).unwrap() };
    assert_eq!(count(), 4, "the village got its old name back");
    raw.execute("DELETE FROM former_names", []).unwrap();
    let migration = include_str!("../../assets/migrations/0010_later_facts.sql");
    let fills = migration.split(';').find(|sql| sql.trim().starts_with("INSERT INTO former_names")).unwrap();
    raw.execute_batch(fills).unwrap();
    assert_eq!(count(), 4);
    assert_eq!(town.office.verify(None).unwrap().first_bad, None);
}

fn show(home: &Home, case: &str) -> Value {
    home.ydt(&["show", case, "--json"]).json()
}

/// Performs lines that must all succeed.
fn done(home: &Home, lines: &[Value]) {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let ended = home.ydt_with(&["apply"], &text);
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
}

/// A case of 新建村 in a practice town, in the hands of its handler, whose name and login are given back.
fn in_village(home: &Home) -> (String, String) {
    let exported = home.ydt(&["org", "export"]).out;
    let handles = |entry: &&str| entry.contains("unit = \"新建村\"") && entry.contains("\"handler\"");
    let entry = exported.split("[[person]]").find(handles).unwrap();
    let value = |key: &str| {
        let line = entry.lines().find(|line| line.starts_with(key)).unwrap();
        line.split('"').nth(1).unwrap().to_owned()
    };
    let (name, login) = (value("name"), value("login"));
    done(
        home,
        &[
            json!({"command": "register", "title": "路灯不亮", "content": "村口路灯坏了半年，晚上看不见路。",
                "complained_at": "2026-03-05 09:00"}),
            json!({"case": "$last", "command": "assess", "scope": "matters_list", "kind": "non_consultation",
                "field": "other", "route": "village", "unit": "新建村"}),
            json!({"case": "$last", "command": "accept"}),
            json!({"case": "$last", "command": "transfer"}),
            json!({"case": "$last", "command": "acknowledge", "as": login}),
        ],
    );
    (name, login)
}

fn import(home: &Home, text: &str, more: &[&str]) -> crate::home::Ended {
    let file = home.write("new.toml", text);
    home.ydt(&[&["org", "import", &file], more].concat())
}

#[test]
fn whoever_gets_the_login_of_somebody_is_another_person_and_has_nothing_of_theirs() {
    let home = Home::practice();
    let (name, login) = in_village(&home);
    done(
        &home,
        &[json!({"case": "2026-0001", "command": "record_finding", "text": "灯泡已坏。", "as": login})],
    );
    let before = show(&home, "2026-0001");
    let newcomer = format!(
        "[[person]]\nname = \"后来人\"\nlogin = \"{login}\"\nunit = \"四胜村\"\npositions = [\"handler\"]\n"
    );
    let villages: Vec<String> = home
        .ydt(&["org", "export"])
        .out
        .split("[[unit]]")
        .filter(|unit| unit.contains("\"village\"") && !unit.contains("新建村"))
        .map(|unit| unit.split('"').nth(1).unwrap().to_owned())
        .collect();
    let newcomer = newcomer.replace("四胜村", &villages[0]);
    let planned = import(&home, &newcomer, &["--dry-run"]);
    assert_eq!(planned.code, 0, "{}", planned.err);
    for words in
        ["新增人员：后来人", &format!("离岗：{name}"), "还在承办：2026-0001", "文件中没有，保持不变："]
    {
        assert!(planned.out.contains(words), "{words}: {}", planned.out);
    }
    assert_eq!(show(&home, "2026-0001")["handler"], name.as_str(), "nothing was done yet");
    assert_eq!(import(&home, &newcomer, &[]).code, 0);
    let after = show(&home, "2026-0001");
    assert_eq!(after["findings"][0]["by"], name.as_str());
    let actors = |shown: &Value| -> Vec<Value> {
        shown["history"].as_array().unwrap().iter().map(|line| line["actor"].clone()).collect()
    };
    let told = actors(&after);
    assert_eq!(told[..told.len() - 1], actors(&before)[..]);
    assert_eq!(after["handler"], Value::Null);
    assert!(
        after["history"].as_array().unwrap().last().unwrap()["summary"].as_str().unwrap().contains(&name)
    );
    let waits = home.ydt(&["list", "--json"]).json()[0]["waits_for"].clone();
    assert_eq!(waits, json!({"unit": "新建村"}), "the work is the unit's");
    let ended = home.ydt_with(
        &["apply"],
        &json!({"case": "2026-0001", "command": "draft_reply", "text": "好", "as": login}).to_string(),
    );
    assert_eq!(ended.json()["refusal"]["code"], "unknown_case", "{}", ended.out);
    let verified = home.ydt(&["verify"]);
    assert_eq!(verified.code, 0, "{}{}", verified.out, verified.err);
}

#[test]
fn a_unit_with_open_cases_is_not_dissolved_and_one_without_anybody_gets_no_case() {
    let home = Home::practice();
    in_village(&home);
    let dissolve = "[[unit]]\nname = \"新建村\"\nkind = \"village\"\nactive = false\n";
    import(&home, dissolve, &[]).refused(4, "新建村还有在办的投诉件（2026-0001），不能停用");
    let unit = "unit = \"新建村\"\npositions = [\"handler\"]\n";
    let exported = home.ydt(&["org", "export"]).out;
    let handlers = exported.split("[[person]]").filter(|entry| entry.contains("unit = \"新建村\""));
    let left: String =
        handlers.map(|entry| format!("[[person]]\n{}\nactive = false\n\n", entry.trim())).collect();
    let ended = import(&home, &left, &[]);
    assert_eq!(ended.code, 0, "{}", ended.err);
    assert!(ended.err.contains("新建村还有在办的投诉件 1 件，却没有在岗的承办人"), "{}", ended.err);
    let next = [
        json!({"command": "register", "title": "水沟堵塞", "content": "村东水沟堵塞，下雨就漫到路上。",
            "complained_at": "2026-03-05 09:00"}),
        json!({"case": "$last", "command": "assess", "scope": "matters_list", "kind": "non_consultation",
            "field": "other", "route": "village", "unit": "新建村"}),
        json!({"case": "$last", "command": "accept"}),
    ];
    done(&home, &next);
    let transfer = |home: &Home| {
        let line = json!({"case": "2026-0002", "command": "transfer"}).to_string();
        home.ydt_with(&["apply"], &line).json()["refusal"].clone()
    };
    assert_eq!(transfer(&home)["code"], "vacant_position");
    assert!(transfer(&home)["message"].as_str().unwrap().contains("新建村没有在岗的承办人"));
    // Somebody without a login is enough: the operator acts in their name.
    let paper = format!("[[person]]\nname = \"纸上人\"\n{unit}");
    assert_eq!(import(&home, &paper, &[]).code, 0);
    done(
        &home,
        &[
            json!({"case": "2026-0002", "command": "transfer"}),
            json!({"case": "2026-0001", "command": "record_finding", "text": "灯泡已坏。", "on_behalf_of": "纸上人"}),
        ],
    );
    assert_eq!(home.ydt(&["verify"]).code, 0);
}

#[test]
fn a_dissolved_unit_is_not_offered_and_comes_back_when_a_file_says_so() {
    let home = Home::practice();
    let village =
        |active: bool| format!("[[unit]]\nname = \"新建村\"\nkind = \"village\"\nactive = {active}\n");
    assert_eq!(import(&home, &village(false), &[]).code, 0);
    assert!(home.ydt(&["org", "export"]).out.contains("active = false"));
    done(
        &home,
        &[json!({"command": "register", "title": "水沟堵塞", "content": "村东水沟堵塞，下雨就漫到路上。",
            "complained_at": "2026-03-05 09:00"})],
    );
    let assess = json!({"case": "2026-0001", "command": "assess", "scope": "matters_list",
        "kind": "non_consultation", "field": "other", "route": "village", "unit": "新建村"})
    .to_string();
    let told = home.ydt_with(&["apply"], &assess).json();
    assert_eq!(told["refusal"]["code"], "invalid_value");
    assert!(told["refusal"]["message"].as_str().unwrap().contains("已经停用"));
    assert_eq!(import(&home, &village(true), &[]).code, 0);
    assert_eq!(home.ydt_with(&["apply"], &assess).code, 0);
    assert_eq!(home.ydt(&["verify"]).code, 0);
}

#[test]
fn a_complete_list_is_asked_about_and_the_last_operator_does_not_leave_by_it() {
    let home = Home::practice();
    let exported = home.ydt(&["org", "export"]).out;
    let entry = exported.split("[[person]]").find(|entry| entry.contains("新建村\"\npositions")).unwrap();
    let name = entry.lines().find(|line| line.starts_with("name")).unwrap().split('"').nth(1).unwrap();
    let without = exported.replace(&format!("[[person]]{entry}"), "");
    assert_eq!(import(&home, &without, &[]).err, "文件与现有的单位和人员一致，没有改动。\n");
    let asked = import(&home, &without, &["--complete"]);
    assert_eq!(asked.code, 2);
    assert!(asked.out.contains(&format!("离岗：{name}")) && asked.err.contains("--yes"), "{}", asked.err);
    assert!(home.ydt(&["org", "export"]).out == exported, "nothing was done");
    assert_eq!(import(&home, &without, &["--complete", "--yes"]).code, 0);
    let after = home.ydt(&["org", "export"]).out;
    assert_eq!(after.matches("active = false").count(), exported.matches("active = false").count() + 1);
    let nobody = after.replace("\"commission_operator\", ", "").replace("\"commission_operator\"", "");
    import(&home, &nobody, &[]).refused(4, "没有能登录的镇纪委专人");
}
