//! Two months of days: 休 and 班 as on a printed calendar, today marked, and how much falls due on each day.

use std::cmp::Ordering;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{DashboardScreen, Part};
use crate::domain::time::{Date, month_day, weekday_label};
use crate::domain::view::dashboard::DueDay;
use crate::ui::text;
use crate::ui::theme::{Theme, glyphs};

/// Days of a week, Monday first, as the heads of the columns.
const WEEKDAYS: [&str; 7] = ["一", "二", "三", "四", "五", "六", "日"];
/// Cells of a day; its count stands below it.
const DAY: usize = 5;

impl DashboardScreen {
    /// Draws both months side by side, and below them what the selected day is.
    pub(super) fn draw_months(&self, frame: &mut Frame<'_>, area: Rect, today: Date, theme: &Theme) {
        let Some(shown) = &self.shown else { return };
        let (mut x, mut bottom) = (area.x + 2, area.y);
        for month in shown.days.chunk_by(|a, b| a.date.month() == b.date.month()) {
            let lines = self.month(month, today, theme);
            let height = u16::try_from(lines.len()).unwrap_or(u16::MAX);
            let cells = lines.iter().map(Line::width).max().unwrap_or(0);
            for (line, row) in lines.into_iter().zip(area.y..area.bottom()) {
                let width = area.right().saturating_sub(x);
                frame.render_widget(line, Rect { x, y: row, width, height: 1 });
            }
            bottom = bottom.max(area.y.saturating_add(height));
            x += u16::try_from(cells.max(DAY * 7)).unwrap_or(0) + 4;
        }
        for (line, row) in self.legend(today, theme).into_iter().zip(bottom..area.bottom()) {
            frame.render_widget(line, Rect { y: row, height: 1, ..area });
        }
    }

    /// A month, each week two lines high.
    fn month(&self, days: &[DueDay], today: Date, theme: &Theme) -> Vec<Line<'static>> {
        let Some(first) = days.first() else { return Vec::new() };
        let unpublished = if first.is_final { "" } else { "（暂定，安排未公布）" };
        let title = format!(" {}年{}月{unpublished}", first.date.year(), first.date.month());
        let heads = WEEKDAYS.map(|day| text::pad(&format!(" {day}"), DAY)).concat();
        let mut lines = vec![Line::styled(title, theme.title), Line::styled(heads, theme.dim)];
        let before = usize::from(first.date.days_since_monday());
        let mut places: Vec<Option<&DueDay>> = vec![None; before];
        places.extend(days.iter().map(Some));
        let blank = || Span::raw(" ".repeat(DAY));
        for week in places.chunks(7) {
            let day = |day: &DueDay| self.day(day, today, theme);
            lines.push(week.iter().map(|place| place.map_or_else(blank, day)).collect());
            let due = |day: &DueDay| {
                Span::styled(text::pad_left(&due_words(day.due), DAY), due_style(day, today, theme))
            };
            lines.push(week.iter().map(|place| place.map_or_else(blank, due)).collect());
        }
        lines
    }

    /// `>23休`
    fn day(&self, day: &DueDay, today: Date, theme: &Theme) -> Span<'static> {
        let is_selected = Some(day.date) == self.day;
        let pointer = match (is_selected && self.part == Part::Calendar, day.date == today) {
            (true, _) => glyphs::POINTER,
            (false, true) => glyphs::STAR,
            (false, false) => " ",
        };
        let (mark, style) = match (day.kind.is_working(), day.kind.mark()) {
            (true, Some(mark)) => (mark, theme.accent),
            (true, None) => ("  ", theme.plain),
            (false, _) => ("休", theme.dim),
        };
        let style = if day.date == today { style.patch(theme.title) } else { style };
        let style = if pointer == glyphs::POINTER { style.patch(theme.selected) } else { style };
        Span::styled(format!("{pointer}{:2}{mark}", day.date.day()), style)
    }

    /// What the marks mean, and the selected day in words.
    fn legend(&self, today: Date, theme: &Theme) -> Vec<Line<'static>> {
        let mut lines =
            vec![Line::styled("  * 今天   休 放假   班 调休上班   数字是当天到期的件数", theme.dim)];
        let days = self.shown.iter().flat_map(|shown| &shown.days);
        if let Some(day) = days.into_iter().find(|day| Some(day.date) == self.day) {
            let now = if day.date == today { "（今天）" } else { "" };
            let due = if day.due == 0 {
                "没有到期的件".to_owned()
            } else {
                format!("到期 {} 件，回车列出", day.due)
            };
            let provisional = if day.is_final { "" } else { "，暂定" };
            let words = format!(
                "  {} {} {}{provisional}{now}：{due}",
                month_day(day.date),
                weekday_label(day.date),
                day.kind
            );
            lines.push(Line::styled(words, theme.accent));
        }
        lines
    }
}

fn due_words(due: u64) -> String {
    match due {
        0 => String::new(),
        1..1000 => format!("{due}件"),
        _ => "999+".to_owned(),
    }
}

fn due_style(day: &DueDay, today: Date, theme: &Theme) -> Style {
    match day.date.cmp(&today) {
        Ordering::Less => theme.bad,
        Ordering::Equal => theme.today,
        Ordering::Greater => theme.plain,
    }
}
