//! A text being written, of one line or of several: Chinese soft wrap, undo and redo, pastes of any size. The only file
//! that names the editor library, so that it can be exchanged.

mod one_line;
#[cfg(test)]
mod tests;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;
use tui_textarea::{CursorMove, CursorRenderMode, Scrolling, TextArea, WrapMode};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::actions::answers::LONGEST_TEXT_CHARS;
use crate::ui::keys::{Edit, edits};
use crate::ui::text;
use crate::ui::theme::Theme;

/// How many edits can be undone.
const UNDO_STEPS: usize = 500;

/// A text being written.
#[derive(Debug, Clone)]
pub struct Editor {
    area: Box<TextArea<'static>>,
    is_one_line: bool,
}

impl Editor {
    /// An editor for several lines with this text, the cursor at its end. What does not show is left out.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self::open(text, false)
    }

    /// An editor for one line; line ends in its text become spaces.
    #[must_use]
    pub fn one_line(text: &str) -> Self {
        Self::open(text, true)
    }

    fn open(text: &str, is_one_line: bool) -> Self {
        let kept: String = cleaned(text, is_one_line).chars().take(LONGEST_TEXT_CHARS).collect();
        let mut area = Box::new(TextArea::new(kept.split('\n').map(str::to_owned).collect()));
        area.set_wrap_mode(if is_one_line { WrapMode::None } else { WrapMode::WordOrGlyph });
        area.set_cursor_render_mode(CursorRenderMode::Hidden);
        area.set_cursor_line_style(Style::new());
        area.set_selection_style(marked_style());
        area.set_max_histories(UNDO_STEPS);
        area.set_undo_coalescing(true);
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self { area, is_one_line }
    }

    /// The text, its lines ended by LF.
    #[must_use]
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// Whether nothing was typed.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.area.lines().iter().all(String::is_empty) && self.area.lines().len() <= 1
    }

    /// How many characters the text has, line ends included.
    #[must_use]
    pub fn chars(&self) -> usize {
        let lines = self.area.lines();
        lines.iter().map(|line| line.chars().count()).sum::<usize>() + lines.len().saturating_sub(1)
    }

    /// Whether it takes no more.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.chars() >= LONGEST_TEXT_CHARS
    }

    /// Whether the cursor is on the first line of the text.
    #[must_use]
    pub fn at_top(&self) -> bool {
        self.area.cursor().0 == 0
    }

    /// Whether the cursor is on the last line of the text.
    #[must_use]
    pub fn at_bottom(&self) -> bool {
        self.area.cursor().0 + 1 == self.area.lines().len()
    }

    /// Whether typing goes to the end of the text.
    #[must_use]
    pub fn at_end(&self) -> bool {
        self.at_bottom() && self.split().1.is_empty()
    }

    /// Puts a pasted text or a phrase in at the cursor as one step of undo, as far as there is room.
    /// Returns how many characters did not fit.
    pub fn insert(&mut self, text: &str) -> usize {
        let clean = cleaned(text, self.is_one_line);
        let room = LONGEST_TEXT_CHARS.saturating_sub(self.chars());
        let over = clean.chars().count().saturating_sub(room);
        self.area.insert_str(clean.chars().take(room).collect::<String>());
        over
    }

    /// Handles a key; whether the text changed. The editing keys are those of [`crate::ui::keys::EDITING`].
    pub fn handle(&mut self, key: &KeyEvent) -> bool {
        if let Some(edit) = edits(key) {
            return self.edit(edit, key.modifiers.contains(KeyModifiers::SHIFT));
        }
        if self.is_full() || key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) {
            return false;
        }
        if let KeyCode::Char(c) = key.code {
            let shows = !cleaned(c.encode_utf8(&mut [0; 4]), self.is_one_line).is_empty();
            if shows {
                self.area.insert_char(c);
            }
            return shows;
        }
        let breaks = key.code == KeyCode::Enter && !self.is_one_line;
        if breaks {
            self.area.insert_newline();
        }
        breaks
    }

    /// Does what an editing key says; with Shift a movement marks what it passes.
    fn edit(&mut self, edit: Edit, marks: bool) -> bool {
        let area = &mut self.area;
        match edit {
            Edit::Left => self.go(CursorMove::Back, self.chars_before(), marks),
            Edit::Right => self.go(CursorMove::Forward, self.chars_after(), marks),
            Edit::WordLeft => self.go(CursorMove::WordBack, 1, marks),
            Edit::WordRight => self.go(CursorMove::WordForward, 1, marks),
            Edit::Up => self.go(CursorMove::Up, 1, marks),
            Edit::Down => self.go(CursorMove::Down, 1, marks),
            Edit::ParagraphUp => self.go(CursorMove::ParagraphBack, 1, marks),
            Edit::ParagraphDown => self.go(CursorMove::ParagraphForward, 1, marks),
            Edit::LineStart => self.go(CursorMove::Head, 1, marks),
            Edit::LineEnd => self.go(CursorMove::End, 1, marks),
            Edit::Top => self.go(CursorMove::Top, 1, marks),
            Edit::Bottom => self.go(CursorMove::Bottom, 1, marks),
            // A line has no pages.
            Edit::PageUp | Edit::PageDown if self.is_one_line => false,
            Edit::PageUp => self.turn_page(Scrolling::PageUp, marks),
            Edit::PageDown => self.turn_page(Scrolling::PageDown, marks),
            Edit::DeleteLeft => self.delete_left(),
            Edit::DeleteRight => self.delete_right(),
            Edit::DeleteWordLeft => area.delete_word(),
            Edit::DeleteWordRight => area.delete_next_word(),
            Edit::DeleteToEnd => area.delete_line_by_end(),
            Edit::Cut => area.cut(),
            Edit::PutBack => self.put_back(),
            Edit::Undo => area.undo(),
            Edit::Redo => area.redo(),
        }
    }

    fn mark(&mut self, marks: bool) {
        if !marks {
            self.area.cancel_selection();
        } else if !self.area.is_selecting() {
            self.area.start_selection();
        }
    }

    fn go(&mut self, to: CursorMove, times: usize, marks: bool) -> bool {
        self.mark(marks);
        for _ in 0..times {
            self.area.move_cursor(to);
        }
        false
    }

    fn turn_page(&mut self, to: Scrolling, marks: bool) -> bool {
        self.mark(marks);
        self.area.scroll(to);
        false
    }

    /// The line with the cursor, before and behind it.
    fn split(&self) -> (String, String) {
        let (row, column) = self.area.cursor();
        let line = self.area.lines().get(row).map(String::as_str).unwrap_or_default();
        (line.chars().take(column).collect(), line.chars().skip(column).collect())
    }

    /// Of how many characters the sign before the cursor is made; at the start of a line the line end is one.
    fn chars_before(&self) -> usize {
        self.split().0.graphemes(true).next_back().map_or(1, |sign| sign.chars().count())
    }

    fn chars_after(&self) -> usize {
        self.split().1.graphemes(true).next().map_or(1, |sign| sign.chars().count())
    }

    /// Deletes a whole sign, however many characters it is made of, or what is marked.
    fn delete_left(&mut self) -> bool {
        let chars = self.chars_before();
        if chars == 1 || self.area.selection_range().is_some() {
            return self.area.delete_char();
        }
        self.go(CursorMove::Back, chars, false);
        self.area.delete_str(chars)
    }

    fn delete_right(&mut self) -> bool {
        let chars = self.chars_after();
        if chars == 1 || self.area.selection_range().is_some() {
            return self.area.delete_next_char();
        }
        self.area.delete_str(chars)
    }

    /// Nothing is put back into a text that has no room for it.
    fn put_back(&mut self) -> bool {
        let added = self.area.yank_text().chars().count();
        self.chars() + added <= LONGEST_TEXT_CHARS && self.area.paste()
    }

    /// About how many rows the text takes in this many cells, of which one is kept for the cursor; words that are
    /// kept whole can make it more.
    #[must_use]
    pub fn rows(&self, cells: u16) -> usize {
        let cells = usize::from(cells).saturating_sub(1).max(1);
        self.area.lines().iter().map(|line| text::width(line).div_ceil(cells).max(1)).sum()
    }

    /// Draws the text and puts the terminal's cursor at the editing point.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect) {
        frame.render_widget(&*self.area, area);
        if let Some(position) = self.cursor(area) {
            frame.set_cursor_position(position);
        }
    }

    /// Draws a text of one line; with the focus the terminal's cursor stands in it.
    pub fn draw_line(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, focused: bool) {
        let text = self.text();
        if !focused {
            let fitted = text::fit(&text, usize::from(area.width));
            frame.render_widget(Span::styled(fitted, theme.plain), area);
            return;
        }
        let marked = self.area.selection_range().map_or(0..0, |((_, from), (_, to))| from..to);
        let cursor = self.area.cursor().1;
        let (style, marked_style) = (theme.plain, theme.plain.patch(marked_style()));
        one_line::Focused { text: &text, cursor, marked, style, marked_style }.draw(frame, area);
    }

    /// Where the terminal's cursor must stand, as of the last drawing in this area.
    #[must_use]
    pub fn cursor(&self, area: Rect) -> Option<(u16, u16)> {
        let position = self.area.rendered_cursor_position()?;
        area.contains(position).then_some((position.x, position.y))
    }
}

const fn marked_style() -> Style {
    Theme::plain().selected
}

fn cleaned(text: &str, is_one_line: bool) -> String {
    let clean = text::clean_text(text);
    if is_one_line { clean.replace('\n', " ") } else { clean }
}
