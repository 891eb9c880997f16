//! One key as bindings name it, with the full-width twins that an input method sends.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::domain::text::signs::half_width;

/// A key with or without Ctrl and Alt. Shift is part of the character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key {
    /// The key itself; letters with Ctrl or Alt in lower case.
    pub code: KeyCode,
    pub ctrl: bool,
    pub alt: bool,
}

/// Keys by the names that help shows and the configuration takes.
const NAMES: &[(KeyCode, &str)] = &[
    (KeyCode::Enter, "Enter"),
    (KeyCode::Esc, "Esc"),
    (KeyCode::Tab, "Tab"),
    (KeyCode::BackTab, "Shift-Tab"),
    (KeyCode::Backspace, "Backspace"),
    (KeyCode::Delete, "Delete"),
    (KeyCode::Insert, "Insert"),
    (KeyCode::Char(' '), "Space"),
    // Words and not arrows, because terminals disagree on how wide arrows are.
    (KeyCode::Up, "上"),
    (KeyCode::Down, "下"),
    (KeyCode::Left, "左"),
    (KeyCode::Right, "右"),
    (KeyCode::Home, "Home"),
    (KeyCode::End, "End"),
    (KeyCode::PageUp, "PgUp"),
    (KeyCode::PageDown, "PgDn"),
];

impl Key {
    /// A key by itself.
    #[must_use]
    pub const fn plain(code: KeyCode) -> Self {
        Self { code, ctrl: false, alt: false }
    }

    /// A character key.
    #[must_use]
    pub const fn char(c: char) -> Self {
        Self::plain(KeyCode::Char(c))
    }

    /// A letter with Ctrl.
    #[must_use]
    pub const fn ctrl(c: char) -> Self {
        Self::char(c).with_ctrl()
    }

    /// A letter with Alt.
    #[must_use]
    pub const fn alt(c: char) -> Self {
        Self::char(c).with_alt()
    }

    #[must_use]
    pub const fn with_ctrl(mut self) -> Self {
        self.ctrl = true;
        self
    }

    #[must_use]
    pub const fn with_alt(mut self) -> Self {
        self.alt = true;
        self
    }

    /// The key that was pressed, full-width twins taken as what they stand for; `None` with the keys of a window
    /// system, which are not ours.
    #[must_use]
    pub fn pressed(event: &KeyEvent) -> Option<Self> {
        let ctrl = event.modifiers.contains(KeyModifiers::CONTROL);
        let alt = event.modifiers.contains(KeyModifiers::ALT);
        if event.modifiers.intersects(KeyModifiers::SUPER | KeyModifiers::HYPER | KeyModifiers::META) {
            return None;
        }
        let shift = event.modifiers.contains(KeyModifiers::SHIFT);
        let code = if let KeyCode::Char(c) = event.code {
            let c = twin(c);
            KeyCode::Char(if ctrl || alt { c.to_ascii_lowercase() } else { c })
        } else if event.code == KeyCode::Tab && shift {
            KeyCode::BackTab
        } else {
            event.code
        };
        Some(Self { code, ctrl, alt })
    }

    /// What comes in when it is pressed.
    #[must_use]
    pub fn event(self) -> KeyEvent {
        let mut held = KeyModifiers::NONE;
        held.set(KeyModifiers::CONTROL, self.ctrl);
        held.set(KeyModifiers::ALT, self.alt);
        KeyEvent::new(self.code, held)
    }

    /// Reads a key as the configuration writes it: `a`, `Ctrl-s`, `F5`, `Enter`, `上`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        if let Some(letter) = text.strip_prefix("Ctrl-") {
            let c = single_char(letter).filter(char::is_ascii_lowercase)?;
            return Some(Self::ctrl(c));
        }
        if let Some((code, _)) = NAMES.iter().find(|(_, name)| name.eq_ignore_ascii_case(text)) {
            return Some(Self::plain(*code));
        }
        if let Some(number) = text.strip_prefix('F').and_then(|number| number.parse().ok()) {
            return (1..=12).contains(&number).then_some(Self::plain(KeyCode::F(number)));
        }
        single_char(text).filter(char::is_ascii_graphic).map(Self::char)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.ctrl {
            f.write_str("Ctrl-")?;
        }
        if self.alt {
            f.write_str("Alt-")?;
        }
        if let Some((_, name)) = NAMES.iter().find(|(code, _)| *code == self.code) {
            return f.write_str(name);
        }
        self.code.fmt(f)
    }
}

fn single_char(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// What a character typed with an input method on stands for on the keyboard.
#[must_use]
pub fn twin(c: char) -> char {
    match c {
        '、' => '/',
        '。' => '.',
        '【' | '「' => '[',
        '】' | '」' => ']',
        '《' => '<',
        '》' => '>',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        '￥' => '$',
        c => half_width(c),
    }
}
