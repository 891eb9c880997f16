//! A quick look at the XML inside a workbook, before it is read. It looks for what would hurt a reader: references
//! that overflow, endless cells, too many strings and styles, other encodings, document type definitions; and it notes
//! what stands behind the rows and is needed before them, the merged cells.

use super::merges::Range;

/// Bytes allowed between the ends of two cells, rows or strings; bounds the buffers. Also the bound of
/// parts that have none of them, such as styles.
const RUN_LIMIT: u64 = 32 << 20;
/// A tag longer than this is no tag of a spreadsheet program.
const TAG_LIMIT: usize = 64 << 10;
/// Shared strings are held in memory: at most so many, of so many bytes with their bookkeeping.
const STRING_LIMIT: u64 = 8_000_000;
const STRING_BYTES_LIMIT: u64 = 384 << 20;
const BYTES_PER_STRING: u64 = 40;
/// Styles and parts are held in memory too.
const PART_LIMIT: u64 = 150_000;
/// Merged cells are held in memory; a sheet has a few hundred.
const MERGE_LIMIT: usize = 200_000;
/// Number formats are copied into every style that uses them; programs write at most 255 characters.
const COPIED_TAG_LIMIT: usize = 2 << 10;

/// Why a part is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trouble {
    /// It breaks the rules of XML or of spreadsheets.
    Malformed,
    /// It is more than we let the library hold.
    Excessive,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum At {
    /// Nothing but a BOM seen yet.
    #[default]
    Start,
    Text,
    /// In a tag, with the quote that is open.
    Tag(Option<u8>),
    Comment,
    CharacterData,
    Instruction,
}

/// The state of the look; fed with chunks of any size.
#[derive(Debug, Default)]
pub(super) struct Scan {
    at: At,
    tag: Vec<u8>,
    run: u64,
    strings: u64,
    string_bytes: u64,
    in_strings: bool,
    parts: u64,
    rows: u64,
    merges: Vec<Range>,
    held: bool,
}

/// What was noted of a part.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    pub rows: u64,
    pub merges: Vec<Range>,
}

impl Scan {
    /// A look at a part that is held in memory as a whole, so that nothing in it starts a new run.
    pub fn of_held_part() -> Self {
        Self { held: true, ..Self::default() }
    }

    /// Looks at the next bytes.
    pub fn feed(&mut self, mut bytes: &[u8]) -> Result<(), Trouble> {
        if bytes.contains(&0) {
            return Err(Trouble::Malformed);
        }
        while let Some((first, rest)) = bytes.split_first() {
            if self.at == At::Text {
                let text = bytes.iter().position(|byte| *byte == b'<').unwrap_or(bytes.len());
                self.advance(text as u64)?;
                let Some((_, after)) = bytes.get(text..).and_then(<[u8]>::split_first) else { return Ok(()) };
                bytes = after;
                self.begin_tag()?;
                continue;
            }
            self.byte(*first)?;
            bytes = rest;
        }
        Ok(())
    }

    /// What was noted; an error if the part ends inside a tag.
    pub fn finish(self) -> Result<Seen, Trouble> {
        let whole = matches!(self.at, At::Text);
        if whole { Ok(Seen { rows: self.rows, merges: self.merges }) } else { Err(Trouble::Malformed) }
    }

    fn advance(&mut self, bytes: u64) -> Result<(), Trouble> {
        self.run += bytes;
        if self.in_strings {
            self.string_bytes += bytes;
        }
        let held = self.string_bytes + self.strings * BYTES_PER_STRING;
        let excessive = self.run > RUN_LIMIT
            || self.strings > STRING_LIMIT
            || held > STRING_BYTES_LIMIT
            || self.parts > PART_LIMIT
            || self.merges.len() > MERGE_LIMIT;
        if excessive { Err(Trouble::Excessive) } else { Ok(()) }
    }

    fn begin_tag(&mut self) -> Result<(), Trouble> {
        self.tag.clear();
        self.at = At::Tag(None);
        self.advance(1)
    }

    fn byte(&mut self, byte: u8) -> Result<(), Trouble> {
        if self.at == At::Start {
            // Anything else first is no UTF-8 XML, whatever the name says.
            return match byte {
                b'<' => self.begin_tag(),
                0xef | 0xbb | 0xbf | b' ' | b'\t' | b'\r' | b'\n' => self.advance(1),
                _ => Err(Trouble::Malformed),
            };
        }
        self.advance(1)?;
        let done = match self.at {
            At::Start | At::Text => false,
            At::Tag(quote) => return self.tag_byte(byte, quote),
            At::Comment => self.ends_with(byte, b"--"),
            At::CharacterData => self.ends_with(byte, b"]]"),
            At::Instruction => self.instruction_byte(byte)?,
        };
        if done {
            self.at = At::Text;
        }
        Ok(())
    }

    /// Keeps the last two bytes and says whether `>` now closes what `before` announces.
    fn ends_with(&mut self, byte: u8, before: &[u8]) -> bool {
        if byte == b'>' && self.tag == before {
            return true;
        }
        if self.tag.len() >= 2 {
            self.tag.remove(0);
        }
        self.tag.push(byte);
        false
    }

    fn instruction_byte(&mut self, byte: u8) -> Result<bool, Trouble> {
        if byte == b'>' && self.tag.ends_with(b"?") {
            let text = self.tag.to_ascii_lowercase();
            let names = |word: &[u8]| text.windows(word.len()).any(|part| part == word);
            // The library would obey another encoding, and we would have looked at other text than it reads.
            let foreign = names(b"encoding") && !names(b"utf-8") && !names(b"us-ascii");
            return if foreign { Err(Trouble::Malformed) } else { Ok(true) };
        }
        self.push(byte)?;
        Ok(false)
    }

    fn push(&mut self, byte: u8) -> Result<(), Trouble> {
        if self.tag.len() >= TAG_LIMIT {
            return Err(Trouble::Malformed);
        }
        self.tag.push(byte);
        Ok(())
    }

    fn tag_byte(&mut self, byte: u8, quote: Option<u8>) -> Result<(), Trouble> {
        match (quote, byte) {
            (None, b'>') => {
                self.at = At::Text;
                return self.tag_done();
            }
            (None, b'"' | b'\'') => self.at = At::Tag(Some(byte)),
            (Some(open), _) if open == byte => self.at = At::Tag(None),
            _ => {}
        }
        self.push(byte)?;
        match self.tag.as_slice() {
            b"?" => self.at = At::Instruction,
            b"!--" => self.enter(At::Comment),
            b"![CDATA[" => self.enter(At::CharacterData),
            // Document types and entities have no place in a workbook.
            [b'!', rest @ ..] if !b"--".starts_with(rest) && !b"[CDATA[".starts_with(rest) => {
                return Err(Trouble::Malformed);
            }
            _ => {}
        }
        Ok(())
    }

    fn enter(&mut self, at: At) {
        self.tag.clear();
        self.at = at;
    }

    fn tag_done(&mut self) -> Result<(), Trouble> {
        let (closing, tag) = match self.tag.as_slice() {
            [b'/', rest @ ..] => (true, rest),
            rest => (false, rest),
        };
        let end =
            tag.iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'/').unwrap_or(tag.len());
        let (name, attributes) = tag.split_at(end);
        let name = name.rsplit(|byte| *byte == b':').next().unwrap_or(name);
        let ends = closing || attributes.ends_with(b"/");
        if !closing {
            check(name, attributes)?;
        }
        match name {
            b"si" if !closing => self.strings += 1,
            b"sst" if !closing => self.in_strings = true,
            b"row" if !closing => self.rows += 1,
            b"mergeCell" if !closing => self.merges.extend(merged(attributes)),
            b"xf" | b"numFmt" | b"font" | b"fill" | b"border" | b"sheet" | b"Relationship" => self.parts += 1,
            _ => {}
        }
        if ends && !self.held && matches!(name, b"c" | b"si" | b"row") {
            self.run = 0;
        }
        Ok(())
    }
}

/// The attributes that are computed with.
fn check(name: &[u8], attributes: &[u8]) -> Result<(), Trouble> {
    let wanted: &[u8] = match name {
        b"Relationship" => return check_relationship(attributes),
        b"name" | b"numFmt" | b"font" | b"sheet" if attributes.len() > COPIED_TAG_LIMIT => {
            return Err(Trouble::Excessive);
        }
        b"c" | b"row" => b"r",
        b"sst" => b"uniqueCount",
        _ => return Ok(()),
    };
    let sound = |value: &[u8]| match name {
        b"c" => place(value).is_some(),
        // Seven digits of rows, or of strings to reserve memory for, are harmless.
        _ => is_number(value),
    };
    for attribute in Attributes(attributes) {
        let (key, value) = attribute?;
        if key == wanted && !sound(value) {
            return Err(Trouble::Malformed);
        }
    }
    Ok(())
}

/// The workbook must be where every program puts it: the limits for parts held in memory go by their names.
fn check_relationship(attributes: &[u8]) -> Result<(), Trouble> {
    let mut is_workbook = false;
    let mut usual = true;
    for attribute in Attributes(attributes) {
        let (key, value) = attribute?;
        is_workbook |= key == b"Type" && value.ends_with(b"/officeDocument");
        usual &= key != b"Target" || matches!(value, b"xl/workbook.xml" | b"/xl/workbook.xml");
    }
    if is_workbook && !usual { Err(Trouble::Malformed) } else { Ok(()) }
}

fn is_number(value: &[u8]) -> bool {
    (1..=7).contains(&value.len()) && value.iter().all(u8::is_ascii_digit)
}

/// The cells that a tag merges; what cannot be read merges nothing.
fn merged(attributes: &[u8]) -> Option<Range> {
    let (_, value) = Attributes(attributes).flatten().find(|(key, _)| *key == b"ref")?;
    let mut corners = value.split(|byte| *byte == b':').map(place);
    let (from, to) = (corners.next()??, corners.next()??);
    let column = usize::try_from(from.0).ok()?.checked_sub(1)?;
    (from.1 <= to.1).then_some(Range { column, first_row: from.1, last_row: to.1 })
}

/// Column and row, both from 1, of a reference like `AB12`; at most three letters and seven digits.
pub(super) fn place(value: &[u8]) -> Option<(u32, u32)> {
    let letters = value.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (column, row) = value.split_at_checked(letters)?;
    if !(1..=3).contains(&letters) || !is_number(row) {
        return None;
    }
    let column = column
        .iter()
        .fold(0, |number, letter| number * 26 + u32::from(letter.to_ascii_uppercase() - b'A') + 1);
    let row = row.iter().fold(0, |number, digit| number * 10 + u32::from(digit - b'0'));
    (row > 0).then_some((column, row))
}

/// Walks over `key="value"` pairs.
struct Attributes<'t>(&'t [u8]);

impl<'t> Iterator for Attributes<'t> {
    type Item = Result<(&'t [u8], &'t [u8]), Trouble>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.0.trim_ascii();
        if rest.is_empty() || rest == b"/" {
            return None;
        }
        let pair = split_pair(rest);
        self.0 = pair.map_or(&[], |(_, _, after)| after);
        Some(pair.map(|(key, value, _)| (key, value)).ok_or(Trouble::Malformed))
    }
}

fn split_pair(text: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let (key, rest) = text.split_at_checked(text.iter().position(|byte| *byte == b'=')?)?;
    let (quote, rest) = rest.get(1..)?.trim_ascii_start().split_first()?;
    if !matches!(quote, b'"' | b'\'') {
        return None;
    }
    let (value, rest) = rest.split_at_checked(rest.iter().position(|byte| byte == quote)?)?;
    Some((key.trim_ascii(), value, rest.get(1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(text: &[u8], chunk: usize) -> Result<Seen, Trouble> {
        let mut scan = Scan::default();
        for part in text.chunks(chunk) {
            scan.feed(part)?;
        }
        scan.finish()
    }

    #[test]
    fn ordinary_parts_pass_in_chunks_of_any_size() {
        let text = "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<x:worksheet><dimension ref=\"A1:XFD1048576\"/>\
            <!-- <c r=\"0\"> --><row r='1' s=\"2\"><c r = \"A1\" t=\"s\"><v>a > b</v></c><c r=\"XFD1048576\"/></row>\
            <![CDATA[<c r=\"ZZZZ1\">]]><row/><sst uniqueCount=\"0\"/>\
            <mergeCell ref=\"B2:C4\"/><mergeCell ref=\"$A$1\"/></x:worksheet>";
        for chunk in [1, 2, 7, 4096] {
            let seen = look(text.as_bytes(), chunk).unwrap();
            assert_eq!(seen.rows, 2, "{chunk}");
            assert_eq!(seen.merges, [Range { column: 1, first_row: 2, last_row: 4 }]);
        }
    }

    #[test]
    fn what_would_hurt_a_reader_is_refused() {
        for text in [
            "<c r=\"A0\">",
            "<c r=\"A99999999999\"/>",
            "<x:c r='ABCDEFGHIJK1'/>",
            "<c r=\"1\"/>",
            "<c r=A1>",
            "<row r=\"4294967296\">",
            "<sst uniqueCount=\"99999999\">",
            "<sst count=\"1\" uniqueCount=\"18446744073709551615\">",
            "<Relationship Id='a' Target='foo/book.xml' Type='http://x/relationships/officeDocument'/>",
            "<!DOCTYPE x [<!ENTITY a \"b\">]><x/>",
            "<?xml version=\"1.0\" encoding=\"utf-16\"?><x/>",
            "PK<x/>",
            "<x\0/>",
            "<x",
            "",
        ] {
            assert_eq!(look(text.as_bytes(), 64), Err(Trouble::Malformed), "{text}");
        }
    }

    #[test]
    fn endless_cells_and_too_many_strings_and_styles_are_refused() {
        let long = [b"<worksheet><c><v>".to_vec(), vec![b'x'; 33 << 20]].concat();
        assert_eq!(look(&long, 1 << 16), Err(Trouble::Excessive));
        let styles = [b"<styleSheet>".to_vec(), b"<xf/>".repeat(150_002)].concat();
        assert_eq!(look(&styles, 1 << 16), Err(Trouble::Excessive));
        let name = format!("<styleSheet><fonts><font><name val=\"{}\"/>", "x".repeat(3000));
        assert_eq!(look(name.as_bytes(), 1 << 16), Err(Trouble::Excessive));
        let mut held = Scan::of_held_part();
        let part = b"<definedName>aaaaaaaaaaaaaaaaaaaa</definedName><c/>".repeat(1 << 10);
        held.feed(b"<workbook>").unwrap();
        assert!((0..1 << 10).any(|_| held.feed(&part) == Err(Trouble::Excessive)));
        let strings = [b"<sst>".to_vec(), b"<si/>".repeat(8_000_002)].concat();
        assert_eq!(look(&strings, 1 << 16), Err(Trouble::Excessive));
    }
}
