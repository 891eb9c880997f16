//! One line asked for at the head of a screen: a label, the line, and why it was not taken.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Line;

use crate::domain::refusal::Refusal;
use crate::ui::input::Input;
use crate::ui::keys::{Do, Scope, lookup};
use crate::ui::text;
use crate::ui::theme::Theme;
use crate::ui::widgets::editor::Editor;

/// A line being typed.
pub struct Prompt {
    label: &'static str,
    typed: Editor,
    refused: String,
}

/// What came of a key.
pub enum PromptOutcome {
    /// Still being typed.
    Typing,
    /// Taken: the text.
    Taken(String),
    GivenUp,
}

impl Prompt {
    /// Opens with a text to change.
    #[must_use]
    pub fn new(label: &'static str, text: &str) -> Self {
        Self { label, typed: Editor::one_line(text), refused: String::new() }
    }

    /// The text as it stands.
    #[must_use]
    pub fn text(&self) -> String {
        self.typed.text()
    }

    /// Says why the text was not taken; it stays.
    pub fn refuse(&mut self, refusal: &Refusal) {
        self.refused.clone_from(&refusal.message);
    }

    /// A key or a paste.
    pub fn handle(&mut self, input: &Input) -> PromptOutcome {
        match input {
            Input::Key(key) => match lookup(Scope::Line, key) {
                Some(Do::Open) => return PromptOutcome::Taken(self.typed.text()),
                Some(Do::Back) => return PromptOutcome::GivenUp,
                Some(_) | None => {
                    if self.typed.handle(key) {
                        self.refused.clear();
                    }
                }
            },
            Input::Paste(text) => {
                self.typed.insert(text);
            }
            Input::Mouse(_) | Input::Resize(..) | Input::Burst(_) | Input::NotUtf8 | Input::Drawn(_) => {}
        }
        PromptOutcome::Typing
    }

    /// Draws label, line and refusal in one row.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme, focused: bool) {
        let label = format!("  {}：", self.label);
        let refused = text::fit(&self.refused, usize::from(area.width) / 2);
        let cells = |words: &str| u16::try_from(text::width(words)).unwrap_or(u16::MAX);
        let [head, line, _, tail] = Layout::horizontal([
            Constraint::Length(cells(&label)),
            Constraint::Min(10),
            Constraint::Length(2),
            Constraint::Length(cells(&refused)),
        ])
        .areas(area);
        frame.render_widget(Line::styled(label, if focused { theme.accent } else { theme.label }), head);
        self.typed.draw_line(frame, line, theme, focused);
        frame.render_widget(Line::styled(refused, theme.bad), tail);
    }
}
