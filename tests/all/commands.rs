//! What commands print and what they ask, where something is easily taken for something else.

use serde_json::{Value, json};

use crate::home::{Home, results};

const NOW: [&str; 2] = ["--now", "2026-03-06T10:00"];
const SUPERSEDED_2020: &str = include_str!("../../assets/calendar/superseded/2020-before-2020-01-27.json");

fn registered(more: &str) -> String {
    format!(
        r#"{{"command":"register","title":"低保未公示","content":"没有名单。","complained_at":"2026-03-05 09:00"{more}}}"#
    )
}

#[test]
fn a_refused_list_prints_nothing_where_json_is_read() {
    let home = Home::founded();
    home.sql("DELETE FROM positions WHERE position <> 'administrator';");
    let ended = home.ydt(&["list", "--json"]);
    assert_eq!((ended.code, ended.out.as_str()), (4, ""), "{}", ended.err);
}

#[test]
fn a_list_as_json_holds_every_row_once_over_several_pages() {
    let home = Home::practice();
    let lines: Vec<String> = (0..520).map(|_| registered("")).collect();
    assert_eq!(home.ydt_with(&["apply", "--atomic", NOW[0], NOW[1]], &lines.join("\n")).code, 0);
    let count = |words: &[&str]| home.ydt(words).json().as_array().unwrap().len();
    assert_eq!(count(&["list", "--json"]), 520);
    for limit in ["1", "500", "501"] {
        assert_eq!(count(&["list", "--json", "--limit", limit]).to_string(), limit);
    }
    assert_eq!(count(&["list", "--json", "--limit", "0"]), 0);
}

#[test]
fn a_number_or_a_list_where_a_text_is_due_is_refused() {
    let home = Home::practice();
    for (field, more) in [
        ("contact", r#","contact":13800001234"#),
        ("title_alias", r#","respondent":["张三","李四"]"#),
        ("platform_no", r#","platform_no":20260001"#),
        ("source", r#","source":true"#),
    ] {
        let ended = home.ydt_with(&["apply", NOW[0], NOW[1]], &registered(more));
        let told = results(&ended);
        assert_eq!(told[0]["refusal"]["code"], "invalid_value", "{field}: {}", ended.out);
        assert!(told[0]["refusal"]["message"].as_str().unwrap().contains("文字"), "{field}");
    }
    assert_eq!(home.cases(), 0);
    let line = registered(r#","contact":"13800001234","main_pages":3"#);
    assert_eq!(results(&home.ydt_with(&["apply", NOW[0], NOW[1]], &line))[0]["ok"], true);
}

#[test]
fn looking_at_who_complains_by_command_prints_it_and_nothing_else_does() {
    let home = Home::practice();
    let lines = [
        registered(r#","complainant":"周海燕","contact":"13800001234""#),
        r#"{"case":"$last","command":"reveal_identity","reason":"电话答复"}"#.to_owned(),
    ];
    for mode in [&["apply", NOW[0], NOW[1]][..], &["apply", "--atomic", NOW[0], NOW[1]]] {
        let told = results(&home.ydt_with(mode, &lines.join("\n")));
        assert!(told[0].get("complainant").is_none(), "{}", told[0]);
        assert_eq!(told[1]["complainant"], "周海燕");
        assert_eq!(told[1]["contact"], "13800001234");
    }
}

#[test]
fn a_notice_that_takes_days_off_back_is_asked_about() {
    let home = Home::founded();
    let file = home.write("older.json", SUPERSEDED_2020);
    let ended = home.ydt(&["calendar", "load", &file]);
    assert!(ended.err.contains("较早发布的通知") && ended.err.contains("2020-01-31"), "{}", ended.err);
    assert_ne!(ended.code, 0, "not without --yes");
}

#[test]
fn a_renamed_unit_goes_on_with_its_cases_and_one_that_only_got_a_namesake_is_told() {
    let home = Home::practice();
    let lines = [
        registered(r#","village":"新建村""#),
        r#"{"case":"$last","command":"assess","scope":"matters_list","kind":"consultation","field":"other","route":"village","unit":"新建村"}"#.to_owned(),
        r#"{"case":"$last","command":"accept"}"#.to_owned(),
        r#"{"case":"$last","command":"transfer"}"#.to_owned(),
    ];
    assert_eq!(home.ydt_with(&["apply", NOW[0], NOW[1]], &lines.join("\n")).code, 0);
    // As written by hand: without the mark of an export it counts against what stands.
    let exported = home.ydt(&["org", "export"]).out;
    let exported = exported.split_once('\n').unwrap().1.to_owned();

    let renamed = exported.replace("新建村", "新建社区");
    let careless = home.write("careless.toml", &renamed);
    let ended = home.ydt(&["org", "import", &careless]);
    assert!(
        ended.err.contains("新建村还有在办的投诉件 1 件") && ended.err.contains("formerly"),
        "{}",
        ended.err
    );

    let home_again = home.write("back.toml", &exported);
    assert_eq!(home.ydt(&["org", "import", &home_again]).code, 0);
    let said = exported.replacen("name = \"新建村\"", "name = \"新建社区会\"\nformerly = \"新建村\"", 1);
    let said = said
        .replace("unit = \"新建村\"", "unit = \"新建社区会\"")
        .replace("\"新建村\", ", "\"新建社区会\", ");
    let careful = home.write("careful.toml", &said);
    let ended = home.ydt(&["org", "import", &careful]);
    assert!(ended.code == 0 && !ended.err.contains("请注意"), "{}", ended.err);
    let rows = home.ydt(&["list", "--json"]).json();
    assert_eq!(rows[0]["unit"], "新建社区会");
    assert_eq!(home.ydt(&["verify"]).code, 0);
}

/// `domain.md` §10, small ones: our own numbers and the platform's are told apart, so no number names two cases.
#[test]
fn a_platform_number_that_is_another_cases_own_number_is_refused_typed_corrected_and_imported() {
    let home = Home::practice();
    let register = |more: Value| {
        let mut line = json!({"command": "register", "title": "路灯不亮", "content": "村口路灯坏了半年，晚上看不见路。",
            "complained_at": "2026-03-05 09:00"});
        line.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        line
    };
    assert_eq!(home.ydt_with(&["apply"], &register(json!({})).to_string()).code, 0);
    let refused = |line: Value, code: &str| {
        let ended = home.ydt_with(&["apply"], &line.to_string());
        assert_eq!(ended.code, 4, "{}{}", ended.out, ended.err);
        let refusal = &results(&ended)[0]["refusal"];
        assert_eq!(refusal["code"], code, "{refusal}");
        assert!(refusal["message"].as_str().unwrap().contains("本镇编号"), "{refusal}");
    };
    refused(register(json!({"platform_no": "2026-0001"})), "duplicate");
    assert_eq!(home.ydt_with(&["apply"], &register(json!({"platform_no": "P2"})).to_string()).code, 0);
    refused(
        json!({"case": "2026-0002", "command": "correct", "field": "platform_no", "value": "２０２６-0001", "reason": "补登"}),
        "duplicate",
    );
    let list = home.write(
        "list.csv",
        "平台编号,投诉时间,投诉事项名称,投诉内容\n2026-0002,2026-03-05 09:00,井盖,村口井盖丢失多日无人管。\n",
    );
    let imported = home.ydt(&["import", &list, "--json"]);
    assert_eq!(imported.code, 5, "{}", imported.err);
    assert!(imported.out.contains("与本镇的一个编号相同"), "{}", imported.out);
    assert_eq!(home.cases(), 2);
}
