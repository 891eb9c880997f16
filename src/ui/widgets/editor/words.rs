//! Where words begin and end: at blanks, at punctuation, and where the script changes, for Chinese has no blanks.

/// What a character is to a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Blank,
    Mark,
    Digit,
    /// Latin and other letters that make words.
    Letter,
    /// A Chinese character, for words of which nothing but their ends is known.
    Han,
}

impl Class {
    pub(super) fn of(c: char) -> Self {
        match c {
            _ if c.is_whitespace() => Self::Blank,
            '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}' => Self::Han,
            _ if c.is_numeric() => Self::Digit,
            _ if c.is_alphabetic() || is_combining(c) => Self::Letter,
            _ => Self::Mark,
        }
    }
}

/// An accent belongs to the letter before it.
const fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Where the word before this place begins.
pub(super) fn before(line: &[char], place: usize) -> usize {
    let at = |place: usize| place.checked_sub(1).and_then(|place| line.get(place)).map(|c| Class::of(*c));
    let mut place = place;
    while at(place) == Some(Class::Blank) {
        place -= 1;
    }
    let class = at(place);
    while place > 0 && at(place) == class {
        place -= 1;
    }
    place
}

/// Where the word after the one at this place begins, or the line ends.
pub(super) fn after(line: &[char], place: usize) -> usize {
    let at = |place: usize| line.get(place).map(|c| Class::of(*c));
    let mut place = place;
    let class = at(place);
    while class.is_some() && at(place) == class {
        place += 1;
    }
    while at(place) == Some(Class::Blank) {
        place += 1;
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_end_at_punctuation_and_where_the_script_changes() {
        let line: Vec<char> = "低保评定，没有公示low 保2026年".chars().collect();
        let mut ends = Vec::new();
        let mut place = 0;
        while place < line.len() {
            place = after(&line, place);
            ends.push(place);
        }
        assert_eq!(ends, [4, 5, 9, 13, 14, 18, 19]);
        let mut starts = Vec::new();
        while place > 0 {
            place = before(&line, place);
            starts.push(place);
        }
        assert_eq!(starts, [18, 14, 13, 9, 5, 4, 0]);
        assert_eq!((before(&[], 0), after(&[], 0)), (0, 0));
    }
}
