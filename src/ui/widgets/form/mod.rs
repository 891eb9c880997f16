//! The one form for all questions: one widget a field, checked before it is handed over, refused without losing a
//! letter. Acts bring their questions in their rows.

mod draw;
mod entry;
mod focus;
mod hint;
mod inline;
mod names;
mod opening;
#[cfg(test)]
mod tests;
mod typed_date;

use std::cell::Cell;

use crossterm::event::{KeyCode, KeyEvent, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use crate::actions::answers::LONGEST_TEXT_CHARS;
use crate::actions::offer::Offers;
use crate::actions::{Answers, Questions};
use crate::domain::case::Case;
use crate::domain::desk::Desk;
use crate::domain::refusal::{Refusal, RefusalCode};
use crate::domain::time::Date;
use crate::domain::view::detail::UsualUnit;
use crate::domain::words::Route;
use crate::ui::input::Input;
use crate::ui::keys::{self, Do, Edit, Scope, edits};
use crate::ui::widgets::picker::{Picked, Picker};
use entry::{Entry, Value};

/// What an input came to. Whatever it is, the form may look different now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FormOutcome {
    /// Nothing that is entered changed.
    Idle,
    /// Something entered changed: worth keeping as a draft.
    Changed,
    /// Filled in, checked, and confirmed if it has to be.
    Submit(Answers),
    /// Submitted, and the operator no longer waits for the answer.
    StopWaiting,
    /// A file is to be chosen for the field in focus.
    Browse,
    /// The operator goes back; what is entered is still in [`Form::answers`].
    Cancel,
}

/// Where the fields of a form stand on the smallest terminal.
const SMALLEST: Rect = Rect::new(2, 4, 76, 12);

/// What the lines under the fields say.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Notice {
    /// The hint of the field.
    Hint,
    /// Why it was not done.
    Refused(String),
    /// Something to know about what was just entered.
    Told(String),
}

/// A form being filled in.
pub struct Form {
    questions: &'static Questions,
    subject: String,
    entries: Vec<Entry>,
    focus: usize,
    /// The open pick list of the field in focus.
    picker: Option<Picker>,
    /// Whether the question before an irrevocable step is being asked.
    asking: bool,
    busy: bool,
    /// What the submitted answers wait for, where that is known.
    awaited: Option<String>,
    notice: Notice,
    /// Day, calendar and people; none before there is a database.
    desk: Option<Desk>,
    /// The case it is for, and what is offered for it.
    about: Option<(Box<Case>, Offers)>,
    /// Where cases like it went before.
    usual: Vec<UsualUnit>,
    /// What the answers would bring about, and what they still lack, as its owner sees it.
    foretold: String,
    lacking: Option<Refusal>,
    /// What is asked before it is handed over, where something is.
    confirm: Option<&'static str>,
    /// What is said at the right of the heading.
    note: &'static str,
    /// Whether the fields that few cases need are shown.
    is_unfolded: bool,
    /// The route settled before, where the form does not ask for it.
    route: Option<Route>,
    /// First row of fields on the screen; moved by drawing so that the focus shows.
    scroll: Cell<usize>,
    /// Where the fields were drawn, for the mouse.
    drawn: Cell<Rect>,
}

impl Form {
    fn today(&self) -> Option<Date> {
        self.desk.as_ref().map(Desk::today)
    }

    /// Whose keys hold now, for the hint line: the form's, an open pick list's, or a question's.
    #[must_use]
    pub fn scope(&self) -> Scope {
        if self.asking {
            Scope::Confirm
        } else if self.picker.is_some() {
            Scope::Picker
        } else if self.entries.get(self.focus).is_some_and(|entry| matches!(entry.value, Value::Prose(_))) {
            Scope::Prose
        } else {
            Scope::Form
        }
    }

    /// What is entered so far.
    #[must_use]
    pub fn answers(&self) -> Answers {
        let mut answers = Answers::none();
        for entry in self.entries.iter().filter(|entry| entry.offer.is_asked) {
            answers.set(entry.field.name, entry.answer(self.today()));
        }
        answers
    }

    /// Puts a draft in the place of everything entered.
    pub fn restore(&mut self, draft: &Answers) {
        for entry in &mut self.entries {
            entry.set(draft.raw(entry.field.name).unwrap_or_default());
        }
        self.offer();
        self.picker = None;
        self.asking = false;
    }

    /// Says what the answers would bring about, and why they could not be.
    pub fn foretell(&mut self, words: String, lacking: Option<Refusal>) {
        self.foretold = words;
        self.lacking = lacking;
    }

    /// Says something at the right of the heading.
    pub const fn note(&mut self, words: &'static str) {
        self.note = words;
    }

    /// While the submitted answers are on their way nothing can be changed.
    pub fn set_busy(&mut self, busy: bool) {
        self.busy = busy;
        self.awaited = None;
    }

    /// Says what the submitted answers wait for.
    pub fn wait(&mut self, words: String) {
        if self.busy {
            self.awaited = Some(words);
        }
    }

    /// Whether submitted answers are on their way.
    #[must_use]
    pub const fn is_busy(&self) -> bool {
        self.busy
    }

    /// Shows why it was not done, and goes to the field it names, if any. Everything entered stays.
    pub fn refuse(&mut self, refusal: &Refusal) {
        self.set_busy(false);
        self.asking = false;
        self.picker = None;
        let field = refusal.field.as_deref();
        let mut told = refusal.message.clone();
        if let Some(place) = self.entries.iter().position(|entry| Some(entry.field.name) == field) {
            self.focus = place;
            // The sentence asks for a yes; what stands where the hint was says which key gives it.
            if matches!(self.entries.get(place).map(|entry| &entry.value), Some(Value::Flag(false))) {
                told.push_str("（按空格填“是”）");
            }
        }
        self.notice = Notice::Refused(told);
    }

    /// Handles one input.
    pub fn handle(&mut self, input: &Input) -> FormOutcome {
        if self.busy {
            let is_stop = matches!(input, Input::Key(key) if key.code == KeyCode::Esc);
            let stops = is_stop && self.awaited.is_some();
            return if stops { FormOutcome::StopWaiting } else { FormOutcome::Idle };
        }
        if self.asking {
            return self.answer_question(input);
        }
        if self.picker.is_some() {
            return self.handle_picker(input);
        }
        match input {
            Input::Key(key) => self.key(key),
            Input::Paste(text) => self.paste(text),
            Input::Mouse(mouse) => {
                self.click(*mouse);
                FormOutcome::Idle
            }
            Input::Resize(..) | Input::Burst(_) | Input::NotUtf8 | Input::Drawn(_) => FormOutcome::Idle,
        }
    }

    fn answer_question(&mut self, input: &Input) -> FormOutcome {
        let Input::Key(key) = input else { return FormOutcome::Idle };
        let does = keys::lookup(Scope::Confirm, key);
        if matches!(does, Some(Do::Yes | Do::No)) {
            self.asking = false;
        }
        if does == Some(Do::Yes) { FormOutcome::Submit(self.answers()) } else { FormOutcome::Idle }
    }

    fn handle_picker(&mut self, input: &Input) -> FormOutcome {
        let Some(picker) = &mut self.picker else { return FormOutcome::Idle };
        match picker.handle(input) {
            Picked::Pending => FormOutcome::Idle,
            Picked::Cancelled => {
                self.picker = None;
                FormOutcome::Idle
            }
            Picked::Taken(places) => {
                self.picker = None;
                if let Some(entry) = self.entries.get_mut(self.focus) {
                    entry.pick(&places);
                }
                self.offer();
                self.go_on();
                FormOutcome::Changed
            }
        }
    }

    fn key(&mut self, key: &KeyEvent) -> FormOutcome {
        match keys::lookup(self.scope(), key) {
            Some(Do::Save) => self.submit(),
            Some(Do::Back) => FormOutcome::Cancel,
            Some(does @ (Do::NextField | Do::PreviousField)) => {
                if self.keeps_arrow(key) {
                    return self.type_key(key);
                }
                self.move_focus(if does == Do::NextField { 1 } else { -1 });
                FormOutcome::Idle
            }
            Some(Do::Open) => self.enter(key),
            // The rest belongs to the whole console, which handles it before it comes here.
            Some(_) => FormOutcome::Idle,
            None => self.type_key(key),
        }
    }

    /// Arrow keys move within a text and move a day, before they move between fields.
    fn keeps_arrow(&self, key: &KeyEvent) -> bool {
        let Some(entry) = self.entries.get(self.focus) else { return false };
        let (up, down) = (edits(key) == Some(Edit::Up), edits(key) == Some(Edit::Down));
        match &entry.value {
            Value::Prose(editor) => (up && !editor.at_top()) || (down && !editor.at_bottom()),
            Value::Typed(_) => (up || down) && entry.holds_day(),
            Value::One(..) | Value::Several(..) | Value::Flag(_) => false,
        }
    }

    fn enter(&mut self, key: &KeyEvent) -> FormOutcome {
        let Some(entry) = self.entries.get(self.focus) else { return self.submit() };
        match &entry.value {
            Value::Prose(_) => self.type_key(key),
            Value::One(..) | Value::Several(..) => {
                self.picker = entry.picker();
                FormOutcome::Idle
            }
            Value::Typed(_) if entry.wants_file() => FormOutcome::Browse,
            Value::Typed(_) if entry.people_picker().is_some() => {
                self.picker = entry.people_picker();
                FormOutcome::Idle
            }
            Value::Typed(_) | Value::Flag(_) if self.is_last() => self.submit(),
            Value::Typed(_) | Value::Flag(_) => {
                self.move_focus(1);
                FormOutcome::Idle
            }
        }
    }

    /// A key for the field. A letter on a field with a list opens the list and begins to narrow it.
    fn type_key(&mut self, key: &KeyEvent) -> FormOutcome {
        let today = self.today();
        if let Some(outcome) = self.take_digit(key) {
            return outcome;
        }
        let Some(entry) = self.entries.get_mut(self.focus) else { return FormOutcome::Idle };
        if let (KeyCode::Char(c), Some(mut picker)) = (key.code, entry.picker()) {
            if !c.is_whitespace() {
                picker.handle(&Input::Key(*key));
            }
            self.picker = Some(picker);
            return FormOutcome::Idle;
        }
        if entry.handle(key, today) {
            self.offer();
            self.notice = Notice::Hint;
            return FormOutcome::Changed;
        }
        let is_typed = matches!(key.code, KeyCode::Char(_)) && edits(key).is_none();
        if is_typed && self.entries.get(self.focus).is_some_and(Entry::is_full) {
            self.notice = Notice::Told(format!("这一项已满{LONGEST_TEXT_CHARS}字，没有再放进来；请先删减。"));
        }
        FormOutcome::Idle
    }

    /// A digit takes what it stands beside in a short list, and goes on from a list of which one is taken.
    fn take_digit(&mut self, key: &KeyEvent) -> Option<FormOutcome> {
        let KeyCode::Char(c) = key.code else { return None };
        let digit = usize::try_from(keys::twin(c).to_digit(10)?).ok()?;
        let cells = self.cells_drawn();
        let entry = self.entries.get_mut(self.focus)?;
        if !entry.take_digit(digit, cells) {
            return None;
        }
        let is_one = matches!(entry.value, Value::One(..));
        self.offer();
        if is_one {
            self.go_on();
        }
        Some(FormOutcome::Changed)
    }

    fn paste(&mut self, text: &str) -> FormOutcome {
        let Some(entry) = self.entries.get_mut(self.focus) else { return FormOutcome::Idle };
        match entry.paste(text) {
            None => FormOutcome::Idle,
            Some(0) => {
                self.notice = Notice::Hint;
                FormOutcome::Changed
            }
            Some(over) => {
                self.notice = Notice::Told(format!("粘贴的内容太长，末尾{over}字没有放进来。"));
                FormOutcome::Changed
            }
        }
    }

    fn click(&mut self, mouse: MouseEvent) {
        let area = self.drawn.get();
        if mouse.kind != MouseEventKind::Down(MouseButton::Left)
            || !area.contains(Position::new(mouse.column, mouse.row))
        {
            return;
        }
        let mut row = self.scroll.get() + usize::from(mouse.row - area.y);
        for (place, height) in self.heights(area).into_iter().enumerate() {
            if row < height {
                self.focus_on(place);
                return;
            }
            row -= height;
        }
    }

    /// Checks what is entered; asks where the step can't be taken back; hands it over.
    fn submit(&mut self) -> FormOutcome {
        let today = self.today();
        for entry in &mut self.entries {
            entry.settle(today);
        }
        let answers = self.answers();
        if let Err(refusal) = self.check(&answers) {
            self.refuse(&refusal);
            return FormOutcome::Idle;
        }
        self.notice = Notice::Hint;
        if self.confirm.is_some() {
            // To be asked whether to do what can't be done would be a riddle.
            match self.lacking.clone() {
                Some(refusal) => self.refuse(&refusal),
                None => self.asking = true,
            }
            return FormOutcome::Idle;
        }
        FormOutcome::Submit(answers)
    }

    /// # Errors
    /// The first thing that is missing, unreadable or perhaps incomplete.
    fn check(&self, answers: &Answers) -> Result<(), Refusal> {
        self.entries.iter().try_for_each(Entry::check_whole)?;
        answers.check(self.questions.fields)?;
        let Some(desk) = &self.desk else { return Ok(()) };
        self.questions.fields.iter().try_for_each(|field| answers.check_readable(field, &desk.org))?;
        // Nobody is asked whether to do what an empty field keeps from being done.
        let empty = self.lacking.as_ref().filter(|refusal| refusal.code == RefusalCode::MissingField);
        empty.map_or(Ok(()), |refusal| Err(refusal.clone()))
    }
}
