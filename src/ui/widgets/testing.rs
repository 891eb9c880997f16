//! Draws widgets on a terminal in memory, for their tests.

use ratatui::backend::{Backend as _, TestBackend};
use ratatui::layout::Position;
use ratatui::{Frame, Terminal};

use crate::ui::text::width;

/// The rows as they are read, and where the cursor stands if it shows.
pub(crate) fn draw(
    columns: u16,
    rows: u16,
    paint: impl FnOnce(&mut Frame<'_>),
) -> (Vec<String>, Option<(u16, u16)>) {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(paint).unwrap();
    let cursor = terminal.backend().cursor_visible().then(|| terminal.backend_mut().get_cursor_position());
    let buffer = terminal.backend().buffer();
    let row = |y| {
        let mut text = String::new();
        let mut x = 0;
        while x < columns {
            let symbol = buffer[Position::new(x, y)].symbol();
            text.push_str(symbol);
            x += u16::try_from(width(symbol)).unwrap().max(1);
        }
        text
    };
    let cursor = cursor.map(|position| position.unwrap());
    ((0..rows).map(row).collect(), cursor.map(|position| (position.x, position.y)))
}
