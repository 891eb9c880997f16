//! How the inbox looks: views with their numbers, the filter line, column heads, rows, and on wide terminals the
//! selected case at the right.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
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
use crate::ui::widgets::table::{Column, Table, TableRow};

/// Columns left free between the list and the preview.
const GUTTER: u16 = 2;

/// Lines of the pane above its first row: the views and the column heads.
pub const LINES_ABOVE_ROWS: u16 = 2;

/// The columns of a list so many cells wide.
const fn columns(width: usize) -> [Column; 7] {
    let (unit, standing) = match width {
        0..100 => (8, 16),
        100..120 => (12, 20),
        _ => (16, 24),
    };
    [
        Column::fixed(8).titled("剩余"),
        Column::fixed(9).titled("编号"),
        Column::rest(1, 0).titled("事项名称"),
        Column::fixed(6).titled("类别"),
        Column::fixed(unit).titled("办理单位"),
        Column::fixed(standing).titled("阶段>下一步"),
        Column::fixed(5).titled("收到").gap(0),
    ]
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
    let width = usize::from(list.width);
    let columns = columns(width);
    let table = Table { inset: 0, marks: 3, columns: &columns };
    if let Some(line) = &inbox.filter_line {
        line.draw(frame, heads, theme, true);
    } else {
        frame.render_widget(Paragraph::new(table.heading(width, &[], theme.label)), heads);
    }
    let lines = list_lines(inbox, table, width, desk, theme);
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

fn list_lines(
    inbox: &Inbox,
    table: Table<'_>,
    width: usize,
    desk: &Desk,
    theme: &Theme,
) -> Vec<Line<'static>> {
    if !inbox.window.is_loaded() {
        return vec![Line::styled("    正在读取…", theme.dim)];
    }
    if inbox.window.is_empty() {
        return empty_lines(inbox, theme);
    }
    let selected = inbox.window.visible().position(|(_, is_selected)| is_selected);
    let rows: Vec<TableRow> = inbox
        .window
        .visible()
        .map(|(row, is_selected)| {
            let is_marked = inbox.marks.contains_key(&row.id);
            table_row(row, (is_selected, is_marked), &desk.org, theme)
        })
        .collect();
    table.lines(width, &rows, selected, theme.selected)
}

fn table_row(row: &ListRow, (is_selected, is_marked): (bool, bool), org: &Org, theme: &Theme) -> TableRow {
    let running = row.running();
    // A word, because no mark is known to everybody.
    let title = row.repeat_of.as_ref().map(|_| format!("[疑重复] {}", row.title));
    let is_late = running.is_some_and(words::needs_attention);
    let remaining = running.map_or_else(|| "-".to_owned(), words::remaining);
    let unit = row.unit.map_or_else(
        || row.route.map_or("未定", |route| route.label()).to_owned(),
        |unit| org.unit_name(unit).to_owned(),
    );
    // The selected row shows in one style from end to end.
    let urgency = if is_selected {
        Style::new()
    } else {
        running.map_or(theme.dim, |reading| words::level_style(reading, theme))
    };
    let style = if is_marked { theme.marked } else { theme.plain };
    let marks = format!("{}{}", if is_marked { '*' } else { ' ' }, if is_late { '!' } else { ' ' });
    let mut cells = vec![(remaining, urgency)];
    let others = [
        row.case_no.clone(),
        title.unwrap_or_else(|| row.title.clone()),
        words::short_kind(row.kind).to_owned(),
        unit,
        words::standing(row, org),
        month_day(row.received_at.date()),
    ];
    cells.extend(others.map(|words| (words, Style::new())));
    TableRow { marks: (marks, urgency), cells, style }
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
        page.dim(&format!("{}  {}", line.at.minute(), desk.org.person_name_at(line.actor, line.place)));
        page.prose(&line.summary);
    }
    page.finish()
}
