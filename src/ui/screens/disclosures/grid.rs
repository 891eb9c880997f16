//! The grid: a row for each unit, a column for each month; in each cell the state that is worst, as a mark and a word, and
//! how many records there are. The selected cell carries the pointer, so that no colour is needed to find it.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::domain::time::Date;
use crate::domain::view::disclosure::{Cell, CellState, Grid};
use crate::ui::text;
use crate::ui::theme::{Theme, glyphs};

/// Cells of a month's column: pointer, mark, three characters, two digits and one free.
const MONTH_CELLS: usize = 11;
/// No unit's name takes more.
const MOST_UNIT_CELLS: usize = 16;
/// What the marks mean.
pub fn legend() -> String {
    format!(
        "{} 超期  {} 今日到期  {} 已退回  {} 在办  {} 已公开或本期无（逾期：晚了）。每格是最急的一条，数字是条数。",
        glyphs::ALARM,
        glyphs::STAR,
        glyphs::REFUSED,
        glyphs::NOTHING,
        glyphs::DONE
    )
}

/// Cells of the units' column.
fn unit_cells(grid: &Grid) -> usize {
    let longest = grid.units.iter().map(|(_, name)| text::width(&text::clean(name))).max().unwrap_or(0);
    longest.clamp(4, MOST_UNIT_CELLS) + 2
}

/// Which month, counted from the first that is shown, lies under a column from the grid's left edge; none under the
/// names of the units, and none beyond the last.
pub fn month_under(grid: &Grid, column: usize, shown: usize) -> Option<usize> {
    let month = column.checked_sub(unit_cells(grid))? / MONTH_CELLS;
    (month < shown).then_some(month)
}

/// How many months fit.
pub fn months_shown(grid: &Grid, cells: usize) -> usize {
    (cells.saturating_sub(unit_cells(grid)) / MONTH_CELLS).clamp(1, grid.months.len().max(1))
}

/// `2026-11` over the first month and each January, `12月` over the others.
pub fn heading(grid: &Grid, first: usize, shown: usize, style: Style) -> Line<'static> {
    let mut words = " ".repeat(unit_cells(grid));
    for (place, month) in grid.months.iter().skip(first).take(shown).enumerate() {
        let is_full = place == 0 || month.month() == 1;
        let name = if is_full { year_month(*month) } else { format!("{}月", month.month()) };
        words.push_str(&text::pad(&format!(" {name}"), MONTH_CELLS));
    }
    Line::styled(words, style)
}

/// `2026-11`
pub fn year_month(month: Date) -> String {
    format!("{}-{:02}", month.year(), month.month())
}

/// Mark and word of a state, and its style.
pub const fn told(state: CellState, theme: &Theme) -> (&'static str, &'static str, Style) {
    match state {
        CellState::Overdue => (glyphs::ALARM, "超期", theme.bad),
        CellState::DueToday => (glyphs::STAR, "今日", theme.today),
        CellState::Returned => (glyphs::REFUSED, "退回", theme.warn),
        CellState::ToDo => (glyphs::NOTHING, "待报", theme.plain),
        CellState::Submitted => (glyphs::NOTHING, "待审", theme.plain),
        CellState::Reviewed => (glyphs::NOTHING, "待公开", theme.plain),
        CellState::Late => (glyphs::DONE, "逾期", theme.warn),
        CellState::Published => (glyphs::DONE, "已公开", theme.good),
        CellState::Nothing => (glyphs::DONE, "本期无", theme.good),
    }
}

/// The row of a unit; `at` is the selected month where it is in this row.
pub fn row(
    grid: &Grid,
    unit: usize,
    (first, shown): (usize, usize),
    at: Option<usize>,
    theme: &Theme,
) -> Line<'static> {
    let name = grid.units.get(unit).map_or("", |(_, name)| name.as_str());
    let pointer = if at.is_some() { glyphs::POINTER } else { " " };
    let cells = unit_cells(grid);
    let mut spans = vec![Span::styled(format!("{pointer}{} ", text::pad(name, cells - 2)), theme.plain)];
    let row = grid.cells.get(unit).map(Vec::as_slice).unwrap_or_default();
    for (place, cell) in row.iter().enumerate().skip(first).take(shown) {
        let is_at = at == Some(place);
        let pointer = if is_at { glyphs::POINTER } else { " " };
        let (words, style) = words_of(cell.as_ref(), theme);
        let style = if is_at { theme.selected } else { style };
        spans.push(Span::raw(pointer));
        spans.push(Span::styled(text::pad(&words, MONTH_CELLS - 2), style));
        spans.push(Span::raw(" "));
    }
    Line::from(spans)
}

fn words_of(cell: Option<&Cell>, theme: &Theme) -> (String, Style) {
    let Some(cell) = cell else { return (String::new(), theme.plain) };
    let (mark, word, style) = told(cell.state, theme);
    let count = if cell.count > 1 { cell.count.to_string() } else { String::new() };
    (format!("{mark}{word}{count}"), style)
}
