//! Text of several lines: Chinese soft wrap, undo and redo, pastes of any size. The only file that names the editor
//! library, so that it can be exchanged.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use tui_textarea::{CursorMove, CursorRenderMode, TextArea, WrapMode};

use crate::actions::answers::LONGEST_TEXT_CHARS;
use crate::ui::text;

/// How many edits can be undone.
const UNDO_STEPS: usize = 500;

/// A text of several lines being written.
#[derive(Debug, Clone)]
pub struct Editor {
    area: TextArea<'static>,
}

impl Editor {
    /// An editor with this text, the cursor at its end. What does not show is left out.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let kept: String = text::clean_text(text).chars().take(LONGEST_TEXT_CHARS).collect();
        let mut area = TextArea::new(kept.split('\n').map(str::to_owned).collect());
        area.set_wrap_mode(WrapMode::WordOrGlyph);
        area.set_cursor_render_mode(CursorRenderMode::Hidden);
        area.set_cursor_line_style(Style::new());
        area.set_selection_style(Style::new().add_modifier(Modifier::REVERSED));
        area.set_max_histories(UNDO_STEPS);
        area.move_cursor(CursorMove::Bottom);
        area.move_cursor(CursorMove::End);
        Self { area }
    }

    /// The text, its lines ended by LF.
    #[must_use]
    pub fn text(&self) -> String {
        self.area.lines().join("\n")
    }

    /// How many characters the text has, line ends included.
    #[must_use]
    pub fn chars(&self) -> usize {
        let lines = self.area.lines();
        lines.iter().map(|line| line.chars().count()).sum::<usize>() + lines.len().saturating_sub(1)
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

    /// Puts a pasted text or a phrase in at the cursor as one step of undo, as far as there is room.
    /// Returns how many characters did not fit.
    pub fn insert(&mut self, text: &str) -> usize {
        let clean = text::clean_text(text);
        let room = LONGEST_TEXT_CHARS.saturating_sub(self.chars());
        let over = clean.chars().count().saturating_sub(room);
        self.area.insert_str(clean.chars().take(room).collect::<String>());
        over
    }

    /// Handles a key; whether the text changed. Ctrl-u undoes and Ctrl-r does it again.
    pub fn handle(&mut self, key: &KeyEvent) -> bool {
        let adds = matches!(key.code, KeyCode::Char(_) | KeyCode::Enter)
            && !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
        if !adds {
            return self.area.input(*key);
        }
        if self.chars() >= LONGEST_TEXT_CHARS {
            return false;
        }
        if let KeyCode::Char(c) = key.code
            && text::clean_text(c.encode_utf8(&mut [0; 4])).is_empty()
        {
            return false;
        }
        self.area.input(*key)
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
        frame.render_widget(&self.area, area);
        if let Some(position) = self.cursor(area) {
            frame.set_cursor_position(position);
        }
    }

    /// Where the terminal's cursor must stand, as of the last drawing in this area.
    #[must_use]
    pub fn cursor(&self, area: Rect) -> Option<(u16, u16)> {
        let position = self.area.rendered_cursor_position()?;
        area.contains(position).then_some((position.x, position.y))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::testing::draw;

    fn press(editor: &mut Editor, code: KeyCode, modifiers: KeyModifiers) -> bool {
        editor.handle(&KeyEvent::new(code, modifiers))
    }

    #[test]
    fn a_paste_of_any_size_is_cleaned_capped_and_undone_at_once() {
        let mut editor = Editor::new("甲");
        assert_eq!(editor.insert("乙\r\n丙\u{202e}\u{1b}[31m"), 0);
        assert_eq!(editor.text(), "甲乙\n丙[31m");
        assert!(press(&mut editor, KeyCode::Char('u'), KeyModifiers::CONTROL));
        assert_eq!(editor.text(), "甲");
        assert!(press(&mut editor, KeyCode::Char('r'), KeyModifiers::CONTROL));
        assert_eq!(editor.text(), "甲乙\n丙[31m");
        assert!(editor.insert(&"字".repeat(1 << 20)) > 0);
        assert_eq!(editor.chars(), LONGEST_TEXT_CHARS);
        assert!(!press(&mut editor, KeyCode::Char('x'), KeyModifiers::NONE));
        assert!(press(&mut editor, KeyCode::Backspace, KeyModifiers::NONE));
        assert_eq!(editor.text().chars().count(), LONGEST_TEXT_CHARS - 1);
    }

    #[test]
    fn the_terminals_cursor_stands_behind_the_last_character_for_every_length() {
        for length in 0..60_u16 {
            let editor = Editor::new(&"村".repeat(usize::from(length)));
            let (rows, cursor) = draw(20, 12, |frame| editor.draw(frame, frame.area()));
            let cursor = cursor.expect("the cursor shows");
            let row = usize::from(cursor.1);
            assert_eq!(text::width(rows[row].trim_end()), usize::from(cursor.0), "{length}: {rows:?}");
        }
    }

    #[test]
    fn chinese_wraps_softly_without_changing_the_text() {
        let sentence = "村里低保评定后没有张贴名单，群众多次询问未得到答复。";
        let editor = Editor::new(sentence);
        let (rows, _) = draw(21, 6, |frame| editor.draw(frame, frame.area()));
        assert_eq!(rows.iter().map(|row| row.trim_end()).collect::<String>(), sentence);
        assert_eq!(editor.text(), sentence);
    }
}
