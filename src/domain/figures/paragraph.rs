//! Paragraphs of a bulletin, written piece by piece: words, and numbers with the cases behind them.

use std::fmt::Display;

use serde::{Deserialize, Serialize};

use super::facts::Number;
use super::report::Figure;

/// A stretch of text; a number has the cases that it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Piece {
    pub text: String,
    /// Absent for mere words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cases: Option<Vec<Number>>,
}

/// A heading or a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Paragraph {
    pub is_heading: bool,
    pub pieces: Vec<Piece>,
}

impl Paragraph {
    /// What is read.
    #[must_use]
    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }
}

/// Writes one paragraph.
#[derive(Default)]
pub struct Writer(Vec<Piece>);

impl Writer {
    /// Adds words that count nothing.
    pub fn say(&mut self, words: &str) -> &mut Self {
        match self.0.last_mut().filter(|last| last.cases.is_none()) {
            Some(last) => last.text.push_str(words),
            None => self.0.push(Piece { text: words.to_owned(), cases: None }),
        }
        self
    }

    /// A number with its cases.
    pub fn number(&mut self, number: impl Display, cases: &[Number]) -> &mut Self {
        self.0.push(Piece { text: number.to_string(), cases: Some(cases.to_vec()) });
        self
    }

    /// `按期9件`
    pub fn count(&mut self, words: &str, figure: Option<&Figure>, measure: &str) -> &mut Self {
        if let Some(figure) = figure {
            self.say(words).number(figure.numerator, &figure.cases).say(measure);
        }
        self
    }

    /// Those of several counts that are not nothing, with a comma between them.
    pub fn counts(&mut self, counts: &[(&str, Option<&Figure>, &str)]) -> bool {
        let found: Vec<_> = counts
            .iter()
            .filter(|(_, figure, _)| figure.is_some_and(|figure| figure.numerator > 0))
            .collect();
        for (place, (words, figure, measure)) in found.iter().enumerate() {
            self.say(if place > 0 { "，" } else { "" }).count(words, *figure, measure);
        }
        !found.is_empty()
    }

    /// `（86.5%）`; nothing where there are too few.
    pub fn share(&mut self, name: &str, figure: &Figure) -> &mut Self {
        if let Some(percent) = figure.percent() {
            self.say(name).number(percent, &figure.cases);
        }
        self
    }

    /// Whether nothing was written yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What was written last.
    #[must_use]
    pub fn last(&self) -> &str {
        self.0.last().map_or("", |piece| piece.text.as_str())
    }

    /// The paragraph with its last sign; none where nothing was written.
    #[must_use]
    pub fn end(mut self, sign: &str) -> Option<Paragraph> {
        if self.0.is_empty() {
            return None;
        }
        self.say(sign);
        Some(Paragraph { is_heading: false, pieces: self.0 })
    }
}
