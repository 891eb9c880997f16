//! Keys, and the end of the line, each on a thread of its own.
//!
//! crossterm's reader blocks on half a character and spins for ever once the line is gone (its issue 793); on the
//! loop's own thread it would keep drafts from being saved. Here it can only hold up itself, and the hang-up is
//! seen by somebody who never reads.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::sync::mpsc::Sender;
use std::thread;

use rustix::event::{PollFd, PollFlags, poll};

use crate::runtime::wake::Wake;
use crate::ui::input::Input;

/// Begins to report keys, pastes, the mouse and new window sizes.
///
/// # Errors
/// When the thread cannot be started.
pub fn watch_keys(wakes: Sender<Wake>) -> io::Result<()> {
    thread::Builder::new().name("keys".into()).spawn(move || {
        loop {
            let wake = match crossterm::event::read() {
                Ok(event) => match Input::from_terminal(event) {
                    Some(input) => Wake::Input(input),
                    None => continue,
                },
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(_) => Wake::EndOfInput,
            };
            let is_last = wake == Wake::EndOfInput;
            if wakes.send(wake).is_err() || is_last {
                return;
            }
        }
    })?;
    Ok(())
}

/// Begins to wait for the hang-up of standard input.
///
/// # Errors
/// When the thread cannot be started.
pub fn watch_hang_up(wakes: Sender<Wake>) -> io::Result<()> {
    watch_hang_up_of(io::stdin().as_fd().try_clone_to_owned()?, wakes)
}

fn watch_hang_up_of(line: OwnedFd, wakes: Sender<Wake>) -> io::Result<()> {
    thread::Builder::new().name("hang-up".into()).spawn(move || {
        loop {
            // No event is asked for: the system reports errors and the hang-up unasked, and keys don't wake this.
            let mut watched = [PollFd::new(&line, PollFlags::empty())];
            match poll(&mut watched, None) {
                Ok(0) | Err(rustix::io::Errno::INTR | rustix::io::Errno::AGAIN) => {}
                Ok(_) | Err(_) => break,
            }
        }
        let _loop_is_gone = wakes.send(Wake::EndOfInput);
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::runtime::wake::wakes;

    #[test]
    fn the_end_of_the_line_is_seen_without_reading_and_typing_is_not_mistaken_for_it() {
        let pty = nix::pty::openpty(None, None).unwrap();
        let (sender, receiver) = wakes();
        let (done, ended) = std::sync::mpsc::channel();
        watch_hang_up_of(pty.slave, sender).unwrap();
        thread::spawn(move || done.send(receiver.wait()).unwrap());
        nix::unistd::write(&pty.master, b"typed\n").unwrap();
        assert!(ended.recv_timeout(Duration::from_millis(100)).is_err(), "typing ended the input");
        drop(pty.master);
        assert_eq!(ended.recv_timeout(Duration::from_secs(5)), Ok(Wake::EndOfInput));
    }
}
