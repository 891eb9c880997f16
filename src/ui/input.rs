//! What comes in from a person at the terminal.

use crossterm::event::{Event, KeyEvent, KeyEventKind, MouseEvent};

/// A key, a paste, the mouse, or a new window size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key that went down or repeats.
    Key(KeyEvent),
    /// A whole pasted text, raw.
    Paste(String),
    /// The mouse did something.
    Mouse(MouseEvent),
    /// The window has this many columns and rows now.
    Resize(u16, u16),
}

impl Input {
    /// What a terminal event means here; `None` for keys going up and for focus changes.
    #[must_use]
    pub fn from_terminal(event: Event) -> Option<Self> {
        match event {
            Event::Key(key) if key.kind == KeyEventKind::Release => None,
            Event::Key(key) => Some(Self::Key(key)),
            Event::Paste(text) => Some(Self::Paste(text)),
            Event::Mouse(mouse) => Some(Self::Mouse(mouse)),
            Event::Resize(columns, rows) => Some(Self::Resize(columns, rows)),
            Event::FocusGained | Event::FocusLost => None,
        }
    }
}
