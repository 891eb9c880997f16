//! One folding for everything that is compared: names against respondents, numbers against numbers, words against what
//! is searched (`domain.md` §10, Recusal). What people take for the same text folds to the same characters.
//!
//! Folded text is for comparing only; it is never shown and never stored in place of what somebody wrote.

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

use super::signs::is_hidden;

/// The middle dot to which all others fold; names of some peoples are written with it.
const MIDDLE_DOT: char = '·';

/// Traditional characters and other simplified forms of the same, with the one form they fold to.
static SIMPLIFIED: LazyLock<HashMap<char, char>> =
    LazyLock::new(|| simplified(include_str!("../../../assets/text/traditional.tsv")));

/// The text without whatever two ways of writing the same may differ in: compatibility forms and full width (NFKC),
/// case, blanks and characters nobody sees, kinds of middle dots, traditional characters.
#[must_use]
pub fn fold(text: &str) -> String {
    let once = |text: &str| -> String {
        text.nfkc()
            .flat_map(char::to_lowercase)
            .filter(|character| !drops(*character))
            .map(one_form)
            .collect()
    };
    // What stood apart by a blank can compose once the blank is gone, so the first pass may not be the last.
    let first = once(text);
    if first.is_ascii() { first } else { once(&first) }
}

/// A folded text that remembers where in the original each of its characters came from, for finding a word in a text
/// and changing it there. Each character is folded by itself, so a word is looked for in the same form.
pub struct Folded {
    pub text: String,
    /// For each character: where it begins in the folded text, and its place in the original, all in bytes.
    origins: Vec<(usize, std::ops::Range<usize>)>,
}

impl Folded {
    #[must_use]
    pub fn of(original: &str) -> Self {
        let (mut text, mut origins) = (String::with_capacity(original.len()), Vec::new());
        for (at, character) in original.char_indices() {
            let place = at..at + character.len_utf8();
            let kept = std::iter::once(character)
                .nfkd()
                .flat_map(char::to_lowercase)
                .filter(|character| !drops(*character))
                .map(one_form);
            for folded in kept {
                origins.push((text.len(), place.clone()));
                text.push(folded);
            }
        }
        Self { text, origins }
    }

    /// The place in the original of a stretch of the folded text.
    #[must_use]
    pub fn original(&self, folded: &std::ops::Range<usize>) -> std::ops::Range<usize> {
        let first = self.origins.partition_point(|(at, _)| *at < folded.start);
        let after = self.origins.partition_point(|(at, _)| *at < folded.end);
        let place = |at: usize| self.origins.get(at).map_or(0..0, |(_, place)| place.clone());
        place(first).start..place(after.saturating_sub(1)).end
    }
}

/// Whether a character counts for nothing when texts are compared: blanks, what is not seen, and the selectors that
/// choose one drawing of a character among several.
fn drops(character: char) -> bool {
    character.is_whitespace() || is_hidden(character)
}

fn one_form(character: char) -> char {
    match character {
        '\u{2022}' | '\u{2027}' | '\u{2219}' | '\u{22c5}' | '\u{30fb}' | '\u{ff65}' | '\u{2e31}'
        | '\u{387}' => MIDDLE_DOT,
        other => SIMPLIFIED.get(&other).copied().unwrap_or(other),
    }
}

/// Reads the table: a line for each traditional character, a tab, and its simplified forms with blanks between them.
///
/// The first form is the one to fold to. The further ones (鍾 is 钟, and 锺 where a name keeps it) fold to it too, for
/// people type either; a character that is the first form of a line stays what it is.
fn simplified(table: &str) -> HashMap<char, char> {
    let lines = table.lines().filter(|line| !line.starts_with('#'));
    let rows: Vec<(char, Vec<char>)> = lines
        .filter_map(|line| {
            let (from, to) = line.split_once('\t')?;
            let forms = to.split(' ').filter_map(|form| form.chars().next()).collect();
            Some((from.chars().next()?, forms))
        })
        .collect();
    let firsts: std::collections::HashSet<char> =
        rows.iter().filter_map(|(_, forms)| forms.first().copied()).collect();
    let mut map = HashMap::new();
    for (from, forms) in &rows {
        // A line whose first form is its own character says that the character stays.
        let Some(&first) = forms.first().filter(|first| *first != from) else { continue };
        for form in forms.iter().skip(1).chain([from]) {
            if form == from || !firsts.contains(form) {
                map.entry(*form).or_insert(first);
            }
        }
    }
    // A line's first form can itself be another line's traditional character; folding twice must change nothing.
    let end = |mut form: char| {
        for _ in 0..3 {
            form = map.get(&form).copied().unwrap_or(form);
        }
        form
    };
    map.iter().map(|(from, to)| (*from, end(*to))).filter(|(from, to)| from != to).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn ways_of_writing_one_name_fold_to_the_same() {
        for (one, other) in [
            ("谢文渊", "謝文淵"),
            ("谢文渊", "谢\u{200b}文渊"),
            ("谢文渊", "谢 文　渊"),
            ("谢文渊", "\u{2067}谢文渊\u{2069}"),
            ("冉启福", "冉啟福"),
            ("冉启福", "冉啓福"),
            ("钟山", "鍾山"),
            ("锺山", "鍾山"),
            ("乾隆", "干隆"),
            ("峰", "峯"),
            ("ＹＬＪＤ０００１", "yljd0001"),
            ("阿依·古丽", "阿依•古丽"),
            ("阿依·古丽", "阿依・古丽"),
            ("\u{2f00}", "一"),
            ("葛\u{e0100}洪", "葛洪"),
        ] {
            assert_eq!(fold(one), fold(other), "{one} {other}");
        }
    }

    #[test]
    fn different_names_stay_different() {
        for (one, other) in [
            ("张三", "张三丰"),
            ("新建村", "新建社区"),
            ("李四", "李泗"),
            ("0001", "001"),
            ("阿依古丽", "阿依·古丽"),
        ] {
            assert_ne!(fold(one), fold(other), "{one} {other}");
        }
    }

    #[test]
    fn the_table_is_there_and_holds_no_simplified_character_of_everyday_use() {
        assert!(SIMPLIFIED.len() > 3000, "{}", SIMPLIFIED.len());
        for plain in
            "张王李赵村镇书记主任委员会低保补助公示的了是在不人有这个上们来到时大地为子中你说生国年着".chars()
        {
            assert_eq!(one_form(plain), plain, "{plain}");
        }
    }

    #[test]
    fn a_word_found_in_a_folded_text_has_its_place_in_the_original() {
        let original = "经与謝\u{200b}文 淵联系";
        let folded = Folded::of(original);
        let at = folded.text.find("谢文渊").unwrap();
        let place = folded.original(&(at..at + "谢文渊".len()));
        assert_eq!(original.get(place), Some("謝\u{200b}文 淵"));
        assert_eq!(Folded::of("").original(&(0..0)), 0..0);
    }

    proptest! {
        #[test]
        fn folding_each_character_is_folding_the_whole(text in "[a-zA-ZＡ-Ｚ０-９ 　\\u{200b}謝谢文淵渊一丁鍾钟·•]{0,30}") {
            prop_assert_eq!(Folded::of(&text).text, fold(&text));
        }

        #[test]
        fn folding_twice_is_folding_once(text in "\\PC{0,40}") {
            let once = fold(&text);
            prop_assert_eq!(fold(&once), once);
        }
    }
}
