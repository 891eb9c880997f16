//! The end of the line, watched by a thread of its own: the reader of keys may be stuck with what it read, and the
//! hang-up must be seen all the same, or drafts would not be saved.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::mpsc::Sender;
use std::thread;

use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;

use crate::runtime::signals::{Signal, end_at_the_latest};
use crate::runtime::terminal::Terminal;
use crate::runtime::wake::Wake;

/// Begins to wait for the hang-up of standard input, which need not come with a signal (`nohup`, a shell that kept
/// it to itself). The loop has as long to leave as after a signal.
///
/// # Errors
/// When the thread cannot be started.
pub fn watch_hang_up(wakes: Sender<Wake>, terminal: Terminal) -> io::Result<()> {
    let line = io::stdin().as_fd().try_clone_to_owned()?;
    thread::Builder::new().name("hang-up".into()).spawn(move || {
        wait_for_hang_up(&line);
        let _loop_is_gone = wakes.send(Wake::EndOfInput);
        end_at_the_latest(&terminal, Signal::HangUp);
    })?;
    Ok(())
}

fn wait_for_hang_up(line: &OwnedFd) {
    loop {
        // No event is asked for: the system reports errors and the hang-up unasked, and keys don't wake this.
        let mut watched = [PollFd::new(line, PollFlags::empty())];
        match poll(&mut watched, None) {
            Ok(0) | Err(Errno::INTR | Errno::AGAIN) => {}
            Ok(_) | Err(_) => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn the_end_of_the_line_is_seen_without_reading_and_typing_is_not_mistaken_for_it() {
        let pty = nix::pty::openpty(None, None).unwrap();
        let (done, ended) = std::sync::mpsc::channel();
        thread::spawn(move || {
            wait_for_hang_up(&pty.slave);
            done.send(()).unwrap();
        });
        nix::unistd::write(&pty.master, b"typed\n").unwrap();
        assert!(ended.recv_timeout(Duration::from_millis(100)).is_err(), "typing ended the input");
        drop(pty.master);
        assert_eq!(ended.recv_timeout(Duration::from_secs(5)), Ok(()));
    }
}
