//! The inbox: the list of cases by what is to do. It opens on what is urgent today; everything else is a view, a
//! filter or an order of the same list.

mod draw;
#[cfg(test)]
mod tests;
mod window;

use std::collections::BTreeMap;

pub use draw::{LINES_ABOVE_ROWS, draw};
pub use window::{Listed, Window};

use super::prompt::{Prompt, PromptOutcome};
use super::{Call, Go};
use crate::domain::code::Coded;
use crate::domain::ids::CaseId;
use crate::domain::view::detail::CaseDetail;
use crate::domain::view::filter::Filter;
use crate::domain::view::listing::{Counts, Page, Sort, View};
use crate::ui::input::Input;
use crate::ui::keys::Do;
use crate::ui::message::{CaseEffect, Effect, ListEffect, Ticket};

/// From so many columns on the selected case is shown beside the list.
const PREVIEW_FROM_COLUMNS: u16 = 140;

/// State of the pane.
pub struct Inbox {
    list: Listed,
    window: Window,
    counts: Option<Counts>,
    /// Filter words as typed.
    filter_text: String,
    /// Open while filter words are typed.
    filter_line: Option<Prompt>,
    marks: BTreeMap<CaseId, String>,
    preview: Option<Box<CaseDetail>>,
    /// The case whose preview was asked for and has not come yet.
    preview_awaited: Option<CaseId>,
    is_preview_stale: bool,
    columns: u16,
}

impl Inbox {
    /// The pane before anything was read.
    pub fn new() -> Self {
        Self {
            list: Listed { view: View::Today, filter: Filter::default(), sort: Sort::Urgency },
            window: Window::default(),
            counts: None,
            filter_text: String::new(),
            filter_line: None,
            marks: BTreeMap::new(),
            preview: None,
            preview_awaited: None,
            is_preview_stale: false,
            columns: 0,
        }
    }

    /// Asks for the list from its beginning and for the numbers.
    pub fn open(&mut self) -> Vec<Effect> {
        vec![with_numbers(self.window.open(&self.list))]
    }

    /// Something changed: asks for the same rows again, which leaves the selection where it is.
    pub fn refresh(&mut self) -> Vec<Effect> {
        self.is_preview_stale = true;
        vec![with_numbers(self.window.refresh(&self.list))]
    }

    /// Another person looks: nothing of what the former one saw may stay.
    pub fn forget(&mut self) {
        let columns = self.columns;
        *self = Self::new();
        self.columns = columns;
    }

    /// Takes in the numbers.
    pub fn count(&mut self, counts: Counts) {
        self.counts = Some(counts);
    }

    /// Takes in rows.
    pub fn take(&mut self, ticket: Ticket, page: Page) -> Vec<Call> {
        if self.window.take(ticket, page) { self.look_closer() } else { Vec::new() }
    }

    /// The waiting cases of today's view, as the pane's tab shows them.
    pub fn today(&self) -> Option<u64> {
        self.counts.as_ref().map(|counts| counts.of(View::Today))
    }

    /// The selected case.
    pub fn selected(&self) -> Option<CaseId> {
        self.window.selected().map(|row| row.id)
    }

    /// Whether filter words are being typed.
    pub fn is_typing(&self) -> bool {
        self.filter_line.is_some()
    }

    /// Cases that were done with lose their mark.
    pub fn unmark(&mut self, done: impl IntoIterator<Item = CaseId>) {
        for id in done {
            self.marks.remove(&id);
        }
    }

    /// Tells how wide the terminal is.
    pub fn set_columns(&mut self, columns: u16) {
        self.columns = columns;
    }

    const fn is_wide(&self) -> bool {
        self.columns >= PREVIEW_FROM_COLUMNS
    }

    /// The case of the preview, if it is the one that was asked for.
    pub fn preview(&mut self, detail: &CaseDetail) -> Vec<Call> {
        if self.preview_awaited == Some(detail.case.id) {
            self.preview_awaited = None;
            self.preview = Some(Box::new(detail.clone()));
            return self.look_closer();
        }
        Vec::new()
    }

    /// On wide terminals asks for the selected case, one at a time however fast the selection moves.
    fn look_closer(&mut self) -> Vec<Call> {
        let Some(id) = self.selected().filter(|_| self.is_wide()) else { return Vec::new() };
        let is_shown = self.preview.as_ref().is_some_and(|detail| detail.case.id == id);
        if (is_shown && !self.is_preview_stale) || self.preview_awaited.is_some() {
            return Vec::new();
        }
        self.is_preview_stale = false;
        self.preview_awaited = Some(id);
        vec![Call::Ask(Effect::Case(CaseEffect::Open(id)))]
    }

    /// The case for the preview can't be read; the next selection asks anew.
    pub fn no_preview(&mut self) -> bool {
        self.preview_awaited.take().is_some()
    }

    /// Moves the selection and says which case it is on now.
    pub fn neighbour(&mut self, rows: isize) -> (Option<CaseId>, Vec<Call>) {
        let asked = self.window.step(&self.list, rows);
        (self.selected(), asked.map(Call::Ask).into_iter().collect())
    }

    /// A key of the table.
    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    pub fn act(&mut self, what: Do) -> Vec<Call> {
        let list = self.list.clone();
        let asked = match what {
            Do::Down => self.window.step(&list, 1),
            Do::Up => self.window.step(&list, -1),
            Do::PageDown => self.window.turn(&list, 1, 1),
            Do::PageUp => self.window.turn(&list, -1, 1),
            Do::HalfDown => self.window.turn(&list, 1, 2),
            Do::HalfUp => self.window.turn(&list, -1, 2),
            Do::Top => self.window.home(&list),
            Do::Bottom => self.window.end(&list),
            Do::NextView => Some(self.show(cycled(self.list.view, 1))),
            Do::PreviousView => Some(self.show(cycled(self.list.view, View::ALL.len() - 1))),
            Do::Sort => {
                self.list.sort = cycled(self.list.sort, 1);
                Some(self.window.open(&self.list))
            }
            Do::Filter => {
                self.filter_line = Some(Prompt::new("筛选", &self.filter_text));
                None
            }
            Do::Back => return self.back(),
            Do::Mark => {
                self.mark();
                self.window.step(&list, 1)
            }
            Do::ClearMarks => {
                self.marks.clear();
                None
            }
            Do::Open => return self.selected().map(|id| Call::Go(Go::Case(id))).into_iter().collect(),
            Do::Actions => return self.actions(),
            Do::Import => return vec![Call::Go(Go::Import)],
            Do::Register => return vec![Call::Go(Go::Register)],
            _ => None,
        };
        let mut calls: Vec<Call> = asked.map(Call::Ask).into_iter().collect();
        calls.extend(self.look_closer());
        calls
    }

    /// A click on a line of the list selects it.
    pub fn click(&mut self, line: usize) -> Vec<Call> {
        if self.window.pick(line) { self.look_closer() } else { Vec::new() }
    }

    /// What is typed into the filter line.
    pub fn type_filter(&mut self, input: &Input) -> Vec<Call> {
        let Some(line) = &mut self.filter_line else { return Vec::new() };
        let text = match line.handle(input) {
            PromptOutcome::Typing => return Vec::new(),
            PromptOutcome::GivenUp => {
                self.filter_line = None;
                return Vec::new();
            }
            PromptOutcome::Taken(text) => text,
        };
        match Filter::parse(&text) {
            Ok(filter) => {
                self.filter_line = None;
                self.narrow(text.trim().to_owned(), filter)
            }
            Err(refusal) => {
                line.refuse(&refusal);
                Vec::new()
            }
        }
    }

    fn narrow(&mut self, text: String, filter: Filter) -> Vec<Call> {
        self.filter_text = text;
        self.list.filter = filter;
        vec![Call::Ask(self.window.open(&self.list))]
    }

    /// Shows the list behind a figure: of all cases those that the filter lets through, most urgent first.
    pub fn show_filtered(&mut self, words: String, filter: Filter) -> Vec<Call> {
        self.filter_line = None;
        (self.list.view, self.list.sort) = (View::All, Sort::Urgency);
        self.narrow(words, filter)
    }

    /// How many cases are past their due day, as the tab of the dashboard shows them.
    pub fn overdue(&self) -> Option<u64> {
        self.counts.as_ref().map(|counts| counts.of(View::Overdue))
    }

    /// Takes the filter off first, then the marks.
    fn back(&mut self) -> Vec<Call> {
        if !self.filter_text.is_empty() {
            return self.narrow(String::new(), Filter::default());
        }
        self.marks.clear();
        Vec::new()
    }

    fn show(&mut self, view: View) -> Effect {
        self.list.view = view;
        self.window.open(&self.list)
    }

    fn mark(&mut self) {
        if let Some(row) = self.window.selected()
            && self.marks.remove(&row.id).is_none()
        {
            self.marks.insert(row.id, row.case_no.clone());
        }
    }

    /// With marks the actions for all marked cases, else those of the selected one.
    fn actions(&self) -> Vec<Call> {
        if self.marks.is_empty() {
            return self.selected().map(|id| Call::Go(Go::MenuOf(id))).into_iter().collect();
        }
        let marked = self.marks.iter().map(|(id, number)| (*id, number.clone())).collect();
        vec![Call::Go(Go::BatchMenu(marked))]
    }
}

/// The word so many places further in its list, around the end.
fn cycled<T: Coded>(word: T, places: usize) -> T {
    let place = T::ALL.iter().position(|other| *other == word).unwrap_or(0);
    T::ALL.get((place + places) % T::ALL.len()).copied().unwrap_or(word)
}

/// The same rows with the numbers beside the views, so that both are of one moment.
fn with_numbers(asked: Effect) -> Effect {
    if let Effect::Lists(ListEffect::Page(ticket, query)) = asked {
        Effect::Lists(ListEffect::Overview(ticket, query))
    } else {
        asked
    }
}
