//! Streaming the rows of a sheet: each cell as a person would see it.

#![expect(clippy::wildcard_enum_match_arm, reason = "most pieces of XML say nothing here")]

use std::io::BufRead;
use std::ops::ControlFlow;

use crate::domain::time::Date;
use quick_xml::events::{BytesStart, Event};

use super::archive::Archive;
use super::book::{Book, Sheet, rich_text};
use super::damaged;
use super::format::Format;
use super::scan::place;
use super::xml::{Xml, attribute, unescaped};
use crate::intake::cell::{Bad, Cell};
use crate::intake::error::IntakeError;
use crate::intake::header::{COLUMN_LIMIT, too_wide};
use crate::intake::times;

/// A row of a sheet; cells without anything in them are left out at its end.
#[derive(Debug, Default)]
pub(super) struct SheetRow {
    /// As the program shows it, from 1.
    pub number: u32,
    pub cells: Vec<Cell>,
    pub is_hidden: bool,
    /// Whether some cell was written twice.
    pub is_doubled: bool,
}

impl SheetRow {
    fn put(&mut self, column: usize, cell: Cell) -> Result<(), IntakeError> {
        // A cell that has only a style holds nothing, wherever it stands.
        if cell == Cell::Empty {
            return Ok(());
        }
        if column >= COLUMN_LIMIT {
            return Err(too_wide());
        }
        if self.cells.len() <= column {
            self.cells.resize(column + 1, Cell::Empty);
        }
        if let Some(place) = self.cells.get_mut(column) {
            self.is_doubled |= !place.is_blank();
            *place = cell;
        }
        Ok(())
    }
}

/// Hands on the rows of a sheet in order until `take` breaks.
pub(super) fn read(
    archive: &mut Archive<'_>,
    book: &Book,
    sheet: &Sheet,
    epoch: Date,
    take: &mut dyn FnMut(SheetRow) -> Result<ControlFlow<()>, IntakeError>,
) -> Result<(), IntakeError> {
    let part = archive.part(&sheet.part)?.ok_or_else(damaged)?;
    let mut rows = Rows { xml: Xml::new(part), book, epoch, last: 0 };
    while let Some(row) = rows.next()? {
        if take(row)?.is_break() {
            return Ok(());
        }
    }
    Ok(())
}

struct Rows<'b, R: BufRead> {
    xml: Xml<R>,
    book: &'b Book,
    epoch: Date,
    last: u32,
}

impl<R: BufRead> Rows<'_, R> {
    fn next(&mut self) -> Result<Option<SheetRow>, IntakeError> {
        loop {
            match self.xml.next()? {
                Event::Start(tag) if tag.local_name().as_ref() == "row" => {
                    let mut row = begun(&tag, self.last)?;
                    self.last = row.number;
                    self.cells(&mut row)?;
                    return Ok(Some(row));
                }
                Event::Empty(tag) if tag.local_name().as_ref() == "row" => {
                    self.last = begun(&tag, self.last)?.number;
                }
                Event::Eof => return Ok(None),
                _ => {}
            }
        }
    }

    fn cells(&mut self, row: &mut SheetRow) -> Result<(), IntakeError> {
        let mut next = 0;
        loop {
            match self.xml.next()? {
                Event::Start(tag) if tag.local_name().as_ref() == "c" => {
                    let about = About::of(&tag, row.number, next)?;
                    next = about.column + 1;
                    let content = self.content()?;
                    let cell = self.cell(&about, content)?;
                    row.put(about.column, cell)?;
                }
                Event::Empty(tag) if tag.local_name().as_ref() == "c" => {
                    next = About::of(&tag, row.number, next)?.column + 1;
                }
                Event::End(tag) if tag.local_name().as_ref() == "row" => return Ok(()),
                Event::Eof => return Err(damaged()),
                _ => {}
            }
        }
    }

    /// What stands inside a cell, up to its end.
    fn content(&mut self) -> Result<Content, IntakeError> {
        let mut content = Content::default();
        loop {
            match self.xml.next()? {
                Event::Start(tag) => match tag.local_name().as_ref() {
                    "v" => content.value = Some(self.xml.text()?),
                    "f" => {
                        content.is_formula = true;
                        self.xml.text()?;
                    }
                    "is" => content.text = Some(rich_text(&mut self.xml)?),
                    _ => {
                        self.xml.text()?;
                    }
                },
                Event::Empty(tag) => match tag.local_name().as_ref() {
                    "f" => content.is_formula = true,
                    "v" => content.value = Some(String::new()),
                    _ => {}
                },
                Event::End(_) => return Ok(content),
                Event::Eof => return Err(damaged()),
                _ => {}
            }
        }
    }

    fn cell(&self, about: &About, content: Content) -> Result<Cell, IntakeError> {
        let has_result =
            content.value.as_ref().is_some_and(|value| !value.is_empty()) || content.text.is_some();
        if content.is_formula && !has_result {
            return Ok(Cell::Bad(String::new(), Bad::Formula));
        }
        let value = content.value.unwrap_or_default();
        match about.kind.as_str() {
            "inlineStr" => Ok(texted(content.text.unwrap_or(value))),
            "s" if value.is_empty() => Ok(Cell::Empty),
            "s" => Ok(texted(self.book.string(&value)?.to_owned())),
            "str" | "d" => Ok(texted(unescaped(value))),
            "b" => Ok(Cell::Text(if value.trim() == "1" { "TRUE" } else { "FALSE" }.into())),
            "e" => Ok(Cell::Bad(value, Bad::Error)),
            "n" if value.trim().is_empty() => Ok(content.text.map_or(Cell::Empty, texted)),
            "n" => {
                let number: f64 = value.trim().parse().map_err(|_| damaged())?;
                Ok(self.number(number, self.book.format(about.style.as_deref())))
            }
            _ => Err(damaged()),
        }
    }

    /// A number as its format shows it; one that has lost digits is none.
    fn number(&self, value: f64, format: &Format) -> Cell {
        let plain = Cell::number(value);
        if plain != Cell::Number(value) {
            return plain;
        }
        match format {
            Format::General => plain,
            Format::Date => times::serial(value, self.epoch).map_or(plain, Cell::Time),
            Format::Pattern(_) | Format::Unknown => Cell::Shown(value, format.shown(value)),
        }
    }
}

fn texted(text: String) -> Cell {
    if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
}

fn begun(tag: &BytesStart<'_>, last: u32) -> Result<SheetRow, IntakeError> {
    let number = match attribute(tag, "r")? {
        Some(number) => number.parse().map_err(|_| damaged())?,
        None => last + 1,
    };
    if number <= last {
        return Err(damaged());
    }
    let hidden = attribute(tag, "hidden")?;
    let is_hidden = hidden.is_some_and(|hidden| matches!(&*hidden, "1" | "true"));
    Ok(SheetRow { number, is_hidden, ..SheetRow::default() })
}

/// What a cell's tag says.
struct About {
    column: usize,
    kind: String,
    style: Option<String>,
}

impl About {
    fn of(tag: &BytesStart<'_>, row: u32, next: usize) -> Result<Self, IntakeError> {
        let column = match attribute(tag, "r")? {
            Some(reference) => {
                let (column, own_row) = place(reference.as_bytes()).ok_or_else(damaged)?;
                if own_row != row {
                    return Err(damaged());
                }
                usize::try_from(column).map_err(|_| damaged())?.saturating_sub(1)
            }
            None => next,
        };
        let kind = attribute(tag, "t")?.map_or_else(|| "n".to_owned(), std::borrow::Cow::into_owned);
        let style = attribute(tag, "s")?.map(std::borrow::Cow::into_owned);
        Ok(Self { column, kind, style })
    }
}

/// What stands inside a cell.
#[derive(Default)]
struct Content {
    value: Option<String>,
    text: Option<String>,
    is_formula: bool,
}
