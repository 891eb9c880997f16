//! The records as a list: what whoever looks has to do themselves first, then by due day.

use ratatui::style::Style;

use super::Narrowed;
use crate::domain::desk::Desk;
use crate::domain::disclosure::Duty;
use crate::domain::time::month_day;
use crate::domain::view::disclosure::DisclosureRow;
use crate::domain::words::ClockLevel;
use crate::ui::theme::{Theme, glyphs};
use crate::ui::widgets::table::{Column, Table, TableRow};

pub const TABLE: Table<'static> = Table {
    inset: 0,
    marks: 3,
    columns: &[
        Column::need(6).titled("编号"),
        Column::fill(1).titled("单位"),
        Column::fill(3).titled("事项"),
        Column::need(14).titled("情况"),
        Column::need(6).titled("最迟"),
        Column::fill(1).titled("由谁办").gap(0),
    ],
};

/// What of a record whoever looks has to do themselves.
pub fn duty(row: &DisclosureRow, desk: &Desk) -> Option<Duty> {
    Duty::of(row.state)
        .filter(|duty| duty.is_for(row.unit, &row.submitters, (&desk.actor, &desk.org), desk.today()))
}

/// Those that are asked for, in their order.
pub fn listed<'a>(rows: &'a [DisclosureRow], narrowed: Narrowed, desk: &Desk) -> Vec<&'a DisclosureRow> {
    let is_listed = |row: &&DisclosureRow| match narrowed {
        Narrowed::Open => !row.state.is_settled(),
        Narrowed::Cell(unit, month) => row.unit == unit && row.month() == month,
    };
    let mut listed: Vec<&DisclosureRow> = rows.iter().filter(is_listed).collect();
    // The rows come by due day; sorting keeps that order within each part.
    listed.sort_by_key(|row| duty(row, desk).is_none());
    listed
}

pub fn table_row(row: &DisclosureRow, desk: &Desk, theme: &Theme) -> TableRow {
    let today = desk.settings.limit_day(desk.now);
    let (mark, style) = match row.level(&desk.calendar, today) {
        ClockLevel::Overdue => (glyphs::ALARM, theme.bad),
        ClockLevel::DueToday => (glyphs::STAR, theme.today),
        ClockLevel::Approaching | ClockLevel::Ok => (" ", theme.plain),
    };
    let mine = if duty(row, desk).is_some() { "我" } else { "  " };
    let whose =
        Duty::of(row.state).map_or_else(String::new, |duty| duty.whose(row.unit, &row.submitters, &desk.org));
    let cells = vec![
        (row.code.clone(), Style::new()),
        (desk.org.unit_name(row.unit).to_owned(), Style::new()),
        (row.told(), Style::new()),
        (row.standing(&desk.calendar, today), style),
        (month_day(row.due_on), Style::new()),
        (whose, theme.dim),
    ];
    TableRow { marks: (format!("{mine}{mark}"), theme.accent), cells, style: theme.plain }
}
