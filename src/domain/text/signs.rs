//! Characters that are not what they look like: the one table of those nobody sees, and the plain form of those that an
//! input method widens.

/// Whether nobody sees the character by itself: controls, marks that turn text around, characters without any width,
/// fillers, tags, and the selectors that choose one drawing of a character among several.
///
/// Keys of platform numbers are stored and made with this table: taking a character off it changes them.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || is_steering(c)
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}' | '\u{2029}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff9}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// Whether the character steers a terminal or turns text around, so that what is shown is not what is there.
#[must_use]
pub fn is_steering(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The plain form of a sign, letter or digit that an input method made as wide as a Chinese character.
#[must_use]
pub fn half_width(c: char) -> char {
    match c {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_is_not_hidden_and_what_steers_is() {
        for c in "aＡ村，。“”…—·🙂é\u{301} \u{3000}".chars() {
            assert!(!is_hidden(c), "{c:?}");
        }
        for c in (0..=0x0010_ffff).filter_map(char::from_u32) {
            assert!(is_hidden(c) || !is_steering(c), "{c:?}");
            assert_eq!(half_width(half_width(c)), half_width(c), "{c:?}");
        }
        for c in ['\u{1b}', '\u{9b}', '\u{202e}', '\u{200b}', '\u{feff}', '\u{3164}', '\u{fe0f}', '\u{e0041}']
        {
            assert!(is_hidden(c), "{c:?}");
        }
    }

    #[test]
    fn every_sign_of_a_keyboard_has_one_wide_twin() {
        let wide: String = ('\u{ff01}'..='\u{ff5e}').map(half_width).collect();
        assert_eq!(wide, ('!'..='~').collect::<String>());
        assert_eq!(half_width('\u{3000}'), ' ');
    }
}
