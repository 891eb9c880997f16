//! What changed between two versions of a text, for signers and for a sheet of paper that is out of date.

use similar::{ChangeTag, TextDiff};

/// A stretch of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Stands in both.
    Same(String),
    /// Only in the newer.
    Added(String),
    /// Only in the older.
    Removed(String),
}

/// The newer text told as what stayed, came and went, neighbours of one kind joined. Words of Chinese have no
/// spaces between them, so the comparison goes by characters as a person perceives them.
#[must_use]
pub fn compare(older: &str, newer: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    for change in TextDiff::from_graphemes(older, newer).iter_all_changes() {
        let text = change.value();
        match (change.tag(), parts.last_mut()) {
            (ChangeTag::Equal, Some(Part::Same(last)))
            | (ChangeTag::Insert, Some(Part::Added(last)))
            | (ChangeTag::Delete, Some(Part::Removed(last))) => last.push_str(text),
            (ChangeTag::Equal, _) => parts.push(Part::Same(text.to_owned())),
            (ChangeTag::Insert, _) => parts.push(Part::Added(text.to_owned())),
            (ChangeTag::Delete, _) => parts.push(Part::Removed(text.to_owned())),
        }
    }
    parts
}

/// The changes alone in one line, as a refusal shows them: 删“…”，增“…”.
#[must_use]
pub fn changes_in_words(older: &str, newer: &str) -> String {
    let told: Vec<String> = compare(older, newer)
        .into_iter()
        .filter_map(|part| match part {
            Part::Same(_) => None,
            Part::Added(text) => Some(format!("增“{text}”")),
            Part::Removed(text) => Some(format!("删“{text}”")),
        })
        .collect();
    if told.is_empty() { "文字相同".to_owned() } else { told.join("，") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comparison_tells_what_stayed_came_and_went() {
        assert_eq!(
            compare("拟请民政办核实。", "拟请社会事务办核实。").iter().fold(String::new(), |text, part| {
                text + &match part {
                    Part::Same(same) => same.clone(),
                    Part::Added(added) => format!("[+{added}]"),
                    Part::Removed(removed) => format!("[-{removed}]"),
                }
            }),
            "拟请[-民政][+社会事务]办核实。"
        );
        assert_eq!(changes_in_words("三日内答复", "十日内答复"), "删“三”，增“十”");
        assert_eq!(changes_in_words("同", "同"), "文字相同");
    }
}
