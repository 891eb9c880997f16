//! Asks before the program ends while work is open.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::{Around, Call, Screen, Told};
use crate::ui::input::Input;
use crate::ui::keys::Scope;
use crate::ui::message::{Effect, TerminalEffect};
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
}

impl Screen for Leave {
    fn scope(&self) -> Scope {
        Scope::Confirm
    }

    fn input(&mut self, input: &Input, _around: &Around) -> Vec<Call> {
        match Confirm::answer(input) {
            Some(true) => {
                let keep = std::mem::take(&mut self.keep);
                keep.into_iter().chain([Effect::Terminal(TerminalEffect::Quit)]).map(Call::Ask).collect()
            }
            Some(false) => vec![Call::Leave],
            None => Vec::new(),
        }
    }

    fn hear(&mut self, told: Told<'_>, _around: &Around) -> Vec<Call> {
        // It is being asked already.
        if let Told::Leaving = told { vec![Call::Shown] } else { Vec::new() }
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        self.question.draw(frame, area, &around.theme);
    }
}
