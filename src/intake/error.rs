//! Why a file as a whole was not taken. Faults of single rows are no errors, they are results.

use std::fmt;

use crate::domain::text::signs::is_hidden;

/// A file that could not be read; `Display` is one Chinese sentence saying what happened and what to do.
/// Names and texts from the file inside it have been shortened and made harmless.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IntakeError {
    /// The caller's progress function asked to stop.
    Cancelled,
    /// The path is missing, unreadable or no regular file.
    Path(String),
    /// A limit of size, rows, columns or field length is exceeded.
    TooLarge(String),
    /// A kind of file that is not imported.
    Unsupported(String),
    /// The text encoding is wrong or doubtful.
    Encoding(String),
    /// The file is damaged or breaks the rules of its own format.
    Damaged(String),
    /// Columns or sheets are missing or doubled.
    Columns(String),
    /// The table of own column names is faulty.
    Mapping(String),
}

impl fmt::Display for IntakeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cancelled => f.write_str("导入已取消，没有导入任何内容。"),
            Self::Path(sentence)
            | Self::TooLarge(sentence)
            | Self::Unsupported(sentence)
            | Self::Encoding(sentence)
            | Self::Damaged(sentence)
            | Self::Columns(sentence)
            | Self::Mapping(sentence) => f.write_str(sentence),
        }
    }
}

impl std::error::Error for IntakeError {}

/// Outside text inside one of our sentences: in quotation marks, short, and without anything a terminal could obey.
pub(super) fn quoted(text: &str) -> String {
    const LONGEST: usize = 40;
    let mut shown: String = text.chars().take(LONGEST).map(|c| if is_hidden(c) { '·' } else { c }).collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    format!("“{shown}”")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outside_text_in_a_sentence_is_short_and_cannot_steer_a_terminal() {
        assert_eq!(quoted("表\u{1b}[31m\u{202e}"), "“表·[31m·”");
        assert_eq!(quoted(&"长".repeat(100)).chars().count(), 43);
    }
}
