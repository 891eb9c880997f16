//! Makes outside text harmless and honest: what would act on the terminal or hide is shown as a mark in ASCII,
//! such as `<1B>` for ESC and `<202E>` for the override that turns text around.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar as _;

use crate::domain::text::signs::is_hidden;

/// Combining marks shown on one character; Vietnamese needs two, more only climb over the lines above.
const MOST_MARKS: usize = 2;

/// What a character is to the screen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Glyph {
    /// Shown as it is.
    Plain,
    /// Ends a line: CR, LF, VT, FF, NEL, line and paragraph separator.
    LineEnd,
    /// A tab, which a terminal would widen by its own rules.
    Tab,
    /// Combines with the character before it.
    Mark,
    /// Only chooses the shape or colour of an emoji; terminals disagree on the width that results.
    Shape,
    /// Half of a flag; shown as its letter.
    Flag(char),
    /// Controls, bidi controls, zero-width characters, fillers: shown as a number.
    Hidden,
}

fn glyph(c: char) -> Glyph {
    match c {
        ' '..='~' => Glyph::Plain,
        '\t' => Glyph::Tab,
        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => Glyph::LineEnd,
        '\u{fe00}'..='\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}' | '\u{e0100}'..='\u{e01ef}' => Glyph::Shape,
        '\u{1f1e6}'..='\u{1f1ff}' => Glyph::Flag(flag_letter(c)),
        _ if is_hidden(c) => Glyph::Hidden,
        _ if c.width() == Some(0) => Glyph::Mark,
        _ => Glyph::Plain,
    }
}

fn flag_letter(c: char) -> char {
    u8::try_from(u32::from(c) - 0x1_f1e6).map_or('?', |place| char::from(b'A' + place))
}

/// The text on one line. Line ends become ` / `, a tab a space, everything hidden a visible mark.
#[must_use]
pub fn clean(text: &str) -> Cow<'_, str> {
    if text.chars().all(|c| glyph(c) == Glyph::Plain) {
        return Cow::Borrowed(text);
    }
    let trimmed = text.trim_end_matches(['\n', '\r']);
    let mut line = Line::default();
    let mut breaks = false;
    for c in trimmed.chars() {
        let ends = glyph(c) == Glyph::LineEnd;
        if ends && !breaks {
            line.push_str(" / ");
        }
        breaks = ends;
        if !ends {
            line.push(c);
        }
    }
    Cow::Owned(line.finish())
}

/// The text's own lines, each cleaned; CR LF is one line end.
#[must_use]
pub fn clean_lines(text: &str) -> Vec<String> {
    let text = text.replace("\r\n", "\n");
    text.split(|c| glyph(c) == Glyph::LineEnd)
        .map(|line| {
            let mut out = Line::default();
            line.chars().for_each(|c| out.push(c));
            out.finish()
        })
        .collect()
}

/// What may enter an editor from a paste or a draft: lines ended by LF, tabs as spaces, without anything that
/// does not show. Unlike for display nothing is put in its place, for it would become part of a document.
#[must_use]
pub fn clean_text(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut marks = 0;
    for c in text.replace("\r\n", "\n").chars() {
        let glyph = glyph(c);
        marks = if glyph == Glyph::Mark { marks + 1 } else { 0 };
        match glyph {
            Glyph::Plain | Glyph::Flag(_) => out.push(c),
            Glyph::LineEnd => out.push('\n'),
            Glyph::Tab => out.push(' '),
            Glyph::Mark if marks <= MOST_MARKS => out.push(c),
            Glyph::Mark | Glyph::Shape | Glyph::Hidden => {}
        }
    }
    out
}

/// A line in the making.
#[derive(Default)]
struct Line {
    out: String,
    /// Combining marks on the last character so far.
    marks: usize,
    /// Whether there is a character that marks could stand on.
    has_base: bool,
    /// Whether the last character was wider than one cell, as emoji are.
    wide: bool,
}

impl Line {
    fn push(&mut self, c: char) {
        match glyph(c) {
            Glyph::Plain => {
                self.close_marks();
                self.out.push(c);
                self.has_base = true;
                self.wide = c.width() == Some(2);
            }
            Glyph::Tab | Glyph::LineEnd => self.push_str(" "),
            Glyph::Flag(letter) => self.push_str(letter.encode_utf8(&mut [0; 4])),
            Glyph::Shape => {}
            // Between the parts of an emoji the joiner is left out, and the parts stand side by side.
            Glyph::Hidden if c == '\u{200d}' && self.wide => {}
            Glyph::Hidden => self.push_number(c),
            Glyph::Mark => {
                if !self.has_base {
                    self.push_str(" ");
                    self.has_base = true;
                }
                self.marks += 1;
                if self.marks <= MOST_MARKS {
                    self.out.push(c);
                }
            }
        }
    }

    fn push_str(&mut self, text: &str) {
        self.close_marks();
        self.out.push_str(text);
        self.has_base = false;
        self.wide = false;
    }

    fn push_number(&mut self, c: char) {
        self.push_str("");
        // Writing to a String never fails.
        let _ = write!(self.out, "<{:02X}>", u32::from(c));
    }

    /// Says how many marks were left out of a pile.
    fn close_marks(&mut self) {
        let left_out = self.marks.saturating_sub(MOST_MARKS);
        if left_out > 0 {
            let _ = write!(self.out, "<+{left_out}>");
        }
        self.marks = 0;
    }

    fn finish(mut self) -> String {
        self.close_marks();
        self.out
    }
}
