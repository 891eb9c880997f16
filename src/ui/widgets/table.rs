//! The one list in columns: widths by a rule for each column, headings, and the marks of rows. Widths are in cells.

use ratatui::style::Style;
use ratatui::text::{Line as Row, Span};

use super::share::{Want, share};
use crate::ui::text;
use crate::ui::theme::glyphs;

/// A column and the cells kept free after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    title: &'static str,
    width: Width,
    at_right: bool,
    gap: usize,
    wraps: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Width {
    Fixed(usize),
    /// What the widest cell needs, and never more than so many cells.
    Need(usize),
    /// What is left, shared by weight, and never less than so many cells.
    Rest {
        weight: usize,
        least: usize,
    },
    /// What the widest cell needs; where the columns of this sort need more than there is, each gets its need or else
    /// an equal share by weight, and where they need less the first of them takes what is left.
    Fill(usize),
}

impl Column {
    /// A column of exactly so many cells.
    #[must_use]
    pub const fn fixed(cells: usize) -> Self {
        Self::of(Width::Fixed(cells))
    }

    /// A column as wide as the widest of its cells that are shown, and never wider than so many cells.
    #[must_use]
    pub const fn need(most: usize) -> Self {
        Self::of(Width::Need(most))
    }

    /// A column that takes what the others leave, and never less than so many cells. Several of them share it by
    /// their weights.
    #[must_use]
    pub const fn rest(weight: usize, least: usize) -> Self {
        Self::of(Width::Rest { weight, least })
    }

    /// A column as wide as its widest cell that is shown, cut only as far as the other columns of this sort need their
    /// room too. None of them is wider than its longest cell while another is cut.
    #[must_use]
    pub const fn fill(weight: usize) -> Self {
        Self::of(Width::Fill(weight))
    }

    const fn of(width: Width) -> Self {
        Self { title: "", width, at_right: false, gap: 1, wraps: false }
    }

    /// The same column with a heading.
    #[must_use]
    pub const fn titled(self, title: &'static str) -> Self {
        Self { title, ..self }
    }

    /// The same column with its cells set at the right, as figures are.
    #[must_use]
    pub const fn right(self) -> Self {
        Self { at_right: true, ..self }
    }

    /// The same column with so many free cells after it, which is one where nothing is said.
    #[must_use]
    pub const fn gap(self, cells: usize) -> Self {
        Self { gap: cells, ..self }
    }

    /// The same column whose long texts go on below instead of being cut.
    #[must_use]
    pub const fn wrapping(self) -> Self {
        Self { wraps: true, ..self }
    }

    /// Cells it takes before what is left is shared out; it stands at this place of these rows.
    fn least(&self, place: usize, rows: &[TableRow]) -> usize {
        match self.width {
            Width::Fixed(cells) => cells,
            Width::Need(most) => self.needed(place, rows).min(most),
            Width::Rest { least, .. } => least,
            Width::Fill(_) => 0,
        }
    }

    /// Cells of the widest thing in it.
    fn needed(&self, place: usize, rows: &[TableRow]) -> usize {
        let cells = rows.iter().filter_map(|row| row.cells.get(place));
        let needed = cells.map(|(words, _)| text::width(&text::clean(words)));
        needed.chain([text::width(self.title)]).max().unwrap_or(0)
    }

    const fn weight(&self) -> usize {
        match self.width {
            Width::Fixed(_) | Width::Need(_) | Width::Fill(_) => 0,
            Width::Rest { weight, .. } => weight,
        }
    }
}

/// A text, which may come from outside, and its style.
pub type Cell = (String, Style);

/// A row as it is shown.
#[derive(Debug, Clone, Default)]
pub struct TableRow {
    /// Marks of its own, between the mark of the selected row and the first column.
    pub marks: Cell,
    pub cells: Vec<Cell>,
    /// Under the styles of the cells, unless the row is selected.
    pub style: Style,
}

impl TableRow {
    /// A row without marks.
    #[must_use]
    pub fn of(cells: Vec<Cell>) -> Self {
        Self { cells, ..Self::default() }
    }
}

/// How a list is laid out.
#[derive(Debug, Clone, Copy)]
pub struct Table<'a> {
    /// Free cells before the `>` of the selected row.
    pub inset: usize,
    /// Cells after the `>`, for the marks of a row.
    pub marks: usize,
    pub columns: &'a [Column],
}

impl Table<'_> {
    const fn gutter(&self) -> usize {
        self.inset + 1 + self.marks
    }

    /// Cells of each column when there are `cells` in all and these rows are shown. Columns that find no room take
    /// none, from the right.
    fn widths(&self, cells: usize, rows: &[TableRow]) -> Vec<usize> {
        let mut room = cells.saturating_sub(self.gutter());
        let mut widths: Vec<usize> = self
            .columns
            .iter()
            .enumerate()
            .map(|(place, column)| {
                let width = column.least(place, rows).min(room);
                room = room.saturating_sub(width + column.gap);
                width
            })
            .collect();
        self.fill(&mut widths, &mut room, rows);
        let mut weights: usize = self.columns.iter().map(Column::weight).sum();
        for (column, width) in self.columns.iter().zip(&mut widths) {
            // Where a column was cut short nothing is left to share.
            if let Some(share) = (room * column.weight()).checked_div(weights) {
                *width += share;
                room -= share;
            }
            weights -= column.weight();
        }
        widths
    }

    /// Cells that it takes to show these rows without cutting any of them.
    #[must_use]
    pub fn needed(&self, rows: &[TableRow]) -> usize {
        let columns = self.columns.iter().enumerate();
        self.gutter() + columns.map(|(place, column)| column.needed(place, rows) + column.gap).sum::<usize>()
    }

    /// Gives the columns that fill their shares of the room.
    fn fill(&self, widths: &mut [usize], room: &mut usize, rows: &[TableRow]) {
        let columns = self.columns.iter().enumerate();
        let filling: Vec<(usize, Want)> = columns
            .filter_map(|(place, column)| match column.width {
                Width::Fill(weight) => Some((place, Want { weight, needed: column.needed(place, rows) })),
                Width::Fixed(_) | Width::Need(_) | Width::Rest { .. } => None,
            })
            .collect();
        let wants: Vec<Want> = filling.iter().map(|(_, want)| *want).collect();
        for ((place, _), cells) in filling.iter().zip(share(*room, &wants)) {
            if let Some(width) = widths.get_mut(*place) {
                *width = cells;
            }
            *room -= cells;
        }
    }

    /// The headings of the columns over these rows. A heading may run into the free cells after its column, all but
    /// the last.
    #[must_use]
    pub fn heading(&self, cells: usize, rows: &[TableRow], style: Style) -> Row<'static> {
        let mut words = " ".repeat(self.gutter());
        for (column, width) in self.columns.iter().zip(self.widths(cells, rows)) {
            let room = if width == 0 { 0 } else { width + column.gap.saturating_sub(1) };
            words.push_str(&text::pad(column.title, room));
            words.push_str(&" ".repeat((width + column.gap).saturating_sub(room)));
        }
        Row::styled(words, style)
    }

    /// The rows one below the other; `selected` counts within the rows given, and `highlight` is the style of that one.
    #[must_use]
    pub fn lines(
        &self,
        cells: usize,
        rows: &[TableRow],
        selected: Option<usize>,
        highlight: Style,
    ) -> Vec<Row<'static>> {
        let widths = self.widths(cells, rows);
        let shown = |(place, row): (usize, &TableRow)| {
            let is_selected = selected == Some(place);
            let style = if is_selected { highlight } else { row.style };
            self.row_lines(row, is_selected, &widths).into_iter().map(move |line| line.style(style))
        };
        rows.iter().enumerate().flat_map(shown).collect()
    }

    /// One line, and more where a text goes on below.
    fn row_lines(&self, row: &TableRow, is_selected: bool, widths: &[usize]) -> Vec<Row<'static>> {
        let parts = |(place, (words, _)): (usize, &Cell)| {
            let wraps = self.columns.get(place).is_some_and(|column| column.wraps);
            let width = widths.get(place).copied().unwrap_or_default();
            if wraps && width > 0 { text::wrap(words, width) } else { vec![words.clone()] }
        };
        let parts: Vec<Vec<String>> = row.cells.iter().enumerate().map(parts).collect();
        let height = parts.iter().map(Vec::len).max().unwrap_or(0).max(1);
        (0..height).map(|line| self.line(row, &parts, line, is_selected, widths)).collect()
    }

    fn line(
        &self,
        row: &TableRow,
        parts: &[Vec<String>],
        line: usize,
        is_selected: bool,
        widths: &[usize],
    ) -> Row<'static> {
        let pointer = if is_selected && line == 0 { glyphs::POINTER } else { " " };
        let (marks, style) = &row.marks;
        let marks = if line == 0 { marks.as_str() } else { "" };
        let gutter = format!("{}{pointer}{}", " ".repeat(self.inset), text::pad(marks, self.marks));
        let mut spans = vec![Span::styled(gutter, *style)];
        let last = self.columns.len().saturating_sub(1);
        let cells = row.cells.iter().zip(parts).zip(self.columns);
        for (place, (((_, style), parts), column)) in cells.enumerate() {
            let width = widths.get(place).copied().unwrap_or_default();
            let words = parts.get(line).map_or("", String::as_str);
            let words = if column.at_right {
                text::pad_left(words, width)
            } else if place == last && column.weight() > 0 {
                // Nothing stands after it, so that it isn't filled.
                text::fit(words, width)
            } else {
                text::pad(words, width)
            };
            spans.push(Span::styled(words, *style));
            if place < last {
                spans.push(Span::raw(" ".repeat(column.gap)));
            }
        }
        Row::from(spans)
    }
}

/// The first row to show of a list, so that the selected one is in sight.
#[must_use]
pub const fn first_shown(selected: usize, height: usize) -> usize {
    (selected + 1).saturating_sub(height)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::theme::Theme;
    use crate::ui::widgets::testing;

    const COLUMNS: &[Column] = &[
        Column::fixed(8).titled("剩余"),
        Column::fixed(10).titled("编号"),
        Column::rest(2, 10).titled("事项名称"),
        Column::rest(1, 8).titled("单位"),
    ];
    const TABLE: Table<'static> = Table { inset: 0, marks: 2, columns: COLUMNS };

    fn shown(table: Table<'_>, cells: u16, rows: &[TableRow], selected: Option<usize>) -> Vec<String> {
        let theme = Theme::plain();
        let mut lines = vec![table.heading(cells.into(), rows, theme.dim)];
        lines.extend(table.lines(cells.into(), rows, selected, theme.selected));
        let height = u16::try_from(lines.len()).unwrap();
        testing::draw(cells, height, |frame| {
            frame.render_widget(ratatui::widgets::Paragraph::new(lines), frame.area());
        })
        .0
    }

    fn cells(words: &[&str]) -> Vec<Cell> {
        words.iter().map(|words| ((*words).to_owned(), Style::new())).collect()
    }

    #[test]
    fn columns_share_what_is_left_and_never_take_more_than_there_is() {
        for cells in 0..200_usize {
            let widths = TABLE.widths(cells, &[]);
            let gaps = widths.iter().filter(|width| **width > 0).count();
            assert!(widths.iter().sum::<usize>() + gaps <= (cells.saturating_sub(3) + 1).max(1), "{cells}");
        }
        assert_eq!(TABLE.widths(80, &[]), [8, 10, 34, 21]);
    }

    #[test]
    fn hostile_texts_stay_in_their_columns_and_selection_shows_without_colour() {
        let marked = TableRow {
            marks: ("✓".to_owned(), Style::new()),
            ..TableRow::of(cells(&["!今日", "2026-0007", "低保\u{202e}\n名单", "新建村"]))
        };
        let long = TableRow::of(cells(&["3天", "2026-0008", &"长".repeat(500), "民政办"]));
        let shown = shown(TABLE, 80, &[marked, long], Some(1));
        assert!(shown[1].starts_with(" ✓ !今日"), "{shown:#?}");
        assert!(shown[2].starts_with(">  3天"), "{shown:#?}");
        for (row, unit) in [(0, "单位"), (1, "新建村"), (2, "民政办")] {
            let before = shown[row].split(unit).next().unwrap();
            assert_eq!(text::width(before), 58, "{shown:#?}");
        }
    }

    #[test]
    fn figures_end_where_their_column_ends_and_a_long_heading_runs_into_the_free_cells() {
        let columns = [
            Column::rest(1, 4).titled("单位"),
            Column::fixed(4).right().gap(2).titled("在办"),
            Column::fixed(4).right().gap(3).titled("无时限"),
        ];
        let table = Table { inset: 2, marks: 1, columns: &columns };
        let shown = shown(table, 24, &[TableRow::of(cells(&["新建村", "7", "12"]))], Some(0));
        let shown: Vec<&str> = shown.iter().map(|line| line.trim_end()).collect();
        assert_eq!(shown, ["    单位   在办  无时限", "  > 新建村    7    12"]);
    }

    #[test]
    fn a_column_by_need_is_as_wide_as_its_widest_cell_and_a_long_text_goes_on_under_itself() {
        let columns = [Column::need(6).gap(2), Column::need(30).gap(2), Column::rest(1, 4).gap(0).wrapping()];
        let table = Table { inset: 1, marks: 0, columns: &columns };
        let rows = [
            TableRow::of(cells(&["第2行", "电话", "写成了十二位，应为十一位。"])),
            TableRow::of(cells(&["第100行", "日期", "没有填"])),
        ];
        let shown = shown(table, 30, &rows, None);
        let shown: Vec<&str> = shown[1..].iter().map(|line| line.trim_end()).collect();
        let expected =
            ["  第2行   电话  写成了十二位，", "                应为十一位。", "  第10..  日期  没有填"];
        assert_eq!(shown, expected);
    }

    #[test]
    fn no_column_is_wider_than_its_longest_cell_while_another_is_cut() {
        let (need, [title, unit, act]) = (Column::need(12), [4, 1, 2].map(Column::fill));
        let table = Table { inset: 0, marks: 3, columns: &[need, need, title, unit, act.gap(0)] };
        let mut seed = 1_u64;
        let mut random = |most: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            usize::try_from(seed >> 33).unwrap() % most
        };
        for cells in 40..=200_usize {
            for _ in 0..200 {
                let needed = [random(12), random(12), random(120), random(60), random(90)];
                let row = TableRow::of(needed.map(|width| ("a".repeat(width), Style::new())).to_vec());
                let widths = table.widths(cells, &[row]);
                assert_eq!(widths.iter().sum::<usize>() + 4, cells - 4, "everything is used: {widths:?}");
                let any = |is: fn(&usize, &usize) -> bool| widths.iter().zip(&needed).any(|(w, n)| is(w, n));
                assert!(!(any(usize::lt) && any(usize::gt)), "{cells}: {widths:?} for {needed:?}");
            }
        }
    }

    #[test]
    fn the_selected_row_is_always_among_those_shown() {
        for height in 1..10 {
            for selected in 0..30 {
                let first = first_shown(selected, height);
                assert!((first..first + height).contains(&selected), "{selected} of {height}");
            }
        }
    }
}
