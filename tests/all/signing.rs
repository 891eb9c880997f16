//! Signing through the whole program: what is refused before it goes out, who signed for whom, the Party committee's
//! approval, and chains that the town lengthened.

use std::path::Path;

use serde_json::{Value, json};

use crate::program::Bench;

const NOW: &str = "2026-11-02 09:00";

/// The town of the route scripts without cases.
fn town() -> Bench {
    let bench = Bench { folder: tempfile::tempdir().unwrap() };
    let org = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scripts/org.toml");
    bench.ok(&["--now", NOW, "init", "--sandbox", "--org", org.to_str().unwrap()], "");
    bench
}

/// Performs these commands as these people, each on the newest case; gives the last result.
#[track_caller]
fn done(bench: &Bench, lines: &[(&str, Value)]) -> Value {
    let result = told(bench, lines);
    assert_eq!(result["ok"], true, "{result}");
    result
}

fn told(bench: &Bench, lines: &[(&str, Value)]) -> Value {
    let mut input = String::new();
    for (login, command) in lines {
        let mut line = command.clone();
        line["as"] = json!(login);
        input += &format!("{line}\n");
    }
    let output = bench.run(&["--now", NOW, "apply"], &input);
    let said = String::from_utf8(output.stdout).unwrap();
    serde_json::from_str(said.lines().last().unwrap()).unwrap()
}

/// The commission's own case with this draft of a reply; says its number.
fn drafted(bench: &Bench, text: &str) -> String {
    let case = "2026-0001";
    let on = |mut command: Value| {
        command["case"] = json!(case);
        ("zhangning", command)
    };
    done(
        bench,
        &[
            (
                "zhangning",
                json!({"command": "register", "title": "低保名单未公示", "content": "没有张贴名单",
                    "complained_at": "2026-11-01 09:00", "complainant": "李桂芳", "contact": "13812341234"}),
            ),
            on(json!({"command": "assess", "scope": "conduct", "kind": "non_consultation", "field": "other",
                "route": "commission"})),
            on(json!({"command": "accept"})),
            on(json!({"command": "transfer"})),
            on(json!({"command": "record_finding", "text": "查明属实。"})),
            on(json!({"command": "draft_reply", "text": text})),
        ],
    );
    case.to_owned()
}

#[test]
fn a_reply_goes_to_its_signers_without_the_complainant_and_its_sheet_says_who_signed_for_whom() {
    let bench = town();
    let case = drafted(
        &bench,
        "经核实，李桂芳（电话138 1234 1234）反映的低保名单确未张贴，村委会已于当日补公示七天。",
    );
    let submit = |more: Value| {
        let mut line = json!({"case": case, "command": "submit"});
        line.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        ("zhangning", line)
    };
    let refused = told(&bench, &[submit(json!({}))]);
    assert_eq!(refused["refusal"]["code"], "identity_in_text");
    let message = refused["refusal"]["message"].as_str().unwrap();
    assert!(message.contains("姓名和联系方式") && message.contains("投诉人"), "{message}");
    assert!(!message.contains("李桂芳"), "{message}");
    done(&bench, &[submit(json!({"replace_identity": "是"}))]);

    let delegate = json!({"command": "delegate", "deputy": "hezhiqiang", "from": "2026-11-02",
        "until": "2026-11-06"});
    let sign = json!({"case": case, "command": "sign"});
    let approve =
        json!({"case": case, "command": "sign", "meeting": "镇党委会议第12次", "meeting_on": "2026-11-02"});
    done(&bench, &[("zhoumin", delegate), ("hezhiqiang", sign), ("chenli", approve)]);
    let shown = bench.json(&["show", &case, "--json"]);
    let reply = shown["documents"].as_array().unwrap().last().unwrap();
    assert_eq!(reply["state"], "approved");
    assert!(!reply["text"].as_str().unwrap().contains("李桂芳"));
    let [first, second] = reply["steps"].as_array().unwrap().as_slice() else { panic!("{reply}") };
    assert_eq!((&first["person"], &first["as_deputy_for"]), (&json!("何志强"), &json!("周敏")));
    assert_eq!((&first["people"], &first["label"]), (&json!(["周敏"]), &Value::Null));
    assert_eq!((&second["person"], &second["as_deputy_for"]), (&json!("陈立"), &Value::Null));
    assert_eq!(second["label"], "party_committee");
    assert_eq!(
        (&second["meeting"], &second["meeting_on"]),
        (&json!("镇党委会议第12次"), &json!("2026-11-02"))
    );
    let sheet = bench.ok(&["show", &case], "");
    assert!(sheet.contains("何志强代签") && sheet.contains("周敏（镇纪委书记）"), "{sheet}");
    assert!(sheet.contains("陈立（报镇党委审批，镇主要领导）"), "{sheet}");
    bench.ok(&["verify"], "");
}

#[test]
fn a_chain_is_a_setting_that_can_be_lengthened_and_never_shortened() {
    let bench = town();
    let key = "chain.reply.commission";
    assert_eq!(bench.ok(&["settings", "get", key], "").trim(), "discipline_secretary,party_committee");
    let shorter = bench.run(&["settings", "set", key, "镇纪委书记"], "");
    assert_eq!(shorter.status.code(), Some(4));
    let said = String::from_utf8(shorter.stderr).unwrap();
    assert!(said.contains("“镇党委审批”是规定的一步") && said.contains("没有修改"), "{said}");
    let set = bench.run(&["settings", "set", key, "镇纪委书记→镇主要领导→镇党委审批"], "");
    let said = String::from_utf8(set.stderr).unwrap();
    assert!(set.status.success() && said.contains("镇纪委书记 → 镇主要领导 → 镇党委审批"), "{said}");
    let line = json!({"command": "set_setting", "key": "chain.clue", "value": "镇主要领导,镇纪委书记"});
    let all = bench.json(&["settings", "list", "--json"]);
    assert!(all.as_array().unwrap().iter().any(|setting| setting["key"] == "chain.reply.village"));
    let refused = bench.run(&["apply"], &format!("{line}\n"));
    let refused: Value = serde_json::from_slice(&refused.stdout).unwrap();
    assert_eq!(refused["refusal"]["code"], "invalid_value");
    assert!(refused["refusal"]["message"].as_str().unwrap().contains("次序不能颠倒"), "{refused}");
    bench.ok(&["verify"], "");
}
