//! Backups while somebody saves all the time: each is restored and proven, some are killed in the middle, and nobody who
//! saves is kept waiting.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use crate::home::{Home, rounds};

const LINE: &str = r#"{"command":"register","title":"甲","content":"乙","complained_at":"2026-03-05"}"#;
/// A save begins so long after the one before: far more than a town does, and no more than the copies can be proven in.
const BETWEEN_SAVES: Duration = Duration::from_millis(20);

fn ydt(home: &Home, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ydt"));
    command.args(words).env_clear().env("HOME", home.0.path()).env("YDT_DB", home.database());
    command
}

/// The head of a database as its own proof says it.
fn head(home: &Home, file: &Path) -> (u64, String) {
    let verified = home.ydt(&["verify", "--json", "--db", file.to_str().unwrap()]);
    assert_eq!(verified.code, 0, "{}: {}{}", file.display(), verified.out, verified.err);
    let verified = verified.json();
    (verified["events"].as_u64().unwrap(), verified["head"].as_str().unwrap().to_owned())
}

/// Feeds lines to one long-running `ydt apply` and measures each save, until it is told to stop; gives how many there were
/// and how long the longest took.
fn saves_all_the_while(home: &Home, stop: &AtomicBool) -> (usize, Duration) {
    let mut child = ydt(home, &["apply"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let (mut saves, mut longest) = (0, Duration::ZERO);
    while !stop.load(Ordering::Relaxed) {
        let began = Instant::now();
        writeln!(input, "{LINE}").unwrap();
        let mut answer = String::new();
        output.read_line(&mut answer).unwrap();
        assert!(answer.contains("\"ok\":true"), "{answer}");
        longest = longest.max(began.elapsed());
        saves += 1;
        std::thread::sleep(BETWEEN_SAVES.saturating_sub(began.elapsed()));
    }
    drop(input);
    assert!(child.wait().unwrap().success());
    (saves, longest)
}

/// Files in a folder of which the name ends so.
fn files(folder: &Path, is_so: impl Fn(&str) -> bool) -> Vec<PathBuf> {
    let paths = folder.read_dir().unwrap().map(|entry| entry.unwrap().path());
    paths.filter(|path| is_so(path.file_name().unwrap().to_str().unwrap())).collect()
}

/// Begins a backup into a folder of numbered ones and kills it so long after its copy began to grow; says whether it was
/// killed before its copy had its name. What stood in the folder stands there as it was, and what is new is whole.
fn is_killed_in_the_middle(home: &Home, folder: &Path, after: Duration) -> bool {
    let is_backup = |name: &str| Path::new(name).extension().is_some_and(|ending| ending == "db");
    let before: Vec<(PathBuf, Vec<u8>)> = files(folder, is_backup)
        .into_iter()
        .map(|path| (path.clone(), std::fs::read(path).unwrap()))
        .collect();
    let drafts = files(folder, |name| name.contains(".part-")).len();
    let mut child = ydt(home, &["backup", "--keep", "1000", folder.to_str().unwrap()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while child.try_wait().unwrap().is_none() && files(folder, |name| name.contains(".part-")).len() == drafts
    {
        std::thread::yield_now();
    }
    std::thread::sleep(after);
    child.kill().unwrap();
    child.wait().unwrap();
    for (path, bytes) in &before {
        assert!(std::fs::read(path).unwrap() == *bytes, "{} is another now", path.display());
    }
    let new: Vec<PathBuf> = files(folder, is_backup)
        .into_iter()
        .filter(|path| before.iter().all(|(old, _)| old != path))
        .collect();
    assert!(new.len() <= 1, "{new:?}");
    for path in &new {
        head(home, path);
    }
    new.is_empty()
}

#[test]
fn backups_made_while_others_save_are_each_restored_and_proven_and_keep_nobody_waiting() {
    let home = Home::founded();
    assert_eq!(home.ydt_with(&["apply"], LINE).code, 0);
    let elsewhere = Home::new();
    let kept = elsewhere.path("kept");
    std::fs::DirBuilder::new().create(&kept).unwrap();
    let stop = AtomicBool::new(false);
    let (mut killed, mut interrupted) = (0, 0);
    let (saves, longest) = std::thread::scope(|scope| {
        let saving = scope.spawn(|| saves_all_the_while(&home, &stop));
        for round in 0..rounds(4, 100) {
            let target = home.path(&format!("b{round}.db"));
            let began = Instant::now();
            let made = home.ydt(&["backup", target.to_str().unwrap(), "--json"]);
            let took = began.elapsed();
            assert_eq!(made.code, 0, "{}", made.err);
            let made = made.json();
            let restored = elsewhere.path(&format!("r{round}.db"));
            let words = ["restore", target.to_str().unwrap(), "--db", restored.to_str().unwrap()];
            let back = elsewhere.ydt(&words);
            assert_eq!(back.code, 0, "{}", back.err);
            let wanted = (made["events"].as_u64().unwrap(), made["head"].as_str().unwrap().to_owned());
            assert_eq!(head(&elsewhere, &restored), wanted);
            std::fs::remove_file(&target).unwrap();
            std::fs::remove_file(&restored).unwrap();
            if round % 4 == 1 {
                // From its first page on until about its end, and once in a while beyond it.
                let share = u32::try_from(round / 4 % 6).unwrap();
                killed += 1;
                interrupted += usize::from(is_killed_in_the_middle(&home, &kept, took * share / 5));
            }
        }
        stop.store(true, Ordering::Relaxed);
        saving.join().unwrap()
    });
    eprintln!(
        "{} backups restored and proven, {killed} more killed, {interrupted} of them before their end; {saves} saves beside \
         them, the longest {longest:?}",
        rounds(4, 100)
    );
    assert!(interrupted > 0, "none was killed in the middle");
    head(&home, &home.database());
    // Whoever waits for a lock waits for the length of one step; a machine that is busy otherwise takes its time too.
    assert!(longest < Duration::from_secs(rounds(5, 1) as u64), "{longest:?}");
}
