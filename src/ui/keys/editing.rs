//! The keys that edit a text: the same in a filter, in a form's field of one line and in a long text. Help reads them
//! from here.

use crossterm::event::{KeyCode, KeyEvent};

use super::Key;

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

/// A row of the table.
#[derive(Debug, Clone, Copy)]
pub struct Editing {
    pub does: Edit,
    pub keys: &'static [Key],
    /// What the operator reads.
    pub label: &'static str,
}

const fn row(does: Edit, keys: &'static [Key], label: &'static str) -> Editing {
    Editing { does, keys, label }
}

/// Every editing key. Shift with a key that moves the cursor marks text.
pub static EDITING: &[Editing] = &[
    row(Edit::Left, &[Key::plain(KeyCode::Left), Key::ctrl('b')], "左移一字"),
    row(Edit::Right, &[Key::plain(KeyCode::Right), Key::ctrl('f')], "右移一字"),
    row(Edit::WordLeft, &[Key::plain(KeyCode::Left).with_ctrl(), Key::alt('b')], "左移一词"),
    row(Edit::WordRight, &[Key::plain(KeyCode::Right).with_ctrl(), Key::alt('f')], "右移一词"),
    row(Edit::Up, &[Key::plain(KeyCode::Up), Key::ctrl('p')], "上移一行"),
    row(Edit::Down, &[Key::plain(KeyCode::Down), Key::ctrl('n')], "下移一行"),
    row(Edit::ParagraphUp, &[Key::plain(KeyCode::Up).with_ctrl()], "上移一段"),
    row(Edit::ParagraphDown, &[Key::plain(KeyCode::Down).with_ctrl()], "下移一段"),
    row(Edit::PageUp, &[Key::plain(KeyCode::PageUp)], "上翻一屏"),
    row(Edit::PageDown, &[Key::plain(KeyCode::PageDown)], "下翻一屏"),
    row(Edit::LineStart, &[Key::plain(KeyCode::Home), Key::ctrl('a')], "到行首"),
    row(Edit::LineEnd, &[Key::plain(KeyCode::End), Key::ctrl('e')], "到行末"),
    row(Edit::Top, &[Key::plain(KeyCode::Home).with_ctrl()], "到全文开头"),
    row(Edit::Bottom, &[Key::plain(KeyCode::End).with_ctrl()], "到全文末尾"),
    row(Edit::DeleteLeft, &[Key::plain(KeyCode::Backspace), Key::ctrl('h')], "删去左边一字"),
    row(Edit::DeleteRight, &[Key::plain(KeyCode::Delete), Key::ctrl('d')], "删去右边一字"),
    row(Edit::DeleteWordLeft, &[Key::ctrl('w'), Key::plain(KeyCode::Backspace).with_alt()], "删去左边一词"),
    row(Edit::DeleteWordRight, &[Key::alt('d'), Key::plain(KeyCode::Delete).with_alt()], "删去右边一词"),
    row(Edit::DeleteToEnd, &[Key::ctrl('k')], "删到行末"),
    row(Edit::Cut, &[Key::ctrl('x')], "剪下选中的文字"),
    row(Edit::PutBack, &[Key::ctrl('y')], "放回刚剪下或删去的"),
    row(Edit::Undo, &[Key::ctrl('u')], "撤销"),
    row(Edit::Redo, &[Key::ctrl('r')], "重做"),
];

/// What a key does in a text, if it is an editing key.
#[must_use]
pub fn edits(event: &KeyEvent) -> Option<Edit> {
    let key = Key::pressed(event)?;
    EDITING.iter().find(|row| row.keys.contains(&key)).map(|row| row.does)
}

/// The key that does this in a text, for words that mention it.
#[must_use]
pub fn editing_key(edit: Edit) -> String {
    let row = EDITING.iter().find(|row| row.does == edit);
    row.and_then(|row| row.keys.first()).map_or_else(String::new, Key::to_string)
}

/// The heading of the editing keys in help.
const TOPIC: &str = "输入文字";

/// Keys and labels of the whole table under their heading, as help shows them.
#[must_use]
pub fn editing_help() -> (&'static str, Vec<(String, &'static str)>) {
    let marks = ("Shift+移动键".to_owned(), "选中文字");
    let rows = EDITING.iter().map(|row| {
        let keys: Vec<String> = row.keys.iter().map(Key::to_string).collect();
        (keys.join(" "), row.label)
    });
    (TOPIC, rows.chain([marks]).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::KeyModifiers;

    #[test]
    fn no_editing_key_stands_twice_and_no_plain_letter_edits() {
        let keys: Vec<Key> = EDITING.iter().flat_map(|row| row.keys).copied().collect();
        for (place, key) in keys.iter().enumerate() {
            assert_eq!(keys.iter().position(|other| other == key), Some(place), "{key}");
            let is_letter = matches!(key.code, KeyCode::Char(_));
            assert!(!is_letter || key.ctrl || key.alt, "{key}");
        }
    }

    #[test]
    fn shift_and_capitals_change_nothing_about_what_a_key_edits() {
        let key = |code, held| edits(&KeyEvent::new(code, held));
        assert_eq!(key(KeyCode::Left, KeyModifiers::SHIFT), Some(Edit::Left));
        let held = KeyModifiers::CONTROL | KeyModifiers::SHIFT;
        assert_eq!(key(KeyCode::Char('W'), held), Some(Edit::DeleteWordLeft));
        assert_eq!(key(KeyCode::Char('b'), KeyModifiers::NONE), None);
        assert_eq!(key(KeyCode::Char('b'), KeyModifiers::ALT), Some(Edit::WordLeft));
    }

    #[test]
    fn help_names_every_editing_key() {
        let (_, rows) = editing_help();
        for row in EDITING {
            for key in row.keys {
                let named = |(keys, label): &(String, &str)| {
                    *label == row.label && keys.split(' ').any(|name| name == key.to_string())
                };
                assert!(rows.iter().any(named), "{key}");
            }
        }
        assert!(rows.contains(&("Ctrl-w Alt-Backspace".to_owned(), "删去左边一词")));
    }
}
