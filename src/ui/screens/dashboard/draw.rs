//! How the parts share the screen: what all of them have in common stands in three lines, and below it one part over the
//! full width.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::figure::{self, Figure};
use super::{DashboardScreen, Part, lists};
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::time::{month_day, weekday_label};
use crate::domain::view::dashboard::Dashboard;
use crate::domain::view::listing::Alert;
use crate::domain::words::ClockLevel;
use crate::ui::text;
use crate::ui::theme::{Theme, glyphs};
use crate::ui::widgets::table::{Table, TableRow};

/// What will be late at the usual pace.
const PRESSING: &str = "将超期";
/// Days of the strip.
const DAYS_AHEAD: i64 = 14;
/// With more lines than these the cases of whoever is selected stand below.
const LEAST_WITH_CASES: u16 = 12;

impl DashboardScreen {
    /// Draws the pane.
    pub(super) fn show(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        desk: &Desk,
        (alerts, fresh, disclosure): (&[Alert], usize, &str),
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
            text::wrap(&format!("{} {words}", glyphs::ALARM), usize::from(area.width.saturating_sub(4)))
        });
        let warned = u16::try_from(warning.len()).unwrap_or(0);
        let [strip, counts, weeks, above, body] = Layout::vertical([
            Constraint::Length(1),
            Constraint::Length(1),
            Constraint::Length(1),
            Constraint::Length(warned),
            Constraint::Min(1),
        ])
        .areas(area);
        frame.render_widget(self.strip(shown, alerts, strip.width, theme), strip);
        frame.render_widget(count_line(shown, fresh, disclosure, theme), counts);
        frame.render_widget(two_weeks(shown, weeks.width, theme), weeks);
        for (line, y) in warning.into_iter().zip(above.y..above.bottom()) {
            frame
                .render_widget(Line::styled(format!("  {line}"), theme.warn), Rect { y, height: 1, ..above });
        }
        match self.part {
            Part::Calendar => self.draw_months(frame, body, desk.today(), theme),
            Part::Figures => self.draw_figures(frame, body, shown, theme),
            Part::Holders => self.draw_holders(frame, body, (desk, alerts), theme),
            Part::Levels | Part::Extensions | Part::Alerts => self.draw_list(frame, body, alerts, theme),
        }
        if let Some((question, _)) = &self.asking {
            question.draw(frame, area, theme);
        }
    }

    /// The list with the first cases of whoever is selected below it.
    fn draw_holders(
        &self,
        frame: &mut Frame<'_>,
        area: Rect,
        (desk, alerts): (&Desk, &[Alert]),
        theme: &Theme,
    ) {
        let below = if area.height > LEAST_WITH_CASES { area.height / 3 } else { 0 };
        let [list, cases] = Layout::vertical([Constraint::Min(1), Constraint::Length(below)]).areas(area);
        self.draw_list(frame, list, alerts, theme);
        let Some((name, rows)) = self.in_hand.as_ref().filter(|_| below > 0) else { return };
        let title =
            text::fit(&format!("{} {name} ", glyphs::rule(1)), usize::from(cases.width).saturating_sub(2));
        let dashes = usize::from(cases.width).saturating_sub(text::width(&title));
        let rule = Line::styled(format!("{title}{}", glyphs::rule(dashes)), theme.dim);
        let shown: Vec<TableRow> = rows.iter().map(|row| lists::case_row(row, &desk.org, theme)).collect();
        let table = Table { inset: 0, marks: 2, columns: lists::CASES };
        let lines = table.lines(cases.width.into(), &shown, None, theme.selected);
        for (line, y) in std::iter::once(rule).chain(lines).zip(cases.y..cases.bottom()) {
            frame.render_widget(line, Rect { y, height: 1, ..cases });
        }
    }

    fn draw_figures(&self, frame: &mut Frame<'_>, area: Rect, shown: &Dashboard, theme: &Theme) {
        let all = figure::all(shown);
        let most = all.iter().map(|figure| figure.count).max().unwrap_or(0);
        let selected = self.place(Part::Figures, all.len());
        for ((place, figure), y) in all.iter().enumerate().zip(area.y..area.bottom()) {
            let line = bar(figure, most, selected == place, area.width, theme);
            frame.render_widget(line, Rect { y, height: 1, ..area });
        }
    }

    /// `[按人]  按级别 6  按日期  概况  延期 1  提醒 3      在办22件 截至11-23 10:30`
    fn strip(&self, shown: &Dashboard, alerts: &[Alert], width: u16, theme: &Theme) -> Line<'static> {
        let mut spans = vec![Span::raw(" ")];
        for part in Part::ALL {
            let count = match part {
                Part::Holders | Part::Figures | Part::Calendar => None,
                Part::Levels => Some(shown.groups.iter().map(|group| group.total).sum()),
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

/// `超期2  今日1  将超期2  临期3  更晚12  无时限4   新提醒 1（x 全部知晓）  公示 待报1 超期2（5）`
fn count_line(shown: &Dashboard, fresh: usize, disclosure: &str, theme: &Theme) -> Line<'static> {
    let figures = &shown.figures;
    let levels = [
        ("超期", figures.overdue, theme.bad),
        ("今日", figures.due_today, theme.today),
        (PRESSING, shown.pressing.total, theme.plain),
        ("临期", figures.approaching, theme.plain),
        ("更晚", figures.ok, theme.plain),
        ("无时限", figures.without_clock, theme.plain),
    ];
    let mut spans = vec![Span::raw(" ")];
    // One that is mostly nought takes no room from the others.
    let levels = levels.into_iter().filter(|(label, count, _)| *count > 0 || *label != PRESSING);
    for (label, count, style) in levels {
        spans.push(Span::styled(format!("{label}{count}"), if count == 0 { theme.dim } else { style }));
        spans.push(Span::raw("  "));
    }
    if fresh > 0 {
        spans.push(Span::styled(format!(" 新提醒 {fresh}（x 全部知晓）"), theme.accent));
    }
    // Last, because it has a pane and a line of the inbox of its own.
    if !disclosure.is_empty() {
        spans.push(Span::styled(format!("  公示 {disclosure}（5）"), theme.plain));
    }
    Line::from(spans)
}

/// `未来两周  四26 21件 · 五27 30件 · 一30 16件`: the days on which something falls due, as far as there is room.
fn two_weeks(shown: &Dashboard, width: u16, theme: &Theme) -> Line<'static> {
    let days = shown
        .days
        .iter()
        .filter(|day| day.due > 0 && (0..DAYS_AHEAD).contains(&shown.today.days_until(day.date)));
    let mut words = " 未来两周".to_owned();
    let mut any = false;
    for day in days {
        let name = weekday_label(day.date).replace('周', "");
        let between = if any { format!(" {} ", glyphs::DOT) } else { "  ".to_owned() };
        let next = format!("{between}{name}{} {}件", day.date.day(), day.due);
        if text::width(&words) + text::width(&next) > usize::from(width).saturating_sub(1) {
            words.push_str(" …");
            break;
        }
        words.push_str(&next);
        any = true;
    }
    if !any {
        words.push_str("  没有到期的件");
    }
    Line::styled(words, theme.plain)
}

/// `> ! 超期        2件  ##########`
fn bar(figure: &Figure, most: u64, is_selected: bool, width: u16, theme: &Theme) -> Line<'static> {
    let (mark, style) = look(figure, theme);
    let note = match figure.words.as_str() {
        "暂定" => " 另计：到期日会变",
        PRESSING => " 另计：按常办不完",
        _ => "",
    };
    let room = u64::from(width).saturating_sub(30 + text::width(note) as u64);
    let cells = (figure.count * room).checked_div(most).unwrap_or(0).max(u64::from(figure.count > 0));
    let pointer = if is_selected { glyphs::POINTER } else { " " };
    let head = format!(
        " {pointer} {mark} {}{}件  ",
        text::pad(&figure.label, 10),
        text::pad_left(&figure.count.to_string(), 6)
    );
    let bar = glyphs::FULL.repeat(usize::try_from(cells).unwrap_or(0));
    let line =
        Line::from(vec![Span::styled(head, style), Span::styled(bar, style), Span::styled(note, theme.dim)]);
    if is_selected { line.patch_style(theme.selected) } else { line }
}

/// What needs attention carries a mark; the style only repeats it.
fn look(figure: &Figure, theme: &Theme) -> (&'static str, Style) {
    match figure.level.filter(|_| figure.count > 0) {
        Some(ClockLevel::Overdue) => (glyphs::ALARM, theme.bad),
        Some(ClockLevel::DueToday) => (glyphs::ALARM, theme.today),
        Some(ClockLevel::Approaching) => (" ", theme.warn),
        Some(ClockLevel::Ok) | None => (" ", theme.plain),
    }
}
