//! Lines of a command's input, read within bounds: one endless line is one wrong line and fills no memory.

use std::io::{self, BufRead, Read as _};

/// A line of the input.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum InputLine {
    /// Without its end, the blanks around it and a byte-order mark.
    Text(String),
    /// Longer than allowed; its rest was passed over.
    TooLong,
    NotUtf8,
}

/// The next line, of so many bytes at most; `None` at the end of the input.
///
/// # Errors
/// When the input cannot be read.
pub(super) fn next_line(input: &mut dyn BufRead, longest: u64) -> io::Result<Option<InputLine>> {
    let mut bytes = Vec::new();
    input.take(longest).read_until(b'\n', &mut bytes)?;
    if bytes.is_empty() {
        return Ok(None);
    }
    if bytes.last() != Some(&b'\n') && bytes.len() as u64 == longest {
        input.skip_until(b'\n')?;
        return Ok(Some(InputLine::TooLong));
    }
    Ok(Some(match String::from_utf8(bytes) {
        Ok(text) => InputLine::Text(text.trim_start_matches('\u{feff}').trim().to_owned()),
        Err(_) => InputLine::NotUtf8,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_is_too_long_or_no_text_is_one_line_and_the_next_is_read() {
        let mut input = b"\xef\xbb\xbf a \r\n0123456789abc\n\xe9\n\nlast".as_slice();
        let mut lines = Vec::new();
        while let Some(line) = next_line(&mut input, 10).unwrap() {
            lines.push(line);
        }
        let text = |text: &str| InputLine::Text(text.to_owned());
        assert_eq!(lines, [text("a"), InputLine::TooLong, InputLine::NotUtf8, text(""), text("last")]);
    }
}
