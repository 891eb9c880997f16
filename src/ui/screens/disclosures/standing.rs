//! Where one stands in the grid: the cell under the mouse, and the cell that was selected when the console was left.

use ratatui::layout::Rect;

use super::{Call, Disclosures, MONTHS, Part, grid};
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::ids::UnitId;
use crate::domain::time::Date;

/// Where the rows of the grid were drawn last, and which unit and month stood first.
#[derive(Debug, Clone, Copy)]
pub struct Drawn {
    pub area: Rect,
    pub top: usize,
    pub first: usize,
}

/// What was selected when the pane was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Spot {
    part: Part,
    unit: UnitId,
    month: Date,
}

impl Spot {
    /// `grid 14 2026-10-01`
    fn told(self) -> String {
        format!("{} {} {}", self.part.code(), self.unit.0, self.month)
    }

    fn read(told: &str) -> Option<Self> {
        let mut words = told.split(' ');
        let part =
            words.next().and_then(|code| Part::ALL.iter().copied().find(|part| part.code() == code))?;
        let unit = words.next()?.parse().ok().map(UnitId)?;
        let month = words.next()?.parse::<Date>().ok()?.first_of_month();
        Some(Self { part, unit, month })
    }
}

impl Disclosures {
    /// Unit and month under a cell of the screen; the month that is selected where only the unit's name lies there.
    fn under(&self, column: u16, row: u16) -> Option<(usize, usize)> {
        let Drawn { area, top, first } = self.drawn?;
        let grid = &self.pane.as_ref()?.grid;
        let unit = top + usize::from(row.checked_sub(area.y).filter(|line| *line < area.height)?);
        let column = usize::from(column.checked_sub(area.x)?);
        let month = grid::month_under(grid, column, self.shown_months).map_or(self.cell.1, |at| first + at);
        (unit < grid.units.len() && month < grid.months.len()).then_some((unit, month))
    }

    pub(super) fn is_over_grid(&self, column: u16, row: u16) -> bool {
        self.asking.is_none() && self.files.is_none() && self.under(column, row).is_some()
    }

    /// A click on a cell selects it, so that its records stand under the grid; a click on the selected one opens it.
    pub(super) fn click(&mut self, column: u16, row: u16, desk: &Desk) -> Vec<Call> {
        let Some(cell) = self.under(column, row) else { return Vec::new() };
        if std::mem::replace(&mut self.cell, cell) == cell { self.open(desk) } else { Vec::new() }
    }

    /// The selected cell for the next start; whoever chooses a record for a case is only passing by.
    pub(super) fn told_spot(&self) -> Option<String> {
        let (unit, month) = self.at_cell().filter(|_| self.case.is_none())?;
        Some(Spot { part: self.part, unit, month }.told())
    }

    /// Stands as one was left: the months are asked for in which the cell was.
    pub(super) fn stand(&mut self, told: &str, desk: &Desk) -> Vec<Call> {
        let Some(spot) = Spot::read(told) else { return Vec::new() };
        let this = desk.today().first_of_month();
        if spot.month > this {
            return Vec::new();
        }
        if !self.months(desk).contains(&spot.month) {
            self.until = Some(spot.month);
        }
        self.spot = Some(spot);
        self.ask(desk)
    }

    /// Once what was asked for is there, the cell that was selected is again, where it still is; says whether one was
    /// left here.
    pub(super) fn stand_again(&mut self) -> bool {
        let (Some(spot), Some(pane)) = (self.spot, &self.pane) else { return false };
        let Some(month) = pane.grid.months.iter().position(|month| *month == spot.month) else {
            return false;
        };
        let unit = pane.grid.units.iter().position(|(unit, _)| *unit == spot.unit);
        self.cell = (unit.unwrap_or(0), month.min(MONTHS - 1));
        self.part = spot.part;
        self.spot = None;
        true
    }
}
