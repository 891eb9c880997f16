//! How the parts share the screen: on a narrow one the calendar takes the place of figures and list, on a wide one it
//! stands beside them.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::figure::{self, Figure};
use super::months::{self, WIDE_MONTH};
use super::{DashboardScreen, Part};
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::time::month_day;
use crate::domain::view::dashboard::Dashboard;
use crate::domain::view::listing::Alert;
use crate::domain::words::ClockLevel;
use crate::ui::text;
use crate::ui::theme::Theme;

/// From so many columns on the calendar stands beside the rest.
const BESIDE_FROM_COLUMNS: u16 = 120;
/// Lines of the figures.
const FIGURE_LINES: u16 = 6;

impl DashboardScreen {
    /// Draws the pane.
    pub(super) fn show(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        desk: &Desk,
        alerts: &[Alert],
        theme: &Theme,
    ) {
        let Some(shown) = &self.shown else {
            let words = self.refused.as_deref().unwrap_or("正在读取…");
            for (line, y) in text::wrap(words, usize::from(area.width.saturating_sub(4)))
                .into_iter()
                .zip(area.y..area.bottom())
            {
                frame.render_widget(
                    Line::styled(format!("  {line}"), theme.plain),
                    Rect { y, height: 1, ..area },
                );
            }
            return;
        };
        let warning = shown.calendar_warning.as_deref().map_or_else(Vec::new, |words| {
            text::wrap(&format!("! {words}"), usize::from(area.width.saturating_sub(4)))
        });
        let warned = u16::try_from(warning.len()).unwrap_or(0);
        let [strip, above, body] =
            Layout::vertical([Constraint::Length(1), Constraint::Length(warned), Constraint::Min(1)])
                .areas(area);
        frame.render_widget(self.strip(shown, alerts, strip.width, theme), strip);
        for (line, y) in warning.into_iter().zip(above.y..above.bottom()) {
            frame
                .render_widget(Line::styled(format!("  {line}"), theme.warn), Rect { y, height: 1, ..above });
        }
        if area.width >= BESIDE_FROM_COLUMNS {
            let [left, right] =
                Layout::horizontal([Constraint::Min(1), Constraint::Length(WIDE_MONTH + 4)]).areas(body);
            self.draw_left(frame, left, shown, alerts, theme);
            self.draw_months(frame, right, months::Layout::Below, desk.today(), theme);
        } else if self.part == Part::Calendar {
            self.draw_months(frame, body, months::Layout::Beside, desk.today(), theme);
        } else {
            self.draw_left(frame, body, shown, alerts, theme);
        }
    }

    fn draw_left(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        shown: &Dashboard,
        alerts: &[Alert],
        theme: &Theme,
    ) {
        let [figures, _, list] =
            Layout::vertical([Constraint::Length(FIGURE_LINES), Constraint::Length(1), Constraint::Min(1)])
                .areas(area);
        let all = figure::all(shown);
        let most = all.iter().map(|figure| figure.count).max().unwrap_or(0);
        let selected = (self.part == Part::Figures).then(|| self.place(Part::Figures, all.len()));
        for ((place, figure), y) in all.iter().enumerate().zip(figures.y..figures.bottom()) {
            let line = bar(figure, most, selected == Some(place), figures.width, theme);
            frame.render_widget(line, Rect { y, height: 1, ..figures });
        }
        self.draw_list(frame, list, alerts, theme);
    }

    /// `[概况] 分级 6  日历  单位 5  延期 1  提醒 3      在办 22 件  截至 11-23 10:30`
    fn strip(&self, shown: &Dashboard, alerts: &[Alert], width: u16, theme: &Theme) -> Line<'static> {
        let mut spans = vec![Span::raw(" ")];
        for part in Part::ALL {
            let count = match part {
                Part::Figures | Part::Calendar => None,
                Part::Levels => Some(shown.groups.iter().map(|group| group.total).sum()),
                Part::Units => u64::try_from(shown.units.len()).ok(),
                Part::Extensions => Some(shown.extensions.total),
                Part::Alerts => u64::try_from(alerts.len()).ok(),
            };
            let words =
                count.map_or_else(|| part.label().to_owned(), |count| format!("{} {count}", part.label()));
            spans.push(if *part == self.part {
                Span::styled(format!("[{words}]"), theme.accent)
            } else {
                Span::styled(format!(" {words} "), theme.plain)
            });
        }
        let minute = shown.at.minute();
        let clock = minute.rsplit(' ').next().unwrap_or_default();
        let right = format!("在办{}件 截至{} {clock}", shown.figures.open(), month_day(shown.at.date()));
        let taken: usize = spans.iter().map(|span| text::width(&span.content)).sum();
        let gap = usize::from(width).saturating_sub(taken + text::width(&right) + 1);
        spans.push(Span::raw(" ".repeat(gap)));
        spans.push(Span::styled(right, theme.dim));
        Line::from(spans)
    }
}

/// `> ! 超期        2件  ##########`
fn bar(figure: &Figure, most: u64, is_selected: bool, width: u16, theme: &Theme) -> Line<'static> {
    let (mark, style) = look(figure, theme);
    let note = if figure.words == "暂定" { " 另计：到期日会变" } else { "" };
    let room = u64::from(width).saturating_sub(30 + text::width(note) as u64);
    let cells = (figure.count * room).checked_div(most).unwrap_or(0).max(u64::from(figure.count > 0));
    let pointer = if is_selected { ">" } else { " " };
    let head = format!(
        " {pointer} {mark} {}{}件  ",
        text::pad(&figure.label, 10),
        text::pad_left(&figure.count.to_string(), 6)
    );
    let bar = "#".repeat(usize::try_from(cells).unwrap_or(0));
    let line =
        Line::from(vec![Span::styled(head, style), Span::styled(bar, style), Span::styled(note, theme.dim)]);
    if is_selected { line.patch_style(theme.selected) } else { line }
}

/// What needs attention carries a mark; the style only repeats it.
fn look(figure: &Figure, theme: &Theme) -> (&'static str, Style) {
    match figure.level.filter(|_| figure.count > 0) {
        Some(ClockLevel::Overdue) => ("!", theme.bad),
        Some(ClockLevel::DueToday) => ("!", theme.warn),
        Some(ClockLevel::Approaching) => (" ", theme.warn),
        Some(ClockLevel::Ok) | None => (" ", theme.plain),
    }
}
