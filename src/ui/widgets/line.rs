//! One line being typed. It scrolls sideways, edits whole graphemes, and the terminal's own cursor stands in it, so
//! that input-method windows open there.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::Span;
use unicode_segmentation::UnicodeSegmentation as _;

use crate::actions::answers::LONGEST_TEXT_CHARS;
use crate::ui::text;
use crate::ui::theme::Theme;

/// A text of one line and the place in it where typing goes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    graphemes: Vec<String>,
    /// How many graphemes stand before the cursor.
    at: usize,
}

impl Line {
    /// A line with this text, the cursor at its end. What does not show is left out.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let mut line = Self::default();
        line.insert(text);
        line
    }

    #[must_use]
    pub fn text(&self) -> String {
        self.graphemes.concat()
    }

    /// Whether nothing was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.graphemes.is_empty()
    }

    /// Whether typing goes to the end of the text.
    #[must_use]
    pub fn at_end(&self) -> bool {
        self.at == self.graphemes.len()
    }

    /// Puts a typed or pasted text in at the cursor; line ends become spaces.
    pub fn insert(&mut self, text: &str) {
        let after = self.graphemes.split_off(self.at).concat();
        let before = self.text();
        let room = LONGEST_TEXT_CHARS.saturating_sub(before.chars().count() + after.chars().count());
        let added = text::clean_text(text).replace('\n', " ");
        let before: String = before.chars().chain(added.chars().take(room)).collect();
        self.at = before.graphemes(true).count();
        self.graphemes = (before + &after).graphemes(true).map(str::to_owned).collect();
        self.at = self.at.min(self.graphemes.len());
    }

    /// Handles a key; whether the text changed.
    pub fn handle(&mut self, key: &KeyEvent) -> bool {
        let before = self.graphemes.len();
        let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
        if key.modifiers.contains(KeyModifiers::ALT) {
            return false;
        }
        if let (KeyCode::Char(c), false) = (key.code, ctrl) {
            self.insert(c.encode_utf8(&mut [0; 4]));
            return true;
        }
        match (key.code, ctrl) {
            (KeyCode::Left, _) | (KeyCode::Char('b'), true) => self.at = self.at.saturating_sub(1),
            (KeyCode::Right, _) | (KeyCode::Char('f'), true) => self.at = (self.at + 1).min(before),
            (KeyCode::Home, _) | (KeyCode::Char('a'), true) => self.at = 0,
            (KeyCode::End, _) | (KeyCode::Char('e'), true) => self.at = before,
            (KeyCode::Backspace, _) | (KeyCode::Char('h'), true) if self.at > 0 => {
                self.at -= 1;
                self.graphemes.remove(self.at);
            }
            (KeyCode::Delete, _) if self.at < before => {
                self.graphemes.remove(self.at);
            }
            (KeyCode::Char('u'), true) => {
                self.graphemes.drain(..self.at);
                self.at = 0;
            }
            (KeyCode::Char('k'), true) => self.graphemes.truncate(self.at),
            (KeyCode::Char('w'), true) => self.delete_word(),
            _ => {}
        }
        self.graphemes.len() != before
    }

    fn delete_word(&mut self) {
        let is_space = |grapheme: &String| grapheme == " ";
        let head = self.graphemes.get(..self.at).unwrap_or_default();
        let spaces = head.iter().rev().take_while(|grapheme| is_space(grapheme)).count();
        let word = head.iter().rev().skip(spaces).take_while(|grapheme| !is_space(grapheme)).count();
        let from = self.at - spaces - word;
        self.graphemes.drain(from..self.at);
        self.at = from;
    }

    /// Draws the line; with the focus the terminal's cursor stands in it.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, focused: bool) {
        if area.is_empty() {
            return;
        }
        let cells = usize::from(area.width);
        if !focused {
            frame.render_widget(Span::styled(text::fit(&self.text(), cells), theme.plain), area);
            return;
        }
        let widths: Vec<usize> = self.graphemes.iter().map(|grapheme| text::width(grapheme)).collect();
        let before_cursor: usize = widths.iter().take(self.at).sum();
        // The window moves by half its width, so that the text stands still while the cursor moves within it.
        let half = (cells / 2).max(1);
        let pages = (before_cursor + 1).saturating_sub(cells).div_ceil(half);
        let (mut skipped, mut first) = (0, 0);
        while skipped < pages * half && first < self.at {
            skipped += widths.get(first).copied().unwrap_or_default();
            first += 1;
        }
        let mut used = 0;
        let shown: String = self
            .graphemes
            .iter()
            .zip(&widths)
            .skip(first)
            .take_while(|(_, width)| {
                used += **width;
                used <= cells
            })
            .map(|(grapheme, _)| grapheme.as_str())
            .collect();
        frame.render_widget(Span::styled(shown, theme.plain), area);
        let column = u16::try_from(before_cursor - skipped).unwrap_or(0).min(area.width - 1);
        frame.set_cursor_position(Position::new(area.x + column, area.y));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::testing::draw;

    fn press(line: &mut Line, codes: &[KeyCode]) {
        for code in codes {
            line.handle(&KeyEvent::new(*code, KeyModifiers::NONE));
        }
    }

    fn drawn(line: &Line, cells: u16) -> (String, u16) {
        let (rows, cursor) = draw(cells, 1, |frame| line.draw(frame, frame.area(), &Theme::plain(), true));
        (rows[0].trim_end().to_owned(), cursor.expect("the cursor shows").0)
    }

    #[test]
    fn whole_graphemes_are_moved_over_and_deleted() {
        let mut line = Line::new("低e\u{301}保");
        press(&mut line, &[KeyCode::Left, KeyCode::Backspace]);
        assert_eq!(line.text(), "低保");
        press(
            &mut line,
            &[KeyCode::Char('z'), KeyCode::Home, KeyCode::Delete, KeyCode::End, KeyCode::Char('!')],
        );
        assert_eq!(line.text(), "z保!");
        line.handle(&KeyEvent::new(KeyCode::Char('w'), KeyModifiers::CONTROL));
        assert!(line.is_empty());
    }

    #[test]
    fn a_paste_is_one_harmless_line_of_bounded_length() {
        let mut line = Line::default();
        line.insert("甲\r\n乙\u{202e}\u{1b}[31m\t丙");
        assert_eq!(line.text(), "甲 乙[31m 丙");
        line.insert(&"x".repeat(1 << 20));
        assert_eq!(line.text().chars().count(), LONGEST_TEXT_CHARS);
    }

    #[test]
    fn the_cursor_stands_where_typing_goes_however_long_the_text() {
        let mut line = Line::new("低保评定");
        assert_eq!(drawn(&line, 20).1, 8);
        press(&mut line, &[KeyCode::Left]);
        assert_eq!(drawn(&line, 20).1, 6);
        for length in 0..40 {
            let (shown, column) = drawn(&Line::new(&"村".repeat(length)), 10);
            assert!(column < 10);
            assert_eq!(
                text::width(&shown),
                usize::from(column),
                "the window ends at the cursor for {length}"
            );
        }
    }
}
