//! How long files and functions may be, and how comments are written.

use crate::sources::{Source, functions, names, read, sources};
use crate::tidy::told;

const LONGEST_FILE: usize = 400;
const LONGEST_FILE_OF_TESTS: usize = 450;
const LONGEST_FUNCTION: usize = 70;

fn all() -> Vec<Source> {
    sources(&["src", "tests", "benches", "examples"])
}

#[test]
fn no_file_is_longer_than_was_agreed() {
    let mut faults = Vec::new();
    for source in all() {
        let lines = source.whole.lines().count();
        let longest = if source.is_test() { LONGEST_FILE_OF_TESTS } else { LONGEST_FILE };
        if lines > longest {
            faults.push(format!("{}: {lines} lines", source.path));
        }
    }
    told(&faults);
}

#[test]
fn no_function_is_longer_than_was_agreed_but_one_that_tells_cases_apart() {
    let mut faults = Vec::new();
    let mut measured = 0;
    for source in all().iter().filter(|source| !source.is_test()) {
        for function in functions(source) {
            measured += 1;
            if function.lines > LONGEST_FUNCTION && !function.is_flat {
                faults.push(format!("{}: {} has {} lines", source.path, function.name, function.lines));
            }
        }
    }
    assert!(measured > 2000, "only {measured} functions were found");
    told(&faults);
}

/// The comments of a file, each with the number of its line: runs of `///` as one, other lines each for itself.
fn comments(source: &Source) -> Vec<(usize, String)> {
    let mut found: Vec<(usize, String)> = Vec::new();
    let mut goes_on = false;
    for (number, line) in source.whole.lines().enumerate() {
        let line = line.trim_start();
        let doc = line.strip_prefix("///").map(str::trim);
        if let (Some(more), Some((_, last)), true) = (doc, found.last_mut(), goes_on) {
            last.push(' ');
            last.push_str(more);
        } else if line.starts_with("//") {
            found.push((number + 1, line.trim_start_matches(['/', '!', ' ']).to_owned()));
        }
        goes_on = doc.is_some();
    }
    found
}

#[test]
fn no_comment_and_no_test_takes_a_person_for_a_man() {
    let mut faults = Vec::new();
    for source in all() {
        for (number, comment) in comments(&source) {
            let words = comment.to_lowercase();
            // Put together here, so that this file holds none of them itself.
            let said = ["e", "im", "is", "imself"].map(|end| format!("h{end}"));
            if said.iter().any(|word| names(&words, word)) {
                faults.push(format!("{}:{number}: {comment}", source.path));
            }
        }
        let named = source.whole.lines().filter(|line| line.trim_start().starts_with("fn "));
        for line in named {
            if line
                .split('(')
                .next()
                .unwrap_or_default()
                .split('_')
                .any(|part| ["he", "his", "him"].contains(&part))
            {
                faults.push(format!("{}: {}", source.path, line.trim()));
            }
        }
    }
    told(&faults);
}

#[test]
fn no_doc_says_less_than_the_name_it_stands_over() {
    let mut faults = Vec::new();
    for source in all().iter().filter(|source| !source.is_test()) {
        let lines: Vec<&str> = source.whole.lines().map(str::trim_start).collect();
        for (number, comment) in comments(source) {
            let is_doc = lines.get(number - 1).is_some_and(|line| line.starts_with("///"));
            // A clause of the notice says much in one word.
            let is_clause = comment.contains(['§', '〔', '附', '`', '“']);
            if is_doc && !is_clause && comment.split_whitespace().count() <= 2 {
                faults.push(format!("{}:{number}: {comment}", source.path));
            }
        }
    }
    told(&faults);
}

#[test]
fn no_lint_asks_for_docs_that_say_nothing() {
    let lint = ["missing", "docs"].join("_");
    assert!(!read("Cargo.toml").contains(&lint));
    let faults: Vec<String> =
        all().iter().filter(|source| names(&source.code, &lint)).map(|source| source.path.clone()).collect();
    told(&faults);
}
