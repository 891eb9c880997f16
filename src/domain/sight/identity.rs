//! Where a text says who complains: the complainant's name as it is folded, the contact by its digits. Masking asks
//! this, and so does whatever looks at a text before it goes on (`domain.md` §10 Nothing leaks through text).

use std::ops::Range;

use super::masking::{mask_contact, mask_name};
use crate::domain::case::nobody::{is_nobody, is_nobodys_telephone};
use crate::domain::case::recusal::names;
use crate::domain::case::respondents::Register;
use crate::domain::case::{Case, Complainant};
use crate::domain::sealable::Sealable;
use crate::domain::text::fold::Folded;
use unicode_normalization::UnicodeNormalization as _;

/// A name of one character would occur everywhere.
const SHORTEST_NAME: usize = 2;
/// With fewer digits a contact is the number of a house.
const SHORTEST_NUMBER: usize = 5;
/// With the country's prefix a telephone has no more digits.
const LONGEST_NUMBER: usize = 15;
/// Words that stand where a name should and mean anybody.
const ANYBODY: [&str; 12] =
    ["群众", "村民", "居民", "市民", "网友", "家长", "业主", "学生", "商户", "用户", "先生", "女士"];

/// Everything by which the complainant of a case can be told in a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Identity {
    names: Vec<Sign>,
    numbers: Vec<Sign>,
}

/// A name or number as it is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Sign {
    /// Folded name, or digits.
    key: String,
    /// What stands in its place when it is masked.
    masked: String,
}

/// Something found, by its place in the text in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Occurrence {
    pub place: Range<usize>,
    /// What stands in its place when it is masked.
    pub masked: String,
}

impl Identity {
    /// By everything that was ever recorded of the complainant: what was corrected since says who it is too.
    #[must_use]
    pub fn of(complainant: &Complainant) -> Self {
        let body = |text: &Sealable| text.body().map(str::to_owned);
        let names = complainant.name.iter().chain(&complainant.former_names).filter_map(body);
        let contacts = complainant.contact.iter().chain(&complainant.former_contacts).filter_map(body);
        Self::by(names, contacts)
    }

    /// By these names and contacts.
    pub fn by(
        complainants: impl IntoIterator<Item = String>,
        contacts: impl IntoIterator<Item = String>,
    ) -> Self {
        let mut identity = Self::default();
        for complainant in complainants {
            identity.add_name(&complainant);
            for name in names(&complainant) {
                identity.add_name(&name);
            }
        }
        for contact in contacts {
            identity.add_numbers(&contact);
        }
        identity
    }

    fn add_name(&mut self, name: &str) {
        let key = Folded::of(name).text;
        // What was masked before it came here is nothing to look for.
        let is_name = key.chars().count() >= SHORTEST_NAME
            && !key.contains('*')
            && !is_nobody(name)
            && !ANYBODY.contains(&key.as_str());
        if is_name && self.names.iter().all(|known| known.key != key) {
            self.names.push(Sign { key, masked: mask_name(name.trim()) });
        }
    }

    fn add_numbers(&mut self, contact: &str) {
        if contact.contains('*') {
            return;
        }
        for run in runs(contact) {
            // Two numbers with a blank between them are two, where one would be too long.
            if run.len() > LONGEST_NUMBER && contact.trim().contains(char::is_whitespace) {
                contact.split_whitespace().for_each(|part| self.add_numbers(part));
                continue;
            }
            let digits: String = run.iter().map(|(digit, _)| *digit).collect();
            let with_country = digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86"));
            let own = with_country.filter(|own| own.len() >= 11).unwrap_or(&digits);
            // Who lives in the same place leaves the area code out.
            let area = if own.starts_with("01") || own.starts_with("02") { 3 } else { 4 };
            let local = own.get(area..).filter(|local| own.starts_with('0') && local.len() >= 7);
            for number in [Some(own), local].into_iter().flatten() {
                let is_number = number.len() >= SHORTEST_NUMBER && !is_nobodys_telephone(number);
                if is_number && self.numbers.iter().all(|known| known.key != number) {
                    self.numbers.push(Sign { key: number.to_owned(), masked: mask_contact(number) });
                }
            }
        }
    }

    /// Whether one of the names is a part of a folded text, whatever it is a part of there.
    #[must_use]
    pub fn is_named_in(&self, folded: &str) -> bool {
        self.names.iter().any(|name| folded.contains(&name.key))
    }

    /// Every place where the text says who complains, in order; places that overlap are one. Names of the town's
    /// units and places are not the complainant's name: 高峰 does not occur in 高峰村.
    #[must_use]
    pub fn occurrences(&self, text: &str, register: &Register) -> Vec<Occurrence> {
        let mut found = self.names_in(text, register);
        found.extend(self.numbers_in(text));
        found.sort_by_key(|occurrence| (occurrence.place.start, occurrence.place.end));
        let mut all: Vec<Occurrence> = Vec::with_capacity(found.len());
        for next in found {
            match all.last_mut() {
                Some(last) if next.place.start < last.place.end => {
                    last.place.end = last.place.end.max(next.place.end);
                }
                Some(_) | None => all.push(next),
            }
        }
        all
    }

    /// The text with every occurrence masked; `None` when it says nothing of who complains.
    #[must_use]
    pub fn masked(&self, text: &str, register: &Register) -> Option<String> {
        let found = self.occurrences(text, register);
        if found.is_empty() {
            return None;
        }
        let (mut masked, mut at) = (String::with_capacity(text.len()), 0);
        for Occurrence { place, masked: left } in found {
            masked.push_str(text.get(at..place.start).unwrap_or_default());
            masked.push_str(&left);
            at = place.end;
        }
        masked.push_str(text.get(at..).unwrap_or_default());
        Some(masked)
    }

    /// The text with 投诉人 wherever it says who complains.
    #[must_use]
    pub fn unnamed(&self, text: &str, register: &Register) -> String {
        let (mut unnamed, mut at) = (String::with_capacity(text.len()), 0);
        for Occurrence { place, .. } in self.occurrences(text, register) {
            unnamed.push_str(text.get(at..place.start).unwrap_or_default());
            unnamed.push_str("投诉人");
            at = place.end;
        }
        unnamed.push_str(text.get(at..).unwrap_or_default());
        unnamed
    }

    /// The same, or the text itself.
    #[must_use]
    pub fn shown(&self, text: &str, register: &Register) -> String {
        self.masked(text, register).unwrap_or_else(|| text.to_owned())
    }

    /// Masks what a recorded text says of who complains.
    pub fn mask(&self, text: &mut Sealable, register: &Register) {
        text.mask(|body| self.shown(body, register));
    }

    fn names_in(&self, text: &str, register: &Register) -> Vec<Occurrence> {
        if self.names.is_empty() {
            return Vec::new();
        }
        let folded = Folded::of(text);
        let mut found = Vec::new();
        for name in &self.names {
            let at = starts(&folded.text, &name.key);
            let places: Vec<Range<usize>> = at.map(|start| start..start + name.key.len()).collect();
            let named = register.outside_places(&folded.text, places);
            found.extend(
                named
                    .iter()
                    .map(|place| Occurrence { place: folded.original(place), masked: name.masked.clone() }),
            );
        }
        found
    }

    fn numbers_in(&self, text: &str) -> Vec<Occurrence> {
        if self.numbers.is_empty() {
            return Vec::new();
        }
        let mut found = Vec::new();
        for run in runs(text) {
            let digits: String = run.iter().map(|(digit, _)| *digit).collect();
            for number in &self.numbers {
                found.extend(starts(&digits, &number.key).filter_map(|first| {
                    let (begins, ends) = (run.get(first)?, run.get(first + number.key.len() - 1)?);
                    let place = begins.1.start..ends.1.end;
                    Some(Occurrence { place, masked: number.masked.clone() })
                }));
            }
        }
        found
    }
}

/// Whether somebody of the complainant's own name is complained of: a respondent has to be told, whoever complains.
#[must_use]
pub fn is_about_a_namesake(case: &Case) -> bool {
    let body = |text: &Option<Sealable>| text.as_ref().and_then(Sealable::body).map(str::to_owned);
    let respondents = body(&case.respondent.name).map(|line| names(&line)).unwrap_or_default();
    body(&case.complainant.name).is_some_and(|name| respondents.contains(&name))
}

/// Where a word begins in a text, overlapping ones too.
fn starts<'a>(text: &'a str, word: &'a str) -> impl Iterator<Item = usize> + 'a {
    text.char_indices()
        .map(|(at, _)| at)
        .filter(move |at| text.get(*at..).is_some_and(|rest| rest.starts_with(word)))
}

/// The digits of a text with their places, a list for each stretch in which nothing stands between them but what people
/// put into a number.
fn runs(text: &str) -> Vec<Vec<(char, Range<usize>)>> {
    let (mut all, mut run) = (Vec::new(), Vec::new());
    for (at, character) in text.char_indices() {
        let plain = std::iter::once(character).nfkd().next().unwrap_or(character);
        if plain.is_ascii_digit() {
            run.push((plain, at..at + character.len_utf8()));
        } else if !stands_in_numbers(character) && !run.is_empty() {
            all.push(std::mem::take(&mut run));
        }
    }
    all.push(run);
    all
}

/// Blanks, dashes, brackets and dots, which are put between the groups of a number, and whatever nobody sees.
fn stands_in_numbers(character: char) -> bool {
    character.is_whitespace()
        || crate::domain::text::signs::is_hidden(character)
        || matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '－' | '_' | '.' | '·' | '•')
        || matches!(character, '(' | ')' | '（' | '）')
}

#[cfg(test)]
mod tests;
