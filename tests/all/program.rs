//! The real program without a terminal, on a practice database in a folder of its own.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

/// A practice town with its people and no cases, whose caller operates and administers it.
pub struct Bench {
    pub folder: TempDir,
}

impl Bench {
    /// Founded at this time.
    pub fn founded(now: &str) -> Self {
        let bench = Self { folder: tempfile::tempdir().unwrap() };
        bench.ok(&["--now", now, "init", "--sandbox"], "");
        bench
    }

    /// The configuration folder that the program finds.
    pub fn config(&self) -> PathBuf {
        self.folder.path().join("config/ydt")
    }

    /// The program with these words, at home in the folder whatever the caller's own home is.
    pub fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_ydt"));
        command
            .args(words)
            .env("YDT_DB", self.folder.path().join("data/ydt.db"))
            .env("HOME", self.folder.path())
            .env("XDG_CONFIG_HOME", self.folder.path().join("config"))
            .env("XDG_STATE_HOME", self.folder.path().join("state"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Runs it with this on its standard input.
    pub fn run(&self, words: &[&str], input: &str) -> Output {
        finish(self.command(words), input)
    }

    /// What it writes when all goes well.
    #[track_caller]
    pub fn ok(&self, words: &[&str], input: &str) -> String {
        let output = self.run(words, input);
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// What it writes as JSON, whatever the exit code.
    #[track_caller]
    pub fn json(&self, words: &[&str]) -> serde_json::Value {
        let output = self.run(words, "");
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|_| panic!("{words:?}: {}", String::from_utf8_lossy(&output.stderr)))
    }

    /// Registers a complaint received at this time; says its number.
    pub fn complaint(&self, now: &str) -> String {
        let line = serde_json::json!({
            "command": "register", "title": "低保名单未公示", "content": "村里低保评定后没有张贴名单。",
            "complained_at": now, "complainant": "李桂芳",
        });
        let result = self.ok(&["--now", now, "apply"], &format!("{line}\n"));
        let result: serde_json::Value = serde_json::from_str(result.trim()).unwrap();
        result["case"].as_str().unwrap().to_owned()
    }
}

/// Runs a command with this on its standard input.
pub fn finish(mut command: Command, input: &str) -> Output {
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_owned();
    let writer = std::thread::spawn(move || {
        let _ended_before_reading = stdin.write_all(input.as_bytes());
    });
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    output
}
