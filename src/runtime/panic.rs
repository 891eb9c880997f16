//! What happens when the program itself is broken: the terminal first, then a report without a word of any case,
//! then one sentence for the operator.
//!
//! A panic's text may quote what was being worked on, so it is neither written nor shown; place and call stack
//! are enough to find the fault.

use std::backtrace::Backtrace;
use std::fs::OpenOptions;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::panic::{Location, PanicHookInfo};
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;

use crate::runtime::clock::Clock;
use crate::runtime::terminal::Terminal;
use crate::runtime::wake::Wake;

/// What a panic has to put in order when a console is open.
#[derive(Debug)]
pub struct Console {
    /// To be given back.
    pub terminal: Terminal,
    /// To be told, so that the loop saves what it can and leaves when another thread broke.
    pub wakes: Sender<Wake>,
}

/// Installs the hook; a later call replaces an earlier one. The report is appended to `log` (made with mode 0600).
pub fn install(log: PathBuf, console: Option<Console>) {
    std::panic::set_hook(Box::new(move |info: &PanicHookInfo<'_>| {
        if let Some(console) = &console {
            console.terminal.give_back();
        }
        let report = report(info.location(), &Backtrace::force_capture());
        let sentence = sentence(append(&log, &report).is_ok().then_some(log.as_path()));
        let _nobody_listens = writeln!(io::stderr(), "{sentence}");
        if let Some(console) = &console {
            let _loop_is_gone = console.wakes.send(Wake::Broken);
        }
    }));
}

fn report(location: Option<&Location<'_>>, stack: &Backtrace) -> String {
    let place = location.map_or_else(|| "unknown place".to_owned(), ToString::to_string);
    let thread = std::thread::current();
    format!(
        "{} ydt {} panicked at {place}, thread {}\n{stack}\n",
        Clock::system().now(),
        env!("CARGO_PKG_VERSION"),
        thread.name().unwrap_or("without a name"),
    )
}

fn append(log: &Path, report: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().append(true).create(true).mode(0o600).open(log)?;
    file.write_all(report.as_bytes())
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
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn the_report_names_the_place_and_is_readable_by_the_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let log = folder.path().join("panic.log");
        let here = Location::caller();
        append(&log, &report(Some(here), &Backtrace::force_capture())).unwrap();
        append(&log, &report(None, &Backtrace::force_capture())).unwrap();
        let text = std::fs::read_to_string(&log).unwrap();
        assert!(text.contains(&format!("panicked at {here}")), "{text}");
        assert!(text.contains("unknown place"), "a second report replaced the first");
        assert_eq!(std::fs::metadata(&log).unwrap().permissions().mode() & 0o777, 0o600);
    }

    /// Runs itself in a process of its own, because a hook belongs to the whole process.
    #[test]
    fn a_panic_on_any_thread_gives_the_terminal_back_and_tells_nothing_of_what_was_worked_on() {
        const LOG: &str = "YDT_TEST_PANIC_LOG";
        let Some(log) = std::env::var_os(LOG) else {
            let folder = tempfile::tempdir().unwrap();
            let log = folder.path().join("panic.log");
            let name = "runtime::panic::tests::a_panic_on_any_thread_gives_the_terminal_back_and_tells_nothing_of_what_was_worked_on";
            let child = std::process::Command::new(std::env::current_exe().unwrap())
                .args(["--exact", name, "--nocapture"])
                .env(LOG, &log)
                .output()
                .unwrap();
            let told = String::from_utf8_lossy(&child.stderr);
            let logged = std::fs::read_to_string(&log).unwrap();
            assert!(child.status.success(), "{told}");
            assert!(told.contains("程序出了故障") && !told.contains("张三"), "{told}");
            assert!(logged.contains("panic.rs") && !logged.contains("张三"), "{logged}");
            return;
        };
        let line = crate::runtime::test_line::Line::new();
        let terminal = line.terminal();
        let found = line.modes();
        let _guard = terminal.take(true).unwrap();
        assert_ne!(line.modes(), found);
        let (sender, wakes) = crate::runtime::wake::wakes();
        install(log.into(), Some(Console { terminal: terminal.clone(), wakes: sender }));
        let broken = std::thread::spawn(|| panic!("张三的投诉内容")).join();
        assert!(broken.is_err());
        assert_eq!(wakes.wait_until(None), Some(Wake::Broken));
        assert_eq!(line.modes(), found);
    }

    #[test]
    fn the_operator_is_told_where_the_report_is_or_that_there_is_none() {
        assert!(sentence(Some(Path::new("/var/log/p.log"))).contains("/var/log/p.log"));
        assert!(sentence(None).contains("没能写入"));
    }
}
