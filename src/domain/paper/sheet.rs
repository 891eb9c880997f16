//! A sheet as it is laid out: lines and grids of cells, without fonts or files. It is stored when a sheet is issued, and
//! the file and the preview are both made from it, so that they say the same.

use serde::{Deserialize, Serialize};

/// One paper as its reader sees it, before it is a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Centred over everything, line by line.
    pub title: Vec<String>,
    /// From top to bottom.
    pub parts: Vec<Part>,
}

/// A stretch of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Paragraphs over the full width.
    Text(Vec<Line>),
    Grid(Grid),
}

/// One paragraph; it is broken into as many lines as it needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    pub text: String,
    #[serde(default, skip_serializing_if = "Place::is_left")]
    pub place: Place,
}

/// Where a paragraph stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Place {
    #[default]
    Left,
    /// Its first line begins two characters in.
    Indented,
    Centred,
    /// So many characters in from the right.
    Right(u8),
}

impl Place {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the shape that serde asks for")]
    fn is_left(&self) -> bool {
        *self == Self::Left
    }
}

/// A table over the full width.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grid {
    /// Widths of the columns, in parts of 100.
    pub columns: Vec<u8>,
    pub rows: Vec<Row>,
}

/// A row of a grid; it grows with what stands in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// At least so high, in millimetres.
    pub least_mm: u8,
    pub cells: Vec<Cell>,
}

/// A cell of a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// Columns that it takes.
    pub span: u8,
    /// Goes on below: the cell under it, [`Look::Under`], belongs to it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub tall: bool,
    pub look: Look,
    pub lines: Vec<Line>,
}

/// What a cell is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Look {
    /// A heading of the form, centred both ways.
    Label,
    /// What was filled in, left and in the middle of its height.
    Value,
    /// Text that can be long, at the top.
    Long,
    /// Nothing of its own: the lower part of the cell above.
    Under,
}

impl Line {
    /// A paragraph at the left.
    #[must_use]
    pub fn left(text: impl Into<String>) -> Self {
        Self { text: text.into(), place: Place::Left }
    }

    /// A paragraph whose first line begins two characters in.
    #[must_use]
    pub fn indented(text: impl Into<String>) -> Self {
        Self { text: text.into(), place: Place::Indented }
    }

    /// A line that ends so many characters before the right edge.
    #[must_use]
    pub fn right(text: impl Into<String>, characters: u8) -> Self {
        Self { text: text.into(), place: Place::Right(characters) }
    }

    /// The paragraphs of a text, each at the left; a text without any has none.
    #[must_use]
    pub fn of_text(text: &str) -> Vec<Self> {
        text.lines().map(str::trim_end).filter(|line| !line.trim().is_empty()).map(Self::left).collect()
    }

    /// The same with two characters before each first line.
    #[must_use]
    pub fn paragraphs(text: &str) -> Vec<Self> {
        text.lines().map(str::trim).filter(|line| !line.is_empty()).map(Self::indented).collect()
    }
}

impl Cell {
    /// The words that a form prints before what is filled in.
    #[must_use]
    pub fn label(span: u8, text: &str) -> Self {
        Self { span, tall: false, look: Look::Label, lines: vec![Line::left(text)] }
    }

    /// What was filled in; nothing stays an empty cell.
    #[must_use]
    pub fn value(span: u8, text: &str) -> Self {
        Self { span, tall: false, look: Look::Value, lines: Line::of_text(text) }
    }

    /// A heading with the text under it in the same cell.
    #[must_use]
    pub fn long(span: u8, heading: &str, lines: Vec<Line>) -> Self {
        let mut all = vec![Line::left(heading)];
        all.extend(lines);
        Self { span, tall: false, look: Look::Long, lines: all }
    }

    /// The lower part of the cell above.
    #[must_use]
    pub fn under(span: u8) -> Self {
        Self { span, tall: false, look: Look::Under, lines: Vec::new() }
    }

    /// The same cell, going on below.
    #[must_use]
    pub fn over_two(mut self) -> Self {
        self.tall = true;
        self
    }
}

impl Row {
    /// A row that is as high as its text.
    #[must_use]
    pub fn of(cells: Vec<Cell>) -> Self {
        Self { least_mm: LINE_MM, cells }
    }

    /// A row that leaves room to write.
    #[must_use]
    pub fn at_least(least_mm: u8, cells: Vec<Cell>) -> Self {
        Self { least_mm, cells }
    }
}

/// The height of a row of one line.
const LINE_MM: u8 = 10;

impl Sheet {
    /// Every text on the sheet, from top to bottom, for whatever has to be looked for in it.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let parts = self.parts.iter().flat_map(|part| -> Box<dyn Iterator<Item = &Line> + '_> {
            match part {
                Part::Text(lines) => Box::new(lines.iter()),
                Part::Grid(grid) => {
                    Box::new(grid.rows.iter().flat_map(|row| &row.cells).flat_map(|cell| &cell.lines))
                }
            }
        });
        self.title.iter().map(String::as_str).chain(parts.map(|line| line.text.as_str()))
    }
}
