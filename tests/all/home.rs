//! The program as a script runs it, in a home of its own.

use std::ffi::OsStr;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// What a command came to.
pub struct Ended {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ended {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap()
    }

    /// The sentence of a refusal: one line of Chinese on standard error, nothing on standard output.
    pub fn refused(&self, code: i32, word: &str) {
        assert_eq!((self.code, self.out.as_str()), (code, ""), "{}", self.err);
        assert_eq!(self.err.lines().count(), 1, "{}", self.err);
        assert!(self.err.contains(word) && self.err.trim_end().ends_with('。'), "{word}: {}", self.err);
    }
}

/// A home of its own, in which nothing of the machine is seen.
pub struct Home(pub TempDir);

impl Home {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn founded() -> Self {
        let home = Self::new();
        assert_eq!(home.ydt(&["init", "--town", "建胜镇", "--district", "大渡口区"]).code, 0);
        home
    }

    pub fn practice() -> Self {
        let home = Self::new();
        assert_eq!(home.ydt(&["init", "--sandbox"]).code, 0);
        home
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> String {
        std::fs::write(self.path(name), bytes).unwrap();
        self.path(name).to_str().unwrap().to_owned()
    }

    pub fn database(&self) -> PathBuf {
        self.path("town.db")
    }

    pub fn ydt(&self, words: &[&str]) -> Ended {
        self.ydt_with(words, "")
    }

    pub fn ydt_with(&self, words: &[&str], input: &str) -> Ended {
        self.ydt_fed(words, input.as_bytes())
    }

    pub fn ydt_fed(&self, words: &[&str], input: &[u8]) -> Ended {
        self.run(words, input, OsStr::new(""))
    }

    /// The same with programs of the machine to be found on this path.
    pub fn ydt_on(&self, path: &OsStr, words: &[&str]) -> Ended {
        self.run(words, &[], path)
    }

    fn run(&self, words: &[&str], input: &[u8], path: &OsStr) -> Ended {
        let mut child = Command::new(env!("CARGO_BIN_EXE_ydt"))
            .args(words)
            .env_clear()
            .envs((!path.is_empty()).then_some(("PATH", path)))
            .env("HOME", self.0.path())
            .env("YDT_DB", self.database())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that reads nothing may be gone already.
        let _not_read = child.stdin.take().unwrap().write_all(input);
        let output = child.wait_with_output().unwrap();
        Ended {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// How many cases there are.
    pub fn cases(&self) -> usize {
        self.ydt(&["list", "--json"]).json().as_array().unwrap().len()
    }

    pub fn sql(&self, statement: &str) {
        rusqlite::Connection::open(self.database()).unwrap().execute_batch(statement).unwrap();
    }
}

/// The result lines of `ydt apply`.
pub fn results(ended: &Ended) -> Vec<Value> {
    ended.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// How often something is tried: seldom as a rule, often where `YDT_LONG=1` asks for the long proof.
pub fn rounds(short: usize, long: usize) -> usize {
    if std::env::var_os("YDT_LONG").is_some() { long } else { short }
}
