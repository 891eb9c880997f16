//! What happens when the program itself is broken: the terminal first, then a report without a word of any case,
//! then one sentence for the operator.
//!
//! A panic's text may quote what was being worked on, so it is neither written nor shown; place and call stack
//! are enough to find the fault.

use std::backtrace::Backtrace;
use std::fmt;
use std::fs::{DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::panic::{Location, PanicHookInfo};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use color_eyre::Report;
use color_eyre::config::{HookBuilder, Theme};
use color_eyre::section::PanicMessage;

use crate::runtime::clock::WallClock;
use crate::runtime::terminal::Terminal;
use crate::runtime::wake::{Wake, Waker};

/// What a panic has to put in order when a console is open.
#[derive(Debug)]
pub struct Console {
    /// To be given back.
    pub terminal: Terminal,
    /// To be told, so that the loop saves what it can and leaves when another thread broke.
    pub waker: Waker,
}

/// Where reports go; nothing where the system knows no home folder.
static LOG: OnceLock<Option<PathBuf>> = OnceLock::new();

/// The console that is open.
static CONSOLE: Mutex<Option<Console>> = Mutex::new(None);

/// Installs the hooks for panics and for the errors of the edges, once in the life of the process. Reports are
/// appended to `log` (made with mode 0600).
pub fn install(log: Option<PathBuf>) {
    if LOG.set(log).is_err() {
        return;
    }
    let (panics, errors) = HookBuilder::blank()
        .theme(Theme::new())
        .display_env_section(false)
        .panic_message(WithoutPayload)
        .into_hooks();
    // It fails only where another hook was installed before.
    let _installed_before = errors.install();
    std::panic::set_hook(Box::new(move |info: &PanicHookInfo<'_>| {
        let console = CONSOLE.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(console) = &*console {
            console.terminal.give_back();
        }
        // The stack is caught here, because the library asks the environment whether it may.
        let report = format!("{}\n{}", panics.panic_report(info), Backtrace::force_capture());
        let sentence = sentence(append(&report));
        let _nobody_listens = writeln!(io::stderr(), "{sentence}");
        if let Some(console) = &*console {
            let _loop_is_gone = console.waker.send(Wake::Broken);
        }
    }));
}

/// From now on a panic gives this console's terminal back and wakes its loop.
pub fn watch_over(console: Console) {
    *CONSOLE.lock().unwrap_or_else(PoisonError::into_inner) = Some(console);
}

/// Writes down an error of the edges with all its causes, and says where; `None` where nothing could be written.
#[must_use]
pub fn note(report: &Report) -> Option<&'static Path> {
    append(&format!("{report:?}"))
}

/// What a report says of a panic: its place and thread, and nothing of its text.
struct WithoutPayload;

impl PanicMessage for WithoutPayload {
    fn display(&self, info: &PanicHookInfo<'_>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = info.location().map_or_else(|| "unknown place".to_owned(), Location::to_string);
        let thread = std::thread::current();
        write!(f, "panicked at {place}, thread {}", thread.name().unwrap_or("without a name"))
    }
}

/// Appends to the log, under a line that says when and by which version.
fn append(report: &str) -> Option<&'static Path> {
    let log = LOG.get()?.as_deref()?;
    let head = format!("{} ydt {}", WallClock::system().now(), env!("CARGO_PKG_VERSION"));
    let write = || -> io::Result<()> {
        if let Some(folder) = log.parent() {
            DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        }
        let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(log)?;
        file.write_all(format!("{head}\n{report}\n").as_bytes())
    };
    write().is_ok().then_some(log)
}

fn sentence(log: Option<&Path>) -> String {
    let trace = log.map_or_else(
        || "故障记录没能写入。".to_owned(),
        |path| format!("故障记录在 {}，其中没有投诉内容，请交给维护人员。", path.display()),
    );
    format!(
        "程序出了故障，已经退出。显示“已保存”的内容都在；正在填写的文字以最近的草稿为准，重新打开时会提示恢复。{trace}"
    )
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use color_eyre::eyre::WrapErr as _;

    use super::*;

    const LOG_VARIABLE: &str = "YDT_TEST_PANIC_LOG";

    /// Runs a test of this file in a process of its own, because hooks belong to the whole process; gives what it
    /// told the operator and what it wrote into the log. `None` is for the process itself: it gets the log's path.
    fn in_its_own_process(name: &str) -> Result<(String, String), PathBuf> {
        if let Some(log) = std::env::var_os(LOG_VARIABLE) {
            return Err(log.into());
        }
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("panic.log");
        let child = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", &format!("runtime::panic::tests::{name}"), "--nocapture"])
            .env(LOG_VARIABLE, &log)
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&child.stderr).into_owned();
        assert!(child.status.success(), "{told}");
        assert_eq!(std::fs::metadata(&log).unwrap().permissions().mode() & 0o777, 0o600);
        Ok((told, std::fs::read_to_string(&log).unwrap()))
    }

    #[test]
    fn a_panic_on_any_thread_gives_the_terminal_back_and_tells_nothing_of_what_was_worked_on() {
        let log = match in_its_own_process(
            "a_panic_on_any_thread_gives_the_terminal_back_and_tells_nothing_of_what_was_worked_on",
        ) {
            Ok((told, logged)) => {
                assert!(told.contains("程序出了故障") && told.contains("panic.log"), "{told}");
                assert!(!told.contains("张三") && !told.contains("panic.rs"), "{told}");
                assert!(logged.contains("panicked at src/runtime/panic.rs"), "{logged}");
                assert!(logged.contains("thread office") && logged.contains("panic::tests"), "{logged}");
                assert!(!logged.contains("张三") && !logged.contains('\x1b'), "{logged}");
                return;
            }
            Err(log) => log,
        };
        let line = crate::runtime::test_line::Line::new();
        let terminal = line.terminal();
        let found = line.modes();
        let _guard = terminal.take(true).unwrap();
        assert_ne!(line.modes(), found);
        let (waker, mut heard) = crate::runtime::wake::wakes();
        install(Some(log));
        watch_over(Console { terminal: terminal.clone(), waker });
        let thread = std::thread::Builder::new().name("office".to_owned());
        let broken = thread.spawn(|| panic!("张三的投诉内容")).unwrap().join();
        assert!(broken.is_err());
        assert_eq!(heard.already_here(), Some(Wake::Broken));
        assert_eq!(line.modes(), found);
    }

    #[test]
    fn an_error_of_the_edges_is_written_down_with_its_causes_and_where_it_came_from() {
        let log = match in_its_own_process(
            "an_error_of_the_edges_is_written_down_with_its_causes_and_where_it_came_from",
        ) {
            Ok((_, logged)) => {
                assert!(logged.contains("没有打开") && logged.contains("the cause"), "{logged}");
                assert!(logged.contains("src/runtime/panic.rs") && !logged.contains('\x1b'), "{logged}");
                return;
            }
            Err(log) => log,
        };
        install(Some(log.clone()));
        let report = Err::<(), _>(io::Error::other("the cause")).wrap_err("没有打开").unwrap_err();
        assert_eq!(note(&report), Some(log.as_path()));
    }

    #[test]
    fn the_operator_is_told_where_the_report_is_or_that_there_is_none() {
        assert!(sentence(Some(Path::new("/var/log/p.log"))).contains("/var/log/p.log"));
        assert!(sentence(None).contains("没能写入"));
    }
}
