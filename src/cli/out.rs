//! Standard output and standard error: the only way text leaves the command line, so that nothing from outside can
//! steer a terminal and a reader that goes away ends us quietly.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::ser::Formatter;

use crate::domain::text::signs::is_hidden;
use crate::ui::text;

pub struct Out<W: Write>(W);

impl Out<io::BufWriter<io::StdoutLock<'static>>> {
    /// The process's standard output.
    #[must_use]
    pub fn stdout() -> Self {
        Self(io::BufWriter::new(io::stdout().lock()))
    }
}

impl<W: Write> Out<W> {
    /// Writes into anything.
    #[cfg(test)]
    pub const fn to(writer: W) -> Self {
        Self(writer)
    }

    /// One line, cleaned; its own line ends become visible marks.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn line(&mut self, line: &str) -> io::Result<()> {
        writeln!(self.0, "{}", text::clean(line).trim_end())
    }

    /// Text of several lines, each cleaned and indented.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn prose(&mut self, indent: &str, prose: &str) -> io::Result<()> {
        for line in text::clean_lines(prose) {
            writeln!(self.0, "{}", format!("{indent}{line}").trim_end())?;
        }
        Ok(())
    }

    /// Our own text, or a file that must come out byte for byte.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn raw(&mut self, text: &str) -> io::Result<()> {
        self.0.write_all(text.as_bytes())
    }

    /// The writer itself, for bytes that are no text: a copy of a file.
    pub const fn bytes(&mut self) -> &mut W {
        &mut self.0
    }

    /// One value as JSON on one line.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn json(&mut self, value: &impl Serialize) -> io::Result<()> {
        self.json_part(value)?;
        self.0.write_all(b"\n")
    }

    /// One value as JSON without a line end, for arrays that are written row by row.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn json_part(&mut self, value: &impl Serialize) -> io::Result<()> {
        let mut serializer = serde_json::Serializer::with_formatter(&mut self.0, VisibleFormatter);
        value.serialize(&mut serializer).map_err(io::Error::from)
    }

    /// Sends what is still buffered.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Says something on standard error, cleaned. If even that cannot be written, nobody is there to be told.
pub fn tell(sentence: &str) {
    let _ = writeln!(io::stderr().lock(), "{}", text::clean(sentence));
}

/// JSON whose strings hold no character that a terminal obeys or that hides: all of them are escaped, so the value
/// is the same, code point for code point.
struct VisibleFormatter;

impl Formatter for VisibleFormatter {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        if !fragment.contains(is_hidden) {
            return writer.write_all(fragment.as_bytes());
        }
        for character in fragment.chars() {
            if is_hidden(character) {
                for unit in character.encode_utf16(&mut [0; 2]) {
                    write!(writer, "\\u{unit:04x}")?;
                }
            } else {
                writer.write_all(character.encode_utf8(&mut [0; 4]).as_bytes())?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(act: impl FnOnce(&mut Out<&mut Vec<u8>>) -> io::Result<()>) -> String {
        let mut bytes = Vec::new();
        act(&mut Out::to(&mut bytes)).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn json_keeps_every_code_point_and_shows_no_control_to_the_terminal() {
        let text = "甲\u{1b}[31m\u{9b}2J\u{202e}\u{7f}\u{e0041}\"\\\n";
        let line = written(|out| out.json(&text));
        let shown = line.strip_suffix('\n').unwrap();
        assert!(!shown.chars().any(is_hidden), "{shown:?}");
        assert_eq!(serde_json::from_str::<String>(shown).unwrap(), text);
    }

    #[test]
    fn a_line_of_outside_text_cannot_steer_the_terminal() {
        let line = written(|out| out.line("题\u{1b}]0;x\u{7}\u{202e}目\n第二行"));
        assert_eq!(line.matches('\n').count(), 1);
        assert!(!line.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{line:?}");
        let prose = written(|out| out.prose("  ", "一\r\n二\u{9b}"));
        assert_eq!(prose.lines().count(), 2);
        assert!(!prose.contains('\u{9b}'));
    }
}
