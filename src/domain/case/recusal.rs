//! The names in a line of respondents, by which complaints about the same people are found. Whom a complaint is
//! hidden from is read by occurrence, in `respondents.rs`.

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

#[cfg(test)]
mod tests {
    use super::*;

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
            for name in respondents {
                assert!(names(text).iter().any(|found| found == name), "{name} in {text}: {:?}", names(text));
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
            assert!(!names(text).iter().any(|found| found == name), "{name} in {text}");
        }
    }
}
