//! A copy elsewhere by the engine that is shipped for it, where its program is there: how little a disaster takes, how soon
//! the town works again, and that what was erased does not come back.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::json;

use crate::home::Home;

/// So long is waited for the engine before a test fails.
const LONGEST: Duration = Duration::from_mins(1);
pub const COMPLAINT: &str =
    r#"{"command":"register","title":"甲","content":"乙","complained_at":"2026-03-05"}"#;

/// The engine's program, named by `YDT_LITESTREAM` or found on the path.
pub fn engine() -> Option<PathBuf> {
    let named = std::env::var_os("YDT_LITESTREAM").map(PathBuf::from);
    let on_path = || {
        let path = std::env::var_os("PATH")?;
        std::env::split_paths(&path).map(|folder| folder.join("litestream")).find(|file| file.is_file())
    };
    let found = named.or_else(on_path);
    if found.is_none() {
        eprintln!("there is no litestream here: skipped");
    }
    found
}

/// A running engine; killed with this.
pub struct Engine {
    pub program: PathBuf,
    pub config: String,
    child: Child,
}

impl Engine {
    /// The shipped configuration, changed as wanted, with the places of this home and a retention that a test can wait for.
    pub fn start(home: &Home, program: PathBuf, change: impl Fn(&str) -> String) -> Self {
        let shipped = std::fs::read_to_string("assets/deploy/copy/litestream.yml").unwrap();
        let place = |name: &str| home.path(name).to_str().unwrap().to_owned();
        let config = change(&shipped)
            .replace("/var/lib/ydt/ydt.db", &place("town.db"))
            .replace("/var/lib/ydt/copy", &place("engine"))
            .replace("/mnt/copy/ydt.db", &place("copy"))
            .replace("interval: 24h", "interval: 1s")
            .replace("retention: 144h", "retention: 2s")
            .replace("l0-retention: 5m", "l0-retention: 1s")
            // Of each level the last file stays until there is a newer one, by itself up to an hour.
            + "levels:\n  - interval: 1s\n  - interval: 3s\n";
        let config = home.write("litestream.yml", config);
        let log = std::fs::File::create(home.path("engine.log")).unwrap();
        let child = Command::new(&program)
            .args(["replicate", "-config", &config])
            .stdout(Stdio::from(log.try_clone().unwrap()))
            .stderr(Stdio::from(log))
            .spawn()
            .unwrap();
        Self { program, config, child }
    }

    /// Fetches the newest state of the copy; says whether there was one.
    pub fn fetch(&self, home: &Home, to: &Path) -> bool {
        for ending in ["", "-wal", "-shm"] {
            let _not_there = std::fs::remove_file(format!("{}{ending}", to.display()));
        }
        let fetched = Command::new(&self.program)
            .args(["restore", "-config", &self.config, "-o", to.to_str().unwrap()])
            .arg(home.database())
            .output()
            .unwrap();
        if fetched.status.success() {
            std::fs::set_permissions(to, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        }
        fetched.status.success()
    }

    /// Ends it as a power cut does.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Engine {
    fn drop(&mut self) {
        let _ended_already = self.child.kill();
        let _ended_already = self.child.wait();
    }
}

pub fn head(home: &Home, file: &Path) -> Option<String> {
    let verified = home.ydt(&["verify", "--json", "--db", file.to_str().unwrap()]);
    (verified.code == 0).then(|| verified.json()["head"].as_str().unwrap().to_owned())
}

pub fn until(what: &str, mut is_so: impl FnMut() -> bool) -> Duration {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < LONGEST, "{what}");
        std::thread::sleep(Duration::from_millis(50));
    }
    began.elapsed()
}

#[test]
fn what_was_committed_is_elsewhere_soon_and_the_town_works_again_by_the_shipped_script() {
    let Some(program) = engine() else { return };
    let home = Home::founded();
    let mut engine = Engine::start(&home, program, str::to_owned);
    let fetched = home.path("fetched.db");
    let mut longest = Duration::ZERO;
    for _ in 0..3 {
        assert_eq!(home.ydt_with(&["apply"], COMPLAINT).code, 0);
        let committed = head(&home, &home.database());
        assert!(committed.is_some(), "the engine's own tables are no fault");
        let is_there = || engine.fetch(&home, &fetched) && head(&home, &fetched) == committed;
        longest = longest.max(until("the copy follows", is_there));
    }
    eprintln!("committed until fetched from the copy and proven: {longest:?} at most");
    let year = ydt::runtime::clock::WallClock::system().now().date().year();
    let attached = home.ydt_with(&["attach", &format!("{year}-0001"), "照片.jpg"], "\u{1}photo");
    assert_eq!(attached.code, 0, "{}", attached.err);
    let committed = head(&home, &home.database()).unwrap();
    until("the attachment's event is copied", || {
        engine.fetch(&home, &fetched) && head_of_file(&fetched).as_deref() == Some(committed.as_str())
    });
    let attachments = home.path("copied-attachments");
    copy_attachments(&home, &attachments);

    // The machine is gone, and with it everything but the copies and what this machine remembers.
    engine.kill();
    for file in ["town.db", "town.db-wal", "town.db-shm", "fetched.db", "erased.list"] {
        let _not_there = std::fs::remove_file(home.path(file));
    }
    std::fs::remove_dir_all(home.path("town.db.attachments")).unwrap();
    let began = Instant::now();
    let folder = Path::new(env!("CARGO_BIN_EXE_ydt")).parent().unwrap();
    let beside = engine.program.parent().unwrap();
    let restored = Command::new("assets/deploy/copy/restore.sh")
        .args([&engine.config, home.database().to_str().unwrap(), attachments.to_str().unwrap()])
        .env("PATH", format!("{}:{}:/usr/bin:/bin", folder.display(), beside.display()))
        .env("HOME", home.0.path())
        .env_remove("XDG_STATE_HOME")
        .output()
        .unwrap();
    assert!(restored.status.success(), "{}", String::from_utf8_lossy(&restored.stderr));
    eprintln!("restored from the copy in {:?}", began.elapsed());
    assert_eq!(head(&home, &home.database()).unwrap(), committed);
    assert!(!home.path("town.db.from-copy").exists(), "what was fetched is erased again");
    assert_eq!(home.ydt(&["attach", &format!("{year}-0001"), "--get", "1"]).out, "\u{1}photo");
    assert_eq!(home.ydt_with(&["apply"], COMPLAINT).code, 0, "the machine takes it for its own");
}

/// The head as the rows say it, of a file whose attachments are not beside it.
pub fn head_of_file(file: &Path) -> Option<String> {
    let database = rusqlite::Connection::open(file).ok()?;
    let hash: Vec<u8> = database
        .query_row("SELECT hash FROM events ORDER BY position DESC LIMIT 1", [], |row| row.get(0))
        .ok()?;
    Some(hash.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}")))
}

/// By the shipped script where rsync is there, else file by file.
fn copy_attachments(home: &Home, to: &Path) {
    let from = home.path("town.db.attachments");
    let copied = Command::new("assets/deploy/copy/copy-attachments").arg(&from).arg(to).output().unwrap();
    if copied.status.success() {
        assert!(!to.join("incoming").exists());
        return;
    }
    eprintln!("there is no rsync here: copied without it");
    std::fs::create_dir_all(to).unwrap();
    for entry in from.read_dir().unwrap() {
        let file = entry.unwrap().path();
        if file.is_file() {
            std::fs::copy(&file, to.join(file.file_name().unwrap())).unwrap();
        }
    }
}

#[test]
fn what_is_sealed_beside_a_running_copy_is_gone_here_at_once_or_marked_and_from_the_copy_after_its_retention()
{
    use std::os::unix::fs::MetadataExt as _;
    let Some(program) = engine() else { return };
    let home = Home::founded();
    let engine = Engine::start(&home, program, str::to_owned);
    let secret = "龘靐罢课";
    let complaint =
        json!({"command": "register", "title": "甲", "content": secret, "complained_at": "2026-03-05"});
    let applied = home.ydt_with(&["apply"], &complaint.to_string());
    assert_eq!(applied.code, 0, "{}", applied.out);
    let fetched = home.path("fetched.db");
    until("the copy follows", || engine.fetch(&home, &fetched) && holds(&fetched, secret));
    let seal = json!({"command": "seal", "case": {"platform_no": null}});
    drop(seal);
    let year = ydt::runtime::clock::WallClock::system().now().date().year();
    let seal = json!({"command": "seal", "case": format!("{year}-0001")});
    assert_eq!(home.ydt_with(&["apply"], &seal.to_string()).code, 0);
    let sealed_at = home.database().metadata().unwrap().mtime();
    let log = home.path("town.db-wal");
    let is_marked = || {
        let check = home.ydt(&["check", "--json"]).json();
        !check["unfinished_erasures"].as_array().unwrap().is_empty()
    };
    let is_here = || holds(&home.database(), secret) || holds(&log, secret);
    let mut wrong = None;
    let gone = until("it is gone here and so is its mark", || {
        // Looked at in this order: a mark goes after the text.
        let here = is_here();
        let marked = is_marked();
        if here && !marked && is_here() {
            wrong = Some("it is here without a mark");
        }
        !here && !marked
    });
    assert_eq!(wrong, None);
    eprintln!("sealed until gone here without a mark: {gone:?}");
    // The engine writes a new snapshot and lets go of what is older than its retention.
    let let_go = until("nothing older is left in the copy", || {
        assert!(home.ydt_with(&["apply"], COMPLAINT).code == 0);
        let files = files_below(&home.path("copy"));
        !files.is_empty()
            && files.iter().all(|file| file.metadata().is_ok_and(|about| about.mtime() > sealed_at))
    });
    eprintln!("until the copy let go of what is older: {let_go:?}");
    assert!(engine.fetch(&home, &fetched) && !holds(&fetched, secret));
    assert!(head(&home, &fetched).is_some());
}

#[test]
fn a_copy_older_than_an_erasure_is_erased_again_though_this_machine_is_gone_with_its_list() {
    let home = Home::founded();
    let secret = "龘靐罢课";
    let complaint =
        json!({"command": "register", "title": "甲", "content": secret, "complained_at": "2026-03-05"});
    assert_eq!(home.ydt_with(&["apply"], &complaint.to_string()).code, 0);
    let copy = home.path("elsewhere/copy.db");
    std::fs::create_dir(copy.parent().unwrap()).unwrap();
    assert_eq!(home.ydt(&["backup", copy.to_str().unwrap()]).code, 0);
    let year = ydt::runtime::clock::WallClock::system().now().date().year();
    let case = format!("{year}-0001");
    let seal = json!({"command": "seal", "case": case});
    assert_eq!(home.ydt_with(&["apply"], &seal.to_string()).code, 0);
    let attachments = home.path("elsewhere/attachments");
    let from = home.path("town.db.attachments");
    let copied = Command::new("assets/deploy/copy/copy-attachments").arg(&from).arg(&attachments).output();
    if !copied.unwrap().status.success() {
        eprintln!("there is no rsync here: copied without it");
        std::fs::create_dir_all(&attachments).unwrap();
        std::fs::copy(home.path("erased.list"), attachments.join("erased.list")).unwrap();
    }
    for file in ["town.db", "town.db-wal", "town.db-shm", "erased.list"] {
        let _not_there = std::fs::remove_file(home.path(file));
    }
    let words = ["restore", "--force", "--from-copy", copy.to_str().unwrap(), "--attachments"];
    let restored = home.ydt(&[&words[..], &[attachments.to_str().unwrap()]].concat());
    assert!(restored.code == 0 && restored.err.contains("已再次密封"), "{}", restored.err);
    assert!(!holds(&home.database(), secret) && !home.ydt(&["show", &case]).out.contains(secret));
    assert_eq!(home.ydt(&["verify"]).code, 0);
}

/// An engine that copies holds a reading open all the time, but for the moments in which it takes the log over itself.
#[test]
fn what_is_left_of_a_former_log_is_overwritten_while_an_engine_keeps_it_from_being_emptied() {
    let home = Home::founded();
    let engine = rusqlite::Connection::open(home.database()).unwrap();
    let read = "BEGIN; SELECT count(*) FROM events";
    let begin = || engine.query_row("SELECT count(*) FROM events", [], |row| row.get::<_, i64>(0)).unwrap();
    engine.execute_batch(read).unwrap();
    begin();
    let secret = "龘靐罢课";
    for content in ["甲", "乙", secret] {
        let complaint =
            json!({"command": "register", "title": "甲", "content": content, "complained_at": "2026-03-05"});
        assert_eq!(home.ydt_with(&["apply"], &complaint.to_string()).code, 0);
    }
    let year = ydt::runtime::clock::WallClock::system().now().date().year();
    let seal = json!({"command": "seal", "case": format!("{year}-0003")});
    assert_eq!(home.ydt_with(&["apply"], &seal.to_string()).code, 0);
    let log = home.path("town.db-wal");
    let marked = || {
        let check = home.ydt(&["check", "--json"]).json();
        check["unfinished_erasures"].as_array().unwrap().len()
    };
    assert_eq!((marked(), holds(&log, secret)), (1, true), "the engine reads");
    engine.execute_batch("COMMIT").unwrap();
    let done: (i64, i64, i64) = engine
        .query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap();
    assert!(done.0 == 0 && done.1 == done.2, "{done:?}");
    engine.execute_batch(read).unwrap();
    begin();
    // The library begins the log anew, and the engine reads what was before that.
    home.sql("UPDATE meta SET value = value");
    assert!(holds(&log, secret), "it lies behind the present frames");
    assert_eq!((marked(), holds(&log, secret)), (0, false));
    assert_eq!(home.ydt(&["verify"]).code, 0);
    drop(engine);
}

fn holds(file: &Path, secret: &str) -> bool {
    let bytes = std::fs::read(file).unwrap_or_default();
    bytes.windows(secret.len()).any(|part| part == secret.as_bytes())
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in folder.read_dir().into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() { found.extend(files_below(&path)) } else { found.push(path) }
    }
    found
}

#[test]
fn what_the_copying_engine_keeps_in_the_file_is_no_fault_and_anything_else_is() {
    let home = Home::founded();
    home.sql("CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER); CREATE TABLE _litestream_lock (id INTEGER);");
    assert_eq!(home.ydt(&["verify"]).code, 0);
    home.sql("CREATE TABLE litestream_seq (id INTEGER)");
    let verified = home.ydt(&["verify"]);
    assert!(verified.code == 3 && verified.out.contains("litestream_seq"), "{}", verified.out);
}

#[test]
fn a_copy_that_falls_behind_is_told_by_check() {
    let home = Home::founded();
    let copy = home.path("copy");
    std::fs::create_dir_all(copy.join("0")).unwrap();
    std::fs::create_dir_all(home.path(".config/ydt")).unwrap();
    let config = format!("[copies]\nfolders = [\"{}\"]\n", copy.display());
    std::fs::write(home.path(".config/ydt/config.toml"), config).unwrap();
    let file = copy.join("0/1.ltx");
    std::fs::write(&file, "x").unwrap();
    assert!(!home.ydt(&["check"]).err.contains("副本"));
    let written = std::fs::File::options().write(true).open(&file).unwrap();
    let now = file.metadata().unwrap().modified().unwrap();
    for (hours, words) in [(3, "异地副本落后"), (50, "!异地副本落后2天")] {
        let then = now - Duration::from_hours(hours);
        written.set_modified(then).unwrap();
        for folder in [copy.join("0"), copy.clone()] {
            std::fs::File::open(folder).unwrap().set_modified(then).unwrap();
        }
        assert_eq!(home.ydt_with(&["apply"], COMPLAINT).code, 0);
        let told = home.ydt(&["check"]).err;
        assert!(told.contains(words), "{told}");
    }
    std::fs::remove_dir_all(&copy).unwrap();
    let told = home.ydt(&["check", "--json"]).json();
    assert_eq!(told["copies_unseen"], json!(true));
}
