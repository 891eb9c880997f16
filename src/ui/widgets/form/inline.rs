//! A short list on one line, each choice with the digit that takes it; what is chosen stands in brackets, and the one the
//! case speaks for is named at the end.

use ratatui::text::{Line, Span};

use super::entry::{Entry, Value};
use crate::actions::FieldKind;
use crate::ui::text;
use crate::ui::theme::Theme;
use crate::ui::widgets::picker::Choice;

/// Digits that choose.
const DIGITS: usize = 9;
/// Cells around a choice: its digit and a bracket or blank at either side.
const AROUND: usize = 3;
/// Said behind a list of which only the beginning stands on the line.
const MORE: &str = " Enter 全部";

impl Entry {
    /// Places of the choices that stand on a line of this many cells, in the order of their digits; none for a field
    /// that is no short list.
    pub(super) fn on_line(&self, cells: usize) -> Vec<usize> {
        let (Value::One(choices, _) | Value::Several(choices, _)) = &self.value else { return Vec::new() };
        let real: Vec<usize> = (0..choices.len()).filter(|place| is_something(choices, *place)).collect();
        let width =
            |place: &usize| choices.get(*place).map_or(0, |choice| text::width(&choice.label) + AROUND);
        let all: usize = real.iter().map(width).sum();
        let is_short = real.len() <= DIGITS && all <= cells;
        match self.field.kind {
            FieldKind::Choice(_)
            | FieldKind::Several(_)
            | FieldKind::Unit(_)
            | FieldKind::Person(Some(_))
                if is_short =>
            {
                real
            }
            FieldKind::Unit(_) => {
                let mut used = text::width(MORE);
                let fits = |place: &usize| {
                    used += width(place);
                    used <= cells
                };
                real.into_iter().take(DIGITS).take_while(fits).collect()
            }
            FieldKind::Choice(_)
            | FieldKind::Several(_)
            | FieldKind::Person(_)
            | FieldKind::Line
            | FieldKind::People(_)
            | FieldKind::Prose
            | FieldKind::Date
            | FieldKind::Moment
            | FieldKind::Count
            | FieldKind::Flag
            | FieldKind::Case
            | FieldKind::Cases
            | FieldKind::Alert
            | FieldKind::Setting
            | FieldKind::File(_) => Vec::new(),
        }
    }

    /// Takes what this digit stands beside, or in a list of several marks it; whether anything stands there.
    pub(super) fn take_digit(&mut self, digit: usize, cells: usize) -> bool {
        let on_line = self.on_line(cells);
        let Some(place) = digit.checked_sub(1).and_then(|at| on_line.get(at)).copied() else { return false };
        match &mut self.value {
            Value::One(_, at) => *at = Some(place),
            Value::Several(_, marked) => {
                if !marked.remove(&place) {
                    marked.insert(place);
                }
            }
            Value::Typed(_) | Value::Prose(_) | Value::Flag(_) => return false,
        }
        true
    }

    /// The list as it is drawn; `None` where the field is no short list.
    pub(super) fn line(&self, cells: usize, theme: &Theme) -> Option<Line<'static>> {
        let on_line = self.on_line(cells);
        let (Value::One(choices, _) | Value::Several(choices, _)) = &self.value else { return None };
        if on_line.is_empty() {
            return None;
        }
        let mut spans = Vec::new();
        let mut used = 0;
        let mut push = |words: String, style, spans: &mut Vec<Span<'static>>| {
            let words = text::fit(&words, cells.saturating_sub(used));
            used += text::width(&words);
            spans.push(Span::styled(words, style));
        };
        // What was chosen from the whole list may not be among the first.
        if let Some(choice) =
            self.chosen_place().filter(|at| !on_line.contains(at)).and_then(|at| choices.get(at))
        {
            push(format!("[{}] ", choice.label), theme.accent, &mut spans);
        }
        for (digit, place) in (1..).zip(&on_line) {
            let Some(choice) = choices.get(*place) else { continue };
            let (words, style) = if self.is_chosen(*place) {
                (format!("[{digit}{}]", choice.label), theme.accent)
            } else {
                (format!(" {digit}{} ", choice.label), theme.plain)
            };
            push(words, style, &mut spans);
        }
        let real = (0..choices.len()).filter(|place| is_something(choices, *place)).count();
        if on_line.len() < real {
            push(MORE.to_owned(), theme.label, &mut spans);
        }
        let is_empty = !on_line.iter().any(|place| self.is_chosen(*place)) && self.chosen_place().is_none();
        let likely = self.likely_digit(&on_line, choices);
        let likely = likely.map(|(digit, ground)| (format!(" 像是{digit}"), format!("（{ground}）")));
        let needed =
            Some(format!(" {}", self.field.needed)).filter(|_| is_empty && !self.field.needed.is_empty());
        // Cut to a few letters they would say nothing; the hint under the fields has the rest.
        let mut free = cells.saturating_sub(spans.iter().map(|span| text::width(&span.content)).sum());
        // The ground stands in the line under the fields too, where one is in the field.
        let (likely, ground) = likely.unzip();
        for words in likely.into_iter().chain(ground).chain(needed) {
            if text::width(&words) <= free {
                free -= text::width(&words);
                push(words, theme.label, &mut spans);
            }
        }
        Some(Line::from(spans))
    }

    fn is_chosen(&self, place: usize) -> bool {
        match &self.value {
            Value::One(_, at) => *at == Some(place),
            Value::Several(_, marked) => marked.contains(&place),
            Value::Typed(_) | Value::Prose(_) | Value::Flag(_) => false,
        }
    }

    fn chosen_place(&self) -> Option<usize> {
        if let Value::One(_, at) = &self.value { *at } else { None }
    }

    /// The digit of the choice that something speaks for, and what that is, as long as nothing is chosen.
    pub(super) fn likely_digit(&self, on_line: &[usize], choices: &[Choice]) -> Option<(usize, &str)> {
        if self.chosen_place().is_some() {
            return None;
        }
        let ground = |place: &usize| self.offer.ground_of(&choices.get(*place)?.code);
        (1..).zip(on_line).find_map(|(digit, place)| Some((digit, ground(place)?)))
    }

    /// What speaks for the likely choice, as long as nothing is chosen.
    pub(super) fn likely_ground(&self, cells: usize) -> Option<String> {
        let (Value::One(choices, _) | Value::Several(choices, _)) = &self.value else { return None };
        let (digit, ground) = self.likely_digit(&self.on_line(cells), choices)?;
        Some(format!("像是{digit}：{ground}"))
    }
}

fn is_something(choices: &[Choice], place: usize) -> bool {
    choices.get(place).is_some_and(|choice| !choice.code.is_empty())
}
