//! What an import costs, with real files and real processes: beside `sqlite3 .import` with as many indexes, in every
//! format, for rows that share a telephone or a respondent, in memory, and for colleagues who save meanwhile.
//! `cargo bench --bench import`; with a number behind `--` the large files have so many rows instead of 100,000.

#![expect(clippy::unwrap_used, reason = "a bench that cannot be set up has nothing to measure")]

mod colleagues;
mod exports;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use colleagues::{Colleagues, Save};
use exports::{Format, Shared};
use rusqlite::Connection;

/// Rows of the large files, unless asked otherwise.
const MANY: usize = 100_000;
/// Rows of the file that colleagues work beside.
const USUAL: usize = 20_000;
/// One row more than a file may have.
const TOO_MANY: usize = 200_001;
const COLLEAGUES: usize = 12;
/// How often a running process is looked at.
const LOOK: Duration = Duration::from_millis(5);

fn main() {
    let rows = std::env::args().skip(1).find_map(|word| word.parse().ok()).unwrap_or(MANY);
    let folder = tempfile::tempdir().unwrap();
    let bench = Bench { folder: folder.path().to_owned() };
    let csv = bench.formats(rows);
    bench.shared(rows, csv);
    bench.too_many();
    bench.beside_colleagues();
}

struct Bench {
    folder: PathBuf,
}

/// A process that has ended.
struct Ran {
    took: Duration,
    /// Most memory held at once, in MiB.
    memory: u64,
    /// How long the transaction that writes kept the others waiting.
    wrote: Duration,
    said: String,
}

impl Bench {
    fn formats(&self, rows: usize) -> Duration {
        let file = self.export(Format::Csv, rows, Shared::Nothing);
        let csv = self.import(&file, &[]);
        println!("{rows} rows, csv: {}", csv.line());
        let indexes = self.indexes(rows);
        match self.plain_import(&file, indexes) {
            Some(plain) => println!(
                "  sqlite3 .import with {indexes} indexes: {:.1} s; ratio {:.2}",
                plain.as_secs_f64(),
                csv.took.as_secs_f64() / plain.as_secs_f64()
            ),
            None => println!("  sqlite3 is not installed, so there is nothing to compare with"),
        }
        for format in Format::ALL.into_iter().filter(|format| *format != Format::Csv) {
            let ran = self.import(&self.export(format, rows, Shared::Nothing), &[]);
            println!("{rows} rows, {}: {}; {:.2} of csv", format.name(), ran.line(), ran.beside(csv.took));
        }
        csv.took
    }

    fn shared(&self, rows: usize, csv: Duration) {
        for (what, shared) in [("one telephone", Shared::Telephone), ("one respondent", Shared::Respondent)] {
            let ran = self.import(&self.export(Format::Csv, rows, shared), &[]);
            println!("{rows} rows with {what}: {}; {:.2} of distinct ones", ran.line(), ran.beside(csv));
        }
    }

    fn too_many(&self) {
        for format in [Format::Csv, Format::Json, Format::Xlsx] {
            let ran = self.import(&self.export(format, TOO_MANY, Shared::Nothing), &[]);
            println!("{TOO_MANY} rows, {}: {}: {}", format.name(), ran.line(), ran.said.trim());
        }
    }

    fn beside_colleagues(&self) {
        let file = self.export(Format::Csv, USUAL, Shared::Nothing);
        println!("{USUAL} rows alone: {}", self.import(&file, &[]).line());
        let database = self.database();
        let alone = Colleagues::begin(COLLEAGUES, &database);
        std::thread::sleep(Duration::from_secs(5));
        tell("with nobody importing", alone.end());
        for (what, more) in [("beside a dry run", &["--dry-run"][..]), ("beside an import", &[])] {
            let colleagues = Colleagues::begin(COLLEAGUES, &database);
            let ran = run(&database, &file, more);
            tell(what, colleagues.end());
            println!("  the import: {}", ran.line());
        }
    }

    fn export(&self, format: Format, rows: usize, shared: Shared) -> PathBuf {
        let path = self.folder.join("export");
        exports::write(&path, format, rows, shared);
        path
    }

    /// Imports a file into a new town.
    fn import(&self, file: &Path, more: &[&str]) -> Ran {
        run(&self.database(), file, more)
    }

    fn database(&self) -> PathBuf {
        let folder = self.folder.join("town");
        let _none_was_left = std::fs::remove_dir_all(&folder);
        let path = folder.join("ydt.db");
        let made = Command::new(env!("CARGO_BIN_EXE_ydt"))
            .arg("--db")
            .arg(&path)
            .args(["init", "--town", "建胜镇", "--district", "大渡口区", "--sandbox"])
            .output()
            .unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        path
    }

    /// Indexes of the tables that got a row for each of the file, their keys among them.
    fn indexes(&self, rows: usize) -> usize {
        let connection = Connection::open(self.folder.join("town/ydt.db")).unwrap();
        let mut tables = connection
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%'")
            .unwrap();
        let names = tables.query_map([], |row| row.get::<_, String>(0)).unwrap().map(Result::unwrap);
        let filled = names.filter(|name| {
            let count = format!("SELECT count(*) FROM {name}");
            connection.query_row(&count, [], |row| row.get::<_, u32>(0)).unwrap() as usize >= rows
        });
        let of = |name: String| {
            let count = "SELECT count(*) FROM pragma_index_list(?1)";
            connection.query_row(count, [name], |row| row.get::<_, u32>(0)).unwrap() as usize
        };
        filled.map(of).sum()
    }

    /// The same file into one table with so many indexes of two columns each.
    fn plain_import(&self, file: &Path, indexes: usize) -> Option<Duration> {
        let columns: Vec<String> = (0..16).map(|column| format!("c{column}")).collect();
        let index = |number: usize| {
            let (one, other) = (number % 16, (number * 7 + 3) % 16);
            format!("CREATE INDEX i{number} ON t (c{one}, c{other});")
        };
        let script = format!(
            "PRAGMA journal_mode = WAL;\nPRAGMA synchronous = FULL;\nCREATE TABLE t ({});\n{}\n.import --csv --skip 1 {} t\n",
            columns.join(", "),
            (0..indexes).map(index).collect::<Vec<_>>().join("\n"),
            file.display()
        );
        let database = self.folder.join("plain.db");
        let began = Instant::now();
        let mut process = Command::new("sqlite3")
            .arg(&database)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn()
            .ok()?;
        std::io::Write::write_all(&mut process.stdin.take()?, script.as_bytes()).ok()?;
        process.wait().ok()?.success().then(|| began.elapsed())
    }
}

impl Ran {
    fn line(&self) -> String {
        format!(
            "{:.1} s, of that {:.1} s writing; {} MiB at most",
            self.took.as_secs_f64(),
            self.wrote.as_secs_f64(),
            self.memory
        )
    }

    fn beside(&self, other: Duration) -> f64 {
        self.took.as_secs_f64() / other.as_secs_f64()
    }
}

/// Runs `ydt import` and looks at it all the while.
fn run(database: &Path, file: &Path, more: &[&str]) -> Ran {
    let mark = PathBuf::from(format!("{}.importing", database.display()));
    let began = Instant::now();
    let mut process = Command::new(env!("CARGO_BIN_EXE_ydt"))
        .arg("--db")
        .arg(database)
        .arg("import")
        .args(more)
        .arg(file)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut memory, mut wrote) = (0, Duration::ZERO);
    let mut looked = Instant::now();
    while process.try_wait().unwrap().is_none() {
        memory = memory.max(peak(process.id()).unwrap_or(0));
        std::thread::sleep(LOOK);
        let passed = looked.elapsed();
        looked = Instant::now();
        if mark.exists() {
            wrote += passed;
        }
    }
    let took = began.elapsed();
    let mut said = String::new();
    std::io::Read::read_to_string(&mut process.stderr.take().unwrap(), &mut said).unwrap();
    Ran { took, memory, wrote, said }
}

/// The most memory a process has held so far, in MiB.
fn peak(process: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse::<u64>().ok().map(|kib| kib >> 10)
}

fn tell(what: &str, saves: Vec<Save>) {
    let refused = saves.iter().filter(|save| save.was_refused).count();
    let mut took: Vec<Duration> = saves.into_iter().map(|save| save.took).collect();
    took.sort_unstable();
    let at = |share: usize| took.get(took.len() * share / 100).or(took.last()).map_or(0, Duration::as_millis);
    println!(
        "{COLLEAGUES} colleagues {what}: {} saves, {refused} refused; half within {} ms, 95 % within {} ms, the longest {} ms",
        took.len(),
        at(50),
        at(95),
        at(100)
    );
}
