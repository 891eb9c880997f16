//! Full text: single characters separated by spaces, asked for as a quoted phrase, so that one or two Chinese
//! characters are found as surely as ten; letters are the pinyin initials of the title.

use std::collections::BTreeSet;

use pinyin::ToPinyinMulti as _;
use rusqlite::{Connection, params};

use super::error::StoreError;
use crate::domain::case::respondents::Register;
use crate::domain::case::{Case, platform_no};
use crate::domain::ids::CaseId;
use crate::domain::sealable::Sealable;
use crate::domain::sight::identity::{Identity, is_about_a_namesake};

/// A title with many characters of several readings gets at most so many spellings.
const SPELLINGS_AT_MOST: usize = 8;

/// The separator is a token of its own, so no phrase reaches from one part into the next.
const SEPARATOR: &str = " zzseparator ";

/// What a case is found by. Who complains is left out: a search must not tell what a list masks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchWords {
    body: String,
    initials: String,
}

impl SearchWords {
    /// Those of a case but its own number. Where a text says who complains it is masked, as it is for readers.
    #[must_use]
    pub fn of(case: &Case, register: &Register) -> Self {
        let identity = Identity::of(&case.complainant);
        let shown = |text: &Sealable| identity.shown(text.body().unwrap_or_default(), register);
        let title = shown(&case.title);
        let respondent = case.respondent.name.as_ref().map(|name| {
            if is_about_a_namesake(case) { name.body().unwrap_or_default().to_owned() } else { shown(name) }
        });
        let texts = [Some(title.clone()), Some(shown(&case.content)), respondent];
        let position = case.respondent.unit_position.as_ref().map(shown);
        let texts: Vec<String> = texts.into_iter().chain([position]).flatten().collect();
        let mut parts: Vec<&str> = texts.iter().map(String::as_str).collect();
        parts.extend(case.village.as_deref());
        parts.extend(case.platform_no.as_deref());
        // A number in full width is found by its plain digits too.
        let key = case.platform_no.as_deref().and_then(platform_no::key);
        parts.extend(
            key.as_deref().filter(|key| Some(spaced(key)) != case.platform_no.as_deref().map(spaced)),
        );
        let body: Vec<String> = parts.into_iter().map(spaced).collect();
        let spellings = spellings(&title);
        let initials: Vec<String> = spellings.iter().map(|spelling| spaced(spelling)).collect();
        Self { body: body.join(SEPARATOR), initials: initials.join(SEPARATOR) }
    }

    /// With the case's own number.
    #[must_use]
    pub fn numbered(mut self, case_no: &str) -> Self {
        self.body.push_str(SEPARATOR);
        self.body.push_str(&spaced(case_no));
        self
    }
}

/// Writes the search text of a case in place of the former one.
pub fn write(connection: &Connection, case: &Case, register: &Register) -> Result<(), StoreError> {
    connection.prepare_cached("DELETE FROM search WHERE rowid = ?1")?.execute([case.id.0])?;
    add(connection, case.id, &SearchWords::of(case, register).numbered(&case.case_no))
}

/// Writes the search text of a case that has none yet.
pub fn add(connection: &Connection, case: CaseId, words: &SearchWords) -> Result<(), StoreError> {
    connection
        .prepare_cached("INSERT INTO search (rowid, body, initials) VALUES (?1, ?2, ?3)")?
        .execute(params![case.0, words.body, words.initials])?;
    Ok(())
}

/// The MATCH expression for a word: a phrase of its characters in the text, or letters as initials of the title.
/// `None` when nothing in it can be searched for.
pub fn expression(word: &str) -> Option<String> {
    let phrase = spaced(word);
    if phrase.is_empty() {
        return None;
    }
    let quoted = format!("\"{phrase}\"");
    let letters = word.chars().all(|character| character.is_ascii_alphabetic());
    Some(if letters { format!("body : {quoted} OR initials : {quoted}") } else { format!("body : {quoted}") })
}

/// The MATCH expression that finds every title of which a word may be the full pinyin, wholly or in part, and some more:
/// the initials of each way to read the letters as syllables. `None` for what is no pinyin.
pub fn pinyin_expression(word: &str) -> Option<String> {
    let letters: Vec<char> = word.to_lowercase().chars().collect();
    if letters.len() < 2 || !letters.iter().all(char::is_ascii_lowercase) {
        return None;
    }
    let mut readings = BTreeSet::new();
    read_syllables(&letters, &mut String::new(), &mut readings);
    let phrases: Vec<String> =
        readings.iter().map(|initials| format!("initials : \"{}\"", spaced(initials))).collect();
    (!phrases.is_empty()).then(|| phrases.join(" OR "))
}

/// Letters may be read in so many ways at most; more are left out.
const READINGS_AT_MOST: usize = 12;
/// Letters of the longest syllable, `zhuang`.
const LONGEST_SYLLABLE: usize = 6;

/// Collects the initials of every way to cut the letters into syllables, the last of which may be begun only.
fn read_syllables(rest: &[char], initials: &mut String, readings: &mut BTreeSet<String>) {
    let Some(first) = rest.first() else {
        readings.insert(initials.clone());
        return;
    };
    initials.push(*first);
    // Long syllables first: what is typed as a whole word is found before the cap is reached.
    for length in (1..=rest.len().min(LONGEST_SYLLABLE)).rev() {
        let (syllable, behind) = rest.split_at(length);
        if readings.len() < READINGS_AT_MOST && (length == 1 || is_syllable(syllable, behind.is_empty())) {
            read_syllables(behind, initials, readings);
        }
    }
    initials.pop();
}

/// Whether letters have the shape of a syllable: consonants, vowels, an ending. One that ends the word may lack the rest.
fn is_syllable(letters: &[char], is_last: bool) -> bool {
    let text: String = letters.iter().collect();
    let vowels = text.trim_start_matches(|c: char| !"aeiouv".contains(c));
    let consonants = text.len() - vowels.len();
    let ending = vowels.trim_start_matches(|c: char| "aeiouv".contains(c));
    let begins_well = match consonants {
        0 => text.starts_with(['a', 'e', 'o']),
        1 => true,
        2 => ["zh", "ch", "sh"].iter().any(|start| text.starts_with(start)),
        _ => false,
    };
    let ends_well = matches!(ending, "" | "n" | "ng" | "r");
    begins_well && ends_well && (is_last || ending.len() < vowels.len())
}

/// Letters and digits of any script, each a token of its own, in lower case.
fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len() * 2);
    for character in text.chars().filter(|character| character.is_alphanumeric()) {
        if !spaced.is_empty() {
            spaced.push(' ');
        }
        spaced.extend(character.to_lowercase());
    }
    spaced
}

/// Initials of every reading: 重庆 is both cq and zq.
fn spellings(title: &str) -> Vec<String> {
    let mut spellings = vec![String::new()];
    for character in title.chars() {
        let mut initials: Vec<char> = character.to_pinyin_multi().map_or_else(
            || if character.is_ascii_alphanumeric() { vec![character] } else { Vec::new() },
            |readings| readings.into_iter().filter_map(|reading| reading.plain().chars().next()).collect(),
        );
        initials.sort_unstable();
        initials.dedup();
        if initials.is_empty() {
            continue;
        }
        if spellings.len() * initials.len() > SPELLINGS_AT_MOST {
            initials.truncate(1);
        }
        spellings = spellings
            .iter()
            .flat_map(|spelling| initials.iter().map(move |initial| format!("{spelling}{initial}")))
            .collect();
    }
    spellings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reading_of_a_character_is_a_spelling() {
        let spellings = spellings("重庆低保");
        assert!(spellings.contains(&"cqdb".to_owned()) && spellings.contains(&"zqdb".to_owned()));
    }

    #[test]
    fn letters_are_read_as_syllables_in_every_way_that_pinyin_allows() {
        let found = |word: &str, initials: &str| {
            let expression = pinyin_expression(word).unwrap_or_default();
            expression.split(" OR ").any(|phrase| phrase == format!("initials : \"{initials}\""))
        };
        for (word, initials) in [
            ("dibao", "d b"),
            ("jiansheng", "j s"),
            ("jiansh", "j s"),
            ("xian", "x a"),
            ("xian", "x"),
            ("nongyej", "n y j"),
            ("dibaodaiyu", "d b d y"),
        ] {
            assert!(found(word, initials), "{word} {initials}: {:?}", pinyin_expression(word));
        }
        for word in ["d", "低保", "2026", "di 保", ""] {
            assert_eq!(pinyin_expression(word), None, "{word}");
        }
    }

    #[test]
    fn a_word_becomes_a_phrase_and_nothing_of_it_can_act_as_syntax() {
        assert_eq!(expression("低保").as_deref(), Some("body : \"低 保\""));
        assert_eq!(expression("dbdy").as_deref(), Some("body : \"d b d y\" OR initials : \"d b d y\""));
        assert_eq!(expression("\" OR *").as_deref(), Some("body : \"o r\""));
        assert_eq!(expression("“，”"), None);
    }
}
