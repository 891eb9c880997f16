//! Runs `notify.command` on a thread of its own, so that a command that hangs never keeps the sweep waiting.

use std::io::Write as _;
use std::os::unix::process::CommandExt as _;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;

use crate::domain::limit::alerting::Notification;

/// How long one command may take.
const TIME_OUT: Duration = Duration::from_secs(10);
/// How often a running command is looked at.
const GLANCE: Duration = Duration::from_millis(20);

/// What became of one command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    pub alert: i64,
    /// Why it failed, in Chinese; nothing when it went well.
    pub failure: Option<String>,
}

/// The line to the thread.
pub struct Notifier {
    jobs: Option<Sender<Notification>>,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Notifier {
    /// Starts the thread; `report` is told of every command's end.
    ///
    /// # Errors
    /// When the system has no thread to give.
    pub fn start(command: Vec<String>, report: impl Fn(Sent) + Send + 'static) -> std::io::Result<Self> {
        let (jobs, waiting): (_, Receiver<Notification>) = channel();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = Arc::clone(&stop);
        let thread = std::thread::Builder::new().name("notify".to_owned()).spawn(move || {
            for job in waiting {
                if stopped.load(Ordering::Relaxed) {
                    break;
                }
                let failure = serde_json::to_vec(&job)
                    .map_err(|_| "提醒内容写不成 JSON".to_owned())
                    .and_then(|json| run(&command, &json, TIME_OUT, &stopped))
                    .err();
                report(Sent { alert: job.alert, failure });
            }
        })?;
        Ok(Self { jobs: Some(jobs), stop, thread: Some(thread) })
    }

    /// Puts a notification in line.
    pub fn send(&self, notification: Notification) {
        if let Some(jobs) = &self.jobs {
            // A thread that is gone reports nothing, and the claim on the alert runs out.
            let _thread_is_gone = jobs.send(notification);
        }
    }

    /// Ends a running command and the thread.
    pub fn finish(mut self) {
        self.stop.store(true, Ordering::Relaxed);
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            let _reported_by_the_hook = thread.join();
        }
    }
}

/// Runs a command without a shell, its input the JSON; whatever it started with it ends when its time is up.
fn run(command: &[String], json: &[u8], time_out: Duration, stop: &AtomicBool) -> Result<(), String> {
    let Some((program, arguments)) = command.split_first() else {
        return Err("没有写通知命令".to_owned());
    };
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .spawn()
        .map_err(|_| format!("通知命令 {program} 启动不了，请检查路径和权限"))?;
    if let Some(mut input) = child.stdin.take() {
        // A command that does not read its input may still do its work; its exit code decides.
        let _may_not_read = input.write_all(json);
    }
    let begun = Instant::now();
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return Ok(()),
            Ok(Some(status)) => {
                return Err(status.code().map_or_else(
                    || "通知命令被信号终止".to_owned(),
                    |code| format!("通知命令以退出码 {code} 失败"),
                ));
            }
            Ok(None) => {}
            Err(_) => return Err("等不到通知命令的结果".to_owned()),
        }
        if begun.elapsed() >= time_out {
            end(&mut child);
            return Err(format!("通知命令 {} 秒没有结束，已终止", time_out.as_secs()));
        }
        if stop.load(Ordering::Relaxed) {
            end(&mut child);
            return Err("时限检查停止，通知命令已终止".to_owned());
        }
        std::thread::sleep(GLANCE);
    }
}

/// Kills the command with everything it started.
fn end(child: &mut Child) {
    if let Ok(group) = i32::try_from(child.id()) {
        let _already_gone = killpg(Pid::from_raw(group), Signal::SIGKILL);
    }
    let _already_gone = child.kill();
    let _already_waited_for = child.wait();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    fn run_now(command: &[&str], time_out: Duration) -> Result<(), String> {
        run(&words(command), b"{\"alert\":1}", time_out, &AtomicBool::new(false))
    }

    #[test]
    fn a_command_reads_the_json_and_no_shell_sees_its_words() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a b;c");
        run_now(&["tee", file.to_str().unwrap()], TIME_OUT).unwrap();
        assert_eq!(std::fs::read_to_string(file).unwrap(), "{\"alert\":1}");
    }

    #[test]
    fn a_command_that_fails_hangs_or_is_missing_is_told() {
        assert!(run_now(&["false"], TIME_OUT).unwrap_err().contains("退出码 1"));
        assert!(run_now(&["/nonexistent/x"], TIME_OUT).unwrap_err().contains("启动不了"));
        let begun = Instant::now();
        let told = run_now(&["sh", "-c", "sleep 60 & wait"], Duration::from_millis(100)).unwrap_err();
        assert!(told.contains("已终止"), "{told}");
        assert!(begun.elapsed() < Duration::from_secs(30));
    }
}
