//! The list of what a number counts while it lies over the screen that the number stands on.

use ratatui::Frame;
use ratatui::layout::Rect;

use super::Behind;
use crate::domain::desk::Desk;
use crate::domain::ids::CaseId;
use crate::ui::keys::Do;
use crate::ui::message::{FigureMessage, Ticket};
use crate::ui::screens::{Call, CaseList, Go};
use crate::ui::theme::Theme;

/// Such a list, while there is one.
#[derive(Default)]
pub struct Counted {
    list: Option<Behind>,
    /// Of the rows asked for last; rows that come under another one are old.
    ticket: Ticket,
}

impl Counted {
    /// Lays a list over the screen.
    pub fn lay(&mut self, mut list: Behind) -> Vec<Call> {
        let calls = list.look(&mut self.ticket);
        self.list = Some(list);
        calls
    }

    pub const fn is_open(&self) -> bool {
        self.list.is_some()
    }

    pub fn close(&mut self) {
        self.list = None;
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a list answers to its own keys only")]
    pub fn does(&mut self, what: Do) -> Vec<Call> {
        let Some(list) = &mut self.list else { return Vec::new() };
        if let Some(rows) = what.rows(list.height()) {
            return self.step_by(rows);
        }
        match what {
            Do::OpenCase => return list.open(),
            Do::Write => return list.ledger().map(Go::Save).map(Call::Go).into_iter().collect(),
            Do::Back => self.close(),
            _ => {}
        }
        Vec::new()
    }

    /// Rows came; what they were not asked for is passed over.
    pub fn hear(&mut self, message: &FigureMessage) -> Vec<Call> {
        let Some(list) = &mut self.list else { return Vec::new() };
        let is_taken = match message {
            FigureMessage::Cases(ticket, rows) => list.take_cases(*ticket, rows),
            FigureMessage::Disclosures(ticket, rows) => list.take_records(*ticket, rows),
            FigureMessage::Compared(_)
            | FigureMessage::Bulletin(_)
            | FigureMessage::NotForYou(_)
            | FigureMessage::Read(_)
            | FigureMessage::Written(_) => false,
        };
        if is_taken { list.look(&mut self.ticket) } else { Vec::new() }
    }

    /// Reads the rows again after something was written.
    pub fn look_again(&mut self) -> Vec<Call> {
        self.list.as_mut().map_or_else(Vec::new, |list| list.look_again(&mut self.ticket))
    }

    /// What was asked for gets no answer any more.
    pub fn give_up(&mut self) {
        self.list.iter_mut().for_each(Behind::give_up);
    }

    /// Draws the list; whether there is one.
    pub fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, desk: &Desk, theme: &Theme) -> bool {
        if let Some(list) = &mut self.list {
            list.draw(frame, area, desk, theme);
        }
        self.is_open()
    }

    /// The list, for the keys that a case in hand answers to.
    pub fn list(&mut self) -> Option<&mut dyn CaseList> {
        if self.is_open() { Some(self) } else { None }
    }
}

impl CaseList for Counted {
    fn selected_case(&self) -> Option<CaseId> {
        self.list.as_ref().and_then(Behind::selected_case)
    }

    fn place_in_list(&self) -> Option<String> {
        self.list.as_ref().map(Behind::place)
    }

    fn step_by(&mut self, rows: isize) -> Vec<Call> {
        let Some(list) = &mut self.list else { return Vec::new() };
        list.step(rows);
        list.look(&mut self.ticket)
    }
}
