//! What all parts of a workbook share: attributes, and text with its references resolved.

use std::borrow::Cow;
use std::io::BufRead;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::damaged;
use crate::intake::error::IntakeError;

/// Texts longer than this are cut by no program; what goes on is an error of the whole file elsewhere.
const TEXT_LIMIT: usize = 32 << 20;

/// A reader of a part, with its buffer.
pub(super) struct Xml<R: BufRead> {
    reader: Reader<R>,
    buffer: Vec<u8>,
}

impl<R: BufRead> Xml<R> {
    pub fn new(part: R) -> Self {
        Self { reader: Reader::from_reader(part), buffer: Vec::new() }
    }

    /// The next piece; the end of the file is a piece too.
    pub fn next(&mut self) -> Result<Event<'_>, IntakeError> {
        self.buffer.clear();
        self.reader.read_event_into(&mut self.buffer).map_err(|_| damaged())
    }

    /// The text up to the end of the element just begun; elements inside it are passed over.
    #[expect(clippy::wildcard_enum_match_arm, reason = "every other piece is text or says nothing")]
    pub fn text(&mut self) -> Result<String, IntakeError> {
        let mut text = String::new();
        let mut depth = 0_u32;
        loop {
            match self.next()? {
                Event::Start(_) => depth += 1,
                Event::End(_) if depth == 0 => return Ok(text),
                Event::End(_) => depth -= 1,
                Event::Eof => return Err(damaged()),
                piece => push_text(&mut text, &piece)?,
            }
            if text.len() > TEXT_LIMIT {
                return Err(damaged());
            }
        }
    }
}

/// Adds what a piece says as text; other pieces say nothing.
pub(super) fn push_text(text: &mut String, piece: &Event<'_>) -> Result<(), IntakeError> {
    match piece {
        Event::Text(words) => text.push_str(&words.xml10_content()),
        Event::CData(words) => text.push_str(&words.xml10_content()),
        Event::GeneralRef(reference) => text.push(resolved(reference)?),
        Event::Start(_)
        | Event::End(_)
        | Event::Empty(_)
        | Event::Comment(_)
        | Event::Decl(_)
        | Event::PI(_)
        | Event::DocType(_)
        | Event::Eof => {}
    }
    Ok(())
}

fn resolved(reference: &BytesRef<'_>) -> Result<char, IntakeError> {
    if let Some(character) = reference.resolve_char_ref().map_err(|_| damaged())? {
        return Ok(character);
    }
    match &**reference {
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "amp" => Ok('&'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        _ => Err(damaged()),
    }
}

/// The value of an attribute, by its name without a prefix.
pub(super) fn attribute<'t>(
    tag: &'t BytesStart<'_>,
    name: &str,
) -> Result<Option<Cow<'t, str>>, IntakeError> {
    for attribute in tag.attributes().with_checks(false) {
        let attribute = attribute.map_err(|_| damaged())?;
        if attribute.key.local_name().as_ref() == name {
            let value = attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0);
            return value.map(Some).map_err(|_| damaged());
        }
    }
    Ok(None)
}

/// Spreadsheet programs write characters that XML cannot hold as `_x000D_`.
pub(super) fn unescaped(text: String) -> String {
    if !text.contains("_x") {
        return text;
    }
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once("_x") {
        plain.push_str(before);
        let code = after.get(..4).filter(|_| after.as_bytes().get(4) == Some(&b'_'));
        let code = code.filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()));
        let character = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        if let Some(character) = character {
            plain.push(character);
            rest = after.get(5..).unwrap_or_default();
        } else {
            plain.push_str("_x");
            rest = after;
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_that_xml_cannot_hold_come_back() {
        for (written, read) in [
            ("a_x000D_b", "a\rb"),
            ("_x005F_x000D_", "_x000D_"),
            ("_x00", "_x00"),
            ("x_xZZZZ_", "x_xZZZZ_"),
            ("_x_x0041_", "_xA"),
            ("没有", "没有"),
        ] {
            assert_eq!(unescaped(written.to_owned()), read);
        }
    }
}
