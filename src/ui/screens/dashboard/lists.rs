//! The lists under the figures: their lines, and how each is drawn.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use super::figure::{Figure, Target};
use super::{DashboardScreen, Part};
use crate::domain::code::Coded as _;
use crate::domain::time::{Date, month_day};
use crate::domain::town::org::Org;
use crate::domain::view::dashboard::{Dashboard, FirstCases, Held, Holder, LevelGroup};
use crate::domain::view::listing::{Alert, ListRow};
use crate::domain::words::ClockLevel;
use crate::ui::screens::words::{action_label, level_style, needs_attention, remaining};
use crate::ui::theme::{Theme, glyphs};
use crate::ui::widgets::table::{Cell, Column, Table, TableRow, first_shown};

pub const CASES: &[Column] = &[
    Column::fixed(12).titled("剩余"),
    Column::fixed(9).titled("编号"),
    Column::rest(2, 10).titled("事项名称"),
    Column::rest(2, 20).titled("还缺什么  在谁手里"),
];

const HOLDERS: &[Column] = &[
    Column::fill(1).titled("谁手里压着").gap(2),
    Column::fixed(4).right().gap(2).titled("在办"),
    Column::fixed(4).right().gap(2).titled("超期"),
    Column::fixed(4).right().gap(2).titled("今日"),
    Column::fixed(4).right().gap(2).titled("临期"),
    Column::need(10).right().gap(1).titled("最久"),
];

const ALERTS: &[Column] = &[
    Column::fixed(10).titled("提醒"),
    Column::fixed(9).titled("编号"),
    Column::rest(1, 14).titled("事项名称"),
    Column::fixed(12).titled("时限"),
    Column::fixed(6).titled("到期日"),
];

/// A line of a list of cases.
pub struct CaseLine<'a> {
    /// What Enter opens.
    pub target: Target,
    /// The case, or the heading of its group.
    shown: Shown<'a>,
}

enum Shown<'a> {
    Heading(ClockLevel, String),
    Case(&'a ListRow),
    /// A case with the sentence that says which step will make it late.
    Pressing(&'a ListRow, Date),
    Rest(String),
}

/// Cases by level: a line for each group, its cases, and a line for those that are not shown here. What will be late at
/// the usual pace stands after what is late already or today.
pub fn levels(dashboard: &Dashboard) -> Vec<CaseLine<'_>> {
    let mut lines = Vec::new();
    let is_before = |group: &&LevelGroup| match group.level {
        ClockLevel::Overdue | ClockLevel::DueToday => true,
        ClockLevel::Approaching | ClockLevel::Ok => false,
    };
    by_level(dashboard.groups.iter().filter(is_before), &mut lines);
    lines.extend(pressing(dashboard));
    by_level(dashboard.groups.iter().filter(|group| !is_before(group)), &mut lines);
    lines
}

fn by_level<'a>(groups: impl Iterator<Item = &'a LevelGroup>, lines: &mut Vec<CaseLine<'a>>) {
    for group in groups.filter(|group| group.total > 0) {
        let figure = || Figure::of_level(group.level, group.total);
        let heading = format!("{} {}件", figure().label, group.total);
        lines.push(CaseLine { target: Target::List(figure()), shown: Shown::Heading(group.level, heading) });
        lines.extend(group.rows.iter().map(case_line));
        lines.extend(rest(group.total, group.rows.len(), figure()));
    }
}

fn pressing(dashboard: &Dashboard) -> Vec<CaseLine<'_>> {
    let FirstCases { total, rows } = &dashboard.pressing;
    if *total == 0 {
        return Vec::new();
    }
    let figure = || Figure::of_pressing(*total);
    let heading = Shown::Heading(ClockLevel::Approaching, format!("将超期 {total}件"));
    let mut lines = vec![CaseLine { target: Target::List(figure()), shown: heading }];
    lines.extend(
        rows.iter().map(|row| CaseLine {
            target: Target::Case(row.id),
            shown: Shown::Pressing(row, dashboard.today),
        }),
    );
    lines.extend(rest(*total, rows.len(), figure()));
    lines
}

/// Applications for an extension.
pub fn extensions(dashboard: &Dashboard) -> Vec<CaseLine<'_>> {
    let asked = &dashboard.extensions;
    let mut lines: Vec<CaseLine<'_>> = asked.rows.iter().map(case_line).collect();
    lines.extend(rest(asked.total, asked.rows.len(), Figure::of_extensions(asked.total)));
    lines
}

fn case_line(row: &ListRow) -> CaseLine<'_> {
    CaseLine { target: Target::Case(row.id), shown: Shown::Case(row) }
}

/// Nothing is left out in silence.
fn rest(total: u64, shown: usize, figure: Figure) -> Option<CaseLine<'static>> {
    let more = total.saturating_sub(u64::try_from(shown).unwrap_or(u64::MAX));
    let words = format!("另有{more}件");
    (more > 0).then_some(CaseLine { target: Target::List(figure), shown: Shown::Rest(words) })
}

impl CaseLine<'_> {
    fn row(&self, org: &Org, theme: &Theme) -> TableRow {
        let cells = match &self.shown {
            Shown::Heading(level, words) => {
                let style = match level {
                    ClockLevel::Overdue => theme.bad,
                    ClockLevel::DueToday | ClockLevel::Approaching => theme.warn,
                    ClockLevel::Ok => theme.title,
                };
                vec![(words.clone(), style)]
            }
            Shown::Rest(words) => {
                vec![
                    (words.clone(), theme.dim),
                    (String::new(), theme.dim),
                    ("回车列出全部".to_owned(), theme.dim),
                ]
            }
            Shown::Case(row) => case_cells(row, org, theme),
            Shown::Pressing(row, today) => {
                let mut cells = case_cells(row, org, theme);
                if let (Some(told), Some(last)) = (row.pressing(*today, org), cells.last_mut()) {
                    last.0 = told;
                }
                cells
            }
        };
        TableRow::of(cells)
    }
}

/// A case as a line of any list here.
pub fn case_row(row: &ListRow, org: &Org, theme: &Theme) -> TableRow {
    TableRow::of(case_cells(row, org, theme))
}

fn case_cells(row: &ListRow, org: &Org, theme: &Theme) -> Vec<Cell> {
    let clock = row.running();
    let left = clock.map_or_else(String::new, |reading| {
        let mark = if needs_attention(reading) { glyphs::ALARM } else { " " };
        format!("{mark} {}", remaining(reading))
    });
    let style = clock.map_or(theme.dim, |reading| level_style(reading, theme));
    vec![
        (left, style),
        (row.case_no.clone(), theme.plain),
        (row.title.clone(), theme.plain),
        (missing(row, org), theme.plain),
    ]
}

/// `审签同意 新建村 李敏`: the next step, the unit and the person that it waits for.
fn missing(row: &ListRow, org: &Org) -> String {
    let next = row.next_step.as_deref().map(action_label).filter(|label| !label.is_empty());
    let unit = row.unit.map(|unit| org.unit_name(unit));
    let who = row.waits_for.as_ref().and_then(|awaited| awaited.people_named(org));
    let parts = [Some(next.unwrap_or_else(|| row.stage.label())), unit, who.as_deref()];
    parts.into_iter().flatten().collect::<Vec<&str>>().join(" ")
}

fn holder_row(held: &Held, today: Date, org: &Org, theme: &Theme) -> TableRow {
    let figure = |count: u64, style: Style| {
        let words = if count == 0 { "-".to_owned() } else { count.to_string() };
        (words, if count == 0 { theme.dim } else { style })
    };
    let name = held.holder.name(org);
    let name = match held.holder {
        Holder::Signer(_) => format!("{name}（审签）"),
        Holder::Complainant => format!("等{name}评价"),
        Holder::Unit(_) | Holder::Position(_) => name,
    };
    let load = &held.figures;
    let cells = vec![
        (name, theme.plain),
        figure(load.open(), theme.title),
        figure(load.overdue, theme.bad),
        figure(load.due_today, theme.today),
        figure(load.approaching, theme.plain),
        oldest(held.oldest, today, theme),
    ];
    TableRow::of(cells)
}

/// `!11-20到期`, `今日`, and nothing while there is time; civil days, because the row is about who waits longest.
fn oldest(due_on: Option<Date>, today: Date, theme: &Theme) -> Cell {
    let Some(due_on) = due_on else { return ("-".to_owned(), theme.dim) };
    match due_on.days_until(today) {
        1.. => (format!("{}{}到期", glyphs::ALARM, month_day(due_on)), theme.bad),
        0 => ("今日".to_owned(), theme.today),
        _ => ("-".to_owned(), theme.dim),
    }
}

fn alert_row(alert: &Alert, theme: &Theme) -> TableRow {
    let (mark, style) = match alert.level.clock_level() {
        ClockLevel::Overdue => (glyphs::ALARM, theme.bad),
        ClockLevel::DueToday => (glyphs::ALARM, theme.today),
        ClockLevel::Approaching | ClockLevel::Ok => (" ", theme.plain),
    };
    let cells = vec![
        (format!("{mark} {}", alert.level.label()), style),
        (alert.case_no.clone(), theme.plain),
        (alert.title.clone(), theme.plain),
        (alert.clock.label().to_owned(), theme.plain),
        (month_day(alert.due_on), theme.plain),
    ];
    TableRow::of(cells)
}

impl DashboardScreen {
    /// Draws the list that is chosen, its name and the place in it above.
    pub(super) fn draw_list(&self, frame: &mut Frame<'_>, area: Rect, alerts: &[Alert], theme: &Theme) {
        let Some(shown) = &self.shown else { return };
        let org = &*self.org;
        let (columns, rows, nothing): (_, Vec<TableRow>, _) = match self.list {
            Part::Levels | Part::Figures | Part::Calendar => {
                let rows = levels(shown).iter().map(|line| line.row(org, theme)).collect();
                (CASES, rows, "没有超期、今日到期和临期的投诉件。")
            }
            Part::Holders => {
                let row = |held| holder_row(held, shown.today, org, theme);
                (HOLDERS, shown.holders.iter().map(row).collect(), "没有在办的投诉件。")
            }
            Part::Extensions => {
                let rows = extensions(shown).iter().map(|line| line.row(org, theme)).collect();
                (CASES, rows, "没有在审签的延期申请。")
            }
            Part::Alerts => {
                let rows = alerts.iter().map(|alert| alert_row(alert, theme)).collect();
                (ALERTS, rows, "没有未读的提醒。")
            }
        };
        let room = usize::from(area.height).saturating_sub(2).max(1);
        let selected = self.place(self.list, rows.len());
        let first = first_shown(selected, room);
        let place =
            if rows.len() > room { format!("  {}/{}", selected + 1, rows.len()) } else { String::new() };
        let hint = match self.list {
            Part::Alerts => "  Space 这条知晓",
            Part::Holders => "  w 催，Enter 列出",
            Part::Figures | Part::Calendar | Part::Levels | Part::Extensions => "",
        };
        let heading = format!("  {}{place}{hint}", self.list.label());
        frame.render_widget(Line::styled(heading, theme.title), Rect { height: 1, ..area });
        let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
        if rows.is_empty() {
            frame.render_widget(Line::styled(format!("   {nothing}"), theme.dim), below);
            return;
        }
        let accented = |row| TableRow { marks: (String::new(), theme.accent), ..row };
        let window: Vec<TableRow> = rows.into_iter().skip(first).take(room).map(accented).collect();
        let pointer = (self.part == self.list).then_some(selected - first);
        let table = Table { inset: 0, marks: 2, columns };
        let width = usize::from(area.width);
        let heading = table.heading(width, &window, theme.dim);
        let lines = table.lines(width, &window, pointer, theme.selected);
        // Each line by itself, so that the selected one is marked to the end of the row.
        for (line, y) in std::iter::once(heading).chain(lines).zip(below.y..below.bottom()) {
            frame.render_widget(line, Rect { y, height: 1, ..below });
        }
    }
}
