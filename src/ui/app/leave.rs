//! Asks before the program ends while work is open.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use crate::ui::input::Input;
use crate::ui::keys::{Do, Scope, lookup};
use crate::ui::message::Effect;
use crate::ui::screens::Call;
use crate::ui::theme::Theme;

/// The question.
pub struct Leave {
    why: &'static str,
    /// What keeps the open work.
    keep: Vec<Effect>,
}

impl Leave {
    /// Asks, naming what is open; `keep` is done before the end.
    pub const fn new(why: &'static str, keep: Vec<Effect>) -> Self {
        Self { why, keep }
    }

    /// A key.
    pub fn handle(&mut self, input: &Input) -> Vec<Call> {
        let Input::Key(key) = input else { return Vec::new() };
        match lookup(Scope::Confirm, key) {
            Some(Do::Yes) => {
                let keep = std::mem::take(&mut self.keep);
                keep.into_iter().chain([Effect::Quit]).map(Call::Ask).collect()
            }
            Some(Do::No) => vec![Call::Leave],
            Some(_) | None => Vec::new(),
        }
    }

    /// Draws the question.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let lines = vec![
            Line::default(),
            Line::styled("  退出？", theme.title),
            Line::styled(format!("  {}", self.why), theme.plain),
            Line::default(),
            Line::styled("  回车确认 / Esc 返回", theme.accent),
        ];
        frame.render_widget(Paragraph::new(lines), area);
    }
}
