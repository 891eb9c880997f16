//! Bytes from the terminal to what they mean. Keys, the mouse and bracketed pastes come out; replies of the terminal
//! are swallowed whole, and bytes that are no UTF-8 are reported as such.
//!
//! crossterm's own reader is not used because it hides both: it gives up on a reply it doesn't know and hands its
//! letters on as keys, and it drops a byte that is no UTF-8 without a sign, so that the second byte of a GBK
//! character acts as a key. What comes out here is still in crossterm's types.

use std::time::Duration;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseEvent};

use super::sequence;
use crate::ui::theme::Widths;

/// Bytes that belong together come closer than this; a person's next key comes later.
pub(super) const GAP: Duration = Duration::from_millis(30);

/// How long the rest of a reply or of a character may take once its beginning is certain.
pub(super) const SLOW_LINE: Duration = Duration::from_millis(300);

/// How long a bracketed paste may stop before its end is taken for lost.
const SLOW_PASTE: Duration = Duration::from_secs(2);

/// No reply is longer; what is, is no reply.
const LONGEST_REPLY: usize = 64 << 10;

/// No key sequence has more parameters.
const LONGEST_SEQUENCE: usize = 64;

/// A paste is handed over at this length at the latest; the rest follows.
const LONGEST_PASTE: usize = 4 << 20;

const PASTE_END: &[u8] = b"\x1b[201~";
const ESC: u8 = 0x1b;
const BEL: u8 = 0x07;
const CANCEL: u8 = 0x18;
const SUBSTITUTE: u8 = 0x1a;

/// What bytes meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Heard {
    Key(KeyEvent),
    Mouse(MouseEvent),
    /// The text between the brackets of a paste, raw.
    Paste(String),
    /// The answer to the question how wide the terminal draws what terminals disagree on.
    Drawn(Widths),
    /// Bytes that are no UTF-8.
    NotUtf8,
}

/// Where in a sequence the last byte left us.
#[derive(Debug, Default)]
enum State {
    #[default]
    Ground,
    Escape,
    /// After ESC O: one byte names a key.
    SingleShift,
    /// After ESC [, with what came of its parameters.
    Sequence(Vec<u8>),
    /// So many bytes of an old mouse report are still to come.
    OldMouse(u8),
    /// A string that the terminal replies with, by the letter that began it.
    Reply {
        began: u8,
        length: usize,
        escaped: bool,
    },
    Paste(Vec<u8>),
    /// The beginning of a character of so many bytes.
    Character {
        bytes: Vec<u8>,
        of: usize,
    },
}

/// Remembers what is incomplete between two reads.
#[derive(Debug, Default)]
pub(super) struct Decoder {
    state: State,
    /// Alt was held for the character that is being read: it came after ESC.
    alt: bool,
    heard: Vec<Heard>,
}

impl Decoder {
    /// What these bytes complete.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Vec<Heard> {
        for byte in bytes {
            self.step(*byte);
        }
        std::mem::take(&mut self.heard)
    }

    /// How long after the last byte [`quiet`](Self::quiet) has something to say.
    pub(super) fn patience(&self) -> Option<Duration> {
        match &self.state {
            State::Ground => None,
            State::Escape | State::SingleShift | State::Reply { length: 0, escaped: false, .. } => Some(GAP),
            State::Sequence(parameters) if parameters.is_empty() => Some(GAP),
            State::Sequence(_) | State::Reply { .. } | State::OldMouse(_) | State::Character { .. } => {
                Some(SLOW_LINE)
            }
            State::Paste(_) => Some(SLOW_PASTE),
        }
    }

    /// Whether the last byte belongs to a character that is not whole.
    pub(super) const fn is_within_character(&self) -> bool {
        matches!(self.state, State::Character { .. })
    }

    /// Nothing came for so long: an ESC that nothing followed was a key, and what is still incomplete never will be
    /// complete. `next` is the byte that ends the silence, if one does.
    pub(super) fn quiet(&mut self, silence: Duration, next: Option<u8>) -> Vec<Heard> {
        let broken = |next: u8| self.is_within_character() && !is_continuation(next);
        if self.patience().is_none_or(|patience| silence < patience) && !next.is_some_and(broken) {
            return Vec::new();
        }
        match std::mem::take(&mut self.state) {
            State::Escape => self.key(KeyCode::Esc, KeyModifiers::NONE),
            State::SingleShift => self.key(KeyCode::Char('O'), KeyModifiers::ALT | KeyModifiers::SHIFT),
            State::Sequence(parameters) if parameters.is_empty() => {
                self.key(KeyCode::Char('['), KeyModifiers::ALT);
            }
            State::Reply { began, length: 0, escaped: false } => {
                self.key(KeyCode::Char(char::from(began)), KeyModifiers::ALT);
            }
            State::Ground | State::OldMouse(_) | State::Sequence(_) | State::Reply { .. } => {}
            State::Paste(bytes) => self.pasted(bytes),
            State::Character { .. } => self.not_utf8(),
        }
        std::mem::take(&mut self.heard)
    }

    /// Nothing will ever come any more: what came of a paste is text; of a key or a character that is not whole nothing
    /// can be said.
    pub(super) fn end(&mut self) -> Vec<Heard> {
        if let State::Paste(mut bytes) = std::mem::take(&mut self.state) {
            let bracket = (0..PASTE_END.len()).rev().find(|length| bytes.ends_with(&PASTE_END[..*length]));
            bytes.truncate(bytes.len() - bracket.unwrap_or(0));
            let whole = std::str::from_utf8(&bytes).map_or_else(|error| error.valid_up_to(), str::len);
            bytes.truncate(whole);
            self.pasted(bytes);
        }
        std::mem::take(&mut self.heard)
    }

    fn step(&mut self, byte: u8) {
        match std::mem::take(&mut self.state) {
            State::Ground => self.ground(byte),
            State::Escape => self.escape(byte),
            State::SingleShift if byte == ESC => self.state = State::Escape,
            State::SingleShift => self.heard.extend(sequence::single_shift(byte).map(Heard::Key)),
            State::Sequence(parameters) => self.sequence(parameters, byte),
            State::OldMouse(left) if left > 1 => self.state = State::OldMouse(left - 1),
            State::OldMouse(_) => {}
            State::Reply { began, length, escaped } => self.reply(began, length, escaped, byte),
            State::Paste(mut bytes) => {
                bytes.push(byte);
                if bytes.ends_with(PASTE_END) {
                    bytes.truncate(bytes.len() - PASTE_END.len());
                    self.pasted(bytes);
                } else if bytes.len() >= LONGEST_PASTE && byte.is_ascii() && byte != ESC {
                    self.pasted(bytes);
                } else {
                    self.state = State::Paste(bytes);
                }
            }
            State::Character { bytes, of } => self.character(bytes, of, byte),
        }
    }

    fn ground(&mut self, byte: u8) {
        match byte {
            ESC => self.state = State::Escape,
            ..=0x7f => {
                let alt = std::mem::take(&mut self.alt);
                if let Some(mut key) = sequence::ascii(byte) {
                    key.modifiers.set(KeyModifiers::ALT, alt);
                    self.heard.push(Heard::Key(key));
                }
            }
            0xc2..=0xdf => self.state = State::Character { bytes: vec![byte], of: 2 },
            0xe0..=0xef => self.state = State::Character { bytes: vec![byte], of: 3 },
            0xf0..=0xf4 => self.state = State::Character { bytes: vec![byte], of: 4 },
            0x80..=0xc1 | 0xf5.. => self.not_utf8(),
        }
    }

    fn escape(&mut self, byte: u8) {
        match byte {
            b'[' => self.state = State::Sequence(Vec::new()),
            b'O' => self.state = State::SingleShift,
            b']' | b'P' | b'X' | b'^' | b'_' => self.begin_reply(byte),
            ESC => {
                self.key(KeyCode::Esc, KeyModifiers::NONE);
                self.state = State::Escape;
            }
            _ => {
                self.alt = true;
                self.ground(byte);
            }
        }
    }

    fn begin_reply(&mut self, began: u8) {
        self.state = State::Reply { began, length: 0, escaped: false };
    }

    fn sequence(&mut self, mut parameters: Vec<u8>, byte: u8) {
        match byte {
            ESC => self.state = State::Escape,
            // The Linux console names its first five function keys by a second bracket and a letter.
            b' '..=b'?' | b'[' if byte != b'[' || parameters.is_empty() => {
                if parameters.len() < LONGEST_SEQUENCE {
                    parameters.push(byte);
                }
                self.state = State::Sequence(parameters);
            }
            b'M' if parameters.is_empty() => self.state = State::OldMouse(3),
            b'~' if parameters == b"200" => self.state = State::Paste(Vec::new()),
            b'@'..=b'~' => self.heard.extend(sequence::meaning(&parameters, byte)),
            0x80.. => self.not_utf8(),
            _ => {}
        }
    }

    fn reply(&mut self, began: u8, length: usize, escaped: bool, byte: u8) {
        match byte {
            BEL | CANCEL | SUBSTITUTE => {}
            b'\\' if escaped => {}
            ESC => self.state = State::Reply { began, length, escaped: true },
            _ if escaped => self.escape(byte),
            _ if length < LONGEST_REPLY => {
                self.state = State::Reply { began, length: length + 1, escaped: false };
            }
            _ => {}
        }
    }

    fn character(&mut self, mut bytes: Vec<u8>, of: usize, byte: u8) {
        if !is_continuation(byte) {
            self.not_utf8();
            self.ground(byte);
            return;
        }
        bytes.push(byte);
        if bytes.len() < of {
            self.state = State::Character { bytes, of };
            return;
        }
        let Some(c) = std::str::from_utf8(&bytes).ok().and_then(|text| text.chars().next()) else {
            self.not_utf8();
            return;
        };
        let alt = std::mem::take(&mut self.alt);
        match c {
            // The one-character forms of ESC [ and of what begins a reply.
            '\u{9b}' => self.state = State::Sequence(Vec::new()),
            '\u{90}' => self.begin_reply(b'P'),
            '\u{98}' => self.begin_reply(b'X'),
            '\u{9d}' => self.begin_reply(b']'),
            '\u{9e}' => self.begin_reply(b'^'),
            '\u{9f}' => self.begin_reply(b'_'),
            c if c.is_control() => {}
            c => {
                let mut key = sequence::character(c);
                key.modifiers.set(KeyModifiers::ALT, alt);
                self.heard.push(Heard::Key(key));
            }
        }
    }

    fn pasted(&mut self, bytes: Vec<u8>) {
        self.heard.push(String::from_utf8(bytes).map_or(Heard::NotUtf8, Heard::Paste));
    }

    fn not_utf8(&mut self) {
        self.alt = false;
        self.heard.push(Heard::NotUtf8);
    }

    fn key(&mut self, code: KeyCode, modifiers: KeyModifiers) {
        self.heard.push(Heard::Key(KeyEvent::new(code, modifiers)));
    }
}

const fn is_continuation(byte: u8) -> bool {
    matches!(byte, 0x80..=0xbf)
}
