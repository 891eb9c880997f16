//! A text being written, of one line or of several: Chinese soft wrap, undo and redo, pastes of any size. The only file
//! that names the editor library, so that it can be exchanged.

mod layout;
mod moving;
mod one_line;
mod steps;
#[cfg(test)]
mod tests;
mod words;

use std::cell::Cell;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use steps::{Kind, State, Steps};
use tui_textarea::{CursorMove, TextArea};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::actions::answers::LONGEST_TEXT_CHARS;
use crate::ui::keys::{Edit, edits};
use crate::ui::text;
use crate::ui::theme::Theme;

/// Where the text ended when it was drawn last: nothing was drawn yet.
const NOT_DRAWN: (u16, u16) = (u16::MAX, 10);

/// A text being written.
#[derive(Debug, Clone)]
pub struct Editor {
    area: Box<TextArea<'static>>,
    is_one_line: bool,
    steps: Steps,
    /// The cells and rows in which it was drawn last, by which the cursor goes from row to row.
    drawn: Cell<(u16, u16)>,
    /// The first row in view.
    top: Cell<usize>,
    /// The cells from the beginning of its row to which the cursor wants, while it goes up and down.
    goal: Option<usize>,
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
        // Undoing goes by words here.
        area.set_max_histories(0);
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self {
            area,
            is_one_line,
            steps: Steps::default(),
            drawn: Cell::new(NOT_DRAWN),
            top: Cell::new(0),
            goal: None,
        }
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

    /// Whether the cursor is on the first row of the text.
    #[must_use]
    pub fn at_top(&self) -> bool {
        layout::row_of(&self.layout(), self.area.cursor()) == 0
    }

    /// Whether the cursor is on the last row of the text.
    #[must_use]
    pub fn at_bottom(&self) -> bool {
        let rows = self.layout();
        layout::row_of(&rows, self.area.cursor()) + 1 == rows.len()
    }

    /// Whether typing goes to the end of the text.
    #[must_use]
    pub fn at_end(&self) -> bool {
        self.area.cursor().0 + 1 == self.area.lines().len() && self.split().1.is_empty()
    }

    /// Puts a pasted text or a phrase in at the cursor as one step of undo, as far as there is room.
    /// Returns how many characters did not fit.
    pub fn insert(&mut self, text: &str) -> usize {
        let clean = cleaned(text, self.is_one_line);
        let room = LONGEST_TEXT_CHARS.saturating_sub(self.chars());
        let over = clean.chars().count().saturating_sub(room);
        let taken: String = clean.chars().take(room).collect();
        if !taken.is_empty() || self.area.selection_range().is_some() {
            let before = self.state();
            self.area.insert_str(taken);
            self.steps.made(Kind::Whole, Some(before));
        }
        over
    }

    /// Handles a key; whether the text changed. The editing keys are those of one table, beside the bindings.
    pub fn handle(&mut self, key: &KeyEvent) -> bool {
        if let Some(edit) = edits(key) {
            return self.edit(edit, key.modifiers.contains(KeyModifiers::SHIFT));
        }
        if self.is_full() || key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) {
            return false;
        }
        if let KeyCode::Char(c) = key.code {
            let shows = !cleaned(c.encode_utf8(&mut [0; 4]), self.is_one_line).is_empty();
            return shows
                && self.change(Kind::Typing(c), |editor| {
                    editor.area.insert_char(c);
                    true
                });
        }
        let breaks = key.code == KeyCode::Enter && !self.is_one_line;
        breaks
            && self.change(Kind::Whole, |editor| {
                editor.area.insert_newline();
                true
            })
    }

    /// Makes an edit and keeps what was before it, where a step of undoing begins with it.
    fn change(&mut self, kind: Kind, edit: impl FnOnce(&mut Self) -> bool) -> bool {
        // What takes the place of marked text is a step of its own.
        let kind = if self.area.selection_range().is_some() { Kind::Whole } else { kind };
        let before = self.steps.begins(kind).then(|| self.state());
        self.goal = None;
        let changed = edit(self);
        if changed {
            self.steps.made(kind, before);
        }
        changed
    }

    fn state(&self) -> State {
        State { lines: self.area.lines().to_vec(), cursor: self.area.cursor() }
    }

    fn put(&mut self, state: Option<State>) -> bool {
        self.goal = None;
        let Some(State { lines, cursor }) = state else { return false };
        self.area.set_lines(lines, cursor);
        true
    }

    /// Does what an editing key says; with Shift a movement marks what it passes.
    fn edit(&mut self, edit: Edit, marks: bool) -> bool {
        let page = usize::from(self.drawn.get().1).saturating_sub(1).max(1).cast_signed();
        match edit {
            Edit::Left => self.go(CursorMove::Back, self.chars_before(), marks),
            Edit::Right => self.go(CursorMove::Forward, self.chars_after(), marks),
            Edit::WordLeft => self.jump(self.word_before(), marks),
            Edit::WordRight => self.jump(self.word_after(), marks),
            Edit::Up => self.go_rows(-1, marks),
            Edit::Down => self.go_rows(1, marks),
            Edit::ParagraphUp => self.go(CursorMove::ParagraphBack, 1, marks),
            Edit::ParagraphDown => self.go(CursorMove::ParagraphForward, 1, marks),
            Edit::LineStart => self.go(CursorMove::Head, 1, marks),
            Edit::LineEnd => self.go(CursorMove::End, 1, marks),
            Edit::Top => self.go(CursorMove::Top, 1, marks),
            Edit::Bottom => self.go(CursorMove::Bottom, 1, marks),
            // A line has no pages.
            Edit::PageUp | Edit::PageDown if self.is_one_line => false,
            Edit::PageUp => self.go_rows(-page, marks),
            Edit::PageDown => self.go_rows(page, marks),
            Edit::DeleteLeft => {
                let deleted = self.split().0.chars().next_back().unwrap_or('\n');
                self.change(Kind::Deleting(deleted), Self::delete_left)
            }
            Edit::DeleteRight => self.change(Kind::Whole, Self::delete_right),
            Edit::DeleteWordLeft => self.change(Kind::Whole, |editor| editor.delete_to(editor.word_before())),
            Edit::DeleteWordRight => self.change(Kind::Whole, |editor| editor.delete_to(editor.word_after())),
            Edit::DeleteToEnd => self.change(Kind::Whole, |editor| editor.area.delete_line_by_end()),
            Edit::Cut => self.change(Kind::Whole, |editor| editor.area.cut()),
            Edit::PutBack => self.change(Kind::Whole, Self::put_back),
            Edit::Undo => {
                let before = self.steps.undo(self.state());
                self.put(before)
            }
            Edit::Redo => {
                let after = self.steps.redo(self.state());
                self.put(after)
            }
        }
    }

    fn layout(&self) -> Vec<layout::Row> {
        let cells = if self.is_one_line { u16::MAX } else { self.drawn.get().0 };
        layout::rows(self.area.lines(), usize::from(cells))
    }

    /// Deletes up to a place, or what is marked.
    fn delete_to(&mut self, place: (usize, usize)) -> bool {
        if self.area.selection_range().is_none() {
            if place == self.area.cursor() {
                return false;
            }
            self.area.start_selection();
            self.jump(place, true);
        }
        self.area.cut()
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
        self.steps.part();
        self.goal = None;
        for _ in 0..times {
            self.area.move_cursor(to);
        }
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

    /// How many rows the text takes in this many cells, of which one is kept for the cursor.
    #[must_use]
    pub fn rows(&self, cells: u16) -> usize {
        layout::rows(self.area.lines(), usize::from(cells.saturating_sub(1))).len()
    }

    /// Draws the text and puts the terminal's cursor at the editing point.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect) {
        if area.is_empty() {
            return;
        }
        self.drawn.set((area.width.saturating_sub(1), area.height));
        let (lines, rows, cursor) = (self.area.lines(), self.layout(), self.area.cursor());
        let at = layout::row_of(&rows, cursor);
        let height = usize::from(area.height);
        let top = self.top.get().min(at).max((at + 1).saturating_sub(height));
        self.top.set(top);
        let marked = self.area.selection_range();
        for (row, y) in rows.iter().skip(top).zip(area.y..area.bottom()) {
            let is_marked = |place: usize| {
                marked.is_some_and(|(from, to)| (row.line, place) >= from && (row.line, place) < to)
            };
            let words = layout::stretch(lines, row.line, row.from, row.to);
            let spans: Vec<Span<'_>> = words
                .graphemes(true)
                .scan(row.from, |place, grapheme| {
                    let style = if is_marked(*place) { marked_style() } else { Style::new() };
                    *place += grapheme.chars().count();
                    Some(Span::styled(grapheme.to_owned(), style))
                })
                .collect();
            frame.render_widget(Line::from(spans), Rect { y, height: 1, ..area });
        }
        let before = rows.get(at).map_or(0, |row| layout::cells_before(lines, *row, cursor.1));
        let x = u16::try_from(before).unwrap_or(u16::MAX).min(area.width - 1);
        let y = u16::try_from(at - top).unwrap_or(u16::MAX).min(area.height - 1);
        frame.set_cursor_position((area.x + x, area.y + y));
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
}

const fn marked_style() -> Style {
    Theme::plain().selected
}

fn cleaned(text: &str, is_one_line: bool) -> String {
    let clean = text::clean_text(text);
    if is_one_line { clean.replace('\n', " ") } else { clean }
}
