//! The record for outsiders: exported by the real program, proven by the script that goes with it.

use std::process::Command;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

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
    let (home, export, head) = exported(150);
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

/// An export line by line: first its head, then the events.
type Lines = Vec<String>;

fn read(line: &str) -> Value {
    serde_json::from_str(line).unwrap()
}

/// The same line with one column changed.
fn with(line: &str, column: &str, value: Value) -> String {
    let mut event = read(line);
    event[column] = value;
    event.to_string()
}

/// Computes every hash anew from an event on, and the head, as somebody would who knows how it is done.
fn recompute(lines: &mut Lines, from: usize) {
    let mut previous = hash_of(&lines[from - 1]);
    for (place, line) in lines.iter_mut().enumerate().skip(from) {
        let mut event = read(line);
        event["position"] = json!(place);
        let mut digest = Sha256::new();
        digest.update(&previous);
        for column in ["position", "stream", "seq", "actor", "on_behalf_of"] {
            digest.update(event[column].as_i64().unwrap_or(0).to_be_bytes());
        }
        for column in ["at", "action", "act", "origin", "body"] {
            let text = event[column].as_str().unwrap();
            digest.update((text.len() as u64).to_be_bytes());
            digest.update(text.as_bytes());
        }
        previous = digest.finalize().to_vec();
        let hash = previous.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"));
        event["hash"] = json!(hash);
        *line = event.to_string();
    }
    let (count, last) = (lines.len() - 1, read(lines.last().unwrap()));
    lines[0] = with(&lines[0], "events", json!(count));
    lines[0] = with(&lines[0], "head", last["hash"].clone());
}

/// The hash that stands in a line, as bytes; that before the first event is all zeros.
fn hash_of(line: &str) -> Vec<u8> {
    let Some(hash) = read(line)["hash"].as_str().map(str::to_owned) else { return vec![0; 32] };
    let digits: Vec<u8> =
        hash.chars().map(|digit| u8::try_from(digit.to_digit(16).unwrap()).unwrap()).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

/// One copy for each kind of tampering with the events, changed in the middle of the record.
fn tampered(lines: &Lines) -> Vec<(String, Lines)> {
    let (at, last) = (lines.len() / 2, lines.len() - 1);
    let mut copies: Vec<(String, Lines)> = Vec::new();
    let mut copy = |what: &str, change: &dyn Fn(&mut Lines)| {
        let mut changed = lines.clone();
        change(&mut changed);
        assert_ne!(&changed, lines, "{what}");
        copies.push((what.to_owned(), changed));
    };
    for column in ["position", "stream", "seq", "at", "actor", "action", "act", "origin", "body", "hash"] {
        let written = &read(&lines[at])[column];
        let number = written.as_i64().map(|number| json!(number + 1));
        let value = number.unwrap_or_else(|| json!(written.as_str().unwrap().to_owned() + "7"));
        copy(column, &|lines| lines[at] = with(&lines[at], column, value.clone()));
    }
    copy("somebody acted for another", &|lines| lines[at] = with(&lines[at], "on_behalf_of", json!(7)));
    copy("nobody is not null", &|lines| lines[at] = with(&lines[at], "on_behalf_of", json!(0)));
    copy("a number as text", &|lines| lines[at] = with(&lines[at], "actor", json!("1")));
    copy("a number as a fraction", &|lines| lines[at] = with(&lines[at], "actor", json!(1.0)));
    copy("a column more", &|lines| lines[at] = with(&lines[at], "note", json!("")));
    copy("a column that says two things", &|lines| {
        lines[at] = lines[at].replacen("{\"position\"", "{\"actor\":9,\"position\"", 1);
    });
    copy("no JSON", &|lines| lines[at].truncate(1));
    copy("deleted", &|lines| drop(lines.remove(at)));
    copy("the first deleted", &|lines| drop(lines.remove(1)));
    copy("doubled", &|lines| lines.insert(at, lines[at].clone()));
    copy("exchanged", &|lines| lines.swap(at, at + 1));
    copy("cut", &|lines| lines.truncate(last));
    copy("added", &|lines| lines.push(lines[last].clone()));
    copy("a forged one with a hash of its own", &|lines| {
        let mut forged = lines.clone();
        forged.truncate(at + 1);
        forged[at] = with(&forged[at], "actor", json!(9));
        recompute(&mut forged, at);
        lines[at] = forged.swap_remove(at);
    });
    copy("its head", &|lines| lines[0] = with(&lines[0], "head", json!("0".repeat(64))));
    copy("its number of events", &|lines| lines[0] = with(&lines[0], "events", json!(last + 1)));
    copies
}

#[test]
fn the_script_finds_every_kind_of_tampering_that_touches_events() {
    // Two events a case: 10,000 in the long form.
    let (home, export, head) = exported(rounds(5, 5_000));
    let text = std::fs::read_to_string(&export).unwrap();
    let lines: Lines = text.lines().map(str::to_owned).collect();
    let (at, last) = (lines.len() / 2, lines.len() - 1);
    let tried =
        |lines: &Lines, anchor: Option<&str>| proven(&home.write("t.jsonl", lines.join("\n") + "\n"), anchor);
    let Some((code, said)) = tried(&lines, Some(&head)) else { return };
    assert!(code == 0 && said.contains(&format!("链头 {head}")), "{said}");
    assert!(last >= rounds(10, 10_000), "{last} events");
    let kinds = tampered(&lines);
    eprintln!("{} kinds of tampering with one of {last} events", kinds.len());
    for (what, changed) in kinds {
        let (code, said) = tried(&changed, None).unwrap();
        assert!(code == 3 && said.contains("核对不通过"), "{what}: {said}");
    }
    let mut bytes = text.into_bytes();
    let middle = bytes.len() / 2;
    bytes[middle] = 0xFF;
    let (code, said) = proven(&home.write("b.jsonl", bytes), None).unwrap();
    assert!(code == 3 && said.contains("核对不通过"), "bytes that are no text: {said}");

    // Whoever computes the chain anew is found by the head that was printed before.
    let (mut shorter, mut rewritten) = (lines.clone(), lines.clone());
    shorter.truncate(last);
    recompute(&mut shorter, last - 1);
    rewritten[at] = with(&rewritten[at], "actor", json!(9));
    recompute(&mut rewritten, at);
    for changed in [shorter, rewritten] {
        let (code, said) = tried(&changed, None).unwrap();
        assert_eq!(code, 0, "the test does not know how hashes are computed: {said}");
        let (code, said) = tried(&changed, Some(&head)).unwrap();
        assert!(code == 3 && said.contains("截掉"), "{said}");
    }
}
