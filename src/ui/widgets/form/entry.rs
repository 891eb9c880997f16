//! One field of a form: what is entered, how it is read from an answer and turned into one.

use std::collections::BTreeSet;

use crossterm::event::{KeyCode, KeyEvent};

use super::hint::in_another_way;
use super::{names, typed_date};
use crate::actions::answers::LONGEST_TEXT_CHARS;
use crate::actions::offer::Offer;
use crate::actions::{Answers, Field, FieldKind, FileForm, Word};
use crate::domain::code::Coded as _;
use crate::domain::desk::Desk;
use crate::domain::refusal::Refusal;
use crate::domain::time::Date;
use crate::domain::town::org::{Org, Person};
use crate::domain::town::setting_key::SettingKey;
use crate::domain::view::listing::Alert;
use crate::domain::words::{Position, UnitKind};
use crate::ui::keys::{Edit, edits, twin};
use crate::ui::widgets::editor::Editor;
use crate::ui::widgets::picker::{Choice, Picker};

/// The first choice of a list from which nothing need be chosen.
const NOTHING: &str = "（不填）";

/// A field and what is entered in it.
pub(super) struct Entry {
    pub(super) field: &'static Field,
    pub(super) value: Value,
    /// What is offered for it as things stand.
    pub(super) offer: Offer,
    /// A recorded text was kept out of it, because something in it is masked.
    pub(super) withheld: bool,
    /// People who can be picked into a line of names.
    pub(super) people: Vec<Choice>,
}

/// What is entered, by how it is entered.
pub(super) enum Value {
    /// Typed on one line: texts, dates, moments, counts.
    Typed(Editor),
    /// Typed on several lines.
    Prose(Editor),
    /// One of a list.
    One(Vec<Choice>, Option<usize>),
    /// Any number of a list.
    Several(Vec<Choice>, BTreeSet<usize>),
    /// Yes or no.
    Flag(bool),
}

impl Entry {
    /// The field with what the answers say about it.
    pub(super) fn new(field: &'static Field, answers: &Answers, desk: Option<&Desk>) -> Self {
        let one = |choices| Value::One(with_nothing(field, choices), None);
        let known = |choices: &dyn Fn(&Desk) -> Vec<Choice>| one(desk.map_or_else(Vec::new, choices));
        let value = match field.kind {
            FieldKind::Line
            | FieldKind::People(_)
            | FieldKind::Date
            | FieldKind::Moment
            | FieldKind::Count
            | FieldKind::Case
            | FieldKind::Cases
            | FieldKind::File(FileForm::Attachment | FileForm::Template) => {
                Value::Typed(Editor::one_line(""))
            }
            FieldKind::Prose | FieldKind::File(_) => Value::Prose(Editor::new("")),
            FieldKind::Choice(words) => one(from_words(&words())),
            FieldKind::Several(words) => Value::Several(from_words(&words()), BTreeSet::new()),
            FieldKind::Unit(kinds) => known(&|desk| units(kinds, &desk.org)),
            FieldKind::Person(position) => known(&|desk| people(position, &desk.org)),
            FieldKind::Setting => known(&settings),
            // They are offered by whoever knows them.
            FieldKind::Alert => one(Vec::new()),
            FieldKind::Flag => Value::Flag(false),
        };
        let asks_for_people = matches!(field.kind, FieldKind::People(_));
        let people = desk.filter(|_| asks_for_people).map_or_else(Vec::new, |desk| names::offered(&desk.org));
        let withheld = answers.is_withheld(field.name);
        let mut entry = Self { field, value, offer: Offer::all(), withheld, people };
        entry.set(answers.raw(field.name).unwrap_or_default());
        entry
    }

    /// Takes an answer over, whatever was entered before.
    pub(super) fn set(&mut self, raw: &str) {
        let is_named = |choice: &Choice, name: &str| choice.code == name || choice.label == name;
        match &mut self.value {
            Value::Typed(line) => *line = Editor::one_line(raw),
            Value::Prose(editor) => *editor = Editor::new(raw),
            Value::One(choices, at) => {
                let raw = raw.trim();
                *at = choices.iter().position(|choice| !raw.is_empty() && is_named(choice, raw));
            }
            Value::Several(choices, marked) => {
                let names: Vec<&str> = raw.split([',', '，', '、']).map(str::trim).collect();
                *marked = (0..choices.len())
                    .filter(|place| names.iter().any(|name| is_named(&choices[*place], name)))
                    .collect();
            }
            Value::Flag(flag) => *flag = matches!(raw.trim(), "true" | "yes" | "1" | "是"),
        }
    }

    /// Offers what is lawful, and of units only those of the kind to which the route leads; what was chosen and is no
    /// longer offered goes. The likely units stand first; the words of a short list keep their digits.
    pub(super) fn take_offer(&mut self, offer: Offer, kind: Option<UnitKind>, org: &Org) {
        let mut offered = match self.field.kind {
            FieldKind::Unit(kinds) => {
                let only = kind.filter(|kind| kinds.is_empty() || kinds.contains(kind));
                let mut offered = only.map_or_else(|| units(kinds, org), |kind| units(&[kind], org));
                offered.sort_by_key(|choice| {
                    offer.likely.iter().position(|likely| likely.value == choice.code).unwrap_or(usize::MAX)
                });
                for choice in &mut offered {
                    if let Some(ground) = offer.ground_of(&choice.code) {
                        *choice = choice.clone().note(ground);
                    }
                }
                offered
            }
            FieldKind::Choice(words) => from_words(&words()),
            FieldKind::Line
            | FieldKind::People(_)
            | FieldKind::Prose
            | FieldKind::Several(_)
            | FieldKind::Person(_)
            | FieldKind::Date
            | FieldKind::Moment
            | FieldKind::Count
            | FieldKind::Flag
            | FieldKind::Case
            | FieldKind::Cases
            | FieldKind::Alert
            | FieldKind::Setting
            | FieldKind::File(_) => {
                self.offer = offer;
                return;
            }
        };
        if let Some(lawful) = &offer.lawful {
            offered.retain(|choice| lawful.contains(&choice.code));
        }
        self.offer = offer;
        let Value::One(choices, at) = &mut self.value else { return };
        // What stands beside a choice may change with the offer; it stays the same choice.
        let chosen = at.and_then(|place| choices.get(place)).map(|choice| choice.code.clone());
        *choices = with_nothing(self.field, offered);
        *at = choices.iter().position(|choice| Some(&choice.code) == chosen.as_ref());
    }

    /// Offers these alerts, where the field asks for one.
    pub(super) fn offer_alerts(&mut self, alerts: &[Alert]) {
        if let (FieldKind::Alert, Value::One(choices, _)) = (self.field.kind, &mut self.value) {
            *choices = with_nothing(self.field, alerts.iter().map(alert).collect());
        }
    }

    /// A pasted file that fills the field may have lost its end, and would then say something else.
    ///
    /// # Errors
    /// What to do instead.
    pub(super) fn check_whole(&self) -> Result<(), Refusal> {
        let (FieldKind::File(form), Value::Prose(editor)) = (self.field.kind, &self.value) else {
            return Ok(());
        };
        if !editor.is_full() {
            return Ok(());
        }
        let instead = in_another_way(form);
        Err(self.field.invalid(&format!("已有{LONGEST_TEXT_CHARS}字，可能没有贴全，没有提交；{instead}。")))
    }

    /// Whether it asks for a file to be kept and none is named yet.
    pub(super) fn wants_file(&self) -> bool {
        matches!(self.field.kind, FieldKind::File(form) if form.is_named())
            && self.answer(None).trim().is_empty()
    }

    /// What was entered, as actions read it; empty for nothing.
    pub(super) fn answer(&self, today: Option<Date>) -> String {
        let code = |choices: &[Choice], place: usize| {
            choices.get(place).map(|choice| choice.code.clone()).unwrap_or_default()
        };
        match &self.value {
            Value::Typed(line) => self.settled(&line.text(), today),
            Value::Prose(editor) => editor.text(),
            Value::One(choices, at) => at.map(|place| code(choices, place)).unwrap_or_default(),
            Value::Several(choices, marked) => {
                marked.iter().map(|place| code(choices, *place)).collect::<Vec<_>>().join(",")
            }
            Value::Flag(flag) => if *flag { "true" } else { "" }.to_owned(),
        }
    }

    /// A typed text as it will be read: dates in full as far as today is known, digits half-width.
    fn settled(&self, text: &str, today: Option<Date>) -> String {
        let dated =
            |read: fn(&str, Date) -> String| today.map_or_else(|| text.to_owned(), |day| read(text, day));
        match self.field.kind {
            FieldKind::Date => dated(typed_date::date),
            FieldKind::Moment => dated(typed_date::moment),
            FieldKind::Count => text.trim().chars().map(twin).collect(),
            FieldKind::Line
            | FieldKind::People(_)
            | FieldKind::Prose
            | FieldKind::Choice(_)
            | FieldKind::Several(_)
            | FieldKind::Unit(_)
            | FieldKind::Person(_)
            | FieldKind::Flag
            | FieldKind::Case
            | FieldKind::Cases
            | FieldKind::Alert
            | FieldKind::Setting
            | FieldKind::File(_) => text.to_owned(),
        }
    }

    /// Writes a typed date out in full, once the field is left.
    pub(super) fn settle(&mut self, today: Option<Date>) {
        if let Value::Typed(line) = &self.value {
            let text = line.text();
            let settled = self.settled(&text, today);
            if settled != text {
                self.value = Value::Typed(Editor::one_line(&settled));
            }
        }
    }

    /// Whether the field holds a day, which the arrow keys move.
    pub(super) const fn holds_day(&self) -> bool {
        matches!(self.field.kind, FieldKind::Date | FieldKind::Moment)
    }

    /// The pick list of a field that has one.
    pub(super) fn picker(&self) -> Option<Picker> {
        match &self.value {
            Value::One(choices, at) => {
                // Whoever opens the list wants to choose something.
                let first = choices.iter().position(|choice| !choice.code.is_empty());
                Some(Picker::one(self.field.label, choices.clone(), at.or(first)))
            }
            Value::Several(choices, marked) => {
                Some(Picker::several(self.field.label, choices.clone(), marked.clone()))
            }
            Value::Typed(_) | Value::Prose(_) | Value::Flag(_) => None,
        }
    }

    /// Takes over what was picked, by places in the list.
    pub(super) fn pick(&mut self, places: &[usize]) {
        if let Value::Typed(line) = &self.value
            && !self.people.is_empty()
        {
            self.value = Value::Typed(Editor::one_line(&self.names_picked(places, &line.text())));
            return;
        }
        match &mut self.value {
            Value::One(choices, at) => {
                let is_something =
                    |place: &usize| choices.get(*place).is_some_and(|choice| !choice.code.is_empty());
                *at = places.first().copied().filter(is_something);
            }
            Value::Several(_, marked) => *marked = places.iter().copied().collect(),
            Value::Typed(_) | Value::Prose(_) | Value::Flag(_) => {}
        }
    }

    /// Whether a text takes no more.
    pub(super) fn is_full(&self) -> bool {
        match &self.value {
            Value::Typed(editor) | Value::Prose(editor) => editor.is_full(),
            Value::One(..) | Value::Several(..) | Value::Flag(_) => false,
        }
    }

    /// Handles a key that is not the form's own; whether what is entered changed.
    pub(super) fn handle(&mut self, key: &KeyEvent, today: Option<Date>) -> bool {
        if let Some(today) = today
            && self.holds_day()
            && let Some(days) = self.day_step(key)
        {
            return self.step_day(days, today);
        }
        match &mut self.value {
            Value::Typed(editor) | Value::Prose(editor) => editor.handle(key),
            Value::One(_, at) => is_deletion(key) && at.take().is_some(),
            Value::Several(_, marked) => {
                is_deletion(key) && !marked.is_empty() && {
                    marked.clear();
                    true
                }
            }
            Value::Flag(flag) => {
                let before = *flag;
                if let KeyCode::Char(c) = key.code {
                    *flag = match twin(c) {
                        ' ' => !before,
                        'y' | '是' => true,
                        'n' | '否' => false,
                        _ => before,
                    };
                }
                before != *flag
            }
        }
    }

    /// Arrow keys and `+` move a day; `-` does so only behind a date that is written out, for it is part of dates.
    fn day_step(&self, key: &KeyEvent) -> Option<i32> {
        let Value::Typed(line) = &self.value else { return None };
        let edit = edits(key);
        if edit == Some(Edit::Down) {
            return Some(1);
        }
        if edit == Some(Edit::Up) {
            return Some(-1);
        }
        let KeyCode::Char(sign) = key.code else { return None };
        match twin(sign) {
            '+' => Some(1),
            '-' if line.at_end() && line.chars() >= "2026-11-20".len() => Some(-1),
            _ => None,
        }
    }

    /// Moves the day in the field.
    fn step_day(&mut self, days: i32, today: Date) -> bool {
        let Value::Typed(line) = &mut self.value else { return false };
        *line = Editor::one_line(&typed_date::step(&line.text(), days, today));
        true
    }

    /// Puts a pasted text in; how many characters did not fit, `None` where nothing can be pasted.
    pub(super) fn paste(&mut self, text: &str) -> Option<usize> {
        match &mut self.value {
            Value::Typed(editor) | Value::Prose(editor) => Some(editor.insert(text)),
            Value::One(..) | Value::Several(..) | Value::Flag(_) => None,
        }
    }
}

fn is_deletion(key: &KeyEvent) -> bool {
    matches!(key.code, KeyCode::Backspace | KeyCode::Delete)
}

fn with_nothing(field: &Field, mut choices: Vec<Choice>) -> Vec<Choice> {
    if !field.required {
        choices.insert(0, Choice::new("", NOTHING));
    }
    choices
}

fn from_words(words: &[Word]) -> Vec<Choice> {
    words.iter().map(|word| Choice::new(word.code, word.label)).collect()
}

fn units(kinds: &[UnitKind], org: &Org) -> Vec<Choice> {
    org.units
        .iter()
        .filter(|unit| unit.active && (kinds.is_empty() || kinds.contains(&unit.kind)))
        .map(|unit| Choice::new(&unit.name, &unit.name).note(unit.kind.label()))
        .collect()
}

/// Active people, those who hold the position if one is asked for. The login stands for a person who has one,
/// because two can bear one name.
fn people(position: Option<Position>, org: &Org) -> Vec<Choice> {
    let fits = |person: &&Person| person.active && position.is_none_or(|position| person.holds(position));
    org.people
        .iter()
        .filter(fits)
        .map(|person| {
            let code = person.login.as_ref().unwrap_or(&person.name);
            Choice::new(code, &person.name).note(person.title(org))
        })
        .collect()
}

/// The town-wide settings, each with its present value and what it takes.
fn settings(desk: &Desk) -> Vec<Choice> {
    let choice = |key: &SettingKey| {
        let note = format!("现在是 {}，可填 {}", key.in_words(&desk.settings.value(*key)), key.takes());
        Choice::new(key.code(), key.label()).note(note)
    };
    SettingKey::ALL.iter().map(choice).collect()
}

fn alert(alert: &Alert) -> Choice {
    let label = format!("{} {}{}", alert.case_no, alert.clock.label(), alert.level.label());
    Choice::new(alert.id.to_string(), label).note(&alert.title)
}
