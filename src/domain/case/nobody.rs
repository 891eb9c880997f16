//! Words that stand where a person or a telephone should and are neither: nobody is named by them, and two complaints
//! that share one have nothing in common.

use crate::domain::text::fold::fold;

/// A complainant who doesn't want to be named.
const ANONYMOUS: [&str; 20] = [
    "匿名",
    "匿名群众",
    "匿名投诉",
    "匿名举报",
    "匿名反映",
    "匿名人",
    "匿名者",
    "匿名用户",
    "匿名人员",
    "匿名市民",
    "匿名村民",
    "不愿透露",
    "不愿透露姓名",
    "不愿意透露",
    "不便透露",
    "不肯透露",
    "未透露",
    "要求保密",
    "保密",
    "不愿署名",
];
/// Somebody who isn't known.
const UNKNOWN: [&str; 23] = [
    "无",
    "暂无",
    "没有",
    "不详",
    "未知",
    "不明",
    "不清楚",
    "不知道",
    "不知",
    "未填",
    "未填写",
    "未提供",
    "未署名",
    "不具名",
    "空",
    "null",
    "none",
    "nil",
    "nan",
    "n/a",
    "na",
    "\\n",
    "某某",
];

/// A word without blanks, hidden signs, outer brackets and differences of width and case.
fn plain(word: &str) -> String {
    let plain = fold(word);
    let inner = plain.strip_prefix(['(', '[', '【', '<', '“', '"']);
    inner
        .and_then(|rest| rest.strip_suffix([')', ']', '】', '>', '”', '"']))
        .map_or(plain.clone(), str::to_owned)
}

/// Whether a word names nobody: 无, 不详, 匿名, dashes, nothing one can see.
#[must_use]
pub fn is_nobody(word: &str) -> bool {
    let word = plain(word);
    !word.chars().any(char::is_alphanumeric)
        || word.chars().all(|c| c == '0')
        || UNKNOWN.contains(&word.as_str())
        || ANONYMOUS.contains(&word.as_str())
}

/// Digits that are nobody's own telephone: one digit over and over, the numbers of hotlines with or without an area
/// code, and numbers that desks give out as an example.
#[must_use]
pub fn is_nobodys_telephone(digits: &str) -> bool {
    let mut all = digits.chars();
    let first = all.next();
    if all.all(|digit| Some(digit) == first) || matches!(digits, "13800138000" | "12345678901" | "1234567890")
    {
        return true;
    }
    let without_area =
        (1..=4).filter_map(|area| digits.starts_with('0').then(|| digits.get(area..)).flatten());
    let service = digits.len() == 10 && (digits.starts_with("400") || digits.starts_with("800"));
    service || std::iter::once(digits).chain(without_area).any(is_hotline)
}

/// Public service numbers have five digits and begin with 10, 11, 12, 95 or 96.
fn is_hotline(digits: &str) -> bool {
    digits.len() == 5 && ["10", "11", "12", "95", "96"].iter().any(|start| digits.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_name_nobody_are_known_however_they_are_written() {
        for word in [
            "无",
            " 不详 ",
            "匿 名",
            "（匿名）",
            "【匿名】",
            "匿名投诉",
            "不愿透露",
            "\u{200b}\u{feff}",
            "\u{3164}",
            "",
            "—",
            "/",
            "ＮＵＬＬ",
            "(无)",
            "00000000000",
        ] {
            assert!(is_nobody(word), "{word:?}");
        }
        for word in ["无忌", "田小满", "王", "匿名者联盟理发店", "保密局"] {
            assert!(!is_nobody(word), "{word:?}");
        }
    }

    #[test]
    fn hotlines_and_made_up_numbers_are_nobodys_telephone() {
        for digits in
            ["00000000000", "11111111111", "12345", "02312345", "075512388", "4008123123", "13800138000"]
        {
            assert!(is_nobodys_telephone(digits), "{digits}");
        }
        for digits in ["13912345678", "02368901234", "68901234", "12345678", "13812345"] {
            assert!(!is_nobodys_telephone(digits), "{digits}");
        }
    }
}
