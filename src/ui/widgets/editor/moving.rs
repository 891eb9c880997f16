//! Going through a text by the rows on the screen and by words.

use super::{CursorMove, Editor, layout, words};

impl Editor {
    /// Goes up or down by rows as they are drawn, towards the same place in each.
    pub(super) fn go_rows(&mut self, by: isize, marks: bool) -> bool {
        let rows = self.layout();
        let cursor = self.area.cursor();
        let at = layout::row_of(&rows, cursor);
        let to = at.saturating_add_signed(by).min(rows.len().saturating_sub(1));
        if to == at || self.is_one_line {
            return false;
        }
        let here = rows.get(at).map_or(0, |row| layout::cells_before(self.area.lines(), *row, cursor.1));
        let goal = self.goal.unwrap_or(here);
        let place = layout::place_at(self.area.lines(), &rows, to, goal);
        self.jump(place, marks);
        self.goal = Some(goal);
        false
    }

    /// Goes to a line and a place in it.
    pub(super) fn jump(&mut self, (line, column): (usize, usize), marks: bool) -> bool {
        let cell = |count: usize| u16::try_from(count).unwrap_or(u16::MAX);
        self.go(CursorMove::Jump(cell(line), cell(column)), 1, marks)
    }

    /// Where the word before the cursor begins; at the start of a line that is the end of the line before.
    pub(super) fn word_before(&self) -> (usize, usize) {
        let (line, column) = self.area.cursor();
        if column > 0 {
            return (line, words::before(&self.line(line), column));
        }
        line.checked_sub(1).map_or((0, 0), |above| (above, self.line(above).len()))
    }

    pub(super) fn word_after(&self) -> (usize, usize) {
        let (line, column) = self.area.cursor();
        let words = self.line(line);
        if column < words.len() {
            return (line, words::after(&words, column));
        }
        if line + 1 < self.area.lines().len() { (line + 1, 0) } else { (line, column) }
    }

    fn line(&self, line: usize) -> Vec<char> {
        self.area.lines().get(line).map(|line| line.chars().collect()).unwrap_or_default()
    }
}
