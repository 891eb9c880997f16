//! A small window over the lower right corner, so that what lies under it can still be read.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Clear, Paragraph};

use crate::ui::text;
use crate::ui::theme::{Theme, glyphs};

/// Cells of the bar at the left and of the space behind it.
const BAR: u16 = 2;

/// Draws these lines under a headed rule and gives back where they stand. They are cut where the area ends.
pub fn draw(
    frame: &mut Frame<'_>,
    area: Rect,
    title: &str,
    lines: Vec<Line<'static>>,
    theme: &Theme,
) -> Rect {
    let height = u16::try_from(lines.len() + 1).unwrap_or(u16::MAX).min(area.height);
    let over = Rect { y: area.bottom() - height, height, ..area };
    frame.render_widget(Clear, over);
    let cells = usize::from(over.width);
    let title = format!(" {} ", text::fit(title, cells.saturating_sub(8)));
    let dashes = cells.saturating_sub(text::width(&title) + 2);
    let head = Line::from(vec![
        Span::styled(glyphs::rule(2), theme.accent),
        Span::styled(title, theme.title),
        Span::styled(glyphs::rule(dashes), theme.accent),
    ]);
    frame.render_widget(head, Rect { height: 1.min(height), ..over });
    let body = Rect { y: over.y + 1.min(height), height: height.saturating_sub(1), ..over };
    for y in body.y..body.bottom() {
        frame.render_widget(
            Span::styled(glyphs::SIDE, theme.accent),
            Rect { y, height: 1, width: 1.min(body.width), ..body },
        );
    }
    let inner = Rect { x: body.x + BAR.min(body.width), width: body.width.saturating_sub(BAR), ..body };
    frame.render_widget(Paragraph::new(lines), inner);
    inner
}

/// The lower right part of an area: of this width, and never over its first `free` rows.
#[must_use]
pub fn corner(area: Rect, width: u16, free: u16) -> Rect {
    let width = width.min(area.width);
    let free = free.min(area.height.saturating_sub(1));
    Rect { x: area.right() - width, y: area.y + free, width, height: area.height - free }
}

/// Cells left for words in a window of this width.
#[must_use]
pub const fn room(width: u16) -> usize {
    width.saturating_sub(BAR) as usize
}
