//! The inbox: the list of cases by what is to do. It opens on what is urgent today; everything else is a view, a
//! filter or an order of the same list.

mod beside;
mod chasing;
mod draw;
mod filtering;
mod hits;
mod marking;
mod preview;
#[cfg(test)]
mod tests;
mod urging;
mod window;

use std::collections::BTreeMap;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use beside::BesideLine;
use filtering::FilterLine;
use urging::Urging;
use window::{Listed, Window};

use super::places::{Pane, Place};
use super::{Around, Call, CaseList, DRAFTS, Go, IMPORT, Screen, Told};
use crate::domain::code::Coded;
use crate::domain::ids::CaseId;
use crate::domain::view::console_place::ConsolePlace;
use crate::domain::view::detail::CaseDetail;
use crate::domain::view::filter::Filter;
use crate::domain::view::listing::{Counts, Sort, View};
use crate::domain::words::Group;
use crate::ui::input::Input;
use crate::ui::keys::{Do, Scope};
use crate::ui::message::{CaseEffect, CaseMessage, Effect, ListEffect, ListMessage, Message, TableWanted};

pub static PLACE: Place = Place::pane(
    "收件箱",
    "回到收件箱",
    |_, _| Ok(Box::new(Inbox::new())),
    Pane { digit: 1, badge: |figures| figures.of_group(Group::Mine), is_alarm: false },
);

/// Who looks at the pane.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reader {
    OfCases,
    /// Somebody whose work is in the settings.
    OfNone,
}

/// State of the pane.
pub struct Inbox {
    list: Listed,
    window: Window,
    counts: Option<Counts>,
    /// Filter words as typed.
    filter_text: String,
    /// Open while filter words are typed.
    filter_line: Option<FilterLine>,
    /// More was typed into it since the list was asked for.
    is_filter_behind: bool,
    /// The case that was selected when the list was left; selected again when it comes.
    wanted: Option<CaseId>,
    /// What was asked for before the list came, to be done to the row that is selected then.
    ahead: Option<Do>,
    /// The question whether to urge.
    asking: Option<Urging>,
    marks: BTreeMap<CaseId, String>,
    preview: Option<Box<CaseDetail>>,
    /// The case whose preview was asked for and has not come yet.
    preview_awaited: Option<CaseId>,
    is_preview_stale: bool,
    /// Whether the selected case is shown below the list or at its right.
    has_preview: bool,
    /// Whether there is anything that whoever looks may see.
    reader: Reader,
    /// How many of one's own drafts wait.
    drafts: usize,
    /// The line that says what waits beside the cases.
    beside: BesideLine,
    /// The line of the screen on which the list began when it was last drawn.
    first_row: u16,
    /// The place among the visible rows that each line of the list stood for when it was last drawn.
    hits: Vec<Option<usize>>,
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
            is_filter_behind: false,
            wanted: None,
            ahead: None,
            asking: None,
            marks: BTreeMap::new(),
            preview: None,
            preview_awaited: None,
            is_preview_stale: false,
            has_preview: true,
            reader: Reader::OfCases,
            drafts: 0,
            beside: BesideLine::default(),
            first_row: 0,
            hits: Vec::new(),
        }
    }

    /// The case of the preview, if it is the one that was asked for.
    fn preview(&mut self, detail: &CaseDetail) -> Vec<Call> {
        if self.preview_awaited == Some(detail.case.id) {
            self.preview_awaited = None;
            self.preview = Some(Box::new(detail.clone()));
            return self.look_closer();
        }
        Vec::new()
    }

    /// Asks for the selected case, one at a time however fast the selection moves.
    fn look_closer(&mut self) -> Vec<Call> {
        let Some(id) = self.selected_case().filter(|_| self.has_preview) else { return Vec::new() };
        let is_shown = self.preview.as_ref().is_some_and(|detail| detail.case.id == id);
        if (is_shown && !self.is_preview_stale) || self.preview_awaited.is_some() {
            return Vec::new();
        }
        self.is_preview_stale = false;
        self.preview_awaited = Some(id);
        vec![Call::Ask(Effect::Case(CaseEffect::Open(id)))]
    }

    /// A click on a case selects it, a click on the selected one opens it.
    fn click(&mut self, row: u16, around: &Around) -> Vec<Call> {
        let Some(line) = row.checked_sub(self.first_row) else { return Vec::new() };
        let Some(place) = self.hits.get(usize::from(line)).copied().flatten() else { return Vec::new() };
        let before = self.selected_case();
        if !self.window.pick(place) {
            return Vec::new();
        }
        let mut calls = self.look_closer();
        if before.is_some() && before == self.selected_case() {
            calls.extend(self.does(Do::Open, around));
        }
        calls
    }

    fn hear_case(&mut self, message: &CaseMessage) -> Vec<Call> {
        match message {
            CaseMessage::Read(detail) => return self.preview(detail),
            // The next selection asks anew.
            CaseMessage::NotThere(_) => self.preview_awaited = None,
            CaseMessage::Performed { done, .. } => self.unmark([done]),
            CaseMessage::PerformedMany { done, .. } => self.unmark(done),
            CaseMessage::Refused { .. } | CaseMessage::Foretold { .. } | CaseMessage::Paper(_) => {}
        }
        Vec::new()
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
}

impl Inbox {
    /// Stands as it was left. A filter that is not understood any more is no filter.
    fn go_back(&mut self, place: &ConsolePlace) {
        (self.list.view, self.list.sort) = (place.view, place.sort);
        let filter = Filter::parse(&place.filter).unwrap_or_default();
        self.filter_text = if filter.is_empty() { String::new() } else { place.filter.clone() };
        self.list.filter = filter;
        (self.filter_line, self.is_filter_behind) = (None, false);
        self.wanted = place.case;
    }

    /// What is proposed of the selected case, else its next act where it is one's own, else the case.
    fn next_act(&self) -> Vec<Call> {
        let Some(row) = self.window.selected() else { return Vec::new() };
        if let Some(act) = row.chased.map(chasing::act_of) {
            return vec![Call::Go(Go::ActOn(row.id, act))];
        }
        let go = if row.group == Some(Group::Mine) { Go::NextAct(row.id) } else { Go::Case(row.id) };
        vec![Call::Go(go)]
    }
}

impl CaseList for Inbox {
    fn selected_case(&self) -> Option<CaseId> {
        self.window.selected().map(|row| row.id)
    }

    fn place_in_list(&self) -> Option<String> {
        self.window.place()
    }

    fn step_by(&mut self, rows: isize) -> Vec<Call> {
        self.window.step(&self.list, rows).map(Call::Ask).into_iter().collect()
    }
}

impl Screen for Inbox {
    fn scope(&self) -> Scope {
        if self.reader == Reader::OfNone {
            Scope::NoCases
        } else if self.asking.is_some() {
            Scope::Confirm
        } else if self.filter_line.is_some() {
            Scope::Line
        } else {
            Scope::Inbox
        }
    }

    fn input(&mut self, input: &Input, around: &Around) -> Vec<Call> {
        if self.asking.is_some() {
            return self.answer_urging(input);
        }
        if self.filter_line.is_some() {
            return self.type_filter(input);
        }
        match input {
            Input::Mouse(mouse) => self.click(mouse.row, around),
            Input::Key(_)
            | Input::Paste(_)
            | Input::Burst(_)
            | Input::NotUtf8
            | Input::Resize(..)
            | Input::Drawn(_) => Vec::new(),
        }
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    fn does(&mut self, what: Do, around: &Around) -> Vec<Call> {
        if self.put_off(what) {
            return Vec::new();
        }
        if let Some(calls) = self.does_beside(what, around) {
            return calls;
        }
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
                self.open_filter();
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
            Do::Open => return self.next_act(),
            Do::OpenCase => {
                return self.selected_case().map(|id| Call::Go(Go::Case(id))).into_iter().collect();
            }
            Do::TogglePreview => {
                self.has_preview = !self.has_preview;
                None
            }
            Do::Actions => return self.actions(),
            Do::PrepareMeeting => return self.prepare_meeting(),
            Do::Chase => return self.show_chased(),
            Do::Urge => return self.ask_to_urge(around.desk.as_ref()),
            Do::Import => return vec![Call::Go(Go::To(&IMPORT))],
            Do::Register => return vec![Call::Go(Go::Register)],
            Do::Drafts => return vec![Call::Go(Go::To(&DRAFTS))],
            Do::Write => {
                let wanted = TableWanted::Ledger(self.list.view, self.list.filter.clone());
                return vec![Call::Go(Go::Save(wanted))];
            }
            Do::KeptFilters => return vec![Call::Go(Go::KeptFilters)],
            _ => None,
        };
        let mut calls: Vec<Call> = asked.map(Call::Ask).into_iter().collect();
        calls.extend(self.look_closer());
        calls
    }

    fn hear(&mut self, told: Told<'_>, around: &Around) -> Vec<Call> {
        let sees_none = around.desk.as_ref().is_some_and(|desk| desk.sight().is_none());
        self.reader = if sees_none { Reader::OfNone } else { Reader::OfCases };
        match told {
            Told::Opened | Told::Changed if sees_none => Vec::new(),
            Told::Opened => {
                vec![Call::Ask(with_numbers(self.window.open(&self.list)))]
            }
            // The same rows again, which leaves the selection where it is.
            Told::Changed => {
                self.is_preview_stale = true;
                self.asking = None;
                vec![Call::Ask(with_numbers(self.window.refresh(&self.list)))]
            }
            Told::Filter(words, filter) => self.show_filtered(words, filter),
            Told::Message(Message::Lists(ListMessage::Page(ticket, page))) => {
                if !self.window.take(*ticket, page.clone()) {
                    return Vec::new();
                }
                if let Some(wanted) = self.wanted.take() {
                    self.window.select(wanted);
                }
                let mut calls = self.catch_up_with_filter();
                calls.extend(self.ahead.take().into_iter().flat_map(|what| self.does(what, around)));
                calls.extend(self.look_closer());
                calls
            }
            Told::Message(Message::Lists(ListMessage::Counts(counts))) => {
                self.counts = Some(counts.clone());
                Vec::new()
            }
            Told::Message(Message::Case(message)) => self.hear_case(message),
            Told::Back(place) => {
                self.go_back(place);
                Vec::new()
            }
            Told::Message(_) | Told::Masked | Told::Next(_) | Told::Leaving => Vec::new(),
        }
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        self.first_row = area.y + draw::LINES_ABOVE_ROWS;
        self.drafts = around.drafts.len();
        self.beside.words = around.beside.words();
        self.first_row += u16::from(!self.beside.words.is_empty());
        match &around.desk {
            Some(desk) if self.reader == Reader::OfNone => draw::no_cases(frame, area, desk, &around.theme),
            Some(desk) => draw::draw(self, frame, area, desk, &around.theme),
            None => frame.render_widget(Line::styled("  正在读取…", around.theme.dim), area),
        }
    }

    fn list(&mut self) -> Option<&mut dyn CaseList> {
        Some(self)
    }

    fn place(&self) -> Option<ConsolePlace> {
        Some(ConsolePlace {
            view: self.list.view,
            sort: self.list.sort,
            filter: self.filter_text.clone(),
            case: self.selected_case(),
            ..ConsolePlace::default()
        })
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
