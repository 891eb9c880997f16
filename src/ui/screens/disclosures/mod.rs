//! 公示: villages and months as a grid, the records behind it with what one has to do oneself first, and the list of
//! matters. Enter goes from a cell to its records and from there to the one record.

mod doing;
mod draw;
mod grid;
mod matters;
mod records;
mod standing;
#[cfg(test)]
mod tests;

use ratatui::Frame;
use ratatui::layout::Rect;

use super::files::Files;
use super::places::{Pane, Place};
use super::{Around, Call, Go, INBOX, NOT_READ_YET, Screen, Told};
use crate::domain::desk::Desk;
use crate::domain::disclosure::DisclosureTally;
use crate::domain::ids::{DisclosureId, UnitId};
use crate::domain::time::Date;
use crate::domain::view::disclosure::{DisclosurePane, DisclosureRow};
use crate::ui::input::Input;
use crate::ui::keys::{Do, Scope};
use crate::ui::message::{DisclosureEffect, DisclosureMessage, Effect, ImportMessage, Message};
use crate::ui::widgets::confirm::Confirm;
use crate::ui::widgets::picker::Picker;
use crate::ui::widgets::toast::{Toast, Tone};
use standing::{Drawn, Spot};

pub static PLACE: Place = Place::pane(
    "公示",
    "监督事项、按月公示、审核、抽查",
    |around, _| {
        around.desk.as_ref().ok_or(NOT_READ_YET)?;
        Ok(Box::new(Disclosures::new()))
    },
    Pane {
        digit: 5,
        badge: |figures| figures.disclosure.as_ref().map(DisclosureTally::mine).filter(|count| *count > 0),
        is_alarm: false,
    },
);

/// So many months are read at once: a year.
const MONTHS: usize = 12;

coded! {
    /// The parts that Tab goes through.
    pub enum Part {
        /// Units and months.
        Grid = "grid" "网格",
        /// Records, one's own work first.
        Records = "records" "记录",
        /// What has to be made public.
        Matters = "matters" "清单",
    }
}

/// What the records are narrowed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Narrowed {
    /// Whatever is open.
    Open,
    /// A unit's in one month.
    Cell(UnitId, Date),
}

/// What is being asked.
enum Asking {
    /// Which matter something happened in.
    Matter(Picker, Vec<i64>),
    /// Whether to link the case to this record.
    Link(Confirm, DisclosureId),
}

pub struct Disclosures {
    part: Part,
    pane: Option<Box<DisclosurePane>>,
    /// The first day of the last month that is read; this month until another is asked for.
    until: Option<Date>,
    /// The place of the selected unit, and of the selected month among those read.
    cell: (usize, usize),
    narrowed: Narrowed,
    selected: usize,
    matter: usize,
    /// Rows and months that were shown at once when it was drawn last.
    height: usize,
    shown_months: usize,
    /// Where the grid was drawn last, while it is shown.
    drawn: Option<Drawn>,
    /// What was selected when the console was left, until it is selected again.
    spot: Option<Spot>,
    asking: Option<Asking>,
    files: Option<Files>,
    /// The number of the case for which a record is chosen.
    case: Option<String>,
}

impl Disclosures {
    /// The pane before anything was read.
    pub const fn new() -> Self {
        Self {
            part: Part::Grid,
            pane: None,
            until: None,
            // This month has records of events at most; what is over lies before it.
            cell: (0, MONTHS - 2),
            narrowed: Narrowed::Open,
            selected: 0,
            matter: 0,
            height: 1,
            shown_months: 1,
            drawn: None,
            spot: None,
            asking: None,
            files: None,
            case: None,
        }
    }

    /// The same to choose the record that a complaint is about.
    pub fn linking(case: String) -> Self {
        Self { part: Part::Grid, case: Some(case), ..Self::new() }
    }

    fn months(&self, desk: &Desk) -> Vec<Date> {
        let last = self.until.unwrap_or_else(|| desk.today().first_of_month());
        let months = std::iter::successors(Some(last), |month| Some(month.yesterday()?.first_of_month()));
        let mut months: Vec<Date> = months.take(MONTHS).collect();
        months.reverse();
        months
    }

    fn ask(&self, desk: &Desk) -> Vec<Call> {
        vec![Call::Ask(Effect::Disclosure(DisclosureEffect::Pane(self.months(desk))))]
    }

    /// What was asked for came. Whoever has something to do finds it first.
    fn take(&mut self, months: &[Date], pane: &DisclosurePane, desk: &Desk) {
        if months != self.months(desk) {
            return;
        }
        let is_first = self.pane.replace(Box::new(pane.clone())).is_none();
        let is_back = self.stand_again();
        if is_first
            && !is_back
            && self.case.is_none()
            && pane.rows.iter().any(|row| records::duty(row, desk).is_some())
        {
            self.part = Part::Records;
        }
        self.cell.0 = self.cell.0.min(pane.grid.units.len().saturating_sub(1));
        self.move_by(0, desk);
    }

    /// Other months, the selected place staying where it is on the screen; none after this one.
    fn shift(&mut self, desk: &Desk, other: impl Fn(Date) -> Option<Date>) -> Vec<Call> {
        let this = desk.today().first_of_month();
        let last = self.until.unwrap_or(this);
        let Some(last) = other(last).map(Date::first_of_month).filter(|month| *month <= this) else {
            return vec![Call::Say(Toast::new(Tone::Told, "已经到本月了。"))];
        };
        self.until = (last != this).then_some(last);
        self.ask(desk)
    }

    fn move_by(&mut self, rows: isize, desk: &Desk) {
        let records = self.records(desk).len();
        let Some(pane) = &self.pane else { return };
        let (at, count) = match self.part {
            Part::Grid => (&mut self.cell.0, pane.grid.units.len()),
            Part::Records => (&mut self.selected, records),
            Part::Matters => (&mut self.matter, pane.matters.len()),
        };
        *at = at.saturating_add_signed(rows).min(count.saturating_sub(1));
    }

    /// One month to either side; past the first the months before come into view.
    fn move_month(&mut self, desk: &Desk, by: isize) -> Vec<Call> {
        if self.part != Part::Grid {
            return Vec::new();
        }
        match self.cell.1.checked_add_signed(by) {
            Some(place) if place < MONTHS => {
                self.cell.1 = place;
                Vec::new()
            }
            Some(_) => self.shift(desk, |month| month.last_of_month().tomorrow()),
            None => self.shift(desk, Date::yesterday),
        }
    }

    /// The selected unit and month.
    fn at_cell(&self) -> Option<(UnitId, Date)> {
        let grid = &self.pane.as_ref()?.grid;
        Some((grid.units.get(self.cell.0)?.0, *grid.months.get(self.cell.1)?))
    }

    /// The records as they are shown.
    fn records(&self, desk: &Desk) -> Vec<&DisclosureRow> {
        let Some(pane) = &self.pane else { return Vec::new() };
        records::listed(&pane.rows, self.narrowed, desk)
    }

    fn turn(&mut self, by: usize) {
        use crate::domain::code::Coded as _;
        // Whoever chooses a record for a case chooses no matter.
        let parts = if self.case.is_some() { Part::ALL.len() - 1 } else { Part::ALL.len() };
        let place = Part::ALL.iter().position(|part| *part == self.part).unwrap_or(0);
        self.part = Part::ALL.get((place + by) % parts).copied().unwrap_or(self.part);
    }

    /// From the records of a cell to the grid, from everything else out.
    fn back(&mut self) -> Vec<Call> {
        if self.narrowed != Narrowed::Open && self.part == Part::Records {
            (self.narrowed, self.selected, self.part) = (Narrowed::Open, 0, Part::Grid);
            return Vec::new();
        }
        let leave = if self.case.is_some() { Call::Leave } else { Call::Go(Go::To(&INBOX)) };
        vec![leave]
    }
}

impl Screen for Disclosures {
    fn scope(&self) -> Scope {
        match (&self.asking, &self.files) {
            (Some(Asking::Matter(..)), _) => Scope::Picker,
            (Some(Asking::Link(..)), _) => Scope::Confirm,
            (None, Some(files)) => files.scope(),
            (None, None) => Scope::Disclosures,
        }
    }

    fn input(&mut self, input: &Input, around: &Around) -> Vec<Call> {
        let Some(desk) = &around.desk else { return Vec::new() };
        if let Some(asking) = self.asking.take() {
            return self.answered(asking, input, desk);
        }
        let Some(files) = &mut self.files else {
            return match input {
                Input::Mouse(mouse) => self.click(mouse.column, mouse.row, desk),
                Input::Key(_)
                | Input::Paste(_)
                | Input::Resize(..)
                | Input::Burst(_)
                | Input::NotUtf8
                | Input::Drawn(_) => Vec::new(),
            };
        };
        let choosing = files.type_path(input);
        self.choose_file(choosing)
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    fn does(&mut self, what: Do, around: &Around) -> Vec<Call> {
        let Some(desk) = &around.desk else { return Vec::new() };
        if let Some(files) = &mut self.files {
            let choosing = files.act(what);
            return self.choose_file(choosing);
        }
        if let Some(rows) = what.rows(self.height) {
            self.move_by(rows, desk);
            return Vec::new();
        }
        match what {
            Do::Left => return self.move_month(desk, -1),
            Do::Right => return self.move_month(desk, 1),
            Do::PreviousPart => return self.shift(desk, Date::yesterday),
            Do::NextPart => return self.shift(desk, |month| month.last_of_month().tomorrow()),
            Do::NextView => self.turn(1),
            Do::PreviousView => self.turn(if self.case.is_some() { 1 } else { 2 }),
            Do::Open => return self.open(desk),
            Do::Register => return self.register(desk),
            Do::Import => {
                let files = Files::new("公开事项目录", &["xlsx", "csv", "json"]);
                let look = files.again();
                self.files = Some(files);
                return vec![Call::Ask(look)];
            }
            Do::Back => return self.back(),
            _ => {}
        }
        Vec::new()
    }

    fn hear(&mut self, told: Told<'_>, around: &Around) -> Vec<Call> {
        let Some(desk) = &around.desk else { return Vec::new() };
        match told {
            Told::Opened | Told::Changed => self.ask(desk),
            Told::Message(Message::Disclosure(DisclosureMessage::Pane(months, pane))) => {
                self.take(months, pane, desk);
                Vec::new()
            }
            Told::Message(Message::Disclosure(DisclosureMessage::CatalogueRead { path, text, warnings })) => {
                self.take_catalogue(path, text, warnings)
            }
            Told::Message(Message::Import(ImportMessage::Files { folder, entries })) => {
                self.files.iter_mut().for_each(|files| files.take(folder.clone(), entries.clone()));
                Vec::new()
            }
            Told::Back(place) => self.stand(&place.spot, desk),
            Told::Message(_) | Told::Masked | Told::Filter(..) | Told::Next(_) | Told::Leaving => Vec::new(),
        }
    }

    fn spot(&self) -> Option<String> {
        self.told_spot()
    }

    fn takes_click(&self, column: u16, row: u16) -> bool {
        self.is_over_grid(column, row)
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        if let Some(files) = &self.files {
            return files.draw(frame, area, &around.theme);
        }
        if let Some(desk) = &around.desk {
            self.draw_pane(frame, area, desk, &around.theme);
        }
    }

    fn crumb(&self) -> Option<String> {
        self.case.as_ref().map(|case| format!("{case} 关联公示"))
    }
}
