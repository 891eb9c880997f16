//! The line of the inbox that says what waits beside the cases: records of meetings to sign, and disclosure.

use ratatui::text::Line;

use super::Inbox;
use crate::ui::keys::Do;
use crate::ui::screens::{APPROVALS, Around, Call, DISCLOSURES, Go};
use crate::ui::text;
use crate::ui::theme::{Theme, glyphs};

/// The line as it stands.
#[derive(Default)]
pub struct BesideLine {
    /// Empty where nothing waits; then there is no line.
    pub words: String,
    /// Whether it is selected instead of a case.
    pub is_selected: bool,
}

impl Inbox {
    /// The line of what waits beside the cases lies over the first of them: Up goes to it, Enter goes where it waits.
    pub(super) fn does_beside(&mut self, what: Do, around: &Around) -> Option<Vec<Call>> {
        if around.beside.words().is_empty() {
            self.beside.is_selected = false;
            return None;
        }
        match (what, self.beside.is_selected) {
            (Do::Open, true) => return Some(self.open_beside(around)),
            (Do::Open, false) if self.window.is_empty() => return Some(self.open_beside(around)),
            (Do::Up, false) if self.window.is_at_first() => self.beside.is_selected = true,
            (Do::Up, true) => {}
            (Do::Down, true) => self.beside.is_selected = false,
            (_, _) => {
                self.beside.is_selected = false;
                return None;
            }
        }
        Some(Vec::new())
    }

    /// Goes where the first thing on the line waits.
    fn open_beside(&mut self, around: &Around) -> Vec<Call> {
        if around.beside.records > 0 {
            return vec![Call::Go(Go::To(&APPROVALS))];
        }
        if around.beside.chased > 0 {
            self.beside.is_selected = false;
            return self.show_chased();
        }
        vec![Call::Go(Go::To(&DISCLOSURES))]
    }

    /// `> 公示 待报3 超期1（按 5）`
    pub(super) fn beside_line(&self, width: u16, theme: &Theme) -> Line<'static> {
        let pointer = if self.beside.is_selected { glyphs::POINTER } else { " " };
        let words =
            text::fit(&format!("{pointer}   {}", self.beside.words), usize::from(width).saturating_sub(1));
        Line::styled(words, if self.beside.is_selected { theme.selected } else { theme.title })
    }
}
