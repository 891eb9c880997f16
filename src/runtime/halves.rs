//! Halves of wide characters that a change would leave behind.
//!
//! The drawing library sends a narrow character over the first half of a wide one and trusts the terminal to clear the
//! second half. Not every terminal does, and a Chinese screen is full of such places, so they are sent too.

use ratatui::buffer::{Buffer, Cell, CellWidth as _};

/// Remembers where wide characters stand on the screen and which second halves the next frame has to clear.
#[derive(Debug, Default)]
pub struct Halves {
    /// Columns of the screen that `wide` was taken of.
    columns: u16,
    /// Whether a wide character begins in a cell, row by row.
    wide: Vec<bool>,
    /// Cells to be sent whether or not they changed.
    orphans: Vec<(u16, u16, Cell)>,
}

impl Halves {
    /// Compares a frame with what is on the screen.
    pub fn note(&mut self, frame: &Buffer) {
        let columns = usize::from(frame.area.width);
        let now: Vec<bool> = frame.content.iter().map(|cell| cell.cell_width() > 1).collect();
        self.orphans.clear();
        if self.columns == frame.area.width && self.wide.len() == now.len() {
            for (index, _) in self.wide.iter().zip(&now).enumerate().filter(|(_, (was, is))| **was && !**is) {
                let second = index + 1;
                if second % columns != 0
                    && let Some(cell) = frame.content.get(second)
                {
                    let (x, y) = frame.pos_of(second);
                    self.orphans.push((x, y, cell.clone()));
                }
            }
        }
        self.columns = frame.area.width;
        self.wide = now;
    }

    /// The screen was cleared: nothing stands on it.
    pub fn forget(&mut self) {
        self.wide.clear();
        self.orphans.clear();
    }

    /// The changed cells and the second halves among which they leave, each cell once, in the order of the screen.
    pub fn with_orphans<'a>(&'a self, changed: Vec<(u16, u16, &'a Cell)>) -> Vec<(u16, u16, &'a Cell)> {
        if self.orphans.is_empty() {
            return changed;
        }
        let mut all = changed;
        let sent: std::collections::HashSet<(u16, u16)> = all.iter().map(|(x, y, _)| (*x, *y)).collect();
        let missing = self.orphans.iter().filter(|(x, y, _)| !sent.contains(&(*x, *y)));
        all.extend(missing.map(|(x, y, cell)| (*x, *y, cell)));
        all.sort_by_key(|(x, y, _)| (*y, *x));
        all
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    fn line(text: &str) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 8, 1));
        buffer.set_string(0, 0, text, Style::new());
        buffer
    }

    fn sent(before: &str, after: &str) -> Vec<u16> {
        let (before, after) = (line(before), line(after));
        let mut halves = Halves::default();
        halves.note(&before);
        halves.note(&after);
        let changed = before.diff(&after);
        halves.with_orphans(changed).iter().map(|(x, _, _)| *x).collect()
    }

    #[test]
    fn the_second_half_of_every_wide_character_that_goes_is_sent() {
        assert_eq!(sent("中文", ""), [0, 1, 2, 3]);
        assert_eq!(sent("中文", " 中"), [0, 1, 3]);
        assert_eq!(sent("中文", "中国"), [2]);
        assert_eq!(sent("ab", "中"), [0]);
    }
}
