//! The 16 colours in the form that every terminal with colours knows: the drawing library writes them as the first of
//! 256, which older terminals take for blinking.

/// The frame with its colours in the short form.
pub fn shortened(frame: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(frame.len());
    let mut rest = frame;
    while let Some(place) = rest.windows(2).position(|pair| pair == b"\x1b[") {
        let (before, sequence) = rest.split_at(place);
        out.extend_from_slice(before);
        // A sequence ends with its first letter; the two bytes that begin it are none.
        let length = sequence.iter().skip(2).position(|byte| (b'@'..=b'~').contains(byte)).map(|end| end + 3);
        let (sequence, after) = sequence.split_at(length.unwrap_or(sequence.len()));
        match sequence.strip_prefix(b"\x1b[").and_then(|inner| inner.strip_suffix(b"m")) {
            Some(parameters) => {
                out.extend_from_slice(b"\x1b[");
                out.extend_from_slice(of_parameters(&String::from_utf8_lossy(parameters)).as_bytes());
                out.push(b'm');
            }
            None => out.extend_from_slice(sequence),
        }
        rest = after;
    }
    out.extend_from_slice(rest);
    out
}

/// `38;5;9;48;5;3` becomes `91;43`; whatever else stands there stays.
fn of_parameters(parameters: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    let mut fields = parameters.split(';');
    while let Some(field) = fields.next() {
        let mut ahead = fields.clone();
        let number = match (field, ahead.next(), ahead.next()) {
            ("38" | "48", Some("5"), Some(number)) => number.parse::<u8>().ok().filter(|number| *number < 16),
            _ => None,
        };
        let Some(number) = number else {
            out.push(field.to_owned());
            continue;
        };
        let ground = if field == "48" { 10 } else { 0 };
        let first = if number < 8 { 30 } else { 90 - 8 };
        out.push((first + ground + number).to_string());
        fields = ahead;
    }
    out.join(";")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_sixteen_of_256_colours_are_written_as_the_sixteen() {
        let table = [
            ("\x1b[38;5;9;49m!\x1b[0m", "\x1b[91;49m!\x1b[0m"),
            ("\x1b[38;5;0;48;5;3m今日\x1b[39;49m", "\x1b[30;43m今日\x1b[39;49m"),
            ("\x1b[1;1H38;5;9\x1b[48;5;15m", "\x1b[1;1H38;5;9\x1b[107m"),
            ("\x1b[38;5;200m\x1b[38;2;1;2;3m", "\x1b[38;5;200m\x1b[38;2;1;2;3m"),
            ("\x1b[?2026h\x1b[", "\x1b[?2026h\x1b["),
            ("", ""),
        ];
        for (written, sent) in table {
            assert_eq!(String::from_utf8(shortened(written.as_bytes())).unwrap(), sent);
        }
    }
}
