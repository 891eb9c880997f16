//! Rows in columns: fixed and flexible widths, a heading, a gutter that shows the selected row and the marked ones.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line as Row, Span};

use crate::ui::text;
use crate::ui::theme::Theme;

/// Cells between two columns.
const GAP: usize = 1;
/// Cells before the first column: `>` for the selected row, `✓` for a marked one.
const GUTTER: usize = 3;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    pub title: &'static str,
    /// How many cells it takes.
    pub width: Width,
}

/// How wide a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Width {
    /// Exactly so many cells.
    Fixed(usize),
    /// A share of what is left, and never less than so many cells.
    Share {
        /// Weight among the flexible columns.
        weight: usize,
        least: usize,
    },
}

/// A row as it is shown.
#[derive(Debug, Clone, Default)]
pub struct TableRow {
    /// Text and style of each cell; texts may come from outside.
    pub cells: Vec<(String, Style)>,
    /// Whether it is marked.
    pub marked: bool,
}

/// Cells of each column when there are `cells` in all. Columns that find no room take none, from the right.
#[must_use]
pub fn widths(columns: &[Column], cells: usize) -> Vec<usize> {
    let least = |column: &Column| match column.width {
        Width::Fixed(width) => width,
        Width::Share { least, .. } => least,
    };
    let weight = |column: &Column| match column.width {
        Width::Fixed(_) => 0,
        Width::Share { weight, .. } => weight,
    };
    let mut room = cells.saturating_sub(GUTTER);
    let mut widths: Vec<usize> = columns
        .iter()
        .map(|column| {
            let width = least(column).min(room);
            room = room.saturating_sub(width + GAP);
            width
        })
        .collect();
    let mut weights: usize = columns.iter().map(weight).sum();
    for (column, width) in columns.iter().zip(&mut widths) {
        if weights > 0 && *width > 0 {
            let share = room * weight(column) / weights;
            *width += share;
            room -= share;
        }
        weights -= weight(column);
    }
    widths
}

/// Draws the heading and the rows below it; `selected` counts within the rows given.
pub fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    theme: &Theme,
    columns: &[Column],
    rows: &[TableRow],
    selected: Option<usize>,
) {
    let widths = widths(columns, usize::from(area.width));
    let heading: Vec<(String, Style)> =
        columns.iter().map(|column| (column.title.to_owned(), theme.dim)).collect();
    let lines = std::iter::once(line("   ", theme.dim, &heading, &widths)).chain(
        rows.iter().enumerate().map(|(place, row)| {
            let is_selected = selected == Some(place);
            let pointer = if is_selected { '>' } else { ' ' };
            let mark = if row.marked { '✓' } else { ' ' };
            let style = if row.marked { theme.marked } else { theme.accent };
            let line = line(&format!("{pointer}{mark} "), style, &row.cells, &widths);
            if is_selected { line.patch_style(theme.selected) } else { line }
        }),
    );
    for (line, y) in lines.zip(area.y..area.bottom()) {
        frame.render_widget(line, Rect { y, height: 1, ..area });
    }
}

fn line(gutter: &str, style: Style, cells: &[(String, Style)], widths: &[usize]) -> Row<'static> {
    let mut spans = vec![Span::styled(gutter.to_owned(), style)];
    for ((text, style), width) in cells.iter().zip(widths) {
        spans.push(Span::styled(text::pad(text, *width), *style));
        spans.push(Span::raw(" ".repeat(GAP)));
    }
    Row::from(spans)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::testing;

    const COLUMNS: &[Column] = &[
        Column { title: "剩余", width: Width::Fixed(8) },
        Column { title: "编号", width: Width::Fixed(10) },
        Column { title: "事项名称", width: Width::Share { weight: 2, least: 10 } },
        Column { title: "单位", width: Width::Share { weight: 1, least: 8 } },
    ];

    #[test]
    fn columns_share_what_is_left_and_never_take_more_than_there_is() {
        for cells in 0..200 {
            let widths = widths(COLUMNS, cells);
            let gaps = GAP * widths.iter().filter(|width| **width > 0).count();
            assert!(
                widths.iter().sum::<usize>() + gaps <= (cells.saturating_sub(GUTTER) + GAP).max(GAP),
                "{cells}"
            );
        }
        assert_eq!(widths(COLUMNS, 80), [8, 10, 34, 21]);
    }

    #[test]
    fn hostile_texts_stay_in_their_columns_and_selection_shows_without_colour() {
        let cell = |text: &str| (text.to_owned(), Style::new());
        let rows = [
            TableRow {
                cells: ["!今日", "2026-0007", "低保\u{202e}\n名单", "新建村"].map(cell).to_vec(),
                marked: true,
            },
            TableRow {
                cells: ["3天", "2026-0008", &"长".repeat(500), "民政办"].map(cell).to_vec(),
                marked: false,
            },
        ];
        let (shown, _) =
            testing::draw(80, 4, |frame| draw(frame, frame.area(), &Theme::plain(), COLUMNS, &rows, Some(1)));
        assert!(shown[1].starts_with(" ✓ !今日"), "{shown:#?}");
        assert!(shown[2].starts_with(">  3天"), "{shown:#?}");
        for (row, unit) in [(0, "单位"), (1, "新建村"), (2, "民政办")] {
            let before = shown[row].split(unit).next().unwrap();
            assert_eq!(text::width(before), 58, "{shown:#?}");
        }
    }
}
