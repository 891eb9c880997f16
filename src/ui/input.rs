//! What comes in from a person at the terminal.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseEvent};

use super::theme::Widths;

/// A key, a paste, the mouse, or a new window size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key that went down or repeats.
    Key(KeyEvent),
    /// A whole pasted text, raw.
    Paste(String),
    /// Keys that came faster than anybody types: text pasted on a terminal that doesn't mark pastes. A long one comes
    /// in pieces.
    Burst(Vec<KeyEvent>),
    /// The mouse did something.
    Mouse(MouseEvent),
    /// The window has this many columns and rows now.
    Resize(u16, u16),
    /// The terminal said how wide it draws what terminals disagree on.
    Drawn(Widths),
    /// The terminal sent bytes that are no UTF-8. They are lost; this comes once.
    NotUtf8,
}

/// The text that these keys type, raw. Keys that type nothing are left out.
#[must_use]
pub fn typed(keys: &[KeyEvent]) -> String {
    keys.iter().filter_map(typed_by).collect()
}

/// Whether a key types a character by itself and does nothing else where text is typed.
#[must_use]
pub fn types_a_letter(key: &KeyEvent) -> bool {
    matches!(key.code, KeyCode::Char(_)) && (key.modifiers - KeyModifiers::SHIFT).is_empty()
}

fn typed_by(key: &KeyEvent) -> Option<char> {
    let held = key.modifiers - KeyModifiers::SHIFT;
    match (key.code, held) {
        // A pasted text has its line feeds as Ctrl-J.
        (KeyCode::Char('j'), KeyModifiers::CONTROL) => Some('\n'),
        (KeyCode::Char(c), KeyModifiers::NONE) => Some(c),
        (KeyCode::Enter, KeyModifiers::NONE) => Some('\r'),
        (KeyCode::Tab, KeyModifiers::NONE) => Some('\t'),
        _ => None,
    }
}
