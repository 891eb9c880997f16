//! What a figure counts as a list: its cases as rows of the inbox, or its records of disclosure, read as far as they are
//! looked at.

mod counted;

pub use counted::Counted;

use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::Line;
use ratatui::widgets::Paragraph;

use crate::domain::desk::Desk;
use crate::domain::figures::facts::Number;
use crate::domain::ids::{CaseId, DisclosureId};
use crate::domain::time::month_day;
use crate::domain::view::disclosure::DisclosureRow;
use crate::domain::view::filter::{Filter, Term};
use crate::domain::view::listing::{ListRow, View};
use crate::domain::words::ClockLevel;
use crate::ui::message::{Effect, FigureEffect, TableWanted, Ticket};
use crate::ui::screens::{Call, Go, case_row};
use crate::ui::text;
use crate::ui::theme::{Theme, glyphs};
use crate::ui::widgets::table::{Column, Table, TableRow, first_shown};

/// So many rows are read at once, so that turning pages asks for few of them.
const READ_AT_ONCE: usize = 60;

const CASES: Table<'static> = Table { inset: 0, marks: 3, columns: &case_row::COLUMNS };
const RECORDS: Table<'static> = Table {
    inset: 0,
    marks: 1,
    columns: &[
        Column::need(6).titled("编号"),
        Column::fill(1).titled("单位"),
        Column::fill(3).titled("事项"),
        Column::need(14).titled("情况"),
        Column::need(6).titled("最迟").gap(0),
    ],
};

/// What was read, by number; nothing under a number that was asked for and is not to be seen.
enum Rows {
    Cases(BTreeMap<Number, Option<ListRow>>),
    Records(BTreeMap<Number, Option<DisclosureRow>>),
}

fn strings(numbers: &[Number]) -> Vec<String> {
    numbers.iter().map(ToString::to_string).collect()
}

pub struct Behind {
    /// `受理转办按期 12/13：计入的件`
    title: String,
    numbers: Vec<Number>,
    rows: Rows,
    selected: usize,
    height: usize,
    /// The request that is under way, and the numbers that it is about.
    awaited: Option<(Ticket, Vec<Number>)>,
    /// Something was written since the rows were read: they go when the next ones come.
    is_stale: bool,
}

impl Behind {
    pub const fn cases(title: String, numbers: Vec<Number>) -> Self {
        Self::of(title, numbers, Rows::Cases(BTreeMap::new()))
    }

    pub const fn records(title: String, numbers: Vec<Number>) -> Self {
        Self::of(title, numbers, Rows::Records(BTreeMap::new()))
    }

    const fn of(title: String, numbers: Vec<Number>, rows: Rows) -> Self {
        Self { title, numbers, rows, selected: 0, height: 1, awaited: None, is_stale: false }
    }

    /// Asks for the rows around the selected one that were not read yet.
    pub fn look(&mut self, ticket: &mut Ticket) -> Vec<Call> {
        let missing: Vec<Number> = self
            .numbers
            .iter()
            .skip(self.selected.saturating_sub(READ_AT_ONCE / 2))
            .take(READ_AT_ONCE)
            .filter(|number| !self.has(number))
            .cloned()
            .collect();
        // While the rows near by are there already, nothing is asked for at every step.
        let is_near = self.numbers.iter().skip(first_shown(self.selected, self.height)).take(self.height);
        if missing.is_empty() || self.awaited.is_some() || is_near.into_iter().all(|number| self.has(number))
        {
            return Vec::new();
        }
        *ticket = Ticket(ticket.0 + 1);
        self.awaited = Some((*ticket, missing.clone()));
        let effect = match self.rows {
            Rows::Cases(_) => FigureEffect::Cases(*ticket, strings(&missing)),
            Rows::Records(_) => FigureEffect::Disclosures(*ticket, strings(&missing)),
        };
        vec![Call::Ask(Effect::Figures(effect))]
    }

    /// Reads the rows around the selected one again; the former stay on the screen until the new ones are there.
    pub fn look_again(&mut self, ticket: &mut Ticket) -> Vec<Call> {
        (self.awaited, self.is_stale) = (None, true);
        let none = match self.rows {
            Rows::Cases(_) => Rows::Cases(BTreeMap::new()),
            Rows::Records(_) => Rows::Records(BTreeMap::new()),
        };
        let kept = std::mem::replace(&mut self.rows, none);
        let calls = self.look(ticket);
        self.rows = kept;
        calls
    }

    fn has(&self, number: &str) -> bool {
        match &self.rows {
            Rows::Cases(rows) => rows.contains_key(number),
            Rows::Records(rows) => rows.contains_key(number),
        }
    }

    /// Rows came; whether they were asked for. What was asked for and did not come is not for these eyes any more.
    pub fn take_cases(&mut self, ticket: Ticket, read: &[ListRow]) -> bool {
        let Some((_, asked)) = self.awaited.take_if(|(awaited, _)| *awaited == ticket) else { return false };
        let is_stale = std::mem::take(&mut self.is_stale);
        if let Rows::Cases(rows) = &mut self.rows {
            if is_stale {
                rows.clear();
            }
            rows.extend(asked.into_iter().map(|number| (number, None)));
            rows.extend(read.iter().map(|row| (row.case_no.as_str().into(), Some(row.clone()))));
        }
        true
    }

    /// The same of records.
    pub fn take_records(&mut self, ticket: Ticket, read: &[DisclosureRow]) -> bool {
        let Some((_, asked)) = self.awaited.take_if(|(awaited, _)| *awaited == ticket) else { return false };
        let is_stale = std::mem::take(&mut self.is_stale);
        if let Rows::Records(rows) = &mut self.rows {
            if is_stale {
                rows.clear();
            }
            rows.extend(asked.into_iter().map(|number| (number, None)));
            rows.extend(read.iter().map(|row| (row.code.as_str().into(), Some(row.clone()))));
        }
        true
    }

    /// What was asked for gets no answer any more.
    pub fn give_up(&mut self) {
        self.awaited = None;
    }

    pub fn step(&mut self, rows: isize) {
        let last = self.numbers.len().saturating_sub(1);
        self.selected = self.selected.saturating_add_signed(rows).min(last);
    }

    pub const fn height(&self) -> usize {
        self.height
    }

    /// The ledger of the cases that are listed; records of disclosure have none.
    pub fn ledger(&self) -> Option<TableWanted> {
        let filter = Filter { terms: vec![Term::Numbered(strings(&self.numbers))] };
        matches!(self.rows, Rows::Cases(_)).then_some(TableWanted::Ledger(View::All, filter))
    }

    pub fn selected_case(&self) -> Option<CaseId> {
        let Rows::Cases(rows) = &self.rows else { return None };
        rows.get(self.numbers.get(self.selected)?)?.as_ref().map(|row| row.id)
    }

    fn selected_record(&self) -> Option<DisclosureId> {
        let Rows::Records(rows) = &self.rows else { return None };
        rows.get(self.numbers.get(self.selected)?)?.as_ref().map(|row| row.id)
    }

    /// `3/31`
    pub fn place(&self) -> String {
        format!("{}/{}", self.selected + 1, self.numbers.len())
    }

    pub fn open(&self) -> Vec<Call> {
        let case = self.selected_case().map(Go::Case);
        case.or_else(|| self.selected_record().map(Go::Disclosure)).map(Call::Go).into_iter().collect()
    }

    pub fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, desk: &Desk, theme: &Theme) {
        let [head, heads, list] =
            Layout::vertical([Constraint::Length(1), Constraint::Length(1), Constraint::Min(1)]).areas(area);
        self.height = usize::from(list.height).max(1);
        let place = format!("{} ", self.place());
        let room = usize::from(head.width).saturating_sub(text::width(&place) + 1);
        let title = format!(" {}{place}", text::pad(&self.title, room));
        frame.render_widget(Line::styled(title, theme.title), head);
        let first = first_shown(self.selected, self.height);
        let shown: Vec<TableRow> = (first..self.numbers.len())
            .take(self.height)
            .filter_map(|place| Some(self.row(self.numbers.get(place)?, place == self.selected, desk, theme)))
            .collect();
        let table = match self.rows {
            Rows::Cases(_) => CASES,
            Rows::Records(_) => RECORDS,
        };
        let width = usize::from(list.width);
        frame.render_widget(table.heading(width, &shown, theme.label), heads);
        let lines = table.lines(width, &shown, Some(self.selected - first), theme.selected);
        frame.render_widget(Paragraph::new(lines), list);
    }

    fn row(&self, number: &str, is_selected: bool, desk: &Desk, theme: &Theme) -> TableRow {
        let row = match &self.rows {
            Rows::Cases(rows) => rows.get(number).map(|row| {
                let row = row.as_ref()?;
                Some(case_row::table_row(row, (is_selected, false), desk, theme))
            }),
            Rows::Records(rows) => rows.get(number).map(|row| Some(record_row(row.as_ref()?, desk, theme))),
        };
        let instead = match row {
            Some(Some(row)) => return row,
            Some(None) => "现在不能看这一件",
            None => "正在读取…",
        };
        let cells = [String::new(), number.to_owned(), instead.to_owned()];
        TableRow::of(cells.into_iter().map(|words| (words, theme.plain)).collect())
    }
}

fn record_row(row: &DisclosureRow, desk: &Desk, theme: &Theme) -> TableRow {
    let today = desk.settings.limit_day(desk.now);
    let standing = row.standing(&desk.calendar, today);
    let cells = [
        row.code.clone(),
        desk.org.unit_name(row.unit).to_owned(),
        row.told(),
        standing,
        month_day(row.due_on),
    ];
    let is_late = row.level(&desk.calendar, today) == ClockLevel::Overdue;
    let mark = if is_late { glyphs::ALARM } else { " " };
    TableRow {
        marks: (mark.to_owned(), theme.bad),
        cells: cells.into_iter().map(|words| (words, Style::new())).collect(),
        style: theme.plain,
    }
}
