//! Finds Chinese by what a keyboard can type: the characters themselves, full pinyin, initials, or a mixture.
//! Every reading of a character counts: 重庆 answers to `cq` and to `zq`, for nobody knows which one is typed.

use pinyin::ToPinyinMulti as _;

use super::signs::half_width;
use std::ops::Range;

/// Longer queries are cut; nobody narrows a list with more.
const LONGEST_QUERY_CHARS: usize = 64;

/// Where in the text, counted in characters, the query is found first; an empty query is found at the beginning.
/// Punctuation and spaces within the text may be left out of the query.
#[must_use]
pub fn find(text: &str, query: &str) -> Option<usize> {
    span(text, query).map(|span| span.start)
}

/// The same with the end of what was found; for an empty query nothing at the beginning.
#[must_use]
pub fn span(text: &str, query: &str) -> Option<Range<usize>> {
    let query: Vec<char> =
        query.chars().filter(|c| !c.is_whitespace()).map(fold).take(LONGEST_QUERY_CHARS).collect();
    let text: Vec<char> = text.chars().map(fold).collect();
    if query.is_empty() {
        return Some(0..0);
    }
    (0..text.len()).find_map(|start| {
        let length = begins_with(text.iter().skip(start), &query)?;
        Some(start..start + length)
    })
}

/// Follows all readings at once: the set of how much of the query can be used up so far. Gives the characters it took
/// to use up all of it.
fn begins_with<'a>(text: impl Iterator<Item = &'a char>, query: &[char]) -> Option<usize> {
    let mut used = vec![0];
    for (place, c) in text.enumerate() {
        let mut next: Vec<usize> = Vec::new();
        for done in used {
            let rest = query.get(done..).unwrap_or_default();
            if done > 0 && !c.is_alphanumeric() {
                next.push(done);
            }
            next.extend(steps(*c, rest).into_iter().map(|step| done + step));
        }
        next.sort_unstable();
        next.dedup();
        if next.last() == Some(&query.len()) {
            return Some(place + 1);
        }
        if next.is_empty() {
            return None;
        }
        used = next;
    }
    None
}

/// How many characters of the rest of the query one character of the text can stand for.
fn steps(c: char, rest: &[char]) -> Vec<usize> {
    let mut steps = Vec::new();
    if rest.first() == Some(&c) {
        steps.push(1);
    }
    for reading in c.to_pinyin_multi().into_iter().flatten() {
        let reading: Vec<char> = reading.plain().chars().map(fold).collect();
        let same = reading.iter().zip(rest).take_while(|(one, other)| one == other).count();
        // The whole syllable, its beginning where the query ends, or its initial.
        if same > 0 && (same == reading.len() || same == rest.len()) {
            steps.push(same);
        }
        if same > 0 {
            steps.push(1);
        }
    }
    steps
}

/// Half-width, lower case, `ü` as keyboards type it.
fn fold(c: char) -> char {
    match half_width(c) {
        'ü' => 'v',
        c => c.to_lowercase().next().unwrap_or(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_is_found_by_characters_pinyin_initials_and_mixtures() {
        let table = [
            ("转办", "zb"),
            ("建胜", "jiansheng"),
            ("建胜", "jiansh"),
            ("重庆", "cq"),
            ("重庆", "zq"),
            ("重庆", "chongqing"),
            ("重庆", "zhongq"),
            ("单某", "shan"),
            ("低保待遇", "dbdy"),
            ("低保待遇", "ｄｂ"),
            ("低保待遇", "保dy"),
            ("村（社区）办理", "csqbl"),
            ("村（社区）办理", "村社区"),
            ("女职工", "nv"),
            ("新建村", "XJC"),
            ("2026-0007 低保", "0007"),
            ("集体“三资”", "sanz"),
        ];
        for (text, query) in table {
            assert!(find(text, query).is_some(), "{query} in {text}");
        }
        for (text, query) in
            [("转办", "bz"), ("建胜", "jiansheg"), ("转办", "zbx"), ("", "a"), ("新建村", "村新")]
        {
            assert_eq!(find(text, query), None, "{query} in {text}");
        }
    }

    #[test]
    fn the_place_of_the_first_match_is_told() {
        assert_eq!(find("镇新建村", "xjc"), Some(1));
        assert_eq!(find("新建村", ""), Some(0));
        assert_eq!(span("镇新建村", "xinjian"), Some(1..3));
        assert_eq!(span("集体“三资”管理", "tsanz"), Some(1..5));
    }

    #[test]
    fn a_long_query_on_a_long_text_ends_soon() {
        assert_eq!(find(&"重".repeat(2000), &format!("{}x", "z".repeat(60))), None);
    }
}
