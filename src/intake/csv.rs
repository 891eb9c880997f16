//! Separated text: which separator, which row a record stands in, and quotes that do not close.
//!
//! The csv library splits the records. It is lenient where this program must not be: an unclosed quote swallows
//! the rest of the file in silence, so the bytes of each record are looked at once more.

use csv::{Reader, ReaderBuilder, StringRecord};

use super::cell::Cell;
use super::collect::Collector;
use super::error::IntakeError;
use super::header::{COLUMN_LIMIT, too_wide};
use super::heading::LOOKED_AT;
use super::kind::announced_delimiter;
use super::row::WHOLE_ROW;
use super::table::{Table, mandatory_names};
use super::times;

/// Lines named in one sentence.
const LINES_NAMED: usize = 10;

/// Reads a whole table.
pub(super) fn read<C: Table>(text: &str, collector: &mut Collector<'_, C>) -> Result<(), IntakeError> {
    // Old programs end a text with ^Z.
    let text = text.trim_end_matches(['\u{1a}', '\r', '\n']);
    let (text, announced) = announced_delimiter(text);
    let delimiter = announced.map_or_else(|| delimiter(text, collector), Ok)?;
    if is_too_wide(text, delimiter, false) {
        return Err(too_wide());
    }
    let mut records = Records::new(text, delimiter);
    let total = text.len() as u64;
    while let Some(record) = records.next_filled()? {
        if collector.is_headed() {
            take(collector, &records, record)?;
        } else if record.quotes == Quotes::Sound {
            collector.table_row(record.row, texts(records.cells()))?;
        } else {
            return Err(IntakeError::Damaged("列名那一行的引号不成对，没有导入；请改正后再导入。".into()));
        }
        collector.report_sometimes(record.end, total)?;
    }
    if collector.table_end()? { Ok(()) } else { Err(empty::<C>()) }
}

fn texts(cells: Vec<String>) -> Vec<Cell> {
    cells.into_iter().map(|text| if text.is_empty() { Cell::Empty } else { Cell::Text(text) }).collect()
}

fn take<C: Table>(
    collector: &mut Collector<'_, C>,
    records: &Records<'_>,
    record: Record,
) -> Result<(), IntakeError> {
    let mut cells = texts(records.cells());
    // Files joined end to end leave the mark of the second one before its first cell.
    if let Some(Cell::Text(first)) = cells.first_mut()
        && first.starts_with('\u{feff}')
    {
        *first = first.trim_start_matches('\u{feff}').to_owned();
    }
    if collector.settle_header(record.row, &cells)? {
        return Ok(());
    }
    let swallowed = record.breaks.then(|| swallowed_lines(collector, records, record)).flatten();
    let reason = match record.quotes {
        Quotes::Sound if swallowed.is_some() => swallowed.unwrap_or_default(),
        // Spreadsheet programs leave off separators behind the last filled cell; only optional columns may be missing.
        Quotes::Sound if collector.header.lacks_mandatory_from(cells.len()) => {
            let short = collector.header.len() - cells.len();
            format!("这一行比列名少 {short} 格，请检查分隔符和引号后再导入。")
        }
        Quotes::Sound => return collector.row(record.row, cells),
        Quotes::Unclosed => format!(
            "引号没有闭合：从这一行起到文件末尾共 {} 行文字都没有导入，请补上引号后再导入。",
            record.lines
        ),
        Quotes::Stray => "引号用法不对：闭合的引号后面还有文字，请改正后再导入。".into(),
    };
    collector.fault(record.row, &cells, WHOLE_ROW, reason)
}

/// The fault of a cell in whose lines whole rows of the table stand: a quote that was never meant to open one has
/// swallowed complaints.
fn swallowed_lines<C: Table>(
    collector: &Collector<'_, C>,
    records: &Records<'_>,
    record: Record,
) -> Option<String> {
    /// Fewer columns than this fill by chance, in a list within a complaint.
    const TELLING: usize = 6;
    let wanted = collector.header.len();
    let delimiter = char::from(records.delimiter);
    let time = C::TIME.and_then(|column| collector.header.places(column).next());
    let epoch = collector.judge.epoch;
    let is_row = |line: &str| {
        let cells: Vec<&str> = line.split(delimiter).collect();
        cells.len() == wanted
            && (wanted >= TELLING
                || time
                    .and_then(|time| cells.get(time))
                    .is_some_and(|cell| times::parse(cell, epoch).is_some()))
    };
    let mut lines = Vec::new();
    let mut line_no = record.line;
    for cell in &records.record {
        for (index, line) in cell.split('\n').enumerate() {
            if index > 0 {
                line_no += 1;
                if is_row(line) {
                    lines.push(line_no.to_string());
                }
            }
        }
    }
    if lines.is_empty() {
        return None;
    }
    let more = if lines.len() > LINES_NAMED { "等" } else { "" };
    let count = lines.len();
    lines.truncate(LINES_NAMED);
    Some(format!(
        "引号没有成对，后面 {count} 行被当成了这一格的文字（文件第 {} 行{more}），都没有导入；请改正引号后再导入。",
        lines.join("、")
    ))
}

/// The separator under which most column names near the top are understood; with equal numbers the one that
/// makes most columns there, and the comma before the others.
fn delimiter<C: Table>(text: &str, collector: &Collector<'_, C>) -> Result<u8, IntakeError> {
    let mut best = (b',', (0, 0));
    for delimiter in [b',', b';', b'\t'] {
        if is_too_wide(text, delimiter, true) {
            return Err(too_wide());
        }
        let mut records = Records::new(text, delimiter);
        let mut found = None;
        for _ in 0..LOOKED_AT {
            if records.next_filled()?.is_none() {
                break;
            }
            let names = records.cells();
            let known = names.iter().filter(|name| collector.options.map.column(name).is_some()).count();
            if found.is_none_or(|(most, _)| known > most) {
                found = Some((known, names.len()));
            }
        }
        let Some(found) = found else { return Err(empty::<C>()) };
        if found > best.1 {
            best = (delimiter, found);
        }
    }
    Ok(best.0)
}

fn empty<C: Table>() -> IntakeError {
    IntakeError::Columns(format!(
        "文件里没有内容，没有导入；第一行应是列名（至少有{}）。",
        mandatory_names::<C>()
    ))
}

/// How the quotes of a record stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quotes {
    Sound,
    Unclosed,
    Stray,
}

/// Where a record stands in the file.
#[derive(Debug, Clone, Copy)]
struct Record {
    row: u32,
    end: u64,
    quotes: Quotes,
    lines: usize,
    /// The line of the file in which it begins, from 1.
    line: usize,
    /// Whether a cell has line breaks in it.
    breaks: bool,
}

struct Records<'a> {
    text: &'a [u8],
    reader: Reader<&'a [u8]>,
    record: StringRecord,
    delimiter: u8,
    row: u32,
    line: usize,
}

impl<'a> Records<'a> {
    fn new(text: &'a str, delimiter: u8) -> Self {
        let reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(text.as_bytes());
        Self { text: text.as_bytes(), reader, record: StringRecord::new(), delimiter, row: 0, line: 1 }
    }

    /// The next record with any content; records of empty cells only count as rows.
    fn next_filled(&mut self) -> Result<Option<Record>, IntakeError> {
        loop {
            let Some(record) = self.next()? else { return Ok(None) };
            if self.record.iter().any(|cell| !cell.trim().is_empty()) {
                return Ok(Some(record));
            }
        }
    }

    fn next(&mut self) -> Result<Option<Record>, IntakeError> {
        let start = self.offset();
        let more = self.reader.read_record(&mut self.record).map_err(|_| {
            IntakeError::Damaged("文件的表格结构读不出来，没有导入；请在 WPS 里另存后再导入。".into())
        })?;
        if !more {
            return Ok(None);
        }
        let bytes = self.text.get(start..self.offset()).unwrap_or_default();
        // The library ends a record at the CR of a CR LF and leaves the LF to the next one.
        let follows_cr = start.checked_sub(1).and_then(|before| self.text.get(before)) == Some(&b'\r');
        let bytes = match bytes {
            [b'\n', rest @ ..] if follows_cr => rest,
            _ => bytes,
        };
        let (blank_lines, content) = split_blank_lines(bytes);
        self.row = self.row.saturating_add(blank_lines).saturating_add(1);
        let line = self.line + blank_lines as usize;
        let breaks = content.split(|byte| *byte == b'\n').count() - 1;
        // A record ends behind its LF, or between the CR and the LF, which the next one then begins with.
        self.line = line + breaks + usize::from(!content.ends_with(b"\n"));
        Ok(Some(Record {
            row: self.row,
            end: self.reader.position().byte(),
            quotes: quotes(content, self.delimiter),
            lines: content.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()).count(),
            line,
            breaks: self.record.iter().any(|cell| cell.contains('\n')),
        }))
    }

    fn offset(&self) -> usize {
        usize::try_from(self.reader.position().byte()).unwrap_or(usize::MAX)
    }

    fn cells(&self) -> Vec<String> {
        self.record.iter().map(str::to_owned).collect()
    }
}

/// The library passes over blank lines, a spreadsheet numbers them.
fn split_blank_lines(mut bytes: &[u8]) -> (u32, &[u8]) {
    let mut lines = 0_u32;
    while let [b'\r', b'\n', rest @ ..] | [b'\r' | b'\n', rest @ ..] = bytes {
        lines = lines.saturating_add(1);
        bytes = rest;
    }
    (lines, bytes)
}

/// Where in a record a byte stands, as the csv library sees it too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum At {
    FieldStart,
    Bare,
    Quoted,
    QuoteInQuoted,
}

impl At {
    fn after(self, byte: u8, delimiter: u8) -> Self {
        let ends_field = byte == delimiter || matches!(byte, b'\r' | b'\n');
        match (self, byte) {
            (Self::Quoted, b'"') => Self::QuoteInQuoted,
            (Self::FieldStart | Self::QuoteInQuoted, b'"') | (Self::Quoted, _) => Self::Quoted,
            _ if ends_field => Self::FieldStart,
            _ => Self::Bare,
        }
    }
}

fn quotes(record: &[u8], delimiter: u8) -> Quotes {
    let mut at = At::FieldStart;
    for byte in record {
        let next = at.after(*byte, delimiter);
        if at == At::QuoteInQuoted && next == At::Bare {
            return Quotes::Stray;
        }
        at = next;
    }
    if at == At::Quoted { Quotes::Unclosed } else { Quotes::Sound }
}

/// Whether some record (or the first) has more cells than are taken. Asked before the library reads it, which
/// would need eight bytes for each cell of a file that is nothing but separators.
fn is_too_wide(text: &str, delimiter: u8, first_only: bool) -> bool {
    let (mut at, mut cells, mut filled) = (At::FieldStart, 1, false);
    for byte in text.bytes() {
        at = at.after(byte, delimiter);
        if at != At::FieldStart {
            filled = true;
        } else if byte == delimiter {
            cells += 1;
            if cells > COLUMN_LIMIT {
                return true;
            }
        } else if first_only && filled {
            return false;
        } else {
            cells = 1;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use crate::domain::view::intake_row::IntakeFile;
    use crate::intake::testing::{read, refusal};

    fn table(lines: &str) -> IntakeFile {
        read(format!("投诉时间,标题,内容\n{lines}").as_bytes())
    }

    #[test]
    fn comma_semicolon_and_tab_are_told_from_the_header() {
        for delimiter in [",", ";", "\t"] {
            let text =
                "投诉时间|标题|内容\r\n2026-03-05|有,逗号|\"有;分号\t和制表符\"\r\n".replace(',', "，");
            let file = read(text.replace('|', delimiter).as_bytes());
            assert_eq!(file.rows.len(), 1, "{delimiter:?} {:?}", file.faulty);
            assert_eq!(file.rows.get(0).unwrap().content, "有;分号\t和制表符");
        }
    }

    #[test]
    fn rows_are_numbered_as_a_spreadsheet_shows_them() {
        for end in ["\n", "\r\n", "\r"] {
            let text =
                "\n投诉时间,标题,内容\n2026-03-05,a,\"x\ny\"\n\n\n,,\n2026-03-05,b,z\n".replace('\n', end);
            let file = read(text.as_bytes());
            let rows: Vec<u32> = file.rows.iter().map(|row| row.row).collect();
            assert_eq!(rows, [3, 7], "{end:?}");
            assert_eq!(file.rows.get(0).unwrap().content, format!("x{end}y"));
        }
    }

    #[test]
    fn an_unclosed_quote_is_a_fault_of_the_row_where_it_opened() {
        let file = table("2026-03-05,a,x\n2026-03-05,b,\"没有闭合\n2026-03-05,c,y\n2026-03-05,d,z\n");
        assert_eq!(file.rows.len(), 1);
        assert_eq!((file.faulty.len(), file.faulty[0].row), (1, 3));
        assert!(file.faulty[0].reason.contains("共 3 行"), "{}", file.faulty[0].reason);
        assert!(file.faulty[0].raw[2].contains("2026-03-05,d,z"));
    }

    #[test]
    fn a_quote_that_closes_in_a_later_row_is_a_fault_too() {
        let file = table("2026-03-05,a,\"没有闭合\n2026-03-05,b,\"y\"\n2026-03-05,c,z\n");
        assert_eq!((file.rows.len(), file.faulty[0].row), (1, 2));
        assert!(file.faulty[0].reason.contains("引号用法不对"));
    }

    #[test]
    fn rows_with_too_many_or_too_few_cells_are_faults() {
        let file = table("2026-03-05,a,x,,\n2026-03-05,a,x,多\n2026-03-05,a\n2026-03-05,b,\"\"\"引\"\"\"\n");
        let rows: Vec<u32> = file.rows.iter().map(|row| row.row).collect();
        assert_eq!(rows, [2, 5]);
        assert_eq!(file.rows.get(1).unwrap().content, "\"引\"");
        assert!(file.faulty[0].reason.contains("多出 1 格"), "{}", file.faulty[0].reason);
        assert!(file.faulty[1].reason.contains("少 1 格"), "{}", file.faulty[1].reason);
    }

    #[test]
    fn files_without_a_usable_header_are_refused() {
        for (text, word) in [
            ("\n\n", "没有内容"),
            ("a,b\n1,2\n", "投诉时间、投诉事项名称、投诉内容"),
            ("\"投诉时间,标题,内容\n1,2,3", "引号"),
            ("投诉时间,标题,内容,内容\n", "有两列都是“投诉内容”"),
        ] {
            let sentence = refusal(text.as_bytes());
            assert!(sentence.contains(word), "{text:?}: {sentence}");
        }
        for text in [format!("投诉时间,标题,内容\n{}", ",".repeat(600)), ";".repeat(1 << 20)] {
            assert!(refusal(text.as_bytes()).contains("512 列"));
        }
        let semicolons = table(&format!("2026-03-05,a,{}\n", ";".repeat(600)));
        assert_eq!(semicolons.rows.len(), 1);
    }

    #[test]
    fn a_field_beyond_a_mebibyte_refuses_the_file() {
        let at_limit = table(&format!("2026-03-05,a,{}\n", "x".repeat(1 << 20)));
        assert_eq!(at_limit.rows.len(), 1);
        let text = format!("投诉时间,标题,内容\n2026-03-05,a,{}\n", "x".repeat((1 << 20) + 1));
        assert!(refusal(text.as_bytes()).contains("第 2 行“内容”列超过 1 MiB"));
    }
}
