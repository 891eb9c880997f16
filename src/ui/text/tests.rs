//! Hostile and ordinary texts, by tables.

use super::*;

#[test]
fn hidden_and_acting_characters_become_visible_marks() {
    let table = [
        ("低保评定", "低保评定"),
        ("a\u{1b}[2Jb", "a<1B>[2Jb"),
        ("\u{7f}\u{9b}31m\0", "<7F><9B>31m<00>"),
        ("名单\u{202e}txt.exe", "名单<202E>txt.exe"),
        ("\u{2067}甲\u{2069}\u{200b}\u{feff}", "<2067>甲<2069><200B><FEFF>"),
        ("甲\r\n乙\n\n丙\n", "甲 / 乙 / 丙"),
        ("甲\t乙\u{2028}丙", "甲 乙 / 丙"),
        ("e\u{301}\u{323}", "e\u{301}\u{323}"),
        ("z\u{301}\u{301}\u{301}\u{301}\u{301}a", "z\u{301}\u{301}<+3>a"),
        ("\u{301}a", " \u{301}a"),
        ("👨\u{200d}👩\u{200d}👧!", "👨👩👧!"),
        ("a\u{200d}b", "a<200D>b"),
        ("❤\u{fe0f}👍🏽", "❤👍"),
        ("🇨🇳", "CN"),
        ("\u{3164}\u{e0041}", "<3164><E0041>"),
    ];
    for (raw, shown) in table {
        assert_eq!(clean(raw), shown, "{raw:?}");
    }
}

#[test]
fn harmless_text_is_not_copied() {
    assert!(matches!(clean("“一点通”，ok"), std::borrow::Cow::Borrowed(_)));
}

#[test]
fn cleaning_twice_changes_nothing_more() {
    for code in (0..=0x0010_ffff).filter_map(char::from_u32) {
        let once = clean(&format!("甲{code}乙")).into_owned();
        assert_eq!(clean(&once), once, "{:x}", u32::from(code));
    }
}

#[test]
fn pasted_text_keeps_its_lines_and_loses_what_hides() {
    assert_eq!(clean_text("甲\r\n乙\t丙\u{202e}\u{1b}[0m\r丁"), "甲\n乙 丙[0m\n丁");
    assert_eq!(clean_text("z\u{301}\u{301}\u{301}\u{301}"), "z\u{301}\u{301}");
}

#[test]
fn text_is_cut_at_graphemes_and_the_cut_is_marked() {
    let table = [
        ("低保评定", 8, "低保评定"),
        ("低保评定名单", 8, "低保评.."),
        ("低保评定名单", 7, "低保.."),
        ("abcdef", 5, "abc.."),
        ("abcdef", 2, ".."),
        ("abcdef", 1, "."),
        ("abcdef", 0, ""),
        ("e\u{301}e\u{301}e\u{301}", 3, "e\u{301}e\u{301}e\u{301}"),
    ];
    for (raw, cells, shown) in table {
        assert_eq!(fit(raw, cells), shown, "{raw:?} in {cells}");
    }
}

#[test]
fn padded_text_takes_exactly_the_cells_it_is_given() {
    assert_eq!(pad("低保评定", 7), "低保.. ");
    assert_eq!(pad_left("12", 4), "  12");
    let hostile = ["", "低", "\u{202e}x", "z\u{301}\u{301}\u{301}\u{301}", "👨\u{200d}👩\u{200d}👧", "a\nb"];
    for text in hostile {
        for cells in 0..20 {
            assert_eq!(width(&pad(text, cells)), cells, "{text:?} in {cells}");
            assert_eq!(width(&pad_left(text, cells)), cells, "{text:?} in {cells}");
        }
    }
}

#[test]
fn a_megabyte_of_one_word_is_cut_and_wrapped_within_its_cells() {
    let word = "x".repeat(1 << 20);
    assert_eq!(fit(&word, 10), "xxxxxxxx..");
    assert_eq!(fit(&format!("甲{}", "\u{301}".repeat(1 << 20)), 4).chars().next(), Some('甲'));
    let rows = wrap(&word, 80);
    assert_eq!(rows.len(), (1_usize << 20).div_ceil(80));
    assert!(rows.iter().all(|row| width(row) <= 80));
}

#[test]
fn chinese_wraps_anywhere_but_before_closing_and_after_opening_punctuation() {
    let table: [(&str, usize, &[&str]); 8] = [
        ("低保评定名单", 8, &["低保评定", "名单"]),
        ("低保评定，未公示", 8, &["低保评", "定，未公", "示"]),
        ("低保评（甲）", 8, &["低保评", "（甲）"]),
        ("关于 transfer 办理", 10, &["关于", "transfer", "办理"]),
        ("ab cd", 2, &["ab", "cd"]),
        ("abcdef", 4, &["abcd", "ef"]),
        ("甲\n\n乙", 10, &["甲", "", "乙"]),
        ("。。。。。", 4, &["。。", "。。", "。"]),
    ];
    for (text, cells, rows) in table {
        assert_eq!(wrap(text, cells), rows, "{text} in {cells}");
    }
}

proptest::proptest! {
    #[test]
    fn no_text_whatever_leaves_its_cells_or_keeps_anything_that_acts(
        chars in proptest::collection::vec(proptest::char::any(), 0..80),
        cells in 2..60_usize,
    ) {
        let text: String = chars.into_iter().collect();
        let acts = |shown: &str| shown.chars().any(|c| {
            c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        });
        proptest::prop_assert_eq!(width(&pad(&text, cells)), cells);
        proptest::prop_assert!(!acts(&pad(&text, cells)));
        for row in wrap(&text, cells) {
            proptest::prop_assert!(!acts(&row));
            proptest::prop_assert!(width(&row) <= cells, "{:?}", row);
        }
    }
}
