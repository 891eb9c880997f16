//! A bulletin as it is read and frozen: its text line by line, where every number that still stands as it was drafted leads
//! to its cases.

use std::collections::BTreeSet;

use super::paragraph::{Paragraph, Piece};
use super::stretch::Stretch;
use super::wording::{HEADINGS, Thresholds};
use crate::domain::time::Moment;
use crate::domain::town::settings::Settings;

/// The text of a bulletin, as a draft or as it was frozen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    pub stretch: Stretch,
    pub paragraphs: Vec<Paragraph>,
    /// When the figures were taken.
    pub as_of: Moment,
    /// When it was frozen; absent while it is a draft.
    pub frozen: Option<Moment>,
}

impl Reading {
    /// The text as it is edited: a line for every heading and every paragraph.
    #[must_use]
    pub fn text(&self) -> String {
        super::wording::text(&self.paragraphs)
    }
}

/// Below which shares the office wants units named.
#[must_use]
pub const fn thresholds(settings: &Settings) -> Thresholds {
    Thresholds { on_time: settings.bulletin_on_time_percent, satisfied: settings.bulletin_satisfied_percent }
}

/// The lines of an edited text. Those that were left as they were drafted keep the cases behind their numbers.
#[must_use]
pub fn lines(text: &str, drafted: &[Paragraph]) -> Vec<Paragraph> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let paragraph = |line: &str| {
        let unchanged = drafted.iter().find(|paragraph| paragraph.text() == line);
        unchanged.cloned().unwrap_or_else(|| Paragraph {
            is_heading: HEADINGS.contains(&line),
            pieces: vec![Piece { text: line.to_owned(), cases: None }],
        })
    };
    lines.map(paragraph).collect()
}

/// Takes the numbers of cases out that a reader may not see; the text stays.
pub fn hide(paragraphs: &mut [Paragraph], hidden: &BTreeSet<String>) {
    let pieces = paragraphs.iter_mut().flat_map(|paragraph| &mut paragraph.pieces);
    for cases in pieces.filter_map(|piece| piece.cases.as_mut()) {
        cases.retain(|number| !hidden.contains(&**number));
    }
}

/// Whether every line that stands as it was drafted but for its numbers has the numbers of now: somebody may have gone on
/// working while the text was edited, and figures beside a text that says others would prove nothing.
///
/// # Errors
/// What the first such line has to say, in one Chinese sentence.
pub fn check_numbers(text: &str, drafted: &[Paragraph]) -> Result<(), String> {
    for line in text.lines().map(str::trim) {
        let is_as_drafted = drafted.iter().any(|paragraph| paragraph.text() == line);
        let same_words =
            drafted.iter().map(Paragraph::text).find(|drafted| words_of(drafted) == words_of(line));
        if let Some(now) = same_words.filter(|_| !is_as_drafted) {
            return Err(format!(
                "正文里的数字不是现在的（可能又有人办了事），没有封存；别处没改过的，可以重新起草；要照改的这一行：{now}"
            ));
        }
    }
    Ok(())
}

/// A line without its numbers.
fn words_of(line: &str) -> String {
    line.chars().filter(|sign| !sign.is_ascii_digit() && *sign != '.').collect()
}

/// Whether the text still has the four parts: they are what a bulletin consists of.
///
/// # Errors
/// Which heading is missing, in one Chinese sentence.
pub fn check_text(text: &str) -> Result<(), String> {
    let missing = HEADINGS.iter().find(|heading| !text.lines().any(|line| line.trim() == **heading));
    match missing {
        Some(heading) => Err(format!("通报正文少了“{heading}”这一行；四个部分都要有，没有封存。")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drafted() -> Vec<Paragraph> {
        let heading =
            Paragraph { is_heading: true, pieces: vec![Piece { text: HEADINGS[0].to_owned(), cases: None }] };
        let number =
            Piece { text: "2".to_owned(), cases: Some(vec!["2026-0001".into(), "2026-0002".into()]) };
        let words = |words: &str| Piece { text: words.to_owned(), cases: None };
        vec![heading, Paragraph { is_heading: false, pieces: vec![words("共收到"), number, words("件。")] }]
    }

    #[test]
    fn a_line_left_as_it_was_drafted_keeps_its_cases_and_an_edited_one_is_plain() {
        let text = format!("{}\n\n  共收到2件。\n共收到3件。\n{}", HEADINGS[0], HEADINGS[3]);
        let read = lines(&text, &drafted());
        assert_eq!(read.len(), 4);
        assert_eq!(read[..2], drafted()[..]);
        assert_eq!(read[2].pieces, [Piece { text: "共收到3件。".to_owned(), cases: None }]);
        assert_eq!(read.iter().map(|line| line.is_heading).collect::<Vec<_>>(), [true, false, false, true]);
    }

    #[test]
    fn a_case_that_may_not_be_seen_stays_counted_in_the_text_and_is_not_listed() {
        let mut read = drafted();
        hide(&mut read, &BTreeSet::from(["2026-0001".to_owned()]));
        assert_eq!(read[1].text(), "共收到2件。");
        assert_eq!(read[1].pieces[1].cases.as_deref(), Some(&["2026-0002".into()][..]));
    }

    #[test]
    fn a_line_with_other_numbers_than_those_of_now_is_refused_and_one_in_other_words_is_not() {
        assert_eq!(check_numbers("一、总体情况\n共收到2件。\n群众共反映3件事。", &drafted()), Ok(()));
        let why = check_numbers("  共收到3件。", &drafted()).unwrap_err();
        assert!(why.contains("没有封存") && why.ends_with("要照改的这一行：共收到2件。"), "{why}");
    }

    #[test]
    fn a_text_without_one_of_the_four_headings_is_refused_and_the_heading_is_named() {
        let whole = HEADINGS.join("\n略。\n");
        assert_eq!(check_text(&whole), Ok(()));
        for heading in HEADINGS {
            let why = check_text(&whole.replace(heading, "五、其他")).unwrap_err();
            assert!(why.contains(heading) && why.contains("没有封存"), "{why}");
        }
    }
}
