//! A yes-or-no question before something that can't be taken back, naming what it is done to and what it brings about.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Span;
use ratatui::widgets::Clear;

use crate::ui::input::Input;
use crate::ui::keys::{self, Do, Scope};
use crate::ui::text;
use crate::ui::theme::{Theme, glyphs};

/// Stands under a question.
const HOW: &str = "回车确认 / Esc 返回";

/// An open question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirm {
    question: String,
    how: &'static str,
}

impl Confirm {
    /// A question naming case and effect; it may hold outside text.
    #[must_use]
    pub fn new(question: impl Into<String>) -> Self {
        Self { question: question.into(), how: HOW }
    }

    /// The same question where other keys answer it.
    #[must_use]
    pub const fn answered_by(mut self, how: &'static str) -> Self {
        self.how = how;
        self
    }

    /// The answer to any question, once it is given.
    #[must_use]
    pub fn answer(input: &Input) -> Option<bool> {
        let Input::Key(key) = input else { return None };
        let does = keys::lookup(Scope::Confirm, key)?;
        if does == Do::Yes { Some(true) } else { (does == Do::No).then_some(false) }
    }

    /// Draws the question over the lower edge of an area, between two rules.
    pub fn draw(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let cells = usize::from(area.width);
        let rule = glyphs::rule(cells);
        let mut rows = text::wrap(&self.question, cells);
        rows.truncate(usize::from(area.height).saturating_sub(3));
        let height = u16::try_from(rows.len() + 3).unwrap_or(area.height).min(area.height);
        let over = Rect { y: area.bottom() - height, height, ..area };
        frame.render_widget(Clear, over);
        let styled = [(rule.as_str(), theme.dim)]
            .into_iter()
            .chain(rows.iter().map(|row| (row.as_str(), theme.warn)))
            .chain([(self.how, theme.accent), (rule.as_str(), theme.dim)]);
        for ((text, style), y) in styled.zip(over.y..over.bottom()) {
            frame.render_widget(Span::styled(text, style), Rect { y, height: 1, ..over });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::widgets::testing::draw;
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

    #[test]
    fn only_the_keys_shown_answer_the_question() {
        let answer = |code| Confirm::answer(&Input::Key(KeyEvent::new(code, KeyModifiers::NONE)));
        assert_eq!(answer(KeyCode::Enter), Some(true));
        assert_eq!(answer(KeyCode::Char('ｙ')), Some(true));
        assert_eq!(answer(KeyCode::Esc), Some(false));
        assert_eq!(answer(KeyCode::Char('n')), Some(false));
        assert_eq!(answer(KeyCode::Char('x')), None);
        assert_eq!(Confirm::answer(&Input::Paste("y".to_owned())), None);
    }

    #[test]
    fn a_long_hostile_question_never_hides_how_to_answer() {
        for (columns, rows) in [(80, 24), (20, 4), (2, 1)] {
            let confirm = Confirm::new("撤回\u{202e}".repeat(500));
            let (shown, _) = draw(columns, rows, |frame| confirm.draw(frame, frame.area(), &Theme::plain()));
            assert!(columns < 20 || shown.iter().any(|row| row.starts_with(HOW)), "{shown:#?}");
        }
    }
}
