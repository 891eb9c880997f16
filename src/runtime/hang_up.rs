//! The end of the line, seen without reading: the reader of keys may be stuck with what it read, and the hang-up need
//! not come with a signal (`nohup`, a shell that kept it to itself).

use std::io;
use std::os::fd::{AsFd, OwnedFd};

use tokio::io::Interest;
use tokio::io::unix::AsyncFd;

use crate::runtime::signals::{Signal, end_at_the_latest};
use crate::runtime::terminal::Terminal;
use crate::runtime::wake::{Wake, Waker};

/// Begins to wait for the hang-up of standard input; the loop has as long to leave as after a signal. Must be called
/// within a runtime whose worker is not the thread of the loop.
///
/// # Errors
/// When the line cannot be watched; every terminal can.
pub fn watch(waker: Waker, terminal: Terminal) -> io::Result<()> {
    let line = watched(io::stdin().as_fd().try_clone_to_owned()?)?;
    tokio::spawn(async move {
        wait_for(&line).await;
        let _loop_is_gone = waker.send(Wake::EndOfInput);
        end_at_the_latest(&terminal, Signal::HangUp).await;
    });
    Ok(())
}

/// Of a terminal only packet mode is urgent, which nobody switches on here. So nothing that is asked for ever comes,
/// and the system reports the hang-up unasked; keys wake nobody.
#[expect(
    deprecated,
    reason = "what replaces it is `unsafe`, and asks for no more than an owned descriptor keeps anyway"
)]
fn watched(line: OwnedFd) -> io::Result<AsyncFd<OwnedFd>> {
    AsyncFd::with_interest(line, Interest::PRIORITY)
}

async fn wait_for(line: &AsyncFd<OwnedFd>) {
    loop {
        match line.ready(Interest::PRIORITY).await {
            Ok(mut state) if !state.ready().is_read_closed() => state.clear_ready(),
            Ok(_) | Err(_) => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::timeout;

    use super::*;

    #[test]
    fn the_end_of_the_line_is_seen_without_reading_and_typing_is_not_mistaken_for_it() {
        let pty = nix::pty::openpty(None, None).unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let line = watched(pty.slave).unwrap();
            nix::unistd::write(&pty.master, b"typed\n").unwrap();
            let typing = timeout(Duration::from_millis(100), wait_for(&line)).await;
            assert!(typing.is_err(), "typing ended the input");
            drop(pty.master);
            assert_eq!(timeout(Duration::from_secs(5), wait_for(&line)).await, Ok(()));
        });
    }
}
