//! A reader of Rust sources for the rules of the house: what is program and what is test, which paths a file names,
//! which functions it holds. It knows comments, texts in quotes, attributes and the tree of a `use`, and no more.

mod lexing;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use lexing::{blank_comments_and_texts, closing, end_of_item, find, is_word};

/// A source file as the rules see it.
#[derive(Clone)]
pub struct Source {
    /// From the root of the repository, with `/`.
    pub path: String,
    /// Without comments and without what is compiled for tests only.
    pub code: String,
    /// The same without texts in quotes.
    pub bare: String,
    pub whole: String,
    /// Whether the file itself is compiled for tests only.
    is_test: bool,
}

impl Source {
    pub const fn is_test(&self) -> bool {
        self.is_test
    }

    /// The folder or file under `src` it belongs to.
    pub fn layer(&self) -> &str {
        let below = self.path.strip_prefix("src/").unwrap_or_default();
        below.split('/').next().unwrap_or_default().trim_end_matches(".rs")
    }

    /// Every path of the crate that is named, from the crate's root, whichever way it is written.
    pub fn crate_paths(&self) -> BTreeSet<String> {
        let own = module_of(&self.path);
        paths_in(&self.bare)
            .into_iter()
            .filter_map(|path| from_crate(&own, &path))
            .map(|path| path.join("::"))
            .collect()
    }

    /// Whether it names this word or, for `std::fs` and the like, this path, be it within braces.
    pub fn names(&self, word: &str) -> bool {
        let within = |path: &Vec<String>| {
            let path = path.join("::");
            path == word || path.starts_with(&format!("{word}::"))
        };
        names(&self.bare, word) || (word.contains("::") && paths_in(&self.bare).iter().any(within))
    }
}

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

pub fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

pub fn files_under(folder: &str) -> Vec<String> {
    let mut waiting = vec![root().join(folder)];
    let mut found = Vec::new();
    while let Some(folder) = waiting.pop() {
        let Ok(entries) = folder.read_dir() else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                waiting.push(path);
            } else {
                found.push(path.strip_prefix(root()).unwrap().to_str().unwrap().replace('\\', "/"));
            }
        }
    }
    found.sort();
    found
}

pub fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|found| found == extension)
}

pub fn sources(folders: &[&str]) -> Vec<Source> {
    let paths = folders.iter().flat_map(|folder| files_under(folder));
    let mut test_modules = BTreeSet::new();
    let mut sources: Vec<Source> = paths
        .filter(|path| has_extension(path, "rs"))
        .map(|path| {
            let (source, modules) = looked_at(path);
            test_modules.extend(modules);
            source
        })
        .collect();
    assert!(sources.len() > 20, "the tree was not found");
    for source in &mut sources {
        let file = source.path.trim_end_matches(".rs").trim_end_matches("/mod");
        let is_under = |module: &String| file == module || file.starts_with(&format!("{module}/"));
        source.is_test |= test_modules.iter().any(is_under);
    }
    sources
}

/// A file as it is by itself, and where the modules are that it says are for tests only. Many rules look at the same files,
/// and each file is taken apart once.
fn looked_at(path: String) -> (Source, Vec<String>) {
    static SEEN: Mutex<BTreeMap<String, (Source, Vec<String>)>> = Mutex::new(BTreeMap::new());
    let look = |path: &String| {
        let whole = read(path);
        let (code, bare, modules) = program_of(&whole);
        let places = modules.into_iter().map(|module| module.place(path)).collect();
        let is_test = !path.starts_with("src/");
        (Source { is_test, code, bare, path: path.clone(), whole }, places)
    };
    // A rule that was broken in another test has left what was seen as it was.
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    let path_seen = seen.entry(path).or_insert_with_key(look);
    path_seen.clone()
}

/// A module in a file of its own that is compiled for tests only.
struct TestModule {
    name: String,
    /// Where it is said to be, if it is said.
    path: Option<String>,
}

impl TestModule {
    /// The file or folder it stands in, without `.rs`, for the file that declares it.
    fn place(&self, declared_in: &str) -> String {
        let (folder, file) = declared_in.rsplit_once('/').unwrap();
        match &self.path {
            Some(path) => format!("{folder}/{}", path.trim_end_matches(".rs")),
            None if ["mod.rs", "lib.rs", "main.rs"].contains(&file) => format!("{folder}/{}", self.name),
            None => format!("{}/{}", declared_in.trim_end_matches(".rs"), self.name),
        }
    }
}

/// The program in a file, with and without its texts in quotes, and the modules of tests that stand elsewhere.
fn program_of(whole: &str) -> (String, String, Vec<TestModule>) {
    let (mut code, mut bare) = (whole.as_bytes().to_vec(), whole.as_bytes().to_vec());
    blank_comments_and_texts(&mut code, &mut bare);
    let mut modules = Vec::new();
    let mut at = 0;
    while let Some(found) = find(&bare, at, b"#[cfg(") {
        let Some(end) = closing(&bare, found + 1) else { break };
        at = end;
        let condition = String::from_utf8_lossy(&bare[found..end]).replace("not(test)", "");
        if !names(&condition, "test") {
            continue;
        }
        let item_end = end_of_item(&bare, end);
        let item = String::from_utf8_lossy(&code[end..item_end]).into_owned();
        modules.extend(declared(&item));
        for byte in [&mut code, &mut bare].into_iter().flat_map(|text| &mut text[found..item_end]) {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
        at = item_end;
    }
    (String::from_utf8(code).unwrap(), String::from_utf8(bare).unwrap(), modules)
}

/// `mod name;`, perhaps behind `#[path = "…"]` and `pub`.
fn declared(item: &str) -> Option<TestModule> {
    let path = item.split_once("#[path = \"").and_then(|(_, rest)| Some(rest.split_once('"')?.0.to_owned()));
    let item = item.trim_end().strip_suffix(';')?;
    let words: Vec<&str> = item.split_whitespace().collect();
    let [.., "mod", name] = words.as_slice() else { return None };
    Some(TestModule { name: (*name).to_owned(), path })
}

/// Whether a word stands in a text, and not as part of a longer one.
pub fn names(text: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.match_indices(word).any(|(at, _)| {
        let (before, found) = text.split_at(at);
        let after = found.strip_prefix(word).unwrap_or_default();
        !before.ends_with(is_part) && !after.starts_with(is_part)
    })
}

/// All paths with more than one part, each branch of a tree a path of its own.
fn paths_in(bare: &str) -> Vec<Vec<String>> {
    let tokens = tokens(bare);
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let begins = is_name(&tokens[at]) && tokens.get(at + 1).is_some_and(|next| next == "::");
        if begins {
            at = tree(&tokens, at, &[], &mut found);
        } else {
            at += 1;
        }
    }
    found
}

fn tokens(bare: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut within_word = false;
    for c in bare.chars() {
        let is_part = c.is_alphanumeric() || c == '_';
        match found.last_mut() {
            Some(last) if is_part && within_word => last.push(c),
            Some(last) if c == ':' && last == ":" => last.push(c),
            _ if c.is_whitespace() => {}
            _ => found.push(c.to_string()),
        }
        within_word = is_part;
    }
    found
}

fn is_name(token: &str) -> bool {
    token.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// Reads the path or tree of paths that begins here; where it ends.
fn tree(tokens: &[String], from: usize, before: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let mut path = before.to_vec();
    let mut at = from;
    while let Some(token) = tokens.get(at) {
        if is_name(token) || token == "*" {
            path.push(token.clone());
            at += 1;
        } else if token == "{" {
            at += 1;
            while tokens.get(at).is_some_and(|token| token != "}") {
                let next = tree(tokens, at, &path, found);
                at = if next == at { at + 1 } else { next };
            }
            return at + 1;
        } else {
            break;
        }
        if tokens.get(at).is_none_or(|token| token != "::") {
            break;
        }
        at += 1;
    }
    if path.len() > before.len() {
        found.push(path);
    }
    at
}

/// The module that a file under `src` is, from the crate's root.
fn module_of(path: &str) -> Vec<String> {
    let below = path.trim_start_matches("src/").trim_end_matches(".rs");
    let below = below.strip_suffix("/mod").unwrap_or(below);
    below.split('/').filter(|part| !["lib", "main"].contains(part)).map(str::to_owned).collect()
}

/// A path from the crate's root; `None` for a path into another crate or one that begins at something brought in.
fn from_crate(own: &[String], path: &[String]) -> Option<Vec<String>> {
    let mut base = match path.first()?.as_str() {
        "crate" => Vec::new(),
        "self" | "super" => own.to_vec(),
        _ => return None,
    };
    for part in path {
        match part.as_str() {
            "crate" | "self" | "*" => {}
            "super" => drop(base.pop()),
            name => base.push(name.to_owned()),
        }
    }
    Some(base)
}

/// A function with the lines it takes and whether it does nothing but tell the cases of one value apart.
pub struct Function {
    pub name: String,
    pub lines: usize,
    pub is_flat: bool,
}

/// The functions of the program in a file.
pub fn functions(source: &Source) -> Vec<Function> {
    let text = source.bare.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(begin) = find(text, at, b"fn ") {
        at = begin + 3;
        if begin > 0 && is_word(text[begin - 1]) {
            continue;
        }
        let name: Vec<u8> = text[at..].iter().copied().take_while(|byte| is_word(*byte)).collect();
        let name = String::from_utf8_lossy(&name).into_owned();
        let end = end_of_item(text, at);
        if name.is_empty() || text[end - 1] != b'}' {
            continue;
        }
        let whole = String::from_utf8_lossy(&text[begin..end]);
        let body = whole.split_once('{').map_or("", |(_, body)| body);
        let branches = ["match", "if", "for", "while", "loop"];
        let count = tokens(body).iter().filter(|token| branches.contains(&token.as_str())).count();
        let is_flat = count == 1 && names(body, "match");
        found.push(Function { name, lines: whole.lines().count(), is_flat });
    }
    found
}

#[test]
fn tests_are_told_from_the_program_however_they_are_marked() {
    let (code, bare, modules) = program_of(
        "//! store\nuse a::b; /* x /* y */ z */ const T: &str = \"// kept \\\" {\"; const C: char = '\"';\n\
         #[cfg(test)]\n#[path = \"event_loop_tests.rs\"]\nmod tests;\n#[cfg(test)]\npub mod testing;\n\
         #[cfg(any(test, feature = \"x\"))]\n#[allow(dead_code)]\nmod anything { fn rusqlite() { \"}\"; } }\n\
         #[cfg(all(unix, test))]\nuse std::fs;\n#[cfg(not(test))]\nfn kept<'a>(x: &'a str) {}\n\
         #[cfg(test)] impl X { fn gone() {} }\nconst R: &str = r#\"\"store\"\"#;\n",
    );
    assert!(code.contains("// kept") && !bare.contains("// kept"), "{code}");
    for gone in ["store\nuse", "rusqlite", "std::fs", "gone", "z", "tests"] {
        assert!(!code.contains(gone), "{gone}: {code}");
    }
    assert!(code.contains("kept<'a>") && code.contains("r#") && !bare.contains("store"));
    let places: Vec<String> = modules.iter().map(|module| module.place("src/ui/app.rs")).collect();
    assert_eq!(places, ["src/ui/event_loop_tests", "src/ui/app/testing"]);
    assert_eq!(modules[1].place("src/ui/app/mod.rs"), "src/ui/app/testing");
}

#[test]
fn paths_are_followed_from_wherever_they_begin() {
    let own = module_of("src/ui/app/tell.rs");
    let text = "use crate::{actions::{self, find}, store}; use super::super::{super::office, text::{pad}};\
                let x = super::layer::Layer::new(); use std::{fs, io::{self, Read}}; pub(in crate::ui) fn f() {}";
    let paths = paths_in(text);
    let within: Vec<String> =
        paths.iter().filter_map(|path| from_crate(&own, path)).map(|path| path.join("::")).collect();
    let expected =
        ["actions", "actions::find", "store", "office", "ui::text::pad", "ui::app::layer::Layer::new", "ui"];
    assert_eq!(within, expected);
    assert!(paths.contains(&vec!["std".to_owned(), "fs".to_owned()]));
    assert_eq!(module_of("src/ui/app/mod.rs"), ["ui", "app"]);
}

#[test]
fn a_long_function_is_measured_and_a_flat_match_known() {
    let bare = "fn a() {\n match x {\n A => 1,\n B => f(2),\n }\n}\nconst fn b<T, E>(x: &[T; 2]) -> Result<T, E> {\n if x {\n match y { _ => 1 }\n }\n}\n";
    let source = Source {
        path: String::new(),
        code: String::new(),
        bare: bare.to_owned(),
        whole: String::new(),
        is_test: false,
    };
    let found: Vec<(String, usize, bool)> =
        functions(&source).into_iter().map(|found| (found.name, found.lines, found.is_flat)).collect();
    assert_eq!(found, [("a".to_owned(), 6, true), ("b".to_owned(), 5, false)]);
}
