//! Which font draws which character. The office's font has the characters of GB 2312 and no others; a rarer one in a
//! name gets a font that has it, by name, because nothing is embedded.

use encoding_rs::GBK;

/// Whether the office's font has the character.
pub fn is_in_gb2312(c: char) -> bool {
    if c.is_ascii() {
        return true;
    }
    let mut buffer = [0; 4];
    let (bytes, _, failed) = GBK.encode(c.encode_utf8(&mut buffer));
    match bytes.as_ref() {
        // Rows 1 to 9 hold signs, rows 16 to 87 characters; what GBK added stands elsewhere.
        [row, cell] if !failed => matches!(row, 0xa1..=0xa9 | 0xb0..=0xf7) && *cell >= 0xa1,
        _ => false,
    }
}

/// The characters of a text that the office's font lacks, each once, in the order of the text.
#[must_use]
pub fn outside_gb2312(text: &str) -> Vec<char> {
    let mut outside = Vec::new();
    for c in text.chars().filter(|c| !is_in_gb2312(*c)) {
        if !outside.contains(&c) {
            outside.push(c);
        }
    }
    outside
}

/// The font of a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Font {
    /// The office's own.
    Office,
    /// For characters that it lacks.
    Fallback,
}

/// The text in stretches of one font each.
pub fn runs(text: &str) -> Vec<(Font, String)> {
    let mut runs: Vec<(Font, String)> = Vec::new();
    for c in text.chars() {
        let font = if is_in_gb2312(c) { Font::Office } else { Font::Fallback };
        match runs.last_mut() {
            Some((last, run)) if *last == font => run.push(c),
            _ => runs.push((font, c.to_string())),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_outside_gb2312_are_named_once_and_get_the_other_font() {
        assert_eq!(outside_gb2312("赵㛃、朱镕基和一般人，“好”《是》2026年①"), ['㛃', '镕']);
        assert_eq!(outside_gb2312("非咨询类☑、业务范围外□"), ['☑']);
        let fonts = runs("朱镕基🙂");
        let said: Vec<&str> = fonts.iter().map(|(_, run)| run.as_str()).collect();
        assert_eq!(said, ["朱", "镕", "基", "🙂"]);
        assert_eq!(fonts[1].0, Font::Fallback);
    }
}
