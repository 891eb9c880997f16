//! A table as a spreadsheet file or as comma-separated text. Every cell is text: nothing in it becomes a number or a
//! formula when somebody opens it. The same table gives the same bytes.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, XlsxError};
use unicode_width::UnicodeWidthStr as _;

use super::docx::printable;
use crate::domain::figures::facts::Number;
use crate::domain::time::Date;

/// A table with what stands beside it.
#[derive(Debug, Clone, Copy)]
pub struct Table<'a> {
    /// Name of the sheet and title of the print.
    pub title: &'a str,
    /// Headings with their widths in digits.
    pub columns: &'a [(&'a str, u8)],
    pub rows: &'a [Vec<String>],
    /// When it was read, to which moment, the head of the record: on a sheet of its own and at the foot of each page.
    pub notes: &'a [String],
    /// The day that the file bears.
    pub on: Date,
}

/// A cell of a spreadsheet holds 32,767 units of UTF-16; what says that a text was cut finds room in it too.
const LONGEST_CELL: usize = 32_000;
/// So many numbers of cases stand in one cell.
const MOST_NUMBERS: usize = 2_000;
/// The format's number for A4.
const PAPER_A4: u8 = 9;
const HEAD_HEIGHT: f64 = 30.0;
const LINE_HEIGHT: f64 = 15.0;
/// No row can be higher.
const HIGHEST: f64 = 405.0;
/// So many characters of a digit's width stand beside each other on a page across and can still be read.
const PAGE_WIDTH: u32 = 150;
/// The head of the record stands in one line of it.
const NOTE_WIDTH: u8 = 100;

/// The table as an .xlsx file: heads that stay, A4 across, the head repeated on each page.
///
/// # Errors
/// The library's words: more rows than a sheet takes.
pub fn xlsx(table: &Table<'_>) -> Result<Vec<u8>, String> {
    written(table).map_err(|error| error.to_string())
}

fn written(table: &Table<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    book.set_properties(&properties(table.title, table.on)?);
    let plain = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
    let plain = plain.set_border(FormatBorder::Thin);
    let head = plain.clone().set_bold().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter);
    let sheet = book.add_worksheet();
    sheet.set_name(table.title)?;
    let pages = pages_across(table.columns.iter().map(|(_, width)| u32::from(*width)).sum());
    sheet.set_landscape().set_paper_size(PAPER_A4).set_print_fit_to_pages(pages, 0).set_repeat_rows(0, 0)?;
    if pages > 1 {
        // Without its number a row of the second page would be nobody's.
        sheet.set_repeat_columns(0, 0)?;
    }
    sheet.set_footer(format!("&L{}&R第&P页，共&N页", table.notes.join(" ").replace('&', "&&")));
    sheet.set_freeze_panes(1, 0)?;
    sheet.set_row_height(0, height(table.columns.iter().copied()).max(HEAD_HEIGHT))?;
    for ((name, width), at) in table.columns.iter().zip(0_u16..) {
        sheet.set_column_width(at, f64::from(*width))?;
        sheet.write_string_with_format(0, at, *name, &head)?;
    }
    for (row, at) in table.rows.iter().zip(1_u32..) {
        for (cell, column) in row.iter().zip(0_u16..) {
            sheet.write_string_with_format(at, column, shown(cell), &plain)?;
        }
        let cells = row.iter().map(String::as_str).zip(table.columns.iter().map(|(_, width)| *width));
        sheet.set_row_height(at, height(cells))?;
    }
    let notes = book.add_worksheet();
    notes.set_name("说明")?.set_landscape().set_paper_size(PAPER_A4).set_print_fit_to_pages(1, 0);
    notes.set_column_width(0, f64::from(NOTE_WIDTH))?;
    for (note, at) in table.notes.iter().zip(0_u32..) {
        let wrapped = Format::new().set_num_format("@").set_text_wrap().set_align(FormatAlign::Top);
        notes.write_string_with_format(at, 0, shown(note), &wrapped)?;
        notes.set_row_height(at, height([(note.as_str(), NOTE_WIDTH)].into_iter()))?;
    }
    book.save_to_buffer()
}

/// On how many pages beside each other so many characters can still be read.
fn pages_across(width: u32) -> u16 {
    u16::try_from(width.div_ceil(PAGE_WIDTH)).unwrap_or(1).max(1)
}

/// How high a row is that shows all of its cells, each with the width of its column: not every program that opens the file
/// works that out by itself.
pub(super) fn height<'a>(cells: impl Iterator<Item = (&'a str, u8)>) -> f64 {
    let lines = cells.map(|(text, width)| {
        let across = usize::from(width.saturating_sub(1)).max(1);
        text.lines().map(|line| line.width().div_ceil(across).max(1)).sum::<usize>()
    });
    let lines = u32::try_from(lines.max().unwrap_or(1).max(1)).unwrap_or(u32::MAX);
    (f64::from(lines) * LINE_HEIGHT).min(HIGHEST)
}

/// What a file says of itself: nothing that comes from a clock.
///
/// # Errors
/// The library's words for a day that it cannot write.
pub(super) fn properties(title: &str, on: Date) -> Result<DocProperties, XlsxError> {
    let year = u16::try_from(on.year()).unwrap_or_default();
    let created = ExcelDateTime::from_ymd(year, on.month(), on.day())?;
    Ok(DocProperties::new().set_title(title).set_creation_datetime(&created))
}

/// The numbers of cases as they stand in one cell.
pub(super) fn numbers(all: &[Number]) -> String {
    let shown = all.iter().take(MOST_NUMBERS).map(|number| &**number).collect::<Vec<_>>().join(" ");
    if all.len() <= MOST_NUMBERS {
        return shown;
    }
    format!("{shown}……（共{}件，其余的在控制台或 JSON 里看）", all.len())
}

/// The text as a cell holds it, cut where none could hold it whole.
pub(super) fn shown(text: &str) -> String {
    let mut lines = text.lines().map(printable);
    let mut shown = lines.next().unwrap_or_default();
    for line in lines {
        shown.push('\n');
        shown.push_str(&line);
    }
    if shown.encode_utf16().count() <= LONGEST_CELL {
        return shown;
    }
    let mut units = 0;
    let fits = |c: &char| {
        units += c.len_utf16();
        units <= LONGEST_CELL
    };
    shown.chars().take_while(fits).chain("……（太长，余下的见原件）".chars()).collect()
}

/// The table as comma-separated text in UTF-8 with its mark, which spreadsheets need to read Chinese.
///
/// # Errors
/// Never in memory; the words are those of the library.
pub fn csv(table: &Table<'_>) -> Result<Vec<u8>, String> {
    let mut writer = ::csv::WriterBuilder::new()
        .terminator(::csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let heads = table.columns.iter().map(|(name, _)| *name);
    writer.write_record(heads).map_err(|error| error.to_string())?;
    for row in table.rows {
        let cells = row.iter().map(|cell| guarded(&shown(cell)));
        writer.write_record(cells).map_err(|error| error.to_string())?;
    }
    writer.into_inner().map_err(|error| error.to_string())
}

/// What a spreadsheet would take for a formula stands behind an apostrophe.
fn guarded(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t']) { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use calamine::{Data, Reader as _};

    use super::*;

    const COLUMNS: &[(&str, u8)] = &[("编号", 11), ("事项名称", 30)];

    fn table<'a>(rows: &'a [Vec<String>], notes: &'a [String]) -> Table<'a> {
        Table { title: "台账", columns: COLUMNS, rows, notes, on: Date::constant(2026, 11, 30) }
    }

    #[test]
    fn every_text_comes_back_as_it_was_and_nothing_becomes_a_number_or_a_formula() {
        let odd =
            ["500104202611001001", "=1+1", "<b>&amp;\"'", "001", "2026-03-05", "第一行\n第二行", "@甲", ""];
        let rows: Vec<Vec<String>> =
            odd.iter().map(|text| vec!["一".to_owned(), (*text).to_owned()]).collect();
        let notes = ["链头 1:ab".to_owned()];
        let bytes = xlsx(&table(&rows, &notes)).unwrap();
        assert_eq!(bytes, xlsx(&table(&rows, &notes)).unwrap(), "the same bytes each time");
        let mut book = calamine::Xlsx::new(std::io::Cursor::new(&bytes)).unwrap();
        let read = book.worksheet_range("台账").unwrap();
        assert_eq!(read.get_value((0, 1)), Some(&Data::String("事项名称".to_owned())));
        for (text, at) in odd.iter().zip(1_u32..) {
            match read.get_value((at, 1)) {
                Some(Data::String(found)) => assert_eq!(found, text),
                Some(Data::Empty) | None => assert_eq!(*text, ""),
                other => panic!("{text} came back as {other:?}"),
            }
        }
        assert!(book.worksheet_formula("台账").unwrap().used_cells().next().is_none());
    }

    #[test]
    fn a_row_is_as_high_as_the_longest_of_its_cells_and_wide_tables_are_printed_on_pages_side_by_side() {
        for (cells, lines) in [
            (&[("", 10), ("短", 10)][..], 1.0),
            (&[("2026-0001", 10), ("低保评定未公示名单", 10)], 2.0),
            (&[("第一行\n第二行比较长的一行", 11)], 3.0),
        ] {
            assert!((height(cells.iter().copied()) - lines * LINE_HEIGHT).abs() < 0.1, "{cells:?}");
        }
        assert!((height([("长".repeat(9_000).as_str(), 10)].into_iter()) - HIGHEST).abs() < 0.1);
        assert_eq!([20, 150, 151, 460].map(pages_across), [1, 1, 2, 4]);
    }

    #[test]
    fn comma_separated_text_keeps_lines_and_quotes_and_guards_what_looks_like_a_formula() {
        let rows = [vec!["=HYPERLINK(1)".to_owned(), "甲,\"乙\"\n丙".to_owned()]];
        let text = String::from_utf8(csv(&table(&rows, &[])).unwrap()).unwrap();
        assert_eq!(text, "\u{feff}编号,事项名称\r\n'=HYPERLINK(1),\"甲,\"\"乙\"\"\n丙\"\r\n");
    }

    #[test]
    fn a_cell_of_rare_characters_is_cut_by_the_units_that_spreadsheets_count() {
        let rows = [vec!["𠮷".repeat(20_000), "尾".to_owned()]];
        let bytes = xlsx(&table(&rows, &[])).unwrap();
        let mut book = calamine::Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
        let read = book.worksheet_range("台账").unwrap();
        let Some(Data::String(cut)) = read.get_value((1, 0)) else { panic!("no text") };
        assert!(cut.encode_utf16().count() < 32_767 && cut.ends_with("……（太长，余下的见原件）"));
        assert_eq!(cut.chars().filter(|c| *c == '𠮷').count(), 16_000);
    }

    #[test]
    fn a_cell_names_as_many_cases_as_it_holds_and_says_how_many_there_are() {
        let all: Vec<Number> = (0..6_000).map(|no| format!("2026-{no:04}").into()).collect();
        assert_eq!(numbers(&all[..2]), "2026-0000 2026-0001");
        let cut = numbers(&all);
        assert!(
            cut.len() < LONGEST_CELL && cut.ends_with("2026-1999……（共6000件，其余的在控制台或 JSON 里看）")
        );
    }

    #[test]
    fn controls_and_texts_that_no_cell_holds_spoil_no_file() {
        let rows = [vec!["\u{0}\u{1b}\u{ffff}".to_owned(), "长".repeat(40_000)]];
        let bytes = xlsx(&table(&rows, &[])).unwrap();
        let mut book = calamine::Xlsx::new(std::io::Cursor::new(bytes)).unwrap();
        let read = book.worksheet_range("台账").unwrap();
        assert_eq!(read.get_value((1, 0)), Some(&Data::String("<00><1B>\u{fffd}".to_owned())));
    }
}
