//! Several sessions on one record: what one does the others see, who is late is told who was first, and nothing
//! that was acknowledged is lost.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::home::Home;
use crate::pty::Console;

/// From saving in one session to its sight in another.
const SEEN_WITHIN: Duration = Duration::from_secs(2);

fn register(number: usize) -> Value {
    json!({"command": "register", "title": format!("路灯第{number}盏"), "content": "村口路灯坏了半年。",
        "complained_at": "2026-03-05 09:00", "platform_no": format!("P{number}")})
}

fn assess(number: usize) -> Value {
    json!({"case": format!("P{number}"), "command": "assess", "scope": "matters_list", "kind": "consultation",
        "field": "other", "route": "village", "unit": "新建村"})
}

/// A practice town with this many assessed cases.
fn town(cases: usize) -> Home {
    let home = Home::practice();
    let lines: Vec<String> =
        (1..=cases).flat_map(|n| [register(n), assess(n)]).map(|line| line.to_string()).collect();
    let ended = home.ydt_with(&["apply"], &lines.join("\n"));
    assert_eq!(ended.code, 0, "{}{}", ended.out, ended.err);
    home
}

fn console(home: &Home) -> Console {
    let mut console = Console::with(&home.database(), &["sandbox"], 110, 32);
    console.wait_for_text("排序");
    // From what is due today to what is in triage.
    console.type_keys("\t");
    console.wait_for_text("[待研判");
    console.wait_for_text("路灯第1盏");
    console
}

#[test]
fn what_one_session_saves_another_shows_within_two_seconds() {
    let home = town(1);
    let (mut first, mut second) = (console(&home), console(&home));
    second.type_keys("\r");
    second.wait_for_text("2026-0001");
    second.settle(Duration::from_millis(300));
    first.type_keys("a");
    first.wait_for_text("办理动作  2026-0001");
    first.type_keys("1");
    first.settle(Duration::from_millis(200));
    let before = second.screen();
    first.type_keys("\r");
    first.wait_for_text("已保存");
    let saved = Instant::now();
    second.wait_for("the new stage", |screen| screen.contents() != before);
    second.wait_for("the next step", |screen| screen.contents().contains("转办"));
    assert!(saved.elapsed() < SEEN_WITHIN, "{:?}", saved.elapsed());
    for mut console in [first, second] {
        console.type_keys("\x1b\x1bq");
    }
    assert_eq!(home.ydt(&["verify"]).code, 0);
}

#[test]
fn who_is_late_is_told_who_was_first_and_records_nothing() {
    let home = town(1);
    let mut late = console(&home);
    late.type_keys("a");
    late.wait_for_text("办理动作  2026-0001");
    late.type_keys("1");
    late.wait_for("the question whether to accept", |screen| !screen.contents().contains("办理动作  2026"));
    let line = r#"{"case":"P1","command":"accept","as":"zhoumin"}"#;
    let ended = home.ydt_with(&["apply"], line);
    assert_eq!(ended.code, 0, "{}", ended.out);
    let events = home.ydt(&["verify", "--json"]).json()["events"].clone();
    late.type_keys("\r");
    late.wait_for("who was first", |screen| {
        let told = screen.contents();
        told.contains("周敏") && told.contains("受理")
    });
    assert_eq!(home.ydt(&["verify", "--json"]).json()["events"], events);
}

/// Numbers that look random and can be had again by their seed.
pub struct Dice(pub u64);

impl Dice {
    pub fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % limit
    }

    pub fn of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }
}

const PROCESSES: usize = 4;
const ACTS: usize = 60;
const CASES: usize = 5;

/// What one of the processes tries, in any order and mostly in vain.
fn random_acts(process: usize, dice: &mut Dice) -> String {
    let mut lines = String::new();
    for number in 0..ACTS {
        let case = format!("P{}", 1 + dice.below(CASES));
        let text = format!("第{process}个窗口第{number}次");
        let line = match dice.below(8) {
            0 => json!({"case": case, "command": "accept", "as": "zhoumin"}),
            1 => json!({"case": case, "command": "transfer", "as": "zhoumin"}),
            2 => json!({"case": case, "command": "send_back", "reason": "not_ours", "note": text}),
            3 => json!({"case": case, "command": "acknowledge"}),
            4 => json!({"case": case, "command": "correct", "field": "title", "value": text, "reason": text}),
            5 => {
                json!({"command": "register", "title": text, "content": text, "complained_at": "2026-03-05"})
            }
            _ => {
                json!({"case": case, "command": "supplement", "text": text, "as": dice.of(&["zhoumin", "suwanqing"])})
            }
        };
        lines.push_str(&format!("{line}\n"));
    }
    lines
}

#[test]
fn of_many_processes_on_the_same_cases_none_loses_what_was_acknowledged() {
    let home = town(CASES);
    let seed = u64::from(std::process::id());
    eprintln!("seed {seed}");
    let mut dice = Dice(seed);
    let before = home.ydt(&["verify", "--json"]).json()["events"].as_u64().unwrap();
    let files: Vec<String> = (0..PROCESSES)
        .map(|process| home.write(&format!("{process}.jsonl"), random_acts(process, &mut dice)))
        .collect();
    let running: Vec<_> = files
        .iter()
        .map(|file| {
            Command::new(env!("CARGO_BIN_EXE_ydt"))
                .args(["apply", "--keep-going", file])
                .env_clear()
                .env("HOME", home.0.path())
                .env("YDT_DB", home.database())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    let mut recorded = 0;
    let mut supplements: BTreeMap<String, usize> = BTreeMap::new();
    for (process, child) in running.into_iter().enumerate() {
        let output = child.wait_with_output().unwrap();
        let (out, err) =
            (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
        assert!(!out.contains("locked") && !err.contains("locked") && !out.contains("busy"), "{out}{err}");
        assert!(matches!(output.status.code(), Some(0 | 4)), "{}: {err}", output.status);
        assert_eq!(out.lines().count(), ACTS, "{err}");
        let commands = std::fs::read_to_string(&files[process]).unwrap();
        for (line, command) in out.lines().zip(commands.lines()) {
            let (told, asked): (Value, Value) =
                (serde_json::from_str(line).unwrap(), serde_json::from_str(command).unwrap());
            if told["ok"] == true {
                recorded += told["events"].as_array().unwrap().len() as u64;
                if asked["command"] == "supplement" {
                    *supplements.entry(told["case"].as_str().unwrap().to_owned()).or_default() += 1;
                }
            } else {
                assert_ne!(told["refusal"]["code"], "internal", "{line}");
                assert!(told["refusal"]["message"].as_str().unwrap().ends_with('。'), "{line}");
            }
        }
    }
    let proof = home.ydt(&["verify", "--json"]);
    assert_eq!(proof.code, 0, "{}", proof.out);
    assert_eq!(proof.json()["events"].as_u64().unwrap(), before + recorded);
    for (case, count) in supplements {
        let history = home.ydt(&["show", &case, "--json"]).json()["history"].clone();
        let kept = history.as_array().unwrap().iter().filter(|line| line["action"] == "supplement").count();
        assert_eq!(kept, count, "{case}");
    }
}

#[test]
fn a_record_that_others_hold_is_told_to_be_busy_in_plain_words_and_can_still_be_read() {
    let home = town(1);
    let holder = rusqlite::Connection::open(home.database()).unwrap();
    holder.execute_batch("BEGIN IMMEDIATE").unwrap();
    assert_eq!(home.ydt(&["list"]).code, 0);
    let ended = home.ydt_with(&["apply"], r#"{"case":"P1","command":"accept"}"#);
    ended.refused(6, "数据库正忙，没有保存");
    holder.execute_batch("ROLLBACK").unwrap();
    assert_eq!(home.ydt_with(&["apply"], r#"{"case":"P1","command":"accept"}"#).code, 0);
}
