//! Asks before the program ends while work is open.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::ui::input::Input;
use crate::ui::message::{Effect, TerminalEffect};
use crate::ui::screens::Call;
use crate::ui::theme::Theme;
use crate::ui::widgets::confirm::Confirm;

pub struct Leave {
    question: Confirm,
    /// What keeps the open work.
    keep: Vec<Effect>,
}

impl Leave {
    /// Asks, naming what is open; `keep` is done before the end.
    pub fn new(why: &str, keep: Vec<Effect>) -> Self {
        Self { question: Confirm::new(format!("退出？{why}")), keep }
    }

    pub fn handle(&mut self, input: &Input) -> Vec<Call> {
        match self.question.handle(input) {
            Some(true) => {
                let keep = std::mem::take(&mut self.keep);
                keep.into_iter().chain([Effect::Terminal(TerminalEffect::Quit)]).map(Call::Ask).collect()
            }
            Some(false) => vec![Call::Leave],
            None => Vec::new(),
        }
    }

    /// Draws the question.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        self.question.draw(frame, area, theme);
    }
}
