//! The list of matters as lines, and which of them are made public when something happened.

use ratatui::style::Style;

use crate::domain::desk::Desk;
use crate::domain::recurring::CycleKind;
use crate::domain::town::matter::Matter;
use crate::ui::theme::Theme;
use crate::ui::widgets::table::{Column, Table, TableRow};

pub const TABLE: Table<'static> = Table {
    inset: 0,
    marks: 1,
    columns: &[
        Column::need(5).right().titled("编号").gap(2),
        Column::fill(3).titled("事项"),
        Column::need(22).titled("公开时限"),
        Column::need(16).titled("公开单位"),
        Column::fill(1).titled("领域").gap(0),
    ],
};

pub fn table_row(matter: &Matter, desk: &Desk, theme: &Theme) -> TableRow {
    let ended = if matter.active { "" } else { "（停用）" };
    let cells = [
        matter.id.0.to_string(),
        format!("{}{ended}", matter.name),
        matter.cycle.words(),
        matter.whose(&desk.org).to_owned(),
        matter.field.clone(),
    ];
    let style = if matter.active { theme.plain } else { theme.dim };
    TableRow { style, ..TableRow::of(cells.map(|words| (words, Style::new())).to_vec()) }
}

/// Those that are made public per event, of the unit of whoever handles one's work.
pub fn of_events<'a>(matters: &'a [Matter], desk: &Desk) -> Vec<&'a Matter> {
    let own = desk.actor.unit.filter(|unit| desk.actor.handles(*unit));
    let own = own.and_then(|unit| desk.org.unit(unit));
    let is_offered = |matter: &&Matter| {
        matter.active
            && matter.cycle.kind() == CycleKind::PerEvent
            && own.is_none_or(|unit| matter.is_of(unit))
    };
    matters.iter().filter(is_offered).collect()
}
