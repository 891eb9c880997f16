//! The scripts in `tests/scripts`: one per route, ordinary and key matter, from import to the end, run by the program
//! itself as `ydt apply` on a practice database. A line `{"now":…}` says when the lines below it are done.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

fn scripts() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scripts")
}

/// The town of the scripts with its one imported complaint.
struct Desk(TempDir);

impl Desk {
    fn new() -> Self {
        let desk = Self(tempfile::tempdir().unwrap());
        let org = scripts().join("org.toml");
        desk.ydt(&["--now", "2026-11-02 08:30", "init", "--sandbox", "--org", org.to_str().unwrap()], "");
        let complaint = scripts().join("complaint.csv");
        desk.ydt(&["--now", "2026-11-02 09:00", "import", complaint.to_str().unwrap()], "");
        desk
    }

    /// What a command that must succeed says.
    #[track_caller]
    fn ydt(&self, words: &[&str], input: &str) -> String {
        let mut child = Command::new(env!("CARGO_BIN_EXE_ydt"))
            .args(words)
            .env_clear()
            .env("HOME", self.0.path())
            .env("YDT_DB", self.0.path().join("town.db"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{words:?}: {said}{}", String::from_utf8_lossy(&output.stderr));
        said
    }

    /// Runs a script and gives the case as it then stands; every line was done and the record proves itself.
    fn run(&self, script: &str) -> Value {
        let text = std::fs::read_to_string(scripts().join(script).with_extension("jsonl")).unwrap();
        let (mut now, mut lines, mut done) = (String::new(), String::new(), 0);
        for line in text.lines().chain([r#"{"now":""}"#]) {
            let read: Value = serde_json::from_str(line).unwrap();
            if read.get("command").is_some() {
                lines.push_str(line);
                lines.push('\n');
                continue;
            }
            if !lines.is_empty() {
                let results = self.ydt(&["--now", &now, "apply", "-"], &lines);
                done += results.lines().count();
                assert_eq!(results.lines().count(), lines.lines().count(), "{script}: {results}");
                lines.clear();
            }
            read["now"].as_str().unwrap().clone_into(&mut now);
        }
        assert!(done > 1, "{script} did nothing");
        self.ydt(&["verify"], "");
        serde_json::from_str(&self.ydt(&["show", "P1", "--json"], "")).unwrap()
    }
}

/// The verdicts of all clocks.
fn verdicts(case: &Value) -> Vec<&str> {
    let clocks = case["clocks"].as_array().unwrap();
    clocks.iter().map(|clock| clock["verdict"].as_str().unwrap()).collect()
}

/// Kind and state of every version of every document, oldest first.
fn documents(case: &Value) -> Vec<(&str, &str)> {
    let documents = case["documents"].as_array().unwrap();
    documents.iter().map(|one| (one["kind"].as_str().unwrap(), one["state"].as_str().unwrap())).collect()
}

/// Who signed the newest version of a document, in order.
fn signers<'a>(case: &'a Value, kind: &str) -> Vec<&'a str> {
    let documents = case["documents"].as_array().unwrap();
    let newest = documents.iter().rev().find(|document| document["kind"] == kind).unwrap();
    newest["steps"].as_array().unwrap().iter().map(|step| step["person"].as_str().unwrap()).collect()
}

#[test]
fn every_route_runs_from_import_to_closure_by_the_program_itself() {
    let table = [
        ("village", vec!["何志强", "周敏"], vec![("reply", "done")]),
        ("village_key", vec!["何志强", "周敏", "陈立"], vec![("reply", "done")]),
        ("party_committee", vec!["何志强", "周敏"], vec![("proposal", "approved"), ("reply", "done")]),
        (
            "party_committee_key",
            vec!["何志强", "周敏", "陈立"],
            vec![
                ("proposal", "approved"),
                ("extension", "done"),
                ("reply", "returned"),
                ("reply", "done"),
                ("reply", "done"),
            ],
        ),
        (
            "commission",
            vec!["周敏", "陈立"],
            vec![("clue", "approved"), ("override", "done"), ("reply", "done")],
        ),
        (
            "commission_key",
            vec!["周敏", "陈立"],
            vec![("clue", "approved"), ("override", "done"), ("reply", "done")],
        ),
    ];
    for (script, reply_signers, wanted) in table {
        let case = Desk::new().run(script);
        assert_eq!(case["stage"], "closure", "{script}");
        assert_eq!(documents(&case), wanted, "{script}");
        assert_eq!(signers(&case, "reply"), reply_signers, "{script}");
        assert!(verdicts(&case).iter().all(|verdict| *verdict == "on_time"), "{script}: {case}");
        assert_eq!(
            case["key_matters"],
            if script.ends_with("key") { json!(["livelihood"]) } else { json!([]) }
        );
        assert_eq!((&case["next_step"], &case["waiting_person"]), (&Value::Null, &Value::Null), "{script}");
    }
}

#[test]
fn a_returned_reply_a_paper_signature_an_extension_and_a_second_round_stand_in_the_record() {
    let case = Desk::new().run("party_committee_key");
    let clocks = case["clocks"].as_array().unwrap();
    let handling: Vec<(&str, &str, u64)> = clocks
        .iter()
        .filter(|clock| clock["clock"] == "handling")
        .map(|clock| {
            let day = |name: &str| clock[name].as_str().unwrap();
            (day("original_due_on"), day("due_on"), clock["extensions"].as_u64().unwrap())
        })
        .collect();
    assert_eq!(handling, [("2026-11-17", "2026-11-24", 1), ("2026-11-25", "2026-11-25", 0)]);
    let given: Vec<(u64, &str)> = case["evaluation"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["round"].as_u64().unwrap(), one["satisfaction"].as_str().unwrap()))
        .collect();
    assert_eq!(given, [(1, "dissatisfied"), (2, "satisfied")]);
    assert_eq!(case["mirrored"], json!(["acceptance", "transfer", "reply", "closure"]));
    let history: Vec<&str> =
        case["history"].as_array().unwrap().iter().map(|line| line["summary"].as_str().unwrap()).collect();
    for words in
        ["写明何时公示", "周敏同意答复意见第2稿", "代录", "第1轮评价：不满意", "退回重办", "第2轮评价：满意"]
    {
        assert!(history.iter().any(|line| line.contains(words)), "{words}: {history:#?}");
    }
}

#[test]
fn a_case_out_of_scope_ends_with_the_districts_receipt_and_later_its_result() {
    for script in ["out_of_scope", "out_of_scope_key"] {
        let case = Desk::new().run(script);
        assert_eq!(case["stage"], "reported", "{script}");
        assert_eq!(documents(&case), [("report_up", "approved")], "{script}");
        assert_eq!(verdicts(&case), ["on_time"], "{script}");
        assert_eq!(case["district_receipt"]["number"], "区纪信〔2026〕88号", "{script}");
        assert_eq!(case["district_receipt"]["result"], "已转区卫健委办理。", "{script}");
    }
}

#[test]
fn a_sealed_case_keeps_number_times_and_receipt_and_not_a_word_of_the_complaint() {
    let desk = Desk::new();
    let case = desk.run("sealed");
    assert_eq!((&case["stage"], &case["platform_no"]), (&json!("reported"), &json!("P1")));
    assert_eq!(case["district_receipt"]["number"], "区纪信〔2026〕89号");
    assert!(!case.to_string().contains("低保") && !case.to_string().contains("名单"), "{case}");
    for entry in std::fs::read_dir(desk.0.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            let found = bytes.windows("没有张贴名单".len()).any(|part| part == "没有张贴名单".as_bytes());
            assert!(!found, "the text is still in {}", path.display());
        }
    }
}

#[test]
fn a_village_case_found_to_be_corruption_goes_to_the_commission_and_its_clue_to_the_district() {
    let case = Desk::new().run("taken_back");
    assert_eq!((&case["stage"], &case["route"]), (&json!("closure"), &json!("commission")));
    assert_eq!(
        case["turns"],
        json!([
            {"unit": "新建村", "route": "village", "from": "2026-11-03", "until": "2026-11-06", "ended": "taken_back", "days_used": 3},
            {"unit": "镇纪委", "route": "commission", "from": "2026-11-09", "until": "2026-11-13", "ended": "closed", "days_used": 4},
        ])
    );
    let clocks: Vec<(u64, &str, &str)> = case["clocks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|clock| {
            let word = |name: &str| clock[name].as_str().unwrap();
            (clock["turn"].as_u64().unwrap(), word("clock"), word("verdict"))
        })
        .collect();
    let wanted = [
        (1, "triage", "on_time"),
        (1, "handling", "cancelled"),
        (2, "triage", "on_time"),
        (2, "handling", "on_time"),
    ];
    assert_eq!(clocks, wanted);
    assert_eq!(case["clocks"][2]["due_on"], "2026-11-11", "three working days to transfer it again");
    assert_eq!(case["filing"], json!({"number": "区纪备〔2026〕12号", "filed_on": "2026-11-11"}));
    assert_eq!(
        (&case["unmirrored"], &case["mirrored"]),
        (&Value::Null, &json!(["acceptance", "transfer", "reply", "closure"]))
    );
    let transfers: Vec<u64> = case["platform_acts"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|act| act["step"] == "transfer" && act["mirrored_at"].is_string())
        .map(|act| act["turn"].as_u64().unwrap())
        .collect();
    assert_eq!(transfers, [1, 2], "each transfer has a tick of its own");
    let told = case["history"].as_array().unwrap().iter().any(|line| {
        let summary = line["summary"].as_str().unwrap();
        summary.contains("收回改办（周敏2026-11-06书面裁定），已用3个工作日，须于11-11前重新转办")
    });
    assert!(told, "{}", case["history"]);
}
