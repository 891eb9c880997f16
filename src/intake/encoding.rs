//! From bytes to text: BOM, else valid UTF-8, else GB18030; anything doubtful is refused rather than guessed.

use std::borrow::Cow;

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

use super::error::{IntakeError, quoted};

/// An encoding that platform exports come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without BOM.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// GB18030, which contains GBK and GB2312.
    Gb18030,
}

impl Encoding {
    /// The encoding of this name as given on the command line, in any case.
    ///
    /// # Errors
    /// A sentence listing the known names.
    pub fn parse(name: &str) -> Result<Self, IntakeError> {
        match name.trim().to_ascii_lowercase().replace(['-', '_'], "").as_str() {
            "utf8" => Ok(Self::Utf8),
            "utf16" | "utf16le" => Ok(Self::Utf16Le),
            "utf16be" => Ok(Self::Utf16Be),
            "gb18030" | "gbk" | "gb2312" => Ok(Self::Gb18030),
            _ => Err(IntakeError::Encoding(format!(
                "不认识编码{}；可以用 utf-8、gb18030、utf-16le、utf-16be。",
                quoted(name)
            ))),
        }
    }
}

/// Text with what is known of how it was stored.
#[derive(Debug)]
pub(super) struct Decoded<'a> {
    pub text: Cow<'a, str>,
    /// In the operator's words.
    pub label: String,
    /// Lone surrogates of UTF-16 that became U+FFFD.
    pub replaced: usize,
}

/// Decodes a whole file.
pub(super) fn decode(bytes: &[u8], forced: Option<Encoding>) -> Result<Decoded<'_>, IntakeError> {
    let (mark, rest) = byte_order_mark(bytes);
    let encoding = match (forced, mark) {
        (Some(forced), Some(mark)) if forced != mark => {
            return Err(IntakeError::Encoding(
                "文件开头的标记（BOM）与指定的编码不一致，没有导入；请去掉 --encoding 再导入。".into(),
            ));
        }
        (Some(encoding), _) | (None, Some(encoding)) => Some(encoding),
        (None, None) => None,
    };
    let decoded = match encoding {
        Some(Encoding::Utf8) => utf8(rest, mark.is_some()),
        Some(Encoding::Utf16Le) => utf16(rest, UTF_16LE, "UTF-16LE"),
        Some(Encoding::Utf16Be) => utf16(rest, UTF_16BE, "UTF-16BE"),
        Some(Encoding::Gb18030) => gb18030(rest),
        None => guess(rest),
    }?;
    refuse_binary(&decoded.text)?;
    Ok(decoded)
}

fn byte_order_mark(bytes: &[u8]) -> (Option<Encoding>, &[u8]) {
    match bytes {
        [0xef, 0xbb, 0xbf, rest @ ..] => (Some(Encoding::Utf8), rest),
        [0xff, 0xfe, rest @ ..] => (Some(Encoding::Utf16Le), rest),
        [0xfe, 0xff, rest @ ..] => (Some(Encoding::Utf16Be), rest),
        _ => (None, bytes),
    }
}

fn guess(bytes: &[u8]) -> Result<Decoded<'_>, IntakeError> {
    if std::str::from_utf8(bytes).is_ok() || mostly_utf8(bytes) { utf8(bytes, false) } else { gb18030(bytes) }
}

/// True for UTF-8 with a few broken places: read as GB18030 it might pass, as nonsense.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let mut wide = 0_usize;
    let mut broken = 0_usize;
    for chunk in bytes.utf8_chunks() {
        // Three bytes and more: two-byte sequences also arise by chance in GB18030 text.
        wide += chunk.valid().chars().filter(|c| c.len_utf8() >= 3).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    wide > broken.saturating_mul(4)
}

fn utf8(bytes: &[u8], marked: bool) -> Result<Decoded<'_>, IntakeError> {
    match std::str::from_utf8(bytes) {
        Ok(text) => {
            let label = if marked { "UTF-8（带 BOM）" } else { "UTF-8" };
            Ok(Decoded { text: Cow::Borrowed(text), label: label.into(), replaced: 0 })
        }
        Err(error) => {
            let line = bytes.iter().take(error.valid_up_to()).filter(|byte| **byte == b'\n').count() + 1;
            Err(IntakeError::Encoding(format!(
                "文件是 UTF-8 编码，但第 {line} 行有损坏的字节，没有导入；请重新导出，或在 WPS 里打开另存后再导入。"
            )))
        }
    }
}

fn utf16<'a>(
    bytes: &'a [u8],
    encoding: &'static encoding_rs::Encoding,
    label: &str,
) -> Result<Decoded<'a>, IntakeError> {
    if !bytes.len().is_multiple_of(2) {
        return Err(IntakeError::Encoding(
            "UTF-16 文件的字节数是单数，文件不完整，没有导入；请重新导出。".into(),
        ));
    }
    let (text, had_errors) = encoding.decode_without_bom_handling(bytes);
    let pair = if encoding == UTF_16LE { u16::from_le_bytes } else { u16::from_be_bytes };
    let genuine =
        bytes.chunks_exact(2).filter(|unit| matches!(unit, [a, b] if pair([*a, *b]) == 0xfffd)).count();
    let replaced = if had_errors { text.matches('\u{fffd}').count().saturating_sub(genuine) } else { 0 };
    Ok(Decoded { text, label: label.into(), replaced })
}

fn gb18030(bytes: &[u8]) -> Result<Decoded<'_>, IntakeError> {
    match GB18030.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(Decoded { text, label: "GB18030".into(), replaced: 0 }),
        None => Err(IntakeError::Encoding(
            "文件既不是 UTF-8 也不是 GB18030 编码，没有导入；请在 WPS 里打开，另存为“CSV UTF-8”再导入。"
                .into(),
        )),
    }
}

/// One stray NUL is mended in its field; many mean that this is no text, or UTF-16 without its mark.
fn refuse_binary(text: &str) -> Result<(), IntakeError> {
    let nuls = text.bytes().filter(|byte| *byte == 0).count();
    if nuls > 8 && nuls > text.len() / 200 {
        return Err(IntakeError::Encoding(
            "文件不像文本（含大量空字节），没有导入；如果是不带标记的 UTF-16 文本，请加 --encoding utf-16le。".into(),
        ));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16le(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    #[test]
    fn each_encoding_is_recognised_and_told() {
        let text = "投诉时间,投诉内容\n2026-01-02,占道“㐀”𠀀";
        let (gb, _, _) = GB18030.encode(text);
        let be: Vec<u8> = text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (bytes, label) in [
            (text.as_bytes().to_vec(), "UTF-8"),
            ([b"\xef\xbb\xbf", text.as_bytes()].concat(), "UTF-8（带 BOM）"),
            ([b"\xff\xfe".as_slice(), &utf16le(text)].concat(), "UTF-16LE"),
            ([b"\xfe\xff".as_slice(), &be].concat(), "UTF-16BE"),
            (gb.into_owned(), "GB18030"),
        ] {
            let decoded = decode(&bytes, None).unwrap();
            assert_eq!(decoded.text, text);
            assert_eq!(decoded.label, label);
        }
    }

    #[test]
    fn doubtful_bytes_are_refused() {
        let broken = [text_of("投诉内容很长很长很长"), vec![0xff], text_of("\n投诉内容很长很长")].concat();
        let half = b"\xff\xfe\x95\x62\x01".to_vec();
        let unmarked = utf16le("a,b,c,d,e,f,g,h,1,2,3");
        for bytes in [broken, half, unmarked, b"\xef\xbb\xbf\xc0\xc1".to_vec(), vec![0xff; 40]] {
            assert!(matches!(decode(&bytes, None), Err(IntakeError::Encoding(_))), "{bytes:?}");
        }
    }

    fn text_of(text: &str) -> Vec<u8> {
        text.as_bytes().to_vec()
    }

    #[test]
    fn a_forced_encoding_is_obeyed_unless_the_mark_speaks_against_it() {
        let (gb, _, _) = GB18030.encode("村");
        assert_eq!(decode(&gb, Some(Encoding::Gb18030)).unwrap().text, "村");
        assert!(decode(&gb, Some(Encoding::Utf8)).is_err());
        assert!(decode(b"\xff\xfea\0", Some(Encoding::Gb18030)).is_err());
        assert_eq!(decode(&utf16le("村a"), Some(Encoding::Utf16Le)).unwrap().text, "村a");
        assert_eq!(Encoding::parse("GBK").unwrap(), Encoding::Gb18030);
        assert!(Encoding::parse("big5").is_err());
    }

    #[test]
    fn a_lone_surrogate_becomes_a_replacement_character_and_is_counted() {
        let mut bytes = b"\xff\xfe".to_vec();
        for unit in [0x6751_u16, 0xd800, 0xfffd, 0x6751] {
            bytes.extend(unit.to_le_bytes());
        }
        let decoded = decode(&bytes, None).unwrap();
        assert_eq!(decoded.text, "村\u{fffd}\u{fffd}村");
        assert_eq!(decoded.replaced, 1);
    }
}
