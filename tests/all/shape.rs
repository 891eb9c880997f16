//! The shape of the domain that no compiler checks: its nouns lean on each other in one direction.

use std::collections::{BTreeMap, BTreeSet};

use crate::tidy::{Source, sources, told};

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
