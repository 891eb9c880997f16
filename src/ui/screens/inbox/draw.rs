//! How the inbox looks: views with their numbers, the filter line, column heads, rows under the headings of their
//! groups, and the selected case below them or at their right.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::{Inbox, hits, preview};
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::view::filter::words_to_write;
use crate::domain::view::listing::View;
use crate::domain::words::Group;
use crate::ui::screens::case_row as row;
use crate::ui::text;
use crate::ui::theme::Theme;
use crate::ui::widgets::table::{Table, TableRow};

/// From so many columns on the preview may stand at the right.
const BESIDE_FROM_COLUMNS: u16 = 160;
/// Columns left free between the list and the preview at its right.
const GUTTER: u16 = 2;
/// The preview stands at the right where so many cells are left beside a list that cuts nothing.
const LEAST_BESIDE: u16 = 40;

/// Lines of the pane above its first row: the views and the column heads.
pub const LINES_ABOVE_ROWS: u16 = 2;

/// What a line of the list stands for.
enum Shown {
    Heading(Group),
    Row(usize),
}

/// Draws the pane.
pub fn draw(inbox: &mut Inbox, frame: &mut Frame<'_>, area: Rect, desk: &Desk, theme: &Theme) {
    let [views, heads, body] =
        Layout::vertical([Constraint::Length(1), Constraint::Length(1), Constraint::Min(1)]).areas(area);
    frame.render_widget(Paragraph::new(view_line(inbox, views.width, theme)), views);
    // What is new and what was returned take room only where a row shows them.
    let marks = if inbox.window.any(|row| row::told(row).is_some()) { 5 } else { 3 };
    let table = Table { inset: 0, marks, columns: &row::COLUMNS };
    let mut body = body;
    if let Some(line) = &inbox.filter_line {
        let [words, rest] = Layout::vertical([Constraint::Length(1), Constraint::Min(1)]).areas(body);
        let written = words_to_write(&line.prompt.text());
        let written = text::fit(&format!("  可写 {written}"), words.width.into());
        frame.render_widget(Line::styled(written, theme.dim), words);
        body = rest;
    }
    if !inbox.beside.words.is_empty() {
        let [line, rest] = Layout::vertical([Constraint::Length(1), Constraint::Min(1)]).areas(body);
        frame.render_widget(inbox.beside_line(line.width, theme), line);
        body = rest;
    }
    let (list, preview) = parts(inbox, body, table, desk, theme);
    let shown = fit_headings(inbox, list.height);
    let rows = table_rows(inbox, desk, theme);
    let width = usize::from(list.width);
    if let Some(line) = &inbox.filter_line {
        line.prompt.draw(frame, heads, theme, true);
    } else {
        frame.render_widget(Paragraph::new(table.heading(width, &rows, theme.label)), heads);
    }
    frame.render_widget(Paragraph::new(list_lines(inbox, table, &rows, &shown, width, theme)), list);
    inbox.hits = shown
        .iter()
        .map(|line| match line {
            Shown::Heading(_) => None,
            Shown::Row(place) => Some(*place),
        })
        .collect();
    if let Some(area) = preview {
        preview::draw(inbox, frame, area, desk, theme);
    }
    if let Some(asking) = &inbox.asking {
        asking.question.draw(frame, area, theme);
    }
}

/// Whoever may see no cases is told where their own work is.
pub fn no_cases(frame: &mut Frame<'_>, area: Rect, desk: &Desk, theme: &Theme) {
    let title = desk.actor.title(&desk.org);
    let lines = vec![
        Line::default(),
        Line::styled(format!("    {}（{title}）不看投诉件，这里没有列表。", desk.actor.name), theme.plain),
        Line::styled("    人员、单位、岗位和设置按 7；工作日历等按 : 查找。", theme.dim),
    ];
    frame.render_widget(Paragraph::new(lines), area);
}

/// Where the list and the preview stand: beside each other where that cuts no title, else one below the other.
fn parts(
    inbox: &mut Inbox,
    body: Rect,
    table: Table<'_>,
    desk: &Desk,
    theme: &Theme,
) -> (Rect, Option<Rect>) {
    if !inbox.has_preview || inbox.window.is_empty() || !inbox.window.is_loaded() {
        return (body, None);
    }
    if let Some((list, preview)) = beside_each_other(inbox, body, table, desk, theme) {
        return (list, Some(preview));
    }
    let [list, preview] =
        Layout::vertical([Constraint::Min(1), Constraint::Length(body.height / 3)]).areas(body);
    (list, Some(preview))
}

/// The two parts side by side, where the terminal is wide enough and no title would be cut for it.
fn beside_each_other(
    inbox: &mut Inbox,
    body: Rect,
    table: Table<'_>,
    desk: &Desk,
    theme: &Theme,
) -> Option<(Rect, Rect)> {
    if body.width < BESIDE_FROM_COLUMNS {
        return None;
    }
    inbox.window.set_height(usize::from(body.height));
    let needed = u16::try_from(table.needed(&table_rows(inbox, desk, theme))).unwrap_or(u16::MAX);
    let beside = body.width.saturating_sub(needed.saturating_add(GUTTER)).min(body.width / 2);
    let [list, _, preview] =
        Layout::horizontal([Constraint::Min(1), Constraint::Length(GUTTER), Constraint::Length(beside)])
            .areas(body);
    (beside >= LEAST_BESIDE).then_some((list, preview))
}

/// The lines of the list, the headings of its groups among them, so that they fill the height and the selected row is
/// among them.
fn fit_headings(inbox: &mut Inbox, height: u16) -> Vec<Shown> {
    let height = usize::from(height);
    let mut room = height;
    loop {
        inbox.window.set_height(room);
        let lines = with_headings(inbox);
        if lines.len() <= height || room <= 1 {
            return lines;
        }
        room -= 1;
    }
}

fn with_headings(inbox: &Inbox) -> Vec<Shown> {
    let mut lines = Vec::new();
    let mut group = None;
    for (place, (row, _)) in inbox.window.visible().enumerate() {
        if row.group != group {
            group = row.group;
            lines.extend(group.map(Shown::Heading));
        }
        lines.push(Shown::Row(place));
    }
    lines
}

/// `要催的 23（等别人，今日到期或超期）`
fn group_line(group: Group, inbox: &Inbox, theme: &Theme) -> Line<'static> {
    // The numbers are those of the whole groups: under a filter they would not be those of the rows.
    let counts = inbox.counts.as_ref().filter(|_| inbox.filter_text.is_empty());
    let count = counts.map_or_else(String::new, |counts| format!(" {}", counts.of_group(group)));
    let note = match group {
        Group::Mine | Group::AwaitingWord => "",
        Group::ToUrge => "  在别人手里，今日到期或已超期；w 催办，可一次催完",
        Group::Others => "  在别人手里，还没到期",
    };
    Line::from(vec![
        Span::styled(format!(" {}{count}", group.label()), theme.label),
        Span::styled(note, theme.dim),
    ])
}

/// Views with their numbers; where they don't all fit, those around the present one.
fn view_line(inbox: &Inbox, width: u16, theme: &Theme) -> Line<'static> {
    let fresh = inbox.counts.as_ref().map_or(0, |counts| counts.fresh);
    let fresh = if fresh == 0 { String::new() } else { format!("新到 {fresh}  ") };
    let drafts = if inbox.drafts == 0 { String::new() } else { format!("草稿 {}（p）  ", inbox.drafts) };
    let order = format!("{drafts}{fresh}排序 {}", inbox.list.sort.label());
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
    rows: &[TableRow],
    shown: &[Shown],
    width: usize,
    theme: &Theme,
) -> Vec<Line<'static>> {
    if !inbox.window.is_loaded() {
        return vec![Line::styled("    正在读取…", theme.dim)];
    }
    if inbox.window.is_empty() {
        return empty_lines(inbox, theme);
    }
    let selected =
        inbox.window.visible().position(|(_, is_selected)| is_selected && !inbox.beside.is_selected);
    let words = inbox.list.filter.shown_words();
    let lines = table.lines(width, rows, selected, theme.selected).into_iter();
    let mut lines = lines.map(|line| hits::underlined(line, &words, theme.matched));
    shown
        .iter()
        .filter_map(|line| match line {
            Shown::Heading(group) => Some(group_line(*group, inbox, theme)),
            Shown::Row(_) => lines.next(),
        })
        .collect()
}

fn table_rows(inbox: &Inbox, desk: &Desk, theme: &Theme) -> Vec<TableRow> {
    inbox
        .window
        .visible()
        .map(|(row, is_selected)| {
            let is_marked = inbox.marks.contains_key(&row.id);
            row::table_row(row, (is_selected, is_marked), desk, theme)
        })
        .collect()
}

/// An empty list says what can be done next.
fn empty_lines(inbox: &Inbox, theme: &Theme) -> Vec<Line<'static>> {
    let (what, next) = if !inbox.filter_text.is_empty() {
        ("没有符合筛选的投诉件。", "按 / 改筛选，按 Esc 清除筛选。")
    } else if inbox.counts.as_ref().is_some_and(|counts| counts.of(View::All) == 0) {
        ("还没有投诉件。", "按 i 从平台导出的文件导入，按 r 手工登记。")
    } else if inbox.list.view == View::Today {
        ("今天没有要办的投诉件。", "按 Tab 看其他分类，按 i 导入，按 r 登记。")
    } else {
        ("这一类里没有投诉件。", "按 Tab 看其他分类。")
    };
    vec![
        Line::default(),
        Line::styled(format!("    {what}"), theme.plain),
        Line::styled(format!("    {next}"), theme.dim),
    ]
}
