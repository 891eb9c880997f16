//! How the settings look: the pages by name, what can be done on this one, its list.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::page::PageRow;
use super::{PAGES, Settings};
use crate::domain::desk::Desk;
use crate::ui::screens::{Around, inset};
use crate::ui::text;
use crate::ui::theme::{Theme, glyphs};
use crate::ui::widgets::table::{Table, TableRow, first_shown};

impl Settings {
    pub(super) fn draw_page(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        let theme = &around.theme;
        if let Some(files) = &mut self.files {
            files.draw(frame, area, theme);
            return;
        }
        let Some(desk) = &around.desk else { return };
        let [tabs, note, list] =
            Layout::vertical([Constraint::Length(1), Constraint::Length(2), Constraint::Min(1)]).areas(area);
        frame.render_widget(self.tabs(desk, theme), tabs);
        if let Some(typing) = &self.typing {
            typing.prompt.draw(frame, Rect { height: 1, ..note }, theme, true);
        } else {
            let words = text::wrap(self.page().note, usize::from(inset(note).width));
            let lines: Vec<Line<'_>> = words.into_iter().map(|line| Line::styled(line, theme.dim)).collect();
            frame.render_widget(Paragraph::new(lines), inset(note));
        }
        self.draw_list(frame, list, desk, theme);
    }

    /// `  单位 8   人员 5   岗位 缺3   …`: how many there are, and what is missing before work can go on.
    fn tabs(&self, desk: &Desk, theme: &Theme) -> Line<'static> {
        let tab = |(place, page): (usize, &&super::Page)| {
            let rows = (page.rows)(desk);
            let lacking = rows.iter().filter(|row| row.lacks).count();
            let count = if lacking > 0 { format!("缺{lacking}") } else { rows.len().to_string() };
            let is_here = place == self.page;
            let (open, close) = if is_here { ("[", "]") } else { (" ", " ") };
            let style = if is_here { theme.accent } else { theme.dim };
            Span::styled(format!("{open}{} {count}{close} ", page.label), style)
        };
        let spans = PAGES.iter().enumerate().map(tab);
        Line::from(std::iter::once(Span::raw(" ")).chain(spans).collect::<Vec<_>>())
    }

    fn draw_list(&self, frame: &mut Frame<'_>, area: Rect, desk: &Desk, theme: &Theme) {
        let rows: Vec<TableRow> = (self.page().rows)(desk).into_iter().map(|row| shown(row, theme)).collect();
        let table = Table { inset: 0, marks: 2, columns: self.page().columns };
        let cells = usize::from(area.width);
        if rows.is_empty() {
            let words = match self.page().adds {
                Some(_) => "   还没有登记，按 r 登记。",
                None => "   这一页现在没有要办的。",
            };
            frame.render_widget(Line::styled(words, theme.dim), area);
            return;
        }
        let height = usize::from(area.height).saturating_sub(1).max(1);
        let at = self.selected.get(self.page).copied().unwrap_or_default().min(rows.len().saturating_sub(1));
        let first = first_shown(at, height);
        let seen: Vec<TableRow> = rows.into_iter().skip(first).take(height).collect();
        let mut lines = vec![table.heading(cells, &seen, theme.label)];
        lines.extend(table.lines(cells, &seen, Some(at - first), theme.selected));
        frame.render_widget(Paragraph::new(lines), area);
    }
}

/// What is missing carries a mark; the style only repeats it.
fn shown(row: PageRow, theme: &Theme) -> TableRow {
    let style = if row.lacks { theme.warn } else { theme.plain };
    let mark = if row.lacks { glyphs::ALARM } else { " " };
    let cells = row.cells.into_iter().map(|words| (words, style)).collect();
    TableRow { marks: (format!("{mark} "), style), ..TableRow::of(cells) }
}
