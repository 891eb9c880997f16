//! What the tests of this layer share: reading bytes at a fixed moment.

use std::ops::ControlFlow;

use super::{IntakeError, Options, read_bytes};
use crate::domain::time::Moment;
use crate::domain::view::intake_row::IntakeFile;

/// Options at the morning of 23 November 2026.
pub fn options() -> Options {
    Options::at(Moment::parse("2026-11-23 09:00").unwrap())
}

/// Reads bytes that must be taken.
pub fn read(bytes: &[u8]) -> IntakeFile {
    try_read(bytes).unwrap()
}

pub fn try_read(bytes: &[u8]) -> Result<IntakeFile, IntakeError> {
    read_bytes("test", bytes, &options(), &mut |_, _| ControlFlow::Continue(()))
}

/// The sentence with which bytes are refused; every refusal says that nothing was imported.
pub fn refusal(bytes: &[u8]) -> String {
    let sentence = try_read(bytes).unwrap_err().to_string();
    assert!(sentence.contains("没有导入"), "{sentence}");
    sentence
}
