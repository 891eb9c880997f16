//! Colleagues who save back to back, each in a process of their own, and how long each save took.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Colleagues at work.
pub struct Colleagues {
    stop: Arc<AtomicBool>,
    at_work: Vec<JoinHandle<Vec<Save>>>,
}

/// One save.
pub struct Save {
    pub took: Duration,
    pub was_refused: bool,
}

impl Colleagues {
    /// So many begin to save.
    pub fn begin(count: usize, database: &Path) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let colleague = |number: usize| {
            let (stop, process) = (Arc::clone(&stop), apply(database));
            std::thread::spawn(move || save_until(&stop, process, number))
        };
        Self { at_work: (0..count).map(colleague).collect(), stop }
    }

    /// They stop after the save they are at; every save of all of them.
    pub fn end(self) -> Vec<Save> {
        self.stop.store(true, Ordering::Relaxed);
        self.at_work.into_iter().flat_map(|colleague| colleague.join().unwrap()).collect()
    }
}

fn apply(database: &Path) -> Child {
    Command::new(env!("CARGO_BIN_EXE_ydt"))
        .arg("--db")
        .arg(database)
        .args(["apply", "--keep-going", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

fn save_until(stop: &AtomicBool, mut process: Child, number: usize) -> Vec<Save> {
    let mut lines = process.stdin.take().unwrap();
    let mut results = BufReader::new(process.stdout.take().unwrap());
    let mut saves = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        let line = format!(
            r#"{{"command":"register","title":"同事{number}登记第{}件","content":"来电反映路灯不亮。","complained_at":"2026-11-02 09:00","contact":"139{number:02}{:06}"}}"#,
            saves.len(),
            saves.len()
        );
        let began = Instant::now();
        writeln!(lines, "{line}").unwrap();
        let mut result = String::new();
        results.read_line(&mut result).unwrap();
        saves.push(Save { took: began.elapsed(), was_refused: !result.contains("\"ok\":true") });
    }
    drop(lines);
    process.wait().unwrap();
    saves
}
