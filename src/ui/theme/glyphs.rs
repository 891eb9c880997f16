//! Every mark that screens draw, in one table, and what stands for it where a terminal draws it wider than one cell or
//! not at all (`console.md`, Text). Screens name marks and draw none of their own.

use ratatui::buffer::Buffer;
use unicode_width::UnicodeWidthChar as _;

/// Lies between two parts of the screen.
const LINE: &str = "─";
/// The left side of a window.
pub const SIDE: &str = "│";
/// The line the keys act on.
pub const POINTER: &str = ">";
/// Overdue, due today, missing, worth a look.
pub const ALARM: &str = "!";
/// Marked, demanded, today.
pub const STAR: &str = "*";
/// What was to be done is done.
pub const DONE: &str = "✓";
/// Refused, gone wrong.
pub const REFUSED: &str = "✗";
/// Between things of one line.
pub const DOT: &str = "·";
/// Nothing here, struck off, not to be done.
pub const NOTHING: &str = "-";
/// The full part of a bar.
pub const FULL: &str = "#";
/// The part of a bar that is counted and not full.
pub const REST: &str = ".";
/// From the former to the present.
pub const ARROW: &str = "->";

/// A rule of so many cells.
#[must_use]
pub fn rule(cells: usize) -> String {
    LINE.repeat(cells)
}

/// From nothing to the most, for a row of months.
const LEVELS: [&str; 6] = ["_", ".", ":", "+", "*", "#"];

/// How high a value stands among others of which the highest is known.
#[must_use]
pub fn level(value: f64, highest: f64) -> &'static str {
    let steps = LEVELS.iter().zip(0_u8..).skip(1);
    // Whatever is more than nothing stands over the ground.
    let reached = steps
        .take_while(|(_, step)| value > 0.0 && value * 5.0 >= highest * f64::from(step.saturating_sub(1)));
    reached.last().map_or("_", |(mark, _)| mark)
}

/// How wide the terminal draws characters on which terminals disagree.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Widths {
    /// It has not said so: lines are drawn in ASCII.
    #[default]
    Unknown,
    /// One cell, as they are measured here.
    Narrow,
    /// Two cells: look-alikes of one cell are shown instead.
    Wide,
}

impl Widths {
    /// Puts look-alikes in the place of what this terminal would draw at another width. Only what is shown changes.
    pub fn adapt(self, buffer: &mut Buffer) {
        let is_other = |symbol: &str| match self {
            Self::Narrow => false,
            Self::Unknown => matches!(symbol, LINE | SIDE),
            Self::Wide => symbol.chars().next().is_some_and(is_disputed),
        };
        if self == Self::Narrow {
            return;
        }
        for cell in &mut buffer.content {
            let symbol = cell.symbol();
            if !symbol.is_ascii() && is_other(symbol) {
                let like = symbol.chars().next().map_or(" ", look_alike);
                cell.set_symbol(like);
            }
        }
    }
}

/// Whether some terminals draw the character two cells wide and others one.
fn is_disputed(c: char) -> bool {
    c.width() == Some(1) && c.width_cjk() == Some(2)
}

/// One cell on every terminal, and read as the same.
const fn look_alike(c: char) -> &'static str {
    match c {
        '─' | '—' | '―' | '‐' | '–' => "-",
        '│' | '‖' => "|",
        '“' | '”' => "\"",
        '‘' | '’' => "'",
        '·' | '•' | '…' | '‥' => ".",
        '×' | '✕' => "x",
        '÷' => "/",
        '→' => ">",
        '←' => "<",
        '↑' => "^",
        '↓' | '√' => "v",
        '±' => "+",
        '●' | '■' | '★' | '◆' | '▲' | '▼' => "*",
        '°' | '○' | '□' | '☆' | '◇' | '△' | '▽' => "o",
        '①'..='⑨' => circled(c),
        _ => "?",
    }
}

const fn circled(c: char) -> &'static str {
    match c {
        '①' => "1",
        '②' => "2",
        '③' => "3",
        '④' => "4",
        '⑤' => "5",
        '⑥' => "6",
        '⑦' => "7",
        '⑧' => "8",
        _ => "9",
    }
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Cell;
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    fn shown(widths: Widths, words: &str) -> String {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 40, 1));
        buffer.set_string(0, 0, words, Style::new());
        widths.adapt(&mut buffer);
        buffer.content.iter().map(Cell::symbol).collect::<String>().trim_end().to_owned()
    }

    #[test]
    fn lines_are_drawn_as_lines_only_where_the_terminal_said_that_they_take_one_cell() {
        let drawn = format!("{}{SIDE} a", rule(3));
        assert_eq!(shown(Widths::Narrow, &drawn), "───│ a");
        assert_eq!(shown(Widths::Unknown, &drawn), "---| a");
        assert_eq!(shown(Widths::Wide, &drawn), "---| a");
    }

    #[test]
    fn where_quotes_are_two_cells_wide_look_alikes_keep_the_columns() {
        let words = "“拟办”·3×2…→Ⅰ①é村";
        assert_eq!(
            shown(Widths::Unknown, words).replace("  ", " "),
            shown(Widths::Narrow, words).replace("  ", " ")
        );
        let wide = shown(Widths::Wide, words);
        assert!(wide.starts_with('"') && wide.contains("\".3x2.>?1"), "{wide}");
        for c in wide.chars() {
            assert!(!is_disputed(c), "{c} in {wide}");
        }
    }

    #[test]
    fn every_mark_but_the_lines_takes_the_same_cells_on_every_terminal_or_has_a_look_alike() {
        for mark in [POINTER, ALARM, STAR, DONE, REFUSED, DOT, NOTHING, FULL, ARROW] {
            for c in mark.chars() {
                assert!(!is_disputed(c) || look_alike(c) != "?", "{mark}");
            }
        }
    }
}
