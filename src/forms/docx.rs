//! A sheet as a .docx file, A4, in the manners of GB/T 9704-2012. The same sheet always gives the same bytes: nothing in
//! the file comes from a clock or a counter.

use std::io::Cursor;

use docx_rs::{
    AlignmentType, Docx, Footer, HeightRule, LineSpacing, LineSpacingType, PageMargin, Paragraph, Run,
    RunFonts, SpecialIndentType, Table, TableCell, TableLayoutType, TableRow, VAlignType, VMergeType,
    WidthType,
};

use super::fonts::{Font, runs};
use crate::domain::paper::{Cell, Grid, Line, Look, Part, Place, Row, Sheet};
use crate::domain::text::signs::is_hidden;

/// A twentieth of a point, in which the format measures, times so many make a millimetre.
const TWIPS_PER_MM: f32 = 56.7;
const MARGINS_MM: [u16; 4] = [37, 35, 28, 26];
const PAGE_MM: (u16, u16) = (210, 297);
const BODY_FONT: &str = "仿宋_GB2312";
const TITLE_FONT: &str = "方正小标宋简体";
/// Has the characters of GB 18030.
pub(super) const FALLBACK_FONT: &str = "宋体";
pub(super) const LATIN_FONT: &str = "Times New Roman";
/// 三号, in half points.
const BODY_SIZE: usize = 32;
/// 二号, in half points.
const TITLE_SIZE: usize = 44;
/// 小四, in cells.
const CELL_SIZE: usize = 24;
/// 小五, at the foot.
const FOOT_SIZE: usize = 18;
/// 28.5 points, in twentieths.
const BODY_PITCH: i32 = 570;
const CELL_PITCH: i32 = 400;
const FOOT_PITCH: i32 = 240;
/// Between a title and its grid, in twentieths of a point.
const UNDER_TITLE: u32 = 160;

/// What stands in small type at the foot of every page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Foot {
    /// Number of the sheet, digest of its text, head of the chain; empty in a preview.
    pub lines: Vec<String>,
}

/// The file's bytes.
///
/// # Errors
/// When the archive cannot be written, which in memory means that there is none left.
pub fn docx(sheet: &Sheet, foot: &Foot) -> Result<Vec<u8>, String> {
    let mut writer = Writer { paragraphs: 0 };
    let mut file = Docx::new()
        .page_size(twips(PAGE_MM.0), twips(PAGE_MM.1))
        .page_margin(margins())
        .default_fonts(fonts(BODY_FONT))
        .default_size(BODY_SIZE);
    let is_letter = sheet.parts.iter().all(|part| matches!(part, Part::Text(_)));
    for (place, line) in sheet.title.iter().enumerate() {
        let is_over_grid = !is_letter && place + 1 == sheet.title.len();
        file = file.add_paragraph(writer.title(line, if is_over_grid { UNDER_TITLE } else { 0 }));
    }
    for part in &sheet.parts {
        match part {
            Part::Text(lines) => {
                for line in lines {
                    file = file.add_paragraph(writer.paragraph(line, Style::BODY));
                }
            }
            Part::Grid(grid) => file = file.add_table(writer.table(grid)),
        }
    }
    if !foot.lines.is_empty() {
        let lines = foot.lines.iter().map(|line| writer.paragraph(&Line::left(line.as_str()), Style::FOOT));
        file = file.footer(lines.fold(Footer::new(), Footer::add_paragraph));
    }
    let mut bytes = Cursor::new(Vec::new());
    file.pack(&mut bytes).map_err(|error| error.to_string())?;
    Ok(bytes.into_inner())
}

fn margins() -> PageMargin {
    let [top, bottom, left, right] = MARGINS_MM.map(|mm| i32::try_from(twips(mm)).unwrap_or(0));
    PageMargin::new().top(top).bottom(bottom).left(left).right(right).header(850).footer(850)
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a page has some 17,000 of them")]
fn twips(mm: u16) -> u32 {
    (f32::from(mm) * TWIPS_PER_MM).round() as u32
}

/// Quotation marks and boxes are in both fonts; the hint makes them those of the Chinese one.
fn fonts(east_asia: &str) -> RunFonts {
    RunFonts::new().ascii(LATIN_FONT).hi_ansi(LATIN_FONT).east_asia(east_asia).hint("eastAsia")
}

/// How a paragraph is set.
#[derive(Clone, Copy)]
struct Style {
    font: &'static str,
    size: usize,
    pitch: i32,
}

impl Style {
    const BODY: Self = Self { font: BODY_FONT, size: BODY_SIZE, pitch: BODY_PITCH };
    const CELL: Self = Self { font: BODY_FONT, size: CELL_SIZE, pitch: CELL_PITCH };
    const FOOT: Self = Self { font: BODY_FONT, size: FOOT_SIZE, pitch: FOOT_PITCH };
    const TITLE: Self = Self { font: TITLE_FONT, size: TITLE_SIZE, pitch: BODY_PITCH };

    /// The width of so many characters, in twips: a character is as wide as it is high, and a half point is ten.
    fn characters(self, count: i32) -> i32 {
        i32::try_from(self.size).unwrap_or(0) * 10 * count
    }
}

fn pitch(style: Style) -> LineSpacing {
    LineSpacing::new().line_rule(LineSpacingType::Exact).line(style.pitch)
}

/// Numbers the paragraphs of one file, because the library's own numbers go on from file to file.
struct Writer {
    paragraphs: u32,
}

impl Writer {
    fn numbered(&mut self) -> Paragraph {
        self.paragraphs += 1;
        Paragraph::new().id(format!("{:08x}", self.paragraphs))
    }

    fn title(&mut self, text: &str, space_under: u32) -> Paragraph {
        let line = Line { text: text.to_owned(), place: Place::Centred };
        let spacing = pitch(Style::TITLE).after(space_under);
        self.paragraph(&line, Style::TITLE).line_spacing(spacing)
    }

    fn paragraph(&mut self, line: &Line, style: Style) -> Paragraph {
        let mut paragraph = self.numbered().line_spacing(pitch(style));
        paragraph = match line.place {
            Place::Left => paragraph,
            Place::Indented => {
                let first = SpecialIndentType::FirstLine(style.characters(2));
                paragraph.indent(None, Some(first), None, None)
            }
            Place::Centred => paragraph.align(AlignmentType::Center),
            Place::Right(characters) => paragraph.align(AlignmentType::Right).indent(
                None,
                None,
                Some(style.characters(i32::from(characters))),
                None,
            ),
        };
        for (font, text) in runs(&printable(&line.text)) {
            let name = match font {
                Font::Office => style.font,
                Font::Fallback => FALLBACK_FONT,
            };
            paragraph = paragraph.add_run(Run::new().add_text(text).size(style.size).fonts(fonts(name)));
        }
        paragraph
    }

    fn table(&mut self, grid: &Grid) -> Table {
        let width = usize::from(PAGE_MM.0 - MARGINS_MM[2] - MARGINS_MM[3]);
        let whole = usize::try_from(twips(u16::try_from(width).unwrap_or(0))).unwrap_or(0);
        let columns: Vec<usize> = grid.columns.iter().map(|part| whole * usize::from(*part) / 100).collect();
        let rows = grid.rows.iter().map(|row| self.row(row, &columns)).collect();
        Table::new(rows).set_grid(columns).layout(TableLayoutType::Fixed).width(whole, WidthType::Dxa)
    }

    fn row(&mut self, row: &Row, columns: &[usize]) -> TableRow {
        let mut at = 0;
        let cells = row.cells.iter().map(|cell| {
            let span = usize::from(cell.span);
            let width = columns.iter().skip(at).take(span).sum();
            at += span;
            self.cell(cell).width(width, WidthType::Dxa)
        });
        let cells: Vec<TableCell> = cells.collect();
        TableRow::new(cells)
            .row_height(f32::from(row.least_mm) * TWIPS_PER_MM)
            .height_rule(HeightRule::AtLeast)
    }

    fn cell(&mut self, cell: &Cell) -> TableCell {
        let mut set = TableCell::new();
        if cell.span > 1 {
            set = set.grid_span(usize::from(cell.span));
        }
        if cell.tall {
            set = set.vertical_merge(VMergeType::Restart);
        }
        set = match cell.look {
            Look::Label | Look::Value => set.vertical_align(VAlignType::Center),
            Look::Long => set.vertical_align(VAlignType::Top),
            Look::Under => set.vertical_merge(VMergeType::Continue),
        };
        for line in &cell.lines {
            let centred = Line { text: line.text.clone(), place: Place::Centred };
            let line = if cell.look == Look::Label { &centred } else { line };
            set = set.add_paragraph(self.paragraph(line, Style::CELL));
        }
        // A cell without a paragraph is no cell to a word processor.
        if cell.lines.is_empty() { set.add_paragraph(self.numbered()) } else { set }
    }
}

/// The text without what no word processor opens or nobody sees: controls and marks that turn text around stand as they
/// do on the screen, by their number.
pub(super) fn printable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\t' => out.push(' '),
            '\u{fffe}' | '\u{ffff}' => out.push('\u{fffd}'),
            c if is_hidden(c) => out.extend(format!("<{:02X}>", u32::from(c)).chars()),
            c => out.push(c),
        }
    }
    out
}
