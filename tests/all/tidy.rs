//! The rules of the house that no compiler checks: which folder may know which, and the habits of its files.

use std::collections::BTreeSet;

use crate::sources::{Source, files_under, has_extension, names, read, sources};

/// Files in `src/actions` that several actions share and that are no action.
const SHARED_BY_ACTIONS: &[&str] = &[
    "act",
    "attaching",
    "agenda",
    "answers",
    "by_meeting",
    "disclosing",
    "disclosure_step",
    "case_act",
    "field",
    "fixtures",
    "follows",
    "in_turn",
    "next_step",
    "offer",
    "organisation",
    "papers",
    "permission",
    "random",
    "record_signing",
    "respondent_questions",
    "rounds",
    "ruling",
    "act_day",
    "section",
    "signing",
    "stream_act",
    "templates",
    "tests",
    "warnings",
];

/// Files in `src/ui/screens` that several screens share and that are no screen.
pub(crate) const SHARED_BY_SCREENS: &[&str] =
    &["background", "behind", "case_row", "files", "page", "places", "screen", "testing", "words"];

/// Whatever nobody below the edges may name.
const OUTSIDE: &[&str] =
    &["rusqlite", "ratatui", "crossterm", "tokio", "std::fs", "std::net", "std::process"];

/// A row of the table: a folder (or file), the folders of this crate it may name, and the words it may not.
struct Layer {
    name: &'static str,
    may_use: &'static [&'static str],
    never: &'static [&'static [&'static str]],
}

const TERMINAL: &[&str] = &["ratatui", "crossterm", "tui_textarea"];
const CLOCKS: &[&str] = &["SystemTime", "Instant", "Utc::now", "Local::now"];
const SQL: &[&str] = &["rusqlite"];
const THREADS: &[&str] = &["tokio", "std::thread"];

const LAYERS: &[Layer] = &[
    Layer { name: "domain", may_use: &[], never: &[OUTSIDE, TERMINAL, CLOCKS, SQL, THREADS] },
    Layer { name: "actions", may_use: &["domain"], never: &[OUTSIDE, TERMINAL, CLOCKS, SQL, THREADS] },
    Layer { name: "store", may_use: &["domain"], never: &[TERMINAL, CLOCKS, THREADS] },
    Layer { name: "forms", may_use: &["domain"], never: &[TERMINAL, CLOCKS, SQL, THREADS] },
    Layer { name: "reports", may_use: &["domain"], never: &[TERMINAL, CLOCKS, SQL, THREADS] },
    Layer { name: "intake", may_use: &["domain"], never: &[TERMINAL, CLOCKS, SQL, THREADS] },
    Layer {
        name: "office",
        may_use: &["domain", "actions", "store", "forms", "reports", "intake"],
        never: &[TERMINAL, CLOCKS, SQL, THREADS],
    },
    Layer {
        name: "ui",
        may_use: &["domain", "actions"],
        never: &[SQL, CLOCKS, THREADS, &["std::fs", "std::net", "std::process", "std::env"]],
    },
    Layer {
        name: "runtime",
        may_use: &["domain", "actions", "store", "forms", "reports", "intake", "office", "ui"],
        never: &[SQL],
    },
    Layer {
        name: "cli",
        may_use: &["domain", "actions", "store", "forms", "reports", "intake", "office", "ui", "runtime"],
        never: &[SQL, THREADS],
    },
];

pub fn told(faults: &[String]) {
    assert!(faults.is_empty(), "\n{}", faults.join("\n"));
}

#[test]
fn every_folder_knows_only_the_folders_below_it() {
    let mut faults = Vec::new();
    let layers: BTreeSet<&str> = LAYERS.iter().map(|layer| layer.name).collect();
    for source in sources(&["src"]) {
        if matches!(source.layer(), "lib" | "main") {
            continue;
        }
        let Some(layer) = LAYERS.iter().find(|layer| layer.name == source.layer()) else {
            faults.push(format!("{}: no row of the table says what it may use", source.path));
            continue;
        };
        for path in source.crate_paths() {
            let module = path.split("::").next().unwrap_or_default();
            let is_fine = module == layer.name || layer.may_use.contains(&module) || !layers.contains(module);
            if !is_fine {
                faults.push(format!("{} names crate::{path}", source.path));
            }
        }
        if source.is_test() {
            continue;
        }
        for word in layer.never.iter().copied().flatten() {
            if source.names(word) {
                faults.push(format!("{} names {word}", source.path));
            }
        }
    }
    told(&faults);
}

#[test]
fn the_domain_and_the_actions_name_no_file_and_no_environment() {
    let inner = sources(&["src/domain", "src/actions"]);
    let faults: Vec<String> = inner
        .iter()
        .filter(|source| !source.is_test())
        .filter(|source| source.names("std::env") || source.names("std::io"))
        .map(|source| source.path.clone())
        .collect();
    told(&faults);
}

/// The modules of a folder, a file or a folder each, that are not among those shared.
pub(crate) fn members(folder: &str, shared: &[&str]) -> BTreeSet<String> {
    let names = files_under(folder).into_iter().filter_map(|path| {
        let below = path.strip_prefix(folder)?.trim_start_matches('/').to_owned();
        Some(below.split('/').next()?.trim_end_matches(".rs").to_owned())
    });
    names.filter(|name| name != "mod" && !shared.contains(&name.as_str())).collect()
}

fn siblings_named(folder: &str, path_of_folder: &str, shared: &[&str]) -> Vec<String> {
    let members = members(folder, shared);
    assert!(members.len() > 5, "{folder} was not found");
    let mut faults = Vec::new();
    for source in sources(&["src"]).into_iter().filter(|source| source.path.starts_with(folder)) {
        let below = source.path.trim_start_matches(folder).trim_start_matches('/');
        let own = below.split('/').next().unwrap_or_default().trim_end_matches(".rs");
        if source.is_test() || !members.contains(own) {
            continue;
        }
        let paths = source.crate_paths();
        for other in members.iter().filter(|other| other.as_str() != own) {
            let path = format!("{path_of_folder}::{other}");
            if paths.iter().any(|named| *named == path || named.starts_with(&format!("{path}::"))) {
                faults.push(format!("{} names {other}", source.path));
            }
        }
    }
    faults
}

#[test]
fn actions_do_not_know_each_other() {
    told(&siblings_named("src/actions", "actions", SHARED_BY_ACTIONS));
}

#[test]
fn screens_do_not_know_each_other() {
    told(&siblings_named("src/ui/screens", "ui::screens", SHARED_BY_SCREENS));
}

#[test]
fn every_screen_takes_its_styles_from_the_theme() {
    let faults: Vec<String> = sources(&["src/ui"])
        .iter()
        .filter(|source| !source.is_test() && !source.path.starts_with("src/ui/theme"))
        .filter(|source| ["Color", "Modifier", "Stylize"].iter().any(|word| source.names(word)))
        .map(|source| format!("{} names a colour or a weight", source.path))
        .collect();
    told(&faults);
}

#[test]
fn no_screen_draws_a_mark_of_its_own() {
    // Put together here, so that the search finds only what is drawn.
    let mut drawn: Vec<String> =
        ["-", "=", "#", "*", "|"].iter().map(|mark| format!("\"{mark}\".repeat(")).collect();
    for mark in [">", "!", "*", "|", "#"] {
        drawn.extend([format!("\"{mark}\""), format!("\"{mark} "), format!("'{mark}'")]);
    }
    let disputed = "─━│┃┌┐└┘├┤┬┴┼═║●○■□▌▶▸▼▲◆◇★☆•←↑→↓✓✔✗✘√×";
    // The bindings name keys, and the manual is text.
    let is_concerned = |path: &str| {
        !["src/ui/theme", "src/ui/keys", "src/ui/text", "src/ui/manual"]
            .iter()
            .any(|other| path.starts_with(other))
    };
    let mut faults = Vec::new();
    for source in sources(&["src/ui"]).iter().filter(|source| !source.is_test() && is_concerned(&source.path))
    {
        // What takes a mark out of a text that came from elsewhere draws none.
        let code =
            source.code.lines().filter(|line| !line.contains("replace(") && !line.contains("strip_prefix("));
        for line in code {
            let own = drawn.iter().any(|mark| line.contains(mark.as_str()));
            if own || line.contains(|c: char| disputed.contains(c)) {
                faults.push(format!("{}: {}", source.path, line.trim()));
            }
        }
    }
    told(&faults);
}

#[test]
fn time_is_read_at_the_edges_only() {
    let faults: Vec<String> = sources(&["src"])
        .iter()
        .filter(|source| !source.is_test() && !matches!(source.layer(), "runtime" | "cli"))
        .filter(|source| CLOCKS.iter().any(|clock| source.names(clock)))
        .map(|source| source.path.clone())
        .collect();
    told(&faults);
}

#[test]
fn one_file_of_the_office_writes_and_nobody_else_can() {
    let mut faults = Vec::new();
    let mut writes = 0;
    for source in sources(&["src"]).iter().filter(|source| !source.is_test()) {
        let code = source.code.replace(char::is_whitespace, "");
        let begins = code.matches("store.write(").count() + code.matches("Store::write(").count();
        if source.path == "src/office/change.rs" {
            writes += begins;
        } else if begins > 0 && source.layer() != "store" {
            faults.push(format!("{} writes", source.path));
        }
        if matches!(source.layer(), "runtime" | "cli")
            && (names(&source.code, "Records") || names(&source.code, "Snapshot"))
        {
            faults.push(format!("{} names a transaction", source.path));
        }
    }
    assert!(writes > 0, "nobody writes any more");
    told(&faults);
}

#[test]
fn what_was_read_of_a_case_is_opened_by_the_gate_only() {
    let mut faults = Vec::new();
    let mut opening = 0;
    for source in sources(&["src"]).iter().filter(|source| !source.is_test()) {
        if names(&source.code, "in_full") {
            match source.path.as_str() {
                "src/office/gate.rs" => opening += 1,
                "src/domain/sight/unmasked.rs" => {}
                _ => faults.push(format!("{} opens what is masked", source.path)),
            }
        }
        // The whole case is for whoever decides and records inside a transaction.
        let changes = [
            "src/office/disclosure.rs",
            "src/office/meeting.rs",
            "src/office/meeting/brought.rs",
            "src/office/meeting/apply.rs",
            "src/office/papers.rs",
            "src/office/papers/meeting.rs",
            "src/office/perform.rs",
            "src/office/town_act.rs",
            "src/office/import/take_in.rs",
            "src/office/looking_back.rs",
            "src/office/restore.rs",
            "src/store/mod.rs",
        ];
        if names(&source.code, "case_to_change") && !changes.contains(&source.path.as_str()) {
            faults.push(format!("{} reads a case as if to change it", source.path));
        }
    }
    assert_eq!(opening, 1, "the gate opens nothing any more");
    told(&faults);
}

#[test]
fn whatever_comes_from_outside_is_read_within_bounds_by_one_file() {
    let ways = ["read_to_end", "read_to_string", "read_line", "read_until", "skip_until", "fs::read"];
    let reading: Vec<String> = sources(&["src"])
        .into_iter()
        .filter(|source| !source.is_test() && ways.iter().any(|way| source.names(way)))
        .map(|source| source.path)
        .collect();
    // The mark of an import and the list of what was erased are the program's own files, read by the store, which may
    // not name the intake.
    assert_eq!(reading, ["src/intake/bounded.rs", "src/store/erased_list.rs", "src/store/importing.rs"]);
}

#[test]
fn the_editor_and_the_calendar_from_outside_are_named_by_one_file_each() {
    let all = sources(&["src", "tests", "benches", "examples"]);
    for (package, file) in [("tui_textarea", "src/ui/widgets/editor.rs"), ("chrono", "src/domain/time.rs")] {
        let naming: Vec<&str> = all
            .iter()
            .filter(|source| source.path != "tests/all/tidy.rs" && names(&source.code, package))
            .map(|source| source.path.as_str())
            .collect();
        assert_eq!(naming, [file], "{package}");
    }
}

#[test]
fn reports_of_what_is_broken_stay_at_the_edges() {
    let faults: Vec<String> = sources(&["src"])
        .iter()
        .filter(|source| !matches!(source.layer(), "main" | "runtime" | "cli"))
        .filter(|source| names(&source.code, "color_eyre"))
        .map(|source| source.path.clone())
        .collect();
    told(&faults);
}

#[test]
fn every_file_begins_by_saying_its_role() {
    let faults: Vec<String> = sources(&["src", "tests", "benches", "examples"])
        .iter()
        .filter(|source| !source.whole.starts_with("//! "))
        .map(|source| source.path.clone())
        .collect();
    told(&faults);
}

#[test]
fn nothing_is_called_by_a_name_that_says_nothing() {
    let empty = ["utils", "util", "common", "helpers", "helper", "manager", "misc"];
    let mut faults = Vec::new();
    for source in sources(&["src", "tests", "benches", "examples"]) {
        let parts = source.path.trim_end_matches(".rs").split(['/', '_']);
        faults
            .extend(parts.filter(|part| empty.contains(part)).map(|part| format!("{}: {part}", source.path)));
    }
    told(&faults);
}

#[test]
fn nothing_is_left_unfinished() {
    // Put together here, so that this file holds none of them itself.
    let marks = ["todo", "unimplemented", "dbg"].map(|name| format!("{name}!"));
    let words = ["TO", "FIX", "XX"].iter().zip(["DO", "ME", "X"]).map(|(a, b)| format!("{a}{b}"));
    let marks: Vec<String> = marks.into_iter().chain(words).collect();
    let mut faults = Vec::new();
    for source in sources(&["src", "tests", "benches", "examples"]) {
        let left = marks.iter().filter(|mark| {
            let word = mark.trim_end_matches('!');
            source.whole.contains(mark.as_str()) && names(&source.whole, word)
        });
        faults.extend(left.map(|mark| format!("{}: {mark}", source.path)));
    }
    told(&faults);
}

#[test]
fn below_the_screens_nothing_asks_only_whether_it_went_well() {
    // Where a failure is left out of the question, what failed is missing without a word.
    let mut faults = Vec::new();
    let is_concerned = |source: &&Source| source.layer() != "ui" && !source.path.ends_with("tests.rs");
    for source in sources(&["src"]).iter().filter(is_concerned) {
        let asks = ["if let Ok(", "while let Ok(", "flatten_ok", "filter_map(Result::ok)"];
        faults.extend(
            asks.iter()
                .filter(|asks| source.code.contains(**asks))
                .map(|asks| format!("{}: {asks}", source.path)),
        );
    }
    told(&faults);
}

#[test]
fn every_migration_is_embedded_in_its_order() {
    let opener = read("src/store/open.rs");
    let mut last = 0;
    let migrations: Vec<String> =
        files_under("assets/migrations").into_iter().filter(|path| has_extension(path, "sql")).collect();
    assert!(!migrations.is_empty());
    for (place, path) in migrations.iter().enumerate() {
        let name = path.rsplit('/').next().unwrap();
        assert!(name.starts_with(&format!("{:04}_", place + 1)), "{name} is out of the row of numbers");
        let at = opener.find(name).unwrap_or_else(|| panic!("{name} is not embedded"));
        assert!(at > last, "{name} is embedded out of order");
        last = at;
    }
}

#[test]
fn every_group_of_dependencies_says_what_it_is_for() {
    let manifest = read("Cargo.toml");
    let section = manifest.split("[dependencies]\n").nth(1).unwrap().split("\n[").next().unwrap();
    let mut said = false;
    let mut faults = Vec::new();
    for line in section.lines() {
        if line.starts_with('#') {
            said = true;
        } else if line.is_empty() {
            said = false;
        } else if !said {
            faults.push(line.to_owned());
        }
    }
    told(&faults);
}

#[test]
fn every_sign_of_the_lints_stands_with_a_reason() {
    let mut faults = Vec::new();
    for source in sources(&["src", "tests", "benches", "examples"]) {
        for attribute in ["#[allow(", "#![allow("] {
            if source.code.lines().any(|line| line.trim_start().starts_with(attribute)) {
                faults.push(format!("{}: {attribute}", source.path));
            }
        }
    }
    told(&faults);
}
