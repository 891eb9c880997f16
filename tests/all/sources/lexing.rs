//! Comments, texts in quotes and brackets of a source, told apart byte by byte.

/// Puts blanks in the place of comments in both, and in the place of texts in quotes in the second.
pub fn blank_comments_and_texts(code: &mut [u8], bare: &mut [u8]) {
    let mut at = 0;
    while at < code.len() {
        let rest = &code[at..];
        let (length, is_comment) = if rest.starts_with(b"//") {
            (rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len()), true)
        } else if rest.starts_with(b"/*") {
            (block_comment(rest), true)
        } else if let Some(length) = raw_text(rest, at == 0 || !is_word(code[at - 1])) {
            (length, false)
        } else if rest[0] == b'"' {
            (text(rest), false)
        } else if let Some(length) = character(rest) {
            (length, false)
        } else {
            at += 1;
            continue;
        };
        for place in at..at + length {
            if code[place] != b'\n' {
                bare[place] = b' ';
                if is_comment {
                    code[place] = b' ';
                }
            }
        }
        at += length;
    }
}

fn block_comment(rest: &[u8]) -> usize {
    let (mut depth, mut at) = (0, 0);
    while at < rest.len() {
        if rest[at..].starts_with(b"/*") {
            (depth, at) = (depth + 1, at + 2);
        } else if rest[at..].starts_with(b"*/") {
            (depth, at) = (depth - 1, at + 2);
            if depth == 0 {
                return at;
            }
        } else {
            at += 1;
        }
    }
    rest.len()
}

fn raw_text(rest: &[u8], begins_word: bool) -> Option<usize> {
    let after = rest.strip_prefix(b"br").or_else(|| rest.strip_prefix(b"r"))?;
    let hashes = after.iter().take_while(|byte| **byte == b'#').count();
    if !begins_word || after.get(hashes) != Some(&b'"') {
        return None;
    }
    let end = [b"\"".as_slice(), &b"#".repeat(hashes)].concat();
    let begun = rest.len() - after.len() + hashes + 1;
    Some(find(rest, begun, &end).map_or(rest.len(), |found| found + end.len()))
}

fn text(rest: &[u8]) -> usize {
    let mut at = 1;
    while at < rest.len() {
        match rest[at] {
            b'\\' => at += 2,
            b'"' => return at + 1,
            _ => at += 1,
        }
    }
    rest.len()
}

/// A character in quotes; `None` for a lifetime.
fn character(rest: &[u8]) -> Option<usize> {
    let inner = rest.strip_prefix(b"'")?;
    if inner.first() == Some(&b'\\') {
        return Some(find(inner, 2, b"'")? + 2);
    }
    let width = std::str::from_utf8(&inner[..inner.len().min(4)])
        .or_else(|error| std::str::from_utf8(&inner[..error.valid_up_to()]))
        .ok()?
        .chars()
        .next()?
        .len_utf8();
    (inner.get(width) == Some(&b'\'')).then_some(width + 2)
}

pub fn find(text: &[u8], from: usize, what: &[u8]) -> Option<usize> {
    let rest = text.get(from..)?;
    rest.windows(what.len()).position(|window| window == what).map(|found| from + found)
}

pub const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Behind the bracket that closes the one that stands here.
pub fn closing(text: &[u8], from: usize) -> Option<usize> {
    let mut depth = 0;
    for (place, byte) in text.iter().enumerate().skip(from) {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(place + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// Behind the item that begins here, its attributes included: at its semicolon or its closing brace.
pub fn end_of_item(text: &[u8], from: usize) -> usize {
    let (mut at, mut angles) = (from, 0_i32);
    while at < text.len() {
        match text[at] {
            b';' => return at + 1,
            // A field or a variant ends with a comma; between angles it parts types.
            b',' if angles == 0 => return at + 1,
            b'{' => return closing(text, at).unwrap_or(text.len()),
            b'(' | b'[' => {
                at = closing(text, at).unwrap_or(text.len());
                continue;
            }
            b'}' => return at,
            b'<' => angles += 1,
            b'>' if !matches!(text[at - 1], b'-' | b'=') => angles -= 1,
            _ => {}
        }
        at += 1;
    }
    text.len()
}
