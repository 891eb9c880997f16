//! The shape of a page of the settings, and what its rows open.

use crate::actions::{Act, Answers};
use crate::domain::desk::Desk;
use crate::domain::ids::UnitId;
use crate::domain::words::{Position, UnitKind};
use crate::ui::screens::places::Place;
use crate::ui::widgets::table::Column;

/// A page: a list that is read from the desk, and the act that adds to it.
pub struct Page {
    pub label: &'static str,
    /// What stands here and how it is changed, in one line.
    pub note: &'static str,
    pub columns: &'static [Column],
    pub rows: fn(&Desk) -> Vec<PageRow>,
    pub adds: Option<&'static Act>,
}

pub struct PageRow {
    pub cells: Vec<String>,
    /// Whether something is missing here that work will need.
    pub lacks: bool,
    pub does: RowDoes,
}

/// What Enter does on a row.
pub enum RowDoes {
    /// Opens the form of an act with these answers.
    Form(&'static Act, Answers),
    /// Types who holds a post, which may be one of a unit.
    Post { position: Position, unit: Option<UnitId> },
    /// Goes to another screen.
    Place(&'static Place),
    /// Nothing: it is only to be read.
    Nothing,
}

impl PageRow {
    /// A row on which nothing is missing.
    pub const fn new(cells: Vec<String>, does: RowDoes) -> Self {
        Self { cells, lacks: false, does }
    }
}

/// Whether there is a unit to which a complaint can be transferred.
pub fn has_units(desk: &Desk) -> bool {
    let handles = |kind| matches!(kind, UnitKind::Section | UnitKind::Village);
    desk.org.units.iter().any(|unit| unit.active && handles(unit.kind))
}
