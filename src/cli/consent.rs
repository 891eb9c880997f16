//! Asking at a terminal before something that many feel: what would happen was listed before.

use std::io::IsTerminal as _;
use std::path::Path;

use super::out::tell;
use crate::intake::bounded::{InputLine, next_line};

/// More than any answer, in bytes.
const LONGEST_ANSWER: u64 = 1024;

/// Somebody can answer only where both the question and the answer pass through a terminal.
pub(super) fn can_ask(file: &Path) -> bool {
    file != Path::new("-") && std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Asks; an answer that cannot be read is no consent.
pub(super) fn is_given(question: &str) -> bool {
    tell(question);
    let answer = next_line(&mut std::io::stdin().lock(), LONGEST_ANSWER);
    matches!(answer, Ok(Some(InputLine::Text(word))) if matches!(word.as_str(), "是" | "y" | "Y" | "yes"))
}
