//! How the menu looks: a line for each act, under them what the selected one is for or why it can't be done, and last
//! how to find the others.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::entry::Entry;
use super::{Menu, Subject};
use crate::ui::text;
use crate::ui::theme::{Theme, glyphs};
use crate::ui::widgets::table::first_shown;
use crate::ui::widgets::window;

/// Cells of the window where there is little room, and where there is more.
const NARROW: u16 = 46;
const WIDE: u16 = 64;
/// From so many columns on the window is wide.
const WIDE_FROM: u16 = 120;
/// Rows of the case above the window that always stay readable: crumbs, title, stages, next step.
const FREE_ROWS: u16 = 5;
/// Rows for what is said of the selected act; a longer reason takes more.
const FOOT_ROWS: usize = 2;
/// Cells of the widest name of an act.
const NAME_CELLS: usize = 14;
/// Digits that choose.
const DIGITS: usize = 9;

impl Menu {
    pub(super) fn draw_window(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let width = if area.width >= WIDE_FROM { WIDE } else { NARROW };
        let corner = window::corner(area, width, FREE_ROWS);
        let cells = window::room(corner.width);
        let mut foot = self.foot(cells, theme);
        foot.resize(foot.len().max(FOOT_ROWS), Line::default());
        foot.push(Line::styled(text::fit(&self.how(), cells), theme.accent));
        let room = usize::from(corner.height).saturating_sub(foot.len() + 1).max(1);
        let first = first_shown(self.selected, room);
        let numbered = self.shown.iter().enumerate().skip(first).take(room);
        let mut lines: Vec<Line<'static>> = numbered
            .filter_map(|(at, place)| Some(self.line(at, self.entries.get(*place)?, cells, theme)))
            .collect();
        lines.append(&mut foot);
        window::draw(frame, corner, &self.title(), lines, theme);
    }

    fn title(&self) -> String {
        match &self.subject {
            Subject::One(detail) => format!("办理动作  {}", detail.case.case_no),
            Subject::Many(marked) => format!("批量办理  已标记{}件", marked.len()),
        }
    }

    fn line(&self, at: usize, entry: &Entry, cells: usize, theme: &Theme) -> Line<'static> {
        let pointer = format!("{} ", if at == self.selected { glyphs::POINTER } else { " " });
        let (mark, words, style) = match &entry.refusal {
            Some(refusal) => (glyphs::NOTHING.to_owned(), refusal.message.as_str(), theme.dim),
            None if at < DIGITS => ((at + 1).to_string(), "", theme.plain),
            None => (" ".to_owned(), "", theme.plain),
        };
        let next = if entry.is_next && entry.refusal.is_none() { "下一步" } else { "" };
        let name = text::pad(entry.action.label(), NAME_CELLS);
        let used = text::width(&pointer) + 2 + NAME_CELLS + 1;
        let words = if next.is_empty() { words } else { next };
        let name_style = if at == self.selected { theme.selected } else { style };
        Line::from(vec![
            Span::styled(pointer, theme.accent),
            Span::styled(format!("{mark} "), if entry.refusal.is_none() { theme.accent } else { theme.dim }),
            Span::styled(name, name_style),
            Span::styled(format!(" {}", text::fit(words, cells.saturating_sub(used))), theme.dim),
        ])
    }

    /// What the selected act brings about, or the whole of why it can't be done.
    fn foot(&self, cells: usize, theme: &Theme) -> Vec<Line<'static>> {
        let Some(entry) = self.at() else {
            let words = format!("没有名称含“{}”的动作，Backspace 改。", self.typed);
            return text::wrap(&words, cells).into_iter().map(|row| Line::styled(row, theme.warn)).collect();
        };
        let (words, style) = match &entry.refusal {
            None => (entry.action.questions.summary, theme.plain),
            Some(refusal) => (refusal.message.as_str(), theme.warn),
        };
        text::wrap(words, cells).into_iter().map(|row| Line::styled(row, style)).collect()
    }

    /// How the acts that are not shown are found.
    fn how(&self) -> String {
        if !self.typed.is_empty() {
            return format!("找：{}   Enter 选定，Backspace 改", self.typed);
        }
        let hidden = self.entries.len().saturating_sub(self.shown.len());
        match (hidden, &self.subject) {
            (0, Subject::Many(_)) => "数字选，或打拼音首字母找".to_owned(),
            (0, Subject::One(_)) => "打字找；- 的现在不能做，移上去看原因".to_owned(),
            (hidden, _) => format!("打字找；其余{hidden}项现在不能做，/ 查原因"),
        }
    }
}
