//! The first start: there is no database yet, so the town, the district and the caller's own name are asked for.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use super::prompt::{Prompt, PromptOutcome};
use super::{Around, Call, Go, Screen, Told};
use crate::domain::refusal::Refusal;
use crate::ui::input::Input;
use crate::ui::keys::{Do, Scope, lookup};
use crate::ui::message::{Effect, Message, SessionEffect, SessionMessage};

/// The names by which a refusal says which of them it is about.
const NAMES: [&str; 3] = ["town", "district", "name"];

const LABELS: [&str; 3] = ["镇（街道）名称", "所属区县", "您的姓名"];

/// Three lines and which of them is typed in.
pub struct SetUp {
    prompts: [Prompt; 3],
    present: usize,
    sent: bool,
}

impl SetUp {
    pub fn new() -> Self {
        Self { prompts: LABELS.map(|label| Prompt::new(label, "")), present: 0, sent: false }
    }

    fn turn(&mut self, fields: usize) -> Vec<Call> {
        self.present = (self.present + fields) % LABELS.len();
        Vec::new()
    }

    fn submit(&mut self) -> Vec<Call> {
        let [town, district, name] = [0, 1, 2].map(|index: usize| {
            self.prompts.get(index).map(|prompt| prompt.text().trim().to_owned()).unwrap_or_default()
        });
        let empty = [&town, &district, &name].iter().position(|text| text.is_empty());
        if let Some(index) = empty {
            self.present = index;
            let asked = self.prompts.iter_mut().zip(NAMES.into_iter().zip(LABELS)).nth(index);
            if let Some((prompt, (name, label))) = asked {
                prompt.refuse(&Refusal::missing(name, label));
            }
            return Vec::new();
        }
        self.sent = true;
        vec![Call::Ask(Effect::Session(SessionEffect::SetUp { town, district, name }))]
    }
}

impl Screen for SetUp {
    fn scope(&self) -> Scope {
        Scope::Form
    }

    fn input(&mut self, input: &Input, _around: &Around) -> Vec<Call> {
        if self.sent {
            return Vec::new();
        }
        if let Input::Key(key) = input {
            match lookup(Scope::Form, key) {
                Some(Do::NextField) => return self.turn(1),
                Some(Do::PreviousField) => return self.turn(LABELS.len() - 1),
                Some(Do::Save) => return self.submit(),
                Some(_) | None => {}
            }
        }
        let last = self.present + 1 == LABELS.len();
        let Some(prompt) = self.prompts.get_mut(self.present) else { return Vec::new() };
        match prompt.handle(input) {
            PromptOutcome::Typing => Vec::new(),
            PromptOutcome::GivenUp => vec![Call::Go(Go::Quit)],
            PromptOutcome::Taken(_) if last => self.submit(),
            PromptOutcome::Taken(_) => self.turn(1),
        }
    }

    fn hear(&mut self, told: Told<'_>, _around: &Around) -> Vec<Call> {
        // It could not be made; the texts stay.
        if let Told::Message(Message::Session(SessionMessage::Failed(_))) = told {
            self.sent = false;
        }
        Vec::new()
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        let theme = &around.theme;
        let [_, head, first, _, second, _, third, _, foot] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Length(3),
            Constraint::Length(1),
            Constraint::Length(1),
            Constraint::Length(1),
            Constraint::Length(1),
            Constraint::Length(1),
            Constraint::Length(1),
            Constraint::Min(1),
        ])
        .areas(area);
        let welcome = vec![
            Line::styled("  第一次使用：还没有数据库", theme.title),
            Line::styled("  填好后回车建立，您将登记为镇纪委专人和系统管理员。", theme.plain),
        ];
        frame.render_widget(Paragraph::new(welcome), head);
        for ((index, prompt), row) in self.prompts.iter().enumerate().zip([first, second, third]) {
            prompt.draw(frame, row, theme, index == self.present && !self.sent);
        }
        let hint = if self.sent {
            "  正在建立…"
        } else {
            "  想先练习：按 Esc 退出，运行 ydt sandbox 打开演练库。"
        };
        frame.render_widget(Line::styled(hint, theme.dim), foot);
    }
}
