//! The keys that work where one came from, read from the table of bindings.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::Call;
use crate::ui::keys::{Do, Keys, Scope};
use crate::ui::text;
use crate::ui::theme::Theme;

/// Cells of the column of keys.
const KEY_CELLS: usize = 24;

/// Help on one scope.
pub struct Help {
    topics: Vec<(&'static str, Vec<(String, &'static str)>)>,
    scroll: usize,
    furthest: usize,
    height: usize,
}

impl Help {
    /// The keys of a scope.
    pub fn new(keys: &Keys, scope: Scope) -> Self {
        Self { topics: keys.help(scope), scroll: 0, furthest: 0, height: 1 }
    }

    /// A key of the table.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    pub fn act(&mut self, what: Do) -> Vec<Call> {
        match what {
            Do::Down => self.scroll += 1,
            Do::Up => self.scroll = self.scroll.saturating_sub(1),
            Do::PageDown | Do::HalfDown => self.scroll += self.height,
            Do::PageUp | Do::HalfUp => self.scroll = self.scroll.saturating_sub(self.height),
            Do::Top => self.scroll = 0,
            Do::Bottom => self.scroll = self.furthest,
            Do::Back | Do::Help => return vec![Call::Leave],
            _ => {}
        }
        self.scroll = self.scroll.min(self.furthest);
        Vec::new()
    }

    /// Draws the page.
    pub fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let mut lines = vec![Line::styled("  按键", theme.title)];
        for (topic, rows) in &self.topics {
            lines.push(Line::default());
            lines.push(Line::styled(format!("  {topic}"), theme.label));
            for (keys, label) in rows {
                lines.push(Line::from(vec![
                    Span::styled(format!("    {}", text::pad(keys, KEY_CELLS)), theme.accent),
                    Span::styled(*label, theme.plain),
                ]));
            }
        }
        self.height = usize::from(area.height);
        self.furthest = lines.len().saturating_sub(self.height);
        self.scroll = self.scroll.min(self.furthest);
        let offset = u16::try_from(self.scroll).unwrap_or(u16::MAX);
        frame.render_widget(Paragraph::new(lines).scroll((offset, 0)), area);
    }
}
