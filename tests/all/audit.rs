//! The record for outsiders: exported by the real program, proven by the script that goes with it.

use std::process::Command;

use crate::home::{Home, rounds};

/// What the script says of a file, or nothing where there is no Python.
fn proven(file: &str, anchor: Option<&str>) -> Option<(i32, String)> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/audit/check_export.py");
    let ended = Command::new("python3").args([script, file]).args(anchor).output();
    let Ok(ended) = ended else {
        eprintln!("no python3 here; the script is not tried");
        return None;
    };
    let said = String::from_utf8(ended.stdout).unwrap();
    assert!(ended.stderr.is_empty(), "{}", String::from_utf8_lossy(&ended.stderr));
    Some((ended.status.code().unwrap(), said))
}

/// A town with imported cases, its export, and the head that `verify` gives.
fn exported(cases: usize) -> (Home, String, String) {
    let home = Home::founded();
    let rows: String = (0..cases)
        .map(|n| format!("P{n},2026-03-05 14:20,路灯{n},孔祥熙家门口的路灯坏了,孔祥熙,13800138000\n"))
        .collect();
    let file =
        home.write("push.csv", format!("平台编号,投诉时间,投诉事项名称,投诉内容,投诉人,联系电话\n{rows}"));
    assert_eq!(home.ydt(&["import", &file]).code, 0);
    let shown = r#"{"command":"reveal_identity","case":"2026-0001","reason":"回电13800138000核实"}"#;
    assert_eq!(home.ydt_with(&["apply"], shown).code, 0);
    let export = home.path("record.jsonl").to_str().unwrap().to_owned();
    let made = home.ydt(&["audit", "export", &export]);
    assert_eq!(made.code, 0, "{}", made.err);
    let verified = home.ydt(&["verify", "--json"]).json();
    let head = format!("{}:{}", verified["events"], verified["head"].as_str().unwrap());
    (home, export, head)
}

#[test]
fn the_script_agrees_with_the_programs_own_proof_and_no_identity_goes_out() {
    let cases = if std::env::var_os("YDT_LONG").is_some() { 4_000 } else { 150 };
    let (home, export, head) = exported(cases);
    let text = std::fs::read_to_string(&export).unwrap();
    for secret in ["孔祥熙", "13800138000", "路灯坏了"] {
        assert!(!text.contains(secret), "{secret} went out");
    }
    home.ydt(&["audit", "export", &export]).refused(6, "已经存在");
    let Some((code, said)) = proven(&export, Some(&head)) else { return };
    assert_eq!(code, 0, "{said}");
    assert!(said.contains(&format!("链头 {head}")) && said.contains("没有核对的"), "{said}");
    let stdout = home.ydt(&["audit", "export", "-"]);
    assert_eq!(stdout.out, text);
}

#[test]
fn the_script_finds_every_kind_of_tampering_that_touches_events() {
    // Two events a case: 10,000 in the long form.
    let (home, export, head) = exported(rounds(5, 5_000));
    let text = std::fs::read_to_string(&export).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let last = lines.len() - 1;
    let at = last / 2;
    let file = |name: &str, lines: &[String]| home.write(name, lines.join("\n") + "\n");
    let owned = || lines.iter().map(|line| (*line).to_owned()).collect::<Vec<String>>();
    let mut tampered: Vec<(&str, Vec<String>)> = Vec::new();
    for column in ["position", "stream", "seq", "at", "actor", "action", "act", "origin", "body", "hash"] {
        let mut changed = owned();
        let mut event: serde_json::Value = serde_json::from_str(&changed[at]).unwrap();
        event[column] = if let Some(number) = event[column].as_i64() {
            (number + 1).into()
        } else {
            (event[column].as_str().unwrap().to_owned() + "7").into()
        };
        changed[at] = event.to_string();
        tampered.push((column, changed));
    }
    let (mut deleted, mut doubled, mut exchanged, mut cut) = (owned(), owned(), owned(), owned());
    deleted.remove(at);
    doubled.insert(at, lines[at].to_owned());
    exchanged.swap(at, at + 1);
    cut.truncate(last);
    tampered.extend([("deleted", deleted), ("doubled", doubled), ("exchanged", exchanged), ("cut", cut)]);
    for (what, changed) in tampered {
        let Some((code, said)) = proven(&file("t.jsonl", &changed), None) else { return };
        assert!(code == 3 && said.contains("核对不通过"), "{what}: {said}");
    }
    // A tail cut off with its head rewritten is found by the head that was printed before.
    let mut shorter = owned();
    shorter.truncate(last);
    let end: serde_json::Value = serde_json::from_str(&shorter[last - 1]).unwrap();
    let mut first: serde_json::Value = serde_json::from_str(&shorter[0]).unwrap();
    first["events"] = end["position"].clone();
    first["head"] = end["hash"].clone();
    shorter[0] = first.to_string();
    let shorter = file("s.jsonl", &shorter);
    assert_eq!(proven(&shorter, None).unwrap().0, 0);
    let (code, said) = proven(&shorter, Some(&head)).unwrap();
    assert!(code == 3 && said.contains("截掉"), "{said}");
}
