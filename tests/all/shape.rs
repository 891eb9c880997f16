//! The shape of the program that no compiler checks: the nouns of the domain lean on each other in one direction, an
//! act is one file and one line, and so is a fact.

use std::collections::{BTreeMap, BTreeSet};

use crate::sources::{Source, sources};
use crate::tidy::told;

/// The folder or file right under `src/domain` that a file belongs to.
fn noun(source: &Source) -> String {
    let below = source.path.strip_prefix("src/domain/").unwrap_or_default();
    below.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned()
}

/// The nouns that a text names, each the word after `crate::domain::`; a list in braces counts for all its words.
fn named_nouns(text: &str, nouns: &BTreeSet<String>) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for rest in text.split("crate::domain::").skip(1) {
        let reach = if rest.starts_with('{') { rest.split('}').next().unwrap_or_default() } else { rest };
        let words = reach.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
        let first = if rest.starts_with('{') { usize::MAX } else { 1 };
        found.extend(words.take(first).filter(|word| nouns.contains(*word)).map(str::to_owned));
    }
    found
}

/// Every noun from which one can come back to itself, with the noun by which one leaves it.
fn circles(knows: &BTreeMap<String, BTreeSet<String>>) -> Vec<String> {
    let mut faults = Vec::new();
    for (start, first_steps) in knows {
        for first in first_steps {
            let (mut seen, mut waiting) = (BTreeSet::new(), vec![first]);
            while let Some(noun) = waiting.pop() {
                if noun == start {
                    faults.push(format!("{start} knows {first}, from which one comes back to {start}"));
                    break;
                }
                if seen.insert(noun) {
                    waiting.extend(knows.get(noun).into_iter().flatten());
                }
            }
        }
    }
    faults
}

#[test]
fn no_noun_of_the_domain_knows_another_that_knows_it() {
    let inner: Vec<Source> = sources(&["src/domain"])
        .into_iter()
        .filter(|source| !source.is_test() && noun(source) != "mod")
        .collect();
    let nouns: BTreeSet<String> = inner.iter().map(noun).collect();
    let mut knows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for source in &inner {
        let mut named = named_nouns(&source.code, &nouns);
        named.remove(&noun(source));
        knows.entry(noun(source)).or_default().extend(named);
    }
    assert!(knows["event"].contains("case"), "the reader of paths finds what is there");
    told(&circles(&knows));
}

#[test]
fn a_circle_of_nouns_is_found_however_long() {
    let knows = |pairs: &[(&str, &str)]| {
        let mut knows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (one, other) in pairs {
            knows.entry((*one).to_owned()).or_default().insert((*other).to_owned());
        }
        knows
    };
    assert!(circles(&knows(&[("a", "b"), ("b", "c"), ("a", "c")])).is_empty());
    assert_eq!(circles(&knows(&[("a", "b"), ("b", "c"), ("c", "a")])).len(), 3);
    let nouns = ["case", "time", "event"].map(str::to_owned).into_iter().collect();
    let text = "use crate::domain::{case, time::Date};\nlet x = crate::domain::event::of(case);";
    assert_eq!(named_nouns(text, &nouns).len(), 3);
}

/// Every text between quotes that follows `before` in a file's code.
fn quoted_after<'a>(code: &'a str, before: &'a str) -> impl Iterator<Item = &'a str> {
    code.split(before).skip(1).filter_map(|rest| rest.split('"').next())
}

fn production(folders: &[&str]) -> Vec<Source> {
    let is_for_tests = |path: &str| path.contains("/fixtures/") || path == "src/actions/routes.rs";
    let all = sources(folders).into_iter();
    all.filter(|source| !source.is_test() && !is_for_tests(&source.path)).collect()
}

#[test]
fn an_act_is_one_file_and_one_line() {
    let actions = production(&["src/actions"]);
    let list = actions.iter().find(|source| source.path == "src/actions/mod.rs").unwrap();
    let others = production(&[
        "src/actions",
        "src/office",
        "src/runtime",
        "src/ui/app",
        "src/ui/screens",
        "src/ui/widgets",
    ]);
    // What brings a case on and the story of the practice town name acts because that is what they are about.
    let about_acts = |path: &str| path.ends_with("/next_step.rs") || path.starts_with("src/office/practice/");
    let (mut faults, mut acts) = (Vec::new(), 0);
    for source in actions.iter().filter(|source| source.code.contains("pub static ACT: Act")) {
        acts += 1;
        let module = source.path.rsplit('/').next().unwrap().trim_end_matches(".rs");
        let lines = list.code.lines().filter(|line| line.trim() == format!("&{module}::ACT,")).count();
        if lines != 1 {
            faults.push(format!("{} stands {lines} times in the list", source.path));
        }
        let code = quoted_after(&source.code, "code: \"").next().unwrap();
        for other in others.iter().filter(|other| other.path != source.path && !about_acts(&other.path)) {
            if other.code.contains(&format!("\"{code}\"")) {
                faults.push(format!("{} finds {code} by its text", other.path));
            }
        }
    }
    assert!(acts > 40, "the acts were found");
    told(&faults);
}

#[test]
fn the_stored_name_of_a_fact_stands_in_one_file() {
    // Stages, views and keys of JSON have names of their own, some of which are the same words; they stand elsewhere.
    let all = production(&[
        "src/domain/event",
        "src/domain/town/event",
        "src/domain/meeting/event",
        "src/domain/disclosure/event",
        "src/actions",
        "src/office",
        "src/store",
        "src/runtime",
        "src/ui/app",
        "src/ui/screens",
    ]);
    let of_facts = |path: &str| path.starts_with("src/domain/") && path.contains("/event/");
    let (mut faults, mut facts) = (Vec::new(), 0);
    for source in all.iter().filter(|source| of_facts(&source.path)) {
        for code in quoted_after(&source.code, "const CODE: &'static str = \"") {
            facts += 1;
            let quoted = format!("\"{code}\"");
            let elsewhere = all.iter().filter(|other| other.path != source.path);
            faults.extend(
                elsewhere
                    .filter(|other| other.code.contains(&quoted))
                    .map(|other| format!("{} names the fact {code}", other.path)),
            );
        }
    }
    assert!(facts > 50, "the facts were found");
    told(&faults);
}
