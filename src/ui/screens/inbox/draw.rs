//! How the inbox looks: views with their numbers, the filter line, column heads, rows, and on wide terminals the
//! selected case at the right.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::{Inbox, is_wide};
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::time::month_day;
use crate::domain::town::org::Org;
use crate::domain::view::listing::{ListRow, View};
use crate::ui::screens::page::Writer;
use crate::ui::screens::words;
use crate::ui::text;
use crate::ui::theme::Theme;

/// Cells of the marks before a row: selected, marked, late, and a space.
const MARKS: usize = 4;
/// Columns left free between the list and the preview.
const GUTTER: u16 = 2;

/// Lines of the pane above its first row: the views and the column heads.
pub const LINES_ABOVE_ROWS: u16 = 2;

/// Widths of the columns in cells.
struct Columns {
    remaining: usize,
    number: usize,
    title: usize,
    kind: usize,
    unit: usize,
    standing: usize,
    received: usize,
}

impl Columns {
    fn for_width(width: usize) -> Self {
        let (unit, standing) = match width {
            0..100 => (8, 16),
            100..120 => (12, 20),
            _ => (16, 24),
        };
        let mut columns = Self { remaining: 8, number: 9, title: 0, kind: 6, unit, standing, received: 5 };
        let spaces = 6;
        let taken = MARKS + columns.remaining + columns.number + columns.kind + unit + standing;
        columns.title = width.saturating_sub(taken + columns.received + spaces);
        columns
    }

    fn line(&self, cells: [&str; 7]) -> [String; 7] {
        let widths =
            [self.remaining, self.number, self.title, self.kind, self.unit, self.standing, self.received];
        let mut index = 0;
        cells.map(|cell| {
            let padded = text::pad(cell, widths.get(index).copied().unwrap_or_default());
            index += 1;
            padded
        })
    }
}

/// Draws the pane.
pub fn draw(inbox: &mut Inbox, frame: &mut Frame<'_>, area: Rect, desk: &Desk, theme: &Theme) {
    let [views, heads, body] =
        Layout::vertical([Constraint::Length(1), Constraint::Length(1), Constraint::Min(1)]).areas(area);
    frame.render_widget(Paragraph::new(view_line(inbox, views.width, theme)), views);
    let (list, preview) = if is_wide(area.width) {
        let [list, _, preview] =
            Layout::horizontal([Constraint::Fill(3), Constraint::Length(GUTTER), Constraint::Fill(2)])
                .areas(body);
        (list, Some(preview))
    } else {
        (body, None)
    };
    inbox.window.set_height(usize::from(list.height));
    let columns = Columns::for_width(usize::from(list.width));
    if let Some(line) = &inbox.filter_line {
        line.draw(frame, heads, theme, true);
    } else {
        frame.render_widget(Paragraph::new(head_line(&columns, theme)), heads);
    }
    let lines = list_lines(inbox, &columns, desk, theme);
    frame.render_widget(Paragraph::new(lines), list);
    if let Some(area) = preview {
        frame.render_widget(Paragraph::new(preview_lines(inbox, area.width, desk, theme)), area);
    }
}

/// Views with their numbers; where they don't all fit, those around the present one.
fn view_line(inbox: &Inbox, width: u16, theme: &Theme) -> Line<'static> {
    let order = format!("排序 {}", inbox.list.sort.label());
    let filter =
        if inbox.filter_text.is_empty() { String::new() } else { format!("  筛选 {}", inbox.filter_text) };
    let marks =
        if inbox.marks.is_empty() { String::new() } else { format!("  已标记{}件", inbox.marks.len()) };
    let place = inbox.window.place().map_or(String::new(), |place| format!("  {place}"));
    let right = text::fit(&format!("{order}{filter}{marks}{place} "), usize::from(width) / 2);
    let room = usize::from(width).saturating_sub(text::width(&right) + 1);
    let labels: Vec<(View, String)> = View::ALL
        .iter()
        .map(|view| {
            let count = inbox.counts.as_ref().map(|counts| counts.of(*view).to_string());
            let label = format!("{} {}", view.label(), count.as_deref().unwrap_or("-"));
            (*view, if *view == inbox.list.view { format!("[{label}]") } else { format!(" {label} ") })
        })
        .collect();
    let present = View::ALL.iter().position(|view| *view == inbox.list.view).unwrap_or(0);
    let mut spans = Vec::new();
    let mut used = 0;
    for (view, label) in labels.iter().skip(first_shown(&labels, present, room)) {
        let cells = text::width(label);
        if used + cells > room {
            break;
        }
        used += cells;
        let style = if *view == inbox.list.view { theme.accent } else { theme.dim };
        spans.push(Span::styled(label.clone(), style));
    }
    spans.push(Span::raw(" ".repeat((room + 1).saturating_sub(used))));
    spans.push(Span::styled(right, theme.dim));
    Line::from(spans)
}

/// The first view to show, so that the present one and, where it can be, the one after it fit.
fn first_shown(labels: &[(View, String)], present: usize, room: usize) -> usize {
    let last = (present + 1).min(labels.len().saturating_sub(1));
    (0..=present)
        .find(|first| {
            let shown = labels.iter().take(last + 1).skip(*first);
            shown.map(|(_, label)| text::width(label)).sum::<usize>() <= room
        })
        .unwrap_or(present)
}

fn head_line(columns: &Columns, theme: &Theme) -> Line<'static> {
    let cells = columns.line(["剩余", "编号", "事项名称", "类别", "办理单位", "阶段>下一步", "收到"]);
    Line::styled(format!("{}{}", " ".repeat(MARKS), cells.join(" ")), theme.label)
}

fn list_lines(inbox: &Inbox, columns: &Columns, desk: &Desk, theme: &Theme) -> Vec<Line<'static>> {
    if !inbox.window.is_loaded() {
        return vec![Line::styled("    正在读取…", theme.dim)];
    }
    if inbox.window.is_empty() {
        return empty_lines(inbox, theme);
    }
    inbox
        .window
        .visible()
        .map(|(row, is_selected)| {
            let is_marked = inbox.marks.contains_key(&row.id);
            row_line(row, (is_selected, is_marked), columns, &desk.org, theme)
        })
        .collect()
}

fn row_line(
    row: &ListRow,
    (is_selected, is_marked): (bool, bool),
    columns: &Columns,
    org: &Org,
    theme: &Theme,
) -> Line<'static> {
    let running = row.running();
    // A word, because no mark is known to everybody.
    let title = row.repeat_of.as_ref().map(|_| format!("[疑重复] {}", row.title));
    let is_late = running.is_some_and(words::needs_attention);
    let remaining = running.map_or_else(|| "-".to_owned(), words::remaining);
    let unit = row.unit.map_or_else(
        || row.route.map_or("未定", |route| route.label()).to_owned(),
        |unit| org.unit_name(unit).to_owned(),
    );
    let cells = columns.line([
        &remaining,
        &row.case_no,
        title.as_deref().unwrap_or(&row.title),
        words::short_kind(row.kind),
        &unit,
        &words::standing(row, org),
        &month_day(row.received_at.date()),
    ]);
    let marks = format!(
        "{}{}{} ",
        if is_selected { '>' } else { ' ' },
        if is_marked { '*' } else { ' ' },
        if is_late { '!' } else { ' ' }
    );
    let style = match (is_selected, is_marked) {
        (true, _) => theme.selected,
        (false, true) => theme.marked,
        (false, false) => theme.plain,
    };
    let urgency = if is_selected {
        style
    } else {
        running.map_or(theme.dim, |reading| words::level_style(reading, theme))
    };
    let [first, rest @ ..] = cells;
    Line::from(vec![Span::styled(format!("{marks}{first} "), urgency), Span::styled(rest.join(" "), style)])
}

/// An empty list says what can be done next.
fn empty_lines(inbox: &Inbox, theme: &Theme) -> Vec<Line<'static>> {
    let (what, next) = if !inbox.filter_text.is_empty() {
        ("没有符合筛选的投诉件。", "按 / 改筛选，按 Esc 清除筛选。")
    } else if inbox.counts.as_ref().is_some_and(|counts| counts.of(View::All) == 0) {
        ("还没有投诉件。", "按 i 从平台导出的文件导入，按 n 手工登记。")
    } else if inbox.list.view == View::Today {
        ("今天没有要办的投诉件。", "按 Tab 看其他分类，按 i 导入，按 n 登记。")
    } else {
        ("这一类里没有投诉件。", "按 Tab 看其他分类。")
    };
    vec![
        Line::default(),
        Line::styled(format!("    {what}"), theme.plain),
        Line::styled(format!("    {next}"), theme.dim),
    ]
}

fn preview_lines(inbox: &Inbox, width: u16, desk: &Desk, theme: &Theme) -> Vec<Line<'static>> {
    let mut page = Writer::new(width, theme);
    let selected = inbox.window.selected().map(|row| row.id);
    let Some(detail) = inbox.preview.as_ref().filter(|detail| Some(detail.case.id) == selected) else {
        return page.finish();
    };
    let case = &detail.case;
    page.heading(&format!("{}  {}", case.case_no, case.title.text()));
    page.dim(case.stage.waiting_for());
    for repeat in &detail.repeats {
        page.alarm(&format!("可能重复 {}（{}）", repeat.case_no, repeat.reason.label()));
    }
    for reading in detail.clocks.iter().rev() {
        page.prose(&words::clock_phrase(reading));
    }
    page.heading("投诉内容");
    page.prose(case.content.text());
    page.heading("最近经过");
    for line in detail.history.iter().rev().take(5) {
        page.dim(&format!("{}  {}", line.at.minute(), desk.org.person_name(line.actor)));
        page.prose(&line.summary);
    }
    page.finish()
}
