//! How a text of one line looks: it scrolls sideways, and the terminal's own cursor stands in it, so that input-method
//! windows open there.

use std::ops::Range;

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation as _;

use crate::ui::text;

/// A line as it is drawn with the focus. Places are counted in characters.
pub(super) struct Focused<'a> {
    pub(super) text: &'a str,
    pub(super) cursor: usize,
    pub(super) marked: Range<usize>,
    pub(super) style: Style,
    pub(super) marked_style: Style,
}

impl Focused<'_> {
    /// Draws the stretch around the cursor and puts the terminal's cursor there.
    pub(super) fn draw(&self, frame: &mut Frame<'_>, area: Rect) {
        if area.is_empty() {
            return;
        }
        let cells = usize::from(area.width);
        let mut chars = 0;
        let parts: Vec<(usize, &str, usize)> = self
            .text
            .graphemes(true)
            .map(|part| {
                let start = chars;
                chars += part.chars().count();
                (start, part, text::width(part))
            })
            .collect();
        let at = parts.iter().take_while(|(start, ..)| *start < self.cursor).count();
        let before_cursor: usize = parts.iter().take(at).map(|(.., width)| width).sum();
        // The window moves by half its width, so that the text stands still while the cursor moves within it.
        let half = (cells / 2).max(1);
        let pages = (before_cursor + 1).saturating_sub(cells).div_ceil(half);
        let (mut skipped, mut first) = (0, 0);
        for (.., width) in parts.iter().take(at) {
            if skipped >= pages * half {
                break;
            }
            skipped += width;
            first += 1;
        }
        let mut used = 0;
        let shown = parts.iter().skip(first).take_while(|(.., width)| {
            used += width;
            used <= cells
        });
        let spans: Vec<Span<'_>> = shown
            .map(|(start, part, _)| {
                let style = if self.marked.contains(start) { self.marked_style } else { self.style };
                Span::styled(*part, style)
            })
            .collect();
        frame.render_widget(Line::from(spans), area);
        let column = u16::try_from(before_cursor - skipped).unwrap_or(0).min(area.width - 1);
        frame.set_cursor_position(Position::new(area.x + column, area.y));
    }
}
