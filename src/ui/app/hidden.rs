//! The screen that shows nothing of any case: asked for by a key while somebody stands behind the operator, or because
//! nobody has typed for a while. The next key only brings back what was there.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::ui::input::Input;
use crate::ui::theme::Theme;

/// Whether the screen is hidden, and for how long nobody has typed.
#[derive(Debug, Default)]
pub(super) struct Hidden {
    is_hidden: bool,
    quiet_minutes: u32,
}

impl Hidden {
    pub const fn is_hidden(&self) -> bool {
        self.is_hidden
    }

    pub const fn hide(&mut self) {
        self.is_hidden = true;
    }

    /// Takes note that the operator is there; whether the input has only brought the screen back.
    pub fn wakes(&mut self, input: &Input) -> bool {
        if matches!(input, Input::Resize(..) | Input::Drawn(_) | Input::NotUtf8) {
            return false;
        }
        self.quiet_minutes = 0;
        std::mem::take(&mut self.is_hidden)
    }

    /// A minute has turned without anything typed; whether the screen is to be hidden by that. A limit of 0 is none.
    pub const fn minute_passed(&mut self, limit: u32) -> bool {
        self.quiet_minutes = self.quiet_minutes.saturating_add(1);
        if limit == 0 || self.is_hidden || self.quiet_minutes <= limit {
            return false;
        }
        self.is_hidden = true;
        true
    }

    pub fn draw(target: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let middle = Rect { y: area.y + area.height / 2, height: 1, ..area };
        target.render_widget(Line::styled("已隐去，按任意键回到原处", theme.plain).centered(), middle);
    }
}
