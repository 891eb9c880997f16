//! How the queue looks: on wide terminals the list at the left and the document at the right, else one above the other.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::{Clear, Paragraph};

use super::detail::{Laid, what_keys_do};
use super::records::record_row;
use super::{ApprovalItem, Approvals, Asking, sheet_of};
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::ui::screens::words;
use crate::ui::text;
use crate::ui::theme::{Theme, glyphs};
use crate::ui::widgets::table::{Column, Table, TableRow, first_shown};

/// From so many columns on the document stands at the right.
const WIDE_FROM: u16 = 110;
/// Cells of the list beside the document, at least and at most.
const LIST_CELLS: (u16, u16) = (46, 60);
/// Lines of the list above the document.
const LIST_LINES: u16 = 6;
/// Lines of the open pick list.
const PICKER_LINES: u16 = 8;

/// Number, document, who it waits for, for how long, name of the case.
const TABLE: Table<'static> = Table {
    inset: 0,
    marks: 3,
    columns: &[
        Column::fixed(9),
        Column::fixed(8),
        Column::fixed(8),
        Column::fixed(5),
        Column::rest(1, 0).gap(0),
    ],
};

impl Approvals {
    /// Draws the pane.
    pub(super) fn show_queue(&mut self, frame: &mut Frame<'_>, area: Rect, desk: &Desk, theme: &Theme) {
        let [head, body] = Layout::vertical([Constraint::Length(1), Constraint::Min(1)]).areas(area);
        frame.render_widget(Line::styled(self.head(usize::from(head.width)), theme.accent), head);
        let (list, detail) = if area.width >= WIDE_FROM {
            let [list, _, detail] = Layout::horizontal([
                Constraint::Length((area.width * 2 / 5).clamp(LIST_CELLS.0, LIST_CELLS.1)),
                Constraint::Length(1),
                Constraint::Min(1),
            ])
            .areas(body);
            (list, detail)
        } else {
            let [list, detail] =
                Layout::vertical([Constraint::Length(LIST_LINES), Constraint::Min(1)]).areas(body);
            (list, detail)
        };
        let lines = self.list_lines(list, desk, theme);
        frame.render_widget(Paragraph::new(lines), list);
        self.draw_detail(frame, detail, desk, theme);
        self.draw_question(frame, area, theme);
    }

    /// `等我审签 8   等别人 12`, and once something was signed `3/10 已签2 退回1`: the paper in hand among those of
    /// this sitting.
    fn head(&self, width: usize) -> String {
        if !self.loaded {
            return String::new();
        }
        let marks = if self.marks.is_empty() {
            String::new()
        } else {
            format!("   已标记{}份，y 一并同意", self.marks.len())
        };
        let (agreed, returned) = self.done;
        let done = agreed + returned;
        let place = u64::try_from(self.selected).unwrap_or(0) + 1;
        let mine = self.page.mine;
        let mut words = format!(" 等我审签 {mine}   等别人 {}", self.page.others);
        if done > 0 && mine == 0 {
            words = format!(" 今天没有了   等别人 {}  ", self.page.others);
        } else if done > 0 && place <= mine {
            words = format!("{words}   {}/{}", done + place, done + mine);
        }
        for (label, count) in [("已签", agreed), ("退回", returned)] {
            if count > 0 {
                words = format!("{words} {label}{count}");
            }
        }
        text::fit(&format!("{words}{marks}"), width)
    }

    fn list_lines(&self, area: Rect, desk: &Desk, theme: &Theme) -> Vec<Line<'static>> {
        if !self.loaded {
            return vec![Line::styled("  正在读取…", theme.dim)];
        }
        if self.page.items.is_empty() && self.page.records.is_empty() {
            return vec![
                Line::styled("  今天没有了：没有文书在等审签。", theme.plain),
                Line::styled("  按 1 回收件箱。", theme.dim),
            ];
        }
        let height = usize::from(area.height).max(1);
        let records = self.page.records.len();
        let selected = self.record.unwrap_or(records + self.selected);
        let first = first_shown(selected, height);
        let of_meetings = self.page.records.iter().map(|row| record_row(row, theme));
        let of_cases = self.page.items.iter().map(|item| self.item_row(item, desk, theme));
        let rows: Vec<TableRow> = of_meetings.chain(of_cases).skip(first).take(height).collect();
        TABLE.lines(area.width.into(), &rows, Some(selected - first), theme.selected)
    }

    fn item_row(&self, item: &ApprovalItem, desk: &Desk, theme: &Theme) -> TableRow {
        let is_marked = self.marks.contains_key(&sheet_of(item));
        let is_late = item.clock.as_ref().is_some_and(words::needs_attention);
        let mark = |is_so: bool, mark: &'static str| if is_so { mark } else { " " };
        let marks = format!("{}{}", mark(is_marked, glyphs::STAR), mark(is_late, glyphs::ALARM));
        let who = if item.is_mine && item.person == desk.actor.id {
            "等我".to_owned()
        } else if item.is_mine {
            format!("代{}", desk.org.person_name(item.person))
        } else {
            format!("等{}", item.signers(&desk.org))
        };
        let days = match item.waiting_days {
            0 => "今天".to_owned(),
            days => format!("{days}天"),
        };
        let style = match (is_marked, item.is_mine) {
            (true, _) => theme.marked,
            (false, true) => theme.plain,
            (false, false) => theme.dim,
        };
        let words = [item.case_no.clone(), item.document.label().to_owned(), who, days, item.title.clone()];
        let cells = words.map(|words| (words, Style::new())).to_vec();
        TableRow { marks: (marks, Style::new()), cells, style }
    }

    fn draw_detail(&mut self, frame: &mut Frame<'_>, area: Rect, desk: &Desk, theme: &Theme) {
        let [head, body] = Layout::vertical([Constraint::Length(4), Constraint::Min(1)]).areas(area);
        let former = self.laid.take();
        if self.record.is_some() {
            return self.draw_record(frame, area, theme);
        }
        let Some((item, detail)) = self.laid_open() else {
            if self.item().is_some() {
                frame.render_widget(Line::styled("  正在读取…", theme.dim), head);
            }
            return;
        };
        let width = usize::from(area.width);
        let title = text::fit(&format!("  {}  {}", item.case_no, detail.case.title.text()), width);
        let [agree, send_back] = what_keys_do(item, &detail.case, desk);
        let keys = |words: &str| Line::styled(text::fit(&format!("  {words}"), width), theme.accent);
        let more = if self.furthest > self.scroll {
            format!("{} PgDn 往下看 ", glyphs::rule(2))
        } else {
            String::new()
        };
        let dashes = glyphs::rule(width.saturating_sub(text::width(&more)));
        let rule = Line::styled(more + &dashes, theme.dim);
        let lines = vec![rule, Line::styled(title, theme.title), keys(&agree), keys(&send_back)];
        frame.render_widget(Paragraph::new(lines), head);
        let sheet = sheet_of(item);
        let fits = |laid: &Laid| laid.width == area.width && laid.sheet == sheet;
        let laid = former.filter(fits).unwrap_or_else(|| Laid::out(item, detail, area.width, desk, theme));
        self.height = usize::from(body.height);
        self.furthest = laid.len().saturating_sub(self.height);
        self.scroll = self.scroll.min(self.furthest);
        let offset = u16::try_from(self.scroll).unwrap_or(u16::MAX);
        let columns = match &laid.right {
            None => vec![(body, &laid.left)],
            Some(right) => {
                let [left, beside] =
                    Layout::horizontal([Constraint::Length(body.width / 2), Constraint::Min(1)]).areas(body);
                vec![(left, &laid.left), (beside, right)]
            }
        };
        for (column, lines) in columns {
            frame.render_widget(Paragraph::new(lines.clone()).scroll((offset, 0)), column);
        }
        if self.asking.is_none() && self.scroll + self.height >= laid.text_end {
            self.read.insert(sheet);
        }
        self.laid = Some(laid);
    }

    fn draw_question(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        match &self.asking {
            None => {}
            Some(Asking::Agree(picker, _) | Asking::Return(picker, _)) => {
                let height = PICKER_LINES.min(area.height);
                let over = Rect { y: area.bottom() - height, height, ..area };
                frame.render_widget(Clear, over);
                let [rule, list] = Layout::vertical([Constraint::Length(1), Constraint::Min(1)]).areas(over);
                frame.render_widget(Line::styled(glyphs::rule(rule.width.into()), theme.dim), rule);
                picker.draw(frame, super::super::inset(list), theme);
            }
            Some(Asking::Batch(question, _)) => question.draw(frame, super::super::inset(area), theme),
        }
    }
}
