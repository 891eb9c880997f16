//! Whom a complaint is about (回避, `domain.md` §3): the one reading of 被投诉人 that decisions and the store share.

use crate::domain::case::Case;
use crate::domain::sealable::Sealable;
use crate::domain::town::org::{Org, Unit};

/// Every name that a respondent's text may hold, each once: complaints name several people in one line, with their
/// offices in brackets, and a two-character name is often written with a space in it.
///
/// A word that is cut too short harms nobody; a name that is missed shows somebody the complaint against them. So
/// what stands between two marks counts whole, without its spaces, and cut at them and at 和.
#[must_use]
pub fn names(respondent: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for part in without_brackets(respondent).split(['、', '，', ',', '；', ';', '\n']) {
        let whole: String = part.split_whitespace().collect();
        let words = part.split_whitespace().flat_map(|word| std::iter::once(word).chain(word.split('和')));
        for name in std::iter::once(part.trim()).chain([whole.as_str()]).chain(words) {
            if !name.is_empty() && !names.iter().any(|known| known == name) {
                names.push(name.to_owned());
            }
        }
    }
    names
}

/// The text without what stands in brackets; one that is never closed takes the rest of its line with it.
fn without_brackets(text: &str) -> String {
    let mut depth = 0_u32;
    let mut kept = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '（' | '(' | '【' | '〔' | '[' | '〈' | '《' => depth += 1,
            '）' | ')' | '】' | '〕' | ']' | '〉' | '》' => depth = depth.saturating_sub(1),
            '\n' => {
                depth = 0;
                kept.push('\n');
            }
            _ if depth == 0 => kept.push(character),
            _ => {}
        }
    }
    kept
}

impl Case {
    /// The names of the people complained about; none when nobody is named or the name was erased.
    #[must_use]
    pub fn respondents(&self) -> Vec<String> {
        self.respondent.name.as_ref().and_then(Sealable::body).map_or(Vec::new(), names)
    }

    /// Whether this name is a respondent's (recusal, `domain.md` §3).
    #[must_use]
    pub fn is_about(&self, name: &str) -> bool {
        self.respondents().iter().any(|respondent| respondent == name)
    }

    /// Whether the complaint is against this unit's people: by a respondent's name, or because the unit is named
    /// in that position (回避, `domain.md` §2 Transfer).
    #[must_use]
    pub fn concerns_unit(&self, unit: &Unit, org: &Org) -> bool {
        let position = self.respondent.unit_position.as_ref().and_then(Sealable::body).unwrap_or_default();
        position.contains(unit.name.as_str())
            || org.people.iter().any(|person| person.unit == Some(unit.id) && self.is_about(&person.name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::fixtures::case_of;

    #[test]
    fn everybody_who_is_named_is_a_respondent_however_the_line_is_written() {
        for (text, respondents) in [
            ("张三", &["张三"][..]),
            (" 张三 ", &["张三"]),
            ("张三、李四", &["张三", "李四"]),
            ("张三，李四;王五；赵六,钱七", &["张三", "李四", "王五", "赵六", "钱七"]),
            ("张三和李四", &["张三", "李四"]),
            ("张三 李四", &["张三", "李四"]),
            ("张　三", &["张三"]),
            ("张三（村主任）、李四(会计)", &["张三", "李四"]),
            ("张三（村主任、支部委员）", &["张三"]),
            ("张三（村主任", &["张三"]),
            ("和平、周和平", &["和平", "周和平"]),
            ("新建村承办人", &["新建村承办人"]),
        ] {
            let case = case_of(None, None, text);
            for name in respondents {
                assert!(case.is_about(name), "{name} in {text}: {:?}", names(text));
            }
        }
    }

    #[test]
    fn nobody_is_a_respondent_by_a_part_of_a_name_or_by_an_office_in_brackets() {
        for (text, name) in [
            ("张三丰", "张三"),
            ("张三（李四之弟）", "李四之弟"),
            ("张三（李四）", "李四"),
            ("", ""),
            ("、，", ""),
        ] {
            assert!(!case_of(None, None, text).is_about(name), "{name} in {text}");
        }
    }
}
