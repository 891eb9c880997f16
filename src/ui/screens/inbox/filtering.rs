//! The filter line: the list narrows while one types, one question to the database at a time however fast that is.

use super::Inbox;
use crate::domain::view::filter::Filter;
use crate::domain::view::listing::{Sort, View};
use crate::ui::input::Input;
use crate::ui::keys::Do;
use crate::ui::screens::Call;
use crate::ui::widgets::prompt::{Prompt, PromptOutcome};

/// The open line, and what the list was narrowed by before.
pub struct FilterLine {
    pub prompt: Prompt,
    before: (String, Filter),
}

impl Inbox {
    pub(super) fn open_filter(&mut self) {
        self.filter_line = Some(FilterLine {
            prompt: Prompt::new("筛选", &self.filter_text),
            before: (self.filter_text.clone(), self.list.filter.clone()),
        });
    }

    /// What is typed into the filter line.
    pub(super) fn type_filter(&mut self, input: &Input) -> Vec<Call> {
        let Some(line) = &mut self.filter_line else { return Vec::new() };
        match line.prompt.handle(input) {
            PromptOutcome::Typing => self.narrow_as_typed(),
            PromptOutcome::GivenUp => {
                let before = self.filter_line.take().map(|line| line.before);
                match before {
                    Some((text, filter)) if filter != self.list.filter => self.narrow(text, filter),
                    Some(_) | None => Vec::new(),
                }
            }
            PromptOutcome::Taken(text) => match Filter::parse(&text) {
                Ok(filter) => {
                    self.filter_line = None;
                    let is_shown = filter == self.list.filter && !self.window.awaits_another_list();
                    if is_shown { Vec::new() } else { self.narrow(text.trim().to_owned(), filter) }
                }
                Err(refusal) => {
                    line.prompt.refuse(&refusal);
                    Vec::new()
                }
            },
        }
    }

    /// Half a word changes nothing yet and says what is missing.
    fn narrow_as_typed(&mut self) -> Vec<Call> {
        let Some(line) = &mut self.filter_line else { return Vec::new() };
        let text = line.prompt.text();
        let filter = match Filter::parse(&text) {
            Ok(filter) => filter,
            Err(refusal) => {
                line.prompt.refuse(&refusal);
                return Vec::new();
            }
        };
        if filter == self.list.filter {
            return Vec::new();
        }
        text.trim().clone_into(&mut self.filter_text);
        self.list.filter = filter;
        if self.window.awaits_another_list() {
            self.is_filter_behind = true;
            return Vec::new();
        }
        vec![Call::Ask(self.window.narrow(&self.list))]
    }

    /// Whether this waits for the list that was asked for: it is meant for a row of that one, and done when it comes.
    pub(super) fn put_off(&mut self, what: Do) -> bool {
        let is_for_row = [Do::Open, Do::OpenCase, Do::Actions, Do::Urge].contains(&what);
        self.ahead = Some(what).filter(|_| is_for_row && !self.window.is_loaded());
        self.ahead.is_some()
    }

    /// A page came while more was typed: the list is asked for once more, by all of it.
    pub(super) fn catch_up_with_filter(&mut self) -> Vec<Call> {
        if std::mem::take(&mut self.is_filter_behind) {
            vec![Call::Ask(self.window.narrow(&self.list))]
        } else {
            Vec::new()
        }
    }

    /// Shows the list behind a figure: of all cases those that the filter lets through, most urgent first.
    pub(super) fn show_filtered(&mut self, words: &str, filter: &Filter) -> Vec<Call> {
        self.filter_line = None;
        (self.list.view, self.list.sort) = (View::All, Sort::Urgency);
        self.narrow(words.to_owned(), filter.clone())
    }

    pub(super) fn narrow(&mut self, text: String, filter: Filter) -> Vec<Call> {
        self.filter_text = text;
        self.list.filter = filter;
        self.is_filter_behind = false;
        vec![Call::Ask(self.window.open(&self.list))]
    }
}
