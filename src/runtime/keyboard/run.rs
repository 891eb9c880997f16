//! Keys that come faster than a person types are looked at together: many of them are a paste, sent by a terminal
//! that doesn't put brackets around it.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::ui::input::Input;
use crate::ui::keys::{Keys, Scope};

/// So many characters without a pause are a paste.
pub(super) const LEAST_PASTED: usize = 12;

/// A paste is handed over in pieces of this size at most.
const PIECE: usize = 16 << 10;

/// The keys since the last pause.
#[derive(Debug, Default)]
pub(super) struct Run {
    /// Not handed over yet, because what follows decides what they are.
    held: Vec<KeyEvent>,
    /// How many keys that make text came, handed over or not.
    length: usize,
    /// The key that moves of which alone the run consists so far.
    moving: Option<KeyEvent>,
    is_paste: bool,
    is_spoiled: bool,
}

impl Run {
    pub(super) fn add(&mut self, key: KeyEvent, keys: &Keys) {
        if is_text(&key) {
            self.moving = if self.length == 0 {
                keys.lookup(Scope::Move, &key).map(|_| key)
            } else {
                self.moving.filter(|first| *first == key)
            };
            self.length += 1;
        }
        self.held.push(key);
    }

    /// Bytes that are no UTF-8 came with these keys: they are parts of characters, not what was typed.
    pub(super) const fn spoil(&mut self) {
        self.is_spoiled = true;
    }

    /// Whether the run has become a paste, which may stop a little longer before its end.
    pub(super) const fn is_paste(&self) -> bool {
        self.is_paste
    }

    /// Whether keys wait for the pause.
    pub(super) const fn waits(&self) -> bool {
        !self.held.is_empty()
    }

    /// Hands over what needs not wait for more. Where text is typed every character shows at once; elsewhere a
    /// character waits for the pause, because it may be the first of a paste and would be done as a command.
    pub(super) fn settle(&mut self, typing: bool, out: &mut Vec<Input>) {
        if self.is_spoiled {
            self.let_go_of_pressed(out);
            return;
        }
        self.is_paste |= self.length >= LEAST_PASTED && self.moving.is_none();
        if self.is_paste {
            if self.held.len() >= PIECE {
                out.push(Input::Burst(std::mem::take(&mut self.held)));
            }
            return;
        }
        let is_single = self.length <= 1 && self.held.len() == 1;
        let goes_at_once = |key: &KeyEvent| !must_wait(key, typing) || (is_single && is_line_end(key));
        let free = if self.moving.is_some() {
            self.held.len()
        } else {
            self.held.iter().take_while(|key| goes_at_once(key)).count()
        };
        out.extend(self.held.drain(..free).map(Input::Key));
    }

    /// Nothing followed: what was held is decided.
    pub(super) fn end(&mut self, out: &mut Vec<Input>) {
        if self.is_spoiled {
            self.let_go_of_pressed(out);
        }
        let ended = std::mem::take(self);
        if ended.held.is_empty() {
            return;
        }
        if ended.is_paste {
            out.push(Input::Burst(ended.held));
        } else {
            out.extend(ended.held.into_iter().map(Input::Key));
        }
    }

    /// The line ended in the middle of it. Nobody knows what would have followed, so no key that ends a line submits.
    pub(super) fn cut_off(&mut self, typing: bool, out: &mut Vec<Input>) {
        let ended = std::mem::take(self);
        if typing && !ended.is_spoiled && !ended.held.is_empty() {
            out.push(Input::Burst(ended.held));
        }
    }

    /// No character of another encoding ends in the bytes of Esc, an arrow or Ctrl: those were pressed. The rest is
    /// dropped.
    fn let_go_of_pressed(&mut self, out: &mut Vec<Input>) {
        let pressed = self.held.drain(..).filter(|key| !is_text(key));
        out.extend(pressed.map(Input::Key));
    }
}

/// Whether a key waits for the pause: one that makes text, and where text is typed one that would end the line.
fn must_wait(key: &KeyEvent, typing: bool) -> bool {
    if typing { is_line_end(key) } else { is_text(key) }
}

fn is_text(key: &KeyEvent) -> bool {
    let is_letter = matches!(key.code, KeyCode::Char(_))
        && !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
    is_letter || is_line_end(key)
}

/// Enter, Tab and the line feed, which a terminal without brackets sends for the lines and columns of a text.
fn is_line_end(key: &KeyEvent) -> bool {
    let is_line_feed = key.code == KeyCode::Char('j') && key.modifiers == KeyModifiers::CONTROL;
    is_line_feed || (matches!(key.code, KeyCode::Enter | KeyCode::Tab) && key.modifiers.is_empty())
}
