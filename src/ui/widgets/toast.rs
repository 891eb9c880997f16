//! One line saying what just happened; a mark at its beginning says how it went, for those who see no colours.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Span;

use crate::ui::text;
use crate::ui::theme::{Theme, glyphs};

/// How it went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Good to know.
    Told,
    Done,
    Warned,
    Refused,
}

/// A sentence for the operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    tone: Tone,
    sentence: String,
}

impl Toast {
    /// A sentence; it may hold outside text.
    #[must_use]
    pub fn new(tone: Tone, sentence: impl Into<String>) -> Self {
        Self { tone, sentence: sentence.into() }
    }

    /// Draws it on one line, cut to fit.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let (mark, style) = match self.tone {
            Tone::Told => ("", theme.accent),
            Tone::Done => (glyphs::DONE, theme.good),
            Tone::Warned => (glyphs::ALARM, theme.warn),
            Tone::Refused => (glyphs::REFUSED, theme.bad),
        };
        let gap = if mark.is_empty() { "" } else { " " };
        let shown = text::fit(&format!("{mark}{gap}{}", self.sentence), usize::from(area.width));
        frame.render_widget(Span::styled(shown, style), Rect { height: area.height.min(1), ..area });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::testing::draw;

    #[test]
    fn how_it_went_is_told_without_colour_and_one_line_is_enough() {
        for (tone, begins) in
            [(Tone::Done, "✓ 已"), (Tone::Warned, "! 已"), (Tone::Refused, "✗ 已"), (Tone::Told, "已")]
        {
            let toast = Toast::new(tone, "已转办\n".repeat(100));
            let (rows, _) = draw(20, 2, |frame| toast.draw(frame, frame.area(), &Theme::plain()));
            assert!(rows[0].starts_with(begins), "{rows:?}");
            assert!(rows[0].trim_end().ends_with(text::CUT));
            assert_eq!(rows[1].trim(), "");
        }
    }
}
