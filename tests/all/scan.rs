//! A complainant's name and telephone, planted wherever a complaint can carry them, are looked for in everything that
//! leaves the program: every pane for every role, every command, the notices, and the files beside the database.

use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use ydt::domain::ids::CaseId;
use ydt::domain::town::org::Org;
use ydt::office::Office;

use crate::program::Bench;
use crate::pty::{Console, PATIENCE};
use crate::town::at;

const NAME: &str = "欧阳测隐";
const CONTACT: &str = "13911112222";
const NOW: &str = "2026-11-06T10:00";
/// Long enough that a console has drawn what a key brought about.
const QUIET: Duration = Duration::from_millis(60);

/// So many consoles are walked through at the same time.
const CONSOLES: usize = 4;

/// Fails where the identity stands in a text, whatever is between its characters on a screen.
#[track_caller]
fn assert_unnamed(text: &str, where_from: &str) {
    let joined: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    for planted in [NAME, CONTACT] {
        assert!(!joined.contains(planted), "{planted} in {where_from}:\n{text}");
    }
}

/// A practice town with a complaint in a section, one in a village, and one that came with a file; the identity stands in
/// the fields for it, in title and content, and in a column that nobody knows.
fn planted() -> Bench {
    let bench = Bench::founded("2026-11-02T09:00");
    let complaint = |unit: &str, route: &str| {
        let register = serde_json::json!({
            "command": "register", "title": format!("{NAME}反映路灯不亮"),
            "content": format!("我是{NAME}，电话{CONTACT}，村口路灯坏了。"),
            "complained_at": "2026-11-02T08:00", "complainant": NAME, "contact": CONTACT,
        });
        let assess = serde_json::json!({
            "case": "$last", "command": "assess", "scope": "matters_list", "kind": "non_consultation",
            "field": "civil_affairs", "route": route, "unit": unit,
        });
        format!("{register}\n{assess}\n{}\n", r#"{"case":"$last","command":"accept"}"#)
    };
    let village = complaint("新建村", "village") + r#"{"case":"$last","command":"transfer"}"#;
    let proposal = r#"{"case":"$last","command":"propose","text":"拟请社会事务办公室核实路灯情况。"}
{"case":"$last","command":"submit","document":"proposal"}"#;
    let section = complaint("社会事务办公室", "party_committee") + proposal;
    bench.ok(&["--now", "2026-11-02T10:00", "apply"], &format!("{village}\n{section}\n"));
    let rows = format!(
        "平台编号,投诉时间,投诉人,联系电话,投诉事项名称,投诉内容,网格员备注\n\
         P-1,2026-11-02 08:10,{NAME},{CONTACT},井盖缺失,{NAME}说井盖丢了,找{NAME}{CONTACT}\n"
    );
    let file = bench.folder.path().join("push.csv");
    std::fs::write(&file, rows).unwrap();
    bench.ok(&["--now", "2026-11-02T11:00", "import", file.to_str().unwrap()], "");
    std::fs::remove_file(file).unwrap();
    bench
}

fn database(bench: &Bench) -> PathBuf {
    bench.folder.path().join("data/ydt.db")
}

/// One person for every set of positions.
fn roles(org: &Org) -> Vec<(String, String)> {
    let mut found: Vec<(Vec<String>, String, String)> = Vec::new();
    for person in org.people.iter().filter(|person| person.active) {
        let held: Vec<String> = person.positions.iter().map(|position| format!("{position:?}")).collect();
        let unit = person.unit.filter(|_| held == ["Handler"]).map(|unit| org.unit_name(unit).to_owned());
        // The handlers of the two units that have a case are told apart from all the others.
        let unit = unit.filter(|unit| ["新建村", "社会事务办公室"].contains(&unit.as_str()));
        let leads = (!person.leads.is_empty(), !person.contacts.is_empty());
        let key = [held, vec![format!("{unit:?}{leads:?}")]].concat();
        if found.iter().all(|(known, ..)| *known != key) {
            found.push((key, person.name.clone(), person.login.clone().unwrap_or_default()));
        }
    }
    found.into_iter().map(|(_, name, login)| (name, login)).collect()
}

/// Every file below a folder but the database and what the library keeps beside it.
fn files(folder: &Path, database: &Path, found: &mut Vec<PathBuf>) {
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        let about = path.symlink_metadata().unwrap();
        let is_database = path.to_str().unwrap().starts_with(database.to_str().unwrap());
        if about.is_dir() {
            files(&path, database, found);
        } else if about.is_file() && about.size() > 0 && !is_database {
            found.push(path);
        }
    }
}

fn assert_files_unnamed(bench: &Bench) -> usize {
    let mut found = Vec::new();
    files(bench.folder.path(), &database(bench), &mut found);
    for path in &found {
        let text = String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned();
        assert_unnamed(&text, &path.display().to_string());
    }
    found.len()
}

/// Walks through the console as each of these people; says how often the complaint was met.
fn met_by(bench: &Bench, people: &[(String, String)]) -> usize {
    let mut console = Console::with(&database(bench), &["sandbox", "--now", NOW], 120, 36);
    console.wait_for_text("演练库");
    let mut met = 0;
    for (name, _) in people {
        console.type_keys("\x1bOQ");
        console.wait_for_text("切换身份（");
        console.type_keys(name);
        console.settle(QUIET);
        console.type_keys("\r");
        let header = name.clone();
        console.wait_for("the other person", |screen| {
            screen.contents().lines().next().is_some_and(|line| line.replace(' ', "").contains(&header))
        });
        console.settle(QUIET);
        // Every pane, every list of the inbox, a case from its first page to its last, acts, alerts, help.
        let walk = [
            "1", "\t", "\t", "\t", "\t", "g", "\r", "\t", "\t", "\t", "\t", "\t", "G", "a", "\x1b", "\x1b",
            "2", "\r", "\t", "\x1b", "3", "\t", "\r", "\x1b", "4", "5", "6", "7", "\t", "\t", "\t", "\x1b",
            "8", "!", "\x1b", "1", "r", "\x1b", "\x1b", "1",
        ];
        for keys in walk {
            console.type_keys(keys);
            console.settle(QUIET);
            let screen = console.screen();
            met += usize::from(screen.contains("路灯不亮"));
            assert_unnamed(&screen, &format!("{name} after {keys:?}"));
        }
    }
    assert_unnamed(&String::from_utf8_lossy(&console.bytes()), "what came over the line");
    met
}

#[test]
fn no_pane_of_any_role_shows_who_complained_and_nothing_kept_beside_the_database_does() {
    let bench = planted();
    let org = Office::open(&database(&bench), &caller(), "test").unwrap().org().clone();
    let roles = roles(&org);
    assert!(roles.len() >= 8, "{roles:?}");
    // Most of it is waiting for screens to stand still, so several consoles wait at the same time.
    let met = std::thread::scope(|scope| {
        let shares = roles.chunks(roles.len().div_ceil(CONSOLES));
        let walks: Vec<_> = shares.map(|share| scope.spawn(|| met_by(&bench, share))).collect();
        walks.into_iter().map(|walk| walk.join().unwrap()).sum::<usize>()
    });
    assert!(met > roles.len(), "the complaint was met only {met} times");

    // A form about the case, left with text in it.
    let mut console = Console::with(&database(&bench), &["sandbox", "--now", NOW], 120, 36);
    console.wait_for_text("演练库");
    console.type_keys("\x1bOQ");
    console.wait_for_text("切换身份（");
    let operator = org.by_login(&caller()).unwrap().name.clone();
    console.type_keys(&operator);
    console.settle(QUIET);
    console.type_keys("\r");
    console.settle(QUIET);
    console.type_keys(":");
    console.type_keys("2026-0001");
    console.settle(QUIET);
    console.type_keys("\r");
    console.wait_for_text("2026-0001");
    console.signal(Signal::SIGTERM);
    console.wait_for_end(PATIENCE);
    let kept = assert_files_unnamed(&bench);
    assert!(kept > 0, "nothing was kept beside the database");
}

fn caller() -> String {
    nix::unistd::User::from_uid(nix::unistd::geteuid()).unwrap().unwrap().name
}

#[test]
fn no_command_notice_or_log_says_who_complained() {
    let bench = planted();
    let told = bench.folder.path().join("told");
    std::fs::create_dir_all(bench.config()).unwrap();
    let notify = format!("[notify]\ncommand = [\"sh\", \"-c\", \"cat >> '{}'\"]\n", told.display());
    std::fs::write(bench.config().join("config.toml"), notify).unwrap();
    for words in [
        &["list"][..],
        &["list", "--json"],
        &["list", "--search", "路灯"],
        &["list", "--search", "路灯", "--json"],
        &["show", "2026-0001"],
        &["show", "2026-0001", "--json"],
        &["show", "2026-0002", "--json"],
        &["show", "2026-0003", "--json"],
        &["show", "P-1"],
        &["check"],
        &["check", "--json"],
        &["verify"],
        &["openings", "--json"],
        &["org", "export"],
        &["org", "rights", "--json"],
        &["settings", "list", "--json"],
        &["show", NOBODY],
        &["list", "--view", "triage", "--json"],
    ] {
        let words: Vec<&str> = ["--log-level", "trace", "--now", NOW].iter().chain(words).copied().collect();
        let output = bench.run(&words, "");
        assert_unnamed(&String::from_utf8_lossy(&output.stdout), &format!("{words:?}"));
        assert_unnamed(&String::from_utf8_lossy(&output.stderr), &format!("{words:?}"));
    }
    // A search for the name itself finds nothing for whoever did not ask to see it.
    let found = bench.json(&["--now", NOW, "list", "--search", NAME, "--json"]);
    assert_eq!(found, serde_json::json!([]));
    let refusals = "{\"case\":\"2026-0001\",\"command\":\"accept\"}\n{\"case\":\"2026-0003\",\"command\":\"transfer\"}\n";
    let output = bench.run(&["--now", NOW, "apply", "--keep-going"], refusals);
    assert_unnamed(&String::from_utf8_lossy(&output.stdout), "refusals");

    let watch = bench.command(&["--now", NOW, "watch"]).spawn().unwrap();
    let begun = Instant::now();
    while told.metadata().map_or(0, |told| told.size()) == 0 {
        assert!(begun.elapsed() < PATIENCE, "nobody was notified");
        std::thread::sleep(Duration::from_millis(50));
    }
    kill(Pid::from_raw(i32::try_from(watch.id()).unwrap()), Signal::SIGTERM).unwrap();
    assert!(watch.wait_with_output().unwrap().status.success());
    assert!(assert_files_unnamed(&bench) >= 2, "the notice and the log");
}

/// A number that is none.
const NOBODY: &str = "2026-0999";

#[test]
fn units_and_leaders_get_no_list_and_no_case_with_the_name_in_it() {
    let bench = planted();
    let mut office = Office::open(&database(&bench), &caller(), "test").unwrap();
    let org = office.org().clone();
    let mut opened = 0;
    for (name, login) in roles(&org) {
        office.act_as(&login).unwrap();
        for id in 1..=3 {
            let Ok(case) = office.open_case(CaseId(id), at("2026-11-06 10:00")) else { continue };
            opened += 1;
            assert_unnamed(&format!("{case:?}"), &format!("the case as {name} gets it"));
        }
    }
    assert!(opened > 8, "only {opened} cases were opened");
}
