//! What the town still has to settle: cases that only the district may handle, sealed by keys from the settings; what an
//! upgrade could not decide; organisation files of two who changed the same thing.

use std::time::Duration;

use serde_json::{Value, json};

use crate::home::Home;
use crate::pty::Console;

fn done(home: &Home, lines: &[Value]) {
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let ended = home.ydt_with(&["apply"], &text);
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
}

/// Names of everybody in the practice town who holds one of these positions.
fn holders(home: &Home, positions: &[&str]) -> Vec<String> {
    let exported = home.ydt(&["org", "export"]).out;
    let people = exported.split("[[person]]").skip(1);
    let holds = |entry: &&str| positions.iter().any(|position| entry.contains(&format!("\"{position}\"")));
    let name = |entry: &str| {
        let line = entry.lines().find(|line| line.starts_with("name")).unwrap();
        line.split('"').nth(1).unwrap().to_owned()
    };
    people.filter(holds).map(name).collect()
}

fn register(respondent: &str) -> Value {
    json!({"command": "register", "title": "反映镇干部问题", "content": "几名干部都有问题，请查处。",
        "complained_at": "2026-03-05 09:00", "respondent": respondent})
}

#[test]
fn the_administrator_sees_in_the_settings_what_only_the_district_may_handle_and_seals_it_by_keys() {
    let home = Home::practice();
    let all = holders(&home, &["commission_operator", "discipline_secretary", "principal_leader"]).join("、");
    done(&home, &[register(&all)]);
    let check = home.ydt(&["check", "--json"]).json();
    assert_eq!(check["left_to_the_district"][0]["case_no"], "2026-0001");
    let today = check["now"].as_str().unwrap().split('T').next().unwrap().to_owned();
    let mut console = Console::with(&home.database(), &["sandbox"], 110, 32);
    console.wait_for_text("审批 0");
    // Whom the complaint is about leaves it to another administrator where there is one.
    let other = holders(&home, &["administrator"]).into_iter().find(|name| !all.contains(name)).unwrap();
    console.type_keys("\x1bOQ");
    console.wait_for_text("切换身份");
    console.type_keys(&other);
    console.wait_for(&other, |screen| screen.contents().matches(other.as_str()).count() > 1);
    console.type_keys("\r");
    console.wait_for_text(&format!("{other} 系统管理员"));
    console.type_keys(":");
    console.wait_for_text("命令；也可输入");
    console.type_keys("待处理事项");
    console.wait_for_text("须由区里处理的");
    console.type_keys("\r");
    console.wait_for_text("须由区纪委监委处理；回车密封上报");
    console.wait_for_text("2026-0001");
    assert!(!console.screen().contains("反映镇干部问题"), "{}", console.screen());
    console.type_keys("\r");
    console.wait_for_text("报区文号");
    console.type_keys("\t");
    console.type_keys("建纪报3号");
    console.wait_for_text("建纪报3号");
    console.type_keys("\t");
    console.type_keys(&today);
    console.wait_for_text(&today);
    console.type_keys("\x13");
    console.wait_for_text("须自行销毁");
    console.settle(Duration::from_millis(200));
    console.type_keys("\r");
    console.wait_for_text("没有待处理的");
    let check = home.ydt(&["check", "--json"]).json();
    assert_eq!(check["left_to_the_district"], json!([]));
    let shown = home.ydt(&["show", "2026-0001", "--json"]).json();
    assert_eq!((&shown["sealed"], &shown["seal_basis"]), (&json!(true), &json!("nobody_here")));
    assert_eq!(shown["district_receipt"]["number"], "建纪报3号");
    assert_eq!(home.ydt(&["verify"]).code, 0);
}

/// A case against an office without a name, of which nobody was asked, as older versions let it through.
#[test]
fn what_an_upgrade_could_not_decide_is_told_at_the_start_and_by_check_until_somebody_looked() {
    let home = Home::practice();
    let correct = json!({"case": "$last", "command": "correct", "field": "respondent_unit_position",
        "value": "新建村支书", "reason": "补登"});
    done(
        &home,
        &[
            json!({"command": "register", "title": "路灯不亮", "content": "村口路灯坏了半年，晚上看不见路。",
                "complained_at": "2026-03-05 09:00"}),
            json!({"case": "$last", "command": "assess", "scope": "matters_list", "kind": "non_consultation",
                "field": "other", "route": "village", "unit": "新建村"}),
            json!({"case": "$last", "command": "accept"}),
            json!({"case": "$last", "command": "transfer"}),
            correct,
        ],
    );
    assert_eq!(home.ydt(&["check", "--json"]).json()["undecided"], json!([]), "nothing is older than this");
    home.sql("UPDATE meta SET value = '9' WHERE key = 'rows_of_schema'");
    let undecided = json!([{"case_no": "2026-0001", "why": "position_named"}]);
    assert_eq!(home.ydt(&["check", "--json"]).json()["undecided"], undecided);
    let told = home.ydt(&["check"]).err;
    assert!(told.contains("升级后请核对 2026-0001") && told.contains("只写了被投诉的岗位"), "{told}");
    let console = Console::with(&home.database(), &["sandbox"], 110, 32);
    console.wait_for_text("升级后有1处须人工核对");
    drop(console);
    done(
        &home,
        &[json!({"case": "2026-0001", "command": "correct", "field": "respondent",
            "value": "张三", "reason": "问明是前任"})],
    );
    assert_eq!(home.ydt(&["check", "--json"]).json()["undecided"], json!([]));
    assert_eq!(home.ydt(&["verify"]).code, 0);
}

#[test]
fn of_two_organisation_files_that_give_one_login_differently_the_later_is_refused_naming_who_was_first() {
    let home = Home::practice();
    let exported = home.ydt(&["org", "export"]).out;
    assert!(exported.starts_with("based_on = "), "{exported}");
    let people: Vec<&str> = exported.split("[[person]]").skip(1).collect();
    let handlers: Vec<&str> =
        people.iter().copied().filter(|entry| entry.contains("\"handler\"")).take(2).collect();
    let login = |entry: &str| entry.lines().find(|line| line.starts_with("login")).unwrap().to_owned();
    let changed = |entry: &str, login_line: &str, new: &str| {
        exported.replace(entry, &entry.replace(login_line, &format!("login = \"{new}\"")))
    };
    let import = |name: &str, text: &str| {
        let file = home.write(name, text);
        home.ydt(&["org", "import", &file])
    };
    let first = changed(handlers[0], &login(handlers[0]), "first_login");
    let ended = import("first.toml", &first);
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    // The same entry changed to something else, out of a file exported before.
    let later = import("later.toml", &changed(handlers[0], &login(handlers[0]), "later_login"));
    assert_eq!(later.code, 4, "{}{}", later.out, later.err);
    assert!(later.err.contains("已先一步"), "{}", later.err);
    // Another entry changed: both changes stand.
    let beside = import("beside.toml", &changed(handlers[1], &login(handlers[1]), "beside_login"));
    assert_eq!(beside.code, 0, "{}{}", beside.out, beside.err);
    let now = home.ydt(&["org", "export"]).out;
    assert!(
        now.contains("first_login") && now.contains("beside_login") && !now.contains("later_login"),
        "{now}"
    );
    let foreign = exported.replace("based_on = ", "based_on = 9");
    let ended = import("foreign.toml", &foreign);
    assert_eq!(ended.code, 4, "{}{}", ended.out, ended.err);
    assert!(ended.err.contains("based_on") && ended.err.contains("重新导出"), "{}", ended.err);
    assert_eq!(home.ydt(&["verify"]).code, 0);
}

#[test]
fn an_extension_under_review_is_told_in_lists_and_in_the_check_with_its_clock_and_who_holds_it() {
    let home = Home::practice();
    let login = |position: &str| {
        let exported = home.ydt(&["org", "export"]).out;
        let entry = exported
            .split("[[person]]")
            .find(|entry| entry.contains("unit = \"新建村\"") && entry.contains(position))
            .unwrap()
            .to_owned();
        entry.lines().find(|line| line.starts_with("login")).unwrap().split('"').nth(1).unwrap().to_owned()
    };
    let handler = login("\"handler\"");
    let at = |now: &str, lines: &[Value]| {
        let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
        let ended = home.ydt_with(&["--now", now, "apply"], &text);
        assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    };
    at(
        "2026-11-16 09:00",
        &[
            json!({"command": "register", "title": "路灯不亮", "content": "村口路灯坏了半年，晚上看不见路。",
                "complained_at": "2026-11-16 08:00"}),
            json!({"case": "$last", "command": "assess", "scope": "matters_list", "kind": "non_consultation",
                "field": "other", "route": "village", "unit": "新建村"}),
            json!({"case": "$last", "command": "accept"}),
            json!({"case": "$last", "command": "transfer"}),
            json!({"case": "$last", "command": "acknowledge", "as": handler}),
            json!({"case": "$last", "command": "record_finding", "text": "灯泡已坏。", "as": handler}),
            json!({"case": "$last", "command": "extend", "days": "2", "reason": "等配件", "as": handler}),
            json!({"case": "$last", "command": "submit", "document": "extension", "as": handler}),
        ],
    );
    let listed = home.ydt(&["--now", "2026-11-27 09:00", "list", "--json"]).json();
    assert_eq!(listed[0]["extension_pending"], true);
    assert!(listed[0]["waits_for"]["people"].is_array() && listed[0]["next_step"].is_string(), "{listed}");
    let text = home.ydt(&["--now", "2026-11-27 09:00", "list"]).out;
    assert!(text.contains("（延期审批中）"), "{text}");
    let due = &home.ydt(&["--now", "2026-11-27 09:00", "check", "--json"]).json()["due"][0];
    assert_eq!((&due["id"], &due["turn"], &due["round"]), (&json!(2), &json!(1), &json!(1)), "{due}");
    assert_eq!(due["extension_pending"], true);
}
