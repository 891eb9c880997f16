//! The keys that edit a text, one line each: the same in a filter, in a form's field of one line and in a long text.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

const NONE: KeyModifiers = KeyModifiers::NONE;
const CTRL: KeyModifiers = KeyModifiers::CONTROL;
const ALT: KeyModifiers = KeyModifiers::ALT;

/// What a key does to a text or to the cursor in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edit {
    Left,
    Right,
    WordLeft,
    WordRight,
    Up,
    Down,
    ParagraphUp,
    ParagraphDown,
    PageUp,
    PageDown,
    LineStart,
    LineEnd,
    Top,
    Bottom,
    DeleteLeft,
    DeleteRight,
    DeleteWordLeft,
    DeleteWordRight,
    DeleteToEnd,
    /// Takes the marked text out and keeps it.
    Cut,
    /// Puts in what was taken out last.
    PutBack,
    Undo,
    Redo,
}

/// Every editing key. Shift with a key that moves the cursor marks text.
pub static EDITING: &[(KeyCode, KeyModifiers, Edit)] = &[
    (KeyCode::Left, NONE, Edit::Left),
    (KeyCode::Char('b'), CTRL, Edit::Left),
    (KeyCode::Right, NONE, Edit::Right),
    (KeyCode::Char('f'), CTRL, Edit::Right),
    (KeyCode::Left, CTRL, Edit::WordLeft),
    (KeyCode::Char('b'), ALT, Edit::WordLeft),
    (KeyCode::Right, CTRL, Edit::WordRight),
    (KeyCode::Char('f'), ALT, Edit::WordRight),
    (KeyCode::Up, NONE, Edit::Up),
    (KeyCode::Char('p'), CTRL, Edit::Up),
    (KeyCode::Down, NONE, Edit::Down),
    (KeyCode::Char('n'), CTRL, Edit::Down),
    (KeyCode::Up, CTRL, Edit::ParagraphUp),
    (KeyCode::Down, CTRL, Edit::ParagraphDown),
    (KeyCode::PageUp, NONE, Edit::PageUp),
    (KeyCode::PageDown, NONE, Edit::PageDown),
    (KeyCode::Home, NONE, Edit::LineStart),
    (KeyCode::Char('a'), CTRL, Edit::LineStart),
    (KeyCode::End, NONE, Edit::LineEnd),
    (KeyCode::Char('e'), CTRL, Edit::LineEnd),
    (KeyCode::Home, CTRL, Edit::Top),
    (KeyCode::End, CTRL, Edit::Bottom),
    (KeyCode::Backspace, NONE, Edit::DeleteLeft),
    (KeyCode::Char('h'), CTRL, Edit::DeleteLeft),
    (KeyCode::Delete, NONE, Edit::DeleteRight),
    (KeyCode::Char('d'), CTRL, Edit::DeleteRight),
    (KeyCode::Char('w'), CTRL, Edit::DeleteWordLeft),
    (KeyCode::Backspace, ALT, Edit::DeleteWordLeft),
    (KeyCode::Char('d'), ALT, Edit::DeleteWordRight),
    (KeyCode::Delete, ALT, Edit::DeleteWordRight),
    (KeyCode::Char('k'), CTRL, Edit::DeleteToEnd),
    (KeyCode::Char('x'), CTRL, Edit::Cut),
    (KeyCode::Char('y'), CTRL, Edit::PutBack),
    (KeyCode::Char('u'), CTRL, Edit::Undo),
    (KeyCode::Char('r'), CTRL, Edit::Redo),
];

/// What a key does in a text, if it is an editing key.
#[must_use]
pub fn edits(event: &KeyEvent) -> Option<Edit> {
    let held = event.modifiers - KeyModifiers::SHIFT;
    let code =
        if let KeyCode::Char(c) = event.code { KeyCode::Char(c.to_ascii_lowercase()) } else { event.code };
    EDITING.iter().find(|(key, with, _)| (*key, *with) == (code, held)).map(|(_, _, edit)| *edit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_editing_key_stands_twice_and_no_plain_letter_edits() {
        for (place, (code, held, edit)) in EDITING.iter().enumerate() {
            let first = EDITING.iter().position(|(key, with, _)| (key, with) == (code, held));
            assert_eq!(first, Some(place), "{edit:?}");
            assert!(!matches!(code, KeyCode::Char(_)) || *held != NONE, "{edit:?}");
        }
    }

    #[test]
    fn shift_and_capitals_change_nothing_about_what_a_key_edits() {
        let key = |code, held| edits(&KeyEvent::new(code, held));
        assert_eq!(key(KeyCode::Left, KeyModifiers::SHIFT), Some(Edit::Left));
        assert_eq!(key(KeyCode::Char('W'), CTRL | KeyModifiers::SHIFT), Some(Edit::DeleteWordLeft));
        assert_eq!(key(KeyCode::Char('b'), NONE), None);
    }
}
