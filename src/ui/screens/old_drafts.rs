//! Asks once about drafts that have lain for long.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::{Around, Call, Screen};
use crate::ui::input::Input;
use crate::ui::keys::Scope;
use crate::ui::message::{DraftEffect, Effect, OldDraft};
use crate::ui::widgets::confirm::Confirm;
use crate::ui::widgets::toast::{Toast, Tone};

/// So many are named in the question.
const NAMED: usize = 3;

pub struct OldDrafts {
    question: Confirm,
    keys: Vec<String>,
}

impl OldDrafts {
    /// Asks whether they may go, naming the first of them.
    pub fn new(old: &[OldDraft]) -> Self {
        let named: Vec<&str> = old.iter().take(NAMED).map(|draft| draft.what.as_str()).collect();
        let more = if old.len() > NAMED { "等" } else { "" };
        let question = format!(
            "有{}份 90 天以前的草稿没有提交：{}{more}。丢弃吗？（不丢弃就一直留着，不再询问）",
            old.len(),
            named.join("、")
        );
        Self { question: Confirm::new(question), keys: old.iter().map(|draft| draft.key.clone()).collect() }
    }
}

impl Screen for OldDrafts {
    fn scope(&self) -> Scope {
        Scope::Confirm
    }

    fn input(&mut self, input: &Input, _around: &Around) -> Vec<Call> {
        match Confirm::answer(input) {
            Some(true) => {
                let count = self.keys.len();
                let keys = std::mem::take(&mut self.keys).into_iter();
                let drop = keys.map(|key| Call::Ask(Effect::Drafts(DraftEffect::Drop(key))));
                let said = Toast::new(Tone::Done, format!("已丢弃{count}份旧草稿。"));
                drop.chain([Call::Leave, Call::Say(said)]).collect()
            }
            Some(false) => vec![Call::Leave],
            None => Vec::new(),
        }
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        self.question.draw(frame, area, &around.theme);
    }
}
