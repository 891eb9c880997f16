//! The real program on a real pseudo-terminal: keys in, screen out, and what it leaves behind.
//!
//! Nothing here sleeps for luck: every wait ends when the thing waited for is there, or fails naming it.

use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use portable_pty::{CommandBuilder, ExitStatus, MasterPty, PtySize, SlavePty, native_pty_system};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::termios::{OptionalActions, SpecialCodeIndex, tcgetattr, tcsetattr};

/// Long enough for a loaded machine; nothing waits this long unless it fails.
pub const PATIENCE: Duration = Duration::from_secs(20);
/// Nothing has been waiting for so long: everything that was typed has been read.
const SURELY_READ: Duration = Duration::from_millis(50);

/// Modes a shell must not find switched on: alternate screen, mouse in every form, bracketed paste, a frame begun.
const NOT_FOR_THE_SHELL: [u16; 8] = [1049, 1000, 1002, 1003, 1006, 1015, 2004, 2026];

/// What has come over the line so far.
struct Seen {
    bytes: Vec<u8>,
    terminal: vt100::Parser,
}

/// A program running on a terminal of its own.
pub struct Console {
    pid: Pid,
    line: Option<Line>,
    reader: Option<JoinHandle<()>>,
    stop_reading: Arc<AtomicBool>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
    ended: Receiver<ExitStatus>,
    /// The modes of the line before the program was started.
    found: String,
}

struct Line {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    /// Held, so that the line outlives the program and can be looked at.
    slave: Box<dyn SlavePty + Send>,
}

impl Console {
    /// `ydt --db DB sandbox` on a terminal of the given size, at home in the folder of `db`.
    pub fn sandbox(db: &Path, columns: u16, rows: u16) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_ydt"));
        command.args(["--db".as_ref(), db.as_os_str(), "sandbox".as_ref()]);
        Self::run(command, db, columns, rows)
    }

    /// `ydt` with these words on a terminal of the given size.
    pub fn with(db: &Path, words: &[&str], columns: u16, rows: u16) -> Self {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_ydt"));
        command.args(["--db".as_ref(), db.as_os_str()]);
        command.args(words);
        Self::run(command, db, columns, rows)
    }

    /// The same from a shell with job control, which does `then` whenever the program stops or ends.
    pub fn sandbox_in_a_shell(db: &Path, then: &str) -> Self {
        Self::script(db, &format!("set -m; \"$0\" --db \"$1\" sandbox; {then}"))
    }

    /// A script of the shell, which has the program as `$0` and the database as `$1`.
    pub fn script(db: &Path, script: &str) -> Self {
        let mut command = CommandBuilder::new("/bin/sh");
        command.args([
            "-c".as_ref(),
            script.as_ref() as &std::ffi::OsStr,
            env!("CARGO_BIN_EXE_ydt").as_ref(),
            db.as_os_str(),
        ]);
        Self::run(command, db, 100, 30)
    }

    fn run(mut command: CommandBuilder, db: &Path, columns: u16, rows: u16) -> Self {
        let home = db.parent().unwrap();
        for variable in ["HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"] {
            command.env(variable, home);
        }
        command.env("TERM", "xterm-256color");
        command.env_remove("YDT_DB");
        command.env_remove("NO_COLOR");
        command.cwd(home);

        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size).unwrap();
        let mut from_line = pty.master.try_clone_reader().unwrap();
        let writer = pty.master.take_writer().unwrap();
        let line = Line { master: pty.master, writer, slave: pty.slave };
        let found = line.modes();

        let mut child = line.slave.spawn_command(command).unwrap();
        let pid = Pid::from_raw(i32::try_from(child.process_id().unwrap()).unwrap());
        let (end, ended) = channel();
        thread::spawn(move || end.send(child.wait().unwrap()));

        let terminal = parser(rows, columns);
        let seen = Arc::new((Mutex::new(Seen { bytes: Vec::new(), terminal }), Condvar::new()));
        let stop_reading = Arc::new(AtomicBool::new(false));
        let reader = thread::spawn({
            let (seen, stop) = (Arc::clone(&seen), Arc::clone(&stop_reading));
            move || {
                let mut chunk = [0; 4096];
                while let Ok(count @ 1..) = from_line.read(&mut chunk) {
                    if stop.load(Ordering::SeqCst) {
                        return;
                    }
                    let mut now = seen.0.lock().unwrap();
                    now.bytes.extend_from_slice(&chunk[..count]);
                    now.terminal.process(&chunk[..count]);
                    seen.1.notify_all();
                }
            }
        });
        Self { pid, line: Some(line), reader: Some(reader), stop_reading, seen, ended, found }
    }

    pub fn type_keys(&mut self, keys: impl AsRef<[u8]>) {
        let line = self.line.as_mut().expect("the line was dropped");
        line.writer.write_all(keys.as_ref()).unwrap();
        line.writer.flush().unwrap();
    }

    /// Waits until the screen is as told; fails showing the screen. Frames are looked at when complete.
    pub fn wait_for(&self, what: &str, arrived: impl Fn(&vt100::Screen) -> bool) {
        self.wait_until(what, |seen| {
            mode(&seen.bytes, 2026) != Some(true) && arrived(seen.terminal.screen())
        });
    }

    /// Waits until this text stands on the screen.
    pub fn wait_for_text(&self, text: &str) {
        self.wait_for(text, |screen| screen.contents().contains(text));
    }

    /// Waits until this has come over the line, however it looks.
    pub fn wait_for_bytes(&self, bytes: &str) {
        self.wait_until(bytes, |seen| String::from_utf8_lossy(&seen.bytes).contains(bytes));
    }

    /// The same behind so many bytes.
    pub fn wait_for_bytes_after(&self, before: usize, bytes: &str) {
        self.wait_until(bytes, |seen| {
            seen.bytes.get(before..).is_some_and(|after| String::from_utf8_lossy(after).contains(bytes))
        });
    }

    /// Waits until the last word on a mode (`?1049` and the like) is as told.
    pub fn wait_for_mode(&self, number: u16, on: bool) {
        self.wait_until(&format!("?{number} {on}"), |seen| mode(&seen.bytes, number) == Some(on));
    }

    fn wait_until(&self, what: &str, arrived: impl Fn(&Seen) -> bool) {
        let seen = self.seen.0.lock().unwrap();
        let (seen, waited) = self.seen.1.wait_timeout_while(seen, PATIENCE, |seen| !arrived(seen)).unwrap();
        assert!(!waited.timed_out(), "waited in vain for {what}:\n{}", seen.terminal.screen().contents());
    }

    /// Everything that has come over the line so far.
    pub fn bytes(&self) -> Vec<u8> {
        self.seen.0.lock().unwrap().bytes.clone()
    }

    /// What the screen shows now.
    pub fn screen(&self) -> String {
        self.seen.0.lock().unwrap().terminal.screen().contents()
    }

    pub const fn pid(&self) -> Pid {
        self.pid
    }

    /// How many bytes come over the line within this time.
    pub fn bytes_within(&self, time: Duration) -> usize {
        let seen = self.seen.0.lock().unwrap();
        let before = seen.bytes.len();
        let until = Instant::now() + time;
        let mut seen = seen;
        while let Some(left) = until.checked_duration_since(Instant::now()) {
            seen = self.seen.1.wait_timeout(seen, left).unwrap().0;
        }
        seen.bytes.len() - before
    }

    /// Waits until nothing has come for this long: the program has drawn what it had to draw.
    pub fn settle(&self, quiet: Duration) {
        let until = Instant::now() + PATIENCE;
        while self.bytes_within(quiet) > 0 {
            assert!(Instant::now() < until, "the program never falls silent");
        }
    }

    /// Gives the window another size, as dragging its corner does. The screen is empty until it is drawn anew.
    pub fn resize(&self, columns: u16, rows: u16) {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        // The parser cannot put a wide character that is still under way into one column.
        self.seen.0.lock().unwrap().terminal = parser(rows, columns.max(2));
        self.line.as_ref().expect("the line was dropped").master.resize(size).unwrap();
    }

    /// Sends a signal.
    pub fn signal(&self, signal: Signal) {
        kill(self.pid, signal).unwrap();
    }

    /// Drops the line as a lost SSH connection does: nobody holds the far end any more.
    pub fn hang_up(&mut self) {
        let line = self.line.take().expect("the line was dropped before");
        let path = line.master.tty_name().unwrap();
        let no_controlling_terminal = rustix::fs::OFlags::NOCTTY.bits().cast_signed();
        let mut near_end = OpenOptions::new()
            .read(true)
            .write(true)
            .custom_flags(no_controlling_terminal)
            .open(path)
            .unwrap();
        // A writer that is dropped types the end-of-file key; a dropped connection types nothing.
        let mut modes = tcgetattr(&near_end).unwrap();
        modes.special_codes[SpecialCodeIndex::VEOF] = 0;
        tcsetattr(&near_end, OptionalActions::Now, &modes).unwrap();
        // The reader holds the far end too; a byte wakes it to see that it has to let go.
        let reader = self.reader.take().unwrap();
        if !self.stop_reading.swap(true, Ordering::SeqCst) {
            near_end.write_all(b" ").unwrap();
        }
        reader.join().unwrap();
    }

    /// Waits until the program has read everything that was typed: until nothing has been waiting for a while.
    pub fn wait_until_read(&self) {
        let path = self.line.as_ref().expect("the line was dropped").master.tty_name().unwrap();
        let no_controlling_terminal = rustix::fs::OFlags::NOCTTY.bits().cast_signed();
        let near_end =
            OpenOptions::new().read(true).custom_flags(no_controlling_terminal).open(path).unwrap();
        let until = Instant::now() + PATIENCE;
        // The system hands on what was typed piece by piece: between two of them nothing may be waiting for a moment.
        let mut empty_since = None;
        loop {
            let mut waiting = [PollFd::new(&near_end, PollFlags::IN)];
            if poll(&mut waiting, Some(&Timespec::default())).unwrap() == 0 {
                let since: Instant = *empty_since.get_or_insert_with(Instant::now);
                if since.elapsed() >= SURELY_READ {
                    return;
                }
            } else {
                empty_since = None;
            }
            assert!(Instant::now() < until, "the program reads nothing");
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// Lets nobody read from the far end any more and fills the line, so that the program's next write blocks.
    pub fn stop_reading(&self) {
        let path = self.line.as_ref().expect("the line was dropped").master.tty_name().unwrap();
        let flags = (rustix::fs::OFlags::NOCTTY | rustix::fs::OFlags::NONBLOCK).bits().cast_signed();
        let mut near_end = OpenOptions::new().write(true).custom_flags(flags).open(path).unwrap();
        self.stop_reading.store(true, Ordering::SeqCst);
        let reader = self.reader.as_ref().unwrap();
        // The reader goes when it has read once more; after that the line takes what it can hold and no more.
        loop {
            match near_end.write(b" ") {
                Ok(_) => {}
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {
                    if reader.is_finished() {
                        return;
                    }
                    thread::yield_now();
                }
                Err(error) => panic!("{error}"),
            }
        }
    }

    /// How often the threads of the program have gone to sleep so far, each of which is a wake-up before.
    pub fn wake_ups(&self) -> u64 {
        let tasks = std::fs::read_dir(format!("/proc/{}/task", self.pid)).unwrap();
        tasks
            .map(|task| std::fs::read_to_string(task.unwrap().path().join("status")).unwrap_or_default())
            .filter_map(|status| {
                let line = status.lines().find(|line| line.starts_with("voluntary_ctxt_switches"))?;
                line.split_whitespace().nth(1)?.parse::<u64>().ok()
            })
            .sum()
    }

    /// Waits for the end of the program and says how it ended; fails after `limit`.
    pub fn wait_for_end(&self, limit: Duration) -> ExitStatus {
        self.ended.recv_timeout(limit).unwrap_or_else(|_| {
            let screen = self.seen.0.lock().unwrap().terminal.screen().contents();
            panic!("still running after {limit:?}:\n{screen}")
        })
    }

    /// Fails unless the terminal is as it was before the program was started: nothing switched on that a shell
    /// would suffer from, the cursor shown, the modes of the line to the last flag.
    pub fn assert_restored(&self) {
        self.wait_for_mode(1049, false);
        self.wait_for_mode(25, true);
        let seen = self.seen.0.lock().unwrap();
        for number in NOT_FOR_THE_SHELL {
            assert_ne!(mode(&seen.bytes, number), Some(true), "mode ?{number} was left switched on");
        }
        assert_eq!(self.line.as_ref().expect("the line was dropped").modes(), self.found);
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        // A test that failed half-way leaves no program behind; one that has ended already is no fault.
        if self.ended.try_recv().is_err() {
            let _ended_already = kill(self.pid, Signal::SIGKILL);
        }
    }
}

impl Line {
    fn modes(&self) -> String {
        let path = self.master.tty_name().unwrap();
        let no_controlling_terminal = rustix::fs::OFlags::NOCTTY.bits().cast_signed();
        let near_end =
            OpenOptions::new().read(true).custom_flags(no_controlling_terminal).open(path).unwrap();
        format!("{:?}", tcgetattr(near_end).unwrap())
    }
}

fn parser(rows: u16, columns: u16) -> vt100::Parser {
    vt100::Parser::new(rows.try_into().unwrap(), columns.try_into().unwrap(), 0)
}

/// The last state a private mode was given in these bytes; `None` when it was never named.
pub fn mode(bytes: &[u8], number: u16) -> Option<bool> {
    let sequence = format!("\x1b[?{number}");
    let name = sequence.as_bytes();
    bytes.windows(name.len() + 1).rev().filter(|window| window.starts_with(name)).find_map(|window| {
        match window.last() {
            Some(b'h') => Some(true),
            Some(b'l') => Some(false),
            _ => None,
        }
    })
}

#[test]
fn the_last_word_on_a_mode_counts() {
    let bytes = b"\x1b[?25l\x1b[?2004h text \x1b[?25h";
    assert_eq!(mode(bytes, 25), Some(true));
    assert_eq!(mode(bytes, 2004), Some(true));
    assert_eq!(mode(bytes, 200), None);
    assert_eq!(mode(b"\x1b[?1049h\x1b[?1049l", 1049), Some(false));
}
