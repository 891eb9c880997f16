//! A sheet as text, for the screen and for terminals: grids as lines of `-` and `|`, which are one cell wide everywhere.

use super::{width, wrap};
use crate::domain::paper::{Cell, Grid, Line, Look, Part, Place, Row, Sheet};

/// The sheet in lines.
#[must_use]
pub fn sheet_lines(sheet: &Sheet, across: usize) -> Vec<String> {
    let mut out: Vec<String> = sheet.title.iter().map(|line| placed(line, Place::Centred, across)).collect();
    for part in &sheet.parts {
        match part {
            Part::Text(lines) => out.extend(lines.iter().flat_map(|line| set(line, across))),
            Part::Grid(grid) => out.extend(table(grid, across)),
        }
    }
    out
}

/// A paragraph in lines of the width.
fn set(line: &Line, across: usize) -> Vec<String> {
    match line.place {
        Place::Left => wrap(&line.text, across),
        Place::Indented => wrap(&format!("　　{}", line.text), across),
        Place::Centred | Place::Right(_) => {
            let lines = wrap(&line.text, across);
            lines.iter().map(|text| placed(text, line.place, across)).collect()
        }
    }
}

fn placed(text: &str, place: Place, across: usize) -> String {
    let free = across.saturating_sub(width(text));
    let before = match place {
        Place::Left | Place::Indented => 0,
        Place::Centred => free / 2,
        Place::Right(characters) => free.saturating_sub(usize::from(characters) * 2),
    };
    format!("{}{text}", " ".repeat(before))
}

fn table(grid: &Grid, across: usize) -> Vec<String> {
    // One `|` before each column and one behind the last.
    let free = across.saturating_sub(grid.columns.len() + 1);
    let mut widths: Vec<usize> = grid.columns.iter().map(|part| free * usize::from(*part) / 100).collect();
    let used: usize = widths.iter().sum();
    if let Some(last) = widths.last_mut() {
        *last += free.saturating_sub(used);
    }
    let mut out = Vec::new();
    let mut above: &[Cell] = &[];
    for row in &grid.rows {
        out.push(rule(above, &row.cells, &widths));
        out.extend(row_lines(row, &widths));
        above = &row.cells;
    }
    out.push(rule(above, &[], &widths));
    out
}

/// The line between two rows: a corner wherever a cell of either ends, and open where a cell goes on below.
fn rule(above: &[Cell], below: &[Cell], widths: &[usize]) -> String {
    let across = widths.iter().sum::<usize>() + widths.len() + 1;
    let mut out = vec!['-'; across];
    for cells in [above, below] {
        let (mut column, mut at) = (0, 0);
        for cell in cells {
            let width = width_of(cell, &mut column, widths);
            if cell.look == Look::Under && !above.is_empty() && std::ptr::eq(cells, below) {
                out.iter_mut().skip(at + 1).take(width).for_each(|sign| *sign = ' ');
            }
            at += width + 1;
            out.get_mut(at).into_iter().for_each(|sign| *sign = '+');
        }
    }
    out.get_mut(0).into_iter().for_each(|sign| *sign = '+');
    out.into_iter().collect()
}

/// A cell's width: its columns and the lines between them.
fn width_of(cell: &Cell, at: &mut usize, widths: &[usize]) -> usize {
    let span = usize::from(cell.span);
    let width: usize = widths.iter().skip(*at).take(span).sum();
    *at += span;
    width + span.saturating_sub(1)
}

fn row_lines(row: &Row, widths: &[usize]) -> Vec<String> {
    let mut at = 0;
    let columns: Vec<(usize, Vec<String>)> = row
        .cells
        .iter()
        .map(|cell| {
            let width = width_of(cell, &mut at, widths);
            let lines = cell.lines.iter().flat_map(|line| {
                let place = if cell.look == Look::Label { Place::Centred } else { line.place };
                set(&Line { text: line.text.clone(), place }, width)
            });
            (width, lines.collect())
        })
        .collect();
    let height = columns.iter().map(|(_, lines)| lines.len()).max().unwrap_or(0).max(1);
    (0..height)
        .map(|line| {
            let mut out = String::from("|");
            for (room, lines) in &columns {
                let text = lines.get(line).map_or("", String::as_str);
                out.push_str(text);
                out.push_str(&" ".repeat(room.saturating_sub(width(text))));
                out.push('|');
            }
            out
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grid_is_drawn_with_merged_cells_and_every_line_is_as_wide_as_the_sheet() {
        let rows = vec![
            Row::of(vec![Cell::label(1, "姓名").over_two(), Cell::value(1, "何桂香"), Cell::value(1, "一")]),
            Row::of(vec![Cell::under(1), Cell::value(2, "二")]),
            Row::of(vec![Cell::long(3, "内容：", Line::paragraphs("文字（一二三四），五。"))]),
        ];
        let grid = Part::Grid(Grid { columns: vec![30, 30, 40], rows });
        let lines = sheet_lines(&Sheet { title: vec!["题".to_owned()], parts: vec![grid] }, 24);
        let drawn = [
            "           题",
            "+------+------+--------+",
            "| 姓名 |何桂香|一      |",
            "+      +------+--------+",
            "|      |二             |",
            "+------+---------------+",
            "|内容：                |",
            "|　　文字（一二三四），|",
            "|五。                  |",
            "+----------------------+",
        ];
        assert_eq!(lines, drawn);
    }

    #[test]
    fn a_line_at_the_right_ends_so_many_characters_before_the_edge() {
        let text = Part::Text(vec![Line::right("某村", 2)]);
        assert_eq!(sheet_lines(&Sheet { title: Vec::new(), parts: vec![text] }, 12), ["    某村"]);
    }
}
