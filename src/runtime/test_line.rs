//! A pseudo-terminal for the tests of this folder: our side of the line, and everything the other side would see.

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::OwnedFd;

use nix::pty::{Winsize, openpty};

use crate::runtime::terminal::Terminal;

/// Marks the end of what was sent so far: bytes cross a pseudo-terminal in their own time.
const MARK: u8 = 0x1f;

/// Both ends of a line of 40 columns and 5 rows.
pub struct Line {
    /// The far end, where the operator would sit.
    pub master: File,
    pub slave: File,
}

impl Line {
    /// A fresh line in the modes the system gives it.
    pub fn new() -> Self {
        let size = Winsize { ws_row: 5, ws_col: 40, ws_xpixel: 0, ws_ypixel: 0 };
        let pty = openpty(Some(&size), None).unwrap();
        Self { master: pty.master.into(), slave: pty.slave.into() }
    }

    /// A handle on our end.
    pub fn terminal(&self) -> Terminal {
        let end = || OwnedFd::from(self.slave.try_clone().unwrap());
        Terminal::on(end(), end()).unwrap()
    }

    /// Everything sent since the last call.
    pub fn sent(&mut self) -> String {
        self.slave.write_all(&[MARK]).unwrap();
        let mut bytes = Vec::new();
        while bytes.last() != Some(&MARK) {
            let mut chunk = [0; 4096];
            let count = self.master.read(&mut chunk).unwrap();
            bytes.extend_from_slice(&chunk[..count]);
        }
        bytes.pop();
        String::from_utf8(bytes).unwrap()
    }

    /// Every mode of the line, as text that can be compared.
    pub fn modes(&self) -> String {
        format!("{:?}", rustix::termios::tcgetattr(&self.slave).unwrap())
    }
}
