//! The platform's number of a complaint as an identity. Spreadsheets and hands guard it, space it and hide signs in it;
//! the text stays as it came, and two texts are the same number when their keys are equal.

use unicode_normalization::UnicodeNormalization as _;

use crate::domain::refusal::Refusal;
use crate::domain::text::signs;

/// Words that stand where a number is missing, as keys.
const PLACEHOLDERS: [&str; 22] = [
    "无",
    "暂无",
    "没有",
    "待定",
    "待补",
    "待补充",
    "空",
    "未知",
    "不详",
    "不明",
    "无编号",
    "未编号",
    "暂无编号",
    "null",
    "(null)",
    "nil",
    "none",
    "nan",
    "n/a",
    "na",
    "\\n",
    "#n/a",
];

/// What a number is compared by; stored, so the way to it never changes: compatibility forms folded, guards, blanks and hidden signs taken off, lower case.
/// `None` when the text only says that there is no number.
#[must_use]
pub fn key(text: &str) -> Option<String> {
    let plain: String = text
        .nfkc()
        .filter(|c| !c.is_whitespace() && !signs::is_hidden(*c))
        .flat_map(char::to_lowercase)
        .collect();
    let bare = without_guards(&plain);
    let says_nothing = !bare.chars().any(char::is_alphanumeric)
        || bare.chars().all(|c| c == '0')
        || PLACEHOLDERS.contains(&bare);
    (!says_nothing).then(|| bare.to_owned())
}

/// `="…"` and an apostrophe before the number keep a spreadsheet from calculating with it; they are no part of it.
fn without_guards(mut text: &str) -> &str {
    loop {
        let formula = text.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"'));
        let quoted = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        let bare = formula.or(quoted).unwrap_or_else(|| text.trim_matches(['\'', '’', '‘', '`']));
        if bare.len() == text.len() {
            return text;
        }
        text = bare;
    }
}

/// Whether a sign that steers a terminal or turns text around stands in the number: such a number is not taken.
#[must_use]
pub fn is_steering(text: &str) -> bool {
    text.trim().chars().any(signs::is_steering)
}

/// The number as it is recorded, without surrounding blanks; a word for a missing one is no number.
///
/// # Errors
/// `invalid_value` under this label when signs stand in it that steer.
pub fn accepted(field: &'static str, label: &str, number: Option<String>) -> Result<Option<String>, Refusal> {
    let Some(number) = number.filter(|number| key(number).is_some()) else { return Ok(None) };
    if is_steering(&number) {
        return Err(Refusal::invalid(field, label, "里有看不见的控制字符，没有保存；请重新填写。"));
    }
    Ok(Some(number.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_number_has_the_same_key() {
        for spelling in [
            "JDT2026110500001",
            " jdt2026110500001\t",
            "\u{200b}JDT2026110500001",
            "JDT20261105\u{feff}00001",
            "\u{202d}JDT2026110500001\u{202c}",
            "\u{1f}JDT2026110500001",
            "'JDT2026110500001",
            "=\"JDT2026110500001\"",
            "'=\"JDT2026110500001\"",
            "＝＂JDT2026110500001＂",
            "ＪＤＴ２０２６１１０５００００１",
            "JDT 20261105 00001",
            "JDT20261105\u{a0}00001",
        ] {
            assert_eq!(key(spelling).as_deref(), Some("jdt2026110500001"), "{spelling:?}");
        }
        for other in ["JDT2026110500002", "JDT-2026110500001", "00123", "123"] {
            assert_ne!(key(other).as_deref(), Some("jdt2026110500001"));
        }
        assert_ne!(key("00123"), key("123"));
    }

    #[test]
    fn words_for_a_missing_number_are_no_number() {
        for text in [
            "",
            " ",
            "-",
            "--",
            "—",
            "——",
            "－",
            "/",
            "\\",
            "无",
            " 暂无 ",
            "待定",
            "NULL",
            "null",
            "(NULL)",
            "（null）",
            "\\N",
            "N/A",
            "None",
            "nan",
            "NaN",
            "0",
            "000",
            "０",
            "'",
            "=\"\"",
            "\u{200b}",
            "?",
            "…",
        ] {
            assert_eq!(key(text), None, "{text:?}");
        }
        for text in ["1", "A", "无1", "N1", "2026-0001"] {
            assert!(key(text).is_some(), "{text}");
        }
    }

    #[test]
    fn signs_that_steer_are_told_from_signs_that_only_hide() {
        for text in ["\u{202d}1\u{202c}", "a\u{1b}[31m", "1\u{1f}2", "1\n2", "\u{200e}1"] {
            assert!(is_steering(text), "{text:?}");
        }
        for text in ["\u{200b}1", "\u{feff}1", " 1\t", "'1", "\u{ad}1"] {
            assert!(!is_steering(text), "{text:?}");
        }
    }
}
