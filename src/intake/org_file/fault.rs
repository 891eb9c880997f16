//! Why an organisation file was not taken.

use std::fmt;

/// Why an organisation file was not taken; its text is one Chinese sentence that names the line where there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrgFault {
    /// The line, from 1; `None` when no single line is to blame.
    pub line: Option<usize>,
    /// What is wrong and what to write instead, without a full stop. Text of the file in it is short and clean.
    pub reason: String,
}

impl OrgFault {
    pub(super) fn at(line: usize, reason: impl Into<String>) -> Self {
        Self { line: Some(line), reason: reason.into() }
    }

    pub(super) fn whole(reason: impl Into<String>) -> Self {
        Self { line: None, reason: reason.into() }
    }
}

impl fmt::Display for OrgFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "组织文件第 {line} 行：{}；没有导入。", self.reason),
            None => write!(f, "组织文件：{}；没有导入。", self.reason),
        }
    }
}

impl std::error::Error for OrgFault {}

/// Text of the file inside a sentence: short, and without anything a terminal could obey.
pub(super) fn quoted(text: &str) -> String {
    const LONGEST: usize = 40;
    let mut shown: String = text
        .chars()
        .take(LONGEST)
        .map(|character| {
            let is_plain = character.is_alphanumeric() || (' '..='~').contains(&character);
            if is_plain || "（）、，。“”《》·—".contains(character) { character } else { '·' }
        })
        .collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    format!("“{shown}”")
}
