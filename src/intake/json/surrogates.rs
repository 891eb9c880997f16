//! Escapes that name half of a UTF-16 pair, which JSON can write and text cannot hold.

use std::borrow::Cow;

/// The sentence about halves of UTF-16 pairs.
pub(in crate::intake) fn surrogates_replaced(count: usize) -> String {
    format!("文件里有 {count} 个残缺字符（不成对的代理项），已换成 \u{fffd}。")
}

/// Escapes like `\ud800` without their other half are no text; each becomes U+FFFD, at the same length so that
/// lines and columns in errors stay right. A backslash stands only inside strings, so no further parsing is needed.
pub(super) fn without_lone_surrogates(text: &str) -> (Cow<'_, str>, usize) {
    let mut bytes = Cow::Borrowed(text.as_bytes());
    let mut replaced = 0;
    let mut at = 0;
    while let Some(step) = bytes.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == b'\\')) {
        at += step;
        match (unit(&bytes, at), unit(&bytes, at + 6)) {
            (Some(0xd800..=0xdbff), Some(0xdc00..=0xdfff)) => at += 12,
            (Some(0xd800..=0xdfff), _) => {
                if let Some(place) = bytes.to_mut().get_mut(at..at + 6) {
                    place.copy_from_slice(b"\\ufffd");
                }
                replaced += 1;
                at += 6;
            }
            (_, _) => at += 2,
        }
    }
    let changed = match bytes {
        Cow::Owned(changed) => String::from_utf8(changed).ok(),
        Cow::Borrowed(_) => None,
    };
    // Only ASCII was exchanged for ASCII, so a changed text is always a text.
    changed.map_or((Cow::Borrowed(text), 0), |changed| (Cow::Owned(changed), replaced))
}

/// The value of a `\uXXXX` escape at this place.
fn unit(bytes: &[u8], at: usize) -> Option<u16> {
    let [b'\\', b'u', digits @ ..] = bytes.get(at..at.checked_add(6)?)? else { return None };
    let digits =
        std::str::from_utf8(digits).ok().filter(|text| text.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    u16::from_str_radix(digits, 16).ok()
}
