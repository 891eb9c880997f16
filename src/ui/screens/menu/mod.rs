//! The acts of one case in a window over it: those that can be done now with their digits; the others on demand, each
//! with its whole reason. Letters find an act by the characters or the pinyin of its name.

mod draw;
mod entry;
#[cfg(test)]
mod tests;

use crossterm::event::{KeyCode, KeyModifiers};
use ratatui::Frame;
use ratatui::layout::Rect;

use super::{Around, Call, CaseInSight, Go, Screen, Told};
use crate::domain::desk::Desk;
use crate::domain::ids::CaseId;
use crate::domain::view::detail::CaseDetail;
use crate::ui::input::Input;
use crate::ui::keys::{Do, Scope, twin};
use crate::ui::message::{CaseMessage, Message};
use entry::Entry;

/// What is acted on.
enum Subject {
    One(Box<CaseDetail>),
    Many(Vec<(CaseId, String)>),
}

/// The menu, open on one case or on the marked ones.
pub struct Menu {
    subject: Subject,
    /// Those that can be done first.
    entries: Vec<Entry>,
    /// Places in `entries` of those that are shown, in their order.
    shown: Vec<usize>,
    /// Place in `shown`.
    selected: usize,
    /// What was typed to find an act by its name.
    typed: String,
    /// Whether those that can't be done are shown too.
    shows_all: bool,
}

impl Menu {
    /// The menu for a case as the desk sees it now.
    pub fn open(detail: Box<CaseDetail>, desk: &Desk) -> Self {
        let entries = entry::of_case(&detail, desk);
        Self::with(Subject::One(detail), entries)
    }

    /// The acts that can be done to several cases with one form; each case is judged when it is its turn.
    pub fn for_marked(marked: Vec<(CaseId, String)>) -> Self {
        Self::with(Subject::Many(marked), entry::of_several())
    }

    fn with(subject: Subject, entries: Vec<Entry>) -> Self {
        // Where nothing can be done the reasons are what is looked for.
        let shows_all = entries.iter().all(|entry| entry.refusal.is_some());
        let mut menu =
            Self { subject, entries, shown: Vec::new(), selected: 0, typed: String::new(), shows_all };
        menu.show();
        menu
    }

    /// The case was read again: what is allowed may have changed.
    fn renew(&mut self, detail: &CaseDetail, desk: &Desk) {
        let Subject::One(shown) = &mut self.subject else { return };
        if shown.case.id != detail.case.id {
            return;
        }
        (**shown).clone_from(detail);
        let selected = self.at().map(|entry| entry.action.code);
        self.entries = entry::of_case(detail, desk);
        self.show();
        let is_selected = |place: &usize| self.entry(*place).map(|entry| entry.action.code) == selected;
        self.selected = self.shown.iter().position(is_selected).unwrap_or(0);
    }

    /// Makes the list anew after what narrows it has changed.
    fn show(&mut self) {
        self.shown = if self.typed.is_empty() {
            let is_shown = |(_, entry): &(usize, &Entry)| self.shows_all || entry.refusal.is_none();
            self.entries.iter().enumerate().filter(is_shown).map(|(place, _)| place).collect()
        } else {
            entry::found(&self.entries, &self.typed)
        };
        self.selected = 0;
    }

    fn entry(&self, place: usize) -> Option<&Entry> {
        self.entries.get(place)
    }

    fn at(&self) -> Option<&Entry> {
        self.shown.get(self.selected).and_then(|place| self.entry(*place))
    }

    /// Opens the form of an act that can be done; of another the reason is already on the screen.
    fn choose(&self) -> Vec<Call> {
        let Some(Entry { action, refusal: None, .. }) = self.at() else { return Vec::new() };
        let form = match &self.subject {
            Subject::One(detail) => Go::FormOf(action, detail.clone()),
            Subject::Many(marked) => Go::BatchForm(action, marked.clone()),
        };
        vec![Call::Leave, Call::Go(form)]
    }

    /// A digit takes the act beside which it stands.
    fn choose_numbered(&mut self, digit: u32) -> Vec<Call> {
        let Some(place) = usize::try_from(digit).ok().and_then(|digit| digit.checked_sub(1)) else {
            return Vec::new();
        };
        let can_be_done = self.shown.get(place).and_then(|at| self.entry(*at));
        if can_be_done.is_none_or(|entry| entry.refusal.is_some()) {
            return Vec::new();
        }
        self.selected = place;
        self.choose()
    }
}

impl Screen for Menu {
    fn scope(&self) -> Scope {
        Scope::Menu
    }

    fn is_window(&self) -> bool {
        true
    }

    /// Digits choose, letters find; `/` shows what can't be done, with the reasons.
    fn input(&mut self, input: &Input, _around: &Around) -> Vec<Call> {
        let Input::Key(key) = input else { return Vec::new() };
        if key.code == KeyCode::Backspace {
            self.typed.pop();
            self.show();
            return Vec::new();
        }
        let KeyCode::Char(typed) = key.code else { return Vec::new() };
        if key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) {
            return Vec::new();
        }
        let letter = twin(typed);
        if let Some(digit) = letter.to_digit(10) {
            return self.choose_numbered(digit);
        }
        if matches!(letter, '/' | '、') {
            self.shows_all = true;
            self.typed.clear();
        } else if letter.is_alphabetic() {
            self.typed.push(letter);
        }
        self.show();
        Vec::new()
    }

    #[expect(clippy::wildcard_enum_match_arm, reason = "a screen answers to its own keys only")]
    fn does(&mut self, what: Do, _around: &Around) -> Vec<Call> {
        let last = self.shown.len().saturating_sub(1);
        match what {
            Do::Down => self.selected = if self.selected == last { 0 } else { self.selected + 1 },
            Do::Up => self.selected = self.selected.checked_sub(1).unwrap_or(last),
            Do::Open => return self.choose(),
            Do::Back => return vec![Call::Leave],
            _ => {}
        }
        Vec::new()
    }

    fn hear(&mut self, told: Told<'_>, around: &Around) -> Vec<Call> {
        if let Told::Message(Message::Case(CaseMessage::Read(detail))) = told
            && let Some(desk) = &around.desk
        {
            self.renew(detail, desk);
        }
        Vec::new()
    }

    fn draw(&mut self, frame: &mut Frame<'_>, area: Rect, around: &Around) {
        self.draw_window(frame, area, &around.theme);
    }

    fn case(&self) -> Option<CaseInSight<'_>> {
        match &self.subject {
            Subject::One(detail) => Some(CaseInSight { id: detail.case.id, read: Some(&detail.case) }),
            Subject::Many(_) => None,
        }
    }
}
