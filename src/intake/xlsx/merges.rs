//! Merged cells: only the first of them holds the value, and a person sees it beside every row.

use std::collections::HashMap;

use crate::intake::cell::Cell;

/// A stretch of merged cells; columns from 0, rows from 1, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Range {
    pub column: usize,
    pub first_row: u32,
    pub last_row: u32,
}

/// Gives the rows of a sheet, taken in order, the values of the merged cells that reach down to them.
pub(super) struct Filler {
    /// Later ones first, so that the next one is at the end.
    waiting: Vec<Range>,
    /// By column: the last row it reaches, and its value.
    reaching: HashMap<usize, (u32, Cell)>,
}

impl Filler {
    /// Only what reaches over more than one row matters.
    pub fn new(mut ranges: Vec<Range>) -> Self {
        ranges.retain(|range| range.first_row < range.last_row);
        ranges.sort_by_key(|range| std::cmp::Reverse(range.first_row));
        Self { waiting: ranges, reaching: HashMap::new() }
    }

    /// Fills the empty cells that are covered.
    pub fn fill(&mut self, row: u32, cells: &mut Vec<Cell>) {
        self.reaching.retain(|_, (last, _)| *last >= row);
        for (column, (_, value)) in &self.reaching {
            if cells.len() <= *column {
                cells.resize(column + 1, Cell::Empty);
            }
            if let Some(place) = cells.get_mut(*column).filter(|place| place.is_blank()) {
                *place = value.clone();
            }
        }
        while let Some(range) = self.waiting.pop_if(|range| range.first_row <= row) {
            // A range that began in a row without any cell covers nothing.
            let value = cells.get(range.column).filter(|cell| range.first_row == row && !cell.is_blank());
            if let Some(value) = value {
                self.reaching.insert(range.column, (range.last_row, value.clone()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_reaches_down_as_far_as_its_cells_are_merged_and_overwrites_nothing() {
        let range = |column, first_row, last_row| Range { column, first_row, last_row };
        let mut filler = Filler::new(vec![range(1, 2, 4), range(0, 5, 6), range(0, 7, 7), range(2, 1, 3)]);
        let text = |text: &str| Cell::Text(text.to_owned());
        let mut shown = Vec::new();
        for (row, cells) in [
            (2, vec![text("a"), text("村")]),
            (3, vec![text("b")]),
            (4, vec![text("c"), text("别的")]),
            (5, vec![text("d")]),
            (6, vec![Cell::Empty, text("e")]),
            (7, vec![Cell::Empty, text("f")]),
        ] {
            let mut cells = cells;
            filler.fill(row, &mut cells);
            shown.push(cells.iter().map(Cell::shown).collect::<Vec<_>>().join("|"));
        }
        assert_eq!(shown, ["a|村", "b|村", "c|别的", "d", "d|e", "|f"]);
    }
}
