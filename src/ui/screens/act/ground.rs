//! What a form rests on, in view above its fields: it keeps a few rows however long the form is, and turns its pages by
//! itself.

use crossterm::event::KeyCode;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Span;
use ratatui::widgets::Paragraph;

use crate::actions::Act;
use crate::domain::case::Case;
use crate::domain::desk::Desk;
use crate::ui::input::Input;
use crate::ui::screens::background::Background;
use crate::ui::text;
use crate::ui::theme::{Theme, glyphs};

/// Rows that stay in view beside a long form.
const LEAST_ROWS: u16 = 4;

/// The texts, how far they are scrolled and how much of them was last seen.
pub(super) struct Ground {
    texts: Background,
    scroll: usize,
    /// Rows below those in view.
    hidden: usize,
    rows: usize,
}

impl Ground {
    /// What an act on this case rests on; nothing for a form without a case.
    pub(super) fn of(action: &Act, case: Option<&Case>, desk: &Desk) -> Self {
        let texts = case.map_or_else(Background::none, |case| {
            let facts = action.on_case().map(|on| (on.rests_on)(case, &desk.context())).unwrap_or_default();
            Background::of(case, facts, &desk.org)
        });
        Self { texts, scroll: 0, hidden: 0, rows: 1 }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.texts.is_none()
    }

    /// Turns a page where there is more than fits; whether the key was taken for it.
    pub(super) fn scroll(&mut self, input: &Input) -> bool {
        let Input::Key(key) = input else { return false };
        let page = self.rows.saturating_sub(1).max(1);
        if key.code == KeyCode::PageDown && self.hidden > 0 {
            self.scroll += page.min(self.hidden);
            return true;
        }
        if key.code == KeyCode::PageUp && self.scroll > 0 {
            self.scroll = self.scroll.saturating_sub(page);
            return true;
        }
        false
    }

    /// Draws it with a rule under it, as high as the form's wanted rows leave it; gives back what is left.
    pub(super) fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, wanted: u16, theme: &Theme) -> Rect {
        let lines = self.texts.lines(usize::from(area.width), theme);
        let all = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        // The rule takes a row of its own.
        let least = LEAST_ROWS.min(all).min(area.height / 3);
        let rows = area.height.saturating_sub(wanted.saturating_add(1)).max(least).min(all);
        self.rows = usize::from(rows);
        self.scroll = self.scroll.min(lines.len().saturating_sub(self.rows));
        self.hidden = lines.len().saturating_sub(self.scroll + self.rows);
        let shown: Vec<_> = lines.into_iter().skip(self.scroll).take(self.rows).collect();
        frame.render_widget(Paragraph::new(shown), Rect { height: rows, ..area });
        let more = match (self.hidden, self.scroll) {
            (0, 0) => String::new(),
            (0, _) => " PgUp 往上看".to_owned(),
            (hidden, _) => format!(" 还有{hidden}行，PgDn 往下看"),
        };
        let dashes = glyphs::rule(usize::from(area.width).saturating_sub(text::width(&more)));
        let rule = Rect { y: area.y + rows, height: 1.min(area.height.saturating_sub(rows)), ..area };
        frame.render_widget(Span::styled(dashes + &more, theme.dim), rule);
        let used = (rows + 1).min(area.height);
        Rect { y: area.y + used, height: area.height - used, ..area }
    }
}
