//! Runs `notify.command` beside the sweep, so that a command that hangs never keeps it waiting.

use std::collections::VecDeque;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use nix::sys::signal::{Signal, killpg};
use nix::unistd::Pid;
use serde::Serialize;
use tokio::io::AsyncWriteExt as _;
use tokio::process::{ChildStdin, Command};
use tokio::sync::watch;
use tokio::task::JoinSet;

/// How long one command may take.
const TIME_OUT: Duration = Duration::from_secs(10);

/// Which reminder a notification is about: those of cases and of records of disclosure are numbered apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reminder {
    OfCase(i64),
    OfDisclosure(i64),
}

/// A notification as the command reads it.
struct Notice {
    reminder: Reminder,
    json: serde_json::Result<Vec<u8>>,
}

/// What became of one command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    pub reminder: Reminder,
    /// Why it failed, in Chinese; nothing when it went well.
    pub failure: Option<String>,
}

/// Notifications on their way, one after another: a command need not bear being run twice at once.
pub struct Notifier {
    command: Vec<String>,
    waiting: VecDeque<Notice>,
    /// At most one.
    running: JoinSet<Sent>,
    stop: watch::Sender<bool>,
}

impl Notifier {
    /// Nothing is on its way yet.
    #[must_use]
    pub fn new(command: Vec<String>) -> Self {
        Self { command, waiting: VecDeque::new(), running: JoinSet::new(), stop: watch::Sender::new(false) }
    }

    /// Whether every command has ended and been asked about.
    #[must_use]
    pub fn is_idle(&self) -> bool {
        self.waiting.is_empty() && self.running.is_empty()
    }

    /// Puts a notification in line.
    pub fn send(&mut self, reminder: Reminder, notification: &impl Serialize) {
        self.waiting.push_back(Notice { reminder, json: serde_json::to_vec(notification) });
    }

    fn start(&mut self, notice: Notice) {
        let (command, stop) = (self.command.clone(), self.stop.subscribe());
        let Notice { reminder, json } = notice;
        self.running.spawn(async move {
            let sent = match json {
                Ok(json) => run(&command, &json, TIME_OUT, stop).await,
                Err(_) => Err("提醒内容写不成 JSON".to_owned()),
            };
            Sent { reminder, failure: sent.err() }
        });
    }

    /// Starts what is in line and waits for the next command to end; for ever while there is none. Whoever stops
    /// waiting loses nothing.
    pub async fn next(&mut self) -> Sent {
        loop {
            if self.running.is_empty()
                && let Some(notice) = self.waiting.pop_front()
            {
                self.start(notice);
            }
            match self.running.join_next().await {
                Some(Ok(sent)) => return sent,
                // One that panicked has been reported by the hook, and the claim on its alert runs out.
                Some(Err(_)) => {}
                None => std::future::pending().await,
            }
        }
    }

    /// Ends what is under way and says what became of it. The claims on what is still in line run out.
    pub async fn finish(mut self) -> Vec<Sent> {
        self.stop.send_replace(true);
        let mut ended = Vec::new();
        while let Some(sent) = self.running.join_next().await {
            ended.extend(sent);
        }
        ended
    }
}

/// Runs a command without a shell, its input the JSON; whatever it started with it ends when its time is up.
async fn run(
    command: &[String],
    json: &[u8],
    time_out: Duration,
    mut stop: watch::Receiver<bool>,
) -> Result<(), String> {
    let Some((program, arguments)) = command.split_first() else {
        return Err("没有写通知命令".to_owned());
    };
    let mut child = Command::new(program)
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .process_group(0)
        .kill_on_drop(true)
        .spawn()
        .map_err(|error| {
            tracing::warn!(%error, "the notify command could not be started");
            format!("通知命令 {program} 启动不了，请检查路径和权限")
        })?;
    let (group, input) = (child.id(), child.stdin.take());
    let failure = tokio::select! {
        biased;
        status = child.wait() => return judge(&status),
        () = feed(input, json) => "等不到通知命令的结果".to_owned(),
        () = tokio::time::sleep(time_out) => format!("通知命令 {} 秒没有结束，已终止", time_out.as_secs()),
        _ = stop.wait_for(|stop| *stop) => "时限检查停止，通知命令已终止".to_owned(),
    };
    // With everything it started: they share its group.
    if let Some(group) = group.and_then(|id| i32::try_from(id).ok()) {
        let _already_gone = killpg(Pid::from_raw(group), Signal::SIGKILL);
    }
    let _already_gone = child.wait().await;
    Err(failure)
}

/// Hands over the input and then leaves the word to the others: a command that does not read may still do its work,
/// its exit code decides.
async fn feed(input: Option<ChildStdin>, json: &[u8]) {
    if let Some(mut input) = input {
        let _may_not_read = input.write_all(json).await;
    }
    std::future::pending::<()>().await;
}

fn judge(ended: &std::io::Result<ExitStatus>) -> Result<(), String> {
    match ended {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(status
            .code()
            .map_or_else(|| "通知命令被信号终止".to_owned(), |code| format!("通知命令以退出码 {code} 失败"))),
        Err(_) => Err("等不到通知命令的结果".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::*;

    /// More than any pipe holds.
    const LARGE: &[u8] = &[b' '; 1 << 20];

    fn words(words: &[&str]) -> Vec<String> {
        words.iter().map(|word| (*word).to_owned()).collect()
    }

    fn wait<T>(work: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
    }

    fn run_now(command: &[&str], json: &[u8], time_out: Duration) -> Result<(), String> {
        let never = watch::Sender::new(false);
        wait(run(&words(command), json, time_out, never.subscribe()))
    }

    /// Whether a process runs; one that has ended and that nobody has asked about yet does not.
    fn runs(id: &str) -> bool {
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        stat.rsplit(") ").next().is_some_and(|rest| !rest.is_empty() && !rest.starts_with('Z'))
    }

    #[test]
    fn a_command_reads_the_json_and_no_shell_sees_its_words() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a b;c");
        run_now(&["tee", file.to_str().unwrap()], b"{\"alert\":1}", TIME_OUT).unwrap();
        assert_eq!(std::fs::read_to_string(file).unwrap(), "{\"alert\":1}");
    }

    #[test]
    fn a_command_that_fails_or_is_missing_is_told_and_one_that_does_not_read_may_do_its_work() {
        assert!(run_now(&["false"], b"{}", TIME_OUT).unwrap_err().contains("退出码 1"));
        assert!(run_now(&["/nonexistent/x"], b"{}", TIME_OUT).unwrap_err().contains("启动不了"));
        assert_eq!(run_now(&["true"], LARGE, TIME_OUT), Ok(()));
    }

    #[test]
    fn a_command_that_neither_reads_nor_ends_is_killed_with_everything_it_started() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("id");
        let script = format!("sleep 300 & echo $! > '{}'; wait", file.display());
        let begun = Instant::now();
        // Long enough for the shell to have written the number of its child.
        let told = run_now(&["sh", "-c", &script], LARGE, Duration::from_secs(1)).unwrap_err();
        assert!(told.contains("已终止"), "{told}");
        let child = std::fs::read_to_string(file).unwrap();
        while runs(child.trim()) {
            assert!(begun.elapsed() < Duration::from_mins(1), "process {child} outlived its group");
            std::thread::yield_now();
        }
    }

    #[test]
    fn stopping_ends_what_is_under_way_at_once() {
        let begun = Instant::now();
        let stopped = watch::Sender::new(true);
        let told = wait(run(&words(&["sleep", "300"]), b"{}", TIME_OUT, stopped.subscribe())).unwrap_err();
        assert!(told.contains("时限检查停止"), "{told}");
        assert!(begun.elapsed() < TIME_OUT);
    }
}
