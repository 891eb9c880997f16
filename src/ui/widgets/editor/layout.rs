//! The rows in which a long text is set: by the rules of read-only text, with the place of each row in its line, so that
//! the cursor finds its row and rows can be moved by.

use unicode_segmentation::UnicodeSegmentation as _;

use crate::ui::text;

/// A row: a stretch of one line, in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) from: usize,
    pub(super) to: usize,
}

/// All rows of the text in so many cells.
pub(super) fn rows(lines: &[String], cells: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    for (line, words) in lines.iter().enumerate() {
        let starts = text::row_starts(words, cells);
        let end = words.chars().count();
        let ends = starts.iter().skip(1).copied().chain([end]);
        rows.extend(starts.iter().copied().zip(ends).map(|(from, to)| Row { line, from, to }));
    }
    rows
}

/// The row in which a place of the text stands; behind the last character of a row that goes on, that is the next one.
pub(super) fn row_of(rows: &[Row], (line, column): (usize, usize)) -> usize {
    rows.iter().rposition(|row| row.line == line && row.from <= column).unwrap_or(0)
}

/// Cells before a place in its row.
pub(super) fn cells_before(lines: &[String], row: Row, column: usize) -> usize {
    stretch(lines, row.line, row.from, column).graphemes(true).map(text::width).sum()
}

/// The characters of a line from one place to another.
pub(super) fn stretch(lines: &[String], line: usize, from: usize, to: usize) -> String {
    let words = lines.get(line).map(String::as_str).unwrap_or_default();
    words.chars().skip(from).take(to.saturating_sub(from)).collect()
}

/// The place in a row that stands so many cells from its beginning, or the nearest before it. It never is behind the last
/// character of a row that goes on, for that place is in the next row.
pub(super) fn place_at(lines: &[String], rows: &[Row], at: usize, cells: usize) -> (usize, usize) {
    let Some(row) = rows.get(at) else { return (0, 0) };
    let goes_on = rows.get(at + 1).is_some_and(|next| next.line == row.line);
    let words = stretch(lines, row.line, row.from, row.to);
    let (mut used, mut place) = (0, row.from);
    for grapheme in words.graphemes(true) {
        let next = place + grapheme.chars().count();
        used += text::width(grapheme);
        if used > cells || (goes_on && next == row.to) {
            break;
        }
        place = next;
    }
    (row.line, place)
}
