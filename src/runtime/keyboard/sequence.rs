//! What a single byte, a character or a finished key sequence stands for. A sequence that is none of those a
//! keyboard or mouse sends is a reply of the terminal, and means nothing here.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

use super::decode::Heard;
use crate::ui::theme::Widths;

/// The key behind a byte below 0x80; `None` for ESC, which begins something longer.
pub(super) fn ascii(byte: u8) -> Option<KeyEvent> {
    let ctrl = |c: u8| KeyEvent::new(KeyCode::Char(char::from(c)), KeyModifiers::CONTROL);
    match byte {
        b'\r' => Some(KeyCode::Enter.into()),
        b'\t' => Some(KeyCode::Tab.into()),
        0x7f => Some(KeyCode::Backspace.into()),
        0 => Some(ctrl(b' ')),
        0x01..=0x1a => Some(ctrl(byte - 1 + b'a')),
        0x1c..=0x1f => Some(ctrl(byte - 0x1c + b'4')),
        b' '..=b'~' => Some(character(char::from(byte))),
        0x1b | 0x80.. => None,
    }
}

/// The key that types a character.
pub(super) fn character(c: char) -> KeyEvent {
    let modifiers = if c.is_uppercase() { KeyModifiers::SHIFT } else { KeyModifiers::NONE };
    KeyEvent::new(KeyCode::Char(c), modifiers)
}

/// The key behind ESC O and this byte.
pub(super) fn single_shift(byte: u8) -> Option<KeyEvent> {
    cursor_key(byte).or_else(|| function_key(byte)).map(KeyEvent::from)
}

/// What ESC [ with these parameters and this last byte stands for.
pub(super) fn meaning(parameters: &[u8], last: u8) -> Option<Heard> {
    let parameters = std::str::from_utf8(parameters).ok()?;
    if let Some(report) = parameters.strip_prefix('<') {
        return mouse(report, last).map(Heard::Mouse);
    }
    if parameters == "[" {
        return (b'A'..=b'E').contains(&last).then(|| Heard::Key(KeyCode::F(last - b'A' + 1).into()));
    }
    if last == b'R' {
        return drawn(parameters).map(Heard::Drawn);
    }
    key(parameters, last).map(Heard::Key)
}

/// How wide the terminal draws, from where the cursor stands behind the ruler of the terminal:
/// at the beginning of the second row, so that the answer cannot be F3 with a modifier, which begins with 1.
fn drawn(parameters: &str) -> Option<Widths> {
    let column = parameters.strip_prefix("2;")?.parse::<u16>().ok()?;
    match column {
        // A ruler of two characters, one cell each.
        3 => Some(Widths::Narrow),
        4.. => Some(Widths::Wide),
        0..3 => None,
    }
}

fn key(parameters: &str, last: u8) -> Option<KeyEvent> {
    let mut fields = parameters.split(';');
    let number = match fields.next() {
        None | Some("") => 1,
        Some(first) => first.split(':').next()?.parse::<u32>().ok()?,
    };
    let held = fields.next();
    let third = fields.next();
    if fields.next().is_some() {
        return None;
    }
    let modifiers = held.map_or(Some(KeyModifiers::NONE), modifiers)?;
    let code = match last {
        b'~' if number == 27 => return typed(third?.parse().ok()?, modifiers),
        b'u' => return typed(number, modifiers),
        _ if third.is_some() => return None,
        b'~' => numbered_key(number)?,
        b'Z' => return Some(KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT)),
        _ if number == 1 => cursor_key(last).or_else(|| function_key(last))?,
        _ => return None,
    };
    Some(KeyEvent::new(code, modifiers))
}

/// Modifiers by their mask plus one; `None` when the field says that the key went up, or says nothing known.
fn modifiers(field: &str) -> Option<KeyModifiers> {
    let (mask, kind) = field.split_once(':').unwrap_or((field, "1"));
    let mask = mask.parse::<u8>().ok()?.checked_sub(1)?;
    let table = [
        (1, KeyModifiers::SHIFT),
        (2, KeyModifiers::ALT),
        (4, KeyModifiers::CONTROL),
        (8, KeyModifiers::SUPER),
        (16, KeyModifiers::HYPER),
        (32, KeyModifiers::META),
    ];
    let held = table.iter().filter(|(bit, _)| mask & bit != 0).map(|(_, held)| *held);
    (kind != "3").then(|| held.collect())
}

/// A key by the number of its character, as terminals send where plain bytes would not tell keys apart.
fn typed(code: u32, modifiers: KeyModifiers) -> Option<KeyEvent> {
    let code = match char::from_u32(code)? {
        '\u{1b}' => KeyCode::Esc,
        '\r' => KeyCode::Enter,
        '\t' if modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
        '\t' => KeyCode::Tab,
        '\u{7f}' => KeyCode::Backspace,
        // Numbers set aside for keys without a character.
        '\u{e000}'..='\u{f8ff}' => return None,
        c if c.is_control() => return None,
        c => KeyCode::Char(c),
    };
    Some(KeyEvent::new(code, modifiers))
}

const fn cursor_key(byte: u8) -> Option<KeyCode> {
    match byte {
        b'A' => Some(KeyCode::Up),
        b'B' => Some(KeyCode::Down),
        b'C' => Some(KeyCode::Right),
        b'D' => Some(KeyCode::Left),
        b'H' => Some(KeyCode::Home),
        b'F' => Some(KeyCode::End),
        _ => None,
    }
}

const fn function_key(byte: u8) -> Option<KeyCode> {
    match byte {
        b'P'..=b'S' => Some(KeyCode::F(byte - b'P' + 1)),
        _ => None,
    }
}

const fn numbered_key(number: u32) -> Option<KeyCode> {
    match number {
        1 | 7 => Some(KeyCode::Home),
        2 => Some(KeyCode::Insert),
        3 => Some(KeyCode::Delete),
        4 | 8 => Some(KeyCode::End),
        5 => Some(KeyCode::PageUp),
        6 => Some(KeyCode::PageDown),
        11 => Some(KeyCode::F(1)),
        12 => Some(KeyCode::F(2)),
        13 => Some(KeyCode::F(3)),
        14 => Some(KeyCode::F(4)),
        15 => Some(KeyCode::F(5)),
        17 => Some(KeyCode::F(6)),
        18 => Some(KeyCode::F(7)),
        19 => Some(KeyCode::F(8)),
        20 => Some(KeyCode::F(9)),
        21 => Some(KeyCode::F(10)),
        23 => Some(KeyCode::F(11)),
        24 => Some(KeyCode::F(12)),
        _ => None,
    }
}

/// A mouse report in the form without a limit of columns: `button;column;row` and M, or m when the button went up.
fn mouse(report: &str, last: u8) -> Option<MouseEvent> {
    let numbers: Vec<u16> = report.split(';').map(str::parse).collect::<Result<_, _>>().ok()?;
    let [button, column, row] = numbers.try_into().ok()?;
    let pressed = match last {
        b'M' => true,
        b'm' => false,
        _ => return None,
    };
    let which = [MouseButton::Left, MouseButton::Middle, MouseButton::Right];
    let drags = button & 0x20 != 0;
    let kind = match (button & 0xc3, usize::from(button & 3)) {
        (0..=2, which_one) => {
            let which = *which.get(which_one)?;
            match (drags, pressed) {
                (true, _) => MouseEventKind::Drag(which),
                (false, true) => MouseEventKind::Down(which),
                (false, false) => MouseEventKind::Up(which),
            }
        }
        (3, _) => MouseEventKind::Moved,
        (0x40, _) => MouseEventKind::ScrollUp,
        (0x41, _) => MouseEventKind::ScrollDown,
        (0x42, _) => MouseEventKind::ScrollLeft,
        (0x43, _) => MouseEventKind::ScrollRight,
        _ => return None,
    };
    let held = [(4, KeyModifiers::SHIFT), (8, KeyModifiers::ALT), (16, KeyModifiers::CONTROL)];
    let modifiers = held.iter().filter(|(bit, _)| button & bit != 0).map(|(_, held)| *held).collect();
    Some(MouseEvent { kind, column: column.checked_sub(1)?, row: row.checked_sub(1)?, modifiers })
}
